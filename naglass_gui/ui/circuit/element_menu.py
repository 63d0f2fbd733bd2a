"""The menu of one element or pair of the schematic: replace, add in series, add in parallel, remove."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu, QWidget

from naglass_gui.techniques.eis.circuit import Circuit, Leaf, Node, Path, parallel
from naglass_gui.techniques.eis.editing import replaced, with_parallel, with_series, without
from naglass_gui.techniques.eis.elements import ELEMENTS
from naglass_gui.ui.circuit.symbols import symbol_icon

Propose = Callable[[Callable[[Circuit], Circuit]], None]
"""Called with a function from the shown circuit to the wanted one."""


def element_menu(
    parent: QWidget,
    circuit: Circuit,
    path: Path,
    propose: Propose,
    ask_label: Callable[[], None],
    ask_formula: Callable[[], str | None],
) -> QMenu:
    """The menu of what stands at a path; `ask_label` asks for a label of it, `ask_formula` for a user's own element."""
    menu = QMenu(parent)
    node = circuit.node(path)
    menu.addAction(_title(circuit, path, node)).setEnabled(False)
    menu.addSeparator()
    own = node.symbol if isinstance(node, Leaf) else ""

    def fill(words: str, edit: Callable[[Circuit, Path, Node], Circuit], *, pairs: bool = False, but: str = "") -> None:
        def chosen(new: Node) -> None:
            propose(lambda circuit: edit(circuit, path, new))

        _elements(menu.addMenu(words), chosen, ask_formula, pairs=pairs, leave_out=but)

    fill("Replace by", replaced, but=own)
    fill("Add in series", with_series, pairs=True)
    fill("Add in parallel", with_parallel)
    menu.addSeparator()
    if isinstance(node, Leaf):
        menu.addAction("Label…").triggered.connect(lambda: ask_label())
    remove = menu.addAction("Remove")
    remove.triggered.connect(lambda: propose(lambda c: without(c, path)))
    remove.setEnabled(path != ())
    return menu


def _title(circuit: Circuit, path: Path, node: Node) -> str:
    if isinstance(node, Leaf):
        return f"{node.symbol}{circuit.numbers[path]}: {node.element.title}"
    names = [f"{leaf.symbol}{circuit.numbers[p]}" for p, leaf in circuit.leaves() if p[: len(path)] == path]
    return " ∥ ".join(names)


def _elements(
    menu: QMenu,
    chosen: Callable[[Node], None],
    ask_formula: Callable[[], str | None],
    *,
    pairs: bool,
    leave_out: str,
) -> None:
    """One entry an element, at last the user's own; first, where asked, the arcs that are added most."""
    menu.setObjectName("elements")  # the style sheet gives it room for symbols
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
    menu.addSeparator()
    own = menu.addAction(symbol_icon("U", ratio), "U\u2002formula of your own…")
    own.triggered.connect(lambda: _with_formula(chosen, ask_formula))
    menu.setToolTipsVisible(True)


def _with_formula(chosen: Callable[[Node], None], ask_formula: Callable[[], str | None]) -> None:
    formula = ask_formula()
    if formula and formula.strip():
        chosen(Leaf("U", formula=formula.strip()))
