"""Templates: exact on the way to the disk and back, and checked like hostile input."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from naglass_gui.core import edits
from naglass_gui.core.arrays import MemoryStore
from naglass_gui.core.errors import InputError, ProjectError
from naglass_gui.core.parameter import Parameter
from naglass_gui.core.project import Analysis, Component, Region
from naglass_gui.core.template import Template, apply_template, template_of, with_template
from naglass_gui.storage.templates import (
    find_template,
    keep_template,
    list_templates,
    parse_template,
    read_template,
    remove_template,
    template_text,
    write_template,
)
from tests.storage.studies import a_study, projects

ARC = Template(
    "Pellet, cold",
    "eis",
    "R(RQ)Q",
    (
        Parameter("R0", 170.5, "ohm", vary=False, role="bulk"),
        Parameter("R1", 1297.0000000000002, "ohm", minimum=0.1, maximum=1e9),
        Parameter("Y1", 5e-324, "S s^n"),
        Parameter("n1", 0.785, "", link="0.5*n2"),
        Parameter("Y2", 1e-6, "S s^n"),
        Parameter("n2", 0.9, ""),
    ),
    regions=((10.0, 1e6),),
    options=(("weight", "unit"), ("starts", 30)),
    created="2026-11-22T16:00:00+00:00",
)


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NAGLASS_HOME", str(tmp_path / "home"))


def test_a_template_is_kept_across_projects_bit_for_bit() -> None:
    assert list_templates() == ()
    keep_template(ARC)
    (kept,) = list_templates()
    assert kept.template == ARC
    keep_template(replace(ARC, model="R(RQ)(RQ)"))
    assert [k.template.model for k in list_templates() if k.template] == ["R(RQ)(RQ)"]
    remove_template(kept)
    assert list_templates() == ()


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(project=projects(MemoryStore()))
def test_the_template_of_any_analysis_comes_back(project: Any) -> None:
    for analysis in project.analyses:
        try:
            template = template_of(analysis, "any")
            text = template_text(template)
            back = parse_template(text, "any.json")
        except (InputError, ProjectError):
            continue  # an analysis of no technique, or with twins among its names: no template
        assert back == template
        assert template_text(back) == text


def test_applying_keeps_what_was_measured_and_what_is_masked() -> None:
    study = a_study(MemoryStore(), spectra=2)
    first, second = study.analyses
    masked = edits.mask_points(study, second.id, [3], True, "spike")
    changed = apply_template(masked, [second.id], ARC)
    after = changed.analysis(second.id)
    assert (after.model, after.parameters, dict(after.options)["weight"]) == (ARC.model, ARC.parameters, "unit")
    assert [(r.low, r.high) for r in after.regions] == [(10.0, 1e6)]
    assert (after.masked, after.fits, after.sources) == (masked.analysis(second.id).masked, second.fits, second.sources)
    assert after.current is None
    assert changed.analysis(first.id) is masked.analysis(first.id)


def test_lines_of_a_spectrum_get_ids_of_their_own_and_the_nucleus_stays() -> None:
    line = Component("c1", "pv", "NaCl", (Parameter("position_1", 7.0, "ppm"),))
    given = Analysis("a", "A", "nmr", (), components=(line,), options=(("nucleus", "23Na"), ("baseline", "linear")))
    other = Analysis("b", "B", "nmr", (), options=(("nucleus", "31P"), ("baseline", "constant")))
    made = with_template(other, template_of(given, "NaCl"))
    assert dict(made.options) == {"nucleus": "31P", "baseline": "linear"}
    assert made.components[0].id != "c1" and made.components[0].parameters == line.parameters


def test_a_template_of_another_technique_is_refused() -> None:
    with pytest.raises(InputError, match="is a template for eis; B is nmr"):
        with_template(Analysis("b", "B", "nmr", ()), ARC)


def test_it_is_exported_imported_and_found_by_name_or_file(tmp_path: Path) -> None:
    file = tmp_path / "for a colleague.json"
    write_template(ARC, file)
    assert read_template(file) == ARC == find_template(str(file))
    with pytest.raises(ProjectError, match="neither a file nor a template kept here; there are none yet"):
        find_template("Pellet, cold")
    keep_template(ARC)
    assert find_template("Pellet, cold") == ARC
    with pytest.raises(ProjectError, match="there are Pellet, cold"):
        find_template("Pellet, warm")


def altered(change: Callable[[dict[str, Any]], object]) -> str:
    document = json.loads(template_text(ARC))
    change(document)
    return json.dumps(document)


def of_template(**fields: Any) -> str:
    return altered(lambda d: d["template"].update(fields))


HOSTILE = {
    "empty": "",
    "no json": "hello",
    "a list": "[]",
    "deep": "[" * 100_000,
    "another document": '{"naglass":"project","schema":"1.0","project":{}}',
    "more than a template": altered(lambda d: d.update(code="print(1)")),
    "a newer major": altered(lambda d: d.update(schema="9.0")),
    "an odd schema": altered(lambda d: d.update(schema="one")),
    "an unknown field": of_template(script="import os"),
    "a lacking field": altered(lambda d: d["template"].pop("technique")),
    "a number for a name": of_template(name=3),
    "an empty name": of_template(name="  "),
    "a name that moves the cursor": of_template(name="a\u001b[2Jb"),
    "an endless name": of_template(name="x" * 10_000),
    "nan": template_text(ARC).replace("170.5", "NaN"),
    "too large": template_text(ARC).replace("170.5", "1e999"),
    "a link that calls": template_text(ARC).replace("0.5*n2", "__import__('os').system('x')"),
    "a circle": template_text(ARC).replace("0.5*n2", "n1"),
    "a reversed region": of_template(regions=[[1e6, 10.0]]),
    "half a region": of_template(regions=[[1e6]]),
    "twins": altered(lambda d: d["template"]["parameters"].append(d["template"]["parameters"][0])),
    "a flood": altered(lambda d: d["template"].update(regions=[[0.0, 1.0]] * 100_000)),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_what_is_no_template_is_refused_in_a_sentence(kind: str, tmp_path: Path) -> None:
    file = tmp_path / "given.json"
    file.write_text(HOSTILE[kind], encoding="utf-8")
    with pytest.raises(ProjectError) as refusal:
        read_template(file)
    assert refusal.value.sentence.startswith("given.json")
    assert refusal.value.sentence.count(". ") <= 1


def test_a_broken_file_in_the_folder_is_listed_as_such_and_hides_no_other() -> None:
    path = keep_template(ARC)
    (path.parent / "broken.json").write_bytes(b"\xff\x00")
    good, broken = list_templates()
    assert good.template == ARC
    assert broken.template is None and "no template" in broken.fault


def test_files_that_cannot_be_read_or_are_too_large_are_told(tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match="no such file"):
        read_template(tmp_path / "gone.json")
    huge = tmp_path / "huge.json"
    huge.write_bytes(b" " * (2**20 + 1))
    with pytest.raises(ProjectError, match="too large"):
        read_template(huge)


def test_a_template_needs_a_name() -> None:
    with pytest.raises(InputError, match="needs a name"):
        template_of(Analysis("b", "B", "nmr", ()), " ")
    assert template_of(Analysis("b", "B", "eis", (), regions=(Region("r", 1.0, 2.0),)), " x ").name == "x"
