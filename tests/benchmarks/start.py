"""What it takes until the window shows, against importing PySide6 and pyqtgraph alone; each time a fresh process."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from time import perf_counter

from tests.benchmarks.row import Row, alternate, time

ROUNDS = 7
REACH = 1.3

LIBRARIES = "from PySide6 import QtCore, QtGui, QtWidgets; import pyqtgraph"
# Until the first paint of the whole window: everything a person sees is there, and can be used.
WINDOW = """
from naglass_gui.ui.application import make_application, make_window
from naglass_gui.ui.look import Look
from naglass_gui.ui.settings import Settings
application = make_application(["naglass"])
settings = Settings()
look = Look(application, settings)
window = make_window(settings)
window.follow_look(look)
window.show_welcome()
window.show()
window.grab()
import os
os._exit(0)
"""


def started(code: str) -> float:
    """The seconds a fresh Python needs for some code."""
    with tempfile.TemporaryDirectory(prefix="naglass-start-") as home:
        environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "NAGLASS_HOME": home}
        begun = perf_counter()
        subprocess.run([sys.executable, "-c", code], env=environment, check=True, stderr=subprocess.DEVNULL)
        return perf_counter() - begun


def rows() -> Iterator[Row]:
    """The one row."""
    started(WINDOW)  # once to warm the disk and the byte code
    ours, libraries = alternate(lambda: started(WINDOW), lambda: started(LIBRARIES), ROUNDS)
    share = ours / libraries
    yield Row(
        "window shown, first start; against importing PySide6 and pyqtgraph",
        time(ours),
        time(libraries),
        libraries / ours,
        f"<= {REACH:g} x their time",
        share <= REACH,
        f"the window takes {share:.2f} x the time of the imports alone",
    )
