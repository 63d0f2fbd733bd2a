from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QMenu

from naglass_gui.core.errors import LoadError
from naglass_gui.formats import ColumnMapping, CurveMapping, NeedsMapping, Source, read_file
from naglass_gui.ui.dialogs.column_mapper import ColumnMapper
from naglass_gui.ui.dialogs.column_table import ROLE_WORDS
from naglass_gui.ui.dialogs.mapping_draft import Draft, preview, signature
from naglass_gui.ui.dialogs.mapping_memory import SETTING
from naglass_gui.ui.settings import Settings

FREQUENCY = np.logspace(6, -1, 71)
OMEGA = 2j * np.pi * FREQUENCY
Z = 170.0 + 1297.0 / (1.0 + 1297.0 * 2e-9 * OMEGA**0.8) + 1.0 / (6e-6 * OMEGA**0.86)


def comma_table(header: str = "A;B;C;D") -> str:
    """A German export with a running number, no units and −Z″."""
    rows = [f"{k};{f:.6g};{z.real:.6g};{-z.imag:.6g}" for k, (f, z) in enumerate(zip(FREQUENCY, Z, strict=True))]
    return "\n".join(["measured on Tuesday", header, *(row.replace(".", ",") for row in rows)])


def need_of(text: str) -> NeedsMapping:
    with pytest.raises(NeedsMapping) as asked:
        read_file(Source.from_bytes("cell.csv", text.encode()))
    return asked.value


@pytest.fixture
def mapper(qtbot: Any, tmp_path: Path) -> Any:
    def make(text: str, settings: Settings | None = None) -> ColumnMapper:
        dialog = ColumnMapper("cell.csv", need_of(text), settings)
        qtbot.addWidget(dialog)
        dialog.show()
        QApplication.processEvents()
        return dialog

    return make


def import_button(dialog: ColumnMapper) -> Any:
    return dialog.buttons.button(QDialogButtonBox.StandardButton.Ok)


def test_the_best_guess_is_shown_with_its_spectrum(mapper: Any) -> None:
    dialog = mapper(comma_table())
    assert [dialog.table.columns.headerData(c, Qt.Orientation.Horizontal) for c in range(4)] == [
        "column 1 ▾", "Frequency ▾", "Z′ ▾", "Z″ ▾"
    ]  # fmt: skip
    assert dialog.sentence.text().startswith("71 points, 1.00 MHz to 100 mHz.")
    assert "−Z″ was read" in dialog.sentence.text()
    (points,) = dialog.plot.plot.data.drawables
    np.testing.assert_allclose(points.x, Z.real, rtol=1e-5)
    np.testing.assert_allclose(points.y, -Z.imag, rtol=1e-5)


def test_accepting_gives_the_mapping_that_reads_the_file(mapper: Any, mouse: Any) -> None:
    text = comma_table()
    dialog = mapper(text)
    mouse.click(import_button(dialog))
    assert dialog.mapping is not None
    reading = read_file(Source.from_bytes("cell.csv", text.encode()), mapping=dialog.mapping).readings[0]
    z_imag = next(c.values for c in reading.columns if c.name == "z_imag")
    np.testing.assert_allclose(z_imag, Z.imag, rtol=1e-5)


def test_a_column_is_named_by_keys_in_the_table(mapper: Any, qtbot: Any) -> None:
    dialog = mapper(comma_table())
    table = dialog.table
    table.setCurrentIndex(table.columns.index(3, 1))
    QTest.keyClick(table, Qt.Key.Key_N)
    assert dialog.draft.frequency is None
    qtbot.waitUntil(lambda: dialog.sentence.text() == "Choose the column of the frequency.")
    assert not import_button(dialog).isEnabled()
    QTest.keyClick(table, Qt.Key.Key_F)
    assert dialog.draft.frequency == 1


def test_a_header_is_clicked_and_offers_the_roles(mapper: Any, mouse: Any) -> None:
    dialog = mapper(comma_table())
    header = dialog.table.horizontalHeader()
    mouse.click(header, (header.sectionViewportPosition(3) + 10, 10))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    next(a for a in menu.actions() if a.text().startswith("Phase")).trigger()
    menu.close()
    # Z′ and Z″ make way for |Z| and phase.
    assert (dialog.draft.polar, dialog.draft.first, dialog.draft.second) == (True, None, 3)


