"""A line turned into a quadrupolar one, or back, that stays where it was and as wide: a fit from elsewhere ends elsewhere.

Second-order patterns lie below their isotropic shift and are as wide as the square of their coupling.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from naglass_gui.techniques.nmr.lines import voigt_width
from naglass_gui.techniques.nmr.quadrupolar import reduced_scale
from naglass_gui.techniques.nmr.shapes import SHAPES, Frame

COUPLINGS = ("cq", "sigma")
BY_COUPLING = 0.8
"""Of the width; the rest is left to other causes."""
_POINTS = 2048
_SCALES = 12.0  # of the pattern at each side that are looked at
_SMOOTH = 0.1  # of the scale: horns of a pattern without broadening have no height


def extent(kind: str, values: Mapping[str, float], larmor: float, spin: float | None) -> tuple[float, float, float]:
    """Middle and full width at half height of a line, in Hz, and the height it has for an area of 1.

    Args:
        kind: of the line.
        values: its own parameters, position in ppm.
        larmor: MHz.
        spin: of the nucleus; only quadrupolar lines need it.
    """
    place = values["position"] * larmor
    broad = values.get("width") or voigt_width(values.get("gauss", 0.0), values.get("lorentz", 0.0))
    reach = 3.0 * broad
    if SHAPES[kind].quadrupolar and spin is not None:
        reach += _SCALES * reduced_scale(_coupling(values), spin, larmor)
    hertz = np.linspace(place - reach, place + reach, _POINTS)
    shape = SHAPES[kind]
    curve = shape.compute(Frame(hertz / larmor, larmor, spin), [values[p.name] for p in shape.parameters])[0]
    high = hertz[curve >= 0.5 * curve.max()]
    return 0.5 * float(high[0] + high[-1]), float(high[-1] - high[0]), float(curve.max())


def placed(
    kind: str, values: Mapping[str, float], middle: float, width: float, larmor: float, spin: float
) -> dict[str, float]:
    """The values of a quadrupolar line that has its middle and width there, in Hz; `values` says the rest."""
    found = dict(values)
    name = next(p.name for p in SHAPES[kind].parameters if p.name in COUPLINGS)
    scale = reduced_scale(found[name], spin, larmor)
    bare = found | {"position": 0.0, "gauss": _SMOOTH * scale, "lorentz": 0.0}
    wide = extent(kind, bare, larmor, spin)[1]
    limits = next((p.lower, p.upper) for p in SHAPES[kind].parameters if p.name == name)
    found[name] = float(np.clip(found[name] * np.sqrt(BY_COUPLING * width / wide), *limits))
    found["position"] = 0.0
    found["position"] = (middle - extent(kind, found, larmor, spin)[0]) / larmor
    return found


def _coupling(values: Mapping[str, float]) -> float:
    """The largest that is likely among the couplings of a line."""
    return values["cq"] if "cq" in values else 2.0 * values["sigma"]
