"""Spins and frequency ratios, and the ways headers write a nucleus."""

from __future__ import annotations

from fractions import Fraction

import pytest

from naglass_gui.core.nuclei import NUCLEI, PROTON_MHZ_PER_TESLA, moving_nucleus_at, nuclei_in, nucleus_named


def test_sodium_resonates_where_the_study_says() -> None:
    """23Na at 11.7 T (1H at 500.13 MHz) is at 132.294 MHz, and at 7.05 T (300.13 MHz) at 79.39 MHz."""
    assert NUCLEI["23Na"].ratio * 500.13 == pytest.approx(132.294, abs=1e-3)
    assert NUCLEI["23Na"].ratio * 300.13 == pytest.approx(79.39, abs=5e-3)
    assert NUCLEI["23Na"].spin == Fraction(3, 2)
    assert NUCLEI["23Na"].quadrupolar and not NUCLEI["31P"].quadrupolar
    assert pytest.approx(500.13, rel=1e-3) == 11.746 * PROTON_MHZ_PER_TESLA


@pytest.mark.parametrize("written", ["23Na", "Na23", "na-23", "23 Na", "NA23", "sodium", " 23Na "])
def test_a_nucleus_is_known_however_it_is_written(written: str) -> None:
    nucleus = nucleus_named(written)
    assert nucleus is not None and nucleus.name == "23Na"


@pytest.mark.parametrize("written", ["", "NONE", "off", "23", "Na", "24Na", "X1"])
def test_what_is_no_nucleus_is_none(written: str) -> None:
    assert nucleus_named(written) is None


def test_nuclei_of_a_title() -> None:
    assert [n.name for n in nuclei_in("29Si DNP_Y64_550C")] == ["29Si"]
    assert [n.name for n in nuclei_in("13C{1H} CP of 2NaCl, 25 kHz")] == ["13C", "1H"]
    assert nuclei_in("NTOC-4 after 10 days, 30 mg") == ()


@pytest.mark.parametrize(
    ("megahertz", "tesla", "name"),
    [(79.39, 7.05, "23Na"), (132.294, 11.7, "23Na"), (155.5, 9.4, "7Li"), (58.9, 9.4, "6Li"), (54.24, 9.4, "17O")],
)
def test_the_nucleus_of_a_moving_ion_follows_from_frequency_and_field(
    megahertz: float, tesla: float, name: str
) -> None:
    found = moving_nucleus_at(megahertz, tesla)
    assert found is not None
    assert found.name == name


def test_a_frequency_that_no_moving_nucleus_has_in_that_field_names_none() -> None:
    """73.39 MHz at 7.05 T, as the study prints it for 23Na, is none of 23Na; 93Nb, which it fits, does not move."""
    assert moving_nucleus_at(73.39, 7.05) is None