def test_lists_and_units_do_the_same(mapper: Any) -> None:
    dialog = mapper(comma_table())
    for box, key in ((dialog.form.frequency_unit, Qt.Key.Key_Down), (dialog.form.sign, Qt.Key.Key_Down)):
        box.setFocus()
        QTest.keyClick(box, key)
    assert (dialog.draft.frequency_unit, dialog.draft.sign) == ("kHz", "as written")
    assert dialog.table.columns.headerData(3, Qt.Orientation.Horizontal) == "Z″ ▾"
    QTest.keyClick(dialog.form.sign, Qt.Key.Key_Down)
    assert dialog.table.columns.headerData(3, Qt.Orientation.Horizontal) == "−Z″ ▾"


def test_a_wrong_separator_is_seen_and_said(mapper: Any, qtbot: Any) -> None:
    dialog = mapper(comma_table())
    dialog.form.separator.setFocus()
    QTest.keyClick(dialog.form.separator, Qt.Key.Key_Up)
    assert dialog.draft.separator == ","
    qtbot.waitUntil(lambda: dialog.sentence.text() == "A comma cannot be both the separator and the decimal sign.")
    dialog.accept()
    assert dialog.mapping is None


def test_an_area_is_asked_for_only_where_it_is_needed(mapper: Any, type_in: Any, qtbot: Any) -> None:
    dialog = mapper(comma_table())
    assert not dialog.form.area.isVisible()
    box = dialog.form.impedance_unit
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_End)
    assert dialog.draft.impedance_unit == "ohm cm^2"
    qtbot.waitUntil(lambda: dialog.sentence.text() == "With Ω cm² the area of the electrodes is needed.")
    type_in(dialog.form.area, "50 mm2")
    assert dialog.draft.area == pytest.approx(0.5)
    assert dialog.isVisible()
    QTest.qWait(100)
    (points,) = dialog.plot.plot.data.drawables
    np.testing.assert_allclose(points.x, 2 * Z.real, rtol=1e-5)


def test_the_choice_is_remembered_for_tables_of_the_same_header(mapper: Any, tmp_path: Path) -> None:
    settings = Settings(tmp_path)
    first = mapper(comma_table(), settings)
    first.show_draft(Draft.of(first.draft.mapping()).with_role(1, "z_imag").with_role(3, "frequency"))
    first.show_draft(first.draft.with_role(1, "frequency").with_role(3, "z_imag"))
    first.form.draft_edited.emit(Draft(**{**_fields(first.draft), "sign": "negated", "frequency_unit": "kHz"}))
    first.accept()
    again = mapper(comma_table(), settings)
    assert again.draft == first.draft
    other = mapper(comma_table("no;p;q;r"), settings)
    assert other.draft.frequency_unit == "Hz"
    settings.set(SETTING, {signature(need_of(comma_table()).first_lines): "[[]"})
    assert mapper(comma_table(), settings).draft.frequency_unit == "Hz"


def _fields(draft: Draft) -> dict[str, Any]:
    return {name: getattr(draft, name) for name in Draft.__dataclass_fields__}


def test_a_table_without_any_guess_starts_with_nothing_chosen(qtbot: Any) -> None:
    need = NeedsMapping("cell.csv: which columns?", first_lines=("1 2 3", "4 5 6", "7 8 9"))
    dialog = ColumnMapper("cell.csv", need)
    qtbot.addWidget(dialog)
    assert dialog.sentence.text() == "Choose the column of the frequency."
    assert dialog.table.columns.columnCount() == 3


def test_escape_imports_nothing(mapper: Any) -> None:
    dialog = mapper(comma_table())
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.mapping is None
    assert not dialog.isVisible()


def test_a_preview_of_two_thousand_lines_tells_the_sweeps() -> None:
    lines = tuple(f"{f}\t{z.real}\t{z.imag}" for f, z in zip(np.tile(FREQUENCY, 28), np.tile(Z, 28), strict=True))
    seen = preview("a.txt", lines, Draft(0, 1, 2), whole=True)
    assert seen.sentence.startswith("1988 points in 28 sweeps, 1.00 MHz to 100 mHz.")


