"""Varian and Agilent VnmrJ: an experiment's folder with fid and procpar, of one spectrum or an arrayed series."""

from __future__ import annotations

import math
import struct

import numpy as np

from naglass_gui.core.errors import LoadError
from naglass_gui.core.quantity import Quantity
from naglass_gui.core.reading import Reading
from naglass_gui.formats.nmr.reading import MAX_POINTS, Complex, Header, complex_points, raw_reading
from naglass_gui.formats.source import Source, decode

NAME = "Varian VnmrJ"
VERSION = "2"
IDLE = "idle "
"""Before the name of a parameter that was switched off."""

_HEAD = struct.Struct(">6i2hi")
_BLOCK_HEAD = 28
_IS_32_BIT, _IS_FLOAT, _IS_SPECTRUM = 0x4, 0x8, 0x2
_DELAYS = ("tau", "d2", "tau_recovery", "t_recovery", "vd", "tau_vd", "d_inv", "tauR")
_OTHERS = {
    "solvent": "solvent", "gain": "gain (dB)", "tof": "tof (Hz)", "samplename": "sample", "operator": "operator",
    "probe_": "probe", "seqfil": "sequence", "dn": "decoupled nucleus", "comment": "comment", "array": "arrayed parameter",
    "time_run": "time_run", "lb": "lb (Hz)", "rp": "rp (deg)", "lp": "lp (deg)", "tpwr": "tpwr (dB)",
}  # fmt: skip


def sniff(source: Source) -> float:
    """1 for a folder with fid and procpar."""
    return 1.0 if source.member("fid") is not None and source.member("procpar") is not None else 0.0


def read(source: Source) -> tuple[Reading, ...]:
    """The spectrum or the series of a Varian experiment.

    Raises:
        LoadError: a real 2D, data of a size the header does not tell, or no procpar field that is needed.
    """
    parameters = _parameters(decode(source.member("procpar") or b""))
    header = _header(source, parameters)
    fids = _fids(source)
    arrayed = (_text(parameters, "array") or "").strip()
    increments = [_value(parameters, name) or 0 for name in ("ni", "ni2")]
    if max(increments) > 1:
        raise LoadError(f"{source.name}: this is a real 2D spectrum; 2D correlation is not read for the moment.")
    if len(fids) == 1:
        return (raw_reading(source, fids[0], header),)
    values = _numbers(parameters, arrayed)
    is_delay = bool(arrayed) and (
        arrayed in _DELAYS or any(word in arrayed.lower() for word in ("tau", "delay", "recov"))
    )
    if is_delay and len(values) >= len(fids):
        return (raw_reading(source, fids, header, delays=values[: len(fids)]),)
    what = f"the arrayed parameter is {arrayed}" if arrayed else "no parameter is arrayed"
    header.notices.append(f"The delays of this series are not known ({what}): type them.")
    return (raw_reading(source, fids, header),)


def _fids(source: Source) -> Complex:
    """Every trace, shape (m, n). Varian's signal runs the other way round, so that it is conjugated."""
    data = source.data
    if len(data) < _HEAD.size:
        raise LoadError(f"{source.name}: its fid ends within the header. Was the experiment copied completely?")
    blocks, traces, points, element, trace_bytes, block_bytes, _, status, _ = _HEAD.unpack(data[: _HEAD.size])
    status &= 0xFFFF
    if status & _IS_SPECTRUM:
        raise LoadError(f"{source.name}: the file holds processed data of VnmrJ, which are not read. Open its fid.")
    kind = ">f4" if status & _IS_FLOAT else ">i4" if status & _IS_32_BIT else ">i2"
    sound = element == np.dtype(kind).itemsize and 8 <= points <= MAX_POINTS and blocks > 0 and traces > 0
    if not sound or trace_bytes != points * element or block_bytes < traces * trace_bytes + _BLOCK_HEAD:
        raise LoadError(f"{source.name}: the header of its fid contradicts itself: the file is damaged. Copy it again.")
    there = min((len(data) - _HEAD.size) // block_bytes, blocks)
    if there == 0:
        raise LoadError(f"{source.name}: its fid ends before the first complete spectrum. Was the run aborted?")
    rows = np.frombuffer(data, np.uint8, there * block_bytes, _HEAD.size).reshape(there, block_bytes)
    heads = block_bytes - traces * trace_bytes
    values = np.ascontiguousarray(rows[:, heads:]).view(kind).astype(np.float64).reshape(there * traces, points)
    measured = np.flatnonzero(values.any(axis=1))
    if not len(measured):
        raise LoadError(f"{source.name}: every point of its fid is zero. Was the run aborted?")
    return np.asarray(complex_points(values[: measured[-1] + 1]).conj(), dtype=np.complex128)


def _header(source: Source, parameters: dict[str, list[str]]) -> Header:
    celsius, idle = _value(parameters, "temp"), _value(parameters, f"{IDLE}temp")
    proton = _value(parameters, "H1reffrq") or _value(parameters, "h1freq")
    title = decode(source.member("text") or b"").strip()
    return Header(
        nucleus=_text(parameters, "tn"),
        larmor_frequency=_value(parameters, "sfrq"),
        reference=_value(parameters, "reffrq"),
        sweep_width=_value(parameters, "sw"),
        scans=_value(parameters, "nt"),
        receiver_gain=_value(parameters, "gain"),
        recycle_delay=_value(parameters, "d1"),
        pulse=_value(parameters, "pw"),
        mas_rate=_value(parameters, "srate"),
        temperature=None if celsius is None else celsius + 273.15,
        title=title[:2000] or _text(parameters, "samplename"),
        pulse_program=_text(parameters, "seqfil") or _text(parameters, "pslabel"),
        origin="Varian VnmrJ",
        date=_text(parameters, "date"),
        proton_frequency=proton,
        others={name: value for key, name in _OTHERS.items() if (value := _text(parameters, key)) and len(value) < 300},
        notices=[]
        if idle is None
        else [
            f"The header's temperature, {Quantity(idle, None, 'degC')}, was not regulated: type it where it is known."
        ],
    )


def _parameters(text: str) -> dict[str, list[str]]:
    """The values of each parameter of a procpar: a line of name and kind, then lines of values, then one of choices."""
    found: dict[str, list[str]] = {}
    lines = iter(text.splitlines())
    for line in lines:
        words = line.split()
        if len(words) < 10:
            continue
        name, kind = words[0], words[2]
        # The temperature as "n": switched off, its last value still there.
        name = f"{IDLE}{name}" if name == "temp" and words[9] == "0" else name
        first = next(lines, "")
        count, _, rest = first.strip().partition(" ")
        try:
            number = max(int(count), 1)
        except ValueError:
            continue
        if kind == "1":
            values = rest.split()[:number]
        else:
            texts = [rest, *(next(lines, "") for _ in range(min(number, 100_000) - 1))]
            values = [value.strip().strip('"') for value in texts]
        found.setdefault(name, values)
        next(lines, "")
    return found


def _text(parameters: dict[str, list[str]], name: str) -> str | None:
    values = parameters.get(name)
    return values[0].strip() if values and values[0].strip() else None


def _numbers(parameters: dict[str, list[str]], name: str) -> list[float]:
    numbers = []
    for text in parameters.get(name, []):
        try:
            numbers.append(float(text))
        except ValueError:
            return []
    return numbers if all(math.isfinite(n) for n in numbers) else []


def _value(parameters: dict[str, list[str]], name: str) -> float | None:
    numbers = _numbers(parameters, name)
    return numbers[0] if numbers else None
