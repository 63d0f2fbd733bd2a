"""The T1 tab by itself, with a document and fits that answer at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPointF

from naglass_gui.core.arrays import MemoryStore
from naglass_gui.core.errors import NaGlassError
from naglass_gui.core.project import Project, new_id
from naglass_gui.techniques import settle, technique
from naglass_gui.techniques.technique import FitInputs, FitOutcome
from naglass_gui.ui import theme
from naglass_gui.ui.document import Document
from naglass_gui.ui.services import Services
from naglass_gui.ui.settings import Settings
from naglass_gui.ui.stylesheet import style_sheet
from naglass_gui.ui.tabs.relaxation import RelaxationTab
from tests.ui.pieces import Said
from tests.ui.relaxation.made import study, with_series


@dataclass
class InstantJobs:
    """Fits in this process; what was asked for is kept."""

    asked: list[FitInputs] = field(default_factory=list)

    def fit(self, name: str, inputs: FitInputs, done: Callable[[FitOutcome], None], *_: Any, **__: Any) -> None:
        self.asked.append(inputs)
        science = technique(inputs.analysis.technique)
        assert science is not None
        done(science.fit(inputs))

    def cancel(self) -> None:
        """Nothing runs."""

    def call(self, name: str, function: Any, arguments: Any, done: Any = None, failed: Any = None, **__: Any) -> None:
        """Process, compare and profile at once; drawings are for children, and nobody looks at them here."""
        if name.startswith(("Process", "Compare", "Profile")):
            try:
                made = function(*arguments)
            except NaGlassError as fault:
                failed(fault)
            else:
                done(made)


class Bench:
    """The tab with series in it, and where things are on its plots."""

    def __init__(self, services: Services, series: dict[str, FitInputs]) -> None:
        self.services = services
        self.document = Document(MemoryStore(), settle)
        self.document.open(with_series(Project(new_id()), self.document.store, series))
        self.tab = RelaxationTab(self.document, services)
        self.tab.setStyleSheet(style_sheet(theme.LIGHT, None))
        self.tab.resize(1150, 820)
        self.tab.show()
        self.tab.show_selection([m.id for m in self.document.project.measurements()])

    @property
    def analysis(self) -> Any:
        return self.tab.current.analysis

    @property
    def fit(self) -> Any:
        return self.analysis.fit

    @property
    def steps(self) -> list[str]:
        stack = self.document.stack
        return [stack.text(k) for k in range(stack.index())]

    @property
    def spectra(self) -> Any:
        return self.tab.plots.slices_card.canvas

    @property
    def curves(self) -> Any:
        return self.tab.plots.recovery_card.canvas

    def at(self, shift: float, height: float = 0.3) -> QPointF:
        """A place of the spectra, in ppm and relative intensity, on their canvas."""
        view = self.tab.plots.slices.view
        return view.mapToScene(view.mapping().point(shift, height))

    def point(self, which: int, curve: int = 0) -> QPointF:
        """Where the point of a slice is on the recovery curve, on its canvas."""
        plots = self.tab.plots
        x, y = plots._points()
        place = curve * len(self.tab.current.slices.delay) + which
        return plots.recovery.view.mapToScene(plots.recovery.view.mapping().point(x[place], y[place]))

    def times(self) -> list[float]:
        """T1 of every curve."""
        return [d.value for d in self.fit.derived if d.name.startswith("T1_") and d.name[3:].isdigit()]


@pytest.fixture
def jobs() -> InstantJobs:
    return InstantJobs()


@pytest.fixture
def services(qapp: Any, ask: Any, tmp_path: Path, jobs: InstantJobs) -> Services:
    return Services(jobs=jobs, messages=Said(), ask=ask, settings=Settings(tmp_path))  # type: ignore[arg-type]


@pytest.fixture
def make_bench(qtbot: Any, services: Services) -> Any:
    """Makes a tab with these series by name."""

    def make(series: dict[str, FitInputs] | None = None) -> Bench:
        bench = Bench(services, series or {"NTOC-4 T1": study()})
        qtbot.addWidget(bench.tab)
        qtbot.waitExposed(bench.tab)
        bench.tab.redraw_now()
        bench.tab.plots.first_look()
        bench.tab.redraw_now()
        qtbot.wait(1)
        return bench

    yield make
    theme.use(theme.LIGHT)


@pytest.fixture
def bench(make_bench: Callable[..., Bench]) -> Bench:
    """The tab with the study's series, as it was imported."""
    return make_bench()
