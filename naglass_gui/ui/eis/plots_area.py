"""The plots of the tab in their cards, beside or above each other as the room and the shape of the data suggest."""

from __future__ import annotations

from functools import partial
from typing import Literal

from PySide6.QtCore import QByteArray, QSize, Qt, Signal
from PySide6.QtGui import QActionGroup, QResizeEvent
from PySide6.QtWidgets import QFrame, QMenu, QSplitter, QVBoxLayout

from naglass_gui.ui.eis import frames
from naglass_gui.ui.eis.frequency import FrequencyPlot
from naglass_gui.ui.eis.model_curve import ModelCurve, StillCurves, model_curve
from naglass_gui.ui.eis.nyquist import Nyquist
from naglass_gui.ui.eis.quantities import CHECK, OF_THE_CURRENT, QUANTITIES, RELAXATION, RESIDUAL
from naglass_gui.ui.eis.shown import Pointed, Shown
from naglass_gui.ui.eis.stack import Stack
from naglass_gui.ui.plots.canvas import Canvas
from naglass_gui.ui.plots.gesture import Click, Selection
from naglass_gui.ui.plots.plot import link_x
from naglass_gui.ui.services import Services
from naglass_gui.ui.theme import SPACING

Arrangement = Literal["beside", "above"]
SHOWN_AT_FIRST = ("modulus", "phase", RESIDUAL)
FEWEST_PIXELS = 150  # height of a frequency plot below which one fewer is shown
FEWEST_ACROSS = 230  # width of one beside others
SHARE_BESIDE, SHARE_ABOVE = 0.57, 0.54  # of the room, for the Nyquist plot


