"""A line turned into a quadrupolar one stays where it was and as wide, and back."""

from __future__ import annotations

from dataclasses import replace

import pytest

from naglass_gui.techniques.nmr.alike import extent
from naglass_gui.techniques.nmr.components import new_component, own_values
from naglass_gui.techniques.nmr.handles import as_kind

LARMOR, SPIN = 196.3, 1.5
LINE = new_component("pv", 1, {"position": -28.0, "width": 600.0, "mixing": 0.4, "area": 2.0}, "Site")


@pytest.mark.parametrize("kind", ["ct", "czjzek", "extczjzek"])
def test_a_line_stays_in_its_place_when_it_becomes_quadrupolar_and_back(kind: str) -> None:
    made = as_kind(LINE, kind, LARMOR, SPIN)
    middle, width, high = extent(kind, own_values(made), LARMOR, SPIN)
    assert middle == pytest.approx(-28.0 * LARMOR, abs=20.0)
    assert width == pytest.approx(600.0, rel=0.35)
    assert own_values(made)["position"] > -28.0  # second order moves a line to lower shift
    assert own_values(made)["area"] * high == pytest.approx(
        2.0 * extent("pv", own_values(LINE), LARMOR, SPIN)[2], rel=2e-3
    )
    back = own_values(as_kind(made, "pv", LARMOR, SPIN))
    assert back["position"] == pytest.approx(-28.0, abs=0.15) and back["width"] == pytest.approx(600.0, rel=0.35)


def test_what_a_person_fixed_stays_and_so_does_all_where_the_spin_is_not_known() -> None:
    fixed = replace(LINE, parameters=tuple(replace(p, vary=p.name != "position_1") for p in LINE.parameters))
    assert own_values(as_kind(fixed, "ct", LARMOR, SPIN))["position"] == -28.0
    assert own_values(as_kind(LINE, "ct"))["position"] == -28.0
    assert own_values(as_kind(LINE, "ct", LARMOR, 0.5))["position"] == -28.0
    assert own_values(as_kind(LINE, "voigt", LARMOR, SPIN))["position"] == -28.0
