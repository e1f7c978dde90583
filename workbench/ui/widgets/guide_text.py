"""Guidance as it is read: small headings, paragraphs and lists with hanging bullets, painted in one piece."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QSize
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from workbench.ui.theme import theme
from workbench.ui.widgets.question_text import Laid, Run, lay_out

__all__ = ["Block", "GuideText"]

_BULLET = "•"
_MOST_WIDTHS = 8


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, which may be empty, and what stands under it.

    Attributes:
        texts: Paragraphs, or points of a list.
        is_list: Whether each text gets a bullet.
        is_strong: Whether the texts are set bold, as a title.
    """

    heading: str
    texts: tuple[str, ...]
    is_list: bool = False
    is_strong: bool = False
    tone: str = "text"


class GuideText(QWidget):
    """Shows blocks and asks its layout for the height they need."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._blocks: tuple[Block, ...] = ()
        self._sheets: dict[int, _Sheet] = {}
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        theme().changed.connect(self._dress)

    def show_blocks(self, blocks: Iterable[Block]) -> None:
        """Show other blocks; those without text are left out."""
        shown = tuple(block for block in blocks if any(block.texts))
        if shown != self._blocks:
            self._blocks = shown
            self._sheets.clear()
            self.setAccessibleName(self.words)
            self.updateGeometry()
            self.update()

    @property
    def words(self) -> str:
        """Everything that is shown, for readers and tests."""
        return "\n".join(text for block in self._blocks for text in (block.heading, *block.texts) if text)

    @property
    def headings(self) -> list[str]:
        """The headings that are shown."""
        return [block.heading for block in self._blocks if block.heading]

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._sheet(width).height

    def sizeHint(self) -> QSize:
        return QSize(theme().px(200), self.minimumSizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """Return one line; the height that is really needed comes from the width."""
        return QSize(theme().px(80), QFontMetrics(theme().font()).height() if self._blocks else 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.updateGeometry()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        for laid, left, top in self._sheet(self.width()).pieces:
            laid.paint(painter, left, top)
        painter.end()

    def _dress(self) -> None:
        self._sheets.clear()
        self.updateGeometry()
        self.update()

    def _sheet(self, width: int) -> _Sheet:
        """Return what is painted at a width; a layout asks for a few widths again and again."""
        if width not in self._sheets:
            if len(self._sheets) >= _MOST_WIDTHS:
                self._sheets.clear()
            self._sheets[width] = _Sheet(self._blocks, width)
        return self._sheets[width]


class _Sheet:
    """Blocks laid out at one width."""

    def __init__(self, blocks: tuple[Block, ...], width: int) -> None:
        look = theme()
        self.pieces: list[tuple[Laid, int, int]] = []
        self._font = look.font()
        top, indent = 0, look.px(14)
        for number, block in enumerate(blocks):
            top += look.px(10) if number else 0
            if block.heading:
                top = self._put(Run(block.heading, "text", bold=True), 0, top, width) + look.px(2)
            for place, text in enumerate(filter(None, block.texts)):
                top += look.px(4) if place else 0
                left = indent if block.is_list else 0
                if block.is_list:
                    self._put(Run(_BULLET, "text_dim"), look.px(2), top, indent)
                top = self._put(Run(text, block.tone, bold=block.is_strong), left, top, width - left)
        self.height = top

    def _put(self, run: Run, left: int, top: int, width: int) -> int:
        laid = lay_out((run,), max(1, width), self._font)
        self.pieces.append((laid, left, top))
        return top + laid.height
