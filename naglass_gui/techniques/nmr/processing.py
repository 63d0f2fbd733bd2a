"""From a free induction decay to a spectrum: a chain of steps that is stored, edited and copied as plain JSON.

A chain is a tuple of steps, each a tuple of a name and its values:

    (("em", 20.0), ("zero_fill", 16384), ("ft",), ("group_delay",), ("phase", 52.4, -16.8, None))

Nothing is ever written into an instrument's folder; the same arrays, metadata and steps give the same spectrum.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

import numpy as np

from naglass_gui.core.arrays import Array
from naglass_gui.core.errors import InputError
from naglass_gui.techniques.nmr.processing_signal import FIELD, Complex, Real, Signal
from naglass_gui.techniques.nmr.processing_steps import apply_step
from naglass_gui.techniques.nmr.processing_subtraction import SUBTRACT, Company, for_the_companion, subtracted

Value = None | bool | int | float | str | tuple[float, ...]
Step = tuple[Value, ...]
Steps = tuple[Step, ...]
MAX_STEPS = 50
ALONE = Company()


def process(
    arrays: Mapping[str, Array],
    metadata: Mapping[str, str],
    steps: Sequence[Sequence[Value]],
    company: Company = ALONE,
) -> tuple[Real, Complex]:
    """The spectrum that a chain of steps makes of a measurement.

    Args:
        arrays: the measurement's columns by name: `time` (s), `fid_real`, `fid_imag`; or `shift` (ppm), `real` and perhaps
            `imag`; signals of shape (n,), or (m, n) for a series.
        metadata: of the measurement; `reference` (MHz), `carrier` (ppm), `sweep_width` (Hz) and `group_delay` (points) are used.
        steps: the chain.
        company: what the chain needs beside the measurement: other measurements that it subtracts.

    Returns:
        The shift axis in ppm, shape (n,), falling after a Fourier transform and otherwise as in the file; the complex
        spectrum, shape (n,) or (m, n), whose real part is what is fitted.

    Raises:
        InputError: a step that makes no sense, raw data without a Fourier transform, or no reference frequency; `field`
            names the step, e.g. "processing 3 phase".
    """
    if len(steps) > MAX_STEPS:
        raise InputError(f"A processing chain has at most {MAX_STEPS} steps.", field=FIELD)
    signal = _after(Signal.of(arrays, metadata), steps, company)
    if signal.domain == "time":
        raise InputError("The chain holds no Fourier transform: add it to see the spectrum.", field=FIELD)
    if not np.isfinite(signal.values).all():
        raise InputError("The processing makes numbers too large to show: check the apodization.", field=FIELD)
    return signal.axis, signal.values


def signal_after(
    arrays: Mapping[str, Array],
    metadata: Mapping[str, str],
    steps: Sequence[Sequence[Value]],
    company: Company = ALONE,
) -> Signal:
    """The signal after these steps, which may be the beginning of a chain; arguments and errors as of `process`."""
    return _after(Signal.of(arrays, metadata), steps, company)


def _after(signal: Signal, steps: Sequence[Sequence[Value]], company: Company) -> Signal:
    raw = signal.domain == "time"
    for place, step in enumerate(steps, start=1):
        if step and step[0] == SUBTRACT and signal.domain == "shift":
            before = tuple(tuple(earlier) for earlier in steps[: place - 1])
            signal = _without_blank(signal, step, place, before, raw, company)
        else:
            signal = apply_step(signal, step, place)
    return signal


def _without_blank(
    signal: Signal, step: Sequence[Value], place: int, before: Steps, raw: bool, company: Company
) -> Signal:
    try:
        companion = company.companion(step[1] if len(step) > 1 else None)
        chain = for_the_companion(before, raw, companion)
        blank = _after(Signal.of(companion.arrays, companion.metadata), chain, Company())  # type: ignore[arg-type]
        factor = step[2] if len(step) > 2 else None
        if factor is not None and (isinstance(factor, bool) or not isinstance(factor, int | float)):
            raise InputError("The factor to subtract with must be a number.")
        return subtracted(signal, company.own, blank, companion.taken, factor)
    except InputError as fault:
        raise InputError(fault.sentence, fault.details, f"{FIELD} {place} {SUBTRACT}") from fault


def default_steps(metadata: Mapping[str, str], *, raw: bool, phase: Literal["stored", "auto"] = "stored") -> Steps:
    """The chain a fresh measurement starts with.

    Raw data are processed as the spectrometer processed them: its apodization, size and phases, where the file holds them.
    Without stored phases they are found from the spectrum. Processed spectra are taken as they are.

    Args:
        metadata: of the measurement.
        raw: whether it is a free induction decay.
        phase: "auto" leaves stored phases aside.
    """
    if not raw:
        return ()
    points = int(_number(metadata, "points") or 0)
    used = int(_number(metadata, "points_used") or 0)
    size = int(_number(metadata, "size") or 0)
    steps: list[Step] = []
    kept = min((n for n in (used, size, points) if n > 0), default=0)
    if 0 < kept < points:
        steps.append(("truncate", kept))
    window = _window(metadata)
    if window is not None:
        steps.append(window)
    if size == 0:
        size = 2 ** (2 * max(points, 1) - 1).bit_length()
    steps += [("zero_fill", size), ("ft",)]
    if _number(metadata, "group_delay"):
        steps.append(("group_delay",))
    phase0, phase1 = _number(metadata, "phase0"), _number(metadata, "phase1")
    stored = phase == "stored" and phase0 is not None and phase1 is not None and (phase0 != 0 or phase1 != 0)
    steps.append(("phase", phase0, phase1, None) if stored else ("auto_phase",))
    return tuple(steps)


def line_broadening(steps: Sequence[Sequence[Value]]) -> tuple[float, float]:
    """What the apodization of a chain adds to every line: full widths at half maximum in Hz, (Lorentzian, Gaussian).

    Lorentzian widths add to a line's own; Gaussian ones add in quadrature. Sine windows have no such width.
    """
    lorentzian, gaussian_squared = 0.0, 0.0
    for step in steps:
        if step and step[0] == "em":
            lorentzian += float(step[1])  # type: ignore[arg-type]
        elif step and step[0] == "gaussian":
            gaussian_squared += float(step[1]) ** 2  # type: ignore[arg-type]
        elif step and step[0] == "gm":
            lorentzian += float(step[1])  # type: ignore[arg-type]
    return lorentzian, float(np.sqrt(gaussian_squared))


def _window(metadata: Mapping[str, str]) -> Step | None:
    broadening = _number(metadata, "line_broadening") or 0.0
    match metadata.get("window", "none"):
        case "em" if broadening > 0:
            return ("em", broadening)
        case "gm" if broadening < 0 and 0 < (_number(metadata, "GB") or 0.0) < 1:
            return ("gm", broadening, _number(metadata, "GB"))
        case "sine" | "qsine" as kind:
            return ("sine", max(_number(metadata, "SSB") or 0.0, 0.0), 1 if kind == "sine" else 2)
        case _:
            return None


def _number(metadata: Mapping[str, str], key: str) -> float | None:
    try:
        value = float(metadata.get(key, ""))
    except ValueError:
        return None
    return value if np.isfinite(value) else None
