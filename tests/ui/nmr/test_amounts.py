"""T1, coupling, flip angle and filling typed beside the lines; the warnings they drive and the corrections they offer."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QMenu

from naglass_gui.core import edits
from naglass_gui.core.project import Analysis, Derived, Fit
from naglass_gui.core.quantity import Quantity
from naglass_gui.ui.nmr.menus import line_menu
from tests.ui.nmr.made import LINES, three_lines


@pytest.fixture
def measured(make_bench):
    """Three fitted lines; 10 s recycle delay, 25 kHz, 3.85 us pulse."""
    spectrum = three_lines(recycle_delay=10.0, mas_rate=25_000.0, pulse=3.85)
    bench = make_bench({"NTOC-4": spectrum}, LINES)
    bench.tab.fit()
    bench.document.stack.clear()
    return bench


def said(bench) -> str:
    """What the warnings in the column say."""
    return " ".join(warning.text for warning in bench.tab.column.warnings._warnings)


def test_a_t1_of_a_line_drives_the_warning_and_the_correction_is_offered_not_made(measured, type_in):
    share = measured.analysis.fit.quantity("share_3").value
    amounts = measured.tab.column.amounts
    type_in(amounts.lines[3, "t1"], "5,69")
    assert measured.analysis.option("derive_t1_3") == 5.69 and measured.steps == ["Set T₁ of Na2O"]
    assert "1.8 T1 of Na2O" in said(measured)
    assert measured.analysis.fit.quantity("share_3").value == share  # nothing is applied silently
    amounts.boxes["saturation"].click()
    assert measured.analysis.fit.quantity("share_3").value > share
    assert measured.steps[-1] == "Correct for saturation" and "recycle delay" not in said(measured)
    amounts.boxes["saturation"].click()
    assert measured.analysis.fit.quantity("share_3").value == share


def test_a_coupling_drives_the_satellites_and_says_what_is_known(measured, type_in):
    amounts = measured.tab.column.amounts
    assert amounts.lines[2, "cq"].placeholderText() == "0"  # NaCl is cubic
    type_in(amounts.lines[1, "cq"], "1.0")
    assert "centreband of NTOC" in said(measured)
    type_in(amounts.numbers["derive_flip_angle"], "90")
    assert "flip angle, 90°" in said(measured)


def test_an_empty_field_takes_the_value_back(measured, type_in):
    field = measured.tab.column.amounts.lines[3, "t1"]
    type_in(field, "5.69")
    field.clear()
    field.commit()
    assert measured.analysis.option("derive_t1_3") is None and "recycle delay" not in said(measured)


def test_mass_and_formula_of_the_filling(measured, type_in):
    amounts = measured.tab.column.amounts
    type_in(amounts.mass, "30.0 ± 0.2")
    specimen = measured.document.project.specimen_of(measured.tab.current.measurement.id)
    assert specimen.mass == Quantity(30.0, 0.2, "mg")
    type_in(amounts.formula, "Na2O + Xx")
    assert "there is no element Xx" in amounts.formula.fault
    type_in(amounts.formula, "Na2O + NaCl + TaCl5")
    assert measured.analysis.option("derive_formula") == "Na2O + NaCl + TaCl5"


def test_fields_follow_the_lines(measured):
    amounts = measured.tab.column.amounts
    measured.tab.editing.remove_line(measured.tab.analysis, measured.line("NaCl").id)
    assert {number for number, _ in amounts.lines} == {1, 3}


def test_a_t1_is_taken_from_a_t1_analysis(measured):
    """Its curve is called as its window or line is; one of another nucleus is not offered."""
    derived = (Derived("T1_1", 5.69, 0.05, "s", "Na2O · inversion recovery"), Derived("rate_1", 0.18, None, "1/s"))
    fit = Fit("f", "2026-01-01", "inversion", 1.0, 16, 0.0, (), derived=derived)
    source, project = measured.tab.current.measurement.id, measured.document.project
    for id, nucleus in (("sodium", "23Na"), ("proton", "1H")):
        options = (("nucleus", nucleus),)
        made = Analysis(id, f"{nucleus} T1", "relaxation", (source,), options=options, fits=(fit,), current="f")
        project = edits.add_analysis(project, made)
    measured.document.open(project)
    measured.tab.show_selection([source])
    menu = line_menu(measured.tab, measured.tab.analysis, measured.line("Na2O"))
    submenu = next(m for m in menu.findChildren(QMenu) if m.title() == "T₁ from")
    (action,) = submenu.actions()
    assert action.text() == "Na2O · 23Na T1: 5.690 ± 0.050 s"
    action.trigger()
    assert measured.analysis.option("derive_t1_3") == 5.69 and "1.8 T1 of Na2O" in said(measured)
