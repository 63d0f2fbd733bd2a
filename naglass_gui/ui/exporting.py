"""Exporting and copying figures: the dialog, the drawing in a child, the files, the step in the project."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QWidget

from naglass_gui.core import edits
from naglass_gui.core.arrays import Array
from naglass_gui.core.project import Figure, Id, Project
from naglass_gui.figures import data_table, figure_arrays, figure_part, render
from naglass_gui.ui.dialogs.export_figure import ExportFigure
from naglass_gui.ui.dialogs.figure_draft import FigureDraft
from naglass_gui.ui.document import Document
from naglass_gui.ui.printing import print_picture
from naglass_gui.ui.services import Services

FILTERS = {
    "svg": "Scalable vector graphics (*.svg)",
    "pdf": "Portable document format (*.pdf)",
    "png": "Portable network graphics (*.png)",
    "tiff": "Tagged image file format (*.tiff)",
}
COPY_DPI = 300
PRINT_DPI = 600
LONGEST_NAME = 80


class FigureExporter:
    """Exports figures of one kind from a document.

    Args:
        kind: of figure, as `naglass_gui.figures.KINDS` has it.
    """

    def __init__(self, document: Document, services: Services, kind: str) -> None:
        self._document = document
        self._services = services
        self._kind = kind

    def export(self, sources: Sequence[Id], parent: QWidget | None = None) -> None:
        """Ask how, and save the figure of these measurements or analyses."""
        if not sources:
            self._services.messages.show("There is nothing to export: select a measurement first.", "warning")
            return
        project = self._document.committed
        part = figure_part(project, sources)
        figure, draft = self._start(project, sources)
        arrays = figure_arrays(part, self._document.store)
        units = possible_units(part)
        dialog = ExportFigure(part, figure, draft, arrays, units, self._services, parent)
        accepted = self._services.ask.run(dialog)
        draft, figure = dialog.draft, dialog.figure()
        dialog.stop()
        dialog.deleteLater()
        if not accepted:
            return
        draft.remember(self._kind, self._services.settings)
        suggestion = Path(f"{safe_name(figure.name)}.{draft.format}")
        path = self._services.ask.save_file("Export figure", suggestion, FILTERS[draft.format])
        if path is None:
            return
        self._document.apply("Export figure", edits.set_figure, figure)
        self._services.jobs.call(
            f"Export {path.name}",
            render,
            (part, figure, arrays, draft.format, draft.dpi),
            lambda picture: self._save(path, picture, part, figure, arrays if draft.data else None),
        )

    def copy(self, sources: Sequence[Id]) -> None:
        """The figure of these onto the clipboard, as it was exported last: a picture, and SVG for programs that take it."""
        if not sources:
            self._services.messages.show("There is nothing to copy: select a measurement first.", "warning")
            return
        project = self._document.committed
        part = figure_part(project, sources)
        figure, draft = self._start(project, sources)
        figure = draft.figure(self._kind, figure.name, figure.sources, figure.id)
        arrays = figure_arrays(part, self._document.store)
        pictures: dict[str, bytes] = {}

        def take(format: str, picture: bytes) -> None:
            pictures[format] = picture
            if len(pictures) == 2:
                put_on_clipboard(pictures["png"], pictures["svg"])
                self._services.messages.show("The figure is on the clipboard.", "good")

        for format in ("png", "svg"):
            self._services.jobs.call(
                "Copy the figure",
                render,
                (part, figure, arrays, format, COPY_DPI),
                partial(take, format),
            )

    def print(self, sources: Sequence[Id], parent: QWidget | None = None) -> None:
        """The figure of these on paper, as it was exported last."""
        if not sources:
            self._services.messages.show("There is nothing to print: select a measurement first.", "warning")
            return
        part = figure_part(self._document.committed, sources)
        figure, draft = self._start(self._document.committed, sources)
        figure = draft.figure(self._kind, figure.name, figure.sources, figure.id)
        self._services.jobs.call(
            "Draw the figure for printing",
            render,
            (part, figure, figure_arrays(part, self._document.store), "png", PRINT_DPI),
            lambda picture: print_picture(picture, PRINT_DPI, figure.name, self._services, parent),
        )

    # -- inside ----------------------------------------------------------------------------------------------------

    def _start(self, project: Project, sources: Sequence[Id]) -> tuple[Figure, FigureDraft]:
        """The figure the project already has of these sources, or a new one with the choices made last."""
        wanted = tuple(sources)
        known = next((f for f in project.figures if f.kind == self._kind and f.sources == wanted), None)
        draft = FigureDraft.remembered(self._kind, self._services.settings, known)
        return known or draft.figure(self._kind, _name(project, wanted), wanted), draft

    def _save(
        self, path: Path, picture: bytes, project: Project, figure: Figure, arrays: Mapping[str, Array] | None
    ) -> None:
        saved = [path]
        try:
            write_whole(path, picture)
            if arrays is not None:
                table = path.with_suffix(".csv")
                write_whole(table, data_table(project, figure, arrays).encode("utf-8-sig"))
                saved.append(table)
        except OSError as fault:
            said = f"{path.name}: the figure could not be saved there. Choose another folder."
            self._services.messages.show(said, "error", details=str(fault))
            return
        self._services.messages.show(f"Saved {' and '.join(p.name for p in saved)}.", "good")


def possible_units(part: Project) -> tuple[str, ...]:
    """The units of Z that every pellet's sizes allow."""
    pellets = [part.specimen_of(m.id) for m in part.measurements()]
    if any(p is None or (p.area or p.diameter) is None for p in pellets):
        return ("ohm",)
    if any(p is None or p.thickness is None for p in pellets):
        return ("ohm", "ohm cm^2")
    return ("ohm", "ohm cm", "ohm cm^2")


def safe_name(name: str) -> str:
    """A file name of letters, digits and a few signs: names come from files."""
    return re.sub(r"[^\w.+°−-]+", "_", name).strip("._")[:LONGEST_NAME] or "figure"


def put_on_clipboard(png: bytes, svg: bytes) -> None:
    """A picture for slides and documents, and the same as SVG."""
    data = QMimeData()
    data.setImageData(QImage.fromData(png))
    data.setData("image/svg+xml", svg)
    QGuiApplication.clipboard().setMimeData(data)


def write_whole(path: Path, data: bytes) -> None:
    """Write a file whole or not at all. Raises OSError."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        temporary.write_bytes(data)
        os.replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)


def _name(project: Project, sources: tuple[Id, ...]) -> str:
    """The first source's name, and how many more there are."""
    names = {m.id: m.name for m in project.measurements()} | {a.id: a.name for a in project.analyses}
    first = names.get(sources[0], "figure")
    return first if len(sources) == 1 else f"{first} and {len(sources) - 1} more"
