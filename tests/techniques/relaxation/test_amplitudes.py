"""Lines on every slice while they are dragged."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from naglass_gui.core.project import Mask
from naglass_gui.techniques.relaxation import RELAXATION
from naglass_gui.techniques.relaxation.amplitudes import amplitudes
from naglass_gui.techniques.relaxation.fit import slices_of
from naglass_gui.techniques.relaxation.quantities import curve_labels
from tests.techniques.relaxation.series import made

LINES = "NTOC=pv@-11.2:380Hz:mixing=0.9, NaCl=pv@7:476Hz"
DELAYS = np.geomspace(1e-4, 10.0, 12)


def test_with_the_true_shapes_the_areas_are_those_of_every_slice_also_of_one_left_out() -> None:
    inputs = made(LINES, (10.0, 3.0), (0.01, 0.3), DELAYS, noise=1e-4)
    analysis = replace(RELAXATION.with_model(inputs.analysis, LINES), masked=(Mask(3),))
    values = {p.name: p.value for c in analysis.components for p in c.parameters}
    found = amplitudes(slices_of(replace(inputs, analysis=analysis)), analysis, values)
    true = np.array([a * (1.0 - 1.9 * np.exp(-DELAYS / t)) for a, t in ((10.0, 0.01), (3.0, 0.3))])
    assert found.areas == pytest.approx(true, abs=0.02)
    assert found.lines(11).sum(axis=0) == pytest.approx(found.total(11))


def test_names_of_lines_and_windows_stay_with_the_fit() -> None:
    inputs = made(LINES, (10.0, 3.0), (0.01, 0.3), DELAYS)
    lines = RELAXATION.with_model(RELAXATION.with_model(inputs.analysis, "inversion"), LINES)
    fit = RELAXATION.fit(replace(inputs, analysis=lines)).fit
    assert curve_labels(fit) == ("NTOC", "NaCl")
    again = RELAXATION.derive(replace(lines, fits=(fit,), current=fit.id), ())
    assert [d.note for d in again if d.name == "T1_2"] == ["NaCl · Inversion recovery"]


@pytest.mark.parametrize(
    ("held", "typed", "meant"),
    [
        ("saturation", "stretched", "saturation-stretched"),
        ("decay-stretched", "biexponential", "decay-double"),
        ("inversion", "stretched", "stretched"),
        ("saturation", "inversion", "inversion"),
        ("decay", "saturation", "saturation"),
        ("incomplete", "biexponential", "biexponential"),
    ],
)
def test_a_law_is_meant_after_the_preparation_that_the_data_have(held: str, typed: str, meant: str) -> None:
    inputs = made("pv@0:500Hz", (10.0,), (0.3,), DELAYS)
    assert RELAXATION.with_model(replace(inputs.analysis, model=held), typed).model == meant
