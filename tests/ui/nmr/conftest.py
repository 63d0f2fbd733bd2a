"""The NMR tab by itself, with a document and fits that answer at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPointF

from naglass_gui.core.arrays import MemoryStore
from naglass_gui.core.errors import InputError
from naglass_gui.core.project import Project, new_id
from naglass_gui.techniques import settle
from naglass_gui.techniques.nmr import NMR, completed
from naglass_gui.techniques.technique import FitInputs, FitOutcome
from naglass_gui.ui import theme
from naglass_gui.ui.document import Document
from naglass_gui.ui.fits import inputs_of, with_fit
from naglass_gui.ui.services import Services
from naglass_gui.ui.settings import Settings
from naglass_gui.ui.stylesheet import style_sheet
from naglass_gui.ui.tabs.nmr import NmrTab
from tests.techniques.nmr.spectra import Made
from tests.ui.nmr.made import LINES, three_lines, with_spectra
from tests.ui.pieces import Said


@dataclass
class InstantJobs:
    """Fits in this process; what was asked for is kept."""

    asked: list[FitInputs] = field(default_factory=list)

    def fit(self, name: str, inputs: FitInputs, done: Callable[[FitOutcome], None], *_: Any, **__: Any) -> None:
        self.asked.append(inputs)
        done(NMR.fit(inputs))

    def call(self, name: str, function: Any, arguments: Any, done: Any = None, failed: Any = None, **__: Any) -> None:
        """Process at once; drawings are for children, and nobody looks at them here."""
        if name.startswith("Process"):
            try:
                made = function(*arguments)
            except InputError as fault:
                failed(fault)
            else:
                done(made)


class Bench:
    """The tab with spectra in it, and where things are on its plots."""

    def __init__(self, services: Services, store: MemoryStore, project: Project) -> None:
        self.services = services
        self.document = Document(store, settle)
        self.document.open(project)
        self.tab = NmrTab(self.document, services)
        self.tab.setStyleSheet(style_sheet(theme.LIGHT, None))
        self.tab.resize(1150, 760)
        self.tab.show()
        self.tab.show_selection([m.id for m in project.measurements()])

    @property
    def analysis(self) -> Any:
        return self.tab.current.analysis

    @property
    def values(self) -> dict[str, float]:
        return {p.name: p.value for c in self.analysis.components for p in c.parameters}

    @property
    def steps(self) -> list[str]:
        stack = self.document.stack
        return [stack.text(k) for k in range(stack.index())]

    @property
    def canvas(self) -> Any:
        return self.tab.plots.canvas

    def line(self, name: str) -> Any:
        return next(c for c in self.analysis.components if c.name == name)

    def grip_at(self, name: str, part: str = "top") -> QPointF:
        return self.tab.plots.handles.grip(self.line(name).id, part).scenePos()

    def at(self, shift: float, height: float) -> QPointF:
        """A place of the spectrum, in ppm and relative intensity, on the canvas."""
        view = self.tab.plots.spectrum.view
        return view.mapToScene(view.mapping().point(shift, height))


def _with_lines(project: Project, lines: str) -> Project:
    analyses = tuple(completed(NMR.with_model(a, lines), 1) for a in project.analyses)
    return replace(project, analyses=analyses)


@pytest.fixture
def jobs() -> InstantJobs:
    return InstantJobs()


@pytest.fixture
def services(qapp: Any, ask: Any, tmp_path: Path, jobs: InstantJobs) -> Services:
    return Services(jobs=jobs, messages=Said(), ask=ask, settings=Settings(tmp_path))  # type: ignore[arg-type]


def project_of(store: MemoryStore, spectra: dict[str, Made] | None = None, lines: str = "") -> Project:
    """A project with these spectra by name, and with the lines of a text."""
    project = with_spectra(Project(new_id()), store, spectra or {"23Na MAS": three_lines()})
    return _with_lines(project, lines) if lines else project


@pytest.fixture(scope="session")
def fitted() -> tuple[MemoryStore, Project]:
    """A spectrum fitted with the three lines it is made of, once for all tests: a project never changes."""
    store = MemoryStore()
    project = project_of(store, lines=LINES)
    (analysis,) = project.analyses
    return store, with_fit(project, analysis.id, NMR.fit(inputs_of(project, analysis, store)), store)


@pytest.fixture
def open_bench(qtbot: Any, services: Services) -> Iterator[Callable[[MemoryStore, Project], Bench]]:
    """Opens a project in a tab."""

    def make(store: MemoryStore, project: Project) -> Bench:
        bench = Bench(services, store, project)
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
def make_bench(open_bench: Callable[[MemoryStore, Project], Bench]) -> Callable[..., Bench]:
    """Makes a tab with these spectra by name, and with the lines of a text."""

    def make(spectra: dict[str, Made] | None = None, lines: str = "") -> Bench:
        store = MemoryStore()
        return open_bench(store, project_of(store, spectra, lines))

    return make


@pytest.fixture
def bench(make_bench: Callable[..., Bench]) -> Bench:
    """The tab with a spectrum that holds three lines, and no model."""
    return make_bench()


@pytest.fixture
def lined(open_bench: Callable[[MemoryStore, Project], Bench], fitted: tuple[MemoryStore, Project]) -> Bench:
    """The same with the three lines it is made of, fitted."""
    return open_bench(*fitted)
