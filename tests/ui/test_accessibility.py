"""Everybody can use the program: every control by keyboard, named for screen readers, with a focus that is seen.

One window with every tab filled, and every dialog over it, are walked through as a person with the Tab key walks.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections import Counter
from collections.abc import Callable, Iterator
from html import escape
from pathlib import Path
from typing import Any
from weakref import WeakSet

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QColor, QImage, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDialog,
    QFocusFrame,
    QFrame,
    QHeaderView,
    QLabel,
    QLineEdit,
    QScrollBar,
    QTabBar,
    QTextBrowser,
    QTextEdit,
    QWidget,
)

import naglass_gui.ui
from naglass_gui.ui import theme
from naglass_gui.ui.actions import COMMANDS
from naglass_gui.ui.contrast import TEXT, ink
from naglass_gui.ui.help_pages import page_html
from naglass_gui.ui.help_tables import fills
from naglass_gui.ui.main_window import MainWindow
from naglass_gui.ui.panels.result_label import ResultLabel
from naglass_gui.ui.panels.warnings_panel import RANK_WORDS
from naglass_gui.ui.plots.canvas import Canvas
from naglass_gui.ui.plots.heat import heat
from naglass_gui.ui.plots.keyboard import KEYS
from naglass_gui.ui.reading_order import bring_into_sight, reading_order
from naglass_gui.ui.services import Remedy
from naglass_gui.ui.stylesheet import style_sheet
from naglass_gui.ui.tabs import TABS
from naglass_gui.ui.theme import DARK, LIGHT
from tests.ui.every_dialog import DIALOGS, exported
from tests.ui.filled import closed, filled_window

CONTROLS = (
    QAbstractButton, QLineEdit, QComboBox, QAbstractSpinBox, QAbstractItemView, QAbstractSlider, QTextEdit, QTabBar, Canvas,
)  # fmt: skip
FEWEST = 24  # pixels that change where the focus comes
ROOT = Path(__file__).resolve().parents[2]
HELP = ROOT / "naglass_gui" / "resources" / "help"
LOOKED_AT: WeakSet[QWidget] = WeakSet()
CLEAR = 3.0  # contrast of a pixel before and after, WCAG 2.2, 1.4.11


@pytest.fixture(scope="module")
def whole(qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Iterator[MainWindow]:
    """The real window with something fitted in every tab, one for all tests of this file."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NAGLASS_HOME", str(tmp_path_factory.mktemp("home")))
        made = filled_window()
        yield made
        closed(made)


@pytest.fixture
def window(whole: MainWindow) -> MainWindow:
    """It, in front."""
    whole.activateWindow()
    QApplication.processEvents()
    return whole


# -- states of the window ----------------------------------------------------------------------------------------------


def tab(technique: str) -> Callable[[MainWindow], None]:
    number = [entry.technique for entry in TABS].index(technique)
    return lambda window: window.show_tab(number)


def mode(name: str) -> Callable[[MainWindow], None]:
    def begin(window: MainWindow) -> None:
        tab("nmr")(window)
        nmr: Any = window.tabs.current
        nmr.modes_card.buttons[name].click()

    return begin


def eis_with_everything(window: MainWindow) -> None:
    tab("eis")(window)
    eis: Any = window.tabs.current
    eis.check_data()
    eis.show_relaxation()
    eis.suggest()


STATES: dict[str, Callable[[MainWindow], None]] = {
    "welcome": lambda window: window.show_welcome(),
    **{entry.title: tab(entry.technique) for entry in TABS},
    "NMR, phase": mode("Phase"),
    "NMR, baseline": mode("Baseline"),
    "NMR, reference": mode("Reference"),
    "EIS with check, relaxation times and suggestions": eis_with_everything,
}


# -- dialogs -----------------------------------------------------------------------------------------------------------


def test_every_dialog_of_the_program_is_walked_through_here():
    known = set()
    for found in pkgutil.walk_packages(naglass_gui.ui.__path__, "naglass_gui.ui."):
        module = importlib.import_module(found.name)
        own = [c for c in vars(module).values() if isinstance(c, type) and c.__module__ == module.__name__]
        known |= {c.__name__ for c in own if issubclass(c, QDialog)}
    assert known - {"FormDialog"} == set(DIALOGS)


# -- the walk ----------------------------------------------------------------------------------------------------------


def focusable(root: QWidget) -> list[QWidget]:
    """Everything that Tab should reach, in no order."""
    below = [w for w in root.findChildren(QWidget) if w.window() is root and w.isVisible() and w.isEnabled()]
    return [w for w in below if w.focusPolicy() & Qt.FocusPolicy.TabFocus and w.focusProxy() is None]


