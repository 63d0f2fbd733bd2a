"""The table of lines: which of its columns are there."""

from __future__ import annotations

from typing import Any

import pytest

from naglass_gui.core.table import Cell, Head
from naglass_gui.ui.panels.components_table import ComponentRow, ComponentsTable

HEADS = (Head("time", "s", True), Head("effic.", "", True), Head("β", "", True))


@pytest.fixture
def table(qtbot: Any, services: Any) -> ComponentsTable:
    made = ComponentsTable(HEADS, services, "Nothing yet.", ("β", "effic."))
    made.resize(600, 200)
    qtbot.addWidget(made)
    made.show()
    return made


def columns(table: ComponentsTable) -> list[str]:
    shown = [k for k in range(len(HEADS)) if not table.view.isColumnHidden(1 + k)]
    return [HEADS[k].name for k in shown]


def test_a_spare_column_with_nothing_in_it_is_left_out(table: ComponentsTable) -> None:
    rows = [ComponentRow(id, id, "#0072B2", (Cell(2.0, 0.1), Cell(0.9, 0.01), ""), False, "") for id in "ab"]
    table.show_rows(rows)
    assert columns(table) == ["time", "effic."]
    table.show_rows([*rows, ComponentRow("c", "c", "#0072B2", (Cell(2.0), Cell(None), Cell(0.7, 0.1)), False, "")])
    assert columns(table) == ["time", "effic.", "β"]


def test_spare_columns_go_first_to_last_where_there_is_no_room(table: ComponentsTable) -> None:
    table.show_rows(
        [ComponentRow("a", "35 to 75 ppm", "#0072B2", (Cell(2.0, 0.1), Cell(0.9, 0.01), Cell(0.7)), False, "")]
    )
    seen = []
    for width in range(600, 100, -10):
        table.resize(width, 200)
        if columns(table) not in seen:
            seen.append(columns(table))
    assert seen == [["time", "effic.", "β"], ["time", "effic."], ["time"]]
