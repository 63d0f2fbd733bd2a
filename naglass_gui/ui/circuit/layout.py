"""Where each element and wire of a circuit stands: the tree laid out from left to right, branches below each other."""

from __future__ import annotations

from dataclasses import dataclass

from naglass_gui.techniques.eis.circuit import Circuit, Group, Leaf, Node, Path

CELL_WIDTH = 58.0
ABOVE = 27.0  # from the wire up: the symbol's half and the name
BELOW = 15.0
RAIL = 12.0  # from where branches part to where they begin
SHOULDER = 7.0  # the wire before and after branches, so that two pairs in a row do not touch
LEAD = 12.0  # the wires at both ends
GAP = 2.0  # between branches

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle."""

    left: float
    top: float
    width: float
    height: float

    def contains(self, x: float, y: float) -> bool:
        """Whether a point is inside."""
        return self.left <= x <= self.left + self.width and self.top <= y <= self.top + self.height


@dataclass(frozen=True, slots=True)
class PlacedElement:
    """One element: its symbol is centred on (x, y), and a click in its box is meant for it."""

    path: Path
    leaf: Leaf
    name: str
    x: float
    y: float
    box: Box


@dataclass(frozen=True, slots=True)
class PlacedGroup:
    """Branches in parallel: a click in the box beside their elements is meant for all of them."""

    path: Path
    box: Box


@dataclass(frozen=True, slots=True)
class Layout:
    """A circuit laid out; wires are polylines in the same coordinates."""

    circuit: Circuit
    elements: tuple[PlacedElement, ...]
    groups: tuple[PlacedGroup, ...]
    wires: tuple[tuple[Point, ...], ...]
    width: float
    height: float

    def at(self, x: float, y: float) -> Path | None:
        """The path of the innermost thing a click there is meant for; None beside all."""
        for element in self.elements:
            if element.box.contains(x, y):
                return element.path
        inside = [group.path for group in self.groups if group.box.contains(x, y)]
        return max(inside, key=len, default=None)

    def box(self, path: Path) -> Box | None:
        """The box of the element or group at a path."""
        boxes = {element.path: element.box for element in self.elements} | {g.path: g.box for g in self.groups}
        return boxes.get(path)


def lay_out(circuit: Circuit) -> Layout:
    """The layout of a circuit, its top left corner at (0, 0)."""
    width, above, below = _size(circuit.root)
    placing = _Placing(circuit)
    placing.place(circuit.root, (), LEAD, above)
    placing.wires += [((0.0, above), (LEAD, above)), ((LEAD + width, above), (2 * LEAD + width, above))]
    return Layout(
        circuit,
        tuple(placing.elements),
        tuple(placing.groups),
        tuple(placing.wires),
        width + 2 * LEAD,
        above + below,
    )


def element_name(circuit: Circuit, path: Path, leaf: Leaf) -> str:
    """What the drawing calls an element: its symbol and number, e.g. "Q1"."""
    return f"{leaf.symbol}{circuit.numbers[path]}"


def _size(node: Node) -> tuple[float, float, float]:
    """Width, and height above and below the wire that enters."""
    if isinstance(node, Leaf):
        return CELL_WIDTH, ABOVE, BELOW
    sizes = [_size(child) for child in node.children]
    if node.kind == "series":
        return sum(s[0] for s in sizes), max(s[1] for s in sizes), max(s[2] for s in sizes)
    height = sum(s[1] + s[2] for s in sizes) + GAP * (len(sizes) - 1)
    # The wire enters halfway between the first and the last branch.
    enters = (sizes[0][1] + height - sizes[-1][2]) / 2
    return max(s[0] for s in sizes) + 2 * (RAIL + SHOULDER), enters, height - enters


class _Placing:
    """Collects elements, groups and wires while it walks the tree."""

    def __init__(self, circuit: Circuit) -> None:
        self.circuit = circuit
        self.elements: list[PlacedElement] = []
        self.groups: list[PlacedGroup] = []
        self.wires: list[tuple[Point, ...]] = []

    def place(self, node: Node, path: Path, left: float, y: float) -> None:
        width, above, below = _size(node)
        box = Box(left, y - above, width, above + below)
        if isinstance(node, Leaf):
            name = element_name(self.circuit, path, node)
            self.elements.append(PlacedElement(path, node, name, left + width / 2, y, box))
        elif node.kind == "series":
            for k, child in enumerate(node.children):
                self.place(child, (*path, k), left, y)
                left += _size(child)[0]
        else:
            self.groups.append(PlacedGroup(path, box))
            self.branches(node, path, box, y)

    def branches(self, node: Group, path: Path, box: Box, y: float) -> None:
        left, right = box.left + SHOULDER, box.left + box.width - SHOULDER
        top = box.top
        axes: list[float] = []
        for k, child in enumerate(node.children):
            child_width, above, below = _size(child)
            axis = top + above
            start = box.left + (box.width - child_width) / 2
            self.wires += [((left, axis), (start, axis)), ((start + child_width, axis), (right, axis))]
            self.place(child, (*path, k), start, axis)
            axes.append(axis)
            top += above + below + GAP
        for rail, end in ((left, box.left), (right, box.left + box.width)):
            self.wires += [((rail, min(axes)), (rail, max(axes))), ((rail, y), (end, y))]
