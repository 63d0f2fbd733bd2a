"""`naglass check`, and leads taken off the data by `naglass fit`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from naglass_gui import cli
from naglass_gui.techniques.eis import impedance, parse_circuit

pytestmark = pytest.mark.xdist_group("cli")  # one set of children for all of them
FREQUENCY = np.logspace(np.log10(5e6), 0, 60)
PELLET = impedance(parse_circuit("R(RQ)Q"), FREQUENCY, [5.0, 40.0, 3e-8, 0.9, 2e-6, 0.9])
CABLES = 0.5 + 2j * np.pi * FREQUENCY * 5e-7


def written(path: Path, z: np.ndarray) -> str:
    rows = [f"{f:.10g},{a.real:.10g},{a.imag:.10g}" for f, a in zip(FREQUENCY, z, strict=True)]
    path.write_text("\n".join(["f (Hz),Z' (Ohm),Z'' (Ohm)", *rows]) + "\n", encoding="utf-8")
    return str(path)


@pytest.fixture
def files(tmp_path: Path) -> dict[str, str]:
    drift = 1 + 0.15 * np.clip((2 - np.log10(FREQUENCY)) / 2, 0, 1) ** 2
    noise = 1 + 1e-3 * np.random.default_rng(2).normal(size=60)
    return {
        "good": written(tmp_path / "good.csv", PELLET * noise),
        "drift": written(tmp_path / "drift.csv", PELLET * drift * noise),
        "wired": written(tmp_path / "wired.csv", PELLET + CABLES),
        "short": written(tmp_path / "short.csv", CABLES),
    }


def said(capsys: Any, *words: str) -> tuple[int, Any, str]:
    code = cli.main(words)
    out, err = capsys.readouterr()
    return code, json.loads(out) if "--json" in words else out, err


def test_each_sweep_gets_its_verdict(files: dict[str, str], capsys: Any) -> None:
    code, entries, _ = said(capsys, "check", files["good"], files["drift"], "--json")
    good, drift = entries
    assert code == 0
    assert good["consistent"] and good["findings"][0]["kind"] == "consistent" and good["rms"] < 2e-3
    assert good["kramers_kronig"]["mu"] <= 0.85 and good["n_points"] == 60
    low = drift["findings"][0]
    assert not drift["consistent"] and (low["kind"], low["rank"]) == ("low end", "warning")
    assert max(low["points"]) == 60, "points count from 1, as for --mask"
    masked = ",".join(map(str, low["points"]))
    code, text, _ = said(capsys, "check", files["drift"], "--mask", masked)
    assert code == 0 and "good: Consistent with a linear, stable system" in text and "M = " in text


def test_leads_are_taken_off_before_checking_and_fitting(files: dict[str, str], capsys: Any) -> None:
    _, (bare,), _ = said(capsys, "check", files["wired"], "--json")
    assert any(finding["kind"] == "inductance" for finding in bare["findings"])
    _, (typed,), _ = said(
        capsys, "check", files["wired"], "--lead-resistance", "0.5 ohm", "--lead-inductance", "0.5 uH", "--json"
    )
    assert [finding["kind"] for finding in typed["findings"]] == ["consistent"]
    fit = ("fit", files["wired"], "--circuit", "R(RQ)Q", "--json")
    for leads in (
        ("--short", files["short"]),
        ("--lead-resistance", "0.5+-0.1 ohm", "--lead-inductance", "0.5 uH"),
    ):
        code, (entry,), _ = said(capsys, *fit, *leads)
        assert code == 0
        values = {p["name"]: p["value"] for p in entry["parameters"]}
        assert values["R0"] == pytest.approx(5.0, rel=1e-4) and values["R1"] == pytest.approx(40.0, rel=1e-4)
        total = next(d for d in entry["derived"] if d["name"] == "R_total")
        assert total["value"] == pytest.approx(45.0, rel=1e-4)


def test_what_makes_no_sense_is_refused_in_a_sentence(files: dict[str, str], capsys: Any) -> None:
    code, _, err = said(capsys, "check", files["good"], "--short", files["short"], "--lead-resistance", "1 ohm")
    assert code == 2 and "not both" in err
    code, _, err = said(capsys, "check", files["good"], "--window", "1:2")
    assert code == 1 and "too few for a Kramers–Kronig test" in err
    code, _, err = said(capsys, "fit", files["good"], "--lead-resistance", "-1 ohm")
    assert code == 2 and "cannot be negative" in err
