"""The project tree: search, select, rename in place, drag between samples, drop files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QSize,
    QSortFilterProxyModel,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QDragEnterEvent, QDragMoveEvent, QDropEvent, QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeView,
    QWidget,
)

from naglass_gui.core import edits
from naglass_gui.core.errors import InputError
from naglass_gui.core.project import Id, Project
from naglass_gui.ui.document import Document
from naglass_gui.ui.panels.card import Card
from naglass_gui.ui.project_model import ASIDE_ROLE, DAMAGED, ID_ROLE, KIND_ROLE, SEARCH_ROLE, ProjectModel
from naglass_gui.ui.reading_order import BY_KEYS
from naglass_gui.ui.search_field import SearchField
from naglass_gui.ui.services import Messages
from naglass_gui.ui.theme import SPACING, tokens

ROW_HEIGHT = 26


def fitting_aside(metrics: QFontMetrics, name: str, aside: str, width: int) -> str:
    """The words aside where they have room beside the name, or in half of the row; else none: half a number says nothing."""
    taken = metrics.horizontalAdvance(aside) + SPACING[2]
    beside = metrics.horizontalAdvance(name) + SPACING[1] + taken
    return aside if taken <= width // 2 or beside <= width else ""


class RowDelegate(QStyledItemDelegate):
    """Draws a row: its name, and at the right end the muted words that tell it from its neighbours."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Rows of one height, tall enough for the font in use."""
        return QSize(super().sizeHint(option, index).width(), max(ROW_HEIGHT, option.fontMetrics.height() + 8))

    def initStyleOption(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        """Samples in bold; the name leaves room for the words aside."""
        super().initStyleOption(option, index)
        if index.data(KIND_ROLE) == "sample":
            option.font.setBold(True)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """The row as the style draws it, its name elided before the words aside; those stand whole or not at all."""
        aside = index.data(ASIDE_ROLE) or ""
        full = QStyleOptionViewItem(option)
        self.initStyleOption(full, index)
        style = full.widget.style()
        metrics = full.fontMetrics
        room = style.subElementRect(QStyle.SubElement.SE_ItemViewItemText, full, full.widget)
        aside = fitting_aside(metrics, full.text, aside, room.width())
        taken = metrics.horizontalAdvance(aside) + SPACING[2] if aside else 0
        name = metrics.elidedText(full.text, Qt.TextElideMode.ElideMiddle, room.width() - taken - SPACING[1])
        full.text = name
        # The style would outline the name alone; what the keys act on is the row with its picture.
        outlined = bool(full.state & QStyle.StateFlag.State_HasFocus) and bool(full.widget.window().property(BY_KEYS))
        full.state &= ~QStyle.StateFlag.State_HasFocus
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, full, painter, full.widget)
        if outlined:
            painter.setPen(QColor(tokens().accent))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(full.rect.adjusted(0, 0, -1, -1))
        if aside:
            painter.save()
            painter.setPen(QColor(tokens().muted))
            place = room.adjusted(room.width() - taken, 0, -SPACING[1], 0)
            painter.drawText(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, aside)
            painter.restore()


