"""Spins and frequency ratios, and the ways headers write a nucleus."""

from __future__ import annotations

from fractions import Fraction

import pytest

from naglass_gui.core.nuclei import NUCLEI, PROTON_MHZ_PER_TESLA, nuclei_in, nucleus_named


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
