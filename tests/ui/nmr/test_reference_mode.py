"""Reference by mouse: a line is clicked and its shift typed; other spectra take the zero over."""

from __future__ import annotations

import numpy as np
import pytest

from tests.ui.nmr.made import three_lines


@pytest.fixture
def mode(lined, mouse):
    mouse.click(lined.tab.modes_card.buttons["Reference"])
    return lined.tab.modes.active


def top(bench, around: float) -> float:
    signal = bench.tab.current.signal
    near = np.abs(signal.shift - around) < 4
    return float(signal.shift[near][np.argmax(signal.intensity[near])])


def test_a_click_beside_a_line_finds_its_top_and_a_typed_shift_moves_everything(lined, mode, mouse, type_in):
    before = lined.values
    mouse.click(lined.canvas, lined.at(-10.6, 0.5))
    assert mode.at == pytest.approx(-11.2, abs=0.2)
    assert mode.shift.hasFocus() and "−11." in mode.said.text()
    type_in(mode.shift, "-10,0")
    by = lined.values["position_1"] - before["position_1"]
    assert top(lined, -10.0) == pytest.approx(-10.0, abs=0.2) and by == pytest.approx(1.2, abs=0.2)
    assert len(lined.steps) == 1 and lined.steps[0].endswith("to −10 ppm")
    assert mode.at == -10.0
    lined.document.stack.undo()
    assert lined.values == before


def test_a_click_on_a_line_still_chooses_no_handle_and_adds_nothing(lined, mode, mouse):
    mouse.double_click(lined.canvas, lined.at(30.0, 0.6))
    assert len(lined.analysis.components) == 3


def test_all_selected_take_the_zero_of_another_spectrum(make_bench, mouse):
    bench = make_bench({"standard": three_lines(), "one": three_lines(seed=1), "two": three_lines(seed=2)})
    bench.tab.editing.processing(bench.tab.current, "Reference", (("reference", 1.5),))
    standard, *others = [a.id for a in bench.document.project.analyses]
    bench.tab.show_selection([bench.document.project.analysis(id).sources[0] for id in others])
    mouse.click(bench.tab.modes_card.buttons["Reference"])
    mode = bench.tab.modes.active
    mode.fill_menu()
    actions = {a.text(): a for a in mode.take_menu.actions()}
    assert list(actions) == ["Na2O-NTC, 4 h · standard", "Na2O-NTC, 4 h · two"]
    actions["Na2O-NTC, 4 h · standard"].trigger()
    chains = [a.option("processing") for a in bench.document.project.analyses]
    assert [chain[0][1] for chain in chains] == pytest.approx([1.5] * 3)
    assert bench.steps[-1] == "Reference 2 spectra like standard"


def test_spectra_that_are_fitted_together_are_referenced_before(make_bench, mouse):
    bench = make_bench({"one": three_lines(), "two": three_lines(seed=1)}, "pv@-11.2:380Hz")
    pairs = [(s.measurement, s.analysis) for s in bench.tab.showing.items]
    made = bench.tab.editing.join(pairs, ("position",))
    bench.tab.show_selection([made.id])
    mouse.click(bench.tab.modes_card.buttons["Reference"])
    assert bench.tab.modes.active is None and "together" in bench.services.messages.sentences[-1]
