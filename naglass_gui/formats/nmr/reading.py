"""From numbers and a header to an NMR reading: the one shape that every vendor's data take.

Raw data hold s(t) with exp(+2 pi i nu t) for a line nu above the carrier, so that the Fourier transform runs toward higher
shift; a spectrum holds its shift axis as the file gives it, in ppm.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field, fields

import numpy as np
from numpy.typing import NDArray

from naglass_gui.core.arrays import Array
from naglass_gui.core.conditions import unlikely_temperature
from naglass_gui.core.errors import LoadError
from naglass_gui.core.nuclei import nucleus_named
from naglass_gui.core.quantity import Quantity
from naglass_gui.core.reading import Column, Reading
from naglass_gui.formats.nmr.conflicts import conflicts
from naglass_gui.formats.source import Source

Real = NDArray[np.float64]
Complex = NDArray[np.complex128]

MIN_POINTS = 4
MAX_POINTS = 32 * 1024**2
_ABSOLUTE_ZERO_K = 0.0
_LARGEST = 1e300


@dataclass(slots=True)
class Header:
    """What a file says of its measurement; None where it says nothing. The field's name is the key of the metadata.

    Attributes:
        nucleus: as "23Na".
        larmor_frequency: of the carrier, in MHz.
        reference: the frequency of 0 ppm, in MHz: SF.
        carrier: the shift of the middle of the spectrum, in ppm.
        sweep_width: in Hz.
        group_delay: points by which a digital filter delays the signal; may be a fraction.
        scans: accumulated in each spectrum.
        receiver_gain: as the spectrometer writes it.
        recycle_delay: s.
        pulse: length of the exciting pulse, us.
        mas_rate: Hz.
        temperature: K.
        nc_proc: the power of two by which stored integers were scaled; the readings are scaled back.
        phase0, phase1: phases the spectrometer stored, deg.
        line_broadening: of the stored processing, Hz.
        window: of the stored processing: "em", "gm", "sine", "qsine" or "none".
        size: points of the stored spectrum.
        points_used: raw points that the stored processing used, 0 for all.
        title, pulse_program, origin, date: as written; the date in ISO form where it is known.
        others: further fields under the names they have in the file.
        proton_frequency: 1H frequency of the magnet, MHz, where the file tells it.
        notices: what a person should see.
    """

    nucleus: str | None = None
    larmor_frequency: float | None = None
    reference: float | None = None
    carrier: float | None = None
    sweep_width: float | None = None
    group_delay: float | None = None
    scans: float | None = None
    receiver_gain: float | None = None
    recycle_delay: float | None = None
    pulse: float | None = None
    mas_rate: float | None = None
    temperature: float | None = None
    nc_proc: float | None = None
    phase0: float | None = None
    phase1: float | None = None
    line_broadening: float | None = None
    window: str | None = None
    size: float | None = None
    points_used: float | None = None
    title: str | None = None
    pulse_program: str | None = None
    origin: str | None = None
    date: str | None = None
    proton_frequency: float | None = None
    others: dict[str, str] = field(default_factory=dict)
    notices: list[str] = field(default_factory=list)

    def settle(self) -> None:
        """Bring the nucleus into one spelling; drop numbers that mean nothing; work out the carrier from frequencies."""
        known = nucleus_named(self.nucleus or "")
        self.nucleus = known.name if known else None
        for name in ("larmor_frequency", "reference", "sweep_width", "proton_frequency"):
            value = getattr(self, name)
            if value is not None and not (math.isfinite(value) and 0 < value < _LARGEST):
                setattr(self, name, None)
        if self.temperature is not None and not _ABSOLUTE_ZERO_K < self.temperature < 3000:
            if self.temperature != 0:
                self.notices.append(
                    f"The temperature in the header, {_minus(self.temperature)} K, cannot be: left out."
                )
            self.temperature = None
        elif self.temperature is not None:
            doubt = unlikely_temperature("nmr", Quantity(self.temperature, None, "K"))
            self.notices += [f"The header's temperature: {doubt}."] if doubt else []
        for name in ("mas_rate", "scans", "receiver_gain", "recycle_delay", "pulse"):
            value = getattr(self, name)
            if value is not None and not 0 < value < _LARGEST:
                setattr(self, name, None)
        if self.reference is None:
            self.reference = self.larmor_frequency
        if self.carrier is None and self.reference and self.larmor_frequency:
            self.carrier = (self.larmor_frequency - self.reference) / self.reference * 1e6

    def pairs(self) -> tuple[tuple[str, str], ...]:
        """The metadata as texts: numbers as their shortest exact decimal."""
        told = []
        for part in fields(self):
            value = getattr(self, part.name)
            if part.name in ("others", "notices") or value is None or value == "":
                continue
            if isinstance(value, float | int):
                if not math.isfinite(value):
                    continue
                whole = isinstance(value, int) or (value.is_integer() and part.name in _COUNTS)
                told.append((part.name, repr(int(value)) if whole else repr(float(value))))
            else:
                told.append((part.name, value))
        taken = {name for name, _ in told}
        return (*told, *((name, text) for name, text in self.others.items() if text and name not in taken))


_COUNTS = frozenset({"scans", "nc_proc", "size", "points_used"})


def raw_reading(
    source: Source,
    fid: Complex,
    header: Header,
    *,
    label: str = "",
    sweep: int = 0,
    delays: Sequence[float] | None = None,
) -> Reading:
    """A free induction decay, or a series of them.

    Args:
        source: the file.
        fid: complex points, shape (n,) or (m, n) for a series.
        header: what the file says; its `sweep_width` gives the time between points.
        label: what tells it from others of the file.
        sweep: its position.
        delays: of a series, in s, shape (m,); without them the slices are numbered from 1.

    Raises:
        LoadError: no sweep width, too few points, or a number that is not finite.
    """
    header.settle()
    if header.sweep_width is None:
        raise LoadError(f"{source.name}: the header gives no sweep width, so the time between points is unknown.")
    fid = _checked(source, np.asarray(fid, dtype=np.complex128))
    time = np.arange(fid.shape[-1]) / header.sweep_width
    columns = [
        Column("time", "s", time, "axis"),
        *_slices(fid, delays),
        Column("fid_real", "", np.ascontiguousarray(fid.real)),
        Column("fid_imag", "", np.ascontiguousarray(fid.imag)),
    ]
    return _reading(source, columns, header, label, sweep, fid.shape)


def spectrum_reading(
    source: Source,
    shift: Real,
    spectrum: Complex | Real,
    header: Header,
    *,
    label: str = "",
    sweep: int = 0,
    delays: Sequence[float] | None = None,
) -> Reading:
    """A processed spectrum, or a series of them.

    Args:
        source: the file.
        shift: in ppm, shape (n,), rising or falling as in the file.
        spectrum: real or complex, shape (n,) or (m, n).
        header: what the file says.
        label: what tells it from others of the file.
        sweep: its position.
        delays: of a series, in s, shape (m,).

    Raises:
        LoadError: too few points, an axis that stands still, or a number that is not finite.
    """
    header.settle()
    values = _checked(source, np.asarray(spectrum))
    shift = np.ascontiguousarray(shift, dtype=np.float64)
    steps = np.diff(shift)
    if len(shift) != values.shape[-1] or not np.isfinite(shift).all() or not ((steps > 0).all() or (steps < 0).all()):
        raise LoadError(f"{source.name}: the shift axis is damaged. Export the spectrum again.")
    columns = [Column("shift", "ppm", shift, "axis"), *_slices(values, delays)]
    columns.append(Column("real", "", np.ascontiguousarray(values.real, dtype=np.float64)))
    if np.iscomplexobj(values):
        columns.append(Column("imag", "", np.ascontiguousarray(values.imag, dtype=np.float64)))
    return _reading(source, columns, header, label, sweep, values.shape)


def axis_ppm(points: int, sweep_width: float, reference: float, left: float) -> Real:
    """A falling shift axis in ppm, shape (points,): the left edge first, one sweep width (Hz) wide at `reference` (MHz)."""
    shift: Real = np.asarray(left - np.arange(points) * (sweep_width / points / reference), dtype=np.float64)
    return shift


def complex_points(values: Real) -> Complex:
    """Complex points from numbers that alternate real and imaginary along the last axis; an odd last one is dropped."""
    pairs = values[..., : values.shape[-1] // 2 * 2]
    return pairs[..., 0::2] + 1j * pairs[..., 1::2]


def _slices(values: Array, delays: Sequence[float] | None) -> list[Column]:
    if values.ndim == 1:
        return []
    if delays is not None and len(delays) == len(values):
        return [Column("delay", "s", np.asarray(delays, dtype=np.float64), "axis")]
    return [Column("increment", "", np.arange(1.0, len(values) + 1), "axis")]


def _checked(source: Source, values: Array) -> Array:
    if values.ndim not in (1, 2) or values.shape[-1] < MIN_POINTS or values.shape[0] < 1:
        raise LoadError(f"{source.name}: the file ends before its first complete spectrum. Was the run aborted?")
    # A number near the largest there is would overflow in the first sum over it.
    if not np.isfinite(values).all() or float(np.abs(values).max()) > 1e150:
        raise LoadError(f"{source.name}: a data point is not a number. The file seems to be damaged; export it again.")
    return values


def _reading(
    source: Source, columns: list[Column], header: Header, label: str, sweep: int, shape: tuple[int, ...]
) -> Reading:
    told = [
        *header.notices,
        *conflicts(header.title, header.nucleus, header.larmor_frequency, header.mas_rate, header.proton_frequency),
    ]
    counted = ("points", str(shape[-1])), *((("slices", str(shape[0])),) if len(shape) > 1 else ())
    temperature = () if header.temperature is None else (("temperature", Quantity(header.temperature, None, "K")),)
    return Reading(
        technique="nmr" if len(shape) == 1 else "relaxation",
        name=f"{source.stem}, {label}" if label else source.stem,
        columns=tuple(columns),
        metadata=(*header.pairs(), *counted),
        conditions=temperature,
        notices=tuple(dict.fromkeys(told)),
        sweep=sweep,
    )


def _minus(value: float) -> str:
    return f"{value:g}".replace("-", "−")
