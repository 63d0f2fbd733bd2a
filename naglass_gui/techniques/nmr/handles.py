"""Lines moved by hand: what a pull at a line's handle does to its parameters, and the line a click on a spectrum means."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from naglass_gui.core.parameter import Parameter
from naglass_gui.core.project import Component
from naglass_gui.techniques.nmr.alike import extent, placed
from naglass_gui.techniques.nmr.components import new_component, number_of, own_values, split_name
from naglass_gui.techniques.nmr.lines import Real, area_of, hertz, voigt_parts, voigt_width
from naglass_gui.techniques.nmr.quadrupolar import with_quadrupole
from naglass_gui.techniques.nmr.shapes import SHAPES, shape_of

_LIMITS = {p.name: (p.lower, p.upper) for shape in SHAPES.values() for p in shape.parameters}
_COUPLINGS = ("cq", "sigma")
LEAST_WIDTH = 1e-3
"""In Hz."""
REACH = 12
"""Points at each side of a click among which the top is looked for, at least."""


def pulled(
    component: Component, *, shift: float = 0.0, height: float = 1.0, width: float = 1.0, mixing: float = 0.0
) -> dict[str, float]:
    """The values a line's parameters take when it is pulled; only free ones move, and only inside their bounds.

    Args:
        component: the line.
        shift: added to its position, in ppm.
        height: factor of its height.
        width: factor of its width; the height stays. A quadrupolar pattern grows with the square of its coupling.
        mixing: added to the Lorentzian share, 0 to 1.

    Returns:
        New values by the parameters' names.
    """
    found: dict[str, float] = {}
    patterned = any(split_name(p.name)[0] in _COUPLINGS and p.free for p in component.parameters)
    for parameter in component.parameters:
        own = split_name(parameter.name)[0]
        value = parameter.value
        if own == "position":
            value += shift
        elif own == "area":
            value *= height * width
        elif own == "mixing":
            value += mixing
        elif own in _COUPLINGS:
            value *= float(np.sqrt(width))
        elif parameter.unit == "Hz" and not patterned:
            value = max(value * width, LEAST_WIDTH) if value > 0 else value
        if parameter.free and value != parameter.value:
            found[parameter.name] = _within(parameter, own, value)
    return found


def _within(parameter: Parameter, own: str, value: float) -> float:
    for low, high in (_LIMITS.get(own, (None, None)), (parameter.minimum, parameter.maximum)):
        value = value if low is None else max(value, low)
        value = value if high is None else min(value, high)
    return value


def as_kind(component: Component, kind: str, larmor: float | None = None, spin: float | None = None) -> Component:
    """The line as another kind, as alike as it can be: what both kinds have stays, widths follow from each other.

    Args:
        component: the line.
        kind: what it becomes.
        larmor: MHz; known with a half-integer spin above 1/2, a line that becomes quadrupolar, or is it no longer, stays in place.
        spin: of the nucleus.

    Raises:
        InputError: no such kind.
    """
    shape, values = shape_of(kind), own_values(component)
    width = values.get("width") or voigt_width(values.get("gauss", 0.0), values.get("lorentz", 0.0))
    able = larmor is not None and spin is not None and with_quadrupole(spin)
    moves = able and shape.quadrupolar != shape_of(component.kind).quadrupolar
    middle, wide, high = 0.0, width, 1.0
    if moves and larmor is not None:
        middle, wide, high = extent(component.kind, values, larmor, spin)
        width = width if shape.quadrupolar else wide
    mixing = {"gauss": 0.0, "lorentz": 1.0}.get(component.kind, values.get("mixing", 0.5))
    if shape.quadrupolar:
        # The coupling broadens the line too: it starts with a fifth of the width from other causes.
        width *= 0.2
    gauss, lorentz = voigt_parts(width, mixing)
    # A line that is quadrupolar no longer takes the width of its pattern.
    widths = {"width": width, "mixing": mixing, "gauss": gauss, "lorentz": lorentz}
    values = values | widths if moves and not shape.quadrupolar else widths | values
    if moves and larmor is not None and spin is not None:
        given = {p.name: values.get(p.name, p.start) for p in shape.parameters}
        fresh = placed(kind, given, middle, wide, larmor, spin) if shape.quadrupolar else {"position": middle / larmor}
        values |= fresh
        values["area"] *= high / extent(kind, values, larmor, spin)[2]
    held = frozenset(split_name(p.name)[0] for p in component.parameters if not p.vary)
    made = new_component(kind, number_of(component), values, component.name, held)
    old = {p.name: p for p in component.parameters}
    parameters = tuple(
        _kept(old[p.name], p) if moves and p.name in old else old.get(p.name, p) for p in made.parameters
    )
    return replace(component, kind=kind, parameters=parameters)


def _kept(old: Parameter, made: Parameter) -> Parameter:
    """What both kinds have: at the new value, where a person has not fixed it."""
    return replace(old, value=_within(old, split_name(old.name)[0], made.value)) if old.free else old


def line_at(shift: Real, rest: Real, larmor: float, position: float, reach: float) -> dict[str, float]:
    """The pseudo-Voigt line a person means who points at a place of a spectrum.

    Args:
        shift: in ppm, rising, shape (m,).
        rest: the intensity that other lines leave there, shape (m,).
        larmor: in MHz.
        position: where, in ppm.
        reach: how far from it the top may be, in ppm.

    Returns:
        position (ppm), width (Hz), mixing and area.
    """
    middle = int(np.clip(np.searchsorted(shift, position), 0, len(shift) - 1))
    near = np.flatnonzero(np.abs(shift - position) <= reach)
    near = near if len(near) >= 3 else np.arange(max(middle - REACH, 0), min(middle + REACH + 1, len(shift)))
    top = int(near[np.argmax(rest[near])])
    height = float(rest[top])
    if height <= 0.0:
        top, height = middle, float(np.abs(rest).max()) * 0.05
    low, high = np.flatnonzero(rest[:top] < 0.5 * height), np.flatnonzero(rest[top:] < 0.5 * height)
    # The nearer flank decides: the other may be another line's.
    sides = [top - int(k) for k in low[-1:]] + [
        int(k) for k in high[:1]
    ]  # none where it does not fall within the spectrum
    axis = hertz(shift, larmor)
    step = abs(float(axis[-1] - axis[0])) / max(len(axis) - 1, 1)
    width = max(2.0 * min(sides, default=REACH) * step, 2.0 * step)
    return {"position": float(shift[top]), "width": width, "mixing": 0.5, "area": area_of(height, width, 0.5)}
