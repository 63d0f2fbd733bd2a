"""Several spectra in one analysis: what they share, what each keeps, and how one of them is looked at alone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from naglass_gui.core.errors import InputError
from naglass_gui.core.fingerprint import data_fingerprint
from naglass_gui.core.project import Analysis, Measurement
from naglass_gui.techniques.nmr import NMR, all_parameters
from naglass_gui.techniques.nmr.joint import for_spectrum, joint, with_shared
from naglass_gui.techniques.nmr.spectrum import steps_of
from tests.techniques.nmr.spectra import inputs, made

LINES = "A=pv@-11:380Hz, NaCl=pv@7:300Hz"


def pairs(nuclei: tuple[str, str] = ("23Na", "23Na")) -> list[tuple[Measurement, Analysis]]:
    spectra = [made("gauss@-11:380Hz", (1.0,), points=500, window=(-60, 60), nucleus=n) for n in nuclei]
    given = [inputs(spectrum, LINES) for spectrum in spectra]
    first, second = ((i.measurements[0], i.analysis) for i in given)
    measurement = replace(second[0], id="other", name="spectrum 2")
    return [first, (measurement, replace(second[1], sources=("other",), options=(*second[1].options, EARLIER)))]


EARLIER = ("processing", (("reference", 1.5),))


def names(analysis: Analysis) -> set[str]:
    return {p.name for p in all_parameters(analysis) if p.name.endswith("_s2")}


def test_each_spectrum_keeps_its_processing_areas_and_baseline() -> None:
    (first, one), (second, two) = pairs()
    together = joint([(first, one), (second, two)])
    assert together.sources == ("m0", "other") and together.name == "2 spectra together"
    assert steps_of(first, together) == () and steps_of(second, together) == (("reference", 1.5),)
    assert names(together) == {"area_1_s2", "area_2_s2", "baseline_0_s2"}
    assert {c.id for c in together.components}.isdisjoint(c.id for c in one.components)
    moved = replace(together, options=(*together.options[:-1], ("processing_s2", (("reference", 2.0),))))
    assert data_fingerprint(moved, (first, second)) != data_fingerprint(together, (first, second))


def test_what_is_shared_is_chosen_by_name() -> None:
    together = joint(pairs(), ("position",))
    assert names(together) >= {"width_1_s2", "mixing_2_s2", "area_1_s2"} and "position_1_s2" not in names(together)
    assert names(with_shared(together, "all")) == {"area_1_s2", "area_2_s2", "baseline_0_s2"}
    with pytest.raises(InputError, match="“colour” cannot be shared"):
        joint(pairs(), ("colour",))


def test_links_hold_in_each_spectrum_between_what_it_has_of_its_own() -> None:
    first, second = pairs()
    linked = NMR.with_link(NMR.with_link(first[1], "NaCl.width", "2 * A.width"), "NaCl.area", "0.5 * A.area")
    links = {p.name: p.link for p in all_parameters(joint([(first[0], linked), second], "positions")) if p.link}
    assert links["width_2_s2"] == "2 * width_1_s2" and links["area_2_s2"] == "0.5 * area_1_s2"
    shared = {p.name: p.link for p in all_parameters(joint([(first[0], linked), second])) if p.link}
    assert shared == {"width_2": "2 * width_1", "area_2": "0.5 * area_1", "area_2_s2": "0.5 * area_1_s2"}


def test_one_spectrum_is_looked_at_under_plain_names() -> None:
    together = joint(pairs(), "positions")
    values = {"area_1_s2": 7.0, "width_1_s2": 99.0, "position_1": -12.0, "baseline_0_s2": 0.5}
    changed = {p.name: replace(p, value=values.get(p.name, p.value)) for p in all_parameters(together)}
    components = tuple(replace(c, parameters=tuple(changed[p.name] for p in c.parameters)) for c in together.components)
    together = replace(together, components=components, parameters=tuple(changed[p.name] for p in together.parameters))
    alone = for_spectrum(together, 2)
    shown = {p.name: p.value for p in all_parameters(alone)}
    assert (shown["area_1"], shown["width_1"], shown["position_1"], shown["baseline_0"]) == (7.0, 99.0, -12.0, 0.5)
    assert not names(alone) and alone.sources == ("other",) and alone.option("processing") == (("reference", 1.5),)


def test_unlike_nuclei_and_single_spectra_are_refused() -> None:
    with pytest.raises(InputError, match="spectrum of 23Na, spectrum 2 of 27Al"):
        joint(pairs(("23Na", "27Al")))
    with pytest.raises(InputError, match="at least two spectra"):
        joint(pairs()[:1])
