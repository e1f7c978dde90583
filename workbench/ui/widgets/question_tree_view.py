"""The tree of questions: mark, code, short name, and a small meter beside each pillar."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QDate, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTreeView, QWidget

from workbench.domain.risk import Risk
from workbench.i18n import _
from workbench.ui.theme import icon, theme
from workbench.ui.widgets.marks import paint_focus, paint_mark

__all__ = ["QuestionTreeView"]

Index = QModelIndex | QPersistentModelIndex
_ROLE = Qt.ItemDataRole.UserRole
_WRAP = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
_MARK = 14
_NARROW = 210


class _Painter(QStyledItemDelegate):
    """Paints rows; heights follow the width of the view."""

    def __init__(self, view: QuestionTreeView) -> None:
        super().__init__(view)
        self._view = view
        self._heights: dict[tuple[str, int, float], int] = {}

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        look = theme()
        if not index.parent().isValid():
            top = look.px(12) if index.row() else look.px(6)
            return QSize(look.px(80), QFontMetrics(look.font()).lineSpacing() + look.px(12) + top)
        line = index.data(_ROLE)
        text = (line.question.short or line.question.title) if line else ""
        room = self._room(line)
        key = (text, room, look.scale if not self._view.is_narrow else -look.scale)
        if key not in self._heights:
            metrics = QFontMetrics(look.font())
            wrapped = metrics.boundingRect(QRect(0, 0, room, 10_000), _WRAP, text).height()
            above = metrics.lineSpacing() if self._view.is_narrow and line.question.code else 0
            self._heights[key] = max(look.px(24), above + wrapped + look.px(8))
        return QSize(look.px(80), self._heights[key])

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line = index.data(_ROLE)
        if line is None:
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if index.parent().isValid():
            self._paint_question(painter, option, line)
        else:
            self._paint_pillar(painter, option, index, line)
        if option.state & QStyle.StateFlag.State_HasFocus and self._view.hasFocus():
            paint_focus(painter, option.rect, theme().px(4))
        painter.restore()

    def _paint_question(self, painter: QPainter, option: QStyleOptionViewItem, line: Any) -> None:
        look, rect = theme(), option.rect
        is_open = bool(option.state & QStyle.StateFlag.State_Selected)
        if is_open:
            painter.fillRect(rect, look.color("selection"))
            painter.fillRect(QRect(rect.left(), rect.top(), look.px(3), rect.height()), look.color("accent"))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, look.color("hover"))
        question, answer = line.question, line.answer
        metrics = QFontMetrics(look.font())
        top, one = rect.top() + look.px(4), metrics.lineSpacing()
        side = look.px(_MARK)
        narrow = self._view.is_narrow
        paint_mark(
            painter, QRect(rect.left() + look.px(8 if narrow else 16), top + (one - side) // 2, side, side), line.risk
        )
        text_token = "on_selection" if is_open else "text"
        painter.setFont(look.font())
        painter.setPen(look.color("on_selection" if is_open and look.name == "high_contrast" else "text_dim"))
        painter.drawText(rect.left() + look.px(30 if narrow else 40), top + metrics.ascent(), question.code)
        left = rect.left() + self._view.text_left()
        room = QRect(left, top + (one if narrow and question.code else 0), self._room(line), rect.height())
        painter.setPen(look.color(text_token))
        painter.drawText(room, _WRAP, question.short or question.title)
        right = rect.right() - look.px(8)
        signs = (("flag", answer.flagged), ("park", answer.parked), ("check", _is_accepted(line)))
        for name, is_on in signs:
            if is_on:
                right -= side
                icon(name).paint(painter, QRect(right, top + (one - side) // 2, side, side))
                right -= look.px(2)

    def _paint_pillar(self, painter: QPainter, option: QStyleOptionViewItem, index: Index, line: Any) -> None:
        look = theme()
        top = look.px(12) if index.row() else look.px(6)
        rect = option.rect.adjusted(look.px(12), top, -look.px(12), -look.px(2))
        small = QFontMetrics(look.font("small"))
        words = _("{done} of {all}").format(done=line.answered, all=line.total)
        wide = small.horizontalAdvance(words)
        painter.setFont(look.font("small"))
        painter.setPen(look.color("text_dim"))
        painter.drawText(rect, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, words)
        left = rect.left()
        if not self._view.is_unfolded(index):
            side = look.px(12)
            icon("chevron-right").paint(painter, QRect(left, rect.center().y() - side // 2, side, side))
            left += side + look.px(4)
        font = look.font(bold=True)
        room = rect.right() - wide - look.px(8) - left
        name = QFontMetrics(font).elidedText(line.pillar.name, Qt.TextElideMode.ElideRight, room)
        painter.setFont(font)
        painter.setPen(look.color("text"))
        painter.drawText(QRect(left, rect.top(), room, rect.height()), Qt.AlignmentFlag.AlignVCenter, name)
        self._paint_meter(painter, QRect(rect.left(), rect.bottom() - look.px(3), rect.width(), look.px(3)), line)

    @staticmethod
    def _paint_meter(painter: QPainter, rect: QRect, line: Any) -> None:
        """Paint the answered share, in the colours of the risks."""
        look = theme()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.color("line"))
        painter.drawRoundedRect(rect, look.px(1), look.px(1))
        left, total = float(rect.left()), max(1, line.total)
        for risk, token in ((Risk.HIGH, "high"), (Risk.MEDIUM, "medium"), (Risk.NONE, "none")):
            wide = rect.width() * line.counts.get(risk, 0) / total
            if wide:
                painter.fillRect(QRect(round(left), rect.top(), max(1, round(wide)), rect.height()), look.color(token))
                left += wide

    def _room(self, line: Any) -> int:
        look = theme()
        answer = line.answer
        signs = answer.flagged + answer.parked + _is_accepted(line)
        return max(look.px(60), self._view.viewport().width() - self._view.text_left() - look.px(10)
                   - signs * look.px(_MARK + 2))  # fmt: skip


def _is_accepted(line: Any) -> bool:
    return bool(line.is_accepted_on(QDate.currentDate().toString(Qt.DateFormat.ISODate)))


class QuestionTreeView(QTreeView):
    """Shows a tree whose rows carry lines; it has no branches and folds with Left and Right or a click."""

    opened = Signal()
    """Enter or a click on a question: the person wants to work on it; UI thread."""
    folding_changed = Signal()
    """A pillar was folded or unfolded; UI thread."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("Questions"))
        self.setHeaderHidden(True)
        self.setRootIsDecorated(False)
        self.setIndentation(0)
        self.setUniformRowHeights(False)
        self.setExpandsOnDoubleClick(False)
        self.setMouseTracking(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setItemDelegate(_Painter(self))
        self._code_width = 0
        self._is_laid_out = False
        self.clicked.connect(self._click)
        theme().changed.connect(self._dress)

    def set_widest_code(self, code: str) -> None:
        """Make room for the longest code ("PERF 5")."""
        self._code = code
        self._dress()

    def is_unfolded(self, index: Index) -> bool:
        """Tell whether a pillar shows its questions."""
        return self.isExpanded(self.model().index(index.row(), 0))

    @property
    def is_narrow(self) -> bool:
        """True where names stand below codes."""
        return self.viewport().width() < theme().px(_NARROW)

    def text_left(self) -> int:
        """Return where names begin."""
        if self.is_narrow:
            return theme().px(30)
        return self._code_width + theme().px(40 + 8)

    def resizeEvent(self, event: QResizeEvent) -> None:
        was_in_sight = self.viewport().rect().intersects(self.visualRect(self.currentIndex())) or not self._is_laid_out
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.scheduleDelayedItemsLayout()
        if was_in_sight:
            QTimer.singleShot(0, self, self._show_current)

    def _show_current(self) -> None:
        """Keep the question in sight: rows get their real heights only once the width is known."""
        self._is_laid_out = self._is_laid_out or self.isVisible()
        self.executeDelayedItemsLayout()
        self.scrollTo(self.currentIndex())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            index = self.currentIndex()
            self._click(index)
            return
        super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Letters are keys of the page, not a search."""

    def _click(self, index: QModelIndex) -> None:
        if not index.isValid():
            return
        if index.parent().isValid():
            self.opened.emit()
        else:
            self.setExpanded(index, not self.isExpanded(index))
            self.folding_changed.emit()

    def _dress(self) -> None:
        code = getattr(self, "_code", "")
        self._code_width = QFontMetrics(theme().font()).horizontalAdvance(code)
        self.scheduleDelayedItemsLayout()
