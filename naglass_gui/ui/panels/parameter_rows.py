"""What a parameter table shows of each parameter, as plain values: no Qt here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from naglass_gui.core.errors import InputError
from naglass_gui.core.expression import order, parse
from naglass_gui.core.parameter import Parameter
from naglass_gui.core.project import Fit, FittedParameter
from naglass_gui.core.quantity import unit_symbol
from naglass_gui.ui.panels.number_parts import NumberParts, number_parts

ROLES = ("lead", "bulk", "grain boundary", "electrode")
ROLE_SHORT = {"grain boundary": "GB", "electrode": "elec."}


@dataclass(frozen=True, slots=True)
class ParameterRow:
    """One row: a parameter, its number cut into parts, what stands in place of an error, and a sentence about it.

    Attributes:
        parameter: what is shown.
        value: the value shown; that of the link's expression for a linked parameter.
        stderr: of the shown value; None where there is none, or where the value has moved since the fit.
        parts: the number as it is printed.
        note: a word in the place of the error: "fixed", "at max", "± ∞" (undetermined) or "".
        doubtful: whether the note is a warning.
        unit: power of ten and unit.
        role: what a resistance stands for, chosen or proposed.
        proposed: whether the role is the program's own proposal.
        sentence: for the tooltip.
    """

    parameter: Parameter
    value: float
    stderr: float | None
    parts: NumberParts
    note: str
    doubtful: bool
    unit: str
    role: str
    proposed: bool
    sentence: str


def linked_values(parameters: Sequence[Parameter]) -> dict[str, float]:
    """Every parameter's value, links followed; NaN where an expression has no finite value."""
    values = {p.name: p.value for p in parameters}
    links = {p.name: p.link for p in parameters if p.link}
    if not links:
        return values
    try:
        names = order(links, values)
    except InputError:
        return values | dict.fromkeys(links, float("nan"))
    for name in names:
        try:
            values[name] = parse(links[name]).number(values)
        except InputError:
            values[name] = float("nan")
    return values


def rows_of(
    parameters: Sequence[Parameter], fit: Fit | None, proposed: Mapping[str, str] | None = None
) -> list[ParameterRow]:
    """The rows of these parameters; errors come from the fit where the values are still the fitted ones.

    `proposed` has roles by name, for parameters on which none was set.
    """
    fitted = {p.name: p for p in fit.parameters} if fit else {}
    values = linked_values(parameters)
    unmoved = fit is not None and all(_same(values[n], p.value) for n, p in fitted.items() if n in values)
    roles = proposed or {}
    return [_row(p, values[p.name], fitted.get(p.name), unmoved, roles.get(p.name, "")) for p in parameters]


def _same(value: float, fitted: float) -> bool:
    return abs(value - fitted) <= 1e-12 * abs(fitted)


def _row(
    parameter: Parameter, value: float, fitted: FittedParameter | None, unmoved: bool, proposed: str
) -> ParameterRow:
    stderr = fitted.stderr if fitted and unmoved and (parameter.free or parameter.link) else None
    note, doubtful = _note(parameter, value, fitted if unmoved else None)
    shown_error = None if note else stderr
    if note == "fixed":
        parts = number_parts(value, trim=True)
    else:
        parts = number_parts(value, shown_error, digits_of=fitted.stderr if fitted else None)
    symbol = unit_symbol(parameter.unit)
    unit = f"{parts.power} {symbol}".strip() if parts.power else symbol
    role = parameter.role or proposed
    sentence = _sentence(parameter, note, role)
    return ParameterRow(parameter, value, stderr, parts, note, doubtful, unit, role, not parameter.role, sentence)


def _note(parameter: Parameter, value: float, fitted: FittedParameter | None) -> tuple[str, bool]:
    """The word in place of an error, and whether it is a warning."""
    if parameter.link:
        return "", False
    if not parameter.vary:
        return "fixed", False
    if fitted is None:
        return "", False
    if fitted.at_bound:
        return ("at max" if _nearer_maximum(parameter, value) else "at min"), True
    if fitted.stderr is None and fitted.vary:
        return "± ∞", True
    return "", False


def _nearer_maximum(parameter: Parameter, value: float) -> bool:
    if parameter.maximum is None:
        return False
    return parameter.minimum is None or abs(parameter.maximum - value) <= abs(value - parameter.minimum)


def _sentence(parameter: Parameter, note: str, role: str) -> str:
    unit = unit_symbol(parameter.unit)
    said = []
    if parameter.link:
        said.append(f"{parameter.name} follows: {parameter.name} = {parameter.link}.")
    elif note == "fixed":
        said.append(f"{parameter.name} is fixed: a fit does not move it.")
    elif note.startswith("at "):
        said.append(f"The fit ended with {parameter.name} on its bound, so its error says nothing.")
    elif note == "± ∞":
        said.append(f"The data do not determine {parameter.name}.")
    if parameter.minimum is not None or parameter.maximum is not None:
        said.append(
            f"Bounds: {_bound(parameter.minimum, '−∞')} to {_bound(parameter.maximum, '∞')} {unit}".rstrip() + "."
        )
    if role:
        said.append(
            f"Stands for: {role}." if parameter.role else f"Stands for: {role} (proposed from its capacitance)."
        )
    return " ".join(said) or (f"{parameter.name} in {unit}" if unit else parameter.name)


def _bound(value: float | None, open_end: str) -> str:
    return open_end if value is None else str(number_parts(value)).rstrip()


def names_of(parameters: Sequence[Parameter]) -> tuple[str, ...]:
    """The names in order."""
    return tuple(p.name for p in parameters)


def link_cycle(parameters: Sequence[Parameter], name: str, link: str) -> None:
    """Check a link before it is set. Raises InputError for a wrong expression, an unknown name or a circle."""
    links: Mapping[str, str] = {p.name: p.link for p in parameters if p.link and p.name != name} | {name: link}
    order(links, names_of(parameters))
