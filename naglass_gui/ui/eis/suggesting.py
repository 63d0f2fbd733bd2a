"""Asks a child which circuit the data want, and keeps the answer for as long as the data stay as they were."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from naglass_gui.core.fingerprint import data_fingerprint
from naglass_gui.core.project import Analysis, Id
from naglass_gui.techniques.eis.suggestion_words import Ranked, suggest
from naglass_gui.techniques.technique import FitInputs
from naglass_gui.ui.eis.spectra import Spectrum
from naglass_gui.ui.services import Services

MOST_KEPT = 100
Inputs = Callable[[Analysis], FitInputs]


class Suggesting(QObject):
    """Holds what was suggested for spectra. `changed`: a suggestion has come in, was asked for, or put away."""

    changed = Signal()

    def __init__(self, services: Services, inputs: Inputs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._services = services
        self._inputs = inputs
        self._kept: dict[Id, tuple[str, tuple[Ranked, ...] | None]] = {}

    def ask(self, spectrum: Spectrum) -> None:
        """Fit the ladder of circuits to a spectrum, with progress and Esc."""
        analysis = spectrum.analysis
        if analysis is None:
            return
        data = _data(spectrum)
        self._kept[analysis.id] = (data, None)
        self.changed.emit()
        self._services.jobs.call(
            f"Suggest a circuit: {spectrum.measurement.name}",
            suggest,
            (self._inputs(analysis),),
            lambda found: self._take(analysis.id, data, found),
            lambda error: self._give_up(analysis.id, error),
            progress=True,
        )

    def of(self, spectrum: Spectrum | None) -> tuple[Ranked, ...] | None:
        """What was suggested; () while nothing was asked for or the data changed since, None while it is being found."""
        if spectrum is None or spectrum.analysis is None:
            return ()
        data, found = self._kept.get(spectrum.analysis.id, ("", ()))
        return found if data == _data(spectrum) else ()

    def put_away(self, spectrum: Spectrum) -> None:
        """Show the suggestion no longer."""
        if spectrum.analysis is not None and spectrum.analysis.id in self._kept:
            del self._kept[spectrum.analysis.id]
            self.changed.emit()

    def _take(self, analysis: Id, data: str, found: tuple[Ranked, ...]) -> None:
        while len(self._kept) >= MOST_KEPT:
            del self._kept[next(iter(self._kept))]
        self._kept[analysis] = (data, found)
        self.changed.emit()

    def _give_up(self, analysis: Id, error: Exception) -> None:
        self._kept.pop(analysis, None)
        self._services.messages.show(str(error), "warning")
        self.changed.emit()


def _data(spectrum: Spectrum) -> str:
    """What a suggestion depends on: data, regions, masks and weights, not the circuit."""
    assert spectrum.analysis is not None
    return data_fingerprint(spectrum.analysis, (spectrum.measurement,))
