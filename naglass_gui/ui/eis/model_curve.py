"""The model of the current spectrum on the view grid: what follows the mouse at every frame."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from naglass_gui.techniques.eis.circuit import Circuit
from naglass_gui.techniques.eis.impedance import CircuitModel
from naglass_gui.ui.eis.spectra import Complex, Real, Spectrum

FEWEST, MOST = 300, 1600
STILL_PIXELS = 200


@dataclass(frozen=True, slots=True, eq=False)
class ModelCurve:
    """A model on the view grid and at the data.

    Attributes:
        frequency: of the grid in Hz, ascending, shape (n,).
        z: in ohm there.
        fitted: whether the grid point lies in a fitted region.
        at_data: in ohm at the data's frequencies, shape (m,).
    """

    frequency: Real
    z: Complex
    fitted: NDArray[np.bool_]
    at_data: Complex


def model_curve(spectrum: Spectrum, pixels: float) -> ModelCurve | None:
    """The model with its current values, at about two points a pixel; None without a model that has finite values."""
    values = spectrum.values
    positive = spectrum.frequency[spectrum.frequency > 0]
    if values is None or spectrum.circuit is None or not len(positive):
        return None
    low, high = float(positive.min()), float(positive.max())
    grid, count = _grid(low, high, int(np.clip(2 * pixels, FEWEST, MOST))), len(spectrum.frequency)
    model = _compiled(spectrum.circuit, grid.tobytes(), spectrum.frequency.tobytes())
    with np.errstate(all="ignore"):
        z = model.impedance(values)
    return ModelCurve(grid, z[count:], _in_regions(grid, spectrum), z[:count])


class StillCurves:
    """The curves of spectra that do not move, made once for all plots and kept while the spectrum is."""

    def __init__(self) -> None:
        self._curves: WeakKeyDictionary[Spectrum, ModelCurve | None] = WeakKeyDictionary()

    def of(self, spectrum: Spectrum) -> ModelCurve | None:
        """The curve of a spectrum's model on a grid for any plot; None where it was never fitted."""
        if spectrum not in self._curves:
            self._curves[spectrum] = model_curve(spectrum, STILL_PIXELS) if spectrum.has_fit else None
        return self._curves[spectrum]


@lru_cache(maxsize=64)
def _compiled(circuit: Circuit, grid: bytes, data: bytes) -> CircuitModel:
    """One model for data and grid together: an evaluation costs per call more than per point."""
    return CircuitModel(circuit, np.concatenate([np.frombuffer(data), np.frombuffer(grid)]))


@lru_cache(maxsize=64)
def _grid(low: float, high: float, count: int) -> Real:
    return np.logspace(np.log10(low), np.log10(high), count)


def _in_regions(frequency: Real, spectrum: Spectrum) -> NDArray[np.bool_]:
    regions = spectrum.analysis.regions if spectrum.analysis else ()
    if not regions:
        return np.ones(len(frequency), dtype=bool)
    inside = np.zeros(len(frequency), dtype=bool)
    for region in regions:
        inside |= (frequency >= region.low) & (frequency <= region.high)
    return inside
