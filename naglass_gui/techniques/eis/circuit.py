"""A circuit as a tree of elements in series and in parallel, and the names of its parameters."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from naglass_gui.core.errors import InputError
from naglass_gui.techniques.eis.elements import BY_SYMBOL, Element, ParameterSpec
from naglass_gui.techniques.eis.formula import user_formula

Path = tuple[int, ...]
"""Where a node stands in its circuit: the child to take at each step from the root; () is the root."""

MAX_ELEMENTS = 60
MAX_DEPTH = 20


@dataclass(frozen=True, slots=True)
class Leaf:
    """One element of a circuit.

    Attributes:
        symbol: of the element, e.g. "R"; "U" for a user formula.
        label: what the person calls it, or "".
        values: values typed with the circuit, in the order of the element's parameters; None where none was.
        formula: of a user formula.
    """

    symbol: str
    label: str = ""
    values: tuple[float | None, ...] = ()
    formula: str = ""

    @property
    def element(self) -> Element:
        """Its impedance and parameters. Raises InputError for a symbol or formula that is not known."""
        if self.symbol == "U":
            return user_formula(self.formula)
        element = BY_SYMBOL.get(self.symbol)
        if element is None:
            raise InputError(
                f"“{self.symbol}” is not an element; use one of {', '.join(BY_SYMBOL)} or U.", field="Circuit"
            )
        return element


@dataclass(frozen=True, slots=True)
class Group:
    """Nodes in series or in parallel; never one inside another of its kind, never fewer than two."""

    kind: Literal["series", "parallel"]
    children: tuple[Node, ...]


Node = Leaf | Group


def series(*nodes: Node) -> Node:
    """These nodes one after another."""
    return _joined("series", nodes)


def parallel(*nodes: Node) -> Node:
    """These nodes beside each other."""
    return _joined("parallel", nodes)


def _joined(kind: Literal["series", "parallel"], nodes: tuple[Node, ...]) -> Node:
    children: list[Node] = []
    for node in nodes:
        children += node.children if isinstance(node, Group) and node.kind == kind else (node,)
    if not children:
        raise InputError("The circuit is empty; type one like R(RQ)Q.", field="Circuit")
    return children[0] if len(children) == 1 else Group(kind, tuple(children))


@dataclass(frozen=True, slots=True)
class CircuitParameter:
    """One parameter of a circuit: its name there, what it is, and the element it belongs to."""

    name: str
    spec: ParameterSpec
    path: Path


@dataclass(frozen=True)
class Circuit:
    """A circuit.

    Names: the first R in series with everything is R0; the k-th arc (a parallel pair of R with Q or C, a Z or an H) has
    Rk, Yk, nk; every other element takes the next number its letters have free, in circuit order.

    Raises:
        InputError: unknown element, too many elements, or too deep.
    """

    root: Node

    def __post_init__(self) -> None:
        leaves = list(self.leaves())
        if len(leaves) > MAX_ELEMENTS:
            raise InputError(f"The circuit has more than {MAX_ELEMENTS} elements; use a smaller one.", field="Circuit")
        if any(len(path) > MAX_DEPTH for path, _ in leaves):
            raise InputError(f"The circuit is nested more than {MAX_DEPTH} deep.", field="Circuit")
        for _, leaf in leaves:
            _ = leaf.element

    def leaves(self) -> Iterator[tuple[Path, Leaf]]:
        """Every element with its path, in circuit order."""
        return _walk(self.root, ())

    def node(self, path: Path) -> Node:
        """The node at a path. Raises KeyError when there is none."""
        node = self.root
        for step in path:
            if not isinstance(node, Group) or not 0 <= step < len(node.children):
                raise KeyError(path)
            node = node.children[step]
        return node

    @property
    def top(self) -> tuple[tuple[Path, Node], ...]:
        """The nodes in series with everything, with their paths."""
        if isinstance(self.root, Group) and self.root.kind == "series":
            return tuple(((k,), child) for k, child in enumerate(self.root.children))
        return (((), self.root),)

    @property
    def chain(self) -> tuple[tuple[Path, Node], ...]:
        """The nodes in series with everything, seen through the capacitance of a fixture beside the whole circuit."""
        root = self.root
        if isinstance(root, Group) and root.kind == "parallel" and len(root.children) == 2:
            for k, child in enumerate(root.children):
                other = root.children[1 - k]
                if isinstance(child, Group) and isinstance(other, Leaf) and other.symbol == "C":
                    return tuple(((k, j), node) for j, node in enumerate(child.children))
        return self.top

    @cached_property
    def numbers(self) -> dict[Path, int]:
        """The number of each element, by its path."""
        return _numbers(self)

    @cached_property
    def parameters(self) -> tuple[CircuitParameter, ...]:
        """Every parameter, in circuit order."""
        return tuple(
            CircuitParameter(f"{spec.name}{self.numbers[path]}", spec, path)
            for path, leaf in self.leaves()
            for spec in leaf.element.parameters
        )

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The names of the parameters, in circuit order."""
        return tuple(parameter.name for parameter in self.parameters)

    def names_at(self, path: Path) -> tuple[str, ...]:
        """The names of one element's parameters, in its order."""
        return tuple(parameter.name for parameter in self.parameters if parameter.path == path)

    @cached_property
    def arcs(self) -> tuple[Arc, ...]:
        """The arcs in series with everything, in circuit order."""
        return tuple(arc for arc in self.all_arcs if len(arc.path) <= 1)

    @cached_property
    def all_arcs(self) -> tuple[Arc, ...]:
        """The arcs wherever they stand, in circuit order."""
        found = (_arc(self, path, node) for path, node in _groups(self.root, ()))
        return tuple(arc for arc in found if arc is not None)


