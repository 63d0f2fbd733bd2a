"""By how much a spectrometer multiplied a signal: what two spectra must be divided by before their intensities compare."""

from __future__ import annotations

from naglass_gui.core.project import Measurement
from naglass_gui.techniques.nmr.metadata import number_in

_LINEAR = ("Bruker",)
_DECIBEL = ("Varian", "Agilent")


def receiver_factor(measurement: Measurement) -> float | None:
    """The receiver's gain as a factor on the signal; None where the file does not give it as one.

    Bruker's RG is a factor; Varian's gain is in dB, 10^(gain/20). Of the other makers' figures it is not known.
    """
    gain = number_in(dict(measurement.metadata), "receiver_gain")
    if gain is None:
        return None
    reader = measurement.provenance.reader
    if reader.startswith(_LINEAR):
        return gain if gain > 0 else None
    if reader.startswith(_DECIBEL):
        return float(10.0 ** (gain / 20.0))
    return None
