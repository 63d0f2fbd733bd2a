"""The menu of one element or pair of the schematic: replace, add in series, add in parallel, remove."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu, QWidget

from naglass_gui.techniques.eis.circuit import Circuit, Leaf, Node, Path, parallel
from naglass_gui.techniques.eis.elements import ELEMENTS
from naglass_gui.ui.circuit.symbols import symbol_icon
from naglass_gui.ui.circuit.tree_edits import add_in_parallel, add_in_series, remove_node, replace_node

Propose = Callable[[Callable[[Circuit], Circuit]], None]
"""Called with a function from the shown circuit to the wanted one."""


def element_menu(parent: QWidget, circuit: Circuit, path: Path, propose: Propose, name: Callable[[], None]) -> QMenu:
    """The menu of what stands at a path; `name` asks for a label of it."""
    menu = QMenu(parent)
    node = circuit.node(path)
    menu.addSection(_title(circuit, path, node))
    own = node.symbol if isinstance(node, Leaf) else ""
    _elements(menu.addMenu("Replace by"), lambda new: propose(lambda c: replace_node(c, path, new)), leave_out=own)
    _elements(menu.addMenu("Add in series"), lambda new: propose(lambda c: add_in_series(c, path, new)), pairs=True)
    _elements(menu.addMenu("Add in parallel"), lambda new: propose(lambda c: add_in_parallel(c, path, new)))
    menu.addSeparator()
    if isinstance(node, Leaf):
        menu.addAction("Label…").triggered.connect(lambda: name())
    remove = menu.addAction("Remove")
    remove.triggered.connect(lambda: propose(lambda c: remove_node(c, path)))
    remove.setEnabled(path != ())
    return menu


def _title(circuit: Circuit, path: Path, node: Node) -> str:
    if isinstance(node, Leaf):
        return f"{node.symbol}{circuit.numbers[path]}: {node.element.title}"
    names = [f"{leaf.symbol}{circuit.numbers[p]}" for p, leaf in circuit.leaves() if p[: len(path)] == path]
    return " ∥ ".join(names)


def _elements(menu: QMenu, chosen: Callable[[Node], None], *, pairs: bool = False, leave_out: str = "") -> None:
    """One entry an element; first, where asked, the arcs that are added most."""
    ratio = QGuiApplication.primaryScreen().devicePixelRatio()
    if pairs:
        for symbol, words in (("Q", "Arc: R ∥ Q"), ("C", "Arc: R ∥ C")):
            arc = menu.addAction(symbol_icon(symbol, ratio), words)
            arc.triggered.connect(lambda _, s=symbol: chosen(parallel(Leaf("R"), Leaf(s))))
        menu.addSeparator()
    for element in ELEMENTS:
        if element.symbol != leave_out:
            action = menu.addAction(symbol_icon(element.symbol, ratio), f"{element.symbol}\u2002{element.title}")
            action.setToolTip(f"Z = {element.formula}")
            action.triggered.connect(lambda _, s=element.symbol: chosen(Leaf(s)))
    menu.setToolTipsVisible(True)
