"""Links typed by the names of lines."""

from __future__ import annotations

from dataclasses import replace

import pytest

from naglass_gui.core.expression import parse
from naglass_gui.techniques.nmr import completed, parse_lines
from naglass_gui.techniques.nmr.links import link_from_words, link_in_words, offset_link
from tests.techniques.nmr.spectra import LARMOR, inputs, made

LINES = parse_lines("NTOC-4=pv@-11:380Hz, NaCl=pv@7:300Hz, Line 3=voigt@55:400Hz, NaCl 2=gauss@9:200Hz")


@pytest.mark.parametrize(
    ("typed", "parameter", "link"),
    [
        ("same as NaCl", "width_1", "width_2"),
        ("same width as NaCl", "width_1", "width_2"),
        ("NaCl", "position_1", "position_2"),
        ("NaCl 2", "width_1", "width_4"),
        ("0.5 × NaCl.area", "area_1", "0.5 * area_2"),
        ("0.5*area of NTOC-4", "area_2", "0.5*area_1"),
        ("NaCl + 3.2 ppm", "position_1", "position_2 + 3.2"),
        ("NTOC-4 − 3,2 ppm", "position_2", "position_1 - 3.2"),
        ("NaCl + 132.294 Hz", "position_1", "position_2 + 1"),
        ("NaCl + 0.5 kHz", "width_1", "width_2 + 500"),
        ("gauss of Line 3 + Line 3.lorentz", "width_1", "gauss_3 + lorentz_3"),
        ("width_2 / 2", "width_1", "width_2 / 2"),
        ("Na2O.area", "area_1", "Na2O.area"),
    ],
)
def test_a_link_is_understood_by_the_names_of_lines(typed: str, parameter: str, link: str) -> None:
    assert link_from_words(typed, parameter, LINES, LARMOR) == link


def test_a_link_is_shown_by_the_names_of_lines() -> None:
    assert link_in_words("0.5 * area_2 + width_9", LINES) == "0.5 * NaCl.area + width_9"
    assert link_from_words(link_in_words("position_3 + 2", LINES), "position_1", LINES) == "position_3 + 2"


def test_an_offset_may_point_either_way() -> None:
    assert offset_link("position_2", "position_1", -3.2) == "position_1 - 3.2"
    assert parse(offset_link("position_2", "position_1", 17.5)).number({"position_1": 1.0}) == 18.5


def test_in_a_joint_fit_a_link_holds_within_its_spectrum() -> None:
    spectrum = made("gauss@5:400Hz, gauss@30:400Hz", (1.0, 8.0), points=500)
    given = inputs([spectrum, spectrum], "A=gauss@5:400Hz, B=gauss@30:400Hz")
    lines = completed(replace(given.analysis, options=(("shared", "positions"),)), 2).components
    assert link_from_words("same as A", "width_2_s2", lines) == "width_1_s2"
    assert link_from_words("A", "position_2", lines) == "position_1"
