"""The figure as it will print, and how it is saved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QImage, QPixmap, QResizeEvent
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from naglass_gui.core.arrays import Array
from naglass_gui.core.errors import Cancelled, NaGlassError
from naglass_gui.core.project import Figure, Project
from naglass_gui.figures import render
from naglass_gui.figures.style import MM_PER_INCH
from naglass_gui.ui.dialogs.figure_draft import RASTER, FigureDraft
from naglass_gui.ui.dialogs.figure_form import FigureForm
from naglass_gui.ui.panels.card import Card
from naglass_gui.ui.panels.label import label
from naglass_gui.ui.panels.look import set_property
from naglass_gui.ui.services import Services
from naglass_gui.ui.theme import SPACING

SETTLING_MS = 120
FORM_WIDTH = 330
PREVIEW_DPI = (80, 400)


class ExportFigure(QDialog):
    """Shows a figure drawn by a child process, follows the choices, and gives the `draft` that was accepted.

    Args:
        project: with what the figure shows (see `figure_part`).
        figure: the description to start from.
        draft: the choices to start from.
        arrays: of its sources, by digest.
        units: which units of Z are possible.
        services: for the child process.
        parent: the window.
    """

    def __init__(
        self,
        project: Project,
        figure: Figure,
        draft: FigureDraft,
        arrays: Mapping[str, Array],
        units: Sequence[str],
        services: Services,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setProperty("help_page", "figures")
        self._project, self._figure, self._arrays = project, figure, dict(arrays)
        self._services = services
        self._asked: FigureDraft | None = None
        self._closed = False
        self.draft = draft
        self.setWindowTitle("Export figure")
        self.form = FigureForm(kind=figure.kind, several=len(figure.sources) > 1, units=units)
        self.paper = _Paper()
        self.sentence = label("", "muted", wrap=True)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setText("Export…")
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self._lay_out()
        self._settling = QTimer(self)
        self._settling.setSingleShot(True)
        self._settling.setInterval(SETTLING_MS)
        self._settling.timeout.connect(self._ask_picture)
        self.form.draft_edited.connect(self.show_draft)
        self.finished.connect(self.stop)
        self.show_draft(draft)

    def show_draft(self, draft: FigureDraft) -> None:
        """Show these choices, and soon the figure they give."""
        self.draft = draft
        self.form.show_draft(draft)
        self._settling.start()

    def figure(self) -> Figure:
        """The description of what is shown."""
        return self.draft.figure(self._figure.kind, self._figure.name, self._figure.sources, self._figure.id)

    def stop(self) -> None:
        """Take no more pictures: one that is still being drawn is dropped."""
        self._closed = True
        self._settling.stop()

    # -- the picture -----------------------------------------------------------------------------------------------

    def _ask_picture(self) -> None:
        """Have it drawn; one at a time, the newest choices next."""
        if self._asked is not None or self._closed:
            return
        self._asked = self.draft
        inches = self.draft.style.width / MM_PER_INCH
        dpi = int(min(max(self.paper.pixels() / inches, PREVIEW_DPI[0]), PREVIEW_DPI[1]))
        self._services.jobs.call(
            "Draw the figure",
            render,
            (self._project, self.figure(), self._arrays, "png", dpi),
            lambda picture: self._show_picture(picture, dpi),
            self._show_fault,
        )

    def _show_picture(self, picture: bytes, dpi: int) -> None:
        drawn = self._end()
        if drawn is None:
            return
        image = QImage.fromData(picture)
        self.paper.show_image(image)
        width, height = (image.width() / dpi * MM_PER_INCH, image.height() / dpi * MM_PER_INCH)
        said = f"{width:.0f} × {height:.0f} mm"
        if drawn.format in RASTER:
            scale = drawn.dpi / dpi
            said += f", {round(image.width() * scale)} × {round(image.height() * scale)} pixels at {drawn.dpi} dpi"
        self._say(f"{said}. Drawn as it will print.", False)

    def _show_fault(self, fault: Exception) -> None:
        if self._end() is None or isinstance(fault, Cancelled):
            return
        self._say(fault.sentence if isinstance(fault, NaGlassError) else "The figure could not be drawn.", True)

    def _end(self) -> FigureDraft | None:
        """What was asked for; None when the dialog is gone. What was chosen meanwhile is drawn next."""
        asked, self._asked = self._asked, None
        if self._closed:
            return None
        if asked is not self.draft:
            self._settling.start()
        return asked

    def _say(self, sentence: str, fault: bool) -> None:
        self.sentence.setText(sentence)
        set_property(self.sentence, "tone", "error" if fault else "muted")
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(not fault)

    def _lay_out(self) -> None:
        page = QScrollArea()
        page.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # its fields have it, and are scrolled to
        page.setWidget(self.form)
        page.setWidgetResizable(True)
        page.setFrameShape(QFrame.Shape.NoFrame)
        page.setFixedWidth(FORM_WIDTH)
        page.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.form.setProperty("page", True)
        shown = Card("Figure")
        shown.add(self.paper, 1)
        shown.add(self.sentence)
        middle = QHBoxLayout()
        middle.setSpacing(SPACING[3])
        middle.addWidget(shown, 1)
        middle.addWidget(page)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACING[3], SPACING[3], SPACING[3], SPACING[3])
        layout.setSpacing(SPACING[2])
        layout.addLayout(middle, 1)
        layout.addWidget(self.buttons)
        self.resize(1040, 680)


class _Paper(QLabel):
    """The picture, as large as it fits."""

    def __init__(self) -> None:
        super().__init__("The figure is being drawn…")
        self._image = QImage()
        self.setAccessibleName("Figure as it will print")
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setMinimumSize(QSize(300, 260))

    def pixels(self) -> float:
        """The width a picture can be shown at, in pixels of the screen."""
        return self.width() * self.devicePixelRatioF()

    def show_image(self, image: QImage) -> None:
        """Show a picture."""
        self._image = image
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit again."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        if self._image.isNull():
            return
        ratio = self.devicePixelRatioF()
        picture = QPixmap.fromImage(
            self._image.scaled(
                self.size() * ratio, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
            )
        )
        picture.setDevicePixelRatio(ratio)
        self.setPixmap(picture)
