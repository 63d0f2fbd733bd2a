"""The EIS tab by itself, with a document and fits that answer at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPointF

from naglass_gui.core import edits
from naglass_gui.core.arrays import MemoryStore, gather
from naglass_gui.core.errors import NaGlassError
from naglass_gui.core.project import Analysis, Measurement, Project, Sample, new_id
from naglass_gui.core.quantity import Quantity
from naglass_gui.techniques import settle
from naglass_gui.techniques.eis import EIS, impedance, parse_circuit
from naglass_gui.techniques.technique import FitInputs, FitOutcome
from naglass_gui.ui import theme
from naglass_gui.ui.document import Document
from naglass_gui.ui.services import Services
from naglass_gui.ui.settings import Settings
from naglass_gui.ui.stylesheet import style_sheet
from naglass_gui.ui.tabs.eis import EisTab
from tests.ui.pieces import Said
from tests.ui.spectra import measurement

TRUTH = {"R0": 170.0, "R1": 1300.0, "Y1": 1.7e-9, "n1": 0.82, "Y2": 1.8e-7, "n2": 0.89}
FREQUENCY = np.logspace(np.log10(7e6), np.log10(0.1), 79)


def blocking_pellet(scale: float = 1.0) -> np.ndarray:
    """R(RQ)Q with 0.2 % noise; `scale` multiplies the resistances."""
    z = impedance(parse_circuit("R(RQ)Q"), FREQUENCY, list(TRUTH.values()))
    noise = np.random.default_rng(1).normal(0, 2e-3, (2, len(z)))
    return scale * z * (1 + noise[0] + 1j * noise[1])


@dataclass
class InstantJobs:
    """Fits in this process; what was asked for is kept. While `held`, answers wait for `answer`."""

    asked: list[FitInputs] = field(default_factory=list)
    queues: list[str] = field(default_factory=list)
    called: list[str] = field(default_factory=list)
    held: bool = False
    waiting: list[tuple[FitInputs, Callable[[FitOutcome], None]]] = field(default_factory=list)

    def fit(
        self,
        name: str,
        inputs: FitInputs,
        done: Callable[[FitOutcome], None],
        failed: Callable[[Exception], None] | None = None,
        *,
        newest_only: str = "",
    ) -> None:
        self.asked.append(inputs)
        self.queues.append(newest_only)
        if self.held:
            self.waiting.append((inputs, done))
            return
        try:
            outcome = EIS.fit(inputs)
        except NaGlassError as error:
            assert failed is not None, error
            failed(error)
        else:
            done(outcome)

    def call(
        self,
        name: str,
        function: Callable[..., Any],
        arguments: tuple[Any, ...],
        done: Callable[[Any], None],
        failed: Callable[[Exception], None] | None = None,
        **_: Any,
    ) -> None:
        self.called.append(name)
        try:
            value = function(*arguments)
        except NaGlassError as error:
            assert failed is not None, error
            failed(error)
        else:
            done(value)

    def answer(self) -> None:
        self.held = False
        for inputs, done in self.waiting:
            done(EIS.fit(inputs))
        self.waiting.clear()

    def cancel(self) -> None:
        pass


class Bench:
    """The tab with spectra in it, and where things are on its plots."""

    def __init__(self, services: Services, spectra: list[tuple[np.ndarray, float | None]], pellet: bool) -> None:
        self.store = MemoryStore()
        self.services = services
        self.document = Document(self.store, settle)
        self.ids = self._fill(spectra, pellet)
        self.tab = EisTab(self.document, services)
        self.tab.setStyleSheet(style_sheet(theme.LIGHT, None))
        self.tab.resize(1150, 760)
        self.tab.show()
        self.tab.show_selection(self.ids)

    def _fill(self, spectra: list[tuple[np.ndarray, float | None]], pellet: bool) -> tuple[str, ...]:
        project = edits.add_sample(Project(new_id()), Sample("sample", "LPSCl"))
        made = []
        for k, (z, temperature) in enumerate(spectra):
            bare = measurement(self.store, f"EIS {k}", temperature)
            columns = {"frequency": FREQUENCY, "z_real": z.real.copy(), "z_imag": z.imag.copy()}
            channels = tuple(replace(c, array=self.store.put(columns[c.name])) for c in bare.channels)
            made.append(replace(bare, channels=channels))
        analyses = tuple(self._analysis(m) for m in made)
        project = edits.add_measurements(project, "sample", tuple(made), analyses)
        if pellet:
            for m in made:
                project = edits.set_sizes(
                    project, m.id, thickness=Quantity(0.8, 0.01, "mm"), diameter=Quantity(8.0, 0.05, "mm")
                )
        self.document.open(project)
        return tuple(m.id for m in made)

    def _analysis(self, measurement: Measurement) -> Analysis:
        made = EIS.new_analysis(measurement, gather(self.store, (c.array for c in measurement.channels)))
        # Few starts: these spectra are easy, and the tests are not about the search.
        return replace(made, options=(("weight", "modulus"), ("starts", 4)))

    @property
    def analysis(self) -> Any:
        return self.tab.current.analysis

    @property
    def values(self) -> dict[str, float]:
        return {p.name: p.value for p in self.analysis.parameters}

    @property
    def steps(self) -> list[str]:
        stack = self.document.stack
        return [stack.text(k) for k in range(stack.index())]

    @property
    def said(self) -> list[str]:
        return self.services.messages.sentences

    def nyquist_at(self, z: complex) -> QPointF:
        """Where an impedance (in ohm) is drawn on the Nyquist canvas."""
        plot = self.tab.plots.nyquist.plot
        return plot.view.mapToScene(plot.view.mapping().point(z.real, -z.imag))

    def point_at(self, index: int) -> QPointF:
        return self.nyquist_at(complex(self.tab.current.z[index]))

    def frequency_at(self, frequency: float, row: int = 0) -> QPointF:
        """Halfway up, at a frequency of one of the plots against frequency."""
        view = self.tab.plots.frequency[row].plot.view
        mapping = view.mapping()
        return view.mapToScene(QPointF(mapping.pixel_x(float(np.log10(frequency))), 0.4 * mapping.height))

    @property
    def nyquist(self) -> Any:
        return self.tab.plots.canvases[0]

    @property
    def frequencies(self) -> Any:
        return self.tab.plots.canvases[1]

    def handle_at(self, kind: str, number: int) -> QPointF:
        return self.tab.plots.nyquist.arcs.grip(kind, number).scenePos()


@pytest.fixture
def jobs() -> InstantJobs:
    return InstantJobs()


@pytest.fixture
def services(qapp: Any, ask: Any, tmp_path: Path, jobs: InstantJobs) -> Services:
    return Services(jobs=jobs, messages=Said(), ask=ask, settings=Settings(tmp_path))  # type: ignore[arg-type]


@pytest.fixture
def make_bench(qtbot: Any, services: Services) -> Callable[..., Bench]:
    """Makes a tab with these spectra: pairs of Z and temperature."""

    def make(*spectra: tuple[np.ndarray, float | None], pellet: bool = False) -> Bench:
        bench = Bench(services, list(spectra or [(blocking_pellet(), None)]), pellet)
        qtbot.addWidget(bench.tab)
        qtbot.waitExposed(bench.tab)
        bench.tab.redraw_now()
        bench.tab.plots.first_look()
        qtbot.wait(1)
        return bench

    yield make
    theme.use(theme.LIGHT)


@pytest.fixture
def bench(make_bench: Callable[..., Bench]) -> Bench:
    """The tab with one blocking pellet."""
    return make_bench()
