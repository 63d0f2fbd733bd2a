"""Changes of a circuit, as the drawing asks for them: replace an element, add one in series or beside it, remove it.

The tree functions are pure and name nodes by their path. The edits below them carry the parameters along, so that an
element keeps its values, bounds, links and role when another one joins or leaves.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from naglass_gui.core.errors import InputError
from naglass_gui.core.expression import parse
from naglass_gui.core.parameter import Parameter
from naglass_gui.core.project import Analysis, Id, Project, evolve
from naglass_gui.techniques.eis.circuit import Circuit, Group, Leaf, Node, Path, parallel, series
from naglass_gui.techniques.eis.guess import Extent, RandomStart
from naglass_gui.techniques.eis.impedance import impedance
from naglass_gui.techniques.eis.parameters import parameters_of, values_of
from naglass_gui.techniques.eis.syntax import boukamp, parse_circuit, without_values

# -- the tree ------------------------------------------------------------------------------------------------------


def replaced(circuit: Circuit, path: Path, node: Node) -> Circuit:
    """The circuit with another node at a path. Raises KeyError when there is none there."""
    return Circuit(_changed(circuit.root, path, lambda old: node))


def with_series(circuit: Circuit, path: Path, node: Node) -> Circuit:
    """The circuit with a node in series behind the one at a path. Raises KeyError when there is none there."""
    return Circuit(_changed(circuit.root, path, lambda old: series(old, node)))


def with_parallel(circuit: Circuit, path: Path, node: Node) -> Circuit:
    """The circuit with a node beside the one at a path. Raises KeyError when there is none there."""
    return Circuit(_changed(circuit.root, path, lambda old: parallel(old, node)))


def without(circuit: Circuit, path: Path) -> Circuit:
    """The circuit without the node at a path.

    Raises:
        KeyError: nothing is there.
        InputError: nothing would be left.
    """
    circuit.node(path)
    if not path:
        raise InputError("A circuit needs at least one element; replace this one instead.", field="Circuit")

    def drop(parent: Node) -> Node:
        assert isinstance(parent, Group)
        rest = parent.children[: path[-1]] + parent.children[path[-1] + 1 :]
        return series(*rest) if parent.kind == "series" else parallel(*rest)

    return Circuit(_changed(circuit.root, path[:-1], drop))


def _changed(node: Node, path: Path, change: Callable[[Node], Node]) -> Node:
    """The tree with one node changed; every other leaf stays the same object."""
    if not path:
        return change(node)
    if not isinstance(node, Group) or not 0 <= path[0] < len(node.children):
        raise KeyError(path)
    children = list(node.children)
    children[path[0]] = _changed(children[path[0]], path[1:], change)
    return series(*children) if node.kind == "series" else parallel(*children)


# -- what comes through ------------------------------------------------------------------------------------------

Carried = dict[str, str]
"""New parameter name to old one, for every element that stayed."""


def own_leaves(circuit: Circuit) -> Circuit:
    """The same circuit, every element an object of its own, so that edits can be followed."""

    def copy(node: Node) -> Node:
        if isinstance(node, Leaf):
            return replace(node)
        return Group(node.kind, tuple(copy(child) for child in node.children))

    return Circuit(copy(circuit.root))


def carried_names(before: Circuit, after: Circuit) -> Carried:
    """New parameter name to old one, for the elements that both circuits hold as the same object."""
    old = {id(leaf): before.names_at(path) for path, leaf in before.leaves()}
    return {
        new: old_name
        for path, leaf in after.leaves()
        if id(leaf) in old
        for new, old_name in zip(after.names_at(path), old[id(leaf)], strict=True)
    }


def renamed(parameters: Sequence[Parameter], carried: Carried) -> tuple[Parameter, ...]:
    """The parameters that come through, under their new names; all of them where `carried` is empty.

    A link that followed an element that left is dropped.
    """
    if not carried:
        return tuple(parameters)
    new_names = {old: new for new, old in carried.items()}
    return tuple(
        replace(p, name=new_names[p.name], link=_renamed_link(p.link, new_names))
        for p in parameters
        if p.name in new_names
    )


def _renamed_link(link: str, new_names: dict[str, str]) -> str:
    names = parse(link).names if link else frozenset()
    if not names <= new_names.keys():
        return ""
    return re.sub(r"\b[A-Za-z_]\w*", lambda word: new_names.get(word[0], word[0]), link)


# -- edits of a project --------------------------------------------------------------------------------------------


def set_circuit(project: Project, analysis: Id, text: str) -> Project:
    """The project with another circuit, typed in either form. Raises InputError when it is none."""
    circuit = parse_circuit(text)
    return evolve(project, ("analyses", analysis), lambda old: with_circuit(old, circuit))


def replace_element(project: Project, analysis: Id, path: Path, text: str) -> Project:
    """The project with an element of a circuit replaced, by "C", "Wo" or anything that can be typed, as "(RQ)"."""
    return _edit(project, analysis, lambda circuit: replaced(circuit, path, parse_circuit(text).root))


def add_in_series(project: Project, analysis: Id, path: Path, text: str) -> Project:
    """The project with an element added in series behind the one at a path."""
    return _edit(project, analysis, lambda circuit: with_series(circuit, path, parse_circuit(text).root))


def add_in_parallel(project: Project, analysis: Id, path: Path, text: str) -> Project:
    """The project with an element added beside the one at a path."""
    return _edit(project, analysis, lambda circuit: with_parallel(circuit, path, parse_circuit(text).root))


def remove_element(project: Project, analysis: Id, path: Path) -> Project:
    """The project with an element of a circuit removed. Raises InputError when it was the last one."""
    return _edit(project, analysis, lambda circuit: without(circuit, path))


def with_circuit(analysis: Analysis, circuit: Circuit) -> Analysis:
    """The analysis with another circuit: parameters of the same name stay, typed values are taken, the rest is rough."""
    return _with(analysis, circuit, analysis.parameters)


def _edit(project: Project, analysis: Id, change: Callable[[Circuit], Circuit]) -> Project:
    def edited(old: Analysis) -> Analysis:
        before = parse_circuit(old.model)
        after = change(before)
        return _with(old, after, renamed(old.parameters, carried_names(before, after)))

    return evolve(project, ("analyses", analysis), edited)


def _with(analysis: Analysis, circuit: Circuit, held: tuple[Parameter, ...]) -> Analysis:
    rough = RandomStart(circuit, _extent(analysis)).spread().tolist()
    parameters = parameters_of(circuit, held, dict(zip(circuit.names, rough, strict=True)))
    known = frozenset(circuit.names)
    parameters = tuple(replace(p, link="") if p.link and not _holds(p.link, known) else p for p in parameters)
    return replace(analysis, model=boukamp(without_values(circuit)), parameters=parameters)


def _holds(link: str, known: frozenset[str]) -> bool:
    """Whether a link still makes sense: one to a parameter that left is dropped, and the value it had stays."""
    try:
        parse(link, known)
    except InputError:
        return False
    return True


def _extent(analysis: Analysis) -> Extent:
    """What the spectrum covers, as far as the model at hand tells: an edit has no data to look at."""
    frequency = np.logspace(-1.0, 6.5, 30)
    try:
        circuit = parse_circuit(analysis.model)
        with np.errstate(all="ignore"):
            z = impedance(circuit, frequency, values_of(circuit, analysis.parameters))
    except (InputError, KeyError, ValueError, OverflowError, ZeroDivisionError):
        z = np.array([])
    usable = np.isfinite(z) & (z != 0) if z.size else np.zeros(0, dtype=bool)
    return Extent.of(frequency[usable], z[usable]) if usable.any() else Extent(1.0, 1e7, 1e2, 1e4, 1e6)
