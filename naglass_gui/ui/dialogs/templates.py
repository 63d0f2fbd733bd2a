"""The templates kept on this computer: choose one to apply, look at it, rename, remove, hand on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from naglass_gui.core.errors import InputError, ProjectError
from naglass_gui.core.quantity import format_value
from naglass_gui.core.template import Template
from naglass_gui.storage.templates import (
    KeptTemplate,
    keep_template,
    list_templates,
    parse_template,
    read_template,
    remove_template,
    template_text,
    write_template,
)
from naglass_gui.techniques import technique
from naglass_gui.ui.panels.card import Card
from naglass_gui.ui.panels.label import label
from naglass_gui.ui.panels.look import set_property
from naglass_gui.ui.services import Services
from naglass_gui.ui.theme import SPACING

SIZE = (720, 420)
ROW_HEIGHT = 28
FILTER = "Template (*.json)"
_KEPT = Qt.ItemDataRole.UserRole


class TemplatesDialog(QDialog):
    """Lists the templates; `chosen` is the one that was accepted.

    Args:
        technique_name: of what it would be applied to; "" where nothing can take one.
        targets: what it would be applied to, in words.
        services: for questions.
    """

    def __init__(self, technique_name: str, targets: str, services: Services, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("help_page", "templates")
        self.setWindowTitle("Templates")
        self.resize(*SIZE)
        self._technique, self._services = technique_name, services
        self.list = _List()
        self.preview = label("", "body", wrap=True, selectable=True)
        self.preview.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.preview.setAccessibleName("What the template holds")
        self.sentence = label("", "muted", wrap=True)
        self.rename = QPushButton("Rename…")
        self.remove = QPushButton("Remove")
        self.take = QPushButton("Import…")
        self.hand_on = QPushButton("Export…")
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Close)
        self.apply = self.buttons.button(QDialogButtonBox.StandardButton.Ok)
        self.apply.setText("Apply")
        self.apply.setDefault(True)
        self.apply.setToolTip(f"To {targets}" if targets else "Select an analysis first")
        self._lay_out(targets)
        self._connect()
        self.fill()

    @property
    def kept(self) -> KeptTemplate | None:
        """The file that is selected."""
        item = self.list.currentItem()
        kept: KeptTemplate | None = item.data(_KEPT) if item is not None else None
        return kept

    @property
    def chosen(self) -> Template | None:
        """The template that is selected, None where there is none."""
        return self.kept.template if self.kept is not None else None

    def fill(self, name: str = "") -> None:
        """List what is kept now; the one of this name, else the first that can be applied, is selected."""
        self.list.clear()
        first: QListWidgetItem | None = None
        for kept in list_templates():
            item = QListWidgetItem(kept.template.name if kept.template else kept.path.name)
            item.setData(_KEPT, kept)
            item.setSizeHint(QSize(0, ROW_HEIGHT))
            item.setToolTip(summary(kept.template) if kept.template else kept.fault)
            self.list.addItem(item)
            wanted = kept.template is not None and (kept.template.name == name if name else self._fits(kept.template))
            first = first or (item if wanted else None)
        if self.list.count():
            self.list.setCurrentItem(first or self.list.item(0))
        self._show()

    # -- inside ------------------------------------------------------------------------------------------------------

    def _fits(self, template: Template | None) -> bool:
        return template is not None and template.technique == self._technique

    def _show(self) -> None:
        kept, template = self.kept, self.chosen
        if kept is None:
            text = "No template is kept yet. Fit something the way you like it, then choose “Save as a template…”."
        else:
            text = "\n".join(described(template)) if template is not None else kept.fault
        self.preview.setText(text)
        set_property(self.preview, "tone", "muted" if template is None else "body")
        other = template is not None and bool(self._technique) and not self._fits(template)
        self._say("It is for another technique than what is selected." if other else "")
        self.apply.setEnabled(self._fits(template))
        for button in (self.rename, self.hand_on):
            button.setEnabled(template is not None)
        self.remove.setEnabled(kept is not None)

    def _rename(self) -> None:
        kept, template = self.kept, self.chosen
        if kept is None or template is None:
            return
        name = self._services.ask.text("Rename the template", "Name", template.name)
        if name is None or name.strip() == template.name:
            return

        def do() -> str:
            renamed = replace(template, name=name.strip())
            parse_template(template_text(renamed), renamed.name or "This name")
            keep_template(renamed)
            remove_template(kept)
            return renamed.name

        self._attempt(do)

    def _remove(self) -> None:
        kept = self.kept
        if kept is None:
            return
        name = kept.template.name if kept.template else kept.path.name
        words = f"Remove the template “{name}”? Projects it was applied to keep what they have."
        if self._services.ask.choose("Templates", words, ("Remove", "Cancel"), 1) == 0:

            def do() -> str:
                remove_template(kept)
                return ""

            self._attempt(do)

    def _import(self) -> None:
        paths = self._services.ask.open_files("Import templates", FILTER)

        def do() -> str:
            read = [read_template(path) for path in paths]
            for template in read:
                keep_template(template)
            return read[-1].name

        if paths:
            self._attempt(do)

    def _export(self) -> None:
        template = self.chosen
        if template is None:
            return
        path = self._services.ask.save_file("Export the template", Path(f"{_file_name(template.name)}.json"), FILTER)
        if path is not None:

            def do() -> str:
                write_template(template, path)
                return template.name

            self._attempt(do)

    def _attempt(self, do: Callable[[], str]) -> None:
        """Do it and list anew, or say in a sentence why it cannot be done."""
        try:
            name = do()
        except (ProjectError, InputError) as error:
            self._say(error.sentence, fault=True)
        else:
            self.fill(name)

    def _say(self, sentence: str, fault: bool = False) -> None:
        self.sentence.setText(sentence)
        self.sentence.setVisible(bool(sentence))
        set_property(self.sentence, "tone", "error" if fault else "muted")

    def _connect(self) -> None:
        self.list.currentItemChanged.connect(lambda _now, _before: self._show())
        self.list.itemDoubleClicked.connect(lambda _item: self.accept() if self.apply.isEnabled() else None)
        self.list.removal_key = self._remove
        self.rename.clicked.connect(lambda: self._rename())
        self.remove.clicked.connect(lambda: self._remove())
        self.take.clicked.connect(lambda: self._import())
        self.hand_on.clicked.connect(lambda: self._export())
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)

    def _lay_out(self, targets: str) -> None:
        card = Card("Template")
        card.add(self.preview, 1)
        card.add(self.sentence)
        middle = QHBoxLayout()
        middle.setSpacing(SPACING[2])
        middle.addWidget(self.list, 2)
        middle.addWidget(card, 3)
        below = QHBoxLayout()
        below.setSpacing(SPACING[1])
        for button in (self.rename, self.remove, self.take, self.hand_on):
            button.setAutoDefault(False)
            below.addWidget(button)
        below.addStretch(1)
        below.addWidget(self.buttons)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACING[3], SPACING[3], SPACING[3], SPACING[3])
        layout.setSpacing(SPACING[2])
        where = f"Apply a template to {targets}:" if targets else "Templates kept on this computer:"
        layout.addWidget(label(where, "body", wrap=True))
        layout.addLayout(middle, 1)
        layout.addLayout(below)


class _List(QListWidget):
    """The names; Delete asks to remove the one that is selected."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Templates")
        self.removal_key: Callable[[], None] = lambda: None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete removes."""
        if event.key() == Qt.Key.Key_Delete:
            self.removal_key()
        else:
            super().keyPressEvent(event)


def save_template(analysis_name: str, services: Services, make: Callable[[str], Template]) -> str | None:
    """Ask for a name and keep a template; its name, None when cancelled. A taken name is asked about."""
    name = services.ask.text("Save as a template", "Name", analysis_name)
    if name is None:
        return None
    try:
        template = make(name)
        parse_template(template_text(template), f"“{template.name}”")
        if any(k.template is not None and k.template.name == template.name for k in list_templates()):
            words = f"There is already a template “{template.name}”. Replace it?"
            if services.ask.choose("Save as a template", words, ("Replace", "Cancel"), 1) != 0:
                return None
        keep_template(template)
    except (InputError, ProjectError) as error:
        services.messages.show(error.sentence, "error", details=error.details)
        return None
    return template.name


def summary(template: Template) -> str:
    """A template in one line: "EIS, R(RQ)Q"."""
    science = technique(template.technique)
    count = len(template.components)
    model = template.model or (f"{count} line{'s' if count != 1 else ''}" if count else "")
    return ", ".join(part for part in (science.title if science else template.technique, model) if part)


def described(template: Template) -> list[str]:
    """What a template holds, a line each."""
    lines = [summary(template)]
    lines += [f"  {c.name} ({c.kind})" for c in template.components]
    parameters = [*template.parameters, *(p for c in template.components for p in c.parameters)]
    fixed = [f"{p.name} = {format_value(p.value, None)}" for p in parameters if not p.vary and not p.link]
    linked = [f"{p.name} = {p.link}" for p in parameters if p.link]
    bounded = [p.name for p in parameters if p.minimum is not None or p.maximum is not None]
    lines += [f"Fixed: {', '.join(fixed)}"] if fixed else []
    lines += [f"Linked: {', '.join(linked)}"] if linked else []
    lines += [f"Bounded: {', '.join(bounded)}"] if bounded else []
    spans = [f"{format_value(low, None)} to {format_value(high, None)}" for low, high in template.regions]
    lines += [f"Fitted: {'; '.join(spans)}"] if spans else []
    words = [f"{n.replace('_', ' ')}: {v}" for n, v in template.options if isinstance(v, str | int | float) and v != ""]
    lines += ["Options: " + "; ".join(words)] if words else []
    lines += [template.notes] if template.notes else []
    return lines


def _file_name(name: str) -> str:
    return "".join(c if c.isalnum() or c in " -_." else "_" for c in name).strip(". ") or "template"
