"""Commands that reach across the window: palette, preferences, help, example, copies of analyses and samples, printing."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QRadioButton

from naglass_gui.core import edits
from naglass_gui.core.project import Analysis, new_id
from naglass_gui.ui import help_pages, theme
from naglass_gui.ui.actions import COMMANDS
from naglass_gui.ui.command_palette import CommandPalette, rank_of
from naglass_gui.ui.commands import help_page_of
from naglass_gui.ui.example import example_files
from naglass_gui.ui.help_tables import as_printed, fills
from naglass_gui.ui.theme import DARK
from tests.ui.spectra import study


@pytest.fixture
def settled(qtbot, window):
    def wait() -> None:
        qtbot.waitUntil(lambda: not window.background.busy and not window.jobs.running, timeout=30_000)

    return wait


def test_every_command_has_a_handler(window):
    handled = set(window.commands._handlers()) | {"edit.preferences"}
    assert {c.name for c in COMMANDS} - handled == {f"view.theme.{t}" for t in ("system", "light", "dark")}


# -- the palette -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "better", "worse"),
    [("fit", "Fit", "Fit all selected"), ("cf", "Copy figure", "Scientific"), ("undo", "Undo", "Redo undone")],
)
def test_the_palette_puts_the_better_match_first(typed, better, worse):
    first, second = rank_of(typed, better), rank_of(typed, worse)
    assert first is not None
    assert second is None or (first, len(better)) < (second, len(worse))


def test_letters_out_of_order_are_no_match():
    assert rank_of("tif", "Fit") is None


def test_a_few_letters_and_enter_do_a_command(window, qtbot):
    palette = CommandPalette(window, window.commands.everything())
    qtbot.addWidget(palette)
    palette.show()
    QTest.keyClicks(palette.search, "dark")
    QTest.keyClick(palette.search, Qt.Key.Key_Return)
    assert theme.tokens() is DARK
    window.actions_by_name["view.theme.light"].trigger()


def test_the_arrow_keys_move_in_the_palette_while_typing(window, qtbot):
    palette = CommandPalette(window, window.commands.everything())
    qtbot.addWidget(palette)
    first = palette.results.currentRow()
    QTest.keyClick(palette.search, Qt.Key.Key_Down)
    assert palette.results.currentRow() == first + 1


# -- preferences -----------------------------------------------------------------------------------------------------


def test_preferences_hold_at_once(window, ask):
    def change(dialog) -> bool:
        next(b for b in dialog.findChildren(QRadioButton) if b.text().startswith("Comma")).click()
        next(b for b in dialog.findChildren(QRadioButton) if b.text() == "Dark").click()
        return True

    ask.answers = [change]
    window.actions_by_name["edit.preferences"].trigger()
    assert window.settings.decimal_sign == ","
    assert theme.tokens() is DARK
    window.actions_by_name["view.theme.light"].trigger()


def test_a_key_that_is_taken_is_refused_by_its_owners_name(window, ask):
    def change(dialog) -> bool:
        editor = dialog.shortcuts
        editor.select("figure.copy")
        editor.keys.setKeySequence("Ctrl+S")
        editor.take.click()
        assert editor.sentence.text() == "Ctrl+S already belongs to “Save”."
        editor.keys.setKeySequence("Ctrl+Alt+F")
        editor.take.click()
        assert editor.sentence.text() == ""
        return True

    ask.answers = [change]
    window.actions_by_name["edit.preferences"].trigger()
    assert window.actions_by_name["figure.copy"].shortcut().toString() == "Ctrl+Alt+F"
    assert window.settings.shortcuts == {"figure.copy": "Ctrl+Alt+F"}

    def back(dialog) -> bool:
        dialog.shortcuts.select("figure.copy")
        dialog.shortcuts.reset.click()
        return True

    ask.answers = [back]
    window.actions_by_name["edit.preferences"].trigger()
    assert window.actions_by_name["figure.copy"].shortcut().toString() == "Ctrl+Shift+C"
    assert window.settings.shortcuts == {}


# -- help ------------------------------------------------------------------------------------------------------------


def test_every_help_page_is_whole(window):
    for page in help_pages.PAGES:
        html = help_pages.page_html(page, DARK, fills(window.actions_by_name))
        assert "{{" not in html.split("</style>")[1]
        window.help.show_page(page)
        assert window.help.page == page
        assert window.help.windowTitle() == f"{help_pages.title(page)} – NaGlass help"
        assert len(window.help.text) > 500


def test_links_between_help_pages_lead_somewhere():
    for page in help_pages.PAGES:
        for target in help_pages.links(page):
            assert target in help_pages.PAGES, f"{page} links to {target}"


def test_the_table_of_elements_follows_the_code(window):
    from naglass_gui.techniques.eis.elements import ELEMENTS

    window.help.show_page("circuits")
    for element in ELEMENTS:
        assert element.title in window.help.text


def test_formulas_are_printed_with_symbols_and_powers():
    printed = as_printed("Z = 1 / (Y (i w)^n). Brug et al.")
    assert printed.startswith("<i>Z</i> = 1 / (<i>Y</i> (i<i>ω</i>)<sup><i>n</i></sup>)<br>")


def test_the_help_is_searched_by_its_words():
    assert help_pages.pages_with("hsu mansfeld") == ("conductivity",)
    assert help_pages.pages_with("zebra crossing") == ()


def test_f1_opens_the_page_of_what_has_the_focus(window, keys):
    window.document.push("Study", study(window.document.project, window.document.store))
    tab = window.current_tab()
    assert help_page_of(tab) == "eis"
    assert help_page_of(window.tree.view) == "projects"
    window.tree.view.setFocus()
    keys("F1", window.tree.view)
    assert window.help.isVisible()
    assert window.help.page == "projects"


# -- across the project ----------------------------------------------------------------------------------------------


def test_the_example_opens_with_its_first_spectrum(window, settled, qtbot):
    assert example_files()
    window.actions_by_name["file.example"].trigger()
    qtbot.waitUntil(lambda: bool(window.document.project.samples), timeout=30_000)
    assert len(window.tree.shown_ids()) == 1
    assert window.document.project.analyses


def test_a_second_analysis_stands_beside_the_first(window):
    window.document.push("Study", study(window.document.project, window.document.store))
    measurement = next(window.document.project.measurements())
    first = Analysis(new_id(), measurement.name, "eis", (measurement.id,), model="R(RQ)Q")
    window.document.apply("Analyse", edits.add_analysis, first)
    window.tree.select([measurement.id])
    window.actions_by_name["analysis.duplicate"].trigger()
    second = window.document.project.analyses[-1]
    assert (second.model, second.sources, second.name) == ("R(RQ)Q", (measurement.id,), f"{measurement.name} (2)")
    assert window.tree.selected_ids() == (second.id,)


def test_samples_are_copied_from_another_project(window, ask, settled, tmp_path):
    window.document.push("Study", study(window.document.project, window.document.store))
    file = tmp_path / "other.naglass"
    ask.answers = [file]
    window.files.save()
    settled()
    window.files.new()

    def untick_the_first(dialog) -> bool:
        dialog.list.item(0).setCheckState(Qt.CheckState.Unchecked)
        return True

    ask.answers = [file, untick_the_first]
    window.actions_by_name["file.adopt"].trigger()
    settled()
    assert [s.name for s in window.document.project.samples] == ["NTC, 4 h"]
    assert window.document.stack.undoText() == "Copy NTC, 4 h from other.naglass"
    assert window.files.path is None


def test_a_figure_is_printed_at_its_true_size(window, ask, settled, tmp_path):
    from naglass_gui.ui.printing import print_picture

    picture = QImage(600, 300, QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.black)
    path = tmp_path / "figure.png"
    picture.save(str(path))
    paper = tmp_path / "paper.pdf"

    def to_a_file(dialog) -> bool:
        dialog.printer().setOutputFileName(str(paper))
        return True

    ask.answers = [to_a_file]
    print_picture(path.read_bytes(), 600, "Nyquist of LPSCl", window.services, window)
    assert paper.read_bytes().startswith(b"%PDF")
    assert window.messages.text == "Nyquist of LPSCl was sent to the printer."


def test_the_messages_and_the_about_box_open(window, ask):
    opened = []
    ask.answers = [lambda d: opened.append(d.windowTitle()), lambda d: opened.append(d.windowTitle())]
    window.messages.show("one")
    window.actions_by_name["window.messages"].trigger()
    window.actions_by_name["help.about"].trigger()
    assert opened == ["Messages", "About NaGlass"]


def test_esc_ends_a_drag_first_and_then_the_jobs(window, keys, monkeypatch):
    ended = []
    window.document.push("Study", study(window.document.project, window.document.store))
    tab = window.current_tab()
    monkeypatch.setattr(tab, "cancel", lambda: ended.append("drag") or len(ended) == 1)
    monkeypatch.setattr(window.jobs, "cancel", lambda: ended.append("jobs"))
    window.tree.view.setFocus()
    keys("Esc", window.tree.view)
    assert ended == ["drag"]
    keys("Esc", window.tree.view)
    assert ended == ["drag", "drag", "jobs"]