def walk(root: QWidget) -> list[QWidget]:
    """The widgets in the order of the Tab key, from where the focus is, until it comes round or stays."""
    chain: list[QWidget] = []
    here = QApplication.focusWidget()
    while here is not None and (here not in chain or (here is chain[-1] and links(here))):
        shown = here.viewport() if isinstance(here, QAbstractScrollArea) else here
        if shown.visibleRegion().isEmpty():  # below a card that just took another height
            QApplication.processEvents()
        assert not shown.visibleRegion().isEmpty(), f"{words(here)} has the focus and is out of sight"
        if here not in chain:
            chain.append(here)
        QTest.keyClick(here, Qt.Key.Key_Tab)
        here = QApplication.focusWidget()
    assert here is not None and here is chain[0], f"Tab ends in {words(chain[-1])}"
    return chain


def links(widget: QWidget) -> bool:
    """Whether Tab first goes through the links of a text."""
    return isinstance(widget, QTextBrowser) and widget.textCursor().hasSelection()


def spoken(widget: QWidget) -> str:
    """What a screen reader says for a name: the name given, the words on it, or those of its label."""
    if isinstance(widget, QComboBox | QTabBar):  # Qt gives what is chosen in place of their names
        labels = [label.text() for label in widget.window().findChildren(QLabel) if label.buddy() is widget]
        return widget.accessibleName() or next(iter(labels), "")
    return str(QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name))


def context(widget: QWidget) -> str:
    """The names around a widget, from outside."""
    around, names = widget.parentWidget(), []
    while around is not None:
        if around.accessibleName():
            names.append(around.accessibleName())
        around = around.parentWidget()
    return " > ".join(reversed(names))


def words(widget: QWidget) -> str:
    return f"{type(widget).__name__} “{spoken(widget)}” in “{context(widget)}”"


def check_names(root: QWidget) -> None:
    """Every control has a name, in letters, and no two of one kind in one place have the same."""
    controls = [w for w in focusable(root) if isinstance(w, CONTROLS) and not isinstance(w, QScrollBar | QHeaderView)]
    assert controls
    assert [words(w) for w in controls if not any(c.isalnum() for c in spoken(w))] == []
    alike = Counter((context(w), spoken(w), type(w).__name__) for w in controls)
    assert [key for key, count in alike.items() if count > 1] == []


def check_walk(root: QWidget) -> list[QWidget]:
    """Tab reaches everything, comes round, and goes down the rows of every part."""
    chain = walk(root)
    assert [words(w) for w in focusable(root) if w not in chain] == []
    first = min(range(len(chain)), key=lambda k: _place(chain[k], root))
    ordered = chain[first:] + chain[:first]
    for one, other in zip(ordered, ordered[1:], strict=False):
        if one.parentWidget() is other.parentWidget():
            (top, left), (below, right) = _place(one, root), _place(other, root)
            assert below > top - 0.5 * other.height(), f"{words(other)} comes after {words(one)} and stands above it"
            same_row = abs(below + other.height() / 2 - top - one.height() / 2) < 0.25 * min(
                one.height(), other.height()
            )
            assert not same_row or right > left, f"{words(other)} comes after {words(one)} and stands left of it"
    return chain


def _place(widget: QWidget, root: QWidget) -> tuple[int, int]:
    place = widget.mapTo(root, QPoint(0, 0))
    return place.y(), place.x()


def picture(widget: QWidget) -> Any:
    """What is seen of a widget and right around it, (height, width, 3)."""
    root = widget.window()
    place = QRect(widget.mapTo(root, QPoint(0, 0)), widget.size()).adjusted(-3, -3, 3, 3) & root.rect()
    image = root.grab(place).toImage().convertToFormat(QImage.Format.Format_RGB32)
    rows = np.frombuffer(image.constBits(), dtype=np.uint8).reshape(image.height(), image.width(), 4)
    return rows[:, :, 2::-1].copy()


def luminance(picture: Any) -> Any:
    """Relative luminance of WCAG 2.2 of each pixel."""
    share = picture.astype(float) / 255
    linear = np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)
    return linear @ np.array([0.2126, 0.7152, 0.0722])


def seen(before: Any, after: Any) -> int:
    """How many pixels tell one picture from the other clearly."""
    if before.shape != after.shape:
        return before.size
    changed = np.any(before != after, axis=2)
    light = [luminance(p[changed]) + 0.05 for p in (before, after)]
    return int(np.sum(np.maximum(*light) / np.minimum(*light) >= CLEAR))


