"""Checks the data of the current spectrum in a child, when asked for once, and keeps what was found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal

from naglass_gui.core.errors import NaGlassError
from naglass_gui.core.project import Id
from naglass_gui.techniques.eis.check import DataCheck, check_data, check_several
from naglass_gui.techniques.eis.sweep import Sweep
from naglass_gui.ui.eis.spectra import Spectrum
from naglass_gui.ui.services import Services

WAIT_MS = 120  # after the last change before the data are checked again
MOST_KEPT = 200
SETTING = "eis/check"
Key = tuple[Id, bytes, bytes]


@dataclass(frozen=True, slots=True, eq=False)
class Refused:
    """Why data cannot be checked."""

    sentence: str


class Checking(QObject):
    """Holds the checks of spectra as they are now: other points or other leads are checked anew.

    `changed`: a check has come in, or checking was switched. It stays switched on, also after a restart. `several_done`: pairs
    of a spectrum and what was found of it, after `check_several`.

    Attributes:
        on: whether data are checked.
    """

    changed = Signal()
    several_done = Signal(object)

    def __init__(self, services: Services, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._services = services
        self._kept: dict[Key, DataCheck | Refused] = {}
        self._last: dict[Id, DataCheck | Refused] = {}
        self._asked: set[Key] = set()
        self._wanted: Spectrum | None = None
        self.on: bool = bool(services.settings.get(SETTING, False))
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(WAIT_MS)
        self._timer.timeout.connect(self._ask)

    def switch(self, on: bool) -> None:
        """Check data from now on, or no longer."""
        self.on = on
        self._services.settings.set(SETTING, on)
        self.changed.emit()

    def of(self, spectrum: Spectrum | None) -> DataCheck | Refused | None:
        """What is known of a spectrum; where nothing is, it is checked as soon as it has been left alone for a moment.

        Until then, as while a region is dragged, it is what was found last for the same spectrum.
        """
        if spectrum is None or not self.on:
            return None
        key = _key(spectrum)
        if key not in self._kept and key not in self._asked:
            self._wanted = spectrum
            self._timer.start()
        return self._kept.get(key, self._last.get(spectrum.id))

    def check_several(self, spectra: Sequence[Spectrum]) -> None:
        """Check all of these at once."""
        named = tuple((s.measurement.name, Sweep(s.frequency, s.z, s.used)) for s in spectra)
        self._services.jobs.call(
            f"Check {len(spectra)} spectra", check_several, (named,), lambda found: self._take_several(spectra, found)
        )

    def now(self) -> None:
        """Ask at once for what is waiting."""
        if self._timer.isActive():
            self._timer.stop()
            self._ask()

    def _ask(self) -> None:
        spectrum, self._wanted = self._wanted, None
        if spectrum is None:
            return
        key, name = _key(spectrum), spectrum.measurement.name
        self._asked.add(key)
        sweep = Sweep(spectrum.frequency, spectrum.z, spectrum.used)
        self._services.jobs.call(
            f"Check {name}",
            check_data,
            (sweep, name),
            lambda check: self._take(key, check),
            lambda error: self._refuse(key, error),
        )

    def _take_several(self, spectra: Sequence[Spectrum], found: Sequence[DataCheck | str]) -> None:
        checks = [Refused(check) if isinstance(check, str) else check for check in found]
        for spectrum, check in zip(spectra, checks, strict=True):
            self._keep(_key(spectrum), check)
        self.changed.emit()
        self.several_done.emit(tuple(zip(spectra, checks, strict=True)))

    def _take(self, key: Key, check: DataCheck | Refused) -> None:
        self._keep(key, check)
        self.changed.emit()

    def _keep(self, key: Key, check: DataCheck | Refused) -> None:
        self._asked.discard(key)
        while len(self._kept) >= MOST_KEPT:
            del self._kept[next(iter(self._kept))]
        self._kept[key] = self._last[key[0]] = check

    def _refuse(self, key: Key, error: Exception) -> None:
        assert isinstance(error, NaGlassError)
        self._take(key, Refused(error.sentence))


def _key(spectrum: Spectrum) -> Key:
    return spectrum.measurement.id, np.packbits(spectrum.used).tobytes(), spectrum.z.tobytes()
