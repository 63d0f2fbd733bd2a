"""What the name of a column means: "-Im(Z)/Ohm", "Zs''[kOhm]", "Z″ (Ω)", "freq/Hz", "|Z|", "-phase"."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Role = Literal["frequency", "z_real", "z_imag", "modulus", "phase", "index", "other"]

# Factors to Hz, ohm and rad; a unit that is missing here is not read automatically.
FREQUENCY_UNITS = {"mHz": 1e-3, "Hz": 1.0, "kHz": 1e3, "MHz": 1e6, "GHz": 1e9, "rad/s": 0.15915494309189535}
IMPEDANCE_UNITS = {"mohm": 1e-3, "ohm": 1.0, "kohm": 1e3, "Mohm": 1e6, "ohm cm^2": 1.0}
PHASE_UNITS = {"deg": 0.017453292519943295, "rad": 1.0}


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_NAMES: dict[Role, frozenset[str]] = {
    "frequency": _words("f freq frequency frequencies frequenz fréquence frecuencia frequenza ν 频率 freqhz omega ω w angularfrequency"),
    "z_real": _words("""z' zs' zp' re(z) rez zre zreal zr z're real re realz real(z) z(real) realpart realpartz zreal' rs re(zs) z1
        realimpedance zprime z'real"""),
    "z_imag": _words("""z'' zs'' zp'' im(z) imz zim zimag zimg zi z''im imag im imagz imag(z) z(imag) imagpart imaginary imaginarypart
        imaginaryz zimag'' xs im(zs) z2 imaginaryimpedance zimaginary zdoubleprime z''imag"""),
    "modulus": _words("""|z| |zs| zmod modz mod(z) mod modulus abs(z) absz zabs z zs impedance |impedance| magnitude mag zmag
        impedancemodulus"""),
    "phase": _words("""phase phase(z) phasez zphase theta theta(z) θ phi φ zphz angle phaseangle arg(z) argz phaseshift
        phaseofz phi(z)"""),
    "index": _words("# no nr n pt point index points number") | {""},
}  # fmt: skip
# Longer than any name of a column.
_MAX_NAME = 200
_ANGULAR = frozenset({"omega", "ω", "w", "angularfrequency"})
_UNIT = re.compile(
    r"""(?:^|[\s/_,;:]|[(\[{])\s*
    (?:(?P<frequency>(?P<fprefix>[mkMG]?)[Hh][Zz]|rad\s?/\s?s|rad\s?s\^?-1)
      |(?P<impedance>(?P<zprefix>[mkM]?)(?:[Oo][Hh][Mm][Ss]?|Ω)(?P<more>[\s*.·]*(?:c?m\^?2?)?))
      |(?P<phase>deg(?:rees?)?|°|rad))
    \s*[)\]}]?\s*$""",
    re.VERBOSE,
)
_NEGATIVE = re.compile(
    r"^\s*(?:-\s*1\s*[*x·]|\(\s*-\s*\)|-|neg(?:ative)?[\s_.]|minus[\s_.])\s*|[\s_]*\(?(?<![a-z])neg\)?\s*$", re.I
)
# Quantities of a DC measurement or of a table of results, by name or by unit.
_DC = re.compile(
    r"""(?<!\w)(?:time|voltage|potential|current|ewe|ecell|<i>|<ewe>|charge|capacity|temperature|conductivity)(?!\w)
    |(?:[/\s]|[(\[])(?:m?V|[mµuμn]?A|s|min|h|m?A\.?h|S/cm)\s*[)\]]?$""",
    re.IGNORECASE | re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Heading:
    """What a column holds.

    Attributes:
        role: which quantity; "other" for one that is not of an impedance.
        unit: of `FREQUENCY_UNITS`, `IMPEDANCE_UNITS` or `PHASE_UNITS`; empty where none is named, "?" where it is not known.
        negated: whether the column holds the negative, as in -Z″.
    """

    role: Role
    unit: str = ""
    negated: bool = False


def heading(text: str) -> Heading:
    """What the name of a column means."""
    plain = one_spelling(text[:_MAX_NAME])
    unit, name = _split_unit(plain)
    name = re.sub(r"\(\s*[ab]\s*\)$", "", name)  # ZPlot's Z'(a), Z''(b)
    stripped = _NEGATIVE.sub("", name, count=1)
    key = re.sub(r"[\s_.·:,\[\]]", "", stripped.lower())
    role = next((role for role, names in _NAMES.items() if key in names), None)
    if role is None and key.startswith("(") and key.endswith(")"):
        role = next((role for role, names in _NAMES.items() if key[1:-1] in names), None)
    if role is None:
        return Heading("other")
    if role == "frequency" and key in _ANGULAR and not unit:
        unit = "rad/s"
    return Heading(role, unit if role != "index" else "", stripped != name)


def headings(cells: Sequence[str]) -> tuple[Heading, ...]:
    """What each column of a header means."""
    return tuple(heading(cell) for cell in cells)


def is_dc(cells: Sequence[str]) -> bool:
    """Whether a header names quantities of a DC measurement or of a table of results."""
    return sum(bool(_DC.search(one_spelling(cell[:_MAX_NAME]))) for cell in cells) >= 2


def is_unit(cell: str) -> bool:
    """Whether a cell is nothing but a unit, as in a second line of a header."""
    text = one_spelling(cell[:_MAX_NAME]).strip()
    unit, name = _split_unit(text)
    return text in ("", "#", "A", "V", "s", "%", "-") or (bool(unit) and not name)


def one_spelling(text: str) -> str:
    """One spelling for primes, minus signs, ohms and superscripts."""
    text = unicodedata.normalize("NFKC", text).replace('"', "''").strip()
    for odd, usual in (("′", "'"), ("’", "'"), ("‘", "'"), ("`", "'"), ("´", "'"), ("“", "''"), ("”", "''")):
        text = text.replace(odd, usual)
    for odd in "−–—‐":
        text = text.replace(odd, "-")
    return text.replace(" \u0301", "'").replace("Ω", "ohm").lstrip("#%").strip()


def _split_unit(text: str) -> tuple[str, str]:
    """(unit, the name without it); the unit is "?" where it is one that cannot be converted."""
    match = _UNIT.search(text)
    if match is None:
        return "", text
    name = text[: match.start()].strip()
    if match["frequency"]:
        unit = "rad/s" if "rad" in match["frequency"] else f"{match['fprefix']}Hz"
    elif match["impedance"]:
        area = re.sub(r"[\s*.·^]", "", match["more"])
        unit = f"{match['zprefix']}ohm"
        if area:
            unit = "ohm cm^2" if area == "cm2" and not match["zprefix"] else "?"
    else:
        unit = "rad" if match["phase"] == "rad" else "deg"
    return unit, name
