"""From gestures on the plots to steps of the document: the wiring between what is pointed at and what it means."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu

from naglass_gui.core import edits
from naglass_gui.core.project import Analysis
from naglass_gui.techniques.eis.editing import add_in_series
from naglass_gui.ui.colour_menu import colour_deeds
from naglass_gui.ui.deeds import Deed, add_submenu, menu_of
from naglass_gui.ui.eis import words
from naglass_gui.ui.eis.arcs import Arcs, arc_colour, colour_option
from naglass_gui.ui.eis.menus import inductive, mask_deeds, point_title
from naglass_gui.ui.eis.region_drag import RegionDrag
from naglass_gui.ui.eis.shown import Pointed
from naglass_gui.ui.eis.top_handles import TopHandles
from naglass_gui.ui.panels.parameters_menu import parameters_menu
from naglass_gui.ui.plots.gesture import Click
from naglass_gui.ui.tree_menu import as_columns

if TYPE_CHECKING:
    from naglass_gui.ui.tabs.eis import EisTab


class Gestures(QObject):
    """Connects the plots of an EIS tab to its edits."""

    def __init__(self, tab: EisTab) -> None:
        super().__init__(tab)
        self._tab = tab
        self._pointed: Pointed | None = None
        self._grip_hint = ""  # what the handle or edge under the pointer does
        plots = tab.plots
        for plot in plots.every_plot:
            pointing = plot.pointing
            pointing.hovered.connect(lambda pointed, plot=plot: self._hover(pointed, plot is plots.nyquist))
            pointing.clicked.connect(self._click)
            pointing.boxed.connect(lambda indices: self._mask(indices))
            pointing.menu_wanted.connect(self._open_menu)
            plot.region_dragged.connect(self._drag_region)
        plots.pointer_left.connect(lambda: self._hover(None, True))
        for stack in plots.stacks:
            stack.picked.connect(tab.make_current)
            stack.hinted.connect(self._hover_grip)
        nyquist = plots.nyquist
        nyquist.pointing.double_clicked.connect(self._add_arc)
        nyquist.region_removal_wanted.connect(self._remove_region)
        nyquist.region_menu_wanted.connect(self._open_region_menu)
        nyquist.plot.view.turned.connect(nyquist.arcs.turn)
        for frequency in plots.frequency:
            frequency.bands.removal_wanted.connect(self._remove_region)
            frequency.bands.menu_wanted.connect(self._open_region_menu)
            frequency.bands.hovered.connect(lambda under: self._hover_grip(words.EDGE_HINT if under else ""))
        held: list[Arcs | TopHandles] = [nyquist.arcs, *(frequency.tops for frequency in plots.frequency)]
        for holds in held:
            holds.moving.connect(self._move)
            holds.moved.connect(self._settle)
            holds.nudged.connect(self._nudge)
            holds.cancelled.connect(tab.editing.give_up)
            holds.menu_wanted.connect(self._open_handle_menu)
            holds.chosen.connect(self._choose)
            holds.hinted.connect(self._hover_grip)
        nyquist.marker_hovered.connect(lambda under: self._hover_grip(words.MARKER_HINT if under else ""))

    # -- pointer ---------------------------------------------------------------------------------------------------

    def _hover(self, pointed: Pointed | None, nyquist: bool) -> None:
        if pointed != self._pointed:
            self._pointed = pointed
            self._tab.show_pointed(pointed)
        self._tab.hint.emit(self._grip_hint or self._hint(pointed, nyquist))

    def _hover_grip(self, hint: str) -> None:
        self._grip_hint = hint
        self._tab.hint.emit(hint or words.PLOT_HINT)

    def _hint(self, pointed: Pointed | None, nyquist: bool) -> str:
        current = self._tab.current
        if current is None:
            return words.NOTHING_HINT
        if pointed is None:
            return words.PLOT_HINT if nyquist else words.FREQUENCY_HINT
        if pointed.measurement != current.measurement.id:
            return words.OTHER_HINT
        return words.MASKED_HINT if current.masked[pointed.index] else words.POINT_HINT

    def _click(self, pointed: Pointed | None, click: Click) -> None:
        self._tab.selection.choose(None)
        current = self._tab.current
        if pointed is None or current is None:
            return
        if pointed.measurement != current.measurement.id:
            self._tab.make_current(pointed.measurement)
        else:
            self._mask((pointed.index,))

    def _mask(self, indices: Sequence[int]) -> None:
        self._tab.on_analysis(self._tab.editing.toggle_masks, indices)
        self._tab.refit_live()

    # -- arcs ------------------------------------------------------------------------------------------------------

    def _move(self, values: dict[str, float]) -> None:
        analysis = self._tab.analysis
        if analysis is not None:
            self._tab.editing.move(values, analysis)

    def _settle(self, text: str, values: dict[str, float]) -> None:
        self._move(values)
        self._tab.editing.settle(text)
        self._tab.refit_live()

    def _nudge(self, text: str, values: dict[str, float]) -> None:
        analysis = self._tab.analysis
        if analysis is not None:
            document = self._tab.document
            project = edits.set_values(document.committed, analysis.id, values)
            document.push(text, project, merge=f"{text} of {analysis.id}")
            # The next key starts from where this one left the handle, however fast it comes.
            self._tab.redraw_now()

    def _choose(self, name: str) -> None:
        self._pointed = None
        self._tab.show_pointed(None)
        self._tab.column.parameters.highlight(name)
        self._tab.column.circuit.highlight(name)

    def _add_arc(self, pointed: Pointed | None, click: Click) -> None:
        """A double click on empty plot adds an arc there: as high as the place, its frequency that of the nearest point."""
        tab, current, analysis = self._tab, self._tab.current, self._tab.analysis
        if pointed is not None or current is None or analysis is None or current.circuit is None:
            return
        circuit, nyquist = current.circuit, tab.plots.nyquist
        nearest = nyquist.pointing.nearest(current, click.position)
        _, height = nyquist.plot.view.mapping().data(click.position)
        if nearest < 0 or height <= 0:
            return
        path = circuit.arcs[-1].path if circuit.arcs else circuit.top[0][0]
        omega = 2 * np.pi * float(current.frequency[nearest])
        resistance = 2 * height / tab.shown.factor(current) / np.tan(0.9 * np.pi / 4)

        def edit(project: Any) -> Any:
            grown = add_in_series(project, analysis.id, path, "(RQ)")
            names = {p.name for p in grown.analysis(analysis.id).parameters}
            added = {n for n in names if grown.analysis(analysis.id).parameter(n).unit == "ohm"}
            number = _added_number(circuit, grown.analysis(analysis.id).model)
            values = {f"R{number}": resistance, f"Y{number}": omega**-0.9 / resistance, f"n{number}": 0.9}
            return edits.set_values(grown, analysis.id, values) if f"R{number}" in added else grown

        tab.editing.step("Add an arc", edit)

    # -- regions ---------------------------------------------------------------------------------------------------

    def _drag_region(self, drag: RegionDrag) -> None:
        analysis = self._tab.analysis
        if analysis is None:
            return
        drawing = drag.region is None and drag.phase in ("start", "move") and not drag.empty
        for plot in self._tab.plots.frequency:
            plot.show_draft((drag.low, drag.high) if drawing else None)
        self._tab.editing.region(analysis, drag)
        if drag.phase == "finish":
            self._tab.refit_live()

    def _remove_region(self, region: str) -> None:
        self._tab.on_analysis(self._tab.editing.remove_region, region)

    # -- menus -----------------------------------------------------------------------------------------------------

    def _popup(self, parts: Sequence[Sequence[Any]], click: Click) -> None:
        menu_of(self._tab, parts).popup(click.screen)

    def _open_menu(self, pointed: Pointed | None, click: Click) -> None:
        tab, current = self._tab, self._tab.current
        if current is None:
            return
        parts: list[Sequence[Any]] = []
        if pointed is not None and pointed.measurement != current.measurement.id:
            other = tab.shown.find(pointed)
            name = other.measurement.name if other else ""
            parts.append([Deed(f"Edit {name}", lambda: tab.make_current(pointed.measurement))])
        elif pointed is not None:
            index = pointed.index
            parts.append([Deed(point_title(current, pointed), None)])
            parts.append(
                mask_deeds(
                    current,
                    index,
                    lambda: self._mask((index,)),
                    lambda reason: tab.on_analysis(tab.editing.mask, (index,), reason),
                    lambda: self._ask_reason(index),
                )
            )
        parts += [self._spectrum_deeds(), self._view_deeds()]
        self._popup(parts, click)

    def _spectrum_deeds(self) -> list[Deed]:
        tab, current = self._tab, self._tab.current
        assert current is not None
        analysis, above = tab.analysis, inductive(current)
        many = f"Mask the {len(above)} points" if len(above) > 1 else "Mask the point"
        return [
            Deed("Fit all frequencies", tab.fit_everything, lambda: analysis and analysis.regions),
            Deed(
                f"{many} with Im Z > 0",
                lambda: tab.on_analysis(tab.editing.mask, above, "Im Z > 0"),
                lambda: above and analysis,
            ),
            Deed("Take all masked points back in", tab.unmask_all, current.masked.any),
            Deed("Turn the sign of Im Z round", tab.flip_sign),
        ]

    def _view_deeds(self) -> list[Deed]:
        tab, hidden = self._tab, self._tab.plots.nyquist.arcs.hidden
        return [
            Deed("Show everything", tab.show_everything),
            Deed("Zoom to the arcs", tab.plots.first_look),
            Deed("Stack the spectra", lambda: tab.stack(not tab.shown.stacked), tab.has_several, tab.shown.stacked),
            Deed("Hide arcs and handles", lambda: tab.plots.hide_arcs(not hidden), checked=hidden),
            Deed("Copy the data", self._copy_data),
            Deed("Copy the figure", tab.copy_figure),
        ]

    def _ask_reason(self, index: int) -> None:
        current = self._tab.current
        if current is None:
            return
        held = words.mask_reason(current, index) or ""
        reason = self._tab.services.ask.text("Mask a point", "Why this point is left out:", held)
        if reason is not None:
            self._tab.on_analysis(self._tab.editing.mask, (index,), reason.strip())

    def _copy_data(self) -> None:
        current = self._tab.current
        if current is not None:
            sign = self._tab.services.settings.decimal_sign
            QGuiApplication.clipboard().setText(as_columns([current.measurement], self._tab.document, sign))
            self._tab.services.messages.show(f"{len(current.z)} points are on the clipboard.", "good")

    def _open_region_menu(self, region: str, click: Click) -> None:
        remove = Deed("Remove this fit region", lambda: self._remove_region(region))
        self._popup([[remove, Deed("Fit all frequencies", self._tab.fit_everything)]], click)

    def _open_handle_menu(self, names: Sequence[str], click: Click) -> None:
        tab, analysis = self._tab, self._tab.analysis
        if analysis is not None:

            def change(text: str, name: str, changes: dict[str, Any]) -> None:
                tab.editing.parameter(analysis, text, name, changes, live=False)

            menu = parameters_menu(tab, tab.services, analysis.parameters, names, change, roles=True)
            self._add_colours(menu, analysis, names)
            menu.popup(click.screen)

    def _add_colours(self, menu: QMenu, analysis: Analysis, names: Sequence[str]) -> None:
        """Offer the colours of the arc that these parameters shape."""
        spectrum = self._tab.current
        arcs = spectrum.circuit.arcs if spectrum is not None and spectrum.circuit is not None else ()
        arc = next((a for a in arcs if a.resistance in names), None)
        if arc is None or spectrum is None:
            return
        text, option = f"Colour the arc of {arc.resistance}", colour_option(arc.resistance)
        deeds = colour_deeds(
            arc_colour(spectrum, arc.number), partial(self._tab.editing.option, analysis, text, option)
        )
        menu.addSeparator()
        add_submenu(menu, "Colour of the arc", deeds)


def _added_number(before: Any, model: str) -> int:
    """The number of the arc that a grown circuit has and the one before had not."""
    from naglass_gui.techniques.eis.syntax import parse_circuit

    after = parse_circuit(model)
    old = len(before.arcs)
    return after.arcs[min(old, len(after.arcs) - 1)].number
