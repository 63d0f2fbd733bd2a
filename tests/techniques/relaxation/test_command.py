"""`naglass fit --technique relaxation` and `--technique bpp`: from a series to T1, from T1 to the motion."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from naglass_gui.cli import main
from naglass_gui.techniques.bpp import law

SERIES = "nmr/smeerten__ssnake/Tutorial/DataFiles/satrec2D.fid"


def fitted(capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, Any]:
    assert main(["fit", *words, "--json"]) == 0
    (entry,) = json.loads(capsys.readouterr().out)
    return entry  # type: ignore[no-any-return]


def refused(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert main(["fit", *words]) != 0
    told = capsys.readouterr().err.strip().splitlines()
    assert len(told) == 1
    return told[0]


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """T1 at two fields: Ea 0.30 eV, tau0 1e-13 s, C_Q 1 MHz."""
    rows = ["T_C,T1_s,larmor_MHz"]
    for megahertz in (79.39, 132.294):
        celsius = np.arange(25.0, 126.0, 10.0)
        tau = law.correlation_time(celsius + 273.15, 0.30, 1e-13)
        t1 = law.relaxation_time(tau, np.full(len(tau), megahertz * 1e6), 1e6, 1.5)
        t1 = t1 * np.exp(0.01 * np.random.default_rng(int(megahertz)).standard_normal(len(t1)))
        rows += [f"{c},{t:.6g},{megahertz}" for c, t in zip(celsius, t1, strict=True)]
    path = tmp_path_factory.mktemp("t1") / "t1.csv"
    path.write_text("\n".join(rows) + "\n")
    return path


def test_a_window_given_twice_gives_two_times(
    instrument_file: Callable[[str], Path], capsys: pytest.CaptureFixture[str]
) -> None:
    entry = fitted(
        capsys, str(instrument_file(SERIES)), "--technique", "relaxation", "--window", "125:145", "--window", "135:150",
        "--model", "saturation",
    )  # fmt: skip
    derived = {d["name"]: d for d in entry["derived"]}
    assert entry["model"] == "saturation"
    assert derived["T1_1"]["unit"] == "s"
    assert derived["T1_1"]["value"] == pytest.approx(0.3014, abs=0.006)
    assert derived["T1_2"]["stderr"] > 0


def test_a_table_gives_the_motion(table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    derived = {d["name"]: d for d in fitted(capsys, str(table), "--technique", "bpp", "--spin", "3/2")["derived"]}
    for name, true in (("Ea", 0.30), ("tau0", 1e-13), ("C_Q", 1.0)):
        assert abs(derived[name]["value"] - true) < 3 * derived[name]["stderr"]


def test_one_side_gives_a_combination_or_tau0_with_c_q_held(
    table: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cold = tmp_path / "cold.csv"
    celsius = np.arange(-60.0, 10.0, 5.0)
    t1 = law.relaxation_time(law.correlation_time(celsius + 273.15, 0.30, 1e-13), np.full(14, 79.39e6), 1e6, 1.5)
    t1 = t1 * np.exp(0.02 * np.random.default_rng(0).standard_normal(14))
    cold.write_text("T_C,T1_s,larmor_MHz\n" + "".join(f"{c},{t:.6g},79.39\n" for c, t in zip(celsius, t1, strict=True)))
    free = fitted(capsys, str(cold), "--technique", "bpp", "--spin", "1.5")
    assert {d["name"] for d in free["derived"]}.isdisjoint({"tau0", "C_Q"})
    assert next(p for p in free["parameters"] if p["name"] == "tau0")["stderr"] is None
    assert any(w["rank"] == "reject" for w in free["warnings"])
    held = fitted(capsys, str(cold), "--technique", "bpp", "--spin", "1.5", "--cq", "1 MHz")
    tau0 = next(d for d in held["derived"] if d["name"] == "tau0")
    assert abs(np.log(tau0["value"] / 1e-13)) < 3 * tau0["stderr"] / tau0["value"]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--spin", "0.5"), "--spin “0.5” has no quadrupolar relaxation"),
        (("--cq", "-1"), "--cq must be above zero."),
        (("--cq", "1 mm"), "--cq “1 mm” must be a frequency."),
        (("--model", "arrhenius"), "--model: “arrhenius” is no motion known here"),
        (("--voltage", "0.1"), "--voltage is for DC polarization, not for BPP."),
    ],
)
def test_a_request_that_makes_no_sense_is_one_sentence(
    table: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], sentence: str
) -> None:
    assert sentence in refused(capsys, str(table), "--technique", "bpp", *words)


def test_a_series_refuses_delays_that_do_not_fit(
    instrument_file: Callable[[str], Path], capsys: pytest.CaptureFixture[str]
) -> None:
    file = str(instrument_file(SERIES))
    assert "--delays: " in refused(capsys, file, "--technique", "relaxation", "--delays", "1ms,later")
    assert "12 spectra but 2 delays" in refused(capsys, file, "--technique", "relaxation", "--delays", "1ms,10ms")
