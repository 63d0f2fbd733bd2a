"""What a line stands for in Na2O-NaTaCl6 mixtures, and how many sodium atoms its formula unit holds.

Options of an analysis, by the number k of a line; none of them makes a fit stale, as only derived quantities depend on them:
`derive_nuclei_k` (nuclei per formula unit), `derive_role_k` (one of ROLES), `derive_count_k` (False leaves a line out of
the total), `derive_part_of_k` (a sideband's area belongs to that line), `derive_t1_k` (s), `derive_cq_k` (MHz).
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from naglass_gui.core.errors import InputError
from naglass_gui.core.project import Analysis, Component
from naglass_gui.techniques.nmr.components import flat_name, number_of, own_values

ROLES = ("oxychloride", "chloride", "oxide", "other")
"""NaTaO_xCl_(6-2x) (x = 0 is NaTaCl6), NaCl, Na2O, and anything else."""
_NUCLEI = {"oxychloride": 1.0, "chloride": 1.0, "oxide": 2.0}
CUBIC = ("chloride", "oxide")
"""Sites of cubic symmetry, so without a quadrupolar coupling."""
_SHIFTS = {"oxychloride": (-25.0, -3.0), "chloride": (3.0, 12.0), "oxide": (45.0, 65.0)}
"""Where the 23Na lines of the reference study lie, in ppm: about -11, 7 and 55."""
_NAMES = {
    "oxychloride": re.compile(r"(?i)nt(o?)c\b|nt(o?)c[-\d]|natao?\w*cl"),
    "chloride": re.compile(r"(?i)\bnacl\b"),
    "oxide": re.compile(r"(?i)\bna2o\b|\bna₂o\b"),
}


@dataclass(frozen=True, slots=True)
class Site:
    """A line with its sidebands, as it is counted.

    Attributes:
        number: of the line.
        name: of the line.
        areas: names of the areas that make it up, for each spectrum.
        role: one of ROLES; "" where none is known.
        nuclei: per formula unit.
        counted: whether it belongs to the total.
        t1: in s, None where nothing was typed.
        cq: in MHz, None where it is not known.
    """

    number: int
    name: str
    areas: tuple[tuple[str, ...], ...]
    role: str
    nuclei: float
    counted: bool
    t1: float | None
    cq: float | None


def sites_of(analysis: Analysis, values: Mapping[str, float], spectra: int) -> tuple[Site, ...]:
    """The lines of an analysis as they are counted.

    Args:
        analysis: its lines and options.
        values: of all parameters by name.
        spectra: how many were fitted together.
    """
    parts = {number_of(c): parent_of(analysis, number_of(c)) for c in analysis.components}
    lines = {number_of(c): c for c in analysis.components}
    sites = []
    for number, component in lines.items():
        if parts[number] in lines and parts[number] != number:
            continue
        members = [number, *(k for k, whole in parts.items() if whole == number and k != number)]
        areas = tuple(tuple(flat_name("area", k, s + 1) for k in members) for s in range(spectra))
        if all(name in values for row in areas for name in row):
            sites.append(_site(analysis, component, number, areas, values))
    return tuple(sites)


def _site(
    analysis: Analysis,
    component: Component,
    number: int,
    areas: tuple[tuple[str, ...], ...],
    values: Mapping[str, float],
) -> Site:
    position = values.get(flat_name("position", number), own_values(component)["position"])
    role = analysis.option(f"derive_role_{number}") or proposed_role(analysis, component.name, position)
    cq = _number(analysis, f"derive_cq_{number}")
    fitted = next((values[n] for n in (flat_name("cq", number),) if n in values), None)
    spread = values.get(flat_name("sigma", number))
    if cq is None:
        # The mean coupling of a Czjzek distribution is 1.995 sigma.
        cq = fitted if fitted is not None else 1.995 * spread if spread is not None else None
    if cq is None and role in CUBIC:
        cq = 0.0
    return Site(
        number=number,
        name=component.name,
        areas=areas,
        role=str(role),
        nuclei=_number(analysis, f"derive_nuclei_{number}") or _NUCLEI.get(str(role), 1.0),
        counted=analysis.option(f"derive_count_{number}", True) is not False,
        t1=_number(analysis, f"derive_t1_{number}"),
        cq=cq,
    )


def proposed_role(analysis: Analysis, name: str, position: float) -> str:
    """What a line may stand for, by its name or, for 23Na, by its shift in ppm; "" where neither tells."""
    for role, pattern in _NAMES.items():
        if pattern.search(name):
            return role
    if analysis.option("nucleus") != "23Na":
        return ""
    return next((role for role, (low, high) in _SHIFTS.items() if low <= position <= high), "")


def with_nuclei(analysis: Analysis, nuclei: tuple[float, ...]) -> Analysis:
    """The analysis with the nuclei per formula unit of its lines, in their order.

    Raises:
        InputError: another number of values than lines, or one that is not above 0.
    """
    count = len(analysis.components)
    if count and len(nuclei) != count:
        raise InputError(f"{len(nuclei)} numbers of nuclei were given for {count} lines.", field="Nuclei")
    if not all(math.isfinite(n) and n > 0 for n in nuclei):
        raise InputError("The nuclei per formula unit must be above zero.", field="Nuclei")
    options = dict(analysis.options)
    numbers = [number_of(c) for c in analysis.components] or list(range(1, len(nuclei) + 1))
    options |= {f"derive_nuclei_{k}": n for k, n in zip(numbers, nuclei, strict=True)}
    return replace(analysis, options=tuple(options.items()))


def parent_of(analysis: Analysis, number: int) -> int:
    """The number of the line that a sideband belongs to; of any other line its own."""
    whole = analysis.option(f"derive_part_of_{number}")
    return whole if isinstance(whole, int) else number


def sidebands_of(analysis: Analysis, line: Component) -> tuple[Component, ...]:
    """The spinning sidebands of a line, which are counted with it."""
    number = number_of(line)
    return tuple(c for c in analysis.components if c.id != line.id and parent_of(analysis, number_of(c)) == number)


def is_sideband(analysis: Analysis, line: Component) -> bool:
    """Whether a line is a sideband of another one that is there."""
    whole = parent_of(analysis, number_of(line))
    return whole != number_of(line) and any(number_of(c) == whole for c in analysis.components)


def _number(analysis: Analysis, name: str) -> float | None:
    value = analysis.option(name)
    if isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value):
        return float(value)
    return None
