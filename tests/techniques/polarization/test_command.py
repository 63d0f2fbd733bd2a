"""`naglass fit --technique polarization`: sigma_e, t_ion, upper bounds, and real files of instruments."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import naglass_gui
from naglass_gui import cli
from tests.techniques.polarization.runs import SIGMA_E, STEADY, Real, run

PELLET = ("--thickness", "0.80+-0.01 mm", "--diameter", "8.00+-0.05 mm")
Command = Callable[..., list[dict[str, Any]]]


@pytest.fixture
def command(capsys: pytest.CaptureFixture[str]) -> Command:
    def fit(*arguments: object, code: int = 0) -> list[dict[str, Any]]:
        assert cli.main(["fit", *map(str, arguments), "--json"]) == code
        return json.loads(capsys.readouterr().out)

    return fit


def csv(path: Path, columns: dict[str, Real]) -> Path:
    heads = {"time": "Time/s", "current": "I/A", "voltage": "E/V"}
    rows = [",".join(heads[name] for name in columns)]
    rows += [",".join(f"{value:.7g}" for value in row) for row in zip(*columns.values(), strict=True)]
    path.write_text("\n".join(rows))
    return path


def derived(entry: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {d["name"]: d for d in entry["derived"]}


def test_sigma_e_and_t_ion_of_a_run(tmp_path: Path, command: Command) -> None:
    file = csv(tmp_path / "run.csv", run(0))
    (entry,) = command(
        file, "--technique", "polarization", "--voltage", "0.1", "--sigma-ion", "4.41+-0.05 mS/cm", *PELLET
    )
    found = derived(entry)
    assert abs(found["sigma_e"]["value"] - SIGMA_E) < 2 * found["sigma_e"]["stderr"]
    assert found["sigma_e"]["unit"] == "S/cm"
    assert found["t_ion"]["value"] == pytest.approx(1.0 - SIGMA_E / 4.41e-3, abs=1e-8)
    assert found["t_e"]["stderr"] == pytest.approx(found["t_e"]["value"] * 0.021, rel=0.1)
    assert entry["model"] == "exp2" and not entry["warnings"]


def test_the_example_gives_the_conductivity_of_the_study(command: Command) -> None:
    """6.72e-10 S/cm in NTOC-4 (Chem. Sci. 2025, 16, 19857)."""
    folder = Path(naglass_gui.__file__).parent / "resources" / "examples"
    (entry,) = command(folder / "NTOC-4_DC_0.1V.DTA", "--technique", "polarization", "--voltage", "0.1", *PELLET)
    sigma = derived(entry)["sigma_e"]
    assert abs(sigma["value"] - SIGMA_E) < 1.5 * sigma["stderr"] and not entry["warnings"]


def test_a_window_is_the_steady_state(tmp_path: Path, command: Command) -> None:
    file = csv(tmp_path / "run.csv", run(0))
    (entry,) = command(file, "--voltage", "100 mV", "--window", "3000:3800", *PELLET)
    assert entry["model"] == "constant" and entry["n_points"] == pytest.approx(800 / 6, abs=2)
    assert derived(entry)["sigma_e"]["value"] == pytest.approx(SIGMA_E, rel=0.05)


def test_without_a_voltage_column_the_typed_one_stands(tmp_path: Path, command: Command) -> None:
    columns = run(0, before=0)
    del columns["voltage"]
    file = csv(tmp_path / "run.csv", columns)
    (entry,) = command(file, "--technique", "polarization", "--voltage", "0.1", *PELLET)
    assert derived(entry)["sigma_e"]["value"] == pytest.approx(SIGMA_E, rel=0.05)
    assert any("no zero bias" in w["text"] for w in entry["warnings"])


def test_a_drifting_run_is_called_an_upper_bound(tmp_path: Path, command: Command) -> None:
    file = csv(tmp_path / "run.csv", run(0, current=lambda t: STEADY + 4e-9 * np.exp(-t / 1500), length=1800.0))
    (entry,) = command(file, "--technique", "polarization", "--voltage", "0.1", *PELLET)
    assert any("upper bound" in w["text"] for w in entry["warnings"])


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--voltage", "0"), "--voltage must not be zero"),
        (("--voltage", "3 mm"), "must be a voltage"),
        (("--technique", "eis", "--sigma-ion", "1 mS/cm"), "--sigma-ion is for DC polarization, not for EIS."),
        (("--voltage", "0.1", "--model", "R(RQ)Q"), "no model of a polarization"),
        (("--voltage", "0.1", "--floor", "0 A"), "--floor must be above zero"),
    ],
)
def test_what_makes_no_sense_is_refused(
    arguments: tuple[str, ...], sentence: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = csv(tmp_path / "run.csv", run(0, points=50))
    assert cli.main(["fit", str(file), *arguments]) == 2
    assert sentence in capsys.readouterr().err


def test_a_voltage_that_was_not_applied_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = csv(tmp_path / "run.csv", run(0, points=50))
    assert cli.main(["fit", str(file), "--voltage", "0.5", *PELLET]) != 0
    assert "no step near 0.5000 V; it was measured at 0.1000" in capsys.readouterr().err


def test_a_real_chronoamperometry_of_gamry(instrument_file: Callable[[str], Path], command: Command) -> None:
    """gamry-parser (MIT): eight points of half a minute at 0.5 V, with one before and one after; still falling."""
    file = instrument_file("eis/gamry-parser/tests/chronoa_data.dta")
    (entry,) = command(file, "--technique", "polarization", "--voltage", "0.5", *PELLET)
    found = derived(entry)
    assert found["I_e"]["value"] < 4.3e-9
    assert any("upper bound" in w["text"] for w in entry["warnings"])


@pytest.mark.parametrize("suffix", ["mpr", "mpt"])
def test_a_real_chronoamperometry_of_biologic(
    suffix: str, instrument_file: Callable[[str], Path], command: Command
) -> None:
    """yadg (GPL-3): four pulses of 10 s on a battery: goes through, and is called what it is not."""
    file = instrument_file(f"eis/yadg/tests/test_x_eclab/ca.issue_149.{suffix}")
    entries = command(file, "--technique", "polarization", *PELLET)
    assert entries and all("sigma_e" in derived(entry) for entry in entries)
    assert any("Not steady" in w["text"] for entry in entries for w in entry["warnings"])
