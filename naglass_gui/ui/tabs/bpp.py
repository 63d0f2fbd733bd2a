"""The BPP tab: T1 against temperature at one or several fields, and the motion of ions behind it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QTimer
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu, QToolButton

from naglass_gui.core import edits
from naglass_gui.core.parameter import Parameter
from naglass_gui.core.project import Analysis, Id, Project
from naglass_gui.techniques.bpp import BPP
from naglass_gui.techniques.bpp.comparing import compare_motions
from naglass_gui.techniques.bpp.motion_fit import parameters_of
from naglass_gui.techniques.bpp.points import fitted
from naglass_gui.ui.bpp import words
from naglass_gui.ui.bpp.column import Column
from naglass_gui.ui.bpp.motions import TECHNIQUE, Motion, Motions
from naglass_gui.ui.bpp.plot import SYMBOLS, drawables, entries, places
from naglass_gui.ui.bpp.rates_plot import BELOW, Below, RatesPlot
from naglass_gui.ui.deeds import Deed
from naglass_gui.ui.document import Document
from naglass_gui.ui.plots.card import PlotCard, around
from naglass_gui.ui.plots.drawables import Drawable, Line, Points
from naglass_gui.ui.plots.labels import Obstacles
from naglass_gui.ui.plots.legend import Legend
from naglass_gui.ui.plots.picking import Picking
from naglass_gui.ui.plots.plot import LABELS, Plot, link_x
from naglass_gui.ui.plots.view import Home
from naglass_gui.ui.relaxation.t1_table import T1Table
from naglass_gui.ui.services import Services
from naglass_gui.ui.tabs import wiring
from naglass_gui.ui.tabs.derived import DerivedTab
from naglass_gui.ui.tabs.foot import Foot
from naglass_gui.ui.tabs.showing import Part
from naglass_gui.ui.tabs.technique_tab import TechniqueTab

Real = NDArray[np.float64]
T1_SHARE, RATES_SHARE = 3, 2  # of the height


class BppTab(DerivedTab):
    """T1 against temperature with the motion fitted to it; of series that it follows, or of a table.

    Attributes:
        plot: T1 on a logarithmic axis.
        column: the panels at the right.
    """

    technique = TECHNIQUE
    title = "BPP"
    help_page = "bpp"
    made_from = ("relaxation",)
    noun = "BPP plot"
    sources_noun = "series"
    plot_hint = words.PLOT_HINT
    nothing_hint = "Drop a table of T₁ on the window, or select fitted series"

    def __init__(self, document: Document, services: Services) -> None:
        super().__init__(document, services)
        self._motions = Motions(document.store)
        self._compared: tuple[object, str] = (None, "")
        self._begun: set[Id] = set()  # tables that were shown before
        self.plot = Plot(log_y=True)
        self.plot.left.set_label("<i>T</i><sub>1</sub>", "s")
        self.legend = Legend(self.plot.view, LABELS)
        self.rates = RatesPlot()
        self.rates_legend = Legend(self.rates.view, LABELS)
        self.picking = Picking(self.plot.view, self._points, double=True)
        self.picking.clicked.connect(self._toggle)
        self.picking.double_clicked.connect(self._open)
        for view in (self.plot.view, self.rates.view):
            view.moved.connect(self._put_legends)
        everything = {(0, 0): self.plot, (1, 0): self.rates}
        self.plots = PlotCard(self.selection, everything, shared_bottom=True, name="T1 against temperature")
        link_x([self.plot, self.rates])
        self.column = Column(services)
        self.foot = Foot()
        self.below = self._below_menu()
        self.inverse = self._switch()
        self._connect()
        empty = self.offer(
            "T1 against temperature belongs here",
            "Fit series at several temperatures in the T1 tab and select them, or drop a table (CSV) with columns T_C, T1_s and "
            "larmor_MHz on the window: activation energy, correlation times and the coupling follow.",
        )
        self.assemble(self.plots, self.column, empty, below=self.foot, deeds=self._own_deeds())

    def _switch(self) -> QToolButton:
        button = self.foot.add_button("1000/T", "Against 1000/T, or against the temperature", self._turn_axis)
        button.setCheckable(True)
        button.setChecked(bool(self.services.settings.get("bpp/inverse", True)))
        return button

    def _below_menu(self) -> QMenu:
        button, menu = self.foot.add_menu("Below", "What is drawn below T₁: the jump rate, or the correlation time")
        button.setAccessibleName("Below T1")
        known = str(self.services.settings.get("bpp/below", "rate"))
        self.rates.shown = known if known in BELOW else "rate"
        group = QActionGroup(menu)
        for name, text in BELOW.items():
            action = menu.addAction(text)
            action.setCheckable(True)
            action.setChecked(name == self.rates.shown)
            action.triggered.connect(lambda _on, name=name: self.show_below(name))
            group.addAction(action)
        return menu

    def show_below(self, what: Below) -> None:
        """Draw jump rates or correlation times below T1, or nothing."""
        self.services.settings.set("bpp/below", what)
        self.rates.shown = what
        self.showing.gather(Part.LOOK)

    def _turn_axis(self) -> None:
        self.services.settings.set("bpp/inverse", self.inverse.isChecked())
        self.showing.gather(Part.LOOK)

    def _connect(self) -> None:
        column = self.column
        wiring.connect_fits(self, column.fits)
        wiring.connect_warnings(
            self, column.warnings, {"model": lambda a, name: self.choose_motion(name), "fix": lambda a, n: self._ask(n)}
        )
        column.options.edited.connect(lambda text, name, value: self._and_fit(edits.set_option, text, name, value))
        column.motion_chosen.connect(self.choose_motion)
        column.spin_chosen.connect(lambda spin: self._and_fit(edits.set_option, "Choose the spin", "spin", spin))
        column.curve_typed.connect(lambda k: self._and_fit(edits.set_option, "Choose the curve", "curve", k))
        column.cq_typed.connect(self.hold_cq)
        column.view_typed.connect(lambda text, name, value: self._step(edits.set_option, text, name, value))

    def _own_deeds(self) -> Sequence[Deed]:
        return (
            Deed("T1 of all components and samples…", self.show_times),
            Deed("Take all points back in", self._all_back, lambda: self.analysis and self.analysis.masked),
        )

    # -- what is shown ---------------------------------------------------------------------------------------------

    def derive(self, sources: tuple[Analysis, ...]) -> Analysis:
        """A plot of these, named after the first."""
        return BPP.of_sources(f"BPP of {sources[0].name} and {len(sources) - 1} more", [a.id for a in sources])

    def gather(self, project: Project, ids: Sequence[Id]) -> Sequence[Any]:
        """Plots that follow series, and tables."""
        return self._motions.of(super().gather(project, ids), project, ids)

    def draw(self, part: Part) -> None:
        """Draw what is out of date."""
        if part & (Part.DATA | Part.MODEL):
            self._draw_plot()
        if part & (Part.COLUMN | Part.DATA):
            motion = self._motion
            self._compare(motion)
            key, text = self._compared
            self.column.show_motion(motion, self.document.project, text if key == _key(motion) else "")
            self.foot.show_note(words.note(motion) if motion is not None else "")

    @property
    def _motion(self) -> Motion | None:
        current: Any = self.current
        return current if isinstance(current, Motion) else None

    def _draw_plot(self) -> None:
        inverse = self.inverse.isChecked()
        items: Any = self.showing.items
        shapes: list[Drawable] = []
        seen = []
        for k, motion in enumerate(items):
            faint = len(items) > 1 and motion is not self._motion
            shapes += drawables(motion, inverse, SYMBOLS[k % len(SYMBOLS)], faint)
            if motion.points:
                seen.append(places(motion, inverse))
        across = ("1000 <i>T</i><sup> −1</sup>", "K<sup>−1</sup>") if inverse else ("<i>T</i>", "°C")
        self.plot.bottom.set_label(*across, scaled=False)
        self.rates.bottom.set_label(*across, scaled=False)
        self.plot.data.show_drawables(shapes)
        some = self.rates.show_motions(items, self._motion, self.document.project, inverse)
        self._arrange(some)
        self._set_homes(seen)
        self.legend.show_entries(entries(items))
        self.rates_legend.show_entries(self.rates.entries if some else ())
        self._put_legends()

    def _set_homes(self, seen: Sequence[tuple[Real, Real]]) -> None:
        """Both plots share their temperatures: those of T1 and those of the rates."""
        rates = self.rates.places
        left, right, *_ = around(*((x, np.zeros_like(x)) for x, _ in (*seen, rates)))(1.0, 1.0)
        for plot, own in ((self.plot, around(*seen)), (self.rates, around(rates))):
            plot.view.set_home(_fixed(_wider((left, right, *own(1.0, 1.0)[2:]))), go=False)

    def _arrange(self, some: bool) -> None:
        """The plot of rates comes and goes with what there is to show."""
        wanted = [self.plot, self.rates] if some else [self.plot]
        if self.plots.canvas.plots != wanted:
            self.plots.canvas.arrange({(row, 0): plot for row, plot in enumerate(wanted)}, shared_bottom=True)
            if some:
                self.plots.canvas.centralWidget.layout().setRowStretchFactor(0, T1_SHARE)
                self.plots.canvas.centralWidget.layout().setRowStretchFactor(1, RATES_SHARE)

    def _put_legends(self) -> None:
        for plot, legend in ((self.plot, self.legend), (self.rates, self.rates_legend)):
            mapping = plot.view.mapping()
            if mapping.width > 2:
                drawn = [(d.x, d.y) for d in plot.data.drawables if isinstance(d, Line | Points)]
                legend.put(mapping.frame, Obstacles.of([(mapping.x(x), mapping.y(y)) for x, y in drawn]))

    # -- points ----------------------------------------------------------------------------------------------------

    def _points(self) -> tuple[Real, Real]:
        motion = self._motion
        if motion is None or not motion.points:
            return np.array([]), np.array([])
        return places(motion, self.inverse.isChecked())

    def _toggle(self, index: int) -> None:
        motion = self._motion
        if motion is None or self.analysis is None:
            return
        if motion.measurement is None:
            self.toggle_sources([motion.points[index].source])
        else:
            self.then_fit(self.editing.toggle_masks, (index,))

    def _open(self, index: int) -> None:
        motion = self._motion
        if motion is not None and motion.measurement is None:
            self.open_source(motion.points[index].source)

    def _all_back(self) -> None:
        self.then_fit(self.editing.unmask_all)

    # -- motions ---------------------------------------------------------------------------------------------------

    def choose_motion(self, name: str) -> None:
        """Another kind of motion."""
        analysis = self.analysis
        if analysis is not None and analysis.model != name:
            made = BPP.with_model(analysis, name)
            text = f"Choose “{words.MOTION_WORDS[name]}”"
            self._and_fit(edits.set_model, text, made.model, made.parameters)

    def hold_cq(self, hertz: float | None) -> None:
        """Hold C_Q at a value known from elsewhere, or let it be fitted."""
        analysis, motion = self.analysis, self._motion
        if analysis is None or motion is None:
            return
        fresh = next(p for p in parameters_of("bpp", motion.spin or 1.5) if p.name == "C_Q")
        new = (
            fresh
            if hertz is None
            else Parameter("C_Q", hertz, "Hz", vary=False, minimum=fresh.minimum, maximum=fresh.maximum)
        )
        others = tuple(p for p in analysis.parameters if p.name != "C_Q")
        text = "Fit C_Q" if hertz is None else "Hold C_Q"
        self._and_fit(edits.set_parameters, text, (*others, new))

    def _ask(self, name: str) -> bool:
        """What a warning asks to be held: C_Q is typed."""
        if name == "C_Q":
            self.column.ensureWidgetVisible(self.column.cq)
            self.column.cq.setFocus()
            return False
        analysis = self.analysis
        return analysis is not None and self.editing.step(
            f"Fix {name}", edits.set_parameter, analysis.id, name, vary=False
        )

    def _step(self, edit: Any, text: str, *arguments: Any) -> bool:
        return self.analysis is not None and self.editing.step(text, edit, self.analysis.id, *arguments)

    def _and_fit(self, edit: Any, text: str, *arguments: Any) -> None:
        self.then_fit(lambda analysis: self.editing.step(text, edit, analysis.id, *arguments))

    def fits_anew(self) -> bool:
        """A table is fitted as soon as its spin is known, and anew after each change; what follows series has done so."""
        motion = self._motion
        return motion is not None and motion.measurement is not None and motion.spin is not None

    def take(self, items: tuple[Any, ...], current: Any) -> Part:
        """A table that was never fitted is, where its spin is known; once, so that undo can take that back."""
        new = [m for m in items if m.measurement is not None and m.analysis is not None and m.id not in self._begun]
        self._begun.update(m.id for m in new)
        unfitted = [m.analysis for m in new if m.spin is not None and not m.analysis.fits]
        if unfitted:
            QTimer.singleShot(0, self, lambda: self.fitting.fit_all(unfitted))
        return super().take(items, current)

    def fit(self) -> None:
        """Fit a table; what is made from series follows by itself."""
        motion = self._motion
        if motion is not None and motion.measurement is not None:
            TechniqueTab.fit(self)
        else:
            super().fit()

    def fit_selected(self) -> None:
        """Fit every table that is shown."""
        items: Any = self.showing.items
        tables = [m.analysis for m in items if m.measurement is not None and m.analysis is not None]
        if tables:
            self.fitting.fit_all(tables)
        else:
            super().fit_selected()

    def _compare(self, motion: Motion | None) -> None:
        """Let a child fit every motion to the same points, once a fit."""
        key = _key(motion)
        if motion is None or motion.spin is None or key == self._compared[0] or key is None or motion.stale:
            return
        self._compared = (key, "")
        assert motion.analysis is not None
        weigh = motion.analysis.option("weight", "errors") == "errors"
        held = tuple(p for p in motion.analysis.parameters if not p.vary and p.name != "eta")
        arguments = (fitted(motion.points, weigh=weigh), motion.spin, held)
        self.services.jobs.call("Compare motions", compare_motions, arguments, lambda found: self._tell(key, found))

    def _tell(self, key: object, found: dict[str, float]) -> None:
        if key != self._compared[0] or not found:
            return
        lowest = min(found.values())
        said = [f"{words.MOTION_WORDS[n]} {v - lowest:.1f}" for n, v in sorted(found.items(), key=lambda pair: pair[1])]
        self._compared = (key, "AICc: " + " · ".join(s.replace(" ", "\u00a0") for s in said))
        self.showing.mark(Part.COLUMN)

    # -- tables ----------------------------------------------------------------------------------------------------

    def show_times(self) -> None:
        """T1 of all components and samples."""
        dialog = T1Table(self.document, self.services, self.window())
        self.services.ask.run(dialog)
        dialog.deleteLater()


def _key(motion: Motion | None) -> object:
    """What a comparison of motions belongs to."""
    if motion is None or motion.analysis is None or motion.analysis.fit is None:
        return None
    held = tuple((p.name, p.value) for p in motion.analysis.parameters if not p.vary)
    weight = motion.analysis.option("weight")
    return motion.id, tuple((p.kelvin, p.t1, p.error, p.excluded) for p in motion.points), held, weight, motion.spin


def _fixed(box: tuple[float, float, float, float]) -> Home:
    return lambda width, height: box


def _wider(box: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    left, right, bottom, top = box
    x, y = 0.06 * (right - left), 0.06 * (top - bottom)
    return left - x, right + x, bottom - y, top + y
