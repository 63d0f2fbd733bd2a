"""What the second dimension of a Bruker `ser` is: the delays of a series, something else that was stepped, or a real 2D."""

from __future__ import annotations

import re
from dataclasses import dataclass

from naglass_gui.core.errors import LoadError
from naglass_gui.formats.nmr.parameters import Parameters
from naglass_gui.formats.source import Source, decode

_UNITS = {"n": 1e-9, "u": 1e-6, "m": 1e-3, "s": 1.0, "": 1.0}
# Possessive: digits without end are not tried again in another division.
_ENTRY = re.compile(r"([+]?(?:\d++\.?\d*+|\.\d++)(?:[eE][-+]?\d++)?)\s*+([numsNUMS]?)s?(?=\s|;|$)")
# The pulse program steps through a list, or lengthens a delay or turns a phase for a second frequency axis.
_LISTED = re.compile(r"\b(?:i?v[dcp]|vdlist|vclist|vplist|vd\d+|ivd\d*|ivc|ivp|calclist|calclc)\b", re.IGNORECASE)
_STEPPED = re.compile(r"\b(?:id\d+|dd\d+|in\d+|F1PH|F1EA|F1I)\b")
_MAX_DELAY_S = 1e7


@dataclass(frozen=True, slots=True)
class Series:
    """The slices of a pseudo-2D.

    Attributes:
        slices: how many were asked for.
        delays: of each in s; None where they are not known.
        notices: what was assumed.
    """

    slices: int
    delays: tuple[float, ...] | None
    notices: tuple[str, ...] = ()


def series(source: Source, acqus: Parameters) -> Series:
    """The series that a `ser` or `2rr` holds.

    Raises:
        LoadError: it is a real 2D (or 3D), or the parameters of its second dimension are missing.
    """
    second = Parameters(source.member("acqu2s", "acqu2"))
    slices = second.whole("TD")
    if slices is None or slices < 1:
        raise LoadError(
            f"{source.name}: acqu2s does not say how many spectra there are. Was the experiment copied completely?"
        )
    program = _code(source.member("pulseprogram"))
    mode = second.whole("FnMODE") or acqus.whole("FnMODE") or 0
    listed = bool(_LISTED.search(program))
    if source.member("acqu3s") is not None and (acqus.whole("PARMODE") or 0) > 1:
        raise LoadError(f"{source.name}: this is a 3D experiment, which is not read for the moment.")
    if mode >= 2 or (not listed and _STEPPED.search(program)):
        raise LoadError(
            f"{source.name}: this is a real 2D spectrum; 2D correlation is not read for the moment. "
            "A series with a list of delays (relaxation) or of repeats is."
        )
    delays, notices = _delays(source, slices)
    if delays is not None and program and not re.search(r"\bi?vd\d*\b|vdlist", program, re.IGNORECASE):
        return Series(
            slices, None, ("A vdlist lies beside the data, but the pulse program does not use it: left out.",)
        )
    return Series(slices, delays, notices)


def delays_of(text: str) -> tuple[float, ...] | None:
    """The delays of a vdlist in s: entries carry n, u, m, s or nothing. None where a line is no delay."""
    found = []
    for line in text.splitlines():
        line = line.strip()
        if not line or line.startswith((";", "#")):
            continue
        match = _ENTRY.match(line)
        if match is None:
            return None
        seconds = float(match[1]) * _UNITS[match[2].lower()]
        if not 0 <= seconds < _MAX_DELAY_S:
            return None
        found.append(seconds)
    return tuple(found) or None


def _delays(source: Source, slices: int) -> tuple[tuple[float, ...] | None, tuple[str, ...]]:
    held = source.member("vdlist")
    if held is None:
        lists = [m.data for m in source.members if m.name.startswith("lists/vd/")]
        held = lists[0] if len(lists) == 1 else None
    if held is None:
        return None, ("The delays of this series are not in its folder (no vdlist): type them.",)
    delays = delays_of(decode(held))
    if delays is None:
        return None, ("The vdlist of this series holds a line that is no delay: type the delays.",)
    if len(delays) < slices:
        told = (
            f"The vdlist holds {len(delays)} delays for {slices} spectra: it was run through again from its beginning."
        )
        return tuple(delays[i % len(delays)] for i in range(slices)), (told,)
    if len(delays) > slices:
        told = f"The vdlist holds {len(delays)} delays for {slices} spectra: the first {slices} are used."
        return delays[:slices], (told,)
    return delays, ()


def _code(program: bytes | None) -> str:
    """A pulse program without its comments."""
    if program is None:
        return ""
    return "\n".join(line.split(";")[0] for line in decode(program).splitlines() if not line.startswith("#"))
