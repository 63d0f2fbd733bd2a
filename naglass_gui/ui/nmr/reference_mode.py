"""Reference by mouse: click a line of known shift, type its shift; or take the zero of another spectrum."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu, QToolButton

from naglass_gui.core.project import Analysis, evolve
from naglass_gui.techniques.nmr.referencing import moved
from naglass_gui.techniques.nmr.tops import top_near
from naglass_gui.ui import theme
from naglass_gui.ui.nmr.mode import Mode
from naglass_gui.ui.panels.fields import number_field
from naglass_gui.ui.panels.label import label, quiet_button
from naglass_gui.ui.plots.drawables import Level
from naglass_gui.ui.plots.gesture import Click
from naglass_gui.ui.plots.layer import Layer
from naglass_gui.ui.plots.plot import CURSOR

if TYPE_CHECKING:
    from naglass_gui.ui.tabs.nmr import NmrTab

REACH = 14.0  # pixels from a click within which the top of a line is looked for
FIELD = 84
MOST_NAMES = 40
JOINT = "These spectra are fitted together: reference each of them before, in its own analysis."


class ReferenceMode(Mode):
    """The zero of the current spectrum's axis.

    Attributes:
        at: the shift of the line that was clicked, as it is now; None before.
        shift: the field of its true shift.
    """

    title = "Reference"
    key = "R"
    tip = "Click a line of known shift, or take the reference of another spectrum (R)"
    hint = "click a line of known shift, then type its shift · drag: move · wheel: zoom · Esc or Enter: done"

    veils = False

    def __init__(self, tab: NmrTab) -> None:
        super().__init__(tab)
        self.at: float | None = None
        self._layer = Layer(tab.plots.spectrum.view, CURSOR)
        self.said = label("", "body")
        self.shift = number_field("Shift")
        self.shift.setFixedWidth(FIELD)
        self.shift.set_hint("The known shift of the line, in ppm")
        self.shift.edited.connect(self._set)
        self._unit = label("ppm")
        self.take_button = quiet_button("From another spectrum", "Take its 0 ppm for all selected spectra")
        self.take_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.take_menu = QMenu(self.take_button)
        self.take_menu.aboutToShow.connect(self.fill_menu)
        self.take_button.setMenu(self.take_menu)
        for widget in (self.said, self.shift, self._unit):
            self.row.addWidget(widget)
        self.row.addStretch(1)
        self.row.addWidget(self.take_button)

    # -- as a mode -------------------------------------------------------------------------------------------------

    def begin(self) -> None:
        """Wait for a click."""
        if self.tab.current is not None and self.tab.current.joint:
            self.tab.services.messages.show(JOINT, "warning")
            self.ended.emit()
            return
        self.at = None
        self._show()

    def end(self) -> None:
        """Take the marker off."""
        self.at = None
        self._layer.show_drawables([])

    def clicked(self, click: Click) -> None:
        """Take hold of the nearest line."""
        signal = self.tab.current.signal if self.tab.current is not None else None
        if signal is None:
            return
        mapping = self.tab.plots.spectrum.view.mapping()
        reach = REACH / abs(mapping.x_scale)
        self.at = top_near(signal.shift, signal.intensity, mapping.data_x(click.position.x()), reach)
        self._show()
        self.shift.setFocus()
        self.shift.selectAll()

    def redraw(self) -> None:
        """Draw the marker."""
        marks = [] if self.at is None else [Level(self.at, theme.tokens().accent, vertical=True)]
        self._layer.show_drawables(marks)

    def _show(self) -> None:
        chosen = self.at is not None
        self.shift.setVisible(chosen)
        self._unit.setVisible(chosen)
        if self.at is None:
            self.said.setText("Click a line of known shift.")
        else:
            self.said.setText(f"{self.at:.3f} ppm becomes".replace("-", "−"))
            self.shift.show_value(round(self.at, 3))
        self.redraw()

    # -- what a person does ----------------------------------------------------------------------------------------

    def _set(self, value: float, live: bool) -> None:
        current, analysis = self.tab.current, self.tab.analysis
        if live or self.at is None or current is None or analysis is None:
            return
        by = value - self.at
        text = f"Reference the line at {self.at:.2f} ppm to {value:g} ppm".replace("-", "−")
        done = self.tab.editing.step(
            text, evolve, ("analyses", analysis.id), lambda old: moved(old, current.measurement, by)
        )
        if done:
            self.at = value
            self._show()

    def fill_menu(self) -> None:
        """Offer the spectra whose zero can be taken."""
        self.take_menu.clear()
        sources = self._sources()
        for name, analysis in sources[:MOST_NAMES]:
            self.take_menu.addAction(name).triggered.connect(
                lambda _checked=False, analysis=analysis: self.take_from(analysis)
            )
        if not sources:
            self.take_menu.addAction("No other spectrum of this nucleus").setEnabled(False)

    def _sources(self) -> list[tuple[str, Analysis]]:
        project, own = self.tab.document.committed, self.tab.analysis
        if own is None:
            return []
        found = []
        for analysis in project.analyses:
            alike = analysis.option("nucleus", "") == own.option("nucleus", "")
            if analysis.technique == own.technique and analysis.id != own.id and len(analysis.sources) == 1 and alike:
                sample = project.sample_of(analysis.sources[0])
                found.append((f"{sample.name} · {project.measurement(analysis.sources[0]).name}", analysis))
        return found

    def take_from(self, source: Analysis) -> None:
        """Let all spectra that are shown have the zero of this one."""
        targets = [a for a in self.tab.showing.analyses if a.id != source.id and len(a.sources) == 1]
        self.at = None
        self.tab.editing.take_reference(source, targets)
        self._show()
