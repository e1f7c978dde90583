"""The user guide behind F1: the pages of resources/help with their list beside them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QImage, QTextBlockFormat, QTextCharFormat, QTextCursor, QTextDocument
from PySide6.QtWidgets import QDialog, QHBoxLayout, QListWidget, QTextBrowser, QWidget

from workbench.i18n import _
from workbench.library.places import resources_dir
from workbench.ui.theme import theme
from workbench.ui.widgets.views import dress_view

__all__ = ["Guide"]


class _Text(QTextBrowser):
    """Shows pictures no wider than the text."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder

    def loadResource(self, kind: int, name: QUrl | str) -> Any:
        if kind == QTextDocument.ResourceType.ImageResource.value:
            image = QImage(str(self._folder / QUrl(name).path()))
            if not image.isNull():
                return image.scaledToWidth(theme().px(640), Qt.TransformationMode.SmoothTransformation)
        return super().loadResource(kind, name)


class Guide(QDialog):
    """One window with all help pages; links inside stay inside, others open the browser."""

    def __init__(self, page: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Guide"))
        self._folder = resources_dir() / "help"
        self._files = sorted(self._folder.glob("*.md"), key=lambda path: (path.stem != "start", _title(path).lower()))
        self.list = QListWidget()
        dress_view(self.list, _("Guide pages"))
        self.list.addItems([_title(path) for path in self._files])
        self.list.setFixedWidth(theme().px(240))
        self.text = _Text(self._folder)
        self.text.setAccessibleName(_("Guide page"))
        self.text.setOpenLinks(False)
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
            self._set_type()

    def _set_type(self) -> None:
        """Give the text the window's type scale and room to breathe."""
        document = self.text.document()
        document.setDefaultFont(theme().font("normal"))
        document.setDocumentMargin(theme().px(20))
        cursor = QTextCursor(document)
        block = document.begin()
        while block.isValid():
            level = block.blockFormat().headingLevel()
            form = QTextBlockFormat()
            form.setLineHeight(130.0, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
            form.setTopMargin(theme().px(14 if level else 0))
            form.setBottomMargin(theme().px(3 if block.textList() else 8))
            cursor.setPosition(block.position())
            cursor.mergeBlockFormat(form)
            if level:
                cursor.select(QTextCursor.SelectionType.BlockUnderCursor)
                look = QTextCharFormat()
                look.setFont(theme().font("title" if level == 1 else "large", bold=True))
                cursor.mergeCharFormat(look)
            block = block.next()
        self.text.moveCursor(QTextCursor.MoveOperation.Start)

    def _follow(self, url: QUrl) -> None:
        if url.isRelative() or url.isLocalFile():
            self.open_page(Path(url.path()).stem)
        elif url.scheme() in ("http", "https"):
            QDesktopServices.openUrl(url)


def _title(path: Path) -> str:
    with path.open(encoding="utf-8") as lines:
        return next((line.lstrip("# ").strip().replace("`", "") for line in lines if line.startswith("#")), path.stem)
