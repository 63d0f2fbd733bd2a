"""One window with every tab filled from small made-up data, fitted in this process: for checks that hold everywhere."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtWidgets import QApplication

from naglass_gui.core import edits
from naglass_gui.core.arrays import ArrayStore, MemoryStore, gather
from naglass_gui.core.errors import NaGlassError
from naglass_gui.core.project import Analysis, Project, new_id
from naglass_gui.core.quantity import Quantity
from naglass_gui.storage import Session
from naglass_gui.techniques import settle, technique
from naglass_gui.techniques.arrhenius import ARRHENIUS
from naglass_gui.techniques.eis import EIS
from naglass_gui.techniques.nmr import NMR, completed
from naglass_gui.techniques.stability import STABILITY
from naglass_gui.techniques.technique import FitInputs, FitOutcome
from naglass_gui.ui import theme
from naglass_gui.ui.document import Document
from naglass_gui.ui.fits import inputs_of, with_fit
from naglass_gui.ui.look import Look
from naglass_gui.ui.main_window import MainWindow
from naglass_gui.ui.settings import Settings
from tests.techniques.polarization.runs import run
from tests.techniques.relaxation.series import made
from tests.ui.bpp.conftest import with_table
from tests.ui.harness import FakeAsk
from tests.ui.nmr.made import LINES, three_lines, with_spectra
from tests.ui.polarization.made import with_run
from tests.ui.relaxation.made import AREAS, STUDY, TIMES, with_series
from tests.ui.spectra import study


class InstantJobs(QObject):
    """Work is done in this process, before the call returns."""

    started = Signal(int, str)
    progressed = Signal(int, float, str)
    finished = Signal(int)
    running = 0

    def fit(self, name: str, inputs: FitInputs, done: Callable[[FitOutcome], None], *_: Any, **__: Any) -> None:
        science: Any = technique(inputs.analysis.technique)
        done(science.fit(inputs))

    def call(self, name: str, function: Any, arguments: Any, done: Any, failed: Any = None, **_: Any) -> None:
        if function.__module__.startswith("naglass_gui.figures"):
            return  # nobody looks at what matplotlib draws
        try:
            value = function(*arguments)
        except NaGlassError as fault:
            if failed is not None:
                failed(fault)
        else:
            done(value)

    def warm(self) -> None:
        pass

    def cancel(self) -> None:
        pass

    def close(self) -> None:
        pass


def filled(store: ArrayStore) -> Project:
    """A project with something fitted for every technique there is."""
    project = study(Project(new_id()), store)
    sample = project.samples[0]
    for measurement in sample.measurements:
        channels = gather(store, (c.array for c in measurement.channels))
        analysis = EIS.with_model(EIS.new_analysis(measurement, channels), "R(RQ)Q")
        project = edits.add_analysis(project, replace(analysis, options=(("weight", "modulus"), ("starts", 2))))
    project = with_run(project, store, run(0, points=120, length=1800.0))
    project = with_spectra(project, store, {"23Na MAS": three_lines(1024, mas_rate=20_000.0, scans=64)})
    project = with_series(project, store, {"NTOC-4 T1": made(STUDY, AREAS, TIMES, np.geomspace(1e-4, 30.0, 8))})
    project = with_table(project, store, (25.0, 45.0, 65.0, 85.0, 105.0))
    for analysis in project.analyses:
        project = _with_model(project, analysis)
    for analysis in project.analyses:
        science: Any = technique(analysis.technique)
        project = with_fit(project, analysis.id, science.fit(inputs_of(project, analysis, store)), store)
    spectra = [a.id for a in project.analyses if a.technique == "eis"]
    for day, measurement in enumerate(sample.measurements):
        project = edits.set_condition(project, (measurement.id,), "time", Quantity(float(day), None, "d"))
    before = project
    project = edits.add_analysis(project, ARRHENIUS.of_sources("Na2O-NTC", spectra))
    project = edits.add_analysis(project, STABILITY.of_sources("Storage", spectra))
    return settle(before, project)


def _with_model(project: Project, analysis: Analysis) -> Project:
    """What a person would have said before the fit: lines, windows, a spin, the size of a pellet."""
    match analysis.technique:
        case "nmr":
            lined = completed(NMR.with_model(analysis, LINES), 1)
            return replace(project, analyses=tuple(lined if a.id == analysis.id else a for a in project.analyses))
        case "relaxation":
            for ends in ((35.0, 75.0), (-18.0, -5.0)):
                project = edits.add_region(project, analysis.id, *ends)
        case "bpp":
            return edits.set_option(project, analysis.id, "spin", 1.5)
        case "polarization":
            return edits.set_sizes(
                project, analysis.sources[0], thickness=Quantity(0.8, 0.01, "mm"), diameter=Quantity(8.0, 0.05, "mm")
            )
    return project


def filled_window() -> MainWindow:
    """The real window over that project, with everything selected; nothing of it is read from or written to disk."""
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    settings = Settings()
    settings.set("look/theme", "light")
    document = Document(MemoryStore(), settle)
    window = MainWindow(document, settings, lambda document, messages: InstantJobs(), Session(), FakeAsk())  # type: ignore[arg-type,return-value]
    window.follow_look(Look(application, settings))
    document.open(filled(document.store))
    window.show()
    window.show_tabs()
    window.tree.select([m.id for m in document.project.measurements()])
    return window


def closed(window: MainWindow) -> None:
    """Close it without questions, now."""
    window.document.stack.setClean()
    window.close()
    window.deleteLater()
    theme.use(theme.LIGHT)
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QApplication.processEvents()