@dataclass(frozen=True, slots=True)
class Arc:
    """A semicircle, whole or depressed: R beside Q or C, or a ZARC, or a Havriliak-Negami element.

    Attributes:
        number: k in Rk, Yk, nk.
        path: of the pair or element.
        names: of all its parameters.
        resistance: the name of R.
        kind: "Q", "C", "Z" or "H".
    """

    number: int
    path: Path
    names: tuple[str, ...]
    resistance: str
    kind: Literal["Q", "C", "Z", "H"]


def _arc(circuit: Circuit, path: Path, node: Node) -> Arc | None:
    if isinstance(node, Leaf):
        if node.symbol not in ("Z", "H"):
            return None
        number = circuit.numbers[path]
        return Arc(number, path, circuit.names_at(path), f"R{number}", "Z" if node.symbol == "Z" else "H")
    partner = _pair(node)
    if partner is None:
        return None
    number = circuit.numbers[(*path, 0)]
    names = circuit.names_at((*path, 0)) + circuit.names_at((*path, 1))
    return Arc(number, path, names, f"R{number}", partner)


def _pair(node: Node) -> Literal["Q", "C"] | None:
    """What stands beside the R of a pair, or None where the node is no such pair."""
    if isinstance(node, Group) and node.kind == "parallel" and len(node.children) == 2:
        symbols = {child.symbol for child in node.children if isinstance(child, Leaf)}
        if symbols == {"R", "Q"}:
            return "Q"
        if symbols == {"R", "C"}:
            return "C"
    return None


def _walk(node: Node, path: Path) -> Iterator[tuple[Path, Leaf]]:
    if isinstance(node, Leaf):
        yield path, node
        return
    for k, child in enumerate(node.children):
        yield from _walk(child, (*path, k))


# Y, C and n count together, so that C1 (the capacitance of arc 1) never names another element.
_CAPACITIVE = {"Y": "Y", "C": "Y", "n": "Y"}


def _numbers(circuit: Circuit) -> dict[Path, int]:
    numbers: dict[Path, int] = {}
    used: dict[str, int] = {}

    def take(path: Path, number: int) -> None:
        numbers[path] = number
        for spec in _leaf(circuit, path).element.parameters:
            letter = _CAPACITIVE.get(spec.name, spec.name)
            used[letter] = max(used.get(letter, 0), number)

    arcs = 0
    for path, node in _groups(circuit.root, ()):
        if isinstance(node, Leaf) and node.symbol in ("Z", "H"):
            arcs += 1
            take(path, arcs)
        elif isinstance(node, Group) and _pair(node):
            arcs += 1
            take((*path, 0), arcs)
            take((*path, 1), arcs)
    first = next((path for path, node in circuit.chain if isinstance(node, Leaf) and node.symbol == "R"), None)
    if first is not None:
        take(first, 0)
    for path, leaf in circuit.leaves():
        if path not in numbers:
            letters = [_CAPACITIVE.get(spec.name, spec.name) for spec in leaf.element.parameters]
            take(path, 1 + max((used.get(letter, 0) for letter in letters), default=0))
    return numbers


def _groups(node: Node, path: Path) -> Iterator[tuple[Path, Node]]:
    yield path, node
    if isinstance(node, Group):
        for k, child in enumerate(node.children):
            yield from _groups(child, (*path, k))


def _leaf(circuit: Circuit, path: Path) -> Leaf:
    node = circuit.node(path)
    if isinstance(node, Group):
        raise KeyError(path)
    return node
