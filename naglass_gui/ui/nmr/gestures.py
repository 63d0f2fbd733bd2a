"""From gestures on the spectrum and wishes of the panels to steps of the document."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint

from naglass_gui.core.project import Analysis, Id
from naglass_gui.techniques.nmr.components import number_of
from naglass_gui.techniques.nmr.sidebands import sidebands_of_remedy
from naglass_gui.ui.nmr import words
from naglass_gui.ui.nmr.menus import line_menu, plot_menu
from naglass_gui.ui.plots.component_handles import Pull
from naglass_gui.ui.plots.gesture import Click, Turn
from naglass_gui.ui.tabs import wiring

if TYPE_CHECKING:
    from naglass_gui.ui.tabs.nmr import NmrTab

WIDTH_A_NOTCH = 1.06
MIXING_A_NOTCH = 0.04
_CORRECTIONS = "derive_corrections"


class Gestures(QObject):
    """Connects the plots and panels of an NMR tab to its edits."""

    def __init__(self, tab: NmrTab) -> None:
        super().__init__(tab)
        self._tab = tab
        self._grip_hint = ""
        self._connect_plots()
        self._connect_column()

    def _connect_plots(self) -> None:
        plots, editing, handles = self._tab.plots, self._tab.editing, self._tab.plots.handles
        plots.hinted.connect(self._hover_grip)
        plots.pointed.connect(self._point)
        plots.region_drawn.connect(self._draw_region)
        plots.bands.moving.connect(
            lambda id, low, high: self._tab.on_analysis(editing.move_region, id, low, high, True)
        )
        plots.bands.moved.connect(
            lambda id, low, high: self._tab.on_analysis(editing.move_region, id, low, high, False)
        )
        plots.bands.cancelled.connect(editing.give_up)
        plots.bands.removal_wanted.connect(lambda id: self._tab.on_analysis(editing.remove_region, id))
        plots.bands.menu_wanted.connect(lambda id, click: self._open_plot_menu(click, id))
        plots.boxing.boxed.connect(self._mask)
        view = plots.spectrum.view
        view.clicked.connect(lambda click: self._tab.selection.choose(None))
        view.double_clicked.connect(self._add_line)
        view.menu_wanted.connect(lambda click: self._open_plot_menu(click, None))
        view.turned.connect(self._turn)
        handles.moving.connect(lambda id, pull: self._tab.on_analysis(editing.pull, id, pull, self._place))
        handles.moved.connect(lambda id, pull: self._tab.on_analysis(editing.settle, id, pull, self._place))
        handles.nudged.connect(lambda id, pull: self._tab.on_analysis(editing.turn, id, pull, self._place))
        handles.cancelled.connect(editing.give_up)
        handles.removal_wanted.connect(lambda id: self._tab.on_analysis(editing.remove_line, id))
        plots.stack.picked.connect(self._tab.make_current)
        handles.menu_wanted.connect(lambda id, click: self._open_line_menu(id, click.screen))
        self._tab.selection.changed.connect(self._follow_handle)

    def _connect_column(self) -> None:
        column, editing = self._tab.column, self._tab.editing
        column.lines.selected.connect(self._choose)
        column.lines.renamed.connect(
            lambda id, name: self._tab.on_analysis(editing.change_line, f"Call a line {name}", id, name=name)
        )
        column.lines.removal_requested.connect(lambda id: self._tab.on_analysis(editing.remove_line, id))
        column.lines.menu_wanted.connect(self._open_line_menu)
        column.parameters.selected.connect(self._choose_parameter)
        wiring.connect_parameters(self._tab, column.parameters)
        wiring.connect_options(self._tab, column.options)
        self._tab.measured.nucleus_edited.connect(self._tab.set_nucleus)
        self._tab.measured.frequency_edited.connect(self._tab.set_frequency)
        self._tab.measured.chosen.connect(lambda id: self._tab.services.select([id]))
        column.amounts.edited.connect(self._set_amount)
        column.amounts.corrected.connect(lambda what, on: self._tab.on_analysis(self._correct, what, on))
        column.amounts.sized.connect(self._size)
        wiring.connect_fits(self._tab, column.fits)
        wiring.connect_warnings(
            self._tab, column.warnings, {"correct": self._correct, "sidebands": self._add_sidebands}
        )

    @property
    def _place(self) -> int:
        """Which spectrum of a joint analysis is dragged on."""
        return self._tab.current.place if self._tab.current is not None else 1

    # -- pointer ---------------------------------------------------------------------------------------------------

    def _point(self, place: tuple[float, float] | None) -> None:
        signal = self._tab.current.signal if self._tab.current is not None else None
        self._tab.reading.emit(words.reading(signal, *place) if place is not None and signal is not None else "")
        if signal is not None:
            self._tab.hint.emit(self._grip_hint or self._tab.plot_hint)

    def _hover_grip(self, hint: str) -> None:
        self._grip_hint = hint
        self._tab.hint.emit(hint or self._tab.plot_hint)

    # -- lines -----------------------------------------------------------------------------------------------------

    def _add_line(self, click: Click) -> None:
        if self._tab.modes.active is None:
            self._tab.add_line_at(click.position)

    def _add_sidebands(self, analysis: Analysis, words: str) -> bool:
        """The sidebands of a note; a fit follows."""
        signal, found = self._tab.current.signal if self._tab.current is not None else None, sidebands_of_remedy(words)
        lines = [c.id for c in analysis.components if number_of(c) in found.lines]
        if signal is None or not lines:
            return False
        return self._tab.editing.add_sidebands(analysis, lines, found.orders, found.rate, signal.larmor)

    def _choose(self, id: Id) -> None:
        if id:
            self._tab.plots.handles.choose(id)

    def _choose_parameter(self, name: str) -> None:
        components = self._tab.analysis.components if self._tab.analysis is not None else ()
        self._choose(next((c.id for c in components if any(p.name == name for p in c.parameters)), ""))

    def _follow_handle(self) -> None:
        id = self._tab.plots.handles.selected
        self._tab.column.lines.highlight(id)
        line = next((c for c in self._tab.analysis.components if c.id == id), None) if self._tab.analysis else None
        if line is not None:
            self._tab.column.parameters.highlight(line.parameters[0].name)

    def _turn(self, turn: Turn) -> None:
        id = self._tab.plots.handles.selected
        if not id:
            self._tab.services.messages.show(
                "Click the handle of a line first; then Ctrl and the wheel change its width."
            )
            return
        pull = Pull(mixing=MIXING_A_NOTCH * turn.notches) if turn.shift else Pull(width=WIDTH_A_NOTCH**turn.notches)
        self._tab.on_analysis(self._tab.editing.turn, id, pull, self._place)

    # -- regions ---------------------------------------------------------------------------------------------------

    def _draw_region(self, phase: str, low: float, high: float) -> None:
        if phase == "finish" and math.isfinite(low) and low < high:
            self._tab.on_analysis(self._tab.editing.add_region, low, high)

    def _mask(self, places: tuple[int, ...]) -> None:
        current = self._tab.current
        if current is None or current.signal is None:
            return
        if current.joint:
            self._tab.services.messages.show("In a joint fit no single points are left out: use regions.", "warning")
            return
        rows = current.signal.rows[list(places)]
        self._tab.on_analysis(self._tab.editing.toggle_masks, tuple(int(row) for row in rows))

    # -- menus -----------------------------------------------------------------------------------------------------

    def _open_line_menu(self, id: Id, place: QPoint) -> None:
        analysis = self._tab.analysis
        line = next((c for c in analysis.components if c.id == id), None) if analysis is not None else None
        if analysis is not None and line is not None:
            line_menu(self._tab, analysis, line).popup(place)

    def _open_plot_menu(self, click: Click, region: Id | None) -> None:
        if self._tab.modes.active is not None:
            return
        if region is None:
            band = self._tab.plots.bands.at(self._tab.plots.spectrum.view.mapping().data_x(click.position.x()))
            region = band.id if band is not None else None
        plot_menu(self._tab, click.position, region).popup(click.screen)

    # -- amounts ---------------------------------------------------------------------------------------------------

    def _size(self, text: str, sizes: dict[str, object], live: bool) -> None:
        if self._tab.measurement is not None:
            self._tab.editing.sizes(self._tab.measurement, text, sizes, live)

    def _set_amount(self, text: str, name: str, value: object) -> None:
        self._tab.on_analysis(self._tab.editing.option, text, name, value)

    def _correct(self, analysis: Analysis, what: str, on: bool = True) -> None:
        others = [c for c in analysis.option(_CORRECTIONS, ()) if c != what]
        text = f"Correct for {what}" if on else f"Do not correct for {what}"
        self._tab.editing.option(analysis, text, _CORRECTIONS, tuple([*others, what] if on else others))
