"""The user guide behind F1: the pages of resources/help with their list beside them."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QDialog, QHBoxLayout, QListWidget, QTextBrowser, QWidget

from workbench.i18n import _
from workbench.library.places import resources_dir
from workbench.ui.theme import theme

__all__ = ["Guide"]


class Guide(QDialog):
    """One window with all help pages; links inside stay inside, others open the browser."""

    def __init__(self, page: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Guide"))
        self._folder = resources_dir() / "help"
        self._files = sorted(self._folder.glob("*.md"), key=lambda path: (path.stem != "start", _title(path).lower()))
        self.list = QListWidget()
        self.list.setAccessibleName(_("Guide pages"))
        self.list.addItems([_title(path) for path in self._files])
        self.list.setFixedWidth(theme().px(220))
        self.text = QTextBrowser()
        self.text.setAccessibleName(_("Guide page"))
        self.text.setOpenLinks(False)
        self.text.setSearchPaths([str(self._folder)])
        self.text.anchorClicked.connect(self._follow)
        self.list.currentRowChanged.connect(self._show)
        row = QHBoxLayout(self)
        theme().space(row, 12, (12, 12, 12, 12))
        row.addWidget(self.list)
        row.addWidget(self.text, 1)
        self.resize(theme().px(960), theme().px(680))
        self.open_page(page)

    def open_page(self, name: str) -> None:
        """Show a page by its file name without suffix; the first one for an unknown name."""
        names = [path.stem for path in self._files]
        self.list.setCurrentRow(names.index(name) if name in names else 0)

    def _show(self, row: int) -> None:
        if 0 <= row < len(self._files):
            self.text.setMarkdown(self._files[row].read_text(encoding="utf-8"))

    def _follow(self, url: QUrl) -> None:
        if url.isRelative() or url.isLocalFile():
            self.open_page(Path(url.path()).stem)
        elif url.scheme() in ("http", "https"):
            QDesktopServices.openUrl(url)


def _title(path: Path) -> str:
    with path.open(encoding="utf-8") as lines:
        return next((line.lstrip("# ").strip() for line in lines if line.startswith("#")), path.stem)
