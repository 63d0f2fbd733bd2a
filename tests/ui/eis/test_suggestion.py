"""A circuit suggested in the tab: a ranked list, drawn, with the reasons; a click uses one in one step."""

from __future__ import annotations

from typing import Any

import pytest

from naglass_gui.core.errors import Cancelled
from naglass_gui.storage.consistency import check_analysis
from tests.ui.eis.conftest import Bench
from tests.ui.mouse import Mouse


def click(mouse: Mouse, button: Any) -> None:
    mouse.click(button, button.rect().center())


@pytest.fixture
def asked(bench: Bench, mouse: Mouse) -> Bench:
    """The tab after "Suggest a circuit"; the circuit at hand is another one."""
    bench.tab.editing.circuit(bench.tab.analysis, "RQ", {})
    click(mouse, bench.tab.column.suggestion.button)
    bench.tab.redraw_now()
    return bench


def test_the_list_is_ranked_and_says_why(asked: Bench, jobs: Any) -> None:
    panel = asked.tab.column.suggestion
    assert jobs.called == ["Suggest a circuit: EIS 0"]
    texts = [row.ranked.candidate.rung.text for row in panel.rows]
    assert texts[0] == "R(RQ)Q" and "RQ" in texts
    assert panel.rows[0].difference.text() == "ΔAICc 0 · suggested"
    assert panel.rows[0].reason.text().startswith("Without the arc AICc rises by")
    assert all(row.picture.pixmap().width() > 0 for row in panel.rows)
    spike = panel.rows[texts.index("RQ")]
    assert "in use" in spike.difference.text() and spike.reason.text().startswith("One arc less raises AICc by")
    assert asked.steps == ["Change the circuit to RQ"], "asking changes nothing"


def test_a_click_uses_a_circuit_with_its_fit_in_one_step(asked: Bench, mouse: Mouse) -> None:
    row = asked.tab.column.suggestion.rows[0]
    click(mouse, row)
    asked.tab.redraw_now()
    assert asked.steps[-1] == "Use the suggested R(RQ)Q"
    assert asked.analysis.model == "R(RQ)Q" and asked.analysis.fit.chi_square < 2e-3
    assert asked.values["R1"] == pytest.approx(1300, rel=0.02)
    assert asked.analysis.fit.curves, "with the curve that is printed"
    assert "in use" in asked.tab.column.suggestion.rows[0].difference.text()
    asked.document.stack.undo()
    asked.tab.redraw_now()
    assert asked.analysis.model == "RQ" and not asked.analysis.fits


def test_a_circuit_that_is_used_again_is_in_the_history_once(asked: Bench, mouse: Mouse) -> None:
    for number in (0, 1, 0):
        click(mouse, asked.tab.column.suggestion.rows[number])
        asked.tab.redraw_now()
    assert len(asked.analysis.fits) == 2
    assert asked.analysis.fit is asked.analysis.fits[-1] and asked.analysis.fit.model == "R(RQ)Q"
    check_analysis(asked.analysis)


def test_the_list_goes_when_the_data_change_and_when_it_is_put_away(asked: Bench, mouse: Mouse) -> None:
    panel = asked.tab.column.suggestion
    asked.tab.editing.toggle_masks(asked.tab.analysis, [3])
    asked.tab.redraw_now()
    assert not panel.rows and panel.button.isVisible()
    asked.document.stack.undo()
    asked.tab.redraw_now()
    assert panel.rows, "what was found is kept"
    click(mouse, panel.close_button)
    asked.tab.redraw_now()
    assert not panel.rows and panel.button.isVisible()


def test_enter_uses_a_circuit_too(asked: Bench, keys: Any) -> None:
    row = asked.tab.column.suggestion.rows[0]
    row.setFocus()
    keys("Return", row)
    assert asked.steps[-1] == "Use the suggested R(RQ)Q"


def test_while_it_is_found_it_says_so_and_a_cancel_is_told(bench: Bench) -> None:
    waiting: list[Any] = []
    bench.services.jobs.call = lambda name, function, arguments, done, failed, **_: waiting.append(failed)  # type: ignore[method-assign]
    bench.tab.suggest()
    bench.tab.redraw_now()
    panel = bench.tab.column.suggestion
    assert panel.waiting.isVisible() and not panel.button.isVisible()
    waiting[0](Cancelled("Suggest a circuit was cancelled."))
    bench.tab.redraw_now()
    assert panel.button.isVisible()
    assert bench.said == ["Suggest a circuit was cancelled."]
