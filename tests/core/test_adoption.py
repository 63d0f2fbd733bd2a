"""Samples of another project join this one as copies with ids of their own."""

from __future__ import annotations

import pytest

from naglass_gui.core.adoption import adopt_samples
from naglass_gui.core.project import Analysis, Measurement, Project, Provenance, Sample, Specimen


def measurement(id: str, specimen: str | None = None) -> Measurement:
    return Measurement(id, f"EIS {id}", "eis", (), Provenance(f"{id}.DTA", 1, "", "test", "1"), specimen=specimen)


OTHER = Project(
    "other",
    samples=(
        Sample("s1", "NTOC-4", (Specimen("p1", "Pellet 1"),), (measurement("m1", "p1"), measurement("m2"))),
        Sample("s2", "NTC", (), (measurement("m3"),)),
    ),
    analyses=(
        Analysis("derived", "Arrhenius", "arrhenius", ("a1", "a2")),
        Analysis("a1", "fit 1", "eis", ("m1",)),
        Analysis("a2", "fit 2", "eis", ("m2",)),
        Analysis("across", "comparison", "compare", ("m1", "m3")),
    ),
)


def test_a_sample_comes_with_its_pellets_measurements_and_analyses():
    project = adopt_samples(Project("mine"), OTHER, ["s1"])
    (sample,) = project.samples
    assert [m.name for m in sample.measurements] == ["EIS m1", "EIS m2"]
    assert project.specimen_of(sample.measurements[0].id) == sample.specimens[0]
    assert sample.measurements[1].specimen is None
    # What needs a sample that stayed behind stays behind too.
    assert {a.name for a in project.analyses} == {"fit 1", "fit 2", "Arrhenius"}
    known = {m.id for m in project.measurements()} | {a.id for a in project.analyses}
    assert all(source in known for a in project.analyses for source in a.sources)


def test_the_same_sample_can_be_adopted_twice():
    once = adopt_samples(OTHER, OTHER, ["s1"])
    twice = adopt_samples(once, OTHER, ["s1"])
    ids = [m.id for m in twice.measurements()] + [a.id for a in twice.analyses] + [s.id for s in twice.samples]
    assert len(ids) == len(set(ids))
    assert OTHER.samples == twice.samples[:2]


def test_a_sample_that_is_not_there_is_an_error():
    with pytest.raises(KeyError):
        adopt_samples(Project("mine"), OTHER, ["nobody"])
