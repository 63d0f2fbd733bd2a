"""Tab goes through a window as one reads it: from above, row by row, and within a part before the next part."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

# A window's property: the person goes through it by keys. Qt's own mark for it falls with every focus the program gives.
BY_KEYS = "by_keys"


def reading_order(root: QWidget) -> list[QWidget]:
    """Every widget below `root` that Tab can reach now, in the order in which one reads them.

    Qt goes through widgets in the order in which they were made, which is another one where fields and buttons come and go.
    """
    found: list[QWidget] = []
    for child in _in_rows(root):
        if _takes_tab(child):
            found.append(child)
        found += reading_order(child)
    return found


def move_focus(root: QWidget, forward: bool) -> bool:
    """Give the focus to the next or the one before, round the ends; False where nothing else can have it.

    Qt asks for this, too, where what had the focus is hidden or disabled: then nobody has begun to go by keys.
    """
    order = reading_order(root)
    if not order:
        return False
    here = QApplication.focusWidget()
    gone = here is not None and not (here.isVisible() and here.isEnabled())
    step = 1 if forward else -1
    place = order.index(here) + step if here in order else min(step, 0)
    reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
    wanted = order[place % len(order)]
    if not gone:
        root.window().setProperty(BY_KEYS, True)
    wanted.setFocus(reason)
    bring_into_sight(wanted)
    return wanted is not here


def bring_into_sight(widget: QWidget) -> None:
    """Scroll to a widget, in whatever it lies."""
    around = widget.parentWidget()
    while around is not None:
        if isinstance(around, QScrollArea):
            around.ensureWidgetVisible(widget)
        around = around.parentWidget()


def _takes_tab(widget: QWidget) -> bool:
    """As Qt decides it: one with a proxy is reached by way of that one."""
    return bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus) and widget.focusProxy() is None and widget.isEnabled()


def _in_rows(root: QWidget) -> list[QWidget]:
    """The visible children: row below row, each from the left. What lies beside each other for the most part is a row."""
    children = root.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
    seen = [c for c in children if c.isVisible() and not c.isWindow()]
    if len(seen) < 2:
        return seen
    seen.sort(key=lambda c: c.y())
    ordered: list[QWidget] = []
    row: list[QWidget] = []
    top = bottom = 0
    for child in seen:
        overlap = min(bottom, child.y() + child.height()) - max(top, child.y())
        if row and overlap <= 0.5 * min(bottom - top, child.height()):
            ordered += sorted(row, key=lambda c: c.x())
            row = []
        if not row:
            top, bottom = child.y(), child.y() + child.height()
        row.append(child)
        bottom = max(bottom, child.y() + child.height())
    return ordered + sorted(row, key=lambda c: c.x())
