"""Computes the distribution of relaxation times of the current spectrum, live: a few milliseconds each, so in the window."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from PySide6.QtCore import QObject, Signal

from naglass_gui.core.errors import NaGlassError
from naglass_gui.techniques.eis.drt import Column, Distribution, Relaxation
from naglass_gui.techniques.eis.drt_strength import DrtSettings, distribution
from naglass_gui.techniques.eis.sweep import Sweep
from naglass_gui.ui.eis.checking import Refused
from naglass_gui.ui.eis.spectra import Spectrum
from naglass_gui.ui.services import Services

SETTING = "eis/relaxation"


class Relaxing(QObject):
    """Whether relaxation times are shown, and those of a spectrum as it is now. It stays switched on, also after a restart.

    `changed`: it was switched.

    Attributes:
        on: whether they are shown.
    """

    changed = Signal()

    def __init__(self, services: Services, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._services = services
        self.on: bool = bool(services.settings.get(SETTING, False))

    def switch(self, on: bool) -> None:
        """Show relaxation times from now on, or no longer."""
        self.on = on
        self._services.settings.set(SETTING, on)
        self.changed.emit()

    def of(self, spectrum: Spectrum | None) -> Distribution | Refused | None:
        """The distribution of a spectrum's fitted points, with the settings of its analysis."""
        if spectrum is None or not self.on:
            return None
        settings = DrtSettings() if spectrum.analysis is None else DrtSettings.of(spectrum.analysis)
        used = spectrum.used & np.isfinite(spectrum.z) & (spectrum.z != 0) & (spectrum.frequency > 0)
        return _distribution(spectrum.frequency[used].tobytes(), spectrum.z[used].tobytes(), settings)


@lru_cache(maxsize=64)
def _distribution(frequency: bytes, z: bytes, settings: DrtSettings) -> Distribution | Refused:
    try:
        return distribution(_relaxation(frequency, z, settings.offered), settings)
    except NaGlassError as fault:
        return Refused(fault.sentence)


@lru_cache(maxsize=8)
def _relaxation(frequency: bytes, z: bytes, offered: tuple[Column, ...]) -> Relaxation:
    f = np.frombuffer(frequency)
    return Relaxation(Sweep(f, np.frombuffer(z, dtype=complex), np.ones(len(f), dtype=bool)), offered)
