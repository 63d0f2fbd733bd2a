"""The Stability tab: real mouse events on the storage series of the study."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPointF
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit

from naglass_gui.core.arrays import MemoryStore
from naglass_gui.core.project import Analysis, Project
from naglass_gui.techniques import settle
from naglass_gui.ui.document import Document
from naglass_gui.ui.services import Services
from naglass_gui.ui.settings import Settings
from naglass_gui.ui.tabs.stability import StabilityTab
from tests.techniques.stability.studies import point, project_of, storage
from tests.ui.mouse import Mouse
from tests.ui.pieces import Said


def as_spectra(project: Project) -> Project:
    """The project with its sources called impedance spectra: those the tab offers to follow."""
    return replace(
        project, analyses=tuple(replace(a, technique="eis") if a.technique == "given" else a for a in project.analyses)
    )


@pytest.fixture
def services(ask: Any, tmp_path: Path) -> Services:
    return Services(jobs=None, messages=Said(), ask=ask, settings=Settings(tmp_path))  # type: ignore[arg-type]


@pytest.fixture
def tab_of(qtbot: Any, services: Services) -> Callable[..., StabilityTab]:
    def make(project: Project, *selected: str) -> StabilityTab:
        document = Document(MemoryStore(), settle)
        document.open(as_spectra(project))
        tab = StabilityTab(document, services)
        services.select = tab.show_selection
        qtbot.addWidget(tab)
        tab.resize(1100, 760)
        tab.show()
        qtbot.waitExposed(tab)
        tab.show_selection(selected or ("stability",))
        tab.redraw_now()
        return tab

    return make


@pytest.fixture
def tab(tab_of: Callable[..., StabilityTab]) -> StabilityTab:
    return tab_of(project_of(storage(0.01)))


def place(tab: StabilityTab, index: int) -> QPointF:
    """A point of the plot, on the canvas."""
    x, y = tab._places()
    view = tab.plot.view
    return view.mapToScene(view.mapping().point(x[index], y[index]))  # type: ignore[no-any-return]


def analysis(tab: StabilityTab) -> Analysis:
    return next(a for a in tab.document.project.analyses if a.technique == "stability")


def test_the_retention_of_the_study_is_the_big_number(tab: StabilityTab) -> None:
    assert tab.result.text() == "57.01 ± 0.81 %"
    assert "sizes of the pellet cancel" in tab.lines.text()
    assert "y = a exp(−k x)" in tab.lines.text() and "half of it after" in tab.lines.text()
    assert tab.plot.left.label_text() == "σ / mS cm⁻¹" and tab.plot.bottom.label_text() == "time / d"


def test_a_click_leaves_a_point_out_and_undo_takes_it_back(tab: StabilityTab, mouse: Mouse, qtbot: Any) -> None:
    mouse.click(tab.plots.canvas, place(tab, 6))
    qtbot.waitUntil(lambda: bool(analysis(tab).masked))
    tab.redraw_now()
    assert tab.result.text().startswith("63.79")
    assert "1 point left out" in tab.foot.note.text()
    tab.document.stack.undo()
    assert tab.result.text() == "57.01 ± 0.81 %"


def test_a_double_click_opens_the_source(tab: StabilityTab, mouse: Mouse, services: Services, qtbot: Any) -> None:
    chosen: list[object] = []
    services.select = chosen.append
    mouse.double_click(tab.plots.canvas, place(tab, 2))
    qtbot.waitUntil(lambda: bool(chosen))
    assert not analysis(tab).masked


def test_values_relative_to_the_first(tab: StabilityTab, mouse: Mouse) -> None:
    mouse.click(tab.normalised)
    tab.redraw_now()
    assert tab.plot.left.label_text() == "σ, relative to the first"
    assert tab._places()[1][0] == 1.0
    assert tab.result.text() == "57.01 ± 0.81 %"


def type_into(tab: StabilityTab, source: str, text: str) -> None:
    """Type a condition into its cell, as with a double click on it."""
    table = tab.points.view
    item = table.item(tab.points.row_of(source), 1)
    table.setCurrentItem(item)
    table.editItem(item)
    editor = table.findChild(QLineEdit)
    assert editor is not None
    editor.selectAll()
    QTest.keyClicks(editor, text)
    QTest.keyClick(editor, "\r")
    QApplication.processEvents()


def test_a_condition_is_typed_into_the_table(tab: StabilityTab) -> None:
    type_into(tab, "analysis day 10", "20")
    condition = tab.document.project.measurement("day 10").condition("day")
    assert condition is not None and condition.quantity.to("d").value == 20.0
    assert tab._places()[0][-1] == 20.0
    assert tab.document.stack.undoText() == "Set the time"


def test_nonsense_in_the_table_is_refused_in_a_sentence(tab: StabilityTab, services: Services) -> None:
    type_into(tab, "analysis day 10", "soon")
    assert "soon" in services.messages.sentences[-1]  # type: ignore[attr-defined]
    assert tab._places()[0][-1] == 10.0


def test_one_is_made_of_what_is_selected(tab_of: Callable[..., StabilityTab], mouse: Mouse) -> None:
    points = [
        point(x, 4e-3 - 1e-4 * x, 1e-4, condition="milling_time", unit="h", name=f"NTOC-{x}") for x in (1, 2, 4, 6)
    ]
    project = project_of(points)
    project = replace(project, analyses=tuple(a for a in project.analyses if a.technique != "stability"))
    tab = tab_of(project, *(a.id for a in project.analyses))
    button = next(b for b in tab.findChildren(QAbstractButton) if "of these 4 analyses" in b.text())
    mouse.click(button)
    made = analysis(tab)
    assert made.option("quantity") == "sigma" and made.option("condition") == "milling_time"
    assert made.name == "Stability of NTOC-4"
    tab.redraw_now()
    assert tab.plot.bottom.label_text() == "milling time / h"
    assert tab.result.text().startswith("87.2")


def test_another_quantity_and_another_condition_are_picked(tab: StabilityTab) -> None:
    tab.quantity.activated.emit(tab.quantity.findData("T1"))
    assert analysis(tab).option("quantity") == "T1" and tab.result.text() == "57.0 %"
    tab.condition.lineEdit().setText("humidity")
    tab.condition.lineEdit().editingFinished.emit()
    assert analysis(tab).option("condition") == "humidity"
    assert "type it into the table" in tab.missing.text() and not tab.result.isVisible()
    for day in (0, 10):
        type_into(tab, f"analysis day {day}", f"{day + 20} %")
    assert tab.plot.bottom.label_text() == "humidity / %"


def test_the_law_is_chosen_in_words(tab: StabilityTab) -> None:
    tab.options.edited.emit("Set model to linear", "law", "linear")
    assert "y = a + b x" in tab.lines.text()
    tab.options.edited.emit("Set model to points only", "law", "none")
    assert "y =" not in tab.lines.text()


def test_without_a_single_point_a_sentence_says_what_to_type(tab: StabilityTab) -> None:
    assert tab.plots.canvas.isVisible() and not tab.plots.instead.isVisible()
    tab.condition.lineEdit().setText("humidity")  # type: ignore[union-attr]
    tab.condition.lineEdit().editingFinished.emit()  # type: ignore[union-attr]
    tab.redraw_now()
    assert "humidity" in tab.plots.instead.text() and tab.plots.instead.isVisible()
    assert not tab.plots.canvas.isVisible()
    tab.document.stack.undo()
    tab.redraw_now()
    assert tab.plots.canvas.isVisible() and not tab.plots.instead.isVisible()


def test_the_names_of_a_series_give_its_condition_at_one_click(tab: StabilityTab, mouse: Mouse) -> None:
    assert not tab.by_names.isVisible()
    tab.condition.activated.emit(tab.condition.findData("time"))
    tab.redraw_now()
    assert tab.by_names.text() == "From the names: 0, 1, 2, 4, 6, 8, 10 d"
    type_into(tab, "analysis day 10", "20")
    steps = tab.document.stack.count()
    mouse.click(tab.by_names)
    tab.redraw_now()
    assert list(tab._places()[0]) == [0, 1, 2, 4, 6, 8, 20]  # what was typed stays
    assert tab.document.stack.count() == steps + 1
    assert tab.plots.canvas.isVisible() and not tab.by_names.isVisible()
