"""What the conductivity card says, as texts made from derived quantities."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from naglass_gui.core.project import Derived, Specimen
from naglass_gui.core.quantity import Quantity
from naglass_gui.core.symbols import symbol, symbols_in
from naglass_gui.ui.panels.fields import as_typed
from naglass_gui.ui.panels.prefixes import conductivity_text, with_prefix

_ARC = re.compile(r"(C|eps|f)(\d+)$")


@dataclass(frozen=True, slots=True)
class ConductivityWords:
    """The card's contents.

    Attributes:
        result: the large number with its unit, or "".
        missing: what is missing for it, as a sentence; "" when nothing is.
        field: the pellet's field to fill: "thickness", "diameter" or "".
        lines: what stands below, each with a tooltip.
    """

    result: str
    missing: str
    field: str
    lines: tuple[tuple[str, str], ...]


def conductivity_words(derived: Sequence[Derived], specimen: Specimen | None, has_model: bool) -> ConductivityWords:
    """The words for these quantities.

    Args:
        derived: `R_total`, `sigma`, `C1`, `eps1`, `f1`... as the impedance technique gives them.
        specimen: the pellet.
        has_model: whether there is a circuit with values at all.
    """
    found = {d.name: d for d in derived}
    sigma = found.get("sigma")
    missing, field = ("", "") if sigma else _missing(specimen, has_model, found.get("R_total"))
    result = " ".join(conductivity_text(sigma.value, sigma.stderr)) if sigma else ""
    lines = [*_resistance(found.get("R_total")), *_sizes(specimen), *_parts(found), *_arcs(derived)]
    return ConductivityWords(result, missing, field, tuple(lines))


def _missing(specimen: Specimen | None, has_model: bool, total: Derived | None) -> tuple[str, str]:
    if not has_model:
        return "The conductivity follows from a fit: press F5.", ""
    thickness = specimen.thickness if specimen else None
    wide = (specimen.area or specimen.diameter) if specimen else None
    if thickness is None and wide is None:
        return "For the conductivity the thickness and the diameter of the pellet are missing.", "thickness"
    if thickness is None:
        return "For the conductivity the thickness of the pellet is missing.", "thickness"
    if wide is None:
        return "For the conductivity the diameter of the pellet is missing.", "diameter"
    if total is None:
        return "No resistance stands for bulk or grain boundary: choose what each one stands for in the table.", ""
    return "The resistance that remains is not above zero: check the lead resistance.", ""


def _resistance(total: Derived | None) -> list[tuple[str, str]]:
    if total is None:
        return []
    names, _, rest = total.note.partition("; ")
    bare = re.sub(r" \([^)]*\)", "", names)
    text = f"R = {symbols_in(bare)} = {with_prefix(total.value, total.stderr, total.unit, significant=4)}"
    return [(f"{text}; {symbols_in(rest)}" if rest else text, f"R = {symbols_in(total.note)}")]


def _sizes(specimen: Specimen | None) -> list[tuple[str, str]]:
    if specimen is None:
        return []
    said = []
    if specimen.thickness is not None:
        said.append(f"t\u00a0=\u00a0{_unbroken(specimen.thickness)}")
    if specimen.area is not None:
        said.append(f"A\u00a0=\u00a0{_unbroken(specimen.area)}")
    elif specimen.diameter is not None:
        said.append(f"d\u00a0=\u00a0{_unbroken(specimen.diameter)}")
    return [("\u2003".join(said), "Sizes of the pellet")] if said else []


def _unbroken(quantity: Quantity | str) -> str:
    text = quantity if isinstance(quantity, str) else as_typed(quantity)
    return text.replace(" ", "\u00a0")


def _parts(found: dict[str, Derived]) -> list[tuple[str, str]]:
    """Bulk and grain boundary apart, where both are there, in the unit of the whole."""
    lines = []
    whole = found["sigma"].value if "sigma" in found else None
    for name, words in (("sigma_bulk", "bulk"), ("sigma_gb", "grain boundary")):
        part = found.get(name)
        if part is not None:
            text = _unbroken(" ".join(conductivity_text(part.value, part.stderr, whole)))
            lines.append((f"σ {words} {text}", part.note))
    return lines


def _arcs(derived: Sequence[Derived]) -> list[tuple[str, str]]:
    """One line an arc: capacitance, permittivity, top frequency, assignment."""
    arcs: dict[str, dict[str, Derived]] = {}
    for d in derived:
        match = _ARC.match(d.name)
        if match:
            arcs.setdefault(match[2], {})[match[1]] = d
    return [_arc(number, arc) for number, arc in arcs.items() if "C" in arc]


def _arc(number: str, arc: dict[str, Derived]) -> tuple[str, str]:
    capacitance = arc["C"]
    said = [f"{symbol(f'C{number}')}\u00a0=\u00a0{_unbroken(with_prefix(capacitance.value, capacitance.stderr, 'F'))}"]
    if "eps" in arc:
        said.append(f"ε\u00a0=\u00a0{_unbroken(with_prefix(arc['eps'].value, arc['eps'].stderr, ''))}".rstrip())
    if "f" not in arc:
        # A capacitance without a top frequency is that of a spike.
        return f"{', '.join(said)}: blocking electrode{_formula(capacitance.note)}", capacitance.note
    said.append(f"f₀\u00a0=\u00a0{_unbroken(with_prefix(arc['f'].value, None, 'Hz'))}")
    notes = [capacitance.note, *(arc[k].note for k in ("eps", "f") if k in arc)]
    likely = re.sub(r"\(([^)]*)\)", lambda limits: _unbroken(limits[0]), capacitance.note.rpartition("; ")[2])
    said[0] += _formula(capacitance.note)
    return f"{symbol(f'R{number}')}: {', '.join(said)}: {likely}", ". ".join(notes)


def _formula(note: str) -> str:
    """The name of the formula that a capacitance follows from, in brackets; "" where it is the element's own."""
    name = next((name for name in ("Hsu–Mansfeld", "Brug") if note.startswith(name)), "")
    return f" ({name})" if name else ""
