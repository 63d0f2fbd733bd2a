"""`naglass fit --technique nmr`: from a file of columns or an instrument to shares, ratios and x."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from naglass_gui.cli import main
from naglass_gui.core.arrays import MemoryStore
from naglass_gui.core.quantity import Quantity
from naglass_gui.storage import load_project
from tests.techniques.nmr.spectra import made

LINES = "pv@-10:100Hz, pv@10:100Hz"


@pytest.fixture
def integrals(instrument_file: Callable[[str], Path]) -> Path:
    return instrument_file("nmr/smeerten__ssnake/Tutorial/DataFiles/1Dintegrate.json")


def fitted(capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, Any]:
    assert main(["fit", *words, "--json"]) == 0
    (entry,) = json.loads(capsys.readouterr().out)
    return entry  # type: ignore[no-any-return]


def test_json_has_the_agreed_names(integrals: Path, capsys: pytest.CaptureFixture[str]) -> None:
    entry = fitted(
        capsys, str(integrals), "--technique", "nmr", "--components", LINES, "--nuclei", "1,2", "--window", "-30:30",
        "--process", "stored",
    )  # fmt: skip
    derived = {d["name"]: d for d in entry["derived"]}
    assert entry["technique"] == "nmr" and entry["model"] == "pv, pv"
    assert derived["share_1"]["value"] == pytest.approx(200 / 3, rel=5e-3) and derived["share_1"]["unit"] == "%"
    assert derived["ratio_1_2"]["value"] == pytest.approx(4.0, rel=5e-3)


@pytest.fixture
def two(tmp_path: Path) -> list[Path]:
    """Two spectra of lines at the same places, 2 : 1 and 1 : 3, as columns of text."""
    files = []
    for k, areas in enumerate([(2.0, 1.0), (1.0, 3.0)]):
        made_ = made("pv@-11:380Hz, pv@7:300Hz", areas, seed=k, points=1500, window=(-60.0, 60.0))
        rows = "\n".join(f"{x:.6f}\t{y:.8f}" for x, y in zip(made_.shift, made_.intensity, strict=True))
        files.append(tmp_path / f"spectrum{k + 1}.txt")
        files[-1].write_text(f"shift / ppm\tintensity\n{rows}\n")
    return files


SODIUM = ("--nucleus", "23Na", "--larmor", "132.294")
TWO = "A=pv@-11:300Hz, NaCl=pv@8:300Hz"


def test_several_spectra_are_fitted_together_and_written(
    two: list[Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One fit with shared positions and widths; a table, a figure and a project that verifies; the filling is kept."""
    out = tmp_path / "out"
    entry = fitted(
        capsys, *map(str, two), "--joint", "--shared", "position,width", *SODIUM, "--components", TWO,
        "--link", "NaCl.width = A.width", "--mass", "30.0+-0.2 mg", "--formula", "Na2O + NaCl + TaCl5", "--out", str(out),
    )  # fmt: skip
    assert entry["files"] == [str(path) for path in two]
    by_name = {p["name"]: p for p in entry["parameters"]}
    assert by_name.keys() >= {"mixing_1_s2", "area_2_s2"} and "width_1_s2" not in by_name
    assert by_name["width_2"]["value"] == by_name["width_1"]["value"]
    derived = {d["name"]: d["value"] for d in entry["derived"]}
    assert derived["share_1"] > 60 and derived["share_1_s2"] < 30
    assert "intensity" not in derived  # a text tells neither scans nor gain
    assert sorted(p.suffix for p in out.iterdir()) == [".csv", ".json", ".naglass", ".svg"]
    rows = next(out.glob("*.csv")).read_text().splitlines()
    assert len(rows) == 2 * 1501 and rows[0].endswith("A,NaCl") and rows[1501].startswith("spectrum,")
    project = load_project(out / "fits.naglass", MemoryStore()).project
    assert project.analyses[0].option("derive_formula") == "Na2O + NaCl + TaCl5"
    specimen = project.specimen_of(project.analyses[0].sources[0])
    assert specimen is not None and specimen.mass == Quantity(30.0, 0.2, "mg")
    assert main(["verify", str(out / "fits.naglass")]) == 0
    assert "reproduced" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (("--components", "blob@1"), "--components: “blob” is no kind of line"),
        (("--components", LINES, "--nuclei", "1,2,3"), "--nuclei: 3 numbers"),
        (("--components", LINES, "--nuclei", "1,x"), "--nuclei: “x” is not a number"),
        (("--components", LINES, "--process", "magic"), "--process “magic” is not known"),
        (("--technique", "nmr", "--nucleus", "99Zz"), "--nucleus “99Zz”"),
        (("--technique", "eis", "--nuclei", "1"), "--nuclei is for NMR"),
        (("--technique", "eis", "--joint"), "--joint is for NMR"),
        (("--shared", "all", "--components", LINES), "--shared says what a joint fit shares"),
        (("--joint", "--shared", "colour", "--components", LINES), "--shared: “colour” cannot be shared"),
        (("--link", "width_2", "--components", LINES), "--link “width_2” is not name=link"),
        (("--link", "width_9=width_1", "--components", LINES), "--link: “width_9” is no parameter of these lines"),
        (("--link", "width_1=width_2", "--link", "width_2=width_1", "--components", LINES), "go round in a circle"),
        (("--larmor", "fast", "--components", LINES), "--larmor: “fast” is not a number. Give it in MHz."),
        (("--larmor", "0", "--components", LINES), "--larmor must be above zero"),
        (("--mass", "30 mm", "--technique", "nmr"), "must be a mass"),
        (("--formula", "NaXx", "--technique", "nmr"), "--formula: “NaXx”: there is no element Xx"),
    ],
)
def test_a_request_that_makes_no_sense_is_one_sentence(
    options: tuple[str, ...], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["fit", "no-such-file.json", *options]) == 2
    said = capsys.readouterr()
    assert said.out == "" and sentence in said.err
