"""What an arc's capacitance says it is: Irvine, Sinclair & West, Adv. Mater. 2 (1990) 132."""

from __future__ import annotations

from dataclasses import dataclass

VACUUM_PERMITTIVITY = 8.8541878128e-14
"""eps0 in F/cm."""
FIXTURE_PERMITTIVITY = 100.0
"""Above this relative permittivity the capacitance is too large for a halide or oxide glass: it may be the fixture's."""
FIXTURE_CAPACITANCE = 1e-9
"""No cable and sample holder has more, in F."""
PLAUSIBLE_PERMITTIVITY = (5.0, 30.0)


@dataclass(frozen=True, slots=True)
class Phenomenon:
    """A cause of an arc with the capacitances (times L/A, in F/cm) it has; a single printed value gets half a decade."""

    name: str
    low: float
    high: float
    printed: str


PHENOMENA = (
    Phenomenon("bulk", 3e-13, 3e-12, "10⁻¹²"),
    Phenomenon("minor second phase", 3e-12, 3e-11, "10⁻¹¹"),
    Phenomenon("grain boundary", 1e-11, 1e-8, "10⁻¹¹ to 10⁻⁸"),
    Phenomenon("surface layer", 1e-9, 1e-7, "10⁻⁹ to 10⁻⁷"),
    Phenomenon("sample–electrode interface", 1e-7, 1e-5, "10⁻⁷ to 10⁻⁵"),
    Phenomenon("electrochemical reaction", 1e-5, 1e-3, "10⁻⁴"),
)


def assignments(capacitance: float) -> tuple[Phenomenon, ...]:
    """Every phenomenon whose limits hold a capacitance times L/A in F/cm; the outermost one beyond all limits."""
    fitting = tuple(p for p in PHENOMENA if p.low <= capacitance <= p.high)
    return fitting or (PHENOMENA[:1] if capacitance < PHENOMENA[0].low else PHENOMENA[-1:])


def assignment_text(capacitance: float) -> str:
    """The likely assignments with their limits, e.g. "bulk (10⁻¹² F cm⁻¹)"."""
    return " or ".join(f"{p.name} ({p.printed} F cm⁻¹)" for p in assignments(capacitance))