@given(
    st.lists(
        st.tuples(st.integers(0, 4), st.sampled_from(list(ROLE_WORDS))),
        max_size=12,
    )
)
def test_no_order_of_choices_gives_a_column_two_roles(choices: list[tuple[int, Any]]) -> None:
    draft = Draft()
    for column, role in choices:
        draft = draft.with_role(column, role)
        assert draft.role(column) == role
        taken = [c for c in (draft.frequency, draft.first, draft.second, draft.temperature) if c is not None]
        assert len(taken) == len(set(taken))
    try:
        mapping = draft.mapping()
    except LoadError as fault:
        assert fault.sentence.startswith("Choose the column of")
    else:
        assert isinstance(mapping, CurveMapping if draft.curve else ColumnMapping)
        assert Draft.of(mapping) == draft


def decay_table() -> str:
    """A DC record whose header says nothing."""
    return "a;b;c\n" + "\n".join(f"{30 * k};{1e3 + 5e3 / (k + 1):.6g};100" for k in range(40))


def test_a_current_over_time_is_named_by_keys_and_imported(mapper: Any, mouse: Any, qtbot: Any) -> None:
    dialog = mapper(decay_table())
    for column, key in ((0, Qt.Key.Key_T), (1, Qt.Key.Key_C), (2, Qt.Key.Key_V)):
        dialog.table.setCurrentIndex(dialog.table.columns.index(3, column))
        QTest.keyClick(dialog.table, key)
    assert dialog.draft.curve
    for box, unit in ((dialog.form.impedance_unit, "nA"), (dialog.form.phase_unit, "mV")):
        box.setFocus()
        while box.currentData() != unit:
            QTest.keyClick(box, Qt.Key.Key_Up)
    qtbot.waitUntil(lambda: dialog.sentence.text().startswith("40 points over 1170 s."))
    assert dialog.curve.isVisible()
    assert not dialog.plot.isVisible()
    assert not dialog.form.sign.isVisible()
    mouse.click(import_button(dialog))
    assert dialog.mapping == CurveMapping(0, 1, 2, ";", skip=1, current_unit="nA", voltage_unit="mV")
    (reading,) = read_file(Source.from_bytes("cell.csv", decay_table().encode()), mapping=dialog.mapping).readings
    assert reading.technique == "polarization"


def test_the_list_switches_between_impedance_and_current(mapper: Any, qtbot: Any) -> None:
    dialog = mapper(comma_table())
    dialog.form.kind.setFocus()
    QTest.keyClick(dialog.form.kind, Qt.Key.Key_End)
    assert (dialog.draft.kind, dialog.draft.frequency) == ("curve", None)
    qtbot.waitUntil(lambda: dialog.sentence.text() == "Choose the column of the time.")
    assert [box.itemText(0) for box in (dialog.form.first, dialog.form.second)] == ["choose…", "none"]
    QTest.keyClick(dialog.form.kind, Qt.Key.Key_Home)
    assert dialog.draft.kind == "rectangular"
    assert dialog.form.frequency_unit.currentText() == "Hz"


def test_a_column_of_temperatures_is_named(mapper: Any, qtbot: Any) -> None:
    rows = comma_table().splitlines()
    text = "\n".join([*rows[:2], *(f"{line};25" for line in rows[2:])])
    dialog = mapper(text)
    dialog.table.setCurrentIndex(dialog.table.columns.index(3, 4))
    QTest.keyClick(dialog.table, Qt.Key.Key_K)
    assert dialog.draft.temperature == 4
    assert dialog.table.columns.headerData(4, Qt.Orientation.Horizontal) == "Temperature ▾"
    assert dialog.form.temperature.currentData() == 4


def test_time_and_current_alone_are_remembered_too(tmp_path: Path) -> None:
    lines = ("t (s);j (mA/cm2)", *(f"{k};{5 + k % 3}" for k in range(20)))
    assert Draft.guess(lines).separator == ";"
    assert signature(lines)
    assert signature(lines) == signature((*lines, "21;5"))
