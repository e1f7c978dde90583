"""The picture of the presenter window: large type, high contrast, set as large as one question allows."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from workbench.domain.answer import MarkState
from workbench.domain.risk import Level, Risk
from workbench.ui.theme import theme
from workbench.ui.widgets.marks import mark_token, paint_mark, risk_title
from workbench.ui.widgets.room_slide import Row, Slide
from workbench.ui.widgets.state_box import paint_state, state_title

__all__ = ["PresenterSheet"]

_SIZES = (1.3, 1.2, 1.1, 1.0, 0.92, 0.85, 0.78, 0.7, 0.64, 0.58, 0.52)
_LEVEL_RISK = {Level.HIGH: Risk.HIGH, Level.MEDIUM: Risk.MEDIUM}
_WRAP = int(Qt.TextFlag.TextWordWrap)
_MIDDLE = int(Qt.AlignmentFlag.AlignVCenter)


@dataclass(frozen=True, slots=True)
class _Type:
    """Sizes at one step: px of title, open question and practices, and the gaps between them."""

    scale: float

    def font(self, size: float, *, bold: bool = False) -> QFont:
        font = theme().font("display", bold=bold)
        font.setPixelSize(max(12, round(size * self.scale)))
        return font

    def px(self, size: float) -> int:
        return max(1, round(size * self.scale))


class PresenterSheet(QWidget):
    """Paints a Slide; the largest size at which all of it fits, down to 14 px for practices on 720 lines."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.slide = Slide()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        theme().changed.connect(self.update)

    def show_slide(self, slide: Slide) -> None:
        """Show something else."""
        if slide != self.slide:
            self.slide = slide
            self.setAccessibleName(slide.title or slide.banner)
            self.setAccessibleDescription(slide.words)
            self.update()

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().px(320), theme().px(240))

    def sizeHint(self) -> QSize:
        return QSize(1280, 720)

    # -- painting --------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        look, painter = theme(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), look.color("surface"))
        edge = max(16, self.width() // 32)
        # the text scale is that of the other window: a larger head and foot would make the question smaller
        frame = _Type(max(0.7, min(1.2, self.width() / 1440)))
        line = QFontMetrics(frame.font(19)).height()
        self._pair(
            painter, frame, QRect(edge, frame.px(16), self.width() - 2 * edge, line), self.slide.trail, self.slide.name
        )
        foot = QRect(edge, self.height() - frame.px(18) - line, self.width() - 2 * edge, line)
        self._paint_foot(painter, frame, foot)
        side = max(
            edge,
            min(
                self.width() // 12, (self.width() - frame.px(1240)) // 2 if self.width() > 1500 else self.width() // 12
            ),
        )
        body = QRect(side, frame.px(28) + line, self.width() - 2 * side, foot.top() - frame.px(40) - line)
        if self.slide.banner:
            self._paint_banner(painter, body)
        else:
            self._paint_question(painter, body)
        painter.end()

    def _pair(self, painter: QPainter, kind: _Type, box: QRect, left: str, right: str) -> None:
        painter.setFont(kind.font(19))
        painter.setPen(theme().color("text_dim"))
        painter.drawText(box, _MIDDLE | int(Qt.AlignmentFlag.AlignLeft), left)
        painter.drawText(box, _MIDDLE | int(Qt.AlignmentFlag.AlignRight), right)

    def _paint_foot(self, painter: QPainter, kind: _Type, box: QRect) -> None:
        slide, look = self.slide, theme()
        right = "     ".join(part for part in (slide.clock, slide.counts) if part)
        self._pair(painter, kind, box, slide.progress, right)
        metrics = QFontMetrics(kind.font(19))
        left = box.left() + metrics.horizontalAdvance(slide.progress) + kind.px(28)
        end = box.right() - metrics.horizontalAdvance(right) - kind.px(28)
        if end - left < kind.px(60):
            return
        high = kind.px(8)
        track = QRectF(left, box.center().y() - high / 2, end - left, high)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.color("line"))
        painter.drawRoundedRect(track, high / 2, high / 2)
        painter.setBrush(look.color("accent"))
        painter.drawRoundedRect(QRectF(left, track.top(), track.width() * slide.done, high), high / 2, high / 2)
        if slide.clock:
            painter.setBrush(look.color("text"))
            x = left + track.width() * slide.planned
            painter.drawRect(QRectF(x - 1.5, track.top() - kind.px(5), 3, high + kind.px(10)))

    def _paint_banner(self, painter: QPainter, body: QRect) -> None:
        slide, look = self.slide, theme()
        kind = _Type(min(1.3, max(0.6, self.height() / 800)))
        texts = [
            (slide.banner, kind.font(52, bold=True), "text"),
            *((text, kind.font(25), "text_dim") for text in slide.under),
        ]
        heights = [_height(font, text, body.width()) for text, font, _tone in texts]
        top = body.top() + max(0, (body.height() - sum(heights) - kind.px(18) * (len(texts) - 1)) // 2)
        for (text, font, tone), high in zip(texts, heights, strict=True):
            painter.setFont(font)
            painter.setPen(look.color(tone))
            painter.drawText(QRect(body.left(), top, body.width(), high), _WRAP, text)
            top += high + kind.px(18)

    def _paint_question(self, painter: QPainter, body: QRect) -> None:
        kinds = [_Type(size) for size in _SIZES]
        kind = next((one for one in kinds if self._flow(None, one, body) <= body.height()), kinds[-1])
        self._flow(painter, kind, body)

    def _flow(self, painter: QPainter | None, kind: _Type, body: QRect) -> int:
        """Measure the question at a size, or paint it; returns its height."""
        slide, look, top = self.slide, theme(), body.top()
        top += self._text(painter, kind.font(44, bold=True), "text", slide.title, body, top) + kind.px(12)
        if slide.ask:
            top += self._text(painter, kind.font(24), "text_dim", slide.ask, body, top) + kind.px(12)
        if slide.risk is not None or slide.out:
            top += self._risk(painter, kind, body, top) + kind.px(8)
        top += kind.px(8)
        for row in slide.rows:
            top += self._row(painter, kind, QRect(body.left(), top, body.width(), 0), row) + kind.px(6)
        if slide.notes:
            top += kind.px(8)
            top += self._text(painter, kind.font(22), "text_dim", slide.notes, body, top)
        if painter is not None:
            painter.setPen(look.color("text"))
        return top - body.top()

    def _text(self, painter: QPainter | None, font: QFont, tone: str, text: str, body: QRect, top: int) -> int:
        high = _height(font, text, body.width())
        if painter is not None:
            painter.setFont(font)
            painter.setPen(theme().color(tone))
            painter.drawText(QRect(body.left(), top, body.width(), high), _WRAP, text)
        return high

    def _risk(self, painter: QPainter | None, kind: _Type, body: QRect, top: int) -> int:
        font = kind.font(27, bold=True)
        high = max(QFontMetrics(font).height(), kind.px(34))
        if painter is not None:
            risk = self.slide.risk
            words = " · ".join(part for part in (risk_title(risk) if risk else self.slide.out, self.slide.down) if part)
            left = body.left()
            if risk is not None:
                paint_mark(painter, QRect(left, top + (high - kind.px(28)) // 2, kind.px(28), kind.px(28)), risk)
                left += kind.px(44)
            painter.setFont(font)
            painter.setPen(
                theme().color(mark_token(risk) if risk in (Risk.HIGH, Risk.MEDIUM, Risk.NONE) else "text_dim")
            )
            painter.drawText(QRect(left, top, body.right() - left, high), _MIDDLE, words)
        return high

    def _row(self, painter: QPainter | None, kind: _Type, place: QRect, row: Row) -> int:
        look, font = theme(), kind.font(26)
        metrics, box = QFontMetrics(font), kind.px(32)
        text_left = place.left() + kind.px(24) + metrics.horizontalAdvance("00") + kind.px(20) + box + kind.px(22)
        word = "" if row.state in (None, MarkState.YES) else state_title(row.state).lower()
        level = _LEVEL_RISK.get(row.level) if row.level else None
        right = place.right() - kind.px(24)
        right -= kind.px(48) if self.slide.risk is not None else 0
        right -= metrics.horizontalAdvance(word) + kind.px(20) if word else 0
        width = max(kind.px(80), right - text_left)
        text = _height(font, row.title, width)
        high = max(text, box) + kind.px(18)
        if painter is None:
            return high
        if row.state is MarkState.YES:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.color("high_soft" if row.is_none and self.slide.risk else "none_soft"))
            if row.is_none and not self.slide.risk:
                painter.setBrush(look.color("selection"))
            painter.drawRoundedRect(QRectF(place.left(), place.top(), place.width(), high), kind.px(12), kind.px(12))
        middle = place.top() + high // 2
        painter.setFont(font)
        painter.setPen(look.color("text_dim"))
        key = QRect(place.left() + kind.px(24), place.top(), metrics.horizontalAdvance("00"), high)
        painter.drawText(key, _MIDDLE | int(Qt.AlignmentFlag.AlignHCenter) | int(Qt.TextFlag.TextDontClip), row.key)
        self._paint_box(painter, QRect(key.right() + kind.px(20), middle - box // 2, box, box), row.state)
        painter.setPen(look.color("text_dim" if row.is_none and row.state is None else "text"))
        painter.drawText(QRect(text_left, place.top(), width, high), _WRAP | _MIDDLE, row.title)
        if level:
            mark = QRect(place.right() - kind.px(48), middle - kind.px(12), kind.px(24), kind.px(24))
            paint_mark(painter, mark, level)
        if word:
            painter.setPen(look.color("text_dim"))
            end = place.width() - kind.px(72 if self.slide.risk is not None else 24)
            painter.drawText(
                QRect(place.left(), place.top(), end, high), _MIDDLE | int(Qt.AlignmentFlag.AlignRight), word
            )
        return high

    @staticmethod
    def _paint_box(painter: QPainter, box: QRect, state: MarkState | None) -> None:
        """Only what is in place has a colour: a red cross would tell the risk before it is revealed."""
        if state is MarkState.YES:
            paint_state(painter, box, state)
            return
        paint_state(painter, box, None)
        painter.setPen(theme().color("text"))
        signs = {MarkState.PARTLY: "~", MarkState.NO: "×", MarkState.DONT_KNOW: "?", MarkState.NOT_APPLICABLE: "–"}
        if state in signs:
            painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), signs[state])


def _height(font: QFont, text: str, width: int) -> int:
    return QFontMetrics(font).boundingRect(QRect(0, 0, max(1, width), 10_000), _WRAP, text).height()
