"""About: version, licence, and the libraries this stands on."""

from __future__ import annotations

import platform
from importlib.metadata import PackageNotFoundError, version

from PySide6.QtCore import Qt, qVersion
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from naglass_gui import __version__
from naglass_gui.ui.help_pages import dressed, table
from naglass_gui.ui.icons import pixmap
from naglass_gui.ui.panels.label import label
from naglass_gui.ui.theme import SPACING, tokens

SIZE = (560, 520)
MARK = 56
LIBRARIES = (
    ("PySide6-Essentials", "the window", "LGPL-3.0"),
    ("pyqtgraph", "plots", "MIT"),
    ("numpy", "numbers", "BSD-3-Clause"),
    ("scipy", "numerical methods", "BSD-3-Clause"),
    ("lmfit", "confidence intervals", "BSD-3-Clause"),
    ("emcee", "Markov chains", "MIT"),
    ("h5py", "project files", "BSD-3-Clause"),
    ("uncertainties", "propagation of errors", "BSD-3-Clause"),
    ("galvani", "BioLogic .mpr files", "GPL-3.0-or-later"),
    ("openpyxl", "Excel files", "MIT"),
    ("defusedxml", "safe XML", "PSF-2.0"),
    ("matplotlib", "printed figures", "PSF-based"),
    ("schemdraw", "circuits in printed figures", "MIT"),
    ("pebble", "child processes", "LGPL-3.0"),
    ("psutil", "process limits", "BSD-3-Clause"),
)


class AboutDialog(QDialog):
    """Says what this program is, and gives the versions for a report."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("About NaGlass")
        self.resize(*SIZE)
        mark = QLabel()
        mark.setPixmap(pixmap("naglass", MARK))
        texts = QVBoxLayout()
        texts.setSpacing(0)
        texts.addWidget(label("NaGlass", "result"))
        texts.addWidget(label(f"Version {__version__}", selectable=True))
        head = QHBoxLayout()
        head.setSpacing(SPACING[3])
        head.addWidget(mark)
        head.addLayout(texts, 1)
        words = label(
            "From the raw files of a solid-electrolyte study to its figures and numbers. Free software under the GNU General "
            "Public License, version 3 or later; it comes without any warranty.",
            "body",
            wrap=True,
        )
        libraries = QTextBrowser()
        libraries.setAccessibleName("Libraries")
        libraries.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        libraries.setHtml(dressed(table(("library", "version", "for", "licence"), _libraries()), tokens()))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        copy = QPushButton("Copy versions")
        copy.setAutoDefault(False)
        copy.setToolTip("Copy the versions for a report")
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(versions()))
        buttons.addButton(copy, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACING[3], SPACING[3], SPACING[3], SPACING[3])
        layout.setSpacing(SPACING[2])
        layout.addLayout(head)
        layout.addWidget(words)
        layout.addWidget(libraries, 1)
        layout.addWidget(buttons)


def versions() -> str:
    """Program, system and libraries with their versions, a line each."""
    system = f"NaGlass {__version__}\nPython {platform.python_version()}\nQt {qVersion()}\n{platform.platform()}"
    return "\n".join([system, *(f"{name} {number}" for name, number, _, _ in _libraries())])


def _libraries() -> list[tuple[str, ...]]:
    return [(name, _version(name), purpose, licence) for name, purpose, licence in LIBRARIES]


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"
