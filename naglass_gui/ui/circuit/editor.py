"""The circuit's editor: schematic, text, and the sentence beneath when the text makes no sense."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from naglass_gui.core.errors import InputError
from naglass_gui.techniques.eis.circuit import Circuit, Leaf, Path
from naglass_gui.techniques.eis.common import COMMON_CIRCUITS, CommonCircuit
from naglass_gui.techniques.eis.editing import Carried, carried_names, own_leaves, replaced, without
from naglass_gui.techniques.eis.syntax import boukamp, parse_circuit
from naglass_gui.ui.circuit.common_list import CommonCircuits
from naglass_gui.ui.circuit.element_menu import element_menu
from naglass_gui.ui.circuit.schematic import Schematic
from naglass_gui.ui.circuit.writing import is_named_form, text_like
from naglass_gui.ui.panels.label import label, quiet_button
from naglass_gui.ui.panels.value_field import ValueField
from naglass_gui.ui.services import Services
from naglass_gui.ui.theme import SPACING


class CircuitEditor(QWidget):
    """Shows a circuit, asks for another one.

    `circuit_edited(text, carried)`: the wanted circuit, and which of its parameters are old ones under a new name
    (new name to old name; empty where the text was typed anew, then equal names are the same parameter).
    `element_selected(names)`: the names of the parameters of what is selected, () for nothing.
    `common_button` opens the list of common circuits; the card puts it in its title row.
    """

    circuit_edited = Signal(str, object)
    element_selected = Signal(object)

    def __init__(
        self, services: Services, common: Sequence[CommonCircuit] = COMMON_CIRCUITS, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("help_page", "circuits")
        self._services = services
        self._text = ""
        self._circuit: Circuit | None = None
        self.schematic = Schematic()
        self.field = ValueField(_read, str, name="Circuit", placeholder="R(RQ)Q or R0-p(R1,CPE1)-CPE2", nudges=False)
        self.field.set_hint("Type a circuit: (…) parallel, […] series; or R0-p(R1,CPE1)-CPE2")
        self.sentence = label("", "error", wrap=True)
        self.sentence.hide()
        self.common_button = quiet_button("Common circuits", "Choose from common circuits drawn as schematics")
        if not common:  # shown without a parent it would be a window of its own for a moment
            self.common_button.hide()
        self.common_button.clicked.connect(lambda: self._open_common(common))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACING[1])
        for widget in (self.schematic, self.field, self.sentence):
            layout.addWidget(widget)
        self.schematic.selected.connect(self._say_selected)
        self.schematic.menu_requested.connect(self._open_menu)
        self.schematic.removal_requested.connect(lambda path: self._propose(lambda c: without(c, path)))
        self.field.edited.connect(lambda text, _: self._ask(text, {}))
        self.field.fault_changed.connect(self._say_fault)
        self.field.textChanged.connect(self._draw_while_typing)

    def show_model(self, text: str) -> None:
        """Show a circuit by its text."""
        if text == self._text:
            self._draw(self._circuit)
            return
        self._text = text
        self._circuit = own_leaves(parse_circuit(text)) if text else None
        self.field.show_value(text)
        self._draw(self._circuit)

    def highlight(self, parameter: str) -> None:
        """Mark the element that has this parameter; "" marks none."""
        if self._circuit is None:
            return
        path = next((p.path for p in self._circuit.parameters if p.name == parameter), None)
        self.schematic.select(path)

    # -- requests --------------------------------------------------------------------------------------------------

    def _ask(self, text: str, carried: Carried) -> None:
        if text != self._text:
            self.circuit_edited.emit(text, carried)

    def _propose(self, change: Callable[[Circuit], Circuit]) -> None:
        if self._circuit is None:
            return
        try:
            wanted = change(self._circuit)
        except InputError as fault:
            self._services.messages.show(fault.sentence, "warning")
            return
        carried = carried_names(self._circuit, wanted)
        self._ask(text_like(wanted, self._text), carried)

    def _open_menu(self, path: Path, where: QPoint) -> None:
        if self._circuit is None:
            return
        menu = element_menu(
            self.schematic, self._circuit, path, self._propose, lambda: self._ask_label(path), self._ask_formula
        )
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(where)

    def _ask_label(self, path: Path) -> None:
        leaf = self._circuit.node(path) if self._circuit else None
        if not isinstance(leaf, Leaf):
            return
        words = self._services.ask.text("Label of the element", "What this element stands for:", leaf.label)
        if words is None or self._circuit is None:
            return
        labelled = replaced(self._circuit, path, replace(leaf, label=words.strip()))
        text = text_like(labelled, self._text)
        try:
            parse_circuit(text)
        except InputError as fault:
            self._services.messages.show(fault.sentence, "warning")
            return
        self._ask(text, {})

    def _ask_formula(self) -> str | None:
        return self._services.ask.text("Formula of your own", "Z of w (rad/s), i and parameters, as in R/(1 + i*w*t):")

    def _open_common(self, common: Sequence[CommonCircuit]) -> None:
        popup = CommonCircuits(common, self)
        popup.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        popup.chosen.connect(self._take_common)
        popup.open_at(self.common_button.mapToGlobal(self.common_button.rect().bottomRight()))

    def _take_common(self, text: str) -> None:
        circuit = parse_circuit(text)
        self._ask(text_like(circuit, self._text) if is_named_form(self._text) else boukamp(circuit), {})

    # -- following -------------------------------------------------------------------------------------------------

    def _draw(self, circuit: Circuit | None) -> None:
        shown = self.schematic.layout_shown
        if (shown.circuit if shown else None) is not circuit:
            self.schematic.show_circuit(circuit)

    def _draw_while_typing(self, text: str) -> None:
        if text == self._text:
            self._draw(self._circuit)
            return
        try:
            self._draw(parse_circuit(text))
        except InputError:
            return

    def _say_selected(self, path: Path | None) -> None:
        names: tuple[str, ...] = ()
        if path is not None and self._circuit is not None:
            names = tuple(p.name for p in self._circuit.parameters if p.path[: len(path)] == path)
        self.element_selected.emit(names)

    def _say_fault(self, sentence: str) -> None:
        self.sentence.setText(sentence)
        self.sentence.setVisible(bool(sentence))


def _read(text: str) -> str:
    parse_circuit(text)
    return " ".join(text.split())