class TreeView(QTreeView):
    """The view itself: takes files from outside besides its own rows."""

    files_dropped = Signal(list, object)  # paths, id of the sample they were dropped on or None

    def __init__(self, model: ProjectModel) -> None:
        super().__init__()
        self._model = model
        self.setHeaderHidden(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setDropIndicatorShown(True)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setItemDelegate(RowDelegate(self))
        self.setIndentation(SPACING[3])
        self.setUniformRowHeights(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("Samples and measurements")
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files are welcome."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()
        else:
            super().dragEnterEvent(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Files may go anywhere."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()
        else:
            super().dragMoveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Files are imported, into the sample they fall on; measurements move."""
        if event.mimeData().hasUrls():
            paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
            index = self.indexAt(event.position().toPoint())
            proxy = self.model()
            assert isinstance(proxy, QSortFilterProxyModel)
            source = proxy.mapToSource(index)
            event.acceptProposedAction()
            self.files_dropped.emit(paths, self._model.sample_at(source) if index.isValid() else None)
        else:
            super().dropEvent(event)


class ProjectTree(Card):
    """The left column: the tree with its search. Names, selection and drags only; its menu is `tree_menu`."""

    selected = Signal(list)  # ids of measurements and analyses to show
    files_dropped = Signal(list, object)
    menu_asked = Signal(QPoint)

    def __init__(self, document: Document, messages: Messages, parent: QWidget | None = None) -> None:
        super().__init__("Project", parent=parent)
        self._document = document
        self._messages = messages
        self.model = ProjectModel(document.project, document.is_damaged)
        self._filtered = QSortFilterProxyModel()
        self._filtered.setSourceModel(self.model)
        self._filtered.setFilterRole(SEARCH_ROLE)
        self._filtered.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self._filtered.setRecursiveFilteringEnabled(True)
        self._filtered.setAutoAcceptChildRows(True)
        self.search = SearchField("Find a sample or measurement")
        self.search.textChanged.connect(self._filter)
        self.search.left.connect(self._go_on)
        self.view = TreeView(self.model)
        self.view.setModel(self._filtered)
        self.setProperty("help_page", "projects")
        self.add(self.search)
        self.add(self.view, stretch=1)
        self._remembered: tuple[list[Id], Id | None, set[Id]] = ([], None, set())
        self._shown: tuple[Id, ...] = ()
        self._restoring = False
        self._connect()

    def _connect(self) -> None:
        self._document.changed.connect(self._follow)
        self._document.stack.indexChanged.connect(self._follow)
        self._document.replaced.connect(self._start_afresh)
        self.model.rename_asked.connect(self.rename)
        self.model.move_asked.connect(self.move_to)
        self.model.about_to_rebuild.connect(self._remember)
        self.model.rebuilt.connect(self._restore)
        self.view.selectionModel().selectionChanged.connect(lambda *_: self._announce())
        self.view.files_dropped.connect(self.files_dropped)
        self.view.customContextMenuRequested.connect(self.menu_asked)

    # -- what is selected ------------------------------------------------------------------------------------------

    def selected_ids(self) -> tuple[Id, ...]:
        """Ids of the selected rows, whatever they are, in the tree's order."""
        indexes = sorted(self.view.selectionModel().selectedIndexes(), key=self._place)
        return tuple(i.data(ID_ROLE) for i in indexes)

    def select(self, ids: Sequence[Id]) -> None:
        """Select rows by id and bring the first into view; one hidden by the search brings everything back.

        An analysis without a row of its own is the only one of its measurement, which is selected instead.
        """
        ids = [self._row_of(i) for i in ids]
        found = [self._index(i) for i in ids]
        if not all(i.isValid() for i in found) and self.search.text():
            self.search.clear()
            found = [self._index(i) for i in ids]
        selection = QItemSelection()
        for index in found:
            if index.isValid():
                selection.select(index, index)
        self.view.selectionModel().select(selection, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        first = next((i for i in found if i.isValid()), None)
        if first is not None:
            self.view.selectionModel().setCurrentIndex(first, QItemSelectionModel.SelectionFlag.NoUpdate)
            self.view.scrollTo(first)

    def shown_ids(self) -> tuple[Id, ...]:
        """What tabs show for the selection: a sample or specimen stands for its measurements, a damaged one for none."""
        project, found = self._document.project, dict[Id, None]()
        for id in self.selected_ids():
            match self.model.kind_of(id):
                case "sample":
                    found |= dict.fromkeys(m.id for m in project.sample(id).measurements)
                case "specimen":
                    found |= dict.fromkeys(m.id for m in project.measurements() if m.specimen == id)
                case _:
                    found[id] = None
        lost = {m.id for m in project.measurements() if self._document.is_damaged(m)} if self._document.lost else set()
        return tuple(id for id in found if id not in lost and not lost & set(_sources(project, id)))

    def edit_name(self) -> None:
        """Rename the current row in place."""
        index = self.view.currentIndex()
        if index.isValid() and self.view.state() != QAbstractItemView.State.EditingState:
            self.view.scrollTo(index)
            self.view.edit(index)

    # -- intentions ------------------------------------------------------------------------------------------------

    def rename(self, id: Id, name: str) -> None:
        """Give something another name."""
        try:
            self._document.apply(f"Rename to {name.strip()}", edits.rename, id, name)
        except InputError as fault:
            self._messages.show(fault.sentence, "warning")

    def move_to(self, ids: Sequence[Id], sample: Id) -> None:
        """Move measurements to another sample, as one step."""

        def move_all(project: Project) -> Project:
            for id in ids:
                project = edits.move_measurement(project, id, sample)
            return project

        count = f"{len(ids)} measurements" if len(ids) != 1 else self._document.project.measurement(ids[0]).name
        self._document.apply(f"Move {count} to {self._document.project.sample(sample).name}", move_all)

    def retheme(self) -> None:
        """Follow a change of theme."""
        self.search.retheme()
        self.model.refresh_icons()
        self.view.viewport().update()

    # -- inside ----------------------------------------------------------------------------------------------------

    def _row_of(self, id: Id) -> Id:
        if self.model.kind_of(id) is not None:
            return id
        return next(iter(_sources(self._document.project, id)), id)

    def _index(self, id: Id) -> QModelIndex:
        return self._filtered.mapFromSource(self.model.index_of(id))

    def _place(self, index: QModelIndex) -> tuple[int, ...]:
        place: list[int] = []
        while index.isValid():
            place.append(index.row())
            index = index.parent()
        return tuple(reversed(place))

    def _announce(self) -> None:
        if self._restoring:
            return
        ids = self.shown_ids()
        self._warn_of_damage()
        if ids != self._shown:
            self._shown = ids
            self.selected.emit(list(ids))

    def _go_on(self) -> None:
        """From the search to the first thing found."""
        found = next((i for i in self._visible() if i.data(KIND_ROLE) == "measurement"), None)
        if found is not None:
            self.view.setCurrentIndex(found)
        self.view.setFocus()

    def _visible(self) -> Iterator[QModelIndex]:
        index = self._filtered.index(0, 0)
        while index.isValid():
            yield index
            index = self.view.indexBelow(index)

    def _warn_of_damage(self) -> None:
        for id in self.selected_ids() if self._document.lost else ():
            if self.model.kind_of(id) == "measurement":
                measurement = self._document.project.measurement(id)
                if self._document.is_damaged(measurement):
                    self._messages.show(f"{measurement.name} cannot be shown. {DAMAGED}", "warning")

    def _filter(self, text: str) -> None:
        # Rows go piece by piece: what is left of the selection is told once.
        restoring, self._restoring = self._restoring, True
        self._filtered.setFilterFixedString(text.strip())
        self._restoring = restoring
        self._announce()
        if text.strip():
            self.view.expandAll()

    def _follow(self, *_what: object) -> None:
        # What a drag shows on its way has the rows of what was before: they follow when it ends.
        if self._document.project is self._document.committed:
            self.model.show(self._document.project)

    def _start_afresh(self) -> None:
        self.search.clear()
        self.view.expandToDepth(0)
        first = next(self._document.project.measurements(), None)
        self.select([first.id] if first is not None else [])

    def _remember(self) -> None:
        self._restoring = True
        current = self.view.currentIndex()
        known = list(self.model.ids())
        open_rows = {i for i in known if self.view.isExpanded(self._index(i))}
        closed = {i for i in known if self.model.kind_of(i) == "sample"} - open_rows
        self._remembered = (list(self.selected_ids()), current.data(ID_ROLE) if current.isValid() else None, closed)

    def _restore(self) -> None:
        ids, current, closed = self._remembered
        self.view.expandAll()
        for id in closed:
            self.view.collapse(self._index(id))
        self.select(ids)
        if current is not None and self._index(current).isValid():
            self.view.selectionModel().setCurrentIndex(self._index(current), QItemSelectionModel.SelectionFlag.NoUpdate)
        self._restoring = False
        self._announce()


def _sources(project: Project, id: Id) -> tuple[Id, ...]:
    return next((a.sources for a in project.analyses if a.id == id), ())
