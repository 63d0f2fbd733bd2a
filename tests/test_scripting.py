"""A script exported from an analysis runs by itself and gives the same numbers."""

from __future__ import annotations

import ast
import runpy
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from naglass_gui import cli
from naglass_gui.core.errors import InputError, LoadError
from naglass_gui.core.project import Analysis, Fit, Mask, Measurement, Region, Specimen
from naglass_gui.core.quantity import Quantity
from naglass_gui.scripting import fit, load, open_project
from naglass_gui.techniques import technique
from naglass_gui.techniques.eis import EIS
from naglass_gui.techniques.nmr import NMR
from naglass_gui.techniques.script import script
from naglass_gui.techniques.technique import FitInputs
from tests.techniques.nmr.spectra import LARMOR, made

EXAMPLE = Path(__file__).parents[1] / "naglass_gui" / "resources" / "examples" / "NTOC-4_-25C.DTA"
PELLET = Specimen("p", 'Pellet "1"', thickness=Quantity(0.8, 0.01, "mm"), diameter=Quantity(8.0, 0.05, "mm"))


def fitted(path: Path, **changes: object) -> tuple[Analysis, Measurement]:
    """The file fitted as the window does, without a guess."""
    data = load(path)
    arrays = {c.array.digest: data.store.get(c.array) for c in data.measurement.channels}
    science = technique(data.measurement.technique)
    assert science is not None
    analysis = replace(science.new_analysis(data.measurement, arrays), **changes)  # type: ignore[arg-type]
    inputs = FitInputs(analysis, (data.measurement,), (PELLET,), arrays)
    return science.fit(inputs).analysis, data.measurement


def same(first: Fit | None, second: Fit) -> None:
    assert first is not None
    assert second.chi_square == pytest.approx(first.chi_square, rel=1e-9)
    for a, b in zip(first.parameters, second.parameters, strict=True):
        assert b.value == pytest.approx(a.value, rel=1e-6)
        assert b.stderr == (None if a.stderr is None else pytest.approx(a.stderr, rel=1e-3))
    for c, d in zip(first.derived, second.derived, strict=True):
        assert d.value == pytest.approx(c.value, rel=1e-6)


def test_the_script_runs_by_itself_and_prints_the_fit(tmp_path: Path) -> None:
    analysis, measurement = fitted(
        EXAMPLE,
        name='say "-25 °C" \\',
        regions=(Region("r", 30.0, 5e6),),
        masked=(Mask(40, "spike"),),
    )
    text = script(analysis, (measurement,), PELLET)
    (tmp_path / EXAMPLE.name).write_bytes(EXAMPLE.read_bytes())
    (tmp_path / "again.py").write_text(text, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "again.py"], cwd=tmp_path, capture_output=True, text=True, encoding="utf-8",
        env={"PYTHONPATH": str(Path(__file__).parents[1]), "PYTHONIOENCODING": "utf-8", "PATH": ""},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "sigma" in done.stdout and analysis.model in done.stdout
    assert max(len(line) for line in text.splitlines()) < 125


def test_it_gives_the_same_numbers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    analysis, measurement = fitted(EXAMPLE, regions=(Region("r", 30.0, 5e6),), masked=(Mask(40, "spike"),))
    monkeypatch.chdir(EXAMPLE.parent)
    made = tmp_path / "again.py"
    made.write_text(script(analysis, (measurement,), PELLET), encoding="utf-8")
    same(analysis.fit, runpy.run_path(str(made))["result"])


def test_lines_of_a_spectrum_are_written_out_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = made("pv@-11.2:400Hz, pv@7:300Hz", (1.0, 0.6), noise=0.01, points=1024, window=(-60.0, 60.0))
    rows = "\n".join(f"{x!r}\t{y!r}" for x, y in zip(data.shift.tolist(), data.intensity.tolist(), strict=True))
    file = tmp_path / "23Na.txt"
    file.write_text(f"ppm\tintensity\n{rows}\n", encoding="utf-8")
    options = (("nucleus", "23Na"), ("larmor_frequency", LARMOR), ("baseline", "constant"))
    given = NMR.with_model(Analysis("a", "a", "nmr", (), options=options), "NaCl=pv@-11:400Hz, pv@7:300Hz")
    analysis, measurement = fitted(file, components=given.components, options=options)
    monkeypatch.chdir(tmp_path)
    written = tmp_path / "again.py"
    written.write_text(script(analysis, (measurement,), None), encoding="utf-8")
    same(analysis.fit, runpy.run_path(str(written))["result"])


def test_another_file_of_the_same_name_is_noticed(tmp_path: Path) -> None:
    changed = tmp_path / EXAMPLE.name
    changed.write_bytes(EXAMPLE.read_bytes().replace(b"TAG", b"TAG "))
    with pytest.raises(LoadError, match="is not the file that was analysed"):
        load(changed, sha256=load(EXAMPLE).measurement.provenance.sha256)
    with pytest.raises(LoadError, match="has no sweep 7"):
        load(EXAMPLE, sweep=7)


def test_names_from_files_cannot_become_code() -> None:
    evil = '"""\nimport os; os.system("x")\n"""'
    analysis, measurement = fitted(EXAMPLE, name=evil)
    measurement = replace(measurement, provenance=replace(measurement.provenance, file=evil))
    text = script(analysis, (measurement,), None)
    tree = ast.parse(text)
    imported = [node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    assert imported == ["naglass_gui.scripting"]
    assert not [node for node in ast.walk(tree) if isinstance(node, ast.Import)]


def test_what_is_made_from_other_analyses_is_read_from_the_project(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An Arrhenius line through three temperatures: its sources are fitted again, and it follows."""
    files = sorted((EXAMPLE.parent / "temperature series").glob("*5C.DTA"))[2:5]
    words = [str(f) for f in files] + ["--technique", "arrhenius", "--thickness", "0.8 mm", "--diameter", "8 mm"]
    assert cli.main(["fit", *words, "--out", str(tmp_path)]) == 0
    project = open_project(tmp_path / "fits.naglass").project
    line = next(a for a in project.analyses if a.technique == "arrhenius")
    monkeypatch.chdir(tmp_path)
    made = tmp_path / "again.py"
    made.write_text(script(line, (), None, "fits.naglass"), encoding="utf-8")
    same(line.fit, runpy.run_path(str(made))["result"])


def test_without_a_saved_project_there_is_no_script_of_a_derived_analysis() -> None:
    with pytest.raises(InputError, match="made from other analyses: save the project first"):
        script(Analysis("a", "Ea", "arrhenius", ("b", "c")), (), None)


def test_a_fit_without_a_guess_is_one_argument_away() -> None:
    data = load(EXAMPLE)
    found = fit(replace(EIS.with_model(Analysis("a", "a", "eis", ()), "R(RQ)Q")), data, start="auto")
    assert found.model == "R(RQ)Q" and found.chi_square < 1.0
