"""What plain h5py sees: NeXus groups with units, signals, axes, fits. No line of NaGlass is needed to read a project."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from pathlib import Path

import h5py
import numpy as np
import pytest

from naglass_gui.core.arrays import MemoryStore
from naglass_gui.core.project import Analysis, Channel, Measurement, Project, Provenance, Sample
from naglass_gui.storage import save_project
from tests.storage.studies import a_study


def attribute(owner: h5py.Group | h5py.Dataset, name: str) -> str:
    """A text attribute; they are of fixed length, which h5py gives as bytes."""
    return bytes(owner.attrs[name]).decode()


def nx_class(group: h5py.Group) -> str:
    return attribute(group, "NX_class")


def axes(data: h5py.Group) -> list[str]:
    return [name.decode() for name in data.attrs["axes"]]


@pytest.fixture
def store() -> MemoryStore:
    return MemoryStore()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "study.naglass"


def test_the_default_plot_is_the_first_spectrum(path: Path, store: MemoryStore) -> None:
    project = a_study(store)
    save_project(project, store, path, expected=None)
    with h5py.File(path, "r") as file:
        entry = file[attribute(file, "default")]
        data = entry[attribute(entry, "default")]
        assert [nx_class(file), nx_class(entry), nx_class(data)] == ["NXroot", "NXentry", "NXdata"]
        assert entry["title"].asstr()[()] == "LPSCl / ball-milled ²³Na"
        assert data["title"].asstr()[()] == "PEIS -25 °C"
        signal, axis = data[attribute(data, "signal")], data[axes(data)[0]]
        assert (attribute(data, "signal"), list(data.attrs["auxiliary_signals"])) == ("z_real", [b"z_imag"])
        assert (attribute(signal, "units"), attribute(axis, "units")) == ("ohm", "Hz")
        measurement = project.samples[0].measurements[0]
        np.testing.assert_array_equal(signal, store.get(measurement.channel("z_real").array))
        np.testing.assert_array_equal(axis, store.get(measurement.channel("frequency").array))
        assert data["temperature"][()] == -25.0
        assert attribute(data["temperature"], "units") == "degC"


def test_the_pellet_is_an_nxsample_with_units_and_errors(path: Path, store: MemoryStore) -> None:
    save_project(a_study(store), store, path, expected=None)
    with h5py.File(path, "r") as file:
        pellet = file[attribute(file, "default")]["Pellet_1"]
        assert nx_class(pellet) == "NXsample"
        assert (pellet["thickness"][()], pellet["thickness_errors"][()]) == (0.8, 0.01)
        assert attribute(pellet["thickness"], "units") == "mm"
        assert "diameter_errors" not in pellet


def test_a_fit_is_an_nxprocess_with_parameters_and_curves(path: Path, store: MemoryStore) -> None:
    project = a_study(store)
    save_project(project, store, path, expected=None)
    with h5py.File(path, "r") as file:
        process = file[attribute(file, "default")]["R_RQ_of_PEIS_25_C"]
        assert nx_class(process) == "NXprocess"
        assert process["program"].asstr()[()] == "NaGlass 0.1.0"
        assert process["model"].asstr()[()] == "R(RQ)"
        table = process["parameters"]
        assert list(table["name"].asstr()) == ["R0", "n1", "sigma"]
        np.testing.assert_array_equal(table["value"], [170.5, 1 / 3, 4.41e-3])
        np.testing.assert_array_equal(table["value_errors"], [1.25, np.nan, 6e-5])
        assert list(table["units"].asstr()) == ["ohm", "", "S/cm"]
        curves = process["curves"]
        assert nx_class(curves) == "NXdata"
        assert (attribute(curves, "signal"), axes(curves)) == ("z_real", ["frequency"])
        fitted = project.analyses[0].fits[0].curves[0].array
        np.testing.assert_array_equal(curves["z_real"], store.get(fitted))


def test_the_exact_state_is_one_json_document(path: Path, store: MemoryStore) -> None:
    save_project(a_study(store), store, path, expected=None)
    with h5py.File(path, "r") as file:
        text = file["naglass/state"][()].tobytes()
        assert attribute(file["naglass/state"], "sha256") == hashlib.sha256(text).hexdigest()
        assert json.loads(text)["project"]["name"] == "LPSCl study"
        assert (attribute(file, "naglass_schema"), file.attrs["naglass_generation"]) == ("1.1", 1)


def test_every_name_is_one_nexus_allows_and_stands_once(path: Path, store: MemoryStore) -> None:
    array = store.put(np.arange(4.0))
    odd = ["", "…", "a/b", "naglass", "title", "a b", "a_b", "x" * 300, ".", "中文", "a\0b", "\udc80"]

    def measured(name: str, i: int) -> Measurement:
        channels = tuple(Channel(channel, "", array) for channel in odd)
        return Measurement(f"m{i}", name, "eis", channels, Provenance("f", 1, "0", "r", "1"))

    samples = tuple(Sample(f"s{k}", name, (), (measured(name, k),)) for k, name in enumerate(odd))
    analyses = tuple(Analysis(f"a{k}", name, "eis", (f"m{k}",)) for k, name in enumerate(odd))
    save_project(Project("p", "odd names", samples, analyses), store, path, expected=None)
    with h5py.File(path, "r") as file:
        entries = [name for name in file if nx_class(file[name]) == "NXentry"]
        assert len(entries) == len(odd)
        names: list[str] = []
        file.visit(names.append)
        assert all(part.replace("_", "").isalnum() and part.isascii() for name in names for part in name.split("/"))


def test_one_array_of_two_units_keeps_both(path: Path, store: MemoryStore) -> None:
    zeros = store.put(np.zeros(4))
    channels = (Channel("current", "A", zeros), Channel("potential", "V", zeros))
    measurement = Measurement("m", "rest", "polarization", channels, Provenance("f", 1, "0", "r", "1"))
    save_project(Project("p", "", (Sample("s", "S", (), (measurement,)),)), store, path, expected=None)
    with h5py.File(path, "r") as file:
        data = file["S/rest"]
        assert (attribute(data["current"], "units"), attribute(data["potential"], "units")) == ("A", "V")
        assert len(file["naglass/arrays"]) == 1


def test_images_and_complex_data_have_their_axes(path: Path, store: MemoryStore) -> None:
    rng = np.random.default_rng(0)
    image = store.put(rng.normal(size=(5, 5)) + 1j)
    channels = (
        Channel("delay", "s", store.put(np.arange(5.0)), "axis"),
        Channel("shift", "ppm", store.put(np.linspace(10, -10, 5)), "axis"),
        Channel("intensity", "", image),
    )
    measurement = Measurement("m", "T1", "nmr", channels, Provenance("f", 1, "0", "r", "1"))
    save_project(Project("p", "", (Sample("s", "S", (), (measurement,)),)), store, path, expected=None)
    with h5py.File(path, "r") as file:
        data = file["S/T1"]
        assert axes(data) == ["delay", "shift"]
        assert data["intensity"].dtype == np.complex128
        np.testing.assert_array_equal(data["intensity"], store.get(image))


def test_a_derived_analysis_stands_with_its_first_source(path: Path, store: MemoryStore) -> None:
    project = a_study(store)
    fit = replace(project.analyses[0].fits[0], curves=())
    arrhenius = replace(project.analyses[0], id="arrhenius", name="Arrhenius", sources=("a0", "a1"), fits=(fit,))
    save_project(replace(project, analyses=(arrhenius, *project.analyses)), store, path, expected=None)
    with h5py.File(path, "r") as file:
        assert nx_class(file[attribute(file, "default")]["Arrhenius"]) == "NXprocess"
