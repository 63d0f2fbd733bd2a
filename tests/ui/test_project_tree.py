"""The project tree: search, selection, names in place, moves between samples, and its menu."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from naglass_gui.core import edits
from naglass_gui.core.project import Analysis, new_id
from naglass_gui.core.quantity import Quantity
from naglass_gui.techniques.bpp import BPP
from naglass_gui.ui.project_model import ASIDE_ROLE
from naglass_gui.ui.project_tree import fitting_aside
from tests.ui.spectra import study


@pytest.fixture
def window(window):
    window.document.push("Study", study(window.document.project, window.document.store))
    window.tree.view.expandAll()
    return window


def project(window):
    return window.document.project


def named(window, name: str) -> str:
    return next(m.id for m in project(window).measurements() if m.name == name)


def rows(window) -> list[str]:
    """What the tree shows, indented by depth."""
    view, found = window.tree.view, []

    def walk(parent, depth):
        for row in range(view.model().rowCount(parent)):
            index = view.model().index(row, 0, parent)
            found.append("  " * depth + index.data())
            walk(index, depth + 1)

    walk(view.rootIndex(), 0)
    return found


def test_words_aside_stand_whole_or_not_at_all(qapp):
    """In a narrow tree "ba…zg 299.…" told neither the name nor the temperature."""
    metrics = QFontMetrics(qapp.font())
    row, aside = metrics.horizontalAdvance, metrics.horizontalAdvance("299.9 K")
    assert fitting_aside(metrics, "ba2p2o7_zg, procno 1", "299.9 K", 3 * aside) == "299.9 K"
    assert fitting_aside(metrics, "EIS", "299.9 K", row("EIS") + aside + 20) == "299.9 K"
    assert fitting_aside(metrics, "ba2p2o7_zg", "299.9 K", row("ba2p2o7_zg") + 5) == ""


def test_samples_hold_their_pellets_and_measurements(window):
    assert rows(window) == [
        "Na2O-NTC, 4 h", "  Pellet 1", "  EIS cold", "  EIS", "  EIS warm", "NTC, 4 h", "  EIS of NTC",
    ]  # fmt: skip


def test_a_row_tells_itself_from_its_neighbours(window):
    asides = [window.tree._index(named(window, n)).data(ASIDE_ROLE) for n in ("EIS cold", "EIS")]
    assert asides == ["−25 °C", "25 °C"]
    pellet = project(window).samples[0].specimens[0]
    assert window.tree._index(pellet.id).data(ASIDE_ROLE) == "0.8 × 8 mm"


def test_a_derived_analysis_is_called_by_its_tab_and_not_by_its_model(window):
    made = BPP.of_sources("BPP of two", [m.id for m in project(window).measurements()][:2])
    window.document.apply("Make a BPP plot", edits.add_analysis, made)
    assert window.tree._index(made.id).data(ASIDE_ROLE) == "BPP"


def test_a_controllers_many_digits_are_cut_to_four_figures(window):
    cold = named(window, "EIS cold")
    window.document.apply("Set it", edits.set_condition, [cold], "temperature", Quantity(299.8644, None, "K"))
    assert window.tree._index(cold).data(ASIDE_ROLE) == "299.9 K"


def test_analyses_show_once_there_are_two_to_choose_from(window):
    cold = named(window, "EIS cold")
    first, second = (Analysis(new_id(), n, "eis", (cold,), model=n) for n in ("R(RQ)Q", "R(RQ)"))
    window.document.apply("Analyse", edits.add_analysis, first)
    assert "    R(RQ)Q" not in rows(window)
    window.document.apply("Analyse", edits.add_analysis, second)
    assert rows(window)[2:5] == ["  EIS cold", "    R(RQ)Q", "    R(RQ)"]


def test_searching_keeps_what_matches_and_where_it_belongs(window):
    QTest.keyClicks(window.tree.search, "warm")
    assert rows(window) == ["Na2O-NTC, 4 h", "  EIS warm"]
    window.tree.search.setText("−25 °C")
    assert rows(window) == ["Na2O-NTC, 4 h", "  EIS cold"]
    window.tree.search.setText("ntc, 4 h")
    assert len(rows(window)) == 7
    window.tree.search.setText("nothing like that")
    assert rows(window) == []
    window.tree.search.clear()
    assert len(rows(window)) == 7


def test_selecting_a_hidden_row_brings_it_back(window):
    window.tree.search.setText("warm")
    window.tree.select([named(window, "EIS cold")])
    assert window.tree.selected_ids() == (named(window, "EIS cold"),)


def test_renaming_in_place_is_a_step(window, keys):
    window.tree.select([named(window, "EIS cold")])
    window.tree.view.setFocus()
    keys("F2", window.tree.view)
    editor = window.tree.view.findChild(QLineEdit)
    editor.selectAll()
    QTest.keyClicks(editor, "EIS at night")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    QApplication.processEvents()
    assert "  EIS at night" in rows(window)
    window.document.stack.undo()
    assert "  EIS cold" in rows(window)


def test_an_empty_name_is_refused_in_a_sentence(window):
    window.tree.rename(named(window, "EIS cold"), "  ")
    assert window.messages.text == "A name cannot be empty."
    assert "  EIS cold" in rows(window)


def test_selecting_a_sample_or_a_pellet_shows_its_measurements(window):
    sample = project(window).samples[0]
    every = tuple(m.id for m in sample.measurements)
    window.tree.select([sample.id])
    assert window.tree.shown_ids() == every
    window.tree.select([sample.specimens[0].id])
    assert window.tree.shown_ids() == every


def test_a_measurement_dragged_to_another_sample_moves_as_one_step(window, mouse):
    ids = [named(window, "EIS cold"), named(window, "EIS")]
    window.tree.select(ids)
    data = window.tree.model.mimeData([window.tree.model.index_of(i) for i in ids])
    target = project(window).samples[1]
    place = window.tree.view.visualRect(window.tree._index(target.id)).center()
    mouse.drop_data(window.tree.view, data, place, Qt.DropAction.MoveAction)
    assert [m.name for m in project(window).samples[1].measurements] == ["EIS of NTC", "EIS cold", "EIS"]
    assert window.document.stack.undoText() == "Move 2 measurements to NTC, 4 h"
    # The selection stays on what was moved.
    assert set(window.tree.selected_ids()) == set(ids)


def test_selection_and_closed_rows_survive_a_change_of_the_tree(window):
    first, second = project(window).samples
    window.tree.select([named(window, "EIS of NTC")])
    window.tree.view.collapse(window.tree._index(first.id))
    window.document.apply("Remove", edits.remove, [named(window, "EIS warm")])
    assert window.tree.selected_ids() == (named(window, "EIS of NTC"),)
    assert not window.tree.view.isExpanded(window.tree._index(first.id))
    assert window.tree.view.isExpanded(window.tree._index(second.id))


def test_delete_removes_what_is_selected_and_undo_brings_it_back(window, keys):
    window.tree.select([named(window, "EIS cold")])
    window.tree.view.setFocus()
    keys("Del", window.tree.view)
    assert "  EIS cold" not in rows(window)
    assert window.document.stack.undoText() == "Remove EIS cold"
    window.document.stack.undo()
    assert "  EIS cold" in rows(window)


def test_the_temperature_of_several_measurements_is_set_at_once(window, ask):
    ids = [named(window, "EIS cold"), named(window, "EIS")]
    window.tree.select(ids)

    def fill(dialog) -> bool:
        field = dialog.fields["temperature"]
        assert field.placeholderText() == "several values"
        field.setText("30 °C")
        field.setModified(True)
        dialog.accept()
        return dialog.result() == 1

    ask.answers = [fill]
    window.tree_menu.edit_conditions()
    for id in ids:
        assert project(window).measurement(id).condition("temperature").quantity == Quantity(30.0, None, "degC")
    assert window.document.stack.undoText() == "Set temperature of 2 measurements"


def test_a_condition_of_ones_own_is_typed_with_its_name_and_edited_as_the_others(window, ask):
    id = named(window, "EIS")

    def type_into(field, text) -> None:
        field.setText(text)
        field.setModified(True)

    def name_it(dialog) -> bool:
        type_into(dialog.another, "40 %")
        dialog.accept()
        assert "with its name" in dialog.another.fault
        type_into(dialog.another, "relative humidity = 40 %")
        dialog.accept()
        return dialog.result() == 1

    def change_it(dialog) -> bool:
        type_into(dialog.fields["relative_humidity"], "45")
        dialog.accept()
        return dialog.result() == 1

    window.tree.select([id])
    ask.answers = [name_it, change_it]
    window.tree_menu.edit_conditions()
    assert window.document.stack.undoText() == "Set relative humidity of EIS"
    window.tree_menu.edit_conditions()
    assert project(window).measurement(id).condition("relative_humidity").quantity == Quantity(45.0, None, "%")


def test_a_temperature_below_absolute_zero_keeps_the_dialog_open(window, ask):
    window.tree.select([named(window, "EIS")])

    def fill(dialog) -> bool:
        field = dialog.fields["temperature"]
        field.setText("-300 °C")
        field.setModified(True)
        dialog.accept()
        assert "below absolute zero" in field.fault
        return False

    ask.answers = [fill]
    window.tree_menu.edit_conditions()
    assert project(window).measurement(named(window, "EIS")).condition("temperature").quantity.value == 25.0


def test_notes_can_be_put_on_anything(window, ask):
    def fill(dialog) -> bool:
        dialog.editor.setPlainText("cracked at the rim")
        return True

    pellet = project(window).samples[0].specimens[0]
    window.tree.select([pellet.id])
    ask.answers = [fill]
    window.tree_menu.edit_notes(pellet.id)
    assert project(window).specimen(pellet.id).notes == "cracked at the rim"


def test_measurements_are_put_on_a_new_pellet(window):
    window.tree.select([named(window, "EIS warm")])
    menu = window.tree_menu.build()
    pellets = next(a.menu() for a in menu.actions() if a.text() == "Measured on")
    assert [a.text() for a in pellets.actions() if a.isChecked()] == ["Pellet 1"]
    pellets.actions()[-1].trigger()
    menu.deleteLater()
    assert project(window).specimen_of(named(window, "EIS warm")).name == "Pellet 2"


def test_copied_measurements_paste_into_a_spreadsheet(window, keys):
    window.tree.select([named(window, "EIS cold"), named(window, "EIS")])
    window.tree.view.setFocus()
    keys("Ctrl+C", window.tree.view)
    lines = QApplication.clipboard().text().splitlines()
    assert lines[0].split("\t")[:2] == ["EIS cold: frequency / Hz", "EIS cold: z_real / ohm"]
    assert len(lines) == 32
    assert float(lines[1].split("\t")[0]) == 1e6
    window.settings.decimal_sign = ","
    keys("Ctrl+C", window.tree.view)
    assert "," in QApplication.clipboard().text().splitlines()[1]


def test_names_from_files_are_shown_as_they_stand_not_as_markup(window):
    id = named(window, "EIS cold")
    window.document.apply("Rename", edits.rename, id, "<b>bold</b> & <img src=x>")
    tip = window.tree._index(id).data(Qt.ItemDataRole.ToolTipRole)
    assert "&lt;b&gt;" in tip
    assert "<img" not in tip


def test_a_search_tells_once_what_is_left_of_the_selection(window):
    told = []
    window.tree.select([named(window, "EIS cold"), named(window, "EIS warm"), named(window, "EIS of NTC")])
    window.tree.selected.connect(told.append)
    window.tree.search.setText("warm")
    assert told == [[named(window, "EIS warm")]]


def test_esc_empties_the_search_and_the_down_key_goes_on_to_what_was_found(window, keys):
    window.tree.search.setFocus()
    QTest.keyClicks(window.tree.search, "warm")
    keys("Down", window.tree.search)
    assert window.tree.selected_ids() == (named(window, "EIS warm"),)
    assert window.tree.view.hasFocus()
    window.tree.search.setFocus()
    keys("Esc", window.tree.search)
    assert window.tree.search.text() == ""
    assert len(rows(window)) == 7


def test_rows_follow_a_drag_once_it_ends(window):
    id = named(window, "EIS cold")
    window.document.preview(edits.rename, id, "on its way")
    assert "  EIS cold" in rows(window)
    window.document.commit_preview("Rename")
    assert "  on its way" in rows(window)


def test_the_project_itself_can_have_notes(window, ask):
    def fill(dialog) -> bool:
        dialog.editor.setPlainText("for the revision")
        return True

    window.tree.view.clearSelection()
    menu = window.tree_menu.build()
    ask.answers = [fill]
    next(a for a in menu.actions() if a.text().startswith("Notes")).trigger()
    menu.deleteLater()
    assert project(window).notes == "for the revision"
