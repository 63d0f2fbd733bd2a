"""Printing a figure: at its true size where the page takes it, smaller where it does not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QWidget

from naglass_gui.ui.services import Services

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter


def print_picture(picture: bytes, dpi: int, name: str, services: Services, parent: QWidget | None = None) -> None:
    """Ask for a printer and print a picture.

    Args:
        picture: PNG.
        dpi: its resolution, which gives its size on paper.
        name: what the printer's queue shows.
        services: for the question and the message.
        parent: the window.
    """
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(name)
    dialog = QPrintDialog(printer, parent)
    if not services.ask.run(dialog):
        return
    if put_on_page(printer, QImage.fromData(picture), dpi):
        services.messages.show(f"{name} was sent to the printer.", "good")
    else:
        services.messages.show(f"{name}: the printer did not take the page. Check that it is ready.", "error")


def put_on_page(printer: QPrinter, image: QImage, dpi: int) -> bool:
    """Draw a picture at the top of a page, in the middle; False when the printer refuses."""
    painter = QPainter()
    if not painter.begin(printer):
        return False
    page = printer.pageLayout().paintRectPixels(printer.resolution())
    scale = min(printer.resolution() / dpi, page.width() / image.width(), page.height() / image.height())
    width, height = image.width() * scale, image.height() * scale
    painter.drawImage(QRectF((page.width() - width) / 2, 0, width, height), image)
    return painter.end()
