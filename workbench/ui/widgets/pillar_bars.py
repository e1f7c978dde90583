"""Risk by pillar: one bar each, as long as the pillar has questions, with marks and numbers beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from workbench.domain.risk import RISK_ORDER, Risk
from workbench.i18n import _
from workbench.ui.theme import theme
from workbench.ui.widgets.marks import mark_token, paint_focus, paint_mark
from workbench.ui.widgets.risk_bar import counts_text

__all__ = ["PillarBars", "PillarCount"]


@dataclass(frozen=True, slots=True)
class PillarCount:
    """One pillar with its questions per risk; `key` is told when it is opened."""

    key: str
    name: str
    counts: Mapping[Risk, int] = field(default_factory=dict)

    @property
    def questions(self) -> int:
        """All its questions."""
        return sum(self.counts.values())


class _PillarBar(QAbstractButton):
    """One row."""

    def __init__(self, pillar: PillarCount, longest: int, parent: QWidget) -> None:
        super().__init__(parent)
        self.pillar, self._longest = pillar, max(1, longest)
        counts = pillar.counts
        counted = pillar.questions - counts.get(Risk.NOT_APPLICABLE, 0)
        answered = counted - counts.get(Risk.UNANSWERED, 0)
        self._answered = _("{done} of {all}").format(done=answered, all=counted)
        self.setText(pillar.name)
        self.setAccessibleName(f"{pillar.name}: {counts_text(counts)}")
        self.setToolTip(_("{counts}\n{answered} answered. Opens the review at its worst question, with this pillar only.").format(
            counts=counts_text(counts), answered=self._answered))  # fmt: skip
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        look = theme()
        line = QFontMetrics(look.font("normal")).height()
        return QSize(look.px(240), line + look.px(8 + 4 + 10))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().px(160), self.sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.color("hover"))
            painter.drawRoundedRect(self.rect(), look.px(4), look.px(4))
        box = self.rect().adjusted(look.px(6), look.px(4), -look.px(6), -look.px(6))
        line = QFontMetrics(look.font("normal")).height()
        head = QRect(box.left(), box.top(), box.width(), line)
        right = self._paint_numbers(painter, head)
        font = look.font("normal")
        name = QFontMetrics(font).elidedText(self.text(), Qt.TextElideMode.ElideRight, right - box.left() - look.px(8))
        painter.setFont(font)
        painter.setPen(look.color("text"))
        painter.drawText(head, Qt.AlignmentFlag.AlignVCenter, name)
        top = head.bottom() + look.px(4)
        self._paint_bar(painter, QRectF(box.left(), top, box.width(), look.px(8)))
        if self.hasFocus():
            paint_focus(painter, self.rect(), look.px(4))
        painter.end()

    def _paint_numbers(self, painter: QPainter, head: QRect) -> int:
        """Paint marks with numbers in columns from the right; return where they begin."""
        look = theme()
        font = look.font("small")
        metrics = QFontMetrics(font)
        painter.setFont(font)
        mark, right = look.px(11), head.right()
        digits = metrics.horizontalAdvance("00")
        for risk in reversed(RISK_ORDER):
            count = self.pillar.counts.get(risk, 0)
            step = mark + look.px(4) + digits + look.px(8)
            left = right - step
            if count:
                paint_mark(painter, QRect(left, head.center().y() - mark // 2, mark, mark), risk)
                painter.setPen(look.color("text" if risk in (Risk.HIGH, Risk.MEDIUM) else "text_dim"))
                place = QRect(left + mark + look.px(4), head.top(), digits + look.px(6), head.height())
                painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, f"{count:,}")
            right = left
        return right

    def _paint_bar(self, painter: QPainter, room: QRectF) -> None:
        look = theme()
        unit = room.width() / self._longest
        left, slit = room.left(), look.px(2)
        painter.setPen(Qt.PenStyle.NoPen)
        for risk in RISK_ORDER:
            count = self.pillar.counts.get(risk, 0)
            if not count:
                continue
            part = QRectF(left, room.top(), max(unit * count - slit, 2), room.height())
            if risk in (Risk.UNANSWERED, Risk.NOT_APPLICABLE):
                is_outlined = look.name == "high_contrast"  # a white bar would be louder than a risk
                painter.setBrush(Qt.BrushStyle.NoBrush if is_outlined else look.color("line"))
                painter.setPen(look.color("line") if is_outlined else Qt.PenStyle.NoPen)
            else:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(look.color(mark_token(risk)))
            painter.drawRoundedRect(part, look.px(2), look.px(2))
            left += unit * count


class PillarBars(QWidget):
    """All pillars of a lens or workload; a click or Enter opens one, Up and Down move between them."""

    opened = Signal(str)
    """The key of a pillar; UI thread."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pillars: tuple[PillarCount, ...] = ()
        self._bars: list[_PillarBar] = []
        self._column = QVBoxLayout(self)
        theme().space(self._column, 2)
        self.setAccessibleName(_("Risk by pillar"))

    @property
    def pillars(self) -> tuple[PillarCount, ...]:
        """What is shown."""
        return self._pillars

    def set_pillars(self, pillars: Sequence[PillarCount]) -> None:
        """Show other pillars; the focus stays with its pillar."""
        pillars = tuple(pillars)
        if pillars == self._pillars:
            return
        focused = next((bar.pillar.key for bar in self._bars if bar.hasFocus()), "")
        self._pillars = pillars
        for bar in self._bars:
            self._column.removeWidget(bar)
            bar.hide()
            bar.deleteLater()
        longest = max((pillar.questions for pillar in pillars), default=1)
        self._bars = [_PillarBar(pillar, longest, self) for pillar in pillars]
        for bar in self._bars:
            bar.clicked.connect(lambda _checked=False, key=bar.pillar.key: self.opened.emit(key))
            self._column.addWidget(bar)
            if bar.pillar.key == focused:
                bar.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {int(Qt.Key.Key_Down): 1, int(Qt.Key.Key_Up): -1}.get(event.key(), 0)
        place = next((number for number, bar in enumerate(self._bars) if bar.hasFocus()), None)
        if step and place is not None:
            self._bars[max(0, min(place + step, len(self._bars) - 1))].setFocus()
        else:
            super().keyPressEvent(event)
