"""One line of an outline: mark, code, title, a dim second line, a tag and words at the right; and its painter."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from workbench.domain.risk import Risk
from workbench.i18n import _
from workbench.ui.theme import theme
from workbench.ui.widgets.marks import paint_focus, paint_mark, risk_title

__all__ = ["ENTRY_ROLE", "Entry", "EntryDelegate"]

ENTRY_ROLE = int(Qt.ItemDataRole.UserRole) + 50
"""Role under which a model gives the Entry of an index."""
_ARROW = "→"


@dataclass(frozen=True, slots=True)
class Entry:
    """What one line shows.

    Attributes:
        title: The words that matter.
        key: What the line stands for; selection and folding follow it. Empty: nothing can be opened.
        code: A short code before the title, in a column of its own.
        note: Dim words: below the title, or after it in a heading.
        trailing: Dim words at the right end.
        tag, tone: A small coloured tag and its tone.
        risk: Mark at the left.
        before: The risk as it was; shown as before → now.
        heading: True for the line over a group; it cannot be opened.
        wraps: True where the title may take several lines (only without note and code).
        dim: True for a title in secondary colour.
    """

    title: str
    key: tuple[str, ...] = ()
    code: str = ""
    note: str = ""
    trailing: str = ""
    tag: str = ""
    tone: str = "dim"
    risk: Risk | None = None
    before: Risk | None = None
    heading: bool = False
    wraps: bool = False
    dim: bool = False
    children: tuple[Entry, ...] = ()

    @property
    def text(self) -> str:
        """All of it in words, for screen readers and the clipboard."""
        risk = risk_title(self.risk) if self.risk else ""
        if self.before and self.risk:
            risk = _("{before}, now {after}").format(before=risk_title(self.before), after=risk.lower())
        parts = (self.code, self.title, risk, self.tag, self.note, self.trailing)
        return ", ".join(part for part in parts if part)


class EntryDelegate(QStyledItemDelegate):
    """Paints entries; the view sets the columns and the width of its room."""

    code_width = 0
    marks = 0
    """How many marks stand before the title: 0, 1 or 2 with an arrow."""
    room = 400

    def measure(self, entries: list[Entry]) -> None:
        """Make room for the widest code and the most marks of a view."""
        metrics = QFontMetrics(theme().font("normal"))
        self.code_width = (
            max((metrics.horizontalAdvance(entry.code) for entry in entries if entry.code), default=-2) + 2
        )
        self.marks = max((2 if entry.before else 1 if entry.risk else 0 for entry in entries), default=0)

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        entry: Entry | None = index.data(ENTRY_ROLE)
        look = theme()
        line = QFontMetrics(look.font("normal")).height()
        if entry is None:
            return QSize(look.px(80), line + look.px(8))
        if entry.heading:
            return QSize(look.px(80), line + look.px(12))
        if entry.wraps:
            depth = 0
            parent = index.parent()
            while parent.isValid():
                depth, parent = depth + 1, parent.parent()
            width = max(look.px(120), self.room - depth * look.px(20) - look.px(20))
            metrics = QFontMetrics(look.font("normal"))
            box = metrics.boundingRect(QRect(0, 0, width, 10000), int(Qt.TextFlag.TextWordWrap), entry.title)
            return QSize(look.px(80), max(line, box.height()) + look.px(4))
        if entry.note:
            return QSize(look.px(80), line + QFontMetrics(look.font("small")).height() + look.px(10))
        return QSize(look.px(80), max(line + look.px(8), look.px(26)))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        entry: Entry | None = index.data(ENTRY_ROLE)
        if entry is None:
            return
        look = theme()
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(option.rect, look.color("selection"))
        elif option.state & QStyle.StateFlag.State_MouseOver and not entry.heading:
            painter.fillRect(option.rect, look.color("hover"))
        box = option.rect.adjusted(look.px(6), 0, -look.px(8), 0)
        if entry.wraps:
            painter.setFont(look.font("normal"))
            painter.setPen(look.color("text_dim" if entry.dim else "text"))
            flags = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(box, int(flags), entry.title)
        elif entry.heading:
            self._paint_heading(painter, box, entry)
        else:
            self._paint_line(painter, box, entry)
        if option.state & QStyle.StateFlag.State_HasFocus:
            paint_focus(painter, option.rect, look.px(4))
        painter.restore()

    def _paint_heading(self, painter: QPainter, box: QRect, entry: Entry) -> None:
        box = box.adjusted(0, theme().px(4), 0, 0)
        left = self._write(painter, box, entry.title, "text", bold=True) + theme().px(8)
        rest = QRect(QPoint(left, box.top()), box.bottomRight())
        self._write(painter, rest, entry.note, "text_dim")

    def _paint_line(self, painter: QPainter, box: QRect, entry: Entry) -> None:
        look = theme()
        line = QFontMetrics(look.font("normal")).height()
        small = QFontMetrics(look.font("small")).height()
        top = box.top() + (box.height() - line - (small + look.px(2) if entry.note else 0)) // 2
        row = QRect(box.left(), top, box.width(), line)
        left = self._paint_marks(painter, row, entry)
        if self.code_width:
            self._write(painter, QRect(left, top, self.code_width, line), entry.code, "text_dim")
            left += self.code_width + look.px(12)
        right = self._paint_right(painter, QRect(left, top, box.right() - left, line), entry)
        token = "text_dim" if entry.dim else "text"
        self._write(painter, QRect(left, top, right - left, line), entry.title, token)
        if entry.note:
            below = QRect(left, top + line + look.px(2), box.right() - left, small)
            self._write(painter, below, entry.note, "text_dim", step="small")

    def _paint_marks(self, painter: QPainter, row: QRect, entry: Entry) -> int:
        look = theme()
        side = look.px(14)
        left, centre = row.left(), row.top() + (row.height() - side) // 2
        if not self.marks:
            return left
        if self.marks == 2:
            if entry.before:
                paint_mark(painter, QRect(left, centre, side, side), entry.before)
                arrow = QRect(left + side, row.top(), look.px(22), row.height())
                painter.setFont(look.font("small"))
                painter.setPen(look.color("text_dim"))
                painter.drawText(arrow, Qt.AlignmentFlag.AlignCenter, _ARROW)
            left += side + look.px(22)
        if entry.risk:
            paint_mark(painter, QRect(left, centre, side, side), entry.risk)
        return left + side + look.px(10)

    def _paint_right(self, painter: QPainter, row: QRect, entry: Entry) -> int:
        """Paint tag and trailing words and return where they begin; the words give way before the title does."""
        look = theme()
        small, bold = look.font("small"), look.font("small", bold=True)
        tag = QFontMetrics(bold).horizontalAdvance(entry.tag) + look.px(12) if entry.tag else 0
        title = QFontMetrics(look.font("normal")).horizontalAdvance(entry.title)
        room = row.width() - min(title, row.width() * 6 // 10) - tag - look.px(20)
        right = row.right()
        if entry.trailing and room > look.px(60):
            metrics = QFontMetrics(small)
            text = metrics.elidedText(entry.trailing, Qt.TextElideMode.ElideRight, room)
            width = metrics.horizontalAdvance(text)
            painter.setFont(small)
            painter.setPen(look.color("text_dim"))
            painter.drawText(
                QRect(right - width, row.top(), width + 1, row.height()), Qt.AlignmentFlag.AlignVCenter, text
            )
            right -= width + look.px(10)
        if entry.tag:
            height = QFontMetrics(bold).height() + look.px(2)
            pill = QRect(right - tag, row.top() + (row.height() - height) // 2, tag, height)
            painter.setPen(Qt.PenStyle.NoPen)
            grounds = {"dim": "sunken", "accent": "accent_soft"}
            painter.setBrush(look.color(grounds.get(entry.tone, f"{entry.tone}_soft")))
            painter.drawRoundedRect(pill, look.px(4), look.px(4))
            painter.setFont(bold)
            painter.setPen(look.color("text_dim" if entry.tone == "dim" else entry.tone))
            painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, entry.tag)
            right -= tag + look.px(10)
        return right

    def _write(
        self, painter: QPainter, box: QRect, text: str, token: str, *, bold: bool = False, step: str = "normal"
    ) -> int:
        font = theme().font(step, bold=bold)  # type: ignore[arg-type]
        metrics = QFontMetrics(font)
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, max(0, box.width()))
        painter.setFont(font)
        painter.setPen(theme().color(token))
        painter.drawText(box, int(Qt.AlignmentFlag.AlignVCenter), shown)
        return box.left() + metrics.horizontalAdvance(shown)