class PlotsArea(QSplitter):
    """Nyquist plot and the plots against frequency; arranges them, draws them, and knows what each shows.

    Attributes:
        nyquist: the Nyquist plot.
        frequency: the plots against frequency, from above.
        canvases: the two canvases.
    """

    home_wanted = Signal()
    pointer_left = Signal()
    quantity_changed = Signal()

    def __init__(self, selection: Selection, services: Services) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._services = services
        self._shown = Shown()
        self._arrangement: Arrangement | None = None
        self._choice: str = services.settings.get("eis/arrangement", "auto")
        self._placed: list[FrequencyPlot] = []  # those that have room now
        names = services.settings.get("eis/quantities", list(SHOWN_AT_FIRST))
        known = {q.name for q in QUANTITIES} | OF_THE_CURRENT.keys()
        names = names if len(names) == len(SHOWN_AT_FIRST) and set(names) <= known else list(SHOWN_AT_FIRST)
        still = StillCurves()
        self.nyquist = Nyquist(selection, still)
        self.frequency = [FrequencyPlot(selection, name, still) for name in names]
        link_x([plot.plot for plot in self.frequency])
        self._set_bare(services.settings.get("eis/arcs_hidden", False))
        self.canvases = (Canvas(selection, "Nyquist plot"), Canvas(selection, "Plots against frequency"))
        self.canvases[0].arrange({(0, 0): self.nyquist.plot})
        for canvas in self.canvases:
            canvas.home_wanted.connect(self.home_wanted)
            canvas.left_by_pointer.connect(self.pointer_left)
            self.addWidget(_card(canvas))
        for plot in self.frequency:
            plot.label_clicked.connect(lambda click, plot=plot: self._offer_quantities(plot, click))
        self.setHandleWidth(SPACING[1])
        self.setChildrenCollapsible(False)
        self.arrange()

    def sizeHint(self) -> QSize:
        """Qt: the size it would like."""
        return QSize(760, 640)

    # -- drawing ---------------------------------------------------------------------------------------------------

    @property
    def plots(self) -> tuple[Nyquist | FrequencyPlot, ...]:
        """Every plot that is on screen."""
        return (self.nyquist, *self._placed)

    @property
    def every_plot(self) -> tuple[Nyquist | FrequencyPlot, ...]:
        """Every plot, those that have no room now included."""
        return (self.nyquist, *self.frequency)

    def curve(self, shown: Shown) -> ModelCurve | None:
        """The model of the current spectrum, on a grid fine enough for the widest plot."""
        if shown.current is None:
            return None
        return model_curve(shown.current, max(plot.plot.view.mapping().width for plot in self.plots))

    def show_data(self, shown: Shown) -> None:
        """Draw points, static models and regions anew."""
        self._shown = shown
        for plot in self.plots:
            plot.show_data(shown)
        self._make_room()

    def _make_room(self) -> None:
        """Let all plots against frequency keep room for the names that one of them has."""
        named = any(plot.is_stacked for plot in self._placed)
        for plot in self.frequency:
            plot.beside_names = named

    def show_model(self, shown: Shown) -> None:
        """Draw the current model anew."""
        self._shown, curve = shown, self.curve(shown)
        for plot in self.plots:
            plot.show_model(curve, shown)

    def show_cursor(self, pointed: Pointed | None) -> None:
        """Draw the linked cursor in every plot."""
        for plot in self.plots:
            plot.pointing.show_cursor(pointed)

    def hide_arcs(self, hidden: bool) -> None:
        """Hide arcs, handles and their labels, or show them again, also after a restart."""
        self._services.settings.set("eis/arcs_hidden", hidden)
        self._set_bare(hidden)
        self.show_model(self._shown)

    def _set_bare(self, bare: bool) -> None:
        self.nyquist.arcs.hide(bare)
        for plot in self.frequency:
            plot.bare = bare

    def first_look(self) -> None:
        """Go to where a new selection is best seen; also the arrangement may change."""
        self.arrange()
        for plot in self.plots:
            plot.first_look()
        self.align()

    def follow_residual(self) -> None:
        """After a fit: the residual is ranged anew where the person has not moved its view."""
        for plot in self._placed:
            plot.follow_residual()

    def show_everything(self) -> None:
        """All the data in every plot."""
        for plot in self.plots:
            plot.everything()
        self.align()

    def align(self) -> None:
        """Line the axes up."""
        for canvas in self.canvases:
            canvas.align()

    @property
    def stacks(self) -> tuple[Stack, ...]:
        """Of every plot."""
        return tuple(plot.stack for plot in self.every_plot)

    def even_distances(self) -> None:
        """Stack the spectra as near to each other as they can stand."""
        for stack in self.stacks:
            stack.even()

    def retheme(self) -> None:
        """Follow the theme in what is not drawn anew anyway."""
        self.nyquist.retheme()
        for plot in self.frequency:
            plot.retheme()

    # -- arranging -------------------------------------------------------------------------------------------------

    @property
    def arrangement(self) -> str:
        """What was chosen: "auto", "beside" or "above"."""
        return self._choice

    def choose_arrangement(self, choice: str) -> None:
        """Arrange so from now on, also after a restart."""
        self._choice = choice
        self._services.settings.set("eis/arrangement", choice)
        self.arrange()
        self.show_data(self._shown)
        self.show_model(self._shown)

    def arrange(self) -> None:
        """Put the plots where the room, the data and the person's choice want them."""
        wanted = self._wanted()
        if wanted != self._arrangement:
            self._arrangement = wanted
            beside = wanted == "beside"
            self.setOrientation(Qt.Orientation.Horizontal if beside else Qt.Orientation.Vertical)
            total = max(self.width() if beside else self.height(), 100)
            share = SHARE_BESIDE if beside else SHARE_ABOVE
            self.setSizes([round(total * share), round(total * (1 - share))])
            state = self._services.settings.state(f"eis/splitter/{wanted}")
            if state:
                self.restoreState(QByteArray(state))
                self.setOrientation(Qt.Orientation.Horizontal if beside else Qt.Orientation.Vertical)
            self._placed = []
        self._fill()

    def keep_layout(self) -> None:
        """Remember where the splitter stands."""
        self._services.settings.set_state(f"eis/splitter/{self._arrangement}", self.saveState().data())

    def _wanted(self) -> Arrangement:
        if self._choice in ("beside", "above"):
            return "beside" if self._choice == "beside" else "above"
        if self.width() < 2 * FEWEST_ACROSS:
            return "above"
        extent = self.nyquist.extent()
        if extent is None:
            return self._arrangement or "beside"
        # Whichever draws the data larger; axes take some 70 pixels at the left and 50 below.
        beside = _size_of(extent, SHARE_BESIDE * self.width() - 70, self.height() - 50)
        above = _size_of(extent, self.width() - 70, SHARE_ABOVE * self.height() - 50)
        return "above" if above > beside else "beside"

    def _fill(self) -> None:
        """Show as many frequency plots as have room to be read."""
        beside = self._arrangement == "beside"
        room = self.canvases[1].height() if beside else self.canvases[1].width()
        least = FEWEST_PIXELS if beside else FEWEST_ACROSS
        count = min(max(room // least, 2), len(self.frequency))
        wanted = self.frequency[:count]
        if count < len(self.frequency) and self.frequency[-1].is_residual:
            wanted = [*self.frequency[: count - 1], self.frequency[-1]]  # worth more than another view of the data
        if wanted == self._placed:
            return
        known, self._placed = bool(self._placed), wanted
        places = {((k, 0) if beside else (0, k)): plot.plot for k, plot in enumerate(wanted)}
        self.canvases[1].arrange(places, shared_bottom=beside)
        if known:
            self._redraw(wanted)

    def _redraw(self, plots: list[FrequencyPlot]) -> None:
        curve = self.curve(self._shown)
        for plot in plots:
            plot.show_data(self._shown)
            plot.show_model(curve, self._shown)
        self._make_room()
        for plot in plots:
            plot.everything()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: the room changed."""
        super().resizeEvent(event)
        self.arrange()

    # -- quantities ------------------------------------------------------------------------------------------------

    def _offer_quantities(self, plot: FrequencyPlot, click: Click) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        group = QActionGroup(menu)
        for name, title in [(q.name, q.title) for q in QUANTITIES] + list(OF_THE_CURRENT.items()):
            action = menu.addAction(title)
            action.setCheckable(True)
            action.setChecked(name == plot.quantity)
            action.triggered.connect(partial(self._choose_quantity, plot, name))
            group.addAction(action)
        menu.popup(click.screen)

    def _choose_quantity(self, plot: FrequencyPlot, name: str, _checked: bool = False) -> None:
        self.show_quantity(plot, name)

    def show_check(self, shown: bool) -> None:
        """Show the residual of the check in the place of the fit's, or give its place back."""
        self._exchange(CHECK, RESIDUAL, self.frequency[-1], shown)

    def show_relaxation(self, shown: bool) -> None:
        """Show the distribution of relaxation times in the first place, or give its place back to |Z|."""
        self._exchange(RELAXATION, SHOWN_AT_FIRST[0], self.frequency[0], shown)

    def _exchange(self, name: str, usual: str, place: FrequencyPlot, shown: bool) -> None:
        """Show something in the place of what is usual, else in this place; or give its place to something usual."""
        there = {plot.quantity: plot for plot in self.frequency}
        if shown and name not in there:
            self.show_quantity(there.get(usual, place), name)
        elif not shown and name in there:
            self.show_quantity(there[name], next(q for q in (usual, *SHOWN_AT_FIRST) if q not in there))

    def show_quantity(self, plot: FrequencyPlot, name: str) -> None:
        """Let a plot show another quantity; where another one shows it already, they change places."""
        twin = next((p for p in self.frequency if p.quantity == name and p is not plot), None)
        if twin is not None:
            twin.quantity = plot.quantity
        plot.quantity = name
        self._services.settings.set("eis/quantities", [p.quantity for p in self.frequency])
        self._redraw([p for p in (plot, twin) if p is not None])
        self.canvases[1].align()
        self.quantity_changed.emit()


def _size_of(extent: frames.Extent, width: float, height: float) -> float:
    """Pixels an ohm in a frame of this size, with equal aspect."""
    return min(width / max(extent.right - extent.left, 1e-300), height / max(extent.top - extent.bottom, 1e-300))


def _card(canvas: Canvas) -> QFrame:
    card = QFrame()
    card.setProperty("card", True)
    layout = QVBoxLayout(card)
    layout.setContentsMargins(3, 3, 3, 3)
    layout.addWidget(canvas)
    return card
