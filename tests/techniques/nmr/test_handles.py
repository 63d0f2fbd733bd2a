"""A line put where a person points."""

from __future__ import annotations

import numpy as np
import pytest

from naglass_gui.techniques.nmr.handles import line_at

SHIFT = np.linspace(-20.0, 20.0, 401)
LARMOR = 100.0


def test_a_line_is_as_high_and_wide_as_the_data_there() -> None:
    data = 5.0 / (1.0 + ((SHIFT - 3.0) / 1.5) ** 2)  # 3 ppm wide
    found = line_at(SHIFT, data, LARMOR, 3.4, 1.0)
    assert found["position"] == pytest.approx(3.0)
    assert found["width"] == pytest.approx(300.0, rel=0.1)


def test_only_the_nearer_flank_decides() -> None:
    data = np.where(SHIFT < 3.0, 4.9, 5.0 * np.exp(-(((SHIFT - 3.0) / 1.5) ** 2)))
    assert line_at(SHIFT, data, LARMOR, 3.0, 0.5)["width"] == pytest.approx(250.0, rel=0.2)


@pytest.mark.parametrize("height", [1.0, 0.0, -1.0])
def test_where_nothing_falls_off_within_the_spectrum_a_line_of_some_width_is_put(height: float) -> None:
    found = line_at(SHIFT, np.full(len(SHIFT), height), LARMOR, 0.0, 1.0)
    assert found["width"] > 0 and all(np.isfinite(list(found.values())))
