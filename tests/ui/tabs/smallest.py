"""The smallest whole tabs: one of a technique with data, one of a derived analysis. CONTRIBUTING points here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from naglass_gui.core.project import Analysis, Derived, Fit, Id, Measurement, Project, new_id
from naglass_gui.techniques.technique import Source
from naglass_gui.ui import theme
from naglass_gui.ui.document import Document
from naglass_gui.ui.panels.card import Card
from naglass_gui.ui.panels.fit_history import FitHistory
from naglass_gui.ui.panels.page import Page
from naglass_gui.ui.panels.parameter_table import ParameterTable
from naglass_gui.ui.panels.result_label import ResultLabel
from naglass_gui.ui.plots.card import PlotCard, Real, around
from naglass_gui.ui.plots.drawables import Points
from naglass_gui.ui.plots.picking import Picking
from naglass_gui.ui.plots.plot import Plot
from naglass_gui.ui.services import Services
from naglass_gui.ui.tabs import wiring
from naglass_gui.ui.tabs.chosen import Kept, subjects
from naglass_gui.ui.tabs.derived import DerivedTab
from naglass_gui.ui.tabs.showing import Part
from naglass_gui.ui.tabs.technique_tab import TechniqueTab

# -- a technique with data ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class Spectrum:
    """What the tab shows of a measurement."""

    measurement: Measurement
    analysis: Analysis | None
    x: Real
    y: Real

    @property
    def id(self) -> Id:
        return self.measurement.id


class ModulusTab(TechniqueTab[Spectrum]):
    """|Z| against frequency, with the parameters of the current one."""

    technique = "eis"
    title = "Modulus"
    plot_hint = "drag: move · wheel: zoom · click: mask a point"

    def __init__(self, document: Document, services: Services) -> None:
        super().__init__(document, services)
        self._spectra = Kept(self._spectrum)
        self.plot = Plot(log_x=True, log_y=True)
        self.plot.bottom.set_label("<i>f</i>", "Hz")
        self.plot.left.set_label("|<i>Z</i>|", "Ω")
        self.picking = Picking(self.plot.view, self._points)
        self.picking.clicked.connect(lambda index: self.on_analysis(self.editing.toggle_masks, [index]))
        self.plots = PlotCard(self.selection, {(0, 0): self.plot})
        self.parameters, self.fits = ParameterTable(services), FitHistory(services)
        self.column = Page()
        self.column.add(Card("Parameters", self.parameters), Card("Fits", self.fits))
        wiring.connect_parameters(self, self.parameters)
        wiring.connect_fits(self, self.fits)
        empty = self.teaching("Spectra belong here", "Drop files on the window.", "file.import")
        self.assemble(self.plots, self.column, empty)

    def _spectrum(self, measurement: Measurement, analysis: Analysis | None) -> Spectrum:
        f, re, im = (self.document.store.get(measurement.channel(n).array) for n in ("frequency", "z_real", "z_imag"))
        return Spectrum(measurement, analysis, np.log10(f), np.log10(np.hypot(re, im)))

    def gather(self, project: Project, ids: Sequence[Id]) -> Sequence[Spectrum]:
        chosen = subjects(project, ids, self.technique)
        return self._spectra.of((s.measurement.id, (s.measurement, s.analysis)) for s in chosen)

    def draw(self, part: Part) -> None:
        if Part.DATA in part:
            shown = self.showing.items
            self.plot.data.show_drawables([Points(s.x, s.y, theme.tokens().data) for s in shown])
            self.plot.view.set_home(around(*((s.x, s.y) for s in shown)), go=False)
        if Part.COLUMN in part:
            analysis = self.current.analysis if self.current else None
            self.parameters.show_analysis(analysis)
            self.fits.show_analysis(analysis)

    def _points(self) -> tuple[Real, Real]:
        return (self.current.x, self.current.y) if self.current else (np.array([]), np.array([]))


# -- a derived analysis ------------------------------------------------------------------------------------------------


class Mean:
    """The science: the mean of R1 of its sources."""

    name = "mean"

    def follow(self, analysis: Analysis, sources: tuple[Source, ...]) -> Analysis:
        used = [s.analysis.parameter("R1").value for s in sources if not s.excluded]
        if not used:
            return replace(analysis, fits=(), current=None)
        id = analysis.fit.id if analysis.fit else new_id()
        mean = (Derived("mean", float(np.mean(used)), None, "ohm"),)
        return replace(analysis, fits=(Fit(id, "", "", 0.0, len(used), 0.0, (), derived=mean),), current=id)


class MeanTab(DerivedTab):
    """R1 of each source in their order, and the mean."""

    technique = "mean"
    title = "Mean"
    made_from = ("eis",)
    noun = "mean"
    sources_noun = "spectra"

    def __init__(self, document: Document, services: Services) -> None:
        super().__init__(document, services)
        self.plot = Plot()
        self.picking = Picking(self.plot.view, self._points, double=True)
        self.picking.clicked.connect(lambda index: self.toggle_sources([self._source(index)]))
        self.picking.double_clicked.connect(lambda index: self.open_source(self._source(index)))
        self.plots = PlotCard(self.selection, {(0, 0): self.plot})
        self.result = ResultLabel()
        self.column = Page()
        self.column.add(Card("Mean", self.result))
        self.assemble(
            self.plots, self.column, self.offer("Means belong here", "Select two or more spectra in the tree.")
        )

    def derive(self, sources: tuple[Analysis, ...]) -> Analysis:
        return Analysis(new_id(), "Mean", self.technique, tuple(a.id for a in sources))

    def draw(self, part: Part) -> None:
        if Part.DATA in part:
            x, y = self._points()
            self.plot.data.show_drawables([Points(x, y, theme.tokens().data)])
            self.plot.view.set_home(around((x, y)), go=False)
        if Part.COLUMN in part:
            fit = self.current.analysis.fit if self.current else None
            self.result.set_text(f"{fit.derived[0].value:.4g} Ω" if fit else "")

    def _points(self) -> tuple[Real, Real]:
        values = [s.analysis.parameter("R1").value for s in self.current.sources] if self.current else []
        return np.arange(len(values), dtype=float), np.array(values, dtype=float)

    def _source(self, index: int) -> Id:
        assert self.current is not None
        return self.current.sources[index].analysis.id
