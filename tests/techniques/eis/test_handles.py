"""Handles: where they stand on the curve, and that dragging one puts it there and moves nothing else."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from naglass_gui.core.parameter import Parameter
from naglass_gui.techniques.eis import Circuit, Handle, drag, handles, impedance, parameters_of, parse_circuit

LOW, HIGH = 0.1, 5e6
VALUES = {"L1": 1e-6, "R0": 100.0, "R1": 1000.0, "Y1": 1e-9, "n1": 0.8, "R2": 5000.0, "Y2": 3e-7, "n2": 0.9, "Y3": 1e-6,
          "n3": 0.85}  # fmt: skip
CIRCUIT = parse_circuit("LR(RQ)(RQ)Q")


def parameters(circuit: Circuit = CIRCUIT, **values: float) -> tuple[Parameter, ...]:
    return parameters_of(circuit, values=VALUES | values)


def moved(held: tuple[Parameter, ...], values: dict[str, float]) -> tuple[Parameter, ...]:
    return tuple(replace(p, value=values.get(p.name, p.value)) for p in held)


def grasp(kind: str, number: int, held: tuple[Parameter, ...], circuit: Circuit = CIRCUIT) -> Handle:
    return next(h for h in handles(circuit, held, LOW, HIGH) if (h.kind, h.number) == (kind, number))


def test_each_arc_has_its_handles_in_a_row_along_the_axis() -> None:
    found = handles(CIRCUIT, parameters(), LOW, HIGH)
    assert [(h.kind, h.number) for h in found] == [
        ("intercept", 0), ("diameter", 1), ("top", 1), ("diameter", 2), ("top", 2), ("spike", 3), ("inductance", 1),
    ]  # fmt: skip
    assert [h.z.real for h in found[:5]] == pytest.approx([100, 1100, 600, 6100, 3600])
    assert all(h.moves and h.words for h in found)


def test_the_top_of_a_lone_arc_lies_on_its_curve() -> None:
    circuit = parse_circuit("R(RQ)")
    held = parameters(circuit)
    top = grasp("top", 1, held, circuit)
    assert top.frequency is not None
    on_curve = impedance(circuit, np.array([top.frequency]), [p.value for p in held])[0]
    assert top.z == pytest.approx(on_curve, rel=1e-12)


def test_the_ends_lie_on_the_whole_curve() -> None:
    held = parameters()
    values = [p.value for p in held]
    for kind, number, frequency in (("spike", 3, LOW), ("inductance", 1, HIGH)):
        z = impedance(CIRCUIT, np.array([frequency]), values)[0]
        assert grasp(kind, number, held).z == pytest.approx(z, rel=1e-12)


@pytest.mark.parametrize(
    ("kind", "number", "target", "changed"),
    [
        ("intercept", 0, 150 + 0j, {"R0"}),
        ("diameter", 1, 1600 - 3j, {"R1", "Y1"}),
        ("diameter", 2, 9000 + 0j, {"R2", "Y2"}),
        ("top", 1, 600 - 200j, {"n1", "Y1"}),
        ("top", 2, 3600 - 2400j, {"n2", "Y2"}),
    ],
)
def test_a_dragged_handle_follows_the_mouse(kind: str, number: int, target: complex, changed: set[str]) -> None:
    held = parameters()
    handle = grasp(kind, number, held)
    values = drag(CIRCUIT, held, handle, z=target)
    assert set(values) == changed
    after = grasp(kind, number, moved(held, values))
    if kind == "top":
        assert after.z.imag == pytest.approx(target.imag)
    else:
        assert after.z.real == pytest.approx(target.real)
    assert after.frequency == pytest.approx(handle.frequency) if handle.frequency else after.frequency is None


def test_widening_an_arc_keeps_its_frequency() -> None:
    held = parameters()
    before = grasp("top", 1, held)
    after = grasp("top", 1, moved(held, drag(CIRCUIT, held, grasp("diameter", 1, held), z=3100 + 0j)))
    assert after.frequency == pytest.approx(before.frequency)


def test_the_top_dragged_on_the_bode_plot_changes_the_frequency_alone() -> None:
    held = parameters()
    values = drag(CIRCUIT, held, grasp("top", 1, held), frequency=2.5e4)
    assert set(values) == {"Y1"}
    assert grasp("top", 1, moved(held, values)).frequency == pytest.approx(2.5e4)


@pytest.mark.parametrize(("kind", "number"), [("spike", 3), ("inductance", 1)])
def test_the_ends_can_be_dragged(kind: str, number: int) -> None:
    held = parameters()
    handle = grasp(kind, number, held)
    target = handle.z * (1.3 - 0.05j) if kind == "spike" else handle.z + 40j
    after = grasp(kind, number, moved(held, drag(CIRCUIT, held, handle, z=target)))
    if kind == "spike":
        assert after.z == pytest.approx(target, rel=1e-9)
    else:
        assert after.z.imag == pytest.approx(target.imag)


def test_only_free_parameters_move_inside_their_bounds() -> None:
    held = tuple(
        replace(p, vary=False) if p.name in ("R0", "n1") else replace(p, maximum=1200.0) if p.name == "R1" else p
        for p in parameters()
    )
    assert (
        grasp("intercept", 0, held).moves == () and drag(CIRCUIT, held, grasp("intercept", 0, held), z=500 + 0j) == {}
    )
    assert drag(CIRCUIT, held, grasp("diameter", 1, held), z=9999 + 0j)["R1"] == 1200.0
    assert "n1" not in drag(CIRCUIT, held, grasp("top", 1, held), z=600 - 100j)


def test_linked_parameters_follow() -> None:
    held = tuple(replace(p, link="0.5*R1") if p.name == "R2" else p for p in parameters())
    values = drag(CIRCUIT, held, grasp("diameter", 1, held), z=2100 + 0j)
    assert values["R1"] == pytest.approx(2000) and values["R2"] == pytest.approx(1000)


@pytest.mark.parametrize("target", [-5000 + 0j, 0j, complex(math.nan, 0), 1e300 + 1e300j])
@pytest.mark.parametrize(
    ("kind", "number"), [("intercept", 0), ("diameter", 1), ("top", 1), ("spike", 3), ("inductance", 1)]
)
def test_a_wild_drag_gives_values_that_a_model_can_use(kind: str, number: int, target: complex) -> None:
    held = parameters()
    values = drag(CIRCUIT, held, grasp(kind, number, held), z=target)
    after = moved(held, values)
    assert all(math.isfinite(p.value) and p.value > 0 for p in after)
    assert np.isfinite(impedance(CIRCUIT, np.logspace(-1, 6, 20), [p.value for p in after])).all()


@pytest.mark.parametrize("circuit", ["Q", "R", "L", "(RC)", "RZ", "RH", "R(Q[RW])", "U{R/(1+s*t)}", "RWoG"])
def test_circuits_of_every_kind_have_handles_or_none(circuit: str) -> None:
    tree = parse_circuit(circuit)
    held = parameters(tree)
    for handle in handles(tree, held, LOW, HIGH):
        values = drag(tree, held, handle, z=handle.z, frequency=handle.frequency)
        assert grasp(handle.kind, handle.number, moved(held, values), tree).z == pytest.approx(handle.z, rel=1e-6)
