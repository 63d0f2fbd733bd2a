"""How the NMR tab shows spectra: side by side or not, normalised, marked, zoomed. Kept between sessions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QMenu

from naglass_gui.ui.deeds import Deed, fill_menu
from naglass_gui.ui.nmr.arrangement import COLOURS, NORMS, WAYS, Arrangement, can_be_normalised

if TYPE_CHECKING:
    from naglass_gui.ui.tabs.nmr import NmrTab

KEY = "nmr/view"
SHIFTS, SIDEBANDS = "Shifts of the tops", "Spinning sidebands"


class ViewMenu(QObject):
    """The menu "View" below the plots."""

    def __init__(self, tab: NmrTab) -> None:
        super().__init__(tab)
        self._tab = tab
        self._settings = tab.services.settings
        self._restore()
        self.button, self.menu = tab.foot.add_menu("View", "Several spectra, marks, and where to zoom")
        self.menu.aboutToShow.connect(self.fill)
        back = QShortcut(QKeySequence("Z"), tab.plots, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        back.activated.connect(tab.plots.zooming.back)

    def fill(self) -> QMenu:
        """Make the entries as they are now."""
        fill_menu(self.menu, self.parts())
        return self.menu

    def parts(self) -> Sequence[Sequence[Deed | tuple[str, Sequence[Deed]]]]:
        """The entries, by part."""
        tab, plots = self._tab, self._tab.plots
        chosen, stack = plots.stack.chosen, plots.stack
        signal = tab.current.signal if tab.current is not None else None
        rate = signal.mas_rate if signal is not None else None

        def arrange(**changes: Any) -> None:
            self._arrange(replace(chosen, **changes))

        ways = [
            Deed(text, partial(arrange, way=way), lambda: stack.several, checked=chosen.way == way)
            for way, text in WAYS.items()
        ]
        norms = [
            Deed(
                text,
                partial(arrange, norm=norm),
                partial(can_be_normalised, tab.showing.items, norm),
                chosen.norm == norm,
            )
            for norm, text in NORMS.items()
        ]
        colours = [
            Deed(text, partial(arrange, colours=by), checked=chosen.colours == by) for by, text in COLOURS.items()
        ]
        marks = [
            Deed(SHIFTS, partial(self._mark, "shifts"), checked=plots.marks.shifts),
            Deed(
                SIDEBANDS if rate else f"{SIDEBANDS}: the spinning rate is not known",
                partial(self._mark, "sidebands"),
                lambda: rate,
                checked=plots.marks.sidebands,
            ),
        ]
        zoom = [
            Deed("Signals", plots.first_look),
            Deed("Whole spectrum\tA", tab.show_everything),
            Deed("Back to the view before\tZ", plots.zooming.back, lambda: plots.zooming.can_go_back),
        ]
        even = Deed("Even distances", partial(arrange, alone={}), lambda: chosen.alone)
        return [ways, [("Normalise", norms), ("Colours", colours), even], marks, zoom]

    # -- inside ----------------------------------------------------------------------------------------------------

    def _arrange(self, chosen: Arrangement) -> None:
        plots = self._tab.plots
        way = plots.stack.chosen.way
        plots.stack.arrange(chosen)
        self._keep()
        if chosen.way != way:
            plots.first_look()
            self._tab.redraw_now()

    def _mark(self, name: str) -> None:
        marks = self._tab.plots.marks
        setattr(marks, name, not getattr(marks, name))
        self._tab.plots.show_marks()
        self._keep()

    def _keep(self) -> None:
        plots = self._tab.plots
        chosen = plots.stack.chosen
        kept = {"way": chosen.way, "norm": chosen.norm, "colours": chosen.colours}
        self._settings.set(KEY, kept | {"shifts": plots.marks.shifts, "sidebands": plots.marks.sidebands})

    def _restore(self) -> None:
        """As it was left; what an older version wrote and is not known any more is left out."""
        plots, kept = self._tab.plots, self._settings.get(KEY, {})
        if not isinstance(kept, dict):
            return
        known: dict[str, dict[Any, str]] = {"way": WAYS, "norm": NORMS, "colours": COLOURS}
        changes = {name: kept[name] for name, words in known.items() if kept.get(name) in words}
        plots.stack.chosen = replace(plots.stack.chosen, **changes)
        plots.marks.shifts = kept.get("shifts") is True
        plots.marks.sidebands = kept.get("sidebands") is True
