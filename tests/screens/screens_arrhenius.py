"""Screens of the Arrhenius tab."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from naglass_gui.core import edits
from naglass_gui.core.project import Project
from naglass_gui.core.quantity import Quantity
from naglass_gui.ui.main_window import MainWindow
from naglass_gui.ui.tabs import TABS
from naglass_gui.ui.tabs.arrhenius import ArrheniusTab
from naglass_gui.ui.temperature_series import TemperatureSeries
from tests.conftest import DATA
from tests.screens.registry import Stage, screen
from tests.ui.arrhenius.conftest import two_samples

FILES = tuple(DATA / f"eis/EISFitpython/EIS_Data/Example-3-4/s04147-{t}deg.txt" for t in range(140, 201, 10))


def shown(stage: Stage, samples: int = 2) -> tuple[MainWindow, ArrheniusTab]:
    """A window with the plots of one or two samples."""
    window = stage.window()
    window.document.open(two_samples(window.document.store))
    stage.settle()
    measurements = [m for s in window.document.project.samples[:samples] for m in s.measurements]
    analyses = [window.document.project.analyses_of(m.id)[0].id for m in measurements]
    TemperatureSeries(window.document, window.services).draw_line(analyses)
    stage.wait(lambda: isinstance(window.tabs.current, ArrheniusTab) and window.tabs.current.current is not None)
    tab = window.tabs.current
    assert isinstance(tab, ArrheniusTab)
    return window, tab


@screen("arrhenius one sample")
def one_sample(stage: Stage) -> QWidget:
    window, tab = shown(stage, 1)
    tab.toggle_sources([tab.current.analysis.sources[2]])
    stage.settle()
    return window


@screen("arrhenius two samples")
def two(stage: Stage) -> QWidget:
    return shown(stage)[0]


@screen("arrhenius too few points")
def too_few(stage: Stage) -> QWidget:
    window, tab = shown(stage, 1)
    tab.toggle_sources(tab.current.analysis.sources[2:])
    stage.settle()
    return window


@screen("arrhenius offered")
def offered(stage: Stage) -> QWidget:
    """Spectra are selected, nothing is drawn of them yet."""
    window = stage.window()
    stage.import_files(window, *FILES)
    window.tree.select([m.id for m in window.document.project.measurements()])
    window.tabs.open([tab.technique for tab in TABS].index("arrhenius"))
    window.messages.clear()
    stage.settle()
    return window


@screen("arrhenius published series")
def published(stage: Stage) -> QWidget:
    """Seven files dropped, fitted as a series with the published circuit, and drawn: bulk, grain boundary and total."""
    window = stage.window()
    stage.import_files(window, *FILES)
    document = window.document

    def with_circuit(project: Project) -> Project:
        from naglass_gui.techniques.eis import set_circuit

        for analysis in project.analyses:
            project = set_circuit(project, analysis.id, "(RQ)(RQ)Q")
        (pellet,) = {m.specimen for m in project.measurements()}
        assert pellet is not None
        return edits.set_specimen(
            project, pellet, thickness=Quantity(0.21, None, "cm"), diameter=Quantity(0.8, None, "cm")
        )

    document.apply("Choose circuit and sizes", with_circuit)
    # A fit tells that the circuit was chosen, and is to be kept.
    window.tree.select([next(document.project.measurements()).id])
    stage.settle()
    window.tabs.current.fit()
    stage.wait(lambda: any(a.fit is not None for a in document.project.analyses))
    series = TemperatureSeries(document, window.services)
    series.fit(document.project.analyses)
    stage.wait(lambda: all(a.fit is not None for a in document.project.analyses))
    series.draw_line([a.id for a in document.project.analyses])
    stage.wait(lambda: isinstance(window.tabs.current, ArrheniusTab))
    return window


@screen("arrhenius all temperatures fitted at once")
def at_once(stage: Stage) -> QWidget:
    window = published(stage)
    assert isinstance(window, MainWindow)
    series = TemperatureSeries(window.document, window.services)
    spectra = [a for a in window.document.project.analyses if a.technique == "eis"]
    series.compare(spectra)
    stage.wait(lambda: "One law" in window.messages.text)
    series.use([a.id for a in spectra], whole=True)
    stage.settle()
    return window
