"""The equivalent circuit as a printed schematic."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from naglass_gui.figures.style import FigureStyle
from naglass_gui.techniques.eis.circuit import Circuit, Leaf, Node, Path
from naglass_gui.techniques.eis.syntax import parse_circuit

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# In the drawing's own unit: the length of an element with its leads, the height of a branch, and the lead of a group.
ELEMENT, BRANCH, LEAD = 2.4, 1.7, 0.35

_SHAPES = {"R": "ResistorIEC", "C": "Capacitor", "L": "Inductor2", "Q": "CPE"}


def draw_circuit(axis: Axes, text: str, style: FigureStyle) -> None:
    """Draw a circuit into axes, with the names its parameters carry in tables.

    Args:
        axis: where; its frame is taken away.
        text: the circuit in either syntax.
        style: type size and lines.
    """
    import schemdraw

    circuit = parse_circuit(text)
    width, height, _ = _extent(circuit.root)
    # A schematic that is scaled to its frame must scale its type with it.
    scale = _points_across(axis) / (width + 2 * LEAD)
    size = max(4.0, min(style.points, 0.55 * scale))
    drawing = schemdraw.Drawing(canvas=axis, show=False)
    drawing.config(unit=ELEMENT, fontsize=size, lw=0.8 * style.line, font="sans-serif")
    _wire(drawing, (-LEAD, 0.0), (0.0, 0.0))
    _draw(drawing, circuit, circuit.root, (), 0.0, 0.0)
    _wire(drawing, (width, 0.0), (width + LEAD, 0.0))
    drawing.draw(show=False)
    axis.set_axis_off()
    axis.patch.set_alpha(0.0)
    _fit(axis, width, height)


def _points_across(axis: Axes) -> float:
    figure = axis.get_figure(root=True)
    assert figure is not None
    return float(axis.get_window_extent().width * 72 / figure.dpi)


def _fit(axis: Axes, width: float, height: float) -> None:
    box = axis.get_window_extent()
    across = max(width + 2 * LEAD, (height + 0.6) * box.width / box.height)
    middle = width / 2
    tall = across * box.height / box.width
    axis.set_xlim(middle - across / 2, middle + across / 2)
    axis.set_ylim(0.35 - tall / 2, 0.35 + tall / 2)


def _extent(node: Node) -> tuple[float, float, float]:
    """Length, height, and how far the lowest branch lies below the line the node is entered on."""
    if isinstance(node, Leaf):
        return ELEMENT, BRANCH, BRANCH / 2
    sizes = [_extent(child) for child in node.children]
    if node.kind == "series":
        below = max(s[2] for s in sizes)
        return sum(s[0] for s in sizes), below + max(s[1] - s[2] for s in sizes), below
    height = sum(s[1] for s in sizes)
    return max(s[0] for s in sizes) + 2 * LEAD, height, height / 2


def _draw(drawing: Any, circuit: Circuit, node: Node, path: Path, x: float, y: float) -> None:
    if isinstance(node, Leaf):
        _element(drawing, circuit, node, path, x, y)
        return
    if node.kind == "series":
        for k, child in enumerate(node.children):
            _draw(drawing, circuit, child, (*path, k), x, y)
            x += _extent(child)[0]
        return
    width, height, _ = _extent(node)
    top = y + height / 2
    lines = []
    for k, child in enumerate(node.children):
        length, tall, below = _extent(child)
        line = top - (tall - below)
        start = x + (width - length) / 2
        _wire(drawing, (x, line), (start, line))
        _draw(drawing, circuit, child, (*path, k), start, line)
        _wire(drawing, (start + length, line), (x + width, line))
        lines.append(line)
        top -= tall
    for side in (x, x + width):
        _wire(drawing, (side, lines[0]), (side, lines[-1]))


def _wire(drawing: Any, start: tuple[float, float], end: tuple[float, float]) -> None:
    import schemdraw.elements as elm

    drawing.add(elm.Line().at(start).to(end))


def _element(drawing: Any, circuit: Circuit, leaf: Leaf, path: Path, x: float, y: float) -> None:
    import schemdraw.elements as elm

    number = circuit.numbers[path]
    label = leaf.label or rf"${leaf.symbol}_{{{number}}}$"
    shape = getattr(elm, _SHAPES.get(leaf.symbol, "RBox"))()
    drawing.add(shape.at((x, y)).to((x + ELEMENT, y)).label(label, loc="top"))
