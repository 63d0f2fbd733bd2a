"""What the sizes of a pellet make of its resistance: thickness, area, and the error both share in a whole series."""

from __future__ import annotations

import math
from dataclasses import dataclass

from naglass_gui.core.project import Specimen

USUAL_CELL_CONSTANT = 0.16
"""L/A in 1/cm of a usual pellet (0.8 mm thick, 8 mm wide): assumed for roles and assignments while no sizes are typed."""


@dataclass(frozen=True, slots=True)
class Geometry:
    """Thickness L in cm and area A in cm^2, with the relative standard error of L/A.

    `complete` tells whether every size came with an uncertainty.
    """

    thickness: float
    area: float
    relative_error: float
    complete: bool

    @property
    def cell_constant(self) -> float:
        """L/A in 1/cm."""
        return self.thickness / self.area

    @classmethod
    def of(cls, specimen: Specimen | None) -> Geometry | None:
        """The geometry of a pellet, None where a size is missing or not above zero. A typed area goes before a diameter."""
        if specimen is None or specimen.thickness is None or (specimen.area is None and specimen.diameter is None):
            return None
        thickness = specimen.thickness.to("cm")
        if specimen.area is not None:
            wide = specimen.area.to("cm^2")
            area, share = wide.value, _relative(wide.value, wide.stderr)
        else:
            assert specimen.diameter is not None
            wide = specimen.diameter.to("cm")
            area, share = math.pi / 4.0 * wide.value * wide.value, 2.0 * _relative(wide.value, wide.stderr)
        if not (thickness.value > 0 and wide.value > 0 and 0 < area < math.inf):
            return None
        error = math.hypot(_relative(thickness.value, thickness.stderr), share)
        return cls(thickness.value, area, error, thickness.stderr is not None and wide.stderr is not None)


def relative_geometry_error(specimen: Specimen | None) -> float | None:
    """Relative standard error of L/A; common to all measurements of one pellet, so it moves a whole series together.

    (u/sigma)^2 = (uL/L)^2 + (2 ud/d)^2 is this part; the rest is (uR/R)^2. None without sizes.
    """
    geometry = Geometry.of(specimen)
    return None if geometry is None else geometry.relative_error


def _relative(value: float, stderr: float | None) -> float:
    return 0.0 if stderr is None or value == 0 else abs(stderr / value)
