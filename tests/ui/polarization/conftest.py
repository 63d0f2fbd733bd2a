"""The DC polarization tab by itself, with a document and fits that answer at once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPointF

from naglass_gui.core.arrays import MemoryStore
from naglass_gui.core.project import Analysis, Project, new_id
from naglass_gui.core.quantity import Quantity
from naglass_gui.techniques import settle
from naglass_gui.techniques.polarization import POLARIZATION
from naglass_gui.techniques.technique import FitInputs, FitOutcome
from naglass_gui.ui.document import Document
from naglass_gui.ui.services import Services
from naglass_gui.ui.settings import Settings
from naglass_gui.ui.tabs.polarization import PolarizationTab
from tests.techniques.polarization.runs import Real
from tests.ui.pieces import Said
from tests.ui.polarization.made import with_run

SIZES = {"thickness": Quantity(0.80, 0.01, "mm"), "diameter": Quantity(8.00, 0.05, "mm")}


class InstantFits:
    """Fits in this process."""

    def fit(self, name: str, inputs: FitInputs, done: Callable[[FitOutcome], None], *_: object, **__: object) -> None:
        done(POLARIZATION.fit(inputs))


class Bench:
    """The tab with a run in it, and where things are on its plot."""

    def __init__(self, services: Services, columns: dict[str, Real]) -> None:
        self.document = Document(MemoryStore(), settle)
        self.services = services
        self.document.open(with_run(Project(new_id()), self.document.store, columns))
        self.tab = PolarizationTab(self.document, services)
        services.select = self.tab.show_selection
        self.run = next(self.document.project.measurements())
        self.tab.resize(1100, 760)

    def open(self, qtbot: Any) -> None:
        qtbot.addWidget(self.tab)
        self.tab.show()
        qtbot.waitExposed(self.tab)
        self.tab.show_selection([self.run.id])
        self.tab.editing.sizes(self.run, "Set the sizes", SIZES, False)
        self.tab.redraw_now()

    @property
    def analysis(self) -> Analysis:
        return next(a for a in self.document.project.analyses if a.technique == "polarization")

    @property
    def canvas(self) -> Any:
        return self.tab.plots.decay_card.canvas

    def place(self, time: float, height: float = 90.0) -> QPointF:
        """A time since the step, some pixels below the top of the plot, on the canvas."""
        view = self.tab.plots.decay.view
        return view.mapToScene(QPointF(view.mapping().pixel_x(time), height))  # type: ignore[no-any-return]


@pytest.fixture
def services(ask: Any, tmp_path: Path) -> Services:
    return Services(jobs=InstantFits(), messages=Said(), ask=ask, settings=Settings(tmp_path))  # type: ignore[arg-type]


@pytest.fixture
def bench_of(qtbot: Any, services: Services) -> Callable[[dict[str, Real]], Bench]:
    def make(columns: dict[str, Real]) -> Bench:
        bench = Bench(services, columns)
        bench.open(qtbot)
        return bench

    return make
