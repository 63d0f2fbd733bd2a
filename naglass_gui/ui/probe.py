"""Does the window work here? One of the probes of the diagnosis, in a process of its own: Qt ends it where it does not."""

from __future__ import annotations

import os
import sys
import time

from naglass_gui.diagnosis.finding import Doing, Findings, blocked, ok

SIZE = (320, 200)


def findings() -> Findings:
    """Qt's platform plugin, the screens and their scale, and a plot painted without OpenGL."""
    if no_display():
        yield blocked(
            "There is no display (neither DISPLAY nor WAYLAND_DISPLAY is set), so the window cannot open. Commands such as "
            "naglass fit work without one."
        )
        return
    yield Doing("loading Qt")
    from PySide6.QtCore import qVersion
    from PySide6.QtWidgets import QApplication

    yield Doing("opening Qt's platform plugin")
    application = QApplication.instance() or QApplication([sys.argv[0]])
    assert isinstance(application, QApplication)
    yield ok(f"Qt {qVersion()} found its platform plugin “{application.platformName()}”.")
    for number, screen in enumerate(application.screens(), 1):
        size = screen.size() * screen.devicePixelRatio()
        scale = round(100 * screen.devicePixelRatio())
        yield ok(f"Screen {number} has {size.width()} × {size.height()} pixels at a scale of {scale} %.")
    yield Doing("painting a plot")
    yield from _painted()


def no_display() -> bool:
    """Whether no window can be shown for want of a display; only systems with X11 or Wayland have none."""
    if sys.platform in ("win32", "darwin") or os.environ.get("QT_QPA_PLATFORM"):
        return False
    return not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _painted() -> Findings:
    import pyqtgraph as pg

    began = time.monotonic()
    plot = pg.PlotWidget(background="w")
    plot.resize(*SIZE)
    plot.plot([0.0, 1.0, 2.0], [0.0, 2.0, 1.0], pen=pg.mkPen("k", width=2))
    picture = plot.grab().toImage()
    colours = {picture.pixel(x, y) for x in range(0, SIZE[0], 4) for y in range(0, SIZE[1], 4)}
    seconds = time.monotonic() - began
    surface = type(plot.viewport()).__name__
    if len(colours) < 3:
        yield blocked(
            "A plot that was painted came out empty. Start NaGlass with the environment variable QT_QPA_PLATFORM unset."
        )
    elif "OpenGL" in surface:
        yield blocked(f"Plots are painted by OpenGL here ({surface}), which they should not be; please report this.")
    else:
        yield ok(f"A plot was painted in {seconds:.1f} s; OpenGL is not needed.")
