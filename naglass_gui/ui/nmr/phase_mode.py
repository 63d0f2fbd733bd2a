"""Phase by mouse: sideways p0, up and down p1 about a pivot that can be moved."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from naglass_gui.core.project import new_id
from naglass_gui.techniques.nmr.partway import Phases, phase_place, phases_in, with_phases
from naglass_gui.techniques.nmr.processing import Steps
from naglass_gui.ui import theme
from naglass_gui.ui.nmr.part_way_mode import PartWayMode
from naglass_gui.ui.panels.fields import number_field
from naglass_gui.ui.panels.label import label, quiet_button
from naglass_gui.ui.panels.value_field import ValueField
from naglass_gui.ui.plots.bands import Edge
from naglass_gui.ui.plots.decimate import visible
from naglass_gui.ui.plots.drawables import Level, Line
from naglass_gui.ui.plots.gesture import Drag
from naglass_gui.ui.theme import SPACING

if TYPE_CHECKING:
    from naglass_gui.ui.tabs.nmr import NmrTab

P0_A_PIXEL, P1_A_PIXEL = 0.5, 1.0  # degrees
FINE = 0.1  # with Shift
SETTLED = 6.0  # pixels after which a drag is one of p0 or of p1
FIELD = 68
MOST = 2**17  # points that are phased while the mouse moves
TEXT = "Phase by hand"


class PhaseMode(PartWayMode):
    """The phase of the current spectrum; all drags of one turn at it are one step of the history.

    Attributes:
        phases: as they are shown.
        p0, p1, pivot: their fields.
    """

    title = "Phase"
    key = "P"
    tip = "Phase by mouse: sideways p0, up and down p1 (P)"
    hint = "drag sideways: p0 · up or down: p1 · Shift: finer · line: pivot · wheel: zoom · Esc or Enter: done"
    plain_drags = True

    def __init__(self, tab: NmrTab) -> None:
        super().__init__(tab)
        self.phases = Phases(0.0, 0.0, 0.0)
        self._from = self.phases
        self._way = ""
        self._session = ""
        self.row.setSpacing(SPACING[0])
        self._wanted = False  # whether automatic phases are on their way
        self._edge: Edge | None = None
        self.p0 = self._field("p0", "°", "Phase at the pivot, in degrees")
        self.p1 = self._field("p1", "°", "Phase over the whole width, in degrees; none at the pivot")
        self.pivot = self._field("pivot", "ppm", "Where p1 changes nothing; drag its line")
        self.auto = quiet_button("Auto", "Let least entropy find both phases")
        self.auto.clicked.connect(self._ask_automatic)
        self.row.addWidget(self.auto)

    def _field(self, name: str, unit: str, hint: str) -> ValueField:
        field = number_field(name)
        field.setFixedWidth(FIELD)
        field.set_hint(hint)
        field.edited.connect(lambda value, live: self._type(name, value, live))
        for widget in (label(name, "body"), field, label(unit)):
            self.row.addWidget(widget)
        return field

    # -- as a mode -------------------------------------------------------------------------------------------------

    def begin(self) -> None:
        """Ask for the spectrum before its phase."""
        self._session, self._wanted = new_id(), False
        super().begin()

    def place_in(self, chain: Steps) -> tuple[int, bool]:
        """Before the last phase."""
        place, there = phase_place(chain)
        return place, there and chain[place][0] == "auto_phase"

    def take(self) -> None:
        """Show the phases of the chain."""
        assert self.part is not None
        if not self.part.has_imaginary:
            self.tab.services.messages.show(
                "The file holds the real part of this spectrum only, so it cannot be phased: process its raw data.",
                "warning",
            )
            self.ended.emit()
            return
        self.auto.setEnabled(True)
        self.phases = _wrapped(phases_in(self.chain, phase_place(self.chain)[0], self.part))
        if self._wanted and self.part.automatic is not None:
            self._wanted, self.phases = False, self.part.automatic
            self._make("Phase automatically")
            return
        if self._edge is None:
            self._edge = Edge(self.tab.plots.spectrum.view, self.tab.selection)
            self._edge.dragged.connect(self._drag_pivot)
            self._edge.nudged.connect(self._nudge_pivot)
        self.redraw()

    def end(self) -> None:
        """Take everything off the plot."""
        super().end()
        if self._edge is not None:
            self._edge.leave()
            self._edge = None

    def redraw(self) -> None:
        """Draw the spectrum with the phases as they are."""
        if self.part is None or self._edge is None:
            return
        seen = visible(self.part.shift, *self.tab.plots.spectrum.view.mapping().x_range)
        seen = slice(seen.start, seen.stop, max((seen.stop - seen.start) // MOST, 1))
        real = self.part.phased(self.phases, seen) / self.scale
        colours = theme.tokens()
        line = Line(self.part.shift[seen], real, colours.data, ordered=True)
        self.layer.show_drawables([Level(0.0, colours.muted, opacity=0.5), line])
        self._edge.place(self.phases.pivot, 0.0)
        self.p0.show_value(round(self.phases.p0, 1))
        self.p1.show_value(round(self.phases.p1, 1))
        self.pivot.show_value(round(self.phases.pivot, 2))

    # -- what a person does ----------------------------------------------------------------------------------------

    def dragged(self, drag: Drag) -> None:
        """Turn the phase; the way of the first pixels says which."""
        if self.part is None:
            return
        if drag.phase == "start":
            self._from, self._way = self.phases, ""
            return
        if drag.phase == "cancel":
            self._set(self._from)
            return
        by = drag.now - drag.start
        if not self._way and max(abs(by.x()), abs(by.y())) >= SETTLED:
            self._way = "p0" if abs(by.x()) >= abs(by.y()) else "p1"
        fine = FINE if drag.shift else 1.0
        p0 = self._from.p0 + (P0_A_PIXEL * fine * by.x() if self._way == "p0" else 0.0)
        p1 = self._from.p1 - (P1_A_PIXEL * fine * by.y() if self._way == "p1" else 0.0)
        self._set(replace(self._from, p0=p0, p1=p1))
        if drag.phase == "finish" and self._way:
            self._make()

    def _set(self, phases: Phases) -> None:
        self.phases = _wrapped(phases)
        self.redraw()

    def _make(self, text: str = TEXT) -> None:
        if self.part is not None:
            rounded = Phases(round(self.phases.p0, 3), round(self.phases.p1, 3), round(self.phases.pivot, 6))
            self.make(text, with_phases(self.chain, rounded, self.part.added), merge=f"phase {self._session}")

    def _type(self, name: str, value: float, live: bool) -> None:
        if self.part is None:
            return
        moved = self.part.about(self.phases, value) if name == "pivot" else replace(self.phases, **{name: value})
        self._set(moved)
        if not live:
            self._make()

    def _drag_pivot(self, drag: Drag) -> None:
        if self.part is None:
            return
        if drag.phase == "start":
            self._from = self.phases
        elif drag.phase == "cancel":
            self._set(self._from)
        else:
            self._set(self.part.about(self._from, self.tab.plots.spectrum.view.mapping().data_x(drag.now.x())))
            if drag.phase == "finish":
                self._make()

    def _nudge_pivot(self, dx: float, dy: float) -> None:
        if self.part is not None:
            self._set(
                self.part.about(self.phases, self.phases.pivot + dx / self.tab.plots.spectrum.view.mapping().x_scale)
            )
            self._make()

    def _ask_automatic(self) -> None:
        if self.part is not None:
            self._wanted = True
            self.auto.setEnabled(False)
            self.ask(phase_place(self.chain)[0], True)

    def refused(self) -> None:
        """No automatic phase could be found."""
        self._wanted = False
        self.auto.setEnabled(True)


def _wrapped(phases: Phases) -> Phases:
    """The same phases with p0 from -180 to 180 degrees."""
    return replace(phases, p0=(phases.p0 + 180.0) % 360.0 - 180.0)
