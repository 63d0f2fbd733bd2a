"""Edits of a circuit's tree by path, as the schematic asks for them, and which parameters come through under a new name."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from naglass_gui.core.errors import InputError
from naglass_gui.core.expression import parse
from naglass_gui.core.parameter import Parameter
from naglass_gui.techniques.eis.circuit import Circuit, Group, Leaf, Node, Path, parallel, series
from naglass_gui.techniques.eis.syntax import boukamp, named

Carried = dict[str, str]
"""New parameter name to old one, for every element that stayed."""


def replace_node(circuit: Circuit, path: Path, node: Node) -> Circuit:
    """The circuit with another element in the place of a node."""
    return _changed(circuit, path, lambda old: node)


def add_in_series(circuit: Circuit, path: Path, node: Node) -> Circuit:
    """The circuit with an element behind a node."""
    return _changed(circuit, path, lambda old: series(old, node))


def add_in_parallel(circuit: Circuit, path: Path, node: Node) -> Circuit:
    """The circuit with an element beside a node."""
    return _changed(circuit, path, lambda old: parallel(old, node))


def remove_node(circuit: Circuit, path: Path) -> Circuit:
    """The circuit without a node. Raises InputError when nothing would remain."""
    changed = _change(circuit.root, path, lambda old: None)
    if changed is None:
        raise InputError("The last element stays: a circuit cannot be empty.", field="Circuit")
    return Circuit(changed)


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
    """The parameters that come through, under their new names, links included; all of them where `carried` is empty.

    A technique's `with_model` then keeps what was set on them.
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
        return ""  # it followed an element that left
    return re.sub(r"[A-Za-z_]\w*", lambda word: new_names.get(word[0], word[0]), link)


def own_leaves(circuit: Circuit) -> Circuit:
    """The same circuit, every element an object of its own, so that edits can be followed."""

    def copy(node: Node) -> Node:
        if isinstance(node, Leaf):
            return replace(node)
        return Group(node.kind, tuple(copy(child) for child in node.children))

    return Circuit(copy(circuit.root))


def is_named_form(text: str) -> bool:
    """Whether a circuit was written as `R0-p(R1,CPE1)`."""
    bare = re.sub(r"\{[^{}]*\}", "", text)
    return any(sign in bare for sign in "-–−,")


def text_like(circuit: Circuit, text: str) -> str:
    """The circuit written in the form the person used."""
    return named(circuit) if is_named_form(text) else boukamp(circuit)


def _changed(circuit: Circuit, path: Path, change: Callable[[Node], Node]) -> Circuit:
    root = _change(circuit.root, path, change)
    assert root is not None
    return Circuit(root)


def _change(node: Node, path: Path, change: Callable[[Node], Node | None]) -> Node | None:
    if not path:
        return change(node)
    if not isinstance(node, Group):
        raise KeyError(path)
    children = [
        changed
        for k, child in enumerate(node.children)
        if (changed := _change(child, path[1:], change) if k == path[0] else child) is not None
    ]
    if not children:
        return None
    return series(*children) if node.kind == "series" else parallel(*children)
