"""The zero of a reference spectrum for a whole group, by absolute frequency."""

from __future__ import annotations

from dataclasses import replace

import pytest

from naglass_gui.core.errors import InputError
from naglass_gui.core.project import Analysis, Measurement, Project, Region, Sample
from naglass_gui.techniques.nmr import own_values
from naglass_gui.techniques.nmr.referencing import added_shift, moved, referenced, take_reference, zero_frequency
from naglass_gui.techniques.nmr.spectrum import steps_of
from tests.techniques.nmr.spectra import inputs, made


def pair(id: str, larmor: float, nucleus: str = "23Na") -> tuple[Measurement, Analysis]:
    given = inputs(made("gauss@7:400Hz", (1.0,), points=400, larmor=larmor, nucleus=nucleus), "NaCl=gauss@7:400Hz")
    analysis = replace(given.analysis, id=f"a-{id}", sources=(id,), regions=(Region("r", 0.0, 20.0),))
    return replace(given.measurements[0], id=id, name=id), analysis


def project(*pairs: tuple[Measurement, Analysis]) -> Project:
    sample = Sample("s", "Rotor", measurements=tuple(m for m, _ in pairs))
    return Project("p", samples=(sample,), analyses=tuple(a for _, a in pairs))


def test_a_reference_is_one_step_however_often_it_is_set() -> None:
    assert referenced((("ft",),), 1.5) == (("ft",), ("reference", 1.5))
    assert referenced((("ft",), ("reference", 1.5)), -0.5) == (("ft",), ("reference", 1.0))
    assert added_shift((("reference", 1.5), ("phase", 1.0), ("reference", 2.0))) == 3.5


def test_every_spectrum_of_the_group_has_the_zero_of_the_reference() -> None:
    """A solution whose line lies at 2.4 ppm instead of 0; the others were referenced elsewhere, by up to 40 Hz."""
    solution, other, third = pair("NaCl(aq)", 132.294), pair("NTOC-4", 132.29404), pair("NTC-4", 132.29396)
    given = moved(solution[1], solution[0], -2.4)
    start = project((solution[0], given), other, third)
    after = take_reference(start, given.id, [a.id for a in start.analyses])
    zeros = [zero_frequency(after.measurement(a.sources[0]), a) for a in after.analyses]
    assert zeros == pytest.approx([zeros[0]] * 3, rel=1e-10)
    by = added_shift(steps_of(other[0], after.analysis("a-NTOC-4")))
    assert by == pytest.approx(-2.4 + 0.04e3 / 132.294, abs=1e-4)
    line, region = after.analysis("a-NTOC-4").components[0], after.analysis("a-NTOC-4").regions[0]
    assert own_values(line)["position"] == pytest.approx(7.0 + by) and region.low == pytest.approx(by)
    assert after.analysis(given.id) is given
    again = take_reference(after, given.id, [a.id for a in after.analyses])
    assert added_shift(steps_of(other[0], again.analysis("a-NTOC-4"))) == pytest.approx(by, abs=1e-9)


@pytest.mark.parametrize(
    ("other", "sentence"),
    [
        (("x", 79.39, "23Na"), "was measured at 79.39 MHz"),
        (("x", 132.294, "27Al"), "is a spectrum of 27Al"),
    ],
)
def test_another_nucleus_or_magnet_is_refused(other: tuple[str, float, str], sentence: str) -> None:
    start = project(pair("reference", 132.294), pair(*other))
    with pytest.raises(InputError, match=sentence):
        take_reference(start, "a-reference", ["a-x"])