def check_focus(chain: list[QWidget]) -> None:
    """Where the focus is can be seen at the widget; what was looked at in another state is not looked at again."""
    unseen = []
    for widget in [w for w in chain if w not in LOOKED_AT]:
        LOOKED_AT.add(widget)
        bring_into_sight(widget)
        without = QApplication.focusWidget()
        if without is not None:
            without.clearFocus()
        before = picture(widget)
        widget.setFocus(Qt.FocusReason.TabFocusReason)
        count = seen(before, picture(widget))
        if count < FEWEST:
            unseen.append(f"{words(widget)}: {count} pixels")
    assert unseen == []


def check(root: QWidget) -> None:
    """All of it, in the window or dialog that is in front."""
    root.activateWindow()
    QApplication.processEvents()
    if QApplication.focusWidget() not in focusable(root):
        focusable(root)[0].setFocus(Qt.FocusReason.TabFocusReason)
    bring_into_sight(QApplication.focusWidget())  # scrolled away by the test before
    check_names(root)
    check_focus(check_walk(root))


@pytest.mark.parametrize("state", STATES)
def test_every_control_of_the_window_is_named_reached_by_tab_and_shows_the_focus(window, state, qtbot):
    STATES[state](window)
    qtbot.waitUntil(lambda: window.messages.graphicsEffect() is None)  # what it says has faded in
    check(window)


def test_messages_jobs_and_history_are_reached_too(window, qtbot):
    window.messages.show("a.DTA: the file is empty.", "error", [Remedy("Choose another file…", lambda: None)], "size 0")
    window.jobs_strip.begin(1, "Fitting")
    window.history.show()
    qtbot.waitUntil(lambda: window.messages.graphicsEffect() is None)  # it has faded in
    check(window)
    window.messages.clear()
    window.jobs_strip.end(1)
    window.history.hide()


@pytest.mark.parametrize("name", DIALOGS)
def test_every_control_of_a_dialog_is_named_reached_by_tab_and_shows_the_focus(window, name):
    dialog = DIALOGS[name](window)
    dialog.show()
    check(dialog)
    dialog.close()
    dialog.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def test_shift_tab_goes_the_same_way_back(window):
    STATES["EIS"](window)
    QApplication.processEvents()
    order = reading_order(window)
    order[3].setFocus()
    QTest.keyClick(order[3], Qt.Key.Key_Backtab)
    assert QApplication.focusWidget() is order[2]


def test_who_clicks_sees_no_ring(window, qtbot):
    STATES["EIS"](window)
    field = window.tree.search
    qtbot.mouseClick(field, Qt.MouseButton.LeftButton)
    assert not any(ring.isVisible() for ring in window.findChildren(QFocusFrame))
    window.tabs.current.column.pellet.thickness.setFocus()
    window.tabs.current.column.pellet.hide()  # takes the focus on to the next, which nobody asked for
    assert not any(ring.isVisible() for ring in window.findChildren(QFocusFrame))
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_Tab)
    assert any(ring.isVisible() for ring in window.findChildren(QFocusFrame))


# -- plots -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("entry", TABS, ids=lambda entry: entry.title)
def test_a_plot_says_what_it_shows_and_what_the_keys_do(window, entry):
    tab(entry.technique)(window)
    QApplication.processEvents()
    hints: list[str] = []
    window.tabs.hint.connect(hints.append)
    shown = [c for c in window.tabs.current.findChildren(Canvas) if c.isVisible()]
    assert shown
    for canvas in shown:
        canvas.clearFocus()
        canvas.setFocus(Qt.FocusReason.TabFocusReason)
        told = canvas.accessibleDescription()
        assert canvas.accessibleName()
        assert " shown: " in told and told[0].isdigit()
        assert all(plot.bottom.label_text() in told and plot.left.label_text() in told for plot in canvas.plots)
        results = [result.text() for result in window.tabs.current.findChildren(ResultLabel) if result.isVisible()]
        assert all(result in told for result in results)
        assert results or "±" in told
        assert "Space" in hints[-1]
    window.tabs.hint.disconnect(hints.append)


def test_the_words_of_a_spectrum_hold_its_name_its_axes_and_the_conductivity(window):
    tab("eis")(window)
    eis: Any = window.tabs.current
    told = eis.in_words(eis.plots.canvases[0])
    assert told.startswith("4 shown: EIS cold, EIS, EIS warm")
    assert "Re Z / Ω from " in told and "−Im Z / Ω from " in told
    assert "mS cm⁻¹" in told


# -- contrast ----------------------------------------------------------------------------------------------------------


def contrast(first: str, second: str) -> float:
    """The contrast ratio of WCAG 2.2, 1.4.3."""
    colours = np.array([[QColor(c).red(), QColor(c).green(), QColor(c).blue()] for c in (first, second)])
    low, high = sorted(luminance(colours) + 0.05)
    return float(high / low)


