"""The Arrhenius tab by real mouse events: points out and back, to the spectrum, samples side by side, laws, copies."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMenu

from naglass_gui.core.edits import set_specimen, set_values
from naglass_gui.core.quantity import Quantity
from naglass_gui.ui.arrhenius.samples import concise
from naglass_gui.ui.document import Document
from naglass_gui.ui.empty_state import ActionButton
from naglass_gui.ui.panels.results_rows import results_of
from naglass_gui.ui.plots.drawables import Points
from naglass_gui.ui.plots.upper_scale import HEIGHT
from naglass_gui.ui.tabs.arrhenius import ArrheniusTab
from tests.ui.mouse import Mouse

Place = Callable[[int], Any]


def energy(tab: ArrheniusTab) -> float:
    fit = tab.current.analysis.fit if tab.current else None
    assert fit is not None
    return next(d.value for d in fit.derived if d.name == "Ea")


def hollow(tab: ArrheniusTab) -> int:
    drawn = [d for one in tab.drawn for d in one.drawables(False)]
    return sum(len(d.x) for d in drawn if isinstance(d, Points) and d.hollow and d.symbol != "diamond")


def test_selected_spectra_are_offered_as_a_plot(tab: ArrheniusTab, document: Document, mouse: Mouse) -> None:
    tab.show_selection([m.id for m in document.project.samples[0].measurements])
    button = tab.workspace.empty.findChild(ActionButton)
    assert button.text() == "Make an Arrhenius plot of these 9 spectra"
    mouse.click(button)
    tab.redraw_now()
    assert tab.result.text().startswith("Eₐ = 0.32") and tab.result.text().endswith("eV")
    assert "σ(25 °C) = 4.39" in tab.lines.text() and "95 %" in tab.lines.text()
    assert document.stack.undoText() == "Make an Arrhenius plot"
    document.stack.undo()
    assert tab.current is None


def test_the_branch_of_a_point_is_set_by_its_menu(
    made: ArrheniusTab, document: Document, mouse: Mouse, place: Place
) -> None:
    def choose(index: int, text: str) -> None:
        mouse.click(made.plots.canvas, place(index), button=Qt.MouseButton.RightButton)
        menu = next(w for w in QApplication.topLevelWidgets() if isinstance(w, QMenu) and w.isVisible())
        next(a for a in menu.actions() if a.text() == text).trigger()
        menu.close()
        made.redraw_now()

    before = energy(made)
    for index in range(3):
        choose(index, "Measured on cooling")
    assert {p.branch for p in made.drawn[0].points[:3]} == {"cooling"}
    assert document.stack.undoText().startswith("Count ") and "as cooling" in document.stack.undoText()
    fit = made.current.analysis.fit if made.current else None
    assert fit is not None and fit.quantity("Ea_cooling") is not None and fit.quantity("Ea_heating") is not None
    assert "cooling: Eₐ = " in made.lines.text() and "3 points set by hand" in made.lines.text()
    triangles = [d for d in made.drawn[0].drawables(False) if isinstance(d, Points) and d.symbol == "triangle"]
    assert sum(len(d.x) for d in triangles) == 3
    mouse.move(made.plots.canvas, place(1))
    for index in range(3):
        choose(index, "As found from the files")
    assert {p.branch for p in made.drawn[0].points} == {"heating"} and energy(made) == before


def test_a_click_leaves_a_point_out_and_undo_takes_it_back(
    made: ArrheniusTab, document: Document, mouse: Mouse, place: Place, qtbot: Any
) -> None:
    before = energy(made)
    mouse.click(made.plots.canvas, place(0))
    qtbot.waitUntil(lambda: energy(made) != before)
    made.redraw_now()
    assert hollow(made) == 1 and "1 point left out" in made.foot.note.text()
    assert document.stack.undoText() == "Leave a point out"
    document.stack.undo()
    made.redraw_now()
    assert energy(made) == before and hollow(made) == 0


def test_a_second_click_takes_it_back_in(made: ArrheniusTab, mouse: Mouse, place: Place, qtbot: Any) -> None:
    before = energy(made)
    mouse.click(made.plots.canvas, place(3))
    qtbot.waitUntil(lambda: energy(made) != before)
    made.redraw_now()
    mouse.click(made.plots.canvas, place(3))
    qtbot.waitUntil(lambda: energy(made) == before)


def test_a_double_click_opens_the_spectrum_and_changes_nothing(
    made: ArrheniusTab, document: Document, mouse: Mouse, place: Place, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[list[str]] = []
    monkeypatch.setattr(made.services, "select", lambda ids: opened.append(list(ids)))
    project = document.project
    mouse.double_click(made.plots.canvas, place(2))
    qtbot.wait(QApplication.doubleClickInterval() + 50)
    assert opened == [[made.current.analysis.sources[2]]] and document.project is project


def test_under_the_mouse_a_point_says_what_it_is(made: ArrheniusTab, mouse: Mouse, place: Place, qtbot: Any) -> None:
    with qtbot.waitSignal(made.hint, check_params_cb=lambda text: text.startswith("−25 °C: −25 °C   R = ")):
        mouse.move(made.plots.canvas, place(0))


def test_each_pellet_gets_a_line_and_the_table_lists_them(both: ArrheniusTab, document: Document) -> None:
    assert [i.analysis.name for i in both.showing.items] == ["NTOC-4", "NTOC-1"]
    assert document.stack.undoText() == "Make 2 Arrhenius plots"
    view = both.samples.view
    assert [view.item(row, 0).text() for row in range(2)] == ["NTOC-4", "NTOC-1"]
    assert view.horizontalHeaderItem(2).text() == "σ₂₅ / mS cm⁻¹"
    assert view.item(1, 1).text().startswith("0.36") and view.item(0, 3).text() == "9"
    assert [e.text for e in both.legend.entries] == ["NTOC-4", "NTOC-1"]
    # It stands off the lines of the laws and that of 25 °C, below the scale in °C.
    box, mapping = both.legend.mapRectToParent(both.legend.boundingRect()), both.plot.view.mapping()
    assert box.top() >= HEIGHT
    room = np.full(50, 1000 / 298.15)
    for x, y in (*both._lines, (room, np.linspace(*mapping.y_range, 50))):
        assert not any(box.contains(px, py) for px, py in zip(mapping.x(x), mapping.y(y), strict=True))


def test_a_click_on_another_sample_makes_it_the_current_one(both: ArrheniusTab, mouse: Mouse, qtbot: Any) -> None:
    x, y = both._points()
    first = both.current.id
    other = 9 if first == both.showing.items[0].id else 0
    spot = both.plot.view.mapToScene(both.plot.view.mapping().point(x[other], y[other]))
    mouse.click(both.plots.canvas, spot)
    qtbot.waitUntil(lambda: both.current.id != first)
    both.redraw_now()
    assert hollow(both) == 0


def test_the_table_copies_with_prefactors_errors_and_units(both: ArrheniusTab) -> None:
    both.samples.copying.copy.trigger()
    lines = QApplication.clipboard().text().splitlines()
    assert len(lines) == 3 and lines[0].startswith("Sample\tEa") and "\tA" in lines[0]
    assert "eV" in lines[0] + lines[1] and "Arrhenius, σT" in lines[1]


def test_values_dragged_in_the_spectrum_move_the_energy(made: ArrheniusTab, document: Document) -> None:
    size = made.result.text()
    pellet = document.project.samples[0].specimens[0].id
    document.apply("Type a thickness", set_specimen, pellet, thickness=Quantity(1.6, 0.02, "mm"))
    made.redraw_now()
    assert made.result.text() == size and "σ(25 °C) = 8.7" in made.lines.text()


def test_without_sizes_the_axis_is_a_conductance_and_the_note_says_what_to_type(
    made: ArrheniusTab, document: Document
) -> None:
    assert made.plot.left.label_text() == "σT / S K cm−1"
    pellet = document.project.samples[0].specimens[0].id
    document.apply("Forget the thickness", set_specimen, pellet, thickness=None)
    made.redraw_now()
    assert made.plot.left.label_text() == "T/R / K Ω−1"
    assert any("No sizes of the pellet" in w.text for w in made.current.analysis.fit.warnings)


def test_too_few_points_say_so_in_place_of_a_number(made: ArrheniusTab, document: Document) -> None:
    made.toggle_sources(list(made.current.analysis.sources[2:]))
    made.redraw_now()
    assert "at least 3 temperatures" in made.missing.text() and made.result.isHidden()
    actions = {a.text(): a for a in made.menu_actions()}
    actions["Take all points back in"].trigger()
    made.redraw_now()
    assert made.result.text().startswith("Eₐ = 0.32")


def test_the_law_is_chosen_in_words(made: ArrheniusTab, document: Document) -> None:
    before = energy(made)
    made.options.edited.emit("Set quantity to ln σ", "quantity", "sigma")
    made.redraw_now()
    assert before - energy(made) == pytest.approx(8.617e-5 * 288, rel=0.1)
    assert made.plot.left.label_text() == "σ / S cm−1"
    assert document.stack.undoText() == "Set quantity to ln σ"


def test_held_as_it_is_it_says_that_its_spectra_changed(made: ArrheniusTab, document: Document) -> None:
    made.turn_pinned()
    first = made.current.sources[0].analysis
    document.apply("Move a value", set_values, first.id, {"R0": 1.0})
    pellet = document.project.samples[0].specimens[0].id
    document.apply("Type a thickness", set_specimen, pellet, thickness=Quantity(1.6, 0.02, "mm"))
    made.redraw_now()
    assert made.held.isVisible() and "4.39" in made.lines.text()


def test_a_warning_opens_the_spectrum_it_speaks_of(
    made: ArrheniusTab, document: Document, monkeypatch: pytest.MonkeyPatch, mouse: Mouse
) -> None:
    opened: list[list[str]] = []
    monkeypatch.setattr(made.services, "select", lambda ids: opened.append(list(ids)))
    source = made.current.analysis.sources[4]
    made.warnings.remedy_requested.emit(f"open {source}")
    assert opened == [[source]]


@pytest.mark.parametrize(
    ("full", "short"),
    [
        ("0.8559 ± 0.0010", "0.8559(10)"),
        ("36.0 ± 1.4", "36.0(1.4)"),
        ("−0.320 ± 0.011", "−0.320(11)"),
        ("(2.5 ± 0.1) × 10⁻⁹", "(2.5 ± 0.1) × 10⁻⁹"),
        ("1.250", "1.250"),
        ("120 ± 30", "120 ± 30"),
    ],
)
def test_the_table_writes_errors_in_brackets(full: str, short: str) -> None:
    assert concise(full) == short


def test_the_results_of_all_plots_stand_in_one_table(both: ArrheniusTab, document: Document) -> None:
    results = results_of(document.project, [a.id for a in both.showing.analyses])
    assert [row.cells["sample"] for row in results.rows] == ["NTOC-4", "NTOC-1"]
    heads = [c.head.name for c in results.columns]
    assert {"Ea", "A", "σ at 25"} <= set(heads) and "temperature" not in results.rows[0].cells
