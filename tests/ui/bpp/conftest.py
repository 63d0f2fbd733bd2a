"""The BPP tab by itself: T1 against temperature of fitted series, and of a table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPointF

from naglass_gui.core import edits
from naglass_gui.core.arrays import ArrayStore, MemoryStore
from naglass_gui.core.parameter import Parameter
from naglass_gui.core.project import (
    Analysis,
    Channel,
    Condition,
    Derived,
    Fit,
    FittedParameter,
    Measurement,
    Project,
    Provenance,
    Sample,
    Specimen,
    new_id,
)
from naglass_gui.core.quantity import Quantity
from naglass_gui.techniques import settle
from naglass_gui.techniques.bpp import BPP, law
from naglass_gui.ui import theme
from naglass_gui.ui.document import Document
from naglass_gui.ui.services import Services
from naglass_gui.ui.settings import Settings
from naglass_gui.ui.stylesheet import style_sheet
from naglass_gui.ui.tabs.bpp import BppTab
from tests.ui.pieces import Said
from tests.ui.relaxation.conftest import InstantJobs

TRUE = {"Ea": 0.30, "tau0": 1e-13, "C_Q": 1.0}
FIELDS = (79.39e6, 132.294e6)
CELSIUS = tuple(np.arange(25.0, 126.0, 10.0).tolist())


def t1_at(celsius: Any, larmor: float, noise: float = 0.01) -> Any:
    """T1 in s of the motion of TRUE, with 1 % of noise."""
    kelvin = np.asarray(celsius, dtype=float) + 273.15
    tau = law.correlation_time(kelvin, TRUE["Ea"], TRUE["tau0"])
    chance = np.random.default_rng(int(larmor))
    return law.relaxation_time(tau, np.full(len(kelvin), larmor), 1e6, 1.5) * np.exp(
        noise * chance.standard_normal(len(kelvin))
    )


def _parameters(t1: float) -> tuple[FittedParameter, ...]:
    front = (FittedParameter("M0_1", 1.0, 0.01), FittedParameter("a_1", 0.9, 0.01))
    return (*front, FittedParameter("T1_1", t1, 0.01 * t1, "s"))


def with_fits(project: Project, larmor: float = FIELDS[0], celsius: tuple[float, ...] = CELSIUS) -> Project:
    """The project with fitted series of one sample, as quantities alone."""
    sample = Sample(new_id(), "NTOC-4")
    project = edits.add_sample(project, sample)
    for c, t1 in zip(celsius, t1_at(celsius, larmor), strict=True):
        provenance = Provenance(f"{c:g}/{larmor:g}", 1, f"{c:g}{larmor:g}".rjust(64, "0")[-64:], "test", "1")
        condition = Condition("temperature", Quantity(c, None, "degC"), "header")
        header = (("larmor_frequency", repr(larmor / 1e6)), ("nucleus", "23Na"))
        measurement = Measurement(new_id(), f"T1 {c:g} °C", "relaxation", (), provenance, header, (condition,))
        fit = Fit(
            new_id(), "", "inversion", 1.0, 16, 0.0, _parameters(t1),
            derived=(Derived("T1_1", t1, 0.01 * t1, "s", "NTOC · Inversion recovery"),), statistics=(("curves", 1.0),),
        )  # fmt: skip
        analysis = replace(
            BPP.of_sources(measurement.name, [measurement.id]), technique="relaxation", model="inversion",
            fits=(fit,), current=fit.id, options=(("nucleus", "23Na"),),
        )  # fmt: skip
        project = edits.add_measurements(project, sample.id, (measurement,), (analysis,))
    return project


def with_conductivities(project: Project, celsius: tuple[float, ...] = (-15.0, 5.0, 25.0, 45.0)) -> Project:
    """The project with fitted spectra of its first sample: 4.41 mS/cm at 25 degC, 0.32 eV."""
    pellet = Specimen(new_id(), "Pellet", thickness=Quantity(0.8, None, "mm"), diameter=Quantity(8.0, None, "mm"))
    sample = replace(project.samples[0], specimens=(*project.samples[0].specimens, pellet))
    project = replace(project, samples=(sample, *project.samples[1:]))
    for c in celsius:
        kelvin = c + 273.15
        sigma = 4.41e-3 * 298.15 / kelvin * np.exp(0.32 / law.BOLTZMANN_EV * (1 / 298.15 - 1 / kelvin))
        ohm = 0.08 / (sigma * np.pi * 0.4**2)
        digest = f"eis{c:g}".encode().hex().rjust(64, "0")
        condition = Condition("temperature", Quantity(c, None, "degC"), "header")
        provenance = Provenance(f"{c:g}.DTA", 1, digest, "test", "1")
        measurement = Measurement(
            new_id(), f"EIS {c:g} °C", "eis", (), provenance, conditions=(condition,), specimen=pellet.id
        )
        fit = Fit(
            new_id(), "", "R", 1.0, 50, 0.0, (FittedParameter("R0", ohm, 0.03 * ohm, "ohm"),), ("R0",), (((0.03 * ohm) ** 2,),)
        )  # fmt: skip
        parameters = (Parameter("R0", ohm, "ohm", role="bulk"),)
        analysis = Analysis(
            new_id(), measurement.name, "eis", (measurement.id,), model="R", parameters=parameters, fits=(fit,), current=fit.id
        )  # fmt: skip
        project = settle(project, edits.add_measurements(project, sample.id, (measurement,), (analysis,)))
    return project


def with_bridge(project: Project, plot: str) -> Project:
    """The project with formula, density and jump distance typed for a plot."""
    for name, value in (("view_formula", "NaTaCl6"), ("view_density", 3.0), ("view_jump", 3.5e-10)):
        project = edits.set_option(project, plot, name, value)
    return project


def with_table(project: Project, store: ArrayStore, celsius: Any = CELSIUS, nucleus: str = "") -> Project:
    """The project with a table of T1 at two fields."""
    sample = Sample(new_id(), "table")
    kelvin = np.tile(np.asarray(celsius) + 273.15, 2)
    columns = {
        "temperature": ("K", kelvin),
        "t1": ("s", np.concatenate([t1_at(celsius, f) for f in FIELDS])),
        "larmor": ("Hz", np.repeat(FIELDS, len(celsius))),
    }
    channels = tuple(
        Channel(n, u, store.put(v), "axis" if n == "temperature" else "signal") for n, (u, v) in columns.items()
    )
    header = (("nucleus", nucleus),) if nucleus else ()
    provenance = Provenance("t1.csv", 1, "7" * 64, "test", "1")
    measurement = Measurement(new_id(), "t1.csv", "bpp", channels, provenance, header)
    analysis = BPP.new_analysis(measurement, {})
    return edits.add_measurements(edits.add_sample(project, sample), sample.id, (measurement,), (analysis,))


class Bench:
    """The tab and where its points are."""

    def __init__(self, services: Services, make: Callable[[Project, ArrayStore], Project]) -> None:
        self.services = services
        self.document = Document(MemoryStore(), settle)
        self.document.open(make(Project(new_id()), self.document.store))
        self.tab = BppTab(self.document, services)
        services.select = self.tab.show_selection
        self.tab.setStyleSheet(style_sheet(theme.LIGHT, None))
        self.tab.resize(1100, 760)
        self.tab.show()
        self.tab.show_selection([m.id for m in self.document.project.measurements()])

    @property
    def fit(self) -> Any:
        return self.tab.current.analysis.fit

    @property
    def steps(self) -> list[str]:
        stack = self.document.stack
        return [stack.text(k) for k in range(stack.index())]

    def point(self, index: int) -> QPointF:
        """Where a point is on the canvas."""
        x, y = self.tab._points()
        return self.tab.plot.view.mapToScene(self.tab.plot.view.mapping().point(x[index], y[index]))


@pytest.fixture
def services(qapp: Any, ask: Any, tmp_path: Path) -> Services:
    jobs: Any = InstantJobs()
    return Services(jobs=jobs, messages=Said(), ask=ask, settings=Settings(tmp_path))  # type: ignore[arg-type]


@pytest.fixture
def make_bench(qtbot: Any, services: Services) -> Any:
    """Makes a tab over a project."""

    def make(build: Callable[[Project, ArrayStore], Project]) -> Bench:
        bench = Bench(services, build)
        qtbot.addWidget(bench.tab)
        qtbot.waitExposed(bench.tab)
        bench.tab.redraw_now()
        return bench

    yield make
    theme.use(theme.LIGHT)


@pytest.fixture
def series(make_bench: Any) -> Bench:
    """Eleven fitted series at one field, and their plot."""
    bench: Bench = make_bench(lambda project, store: with_fits(project))
    bench.tab.make()
    bench.tab.redraw_now()
    return bench


@pytest.fixture
def table(make_bench: Any) -> Bench:
    """A table at two fields, fitted."""
    bench: Bench = make_bench(lambda project, store: with_table(project, store))
    bench.tab.column.spin_chosen.emit(1.5)
    bench.tab.redraw_now()
    return bench
