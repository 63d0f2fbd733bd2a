"""An Arrhenius tab over fitted temperature series of two samples."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from naglass_gui.core.arrays import ArrayStore, MemoryStore
from naglass_gui.core.fingerprint import fit_fingerprint
from naglass_gui.core.project import Analysis, Channel, Measurement, Project, Sample
from naglass_gui.techniques import settle
from naglass_gui.ui.document import Document
from naglass_gui.ui.services import Services
from naglass_gui.ui.settings import Settings
from naglass_gui.ui.tabs.arrhenius import ArrheniusTab
from tests.techniques.arrhenius.series import PELLET, STUDY, resistance, spectrum
from tests.ui.pieces import Said


def two_samples(store: ArrayStore) -> Project:
    """NTOC-4 and NTOC-1 from -25 to 55 °C with 2 % scatter, each with a few points; nothing derived yet."""
    generator = np.random.default_rng(1)
    samples, analyses = [], []
    for name, sigma, ea in (("NTOC-4", 4.41e-3, 0.32), ("NTOC-1", 1.2e-3, 0.36)):
        pellet = replace(PELLET, id=f"pellet {name}")
        spectra = [
            spectrum(t, resistance(t, sigma, ea) * math.exp(0.02 * generator.normal()), 0.02, pellet=pellet.id)
            for t in STUDY
        ]
        measured = [replace(m, channels=_channels(store, m)) for m, _ in spectra]
        samples.append(Sample(f"sample {name}", name, (pellet,), tuple(measured)))
        analyses += [_fresh(a, m) for m, (_, a) in zip(measured, spectra, strict=True)]
    return Project("p", samples=tuple(samples), analyses=tuple(analyses))


def _channels(store: ArrayStore, measurement: Measurement) -> tuple[Channel, ...]:
    """A spike at three frequencies."""
    assert measurement.condition("temperature") is not None
    columns = (
        ("frequency", "Hz", [1e5, 1e3, 10.0]),
        ("z_real", "ohm", [10.0, 11.0, 12.0]),
        ("z_imag", "ohm", [-1.0, -5.0, -50.0]),
    )
    return tuple(
        Channel(name, unit, store.put(np.array(values)), "axis" if name == "frequency" else "signal")
        for name, unit, values in columns
    )


def _fresh(analysis: Analysis, measurement: Measurement) -> Analysis:
    """An analysis of impedance whose fit belongs to it."""
    held = replace(analysis, technique="eis", model="R")
    fit = replace(held.fits[0], fingerprint=fit_fingerprint(held, (measurement,)))
    return replace(held, fits=(fit,))


@pytest.fixture
def document(qapp: Any) -> Document:
    document = Document(MemoryStore(), settle)
    document.open(two_samples(document.store))
    return document


@pytest.fixture
def services(ask: Any, tmp_path: Path) -> Services:
    return Services(jobs=None, messages=Said(), ask=ask, settings=Settings(tmp_path))  # type: ignore[arg-type]


@pytest.fixture
def tab(qtbot: Any, document: Document, services: Services) -> ArrheniusTab:
    """Shown, with nothing selected; what it selects comes back to it, as through the tree."""
    tab = ArrheniusTab(document, services)
    services.select = tab.show_selection  # type: ignore[method-assign]
    qtbot.addWidget(tab)
    tab.resize(1100, 720)
    tab.show()
    qtbot.waitExposed(tab)
    return tab


@pytest.fixture
def made(tab: ArrheniusTab, document: Document) -> ArrheniusTab:
    """With the plot of the first sample."""
    tab.show_selection([m.id for m in document.project.samples[0].measurements])
    tab.make()
    tab.redraw_now()
    return tab


@pytest.fixture
def both(tab: ArrheniusTab, document: Document) -> ArrheniusTab:
    """With the plots of both samples."""
    tab.show_selection([m.id for m in document.project.measurements()])
    tab.make()
    tab.redraw_now()
    return tab


@pytest.fixture
def place(made: ArrheniusTab) -> Callable[[int], Any]:
    """Where a point of it is on the canvas."""

    def at(index: int) -> Any:
        x, y = made._points()
        return made.plot.view.mapToScene(made.plot.view.mapping().point(x[index], y[index]))

    return at
