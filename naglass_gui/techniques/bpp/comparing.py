"""Every kind of motion against the same points."""

from __future__ import annotations

from collections.abc import Sequence

from naglass_gui.core.errors import NaGlassError
from naglass_gui.core.parameter import Parameter
from naglass_gui.techniques.bpp.law import MOTIONS
from naglass_gui.techniques.bpp.motion_fit import Points, fit_motion


def compare_motions(points: Points, spin: float, held: Sequence[Parameter] = ()) -> dict[str, float]:
    """AICc of each motion; those with too many parameters for the points are missing.

    Args:
        points: what was measured.
        spin: of the nucleus.
        held: parameters that are not fitted.
    """
    found: dict[str, float] = {}
    for motion in MOTIONS:
        try:
            found[motion] = fit_motion(
                points, spin, motion, [p for p in held if p.name != "beta" or motion != "bpp"]
            ).aicc
        except NaGlassError:
            continue  # too few points for this one: it takes no part in the comparison
    return found