@pytest.mark.parametrize("t", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("ink_", "paper"),
    [
        ("text", "background"), ("text", "panel"), ("text", "accent_wash"), ("text", "warning_wash"),
        ("muted", "background"), ("muted", "panel"), ("muted", "accent_wash"),
        ("accent", "background"), ("accent", "panel"), ("accent", "accent_wash"), ("panel", "accent"),
        ("good", "background"), ("good", "panel"), ("warning", "background"), ("warning", "panel"),
        ("warning", "warning_wash"), ("error", "background"), ("error", "panel"), ("error", "warning_wash"),
    ],
)  # fmt: skip
def test_text_can_be_read_on_what_lies_behind_it(t, ink_, paper):
    assert contrast(getattr(t, ink_), getattr(t, paper)) >= 4.5


@pytest.mark.parametrize("t", [LIGHT, DARK], ids=["light", "dark"])
def test_the_style_sheet_pairs_no_other_text_with_a_ground(t):
    """What is disabled is left out: WCAG 2.2, 1.4.3 exempts it."""
    weak = []
    for selector, body in re.findall(r"([^{}]+)\{([^{}]*)\}", style_sheet(t, None)):
        ink_ = re.search(r"(?<![-\w])color:\s*(#\w{6})", body)
        ground = re.search(r"(?<![-\w])background:\s*(#\w{6})", body)
        grounds = [ground.group(1)] if ground else [t.background, t.panel]
        if ink_ and ":disabled" not in selector and min(contrast(ink_.group(1), g) for g in grounds) < 4.5:
            weak.append((selector.strip(), ink_.group(1), grounds))
    assert weak == []


@pytest.mark.parametrize("t", [LIGHT, DARK], ids=["light", "dark"])
def test_curves_points_and_handles_stand_out_from_the_card(t):
    theme.use(t)
    series = [heat(share) for share in np.linspace(0, 1, 11)]
    drawn = [ink(colour) for colour in (*t.components, t.data, t.fit, t.residual, t.accent, *series)]
    words_ = [ink(colour, TEXT) for colour in (*t.components, *series)]
    theme.use(LIGHT)
    assert min(contrast(colour, t.panel) for colour in drawn) >= 3.0
    assert min(contrast(colour, t.panel) for colour in words_) >= 4.5


@pytest.mark.parametrize("t", [LIGHT, DARK], ids=["light", "dark"])
def test_components_stay_apart_when_they_are_made_to_stand_out(t):
    theme.use(t)
    hues = [QColor(ink(colour)).name() for colour in t.components]
    theme.use(LIGHT)
    assert len(set(hues)) == len(hues)


def test_what_is_said_by_colour_is_said_by_words_as_well(window):
    window.messages.show("a.DTA: the file is empty.", "error")
    assert window.messages._mark.accessibleName() == "error"
    window.messages.clear()
    tab("eis")(window)
    notices = [f for f in window.tabs.current.findChildren(QFrame) if f.property("notice") and f.isVisible()]
    assert notices
    for notice in notices:
        assert (
            notice.findChildren(QLabel)[0].text().removeprefix("* ").startswith(RANK_WORDS[notice.property("notice")])
        )


# -- what the help says of the keys ------------------------------------------------------------------------------------


def test_the_help_lists_the_keys_of_plots_and_of_every_command(window):
    page = page_html("gestures", LIGHT, fills(window.actions_by_name))
    for keys, _ in KEYS:
        assert escape(keys) in page
    for command in COMMANDS:
        assert all(native(key) in page for key in command.shortcuts), command.name


@pytest.mark.parametrize("text", [ROOT / "README.md", *sorted(HELP.glob("*.html"))], ids=lambda text: text.stem)
def test_every_key_that_is_named_is_one_of_a_command(text):
    known = {key for command in COMMANDS for key in command.shortcuts} | {f"Ctrl+{n}" for n in range(10)}
    named = set(re.findall(r"\b(?:Ctrl\+(?:Shift\+)?[A-Z0-9]|F\d{1,2})\b", text.read_text(encoding="utf-8")))
    assert named - known == set()


def native(key: str) -> str:
    return escape(QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText))


def test_the_focus_shows_in_the_dark_as_well(window):
    """On the dialog with the most kinds of controls: to dress the whole window anew takes seconds."""
    theme.use(DARK)
    dialog = exported(window)
    dialog.setStyleSheet(style_sheet(DARK, None))
    dialog.show()
    check(dialog)
    theme.use(LIGHT)
    dialog.close()
    dialog.deleteLater()
