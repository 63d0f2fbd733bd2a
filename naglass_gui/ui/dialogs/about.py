"""About: version, licence, and the libraries this stands on, each with the text of its licence."""

from __future__ import annotations

import platform
from functools import cache
from html import escape

from PySide6.QtCore import Qt, QUrl, qVersion
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
from naglass_gui.libraries import Library, libraries
from naglass_gui.ui.help_pages import dressed, table_of_html
from naglass_gui.ui.icons import pixmap
from naglass_gui.ui.panels.label import label
from naglass_gui.ui.theme import SPACING, tokens

SIZE = (640, 560)
MARK = 56
LIST = "list"
PURPOSES = {
    "NaGlass": "this program",
    "Python": "the language",
    "PySide6_Essentials": "the window, with Qt",
    "pyqtgraph": "plots",
    "numpy": "numbers",
    "scipy": "numerical methods",
    "lmfit": "confidence intervals",
    "emcee": "Markov chains",
    "h5py": "project files",
    "uncertainties": "propagation of errors",
    "galvani": "BioLogic .mpr files",
    "nmrglue": "NMR files",
    "pybaselines": "baselines",
    "openpyxl": "Excel files",
    "defusedxml": "safe XML",
    "matplotlib": "printed figures",
    "schemdraw": "circuits in printed figures",
    "Pebble": "child processes",
    "psutil": "process limits",
    "packaging": "versions",
}
"""What each library is for that NaGlass uses itself; the others are needed by one of these."""


class AboutDialog(QDialog):
    """Says what this program is, gives the versions for a report, and shows the licences."""

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
        self.browser = QTextBrowser()
        self.browser.setAccessibleName("Libraries and licences")
        self.browser.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.browser.setOpenLinks(False)
        self.browser.anchorClicked.connect(self._follow)
        self._list_place = 0
        self._show_list()
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
        layout.addWidget(self.browser, 1)
        layout.addWidget(buttons)

    def _follow(self, link: QUrl) -> None:
        """Show the licence that was clicked, or the list again."""
        if link.path() == LIST:
            self._show_list()
            self.browser.verticalScrollBar().setValue(self._list_place)
            return
        self._list_place = self.browser.verticalScrollBar().value()
        self._show_licence(_libraries()[int(link.path())])

    def _show_list(self) -> None:
        rows: list[tuple[str, ...]] = [
            (
                f"<a href='{number}'>{escape(library.name)}</a>",
                escape(library.version.partition("+")[0]),  # the commit stands above
                escape(_purpose(library)),
                escape(library.licence),
            )
            for number, library in enumerate(_libraries())
        ]
        self.browser.setHtml(dressed(table_of_html(("library", "version", "for", "licence"), rows), tokens()))

    def _show_licence(self, library: Library) -> None:
        try:
            text = library.text()
        except OSError as fault:
            text = f"The text of this licence cannot be read: {fault.strerror or fault}."
        shown = escape(text or "This library came without the text of its licence.")
        body = (
            f"<p><a href='{LIST}'>All libraries</a></p><h2>{escape(library.name)} {escape(library.version)}</h2>"
            f"<p class='source'>{escape(library.licence)}</p><p style='white-space: pre-wrap; line-height: 115%'>{shown}</p>"
        )
        self.browser.setHtml(dressed(body, tokens()))


def versions() -> str:
    """Program, system and libraries with their versions, a line each."""
    system = f"NaGlass {__version__}\nPython {platform.python_version()}\nQt {qVersion()}\n{platform.platform()}"
    others = [library for library in _libraries() if library.name not in ("NaGlass", "Python")]
    return "\n".join([system, *(f"{library.name} {library.version}" for library in others)])


@cache
def _libraries() -> tuple[Library, ...]:
    return libraries()


def _purpose(library: Library) -> str:
    """What a library is for: its own purpose, or the first one that needs it."""
    if library.name in PURPOSES:
        return PURPOSES[library.name]
    return next((f"needed by {other.name}" for other in _libraries() if library.name in other.needs), "")
