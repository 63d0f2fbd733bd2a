"""The processing chain: read, typed, removed, added, copied, undone; reference to a known shift."""

from __future__ import annotations

import numpy as np
import pytest

from naglass_gui.core.errors import InputError
from naglass_gui.core.project import Project, new_id
from naglass_gui.ui.nmr import steps
from naglass_gui.ui.nmr.chain import Chain
from tests.techniques.nmr.spectra import Made, made
from tests.ui.nmr.made import three_lines, with_decay


@pytest.fixture
def decay(bench):
    """The tab with a free induction decay of one line at -11.2 ppm."""
    project = with_decay(Project(new_id()), bench.document.store)
    bench.document.open(project)
    bench.tab.show_selection([m.id for m in project.measurements()])
    bench.tab.redraw_now()
    return bench


def chips(bench) -> list[str]:
    return [chip.button.text() for chip in bench.tab.chain.chips]


def top(bench) -> float:
    signal = bench.tab.current.signal
    return float(signal.shift[np.argmax(signal.intensity)])


def test_a_decay_shows_its_spectrum_and_its_chain(decay):
    assert chips(decay) == ["Zero fill 8192", "FT", "Auto phase"]
    assert top(decay) == pytest.approx(-11.2, abs=0.1)
    assert decay.tab.chain.none.isHidden()


def test_a_stored_spectrum_has_no_chain(bench):
    assert chips(bench) == []
    assert not bench.tab.chain.none.isHidden()
    assert "Exponential" not in [a.text() for a in bench.tab.chain.add_menu.actions()]


def test_a_step_is_added_before_the_transform_changed_in_place_and_undone(decay, mouse, type_in):
    def width() -> float:
        signal = decay.tab.current.signal
        return float(np.count_nonzero(signal.intensity > 0.5))

    before = width()
    next(a for a in decay.tab.chain.add_menu.actions() if a.text() == "Exponential").trigger()
    assert chips(decay)[0] == "Exponential 20 Hz"
    mouse.click(decay.tab.chain.chips[0].button)
    type_in(decay.tab.chain.chips[0].field, "380")
    assert chips(decay)[0] == "Exponential 380 Hz"
    assert width() == pytest.approx(2 * before, rel=0.1)
    assert decay.steps == ["Add Exponential", "Set Exponential 380 Hz"]
    decay.document.stack.undo()
    decay.document.stack.undo()
    decay.tab.redraw_now()
    assert width() == before and "Exponential" not in chips(decay)[0]


def test_escape_leaves_a_step_as_it_was(decay, mouse, keys):
    chip = decay.tab.chain.chips[0]
    mouse.click(chip.button)
    assert not chip.field.isHidden()
    chip.field.setText("16")
    keys("Esc", chip.field)
    assert chip.field.isHidden() and decay.steps == []


def test_what_makes_no_sense_is_refused_with_a_sentence(decay, mouse, type_in):
    mouse.click(decay.tab.chain.chips[0].button)
    type_in(decay.tab.chain.chips[0].field, "many")
    assert decay.steps == [] and decay.services.messages.sentences
    transform = next(k for k, text in enumerate(chips(decay)) if text == "FT")
    decay.tab.chain.chips[transform].removal_wanted.emit()
    assert decay.steps == []
    assert "Fourier transform" in decay.services.messages.sentences[-1]


def test_a_step_is_removed_by_its_key(decay, keys):
    count = len(chips(decay))
    decay.tab.chain.chips[0].button.setFocus()
    keys("Delete", decay.tab.chain.chips[0].button)
    assert len(chips(decay)) == count - 1
    assert decay.steps[0].startswith("Remove Zero fill")


def test_a_line_lies_at_a_known_shift_and_everything_moves_along(lined, ask):
    tab = lined.tab
    tab.editing.add_region(tab.analysis, -40.0, 80.0)
    before = lined.values
    ask.answers.append("7.21")
    tab.ask_reference(lined.line("NaCl"))
    by = 7.21 - before["position_2"]
    assert lined.values["position_2"] == pytest.approx(7.21)
    assert lined.values["position_1"] == pytest.approx(before["position_1"] + by)
    assert lined.analysis.regions[0].low == pytest.approx(-40 + by)
    assert top(lined) == pytest.approx(-11.2 + by, abs=0.3)
    assert lined.steps[-1] == "Reference NaCl to 7.21 ppm"
    ask.answers.append("0")
    tab.ask_reference(lined.line("NaCl"))
    assert len(chips(lined)) == 1  # one reference, moved


