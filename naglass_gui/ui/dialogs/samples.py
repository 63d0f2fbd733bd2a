"""Which samples of another project to take into this one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from naglass_gui.core.project import Id, Sample
from naglass_gui.ui.panels.label import label
from naglass_gui.ui.theme import SPACING

SIZE = (460, 360)
ROW_HEIGHT = 28
_ID = Qt.ItemDataRole.UserRole


class SamplesDialog(QDialog):
    """A list of samples with a box each; `chosen` gives those that are ticked."""

    def __init__(self, file: str, samples: Sequence[Sample], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Samples of another project")
        self.resize(*SIZE)
        self.list = QListWidget()
        self.list.setAccessibleName("Samples")
        for sample in samples:
            count = len(sample.measurements)
            item = QListWidgetItem(f"{sample.name}  ({count} measurement{'s' if count != 1 else ''})")
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked)
            item.setData(_ID, sample.id)
            item.setSizeHint(QSize(0, ROW_HEIGHT))
            self.list.addItem(item)
        self.list.itemChanged.connect(lambda _item: self._enable())
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setText("Take over")
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACING[3], SPACING[3], SPACING[3], SPACING[3])
        layout.setSpacing(SPACING[2])
        layout.addWidget(label(f"Copy these samples of {file} into this project:", "body", wrap=True))
        layout.addWidget(self.list, 1)
        layout.addWidget(self.buttons)

    def chosen(self) -> tuple[Id, ...]:
        """Ids of the samples that are ticked."""
        items = [self.list.item(row) for row in range(self.list.count())]
        return tuple(item.data(_ID) for item in items if item.checkState() == Qt.CheckState.Checked)

    def _enable(self) -> None:
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(bool(self.chosen()))
