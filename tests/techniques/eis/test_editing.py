"""The circuit changed on its drawing: the tree, and the parameters that go with it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from naglass_gui.core.errors import InputError
from naglass_gui.core.project import Analysis, Project
from naglass_gui.techniques.eis import (
    EIS,
    add_in_parallel,
    add_in_series,
    boukamp,
    parse_circuit,
    remove_element,
    replace_element,
    set_circuit,
)
from naglass_gui.techniques.eis.editing import replaced, with_parallel, with_series, without
from tests.techniques.eis.spectra import fit, inputs, project_of, synthetic

TRUTH = {"R0": 120.0, "R1": 900.0, "Y1": 4e-8, "n1": 0.85, "Y2": 3e-5, "n2": 0.9}


def project(circuit: str = "R(RQ)Q") -> Project:
    frequency = np.logspace(6, -1, 40)
    z = synthetic("R(RQ)Q", TRUTH, frequency)
    given = inputs(frequency, z, circuit)
    outcome = fit(frequency, z, circuit, options=(("starts", 5),))
    return project_of(outcome, None, given)


def only(edited: Project) -> Analysis:
    return edited.analyses[0]


@pytest.mark.parametrize(
    ("circuit", "path", "added", "in_series", "in_parallel"),
    [
        ("R(RQ)Q", (0,), "C", "RC(RQ)Q", "(RC)(RQ)Q"),
        ("R(RQ)Q", (1,), "C", "R(RQ)CQ", "R(RQC)Q"),
        ("R(RQ)Q", (1, 0), "C", "R([RC]Q)Q", "R(RCQ)Q"),
        ("R(RQ)Q", (), "L", "R(RQ)QL", "([R(RQ)Q]L)"),
        ("R", (), "(RQ)", "R(RQ)", "(RRQ)"),
    ],
)
def test_adding_on_the_tree(circuit: str, path: tuple[int, ...], added: str, in_series: str, in_parallel: str) -> None:
    tree, node = parse_circuit(circuit), parse_circuit(added).root
    assert boukamp(with_series(tree, path, node)) == in_series
    assert boukamp(with_parallel(tree, path, node)) == in_parallel


def test_replacing_and_removing_on_the_tree() -> None:
    tree = parse_circuit("R(RQ)Q")
    assert boukamp(replaced(tree, (1, 1), parse_circuit("C").root)) == "R(RC)Q"
    assert boukamp(without(tree, (1, 0))) == "RQQ"
    assert boukamp(without(tree, (1,))) == "RQ"
    assert boukamp(without(parse_circuit("R(Q[RW])"), (1, 1, 1))) == "R(QR)"
    with pytest.raises(InputError, match="at least one element"):
        without(parse_circuit("R"), ())
    with pytest.raises(KeyError):
        without(tree, (7,))
    with pytest.raises(KeyError):
        with_series(tree, (0, 0), parse_circuit("C").root)


def test_an_element_keeps_what_was_set_on_it_when_its_name_changes() -> None:
    """A second arc before the first: R1 becomes R2, with its value, bound, role, and the link that names it."""
    start = project()
    analysis = only(start)
    parameters = tuple(
        replace(p, maximum=5e3, role="bulk") if p.name == "R1" else replace(p, link="0.1*R1") if p.name == "R0" else p
        for p in analysis.parameters
    )
    start = replace(start, analyses=(replace(analysis, parameters=parameters),))
    edited = only(add_in_series(start, analysis.id, (0,), "(RQ)"))
    assert edited.model == "R(RQ)(RQ)Q"
    old, new = analysis.parameter("R1"), edited.parameter("R2")
    assert (new.value, new.maximum, new.role) == (old.value, 5e3, "bulk")
    assert edited.parameter("R0").link == "0.1*R2"
    assert edited.parameter("Y3").value == analysis.parameter("Y2").value
    assert 0 < edited.parameter("R1").value < 1e8 and edited.parameter("R1").role == ""


def test_a_link_to_an_element_that_leaves_is_dropped() -> None:
    start = project()
    analysis = only(start)
    linked = tuple(replace(p, link="0.1*R1") if p.name == "R0" else p for p in analysis.parameters)
    start = replace(start, analyses=(replace(analysis, parameters=linked),))
    edited = only(remove_element(start, analysis.id, (1,)))
    assert edited.model == "RQ" and edited.parameter("R0").link == ""
    assert edited.parameter("R0").value == analysis.parameter("R0").value
    assert edited.parameter("Y1").value == analysis.parameter("Y2").value


def test_replacing_on_the_drawing() -> None:
    start = project()
    edited = only(replace_element(start, only(start).id, (2,), "W"))
    assert edited.model == "R(RQ)W" and [p.name for p in edited.parameters] == ["R0", "R1", "Y1", "n1", "Y2"]
    assert edited.parameter("Y2").unit == "S s^0.5"
    beside = only(add_in_parallel(start, only(start).id, (0,), "C"))
    assert beside.model == "(RC)(RQ)Q" and beside.parameter("R1").value == only(start).parameter("R0").value


def test_a_typed_circuit_keeps_parameters_of_the_same_name_and_takes_typed_values() -> None:
    start = project()
    analysis = only(start)
    edited = only(set_circuit(start, analysis.id, "R0-p(R1{bulk=5000},CPE1)-CPE2-L1"))
    assert edited.model == "R(R{bulk}Q)QL" and edited.parameter("R1").value == 5000
    assert edited.parameter("Y2") == analysis.parameter("Y2")
    assert edited.fits == analysis.fits
    assert EIS.with_model(analysis, "R(RQ)Q") == analysis


def test_a_circuit_that_is_none_changes_nothing() -> None:
    start = project()
    with pytest.raises(InputError, match="not an element"):
        set_circuit(start, only(start).id, "R(RX)")
    with pytest.raises(KeyError):
        set_circuit(start, "nowhere", "R")