def test_the_processing_is_used_for_the_other_selected_spectra(make_bench):
    bench = make_bench({"one": three_lines(), "two": three_lines(seed=1)})
    bench.tab.editing.processing(bench.tab.current, "Add Reference", (("reference", 1.5),))
    next(a for a in bench.tab.menu_actions() if a.text() == "Use this processing for all selected").trigger()
    assert [a.option("processing") for a in bench.document.project.analyses] == [(("reference", 1.5),)] * 2
    assert bench.steps[-1] == "Process another spectrum alike"


def test_steps_are_read_and_typed_alike():
    phase = ("phase", 41.2, -3.0, None)
    assert steps.words(phase) == "Phase 41.2° −3°"
    assert steps.with_values(phase, steps.typed(phase)) == ("phase", 41.2, -3.0)
    assert steps.with_values(("zero_fill", 1024), "16384") == ("zero_fill", 16384)
    assert steps.with_values(("baseline_anchors", (1.0,)), "1 2,5 −3") == ("baseline_anchors", (1.0, 2.5, -3.0))
    with pytest.raises(InputError, match="no more than"):
        steps.with_values(("em", 20.0), "20 30")


def test_a_decay_is_fitted(decay):
    decay.tab.fit()
    assert decay.values["position_1"] == pytest.approx(-11.2, abs=0.02)
    assert decay.values["width_1"] == pytest.approx(380, rel=0.02)


def test_an_empty_rotor_is_subtracted_and_its_factor_changed_in_place(make_bench, ask, type_in):
    """A hump of the probe under the lines, and the same hump alone: with factor 2 it is gone."""
    line, hump = "gauss@7:400Hz", "gauss@20:9000Hz"
    both = made(f"{line}, {hump}", (1.0, 6.0), points=2000, window=(-150, 150), noise=0.0)
    alone = made(hump, (1.0,), points=2000, window=(-150, 150), noise=0.0)
    level = both.intensity[600] / alone.intensity[600]
    bench = make_bench({"sample": both, "rotor": Made(alone.shift, alone.intensity * level / 2.0, alone.metadata)})
    bench.tab.make_current(bench.tab.showing.items[0].id)

    def choose(dialog) -> bool:
        assert dialog.box.currentText() == "rotor" and "does not tell scans" in dialog.told.text()
        dialog.show()
        type_in(dialog.factor, "1")
        return True

    ask.answers = [choose]
    next(a for a in bench.tab.menu_actions() if a.text() == "Subtract another spectrum…").trigger()
    assert chips(bench) == ["Less another spectrum × 1"] and bench.steps == ["Subtract another spectrum"]
    bench.tab.chain.chips[0].open()
    assert bench.tab.chain.chips[0].field.text() == "1"
    type_in(bench.tab.chain.chips[0].field, "2")
    signal = bench.tab.current.signal
    assert abs(signal.intensity[(signal.shift > 60) | (signal.shift < -40)]).max() < 1e-3
    bench.document.stack.undo()
    bench.document.stack.undo()
    assert chips(bench) == []


def test_a_blank_that_is_not_there_is_said(bench):
    bench.tab.editing.processing(bench.tab.current, "Subtract", (("subtract", "nobody", 1.0),))
    assert "no longer in the project" in bench.tab.services.messages.sentences[-1] and bench.steps == []
    next(a for a in bench.tab.menu_actions() if a.text() == "Subtract another spectrum…").trigger()
    assert "import the empty rotor" in bench.tab.services.messages.sentences[-1]


def test_a_chain_that_is_wider_than_the_window_goes_on_in_the_next_row(qtbot) -> None:
    chain = Chain()
    qtbot.addWidget(chain)
    chain.show_chain((("em", 1.0), ("zero_fill", 16384), ("ft",), ("group_delay",), ("auto_phase",)), True)
    chain.show()
    chain.resize(900, 40)
    row = chain.height()
    assert len({chip.y() for chip in chain.chips}) == 1
    chain.resize(300, 40)
    assert len({chip.y() for chip in chain.chips}) > 1 and chain.height() > row
    assert all(chip.geometry().right() < 300 for chip in chain.chips)
    assert chain.rect().contains(chain.add_button.geometry())
