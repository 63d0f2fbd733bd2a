"""`naglass fit --technique arrhenius`: temperatures by name or typed, the published energies, refusals in sentences."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from naglass_gui import cli
from tests.techniques.arrhenius.series import resistance
from tests.techniques.eis.spectra import synthetic

BAND = np.logspace(6.7, 0, 30)
TYPED = (0, 20, 40, 60)


@pytest.fixture
def files(tmp_path: Path) -> list[str]:
    """Four spectra without a word on their temperature."""
    paths = []
    for k, celsius in enumerate(TYPED):
        values = {"L1": 5e-7, "R0": resistance(celsius), "Y1": 2e-6, "n1": 0.9}
        z = synthetic("LRQ", values, BAND, 1e-3, seed=k)
        path = tmp_path / f"sweep{'abcd'[k]}.csv"
        rows = [f"{f},{v.real},{v.imag}" for f, v in zip(BAND.tolist(), z.tolist(), strict=True)]
        path.write_text("freq/Hz,Re(Z)/Ohm,Im(Z)/Ohm\n" + "\n".join(rows))
        paths.append(str(path))
    return paths


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = cli.main(["fit", *arguments])
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def derived(entry: dict[str, Any]) -> dict[str, float]:
    return {d["name"]: d["value"] for d in entry["derived"]}


SIZES = ("--thickness", "0.80+-0.01 mm", "--diameter", "8.00+-0.05 mm")


def test_typed_temperatures_give_the_energy_and_sigma(files: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    given = ("--technique", "arrhenius", "--temperatures", "0,20,40 °C,333.15 K", *SIZES, "--json", "--one-law")
    code, out, err = run(capsys, *files, *given)
    assert code == 0, err
    (entry,) = json.loads(out)
    assert entry["technique"] == "arrhenius" and entry["n_points"] == 4
    found = derived(entry)
    assert found["Ea"] == pytest.approx(0.32, abs=2e-3) and found["sigma_25"] == pytest.approx(4.41e-3, rel=5e-3)
    assert {"Ea", "A", "sigma_25"} <= found.keys()
    assert [round(s["temperature"], 2) for s in entry["spectra"]] == [0.0, 20.0, 40.0, 60.0]
    assert {s["model"] for s in entry["spectra"]} == {"LRQ"}
    (energy,) = entry["one_law"]["energies"]
    assert energy["name"] == "R0" and energy["value"] == pytest.approx(0.32, abs=2e-3) and entry["one_law"]["preferred"]


def test_the_published_series_by_the_names_of_its_files(
    instrument_file: Callable[[str], Path], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    names = [f"eis/EISFitpython/EIS_Data/Example-3-4/s04147-{t}deg.txt" for t in range(140, 201, 10)]
    paths = [str(instrument_file(name)) for name in names]
    sizes = ("--thickness", "0.21 cm", "--diameter", "0.8 cm")
    asked = ("--technique", "arrhenius", "--circuit", "(RQ)(RQ)Q", "--temperatures", "names", *sizes)
    code, out, err = run(capsys, *paths, *asked, "--unweighted", "--zero-celsius", "273", "--json")
    assert code == 0, err
    found = derived(json.loads(out)[0])
    energies = {name: round(found[name], 4) for name in ("Ea_bulk", "Ea_gb", "Ea_total")}
    assert energies == {"Ea_bulk": 0.5869, "Ea_gb": 0.8919, "Ea_total": 0.8555}
    code, out, err = run(capsys, *paths, *asked)
    assert code == 0 and "Arrhenius, σT" in out and "extrapolated over 115 K" in out


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (("--technique", "arrhenius"), "no temperature is known"),
        (("--technique", "arrhenius", "--temperatures", "0,20"), "gives 2 for 4 sweeps"),
        (("--technique", "arrhenius", "--temperatures", "names"), "the name holds no temperature"),
        (("--technique", "arrhenius", "--temperatures", "0,20,warm,60"), "is not a number"),
        (("--technique", "arrhenius", "--temperatures", "0,20,40,-300"), "below absolute zero"),
        (("--technique", "arrhenius", "--temperature", "25"), "several temperatures"),
        (("--technique", "arrhenius", "--zero-celsius", "0", "--temperatures", "0,20,40,60"), "273.15 or 273"),
        (("--technique", "arrhenius", "--temperatures", "20,20,20,20"), "one temperature"),
        (("--technique", "eis", "--temperatures", "0,20,40,60"), "is for --technique arrhenius"),
        (("--unweighted",), "is for --technique arrhenius"),
    ],
)
def test_what_makes_no_sense_is_refused_in_a_sentence(
    files: list[str], capsys: pytest.CaptureFixture[str], options: tuple[str, ...], sentence: str
) -> None:
    code, _, err = run(capsys, *files, *options)
    assert code != 0 and sentence in err


def test_two_spectra_make_no_line(files: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = run(capsys, *files[:2], "--technique", "arrhenius", "--temperatures", "0,20")
    assert code != 0 and "at least 3 temperatures" in err
