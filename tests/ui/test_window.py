"""The window: what it shows of the document, and what comes back at the next start."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint
from PySide6.QtWidgets import QAbstractButton, QAbstractScrollArea, QApplication, QLabel, QToolButton, QWidget

from naglass_gui.core import edits
from naglass_gui.core.project import Sample, new_id
from naglass_gui.ui import theme
from naglass_gui.ui.elided_label import ElidedLabel
from naglass_gui.ui.services import Remedy
from naglass_gui.ui.settings import Settings
from naglass_gui.ui.tab_host import TabBar
from tests.ui.spectra import study

TEN = ("EIS", "Arrhenius", "DC polarization", "NMR", "T1 and BPP", "XRD", "Raman", "SEM-EDS", "Stability", "Compare")


def add_sample(window, name: str) -> None:
    window.document.apply(f"Add sample {name}", edits.add_sample, Sample(new_id(), name))


def test_the_first_thing_shown_is_the_welcome_page(window):
    assert window.pages.currentWidget() is window.welcome
    assert window.windowTitle() == "Untitled[*] – NaGlass"
    assert not window.isWindowModified()


def test_an_edit_shows_the_change_marker_and_undo_takes_it_away(window, keys):
    add_sample(window, "NTOC-4")
    assert window.isWindowModified()
    keys("Ctrl+Z", window)
    assert not window.isWindowModified()
    assert window.document.project.samples == ()
    keys("Ctrl+Shift+Z", window)
    assert window.isWindowModified()
    assert window.document.project.samples[0].name == "NTOC-4"


def test_undo_and_redo_are_named(window):
    undo, redo = window.actions_by_name["edit.undo"], window.actions_by_name["edit.redo"]
    assert (undo.text(), undo.isEnabled()) == ("Undo", False)
    add_sample(window, "NTOC-4")
    assert undo.text() == "Undo add sample NTOC-4"
    assert "Ctrl+Z" in undo.toolTip()
    window.document.stack.undo()
    assert redo.text() == "Redo add sample NTOC-4"
    assert not undo.isEnabled()


def test_making_a_tab_opens_no_window_of_its_own(window, qtbot):
    shown = []

    class Watch(QObject):
        def eventFilter(self, watched, event):
            if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
                shown.append(watched)
            return False

    watch = Watch()
    QApplication.instance().installEventFilter(watch)
    window.document.push("Study", study(window.document.project, window.document.store))
    window.show_tabs()
    QApplication.processEvents()
    QApplication.instance().removeEventFilter(watch)
    assert shown == []


def test_the_history_panel_lists_the_steps_and_goes_back_to_one(window):
    window.actions_by_name["edit.history"].trigger()
    add_sample(window, "a")
    add_sample(window, "b")
    assert window.history.isVisible()
    model = window.history.view.model()
    assert [model.index(row, 0).data() for row in range(model.rowCount())] == [
        "As opened",
        "Add sample a",
        "Add sample b",
    ]
    window.history.view.setCurrentIndex(model.index(1, 0))
    assert [s.name for s in window.document.project.samples] == ["a"]


def test_closing_asks_only_when_something_is_unsaved(window, ask):
    add_sample(window, "a")
    ask.answers = ["Cancel"]
    window.close()
    assert window.isVisible()
    assert ask.asked == ["Save the changes to this project?"]
    ask.answers = ["Don’t save"]
    window.close()
    assert not window.isVisible()


def test_an_unchanged_project_closes_without_a_question(window, ask):
    window.close()
    assert ask.asked == []
    assert not window.isVisible()


def test_the_layout_comes_back(make_window):
    first = make_window()
    first.resize(900, 720)  # the offscreen display is no larger
    first.splitter.setSizes([330, 850])
    first.actions_by_name["edit.history"].trigger()
    first.close()
    second = make_window()
    assert (second.width(), second.height()) == (900, 720)
    assert second.splitter.sizes()[0] == pytest.approx(330, abs=4)
    assert not second.history.isHidden()
    assert second.actions_by_name["edit.history"].isChecked()


def test_a_broken_settings_file_does_not_keep_the_window_from_starting(home, make_window):
    folder = home / "config"
    folder.mkdir(parents=True)
    (folder / "naglass.ini").write_bytes(
        b'[window]\ngeometry=!!\nsplitter="x"\n[look]\ntheme=17\n[files]\nrecent="{"\n\xff'
    )
    window = make_window()
    assert window.isVisible()
    assert window.settings.theme == "light"
    assert window.settings.recent == ()


def test_the_theme_can_be_chosen_and_comes_back(window):
    window.actions_by_name["view.theme.dark"].trigger()
    assert theme.tokens() is theme.DARK
    assert theme.DARK.background.lower() in window.styleSheet().lower()
    assert window.actions_by_name["view.theme.dark"].isChecked()
    assert not window.actions_by_name["view.theme.light"].isChecked()
    assert Settings().theme == "dark"
    window.actions_by_name["view.theme.light"].trigger()
    assert theme.tokens() is theme.LIGHT


def test_the_toolbar_has_one_primary_button_that_names_its_key(window):
    buttons = [b for b in window.findChildren(QToolButton) if b.objectName() == "primary"]
    assert [b.text() for b in buttons] == ["Fit  F5"]
    window.actions_by_name.use_shortcuts({"analysis.fit": "Ctrl+G"})
    assert buttons[0].text() == "Fit  Ctrl+G"


@pytest.mark.parametrize("width", [300, 500, 760, 1100])
def test_the_tab_bar_never_clips_a_name_without_saying_so(qtbot, width):
    bar = TabBar()
    qtbot.addWidget(bar)
    for name in TEN:
        bar.addTab(name)
    bar.resize(width, bar.sizeHint().height())
    bar.show()
    last = bar.tabRect(bar.count() - 1)
    arrows = [b for b in bar.findChildren(QToolButton) if b.isVisible()]
    # Either everything is inside, shortened with an ellipsis where it must be, or there are arrows to scroll by.
    assert last.right() <= width or len(arrows) == 2
    for index in range(bar.count()):
        assert bar.tabRect(index).width() >= min(56, bar.tabSizeHint(index).width())


def test_ctrl_and_a_figure_bring_a_tab_to_the_front(window, keys):
    keys("Ctrl+1", window)
    assert window.pages.currentWidget() is window.tabs


def clipped(root: QWidget) -> list[str]:
    """Buttons and labels whose text does not fit, and widgets that stick out of what holds them."""
    found = []
    for widget in root.findChildren(QWidget):
        if not widget.isVisible():
            continue
        elides = isinstance(widget, ElidedLabel) or (isinstance(widget, QLabel) and widget.wordWrap())
        if isinstance(widget, QAbstractButton | QLabel) and widget.text() and not elides:
            wanted = widget.minimumSizeHint()
            if widget.width() < wanted.width() - 1 or widget.height() < wanted.height() - 1:
                found.append(f"{type(widget).__name__} “{widget.text()}”: {widget.size()} < {wanted}")
        if (
            isinstance(widget, QLabel)
            and widget.wordWrap()
            and widget.height() < widget.heightForWidth(widget.width()) - 1
        ):
            found.append(f"the lines of “{widget.text()}”")
        holder = widget.parentWidget()
        in_scroll_area = isinstance(holder.parentWidget(), QAbstractScrollArea)
        placed = not in_scroll_area and not widget.isWindow() and holder is not root and widget.rect().isValid()
        if placed and not holder.rect().adjusted(-1, -1, 1, 1).contains(widget.geometry()):
            found.append(f"{type(widget).__name__} {widget.objectName()} {widget.geometry()} outside {holder.rect()}")
    return found


def test_a_text_without_room_is_found(qtbot):
    holder = QWidget()
    qtbot.addWidget(holder)
    label = QLabel("conductivity", holder)
    label.setGeometry(0, 0, 20, 20)
    holder.show()
    assert len(clipped(holder)) == 1


@pytest.mark.parametrize("size", [(1100, 700), (1440, 900)], ids=str)
def test_nothing_is_clipped(window, size):
    window.document.push("Study", study(window.document.project, window.document.store))
    window.tree.select([next(window.document.project.measurements()).id])
    window.actions_by_name["edit.history"].trigger()
    window.messages.show("14 points below 3 Hz are outside the region.", "warning", [Remedy("Show", lambda: None)], "x")
    window.resize(*size)
    for _ in range(20):
        QApplication.processEvents()
    assert clipped(window) == []
    window.show_welcome()
    QApplication.processEvents()
    assert clipped(window) == []


def test_nothing_is_wider_than_the_smallest_window(window):
    window.document.push("Study", study(window.document.project, window.document.store))
    window.tree.select([next(window.document.project.measurements()).id])
    window.messages.show("A sentence that is a good deal longer than the strip is wide, " * 4, "warning")
    window.status.show_hint("drag: move   Shift-drag: fit region   " * 8)
    window.resize(1100, 700)
    QApplication.processEvents()
    assert (window.width(), window.height()) == (1100, 700)
    for widget in (window.tree, window.tabs, window.messages, window.status):
        corner = widget.mapTo(window, QPoint(widget.width(), widget.height()))
        assert corner.x() <= 1100
        assert corner.y() <= 700
