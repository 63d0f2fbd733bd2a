"""The help viewer: the pages, their contents and a search, in a window of its own."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QSize, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QKeySequence, QShortcut
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QSplitter, QTextBrowser, QVBoxLayout, QWidget

from naglass_gui.ui import help_pages
from naglass_gui.ui.help_tables import Fill
from naglass_gui.ui.search_field import SearchField
from naglass_gui.ui.theme import SPACING, tokens

SIZE = QSize(900, 680)
CONTENTS_WIDTH = 220


class HelpViewer(QWidget):
    """Shows one page at a time; built when first asked for."""

    def __init__(self, window: QWidget, fill: Mapping[str, Fill]) -> None:
        super().__init__(window, Qt.WindowType.Window)
        self.setObjectName("help")
        self.setProperty("page", True)
        self._fill = dict(fill)
        self.page = ""
        self._built = False

    def show_page(self, page: str) -> None:
        """Show a page; one that does not exist yet becomes the first page."""
        if not self._built:
            self._build()
        self._turn_to(page if page in help_pages.PAGES else help_pages.FIRST)
        self.show()
        self.raise_()
        self.activateWindow()

    def retheme(self) -> None:
        """Follow a change of theme."""
        if self._built:
            self.search.retheme()
            self._browser.setHtml(help_pages.page_html(self.page, tokens(), self._fill))

    @property
    def text(self) -> str:
        """The page as plain text."""
        return self._browser.toPlainText() if self._built else ""

    def _build(self) -> None:
        self._built = True
        self.resize(SIZE)
        self.search = SearchField("Find in the help")
        self.search.textChanged.connect(self._list)
        self.search.left.connect(self._go_on)
        self.contents = QListWidget()
        self.contents.setAccessibleName("Help pages")
        self.contents.currentItemChanged.connect(lambda item, _old: self._turn_to(item.data(_PAGE)) if item else None)
        self._browser = QTextBrowser()
        self._browser.setOpenLinks(False)
        self._browser.setAccessibleName("Help page")
        self._browser.anchorClicked.connect(self._follow)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(SPACING[2], SPACING[2], 0, SPACING[2])
        column.addWidget(self.search)
        column.addWidget(self.contents, 1)
        splitter = QSplitter()
        splitter.addWidget(left)
        splitter.addWidget(self._browser)
        splitter.setSizes([CONTENTS_WIDTH, SIZE.width() - CONTENTS_WIDTH])
        splitter.setStretchFactor(1, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(splitter)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Cancel), self, self.close)
        self._list("")

    def _list(self, words: str) -> None:
        self.contents.blockSignals(True)
        self.contents.clear()
        for page in help_pages.pages_with(words):
            item = QListWidgetItem(help_pages.title(page))
            item.setData(_PAGE, page)
            self.contents.addItem(item)
            if page == self.page:
                self.contents.setCurrentItem(item)
        self.contents.blockSignals(False)

    def _go_on(self) -> None:
        """From the search to the first page found."""
        if self.contents.count():
            self.contents.setCurrentRow(0)
        self.contents.setFocus()

    def _turn_to(self, page: str) -> None:
        if page == self.page:
            return
        self.page = page
        self.setWindowTitle(f"{help_pages.title(page)} – NaGlass help")
        self._browser.setHtml(help_pages.page_html(page, tokens(), self._fill))
        for row in range(self.contents.count()):
            if self.contents.item(row).data(_PAGE) == page:
                self.contents.setCurrentRow(row)

    def _follow(self, url: QUrl) -> None:
        if url.scheme() in ("http", "https"):
            QDesktopServices.openUrl(url)
        elif url.path():
            self._turn_to(url.path().removesuffix(".html"))


_PAGE = Qt.ItemDataRole.UserRole
