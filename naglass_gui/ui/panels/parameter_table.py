"""The table of a model's parameters with the statistics of its fit beneath. Used by every technique that fits."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPoint, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QVBoxLayout, QWidget

from naglass_gui.core.parameter import Parameter
from naglass_gui.core.project import Analysis
from naglass_gui.core.table import Cell, Head, Table
from naglass_gui.ui.dialogs.bounds import BoundsDialog
from naglass_gui.ui.dialogs.link_parameter import LinkDialog, ReadLink
from naglass_gui.ui.panels.label import label
from naglass_gui.ui.panels.parameter_menu import parameter_menu
from naglass_gui.ui.panels.parameter_model import Column, ParameterModel
from naglass_gui.ui.panels.parameter_slider import ParameterSlider
from naglass_gui.ui.panels.parameter_view import ParameterView
from naglass_gui.ui.panels.statistics_line import StatisticsLine
from naglass_gui.ui.panels.table_copy import Copying
from naglass_gui.ui.services import Services
from naglass_gui.ui.theme import SPACING, notifier


class ParameterTable(QWidget):
    """Shows an analysis' parameters; asks for changes by `edited(text, name, changes, live)`.

    `text` names the step for undo, `changes` are keywords of `edits.set_parameter`, `live` says that the value is still
    moving and is to be previewed. `selected(name)` follows the row in focus ("" for none); `highlight` sets it.
    """

    edited = Signal(str, str, object, bool)
    selected = Signal(str)

    def __init__(self, services: Services, *, roles: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("help_page", "fitting")
        self._services = services
        self._roles = roles
        self.read_link: ReadLink | None = None  # how typed links are understood beside plain expressions
        self.model = ParameterModel(self)
        self.view = ParameterView(self.model, self)
        self.view.setAccessibleName("Parameters")
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.view.customContextMenuRequested.connect(self._open_menu)
        self.view.selectionModel().currentRowChanged.connect(self._say_selected)
        self.view.delegate.value_edited.connect(self._ask_value)
        self.model.vary_requested.connect(self._ask_vary)
        self.fault = label("", "error", wrap=True)
        self.fault.hide()
        self.view.delegate.fault_changed.connect(self._show_fault)
        self.slider = ParameterSlider()
        self.slider.moved.connect(self._ask_value)
        self.statistics = StatisticsLine()
        self.copying = Copying(self.view, self.table, services)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACING[1])
        for widget in (self.view, self.fault, self.slider, self.statistics):
            layout.addWidget(widget)
        notifier.changed.connect(self.view.viewport().update)

    def show_analysis(self, analysis: Analysis | None, roles: Mapping[str, str] | None = None) -> None:
        """Show the parameters, and errors and statistics of the current fit. Cheap enough for every frame of a drag.

        Args:
            analysis: what is shown; None for nothing.
            roles: proposed by name, shown where none was chosen.
        """
        fit = analysis.fit if analysis else None
        self.model.show_parameters(analysis.parameters if analysis else (), fit, roles)
        self.statistics.show_fit(fit)
        self._follow_selection()

    def highlight(self, name: str) -> None:
        """Select the row of that parameter, without saying so."""
        row = self.model.row_of(name)
        if row == self.view.currentIndex().row():
            return
        index = self.model.index(row, Column.VALUE) if row >= 0 else QModelIndex()
        flags = QItemSelectionModel.SelectionFlag
        with QSignalBlocker(self):
            self.view.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)

    def table(self) -> Table:
        """What is shown, at full precision, for copying."""
        rows = tuple(
            (row.parameter.name, Cell(row.value, row.stderr, row.parameter.unit), row.role or row.note)
            for row in self.model.rows
        )
        return Table((Head("parameter"), Head("value", number=True), Head("remark")), rows)

    # -- requests --------------------------------------------------------------------------------------------------

    def _ask_value(self, name: str, value: float, live: bool) -> None:
        self.edited.emit(f"Change {name}", name, {"value": value}, live)

    def _ask_vary(self, name: str, vary: bool) -> None:
        self.edited.emit(f"{'Free' if vary else 'Fix'} {name}", name, {"vary": vary}, False)

    def _request(self, text: str, name: str, changes: dict[str, Any]) -> None:
        self.edited.emit(text, name, changes, False)

    def _ask_bounds(self, parameter: Parameter) -> None:
        dialog = BoundsDialog(parameter, self.window())
        if self._services.ask.run(dialog):
            self._request(f"Bound {parameter.name}", parameter.name, dialog.changes())
        dialog.deleteLater()

    def _ask_link(self, parameter: Parameter, parameters: Sequence[Parameter]) -> None:
        dialog = LinkDialog(parameter, parameters, self.window(), self.read_link)
        if self._services.ask.run(dialog):
            self._request(f"Link {parameter.name}", parameter.name, {"link": dialog.link})
        dialog.deleteLater()

    def _open_menu(self, position: QPoint) -> None:
        index = self.view.indexAt(position)
        parameter = self.model.rows[index.row()].parameter if index.isValid() else None
        menu = self.copying.menu() if parameter is None else self._menu(parameter)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.view.viewport().mapToGlobal(position))

    def _menu(self, parameter: Parameter) -> Any:
        parameters = [row.parameter for row in self.model.rows]
        menu = parameter_menu(
            self.view,
            parameter,
            parameters,
            self._request,
            lambda: self._ask_bounds(parameter),
            lambda: self._ask_link(parameter, parameters),
            roles=self._roles,
        )
        menu.addSeparator()
        actions: Callable[[], Sequence[QAction]] = self.copying.actions
        menu.addActions(actions())
        return menu

    def _follow_selection(self) -> None:
        """The slider belongs to the selected row."""
        row = self.view.currentIndex().row()
        self.slider.show_parameter(self.model.rows[row].parameter if 0 <= row < len(self.model.rows) else None)

    def _say_selected(self, current: QModelIndex) -> None:
        self._follow_selection()
        self.selected.emit(self.model.rows[current.row()].parameter.name if current.isValid() else "")

    def _show_fault(self, sentence: str) -> None:
        self.fault.setText(sentence)
        self.fault.setVisible(bool(sentence))
