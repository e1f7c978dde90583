"""High and medium risks from milestone to milestone: lines with marks and numbers, and the finding as title."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from workbench.analyses.trend import Trend, TrendPoint
from workbench.domain.risk import Risk
from workbench.i18n import _
from workbench.ui.days import day_text
from workbench.ui.theme import theme
from workbench.ui.widgets.marks import mark_token, paint_focus, paint_mark, risk_title

__all__ = ["TrendChart", "trend_finding"]

_SHOWN = (Risk.HIGH, Risk.MEDIUM)


def trend_finding(trend: Trend) -> str:
    """Say what the line of high risks, or else of medium ones, tells."""
    points = [point for point in trend.points if point.counts]
    if len(points) < 2:
        return _("One point makes no trend yet")
    first, last = points[0], points[-1]
    for risk, words in (
        (Risk.HIGH, (_("High risks fell from {a} to {b}"), _("High risks rose from {a} to {b}"))),
        (Risk.MEDIUM, (_("Medium risks fell from {a} to {b}"), _("Medium risks rose from {a} to {b}"))),
    ):
        a, b = first.count(risk), last.count(risk)
        if a != b:
            text = words[b > a].format(a=a, b=b)
            return _("{what} since {name}").format(what=text, name=first.name or _("now"))
    return _("As many high and medium risks as at {name}").format(name=first.name)


def _moment(at: str) -> float:
    try:
        return datetime.fromisoformat(at).timestamp()
    except ValueError:
        return 0.0


class TrendChart(QWidget):
    """The trend, oldest at the left; a click or the arrow keys choose a milestone."""

    chosen = Signal(int)
    """Number of the milestone, 0 for now; UI thread."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._trend: Trend | None = None
        self._current = -1
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(_("Risks over time"))

    @property
    def finding(self) -> str:
        """The title."""
        return trend_finding(self._trend) if self._trend else ""

    def set_trend(self, trend: Trend) -> None:
        """Show another trend."""
        self._trend = trend
        said = "; ".join(
            f"{point.name or _('Now')}, {day_text(point.at)}: "
            + ", ".join(f"{point.count(risk)} {risk_title(risk)}" for risk in _SHOWN)
            for point in trend.points
        )
        self.setAccessibleName(self.finding)
        self.setAccessibleDescription(said)
        self._current = min(self._current, len(trend.points) - 1)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme().px(360), theme().px(156))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().px(240), theme().px(156))

    # -- hands ---------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        places = self._places()
        if places:
            at = event.position().x()
            self._choose(min(range(len(places)), key=lambda n: abs(places[n] - at)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {int(Qt.Key.Key_Right): 1, int(Qt.Key.Key_Left): -1}.get(event.key(), 0)
        if step and self._trend and self._trend.points:
            self._choose(max(0, min(self._current + step, len(self._trend.points) - 1)))
        else:
            super().keyPressEvent(event)

    def _choose(self, place: int) -> None:
        if self._trend and place != self._current:
            self._current = place
            self.update()
            self.chosen.emit(self._trend.points[place].number)

    # -- painting ------------------------------------------------------------------------------

    def _room(self) -> QRect:
        look = theme()
        title = QFontMetrics(look.font("large", bold=True)).height() + look.px(14)
        foot = 2 * QFontMetrics(look.font("small")).height() + look.px(8)
        return self.rect().adjusted(look.px(28), title, -look.px(84), -foot)

    def _places(self) -> list[float]:
        """Where the points stand: by time, but never closer than a mark needs."""
        points = self._trend.points if self._trend else ()
        room = self._room()
        if not points:
            return []
        times = [_moment(point.at) for point in points]
        span = times[-1] - times[0]
        if span <= 0 or len(points) == 1:
            return [room.left() + room.width() * (n + 0.5) / len(points) for n in range(len(points))]
        least = min(theme().px(30), room.width() / max(1, len(points) - 1))
        found = [room.left() + room.width() * (time - times[0]) / span for time in times]
        for n in range(1, len(found)):
            found[n] = max(found[n], found[n - 1] + least)
        found[-1] = min(found[-1], float(room.right()))
        for n in range(len(found) - 2, -1, -1):
            found[n] = min(found[n], found[n + 1] - least)
        return found

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._trend is None:
            return
        look = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = look.font("large", bold=True)
        painter.setFont(font)
        painter.setPen(look.color("text"))
        metrics = QFontMetrics(font)
        title = metrics.elidedText(self.finding, Qt.TextElideMode.ElideRight, self.width() - look.px(8))
        painter.drawText(QRect(0, 0, self.width(), metrics.height()), Qt.AlignmentFlag.AlignVCenter, title)
        points, places, room = self._trend.points, self._places(), self._room()
        painter.setPen(QPen(look.color("line"), 1))
        painter.drawLine(room.left() - look.px(16), room.bottom(), room.right() + look.px(8), room.bottom())
        most = max((point.count(risk) for point in points for risk in _SHOWN), default=0) or 1
        if 0 <= self._current < len(places):
            painter.setPen(QPen(look.color("line_strong"), 1, Qt.PenStyle.DotLine))
            painter.drawLine(QPointF(places[self._current], room.top()), QPointF(places[self._current], room.bottom()))
        ends: list[float] = []
        for risk in reversed(_SHOWN):
            ends = self._paint_series(painter, risk, points, places, most, ends)
        self._paint_feet(painter, points, places, room)
        if self.hasFocus():
            paint_focus(painter, self.rect(), look.px(4))
        painter.end()

    def _paint_series(
        self,
        painter: QPainter,
        risk: Risk,
        points: Sequence[TrendPoint],
        places: list[float],
        most: int,
        ends: list[float],
    ) -> list[float]:
        """Paint one line with a number at each mark and its name at the end; return where names stand."""
        look, room = theme(), self._room()
        side = look.px(12)
        spots = [
            QPointF(x, room.bottom() - (room.height() - side) * point.count(risk) / most)
            for x, point in zip(places, points, strict=True)
            if point.counts
        ]
        counts = [point.count(risk) for point in points if point.counts]
        others = [point.count(Risk.HIGH if risk is Risk.MEDIUM else Risk.MEDIUM) for point in points if point.counts]
        painter.setPen(QPen(look.color(mark_token(risk)), look.px(2)))
        if len(spots) > 1:
            painter.drawPolyline(spots)
        font = look.font("small", bold=True)
        metrics = QFontMetrics(font)
        for spot, count, other in zip(spots, counts, others, strict=True):
            box = QRectF(0, 0, side, side)
            box.moveCenter(spot)
            paint_mark(painter, box, risk)
            painter.setFont(font)
            painter.setPen(look.color("text"))
            above = count > other or (count == other and risk is Risk.HIGH)
            top = spot.y() - side / 2 - metrics.height() if above else spot.y() + side / 2
            if not above and top + metrics.height() > room.bottom() + look.px(2):
                top = spot.y() - side / 2 - metrics.height()
            place = QRectF(spot.x() - look.px(20), top, look.px(40), metrics.height())
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, f"{count:,}")
        if not spots:
            return ends
        height = QFontMetrics(look.font("small")).height()
        y = spots[-1].y()
        for other_y in ends:
            if abs(y - other_y) < height:
                y = other_y + height if y >= other_y else other_y - height
        painter.setFont(look.font("small"))
        painter.setPen(look.color(mark_token(risk)))
        label = QRectF(places[-1] + look.px(12), y - height / 2, look.px(76), height)
        painter.drawText(label, Qt.AlignmentFlag.AlignVCenter, risk_title(risk))
        return [*ends, y]

    def _paint_feet(self, painter: QPainter, points: Sequence[TrendPoint], places: list[float], room: QRect) -> None:
        """Write names and days below; the last and the first first, others where there is room."""
        look = theme()
        metrics = QFontMetrics(look.font("small"))
        taken: list[tuple[float, float]] = []
        order = [len(points) - 1, 0, *range(len(points) - 2, 0, -1)] if len(points) > 1 else [0]
        for n in order:
            name = points[n].name or _("Now")
            text = metrics.elidedText(name, Qt.TextElideMode.ElideRight, look.px(110))
            day = day_text(points[n].at)
            width = max(metrics.horizontalAdvance(text), metrics.horizontalAdvance(day)) + look.px(8)
            left = max(0.0, min(places[n] - width / 2, self.width() - width))
            if any(left < end and left + width > start for start, end in taken):
                continue
            taken.append((left, left + width))
            top = room.bottom() + look.px(4)
            painter.setFont(look.font("small", bold=n == self._current))
            painter.setPen(look.color("text"))
            painter.drawText(QRectF(left, top, width, metrics.height()), Qt.AlignmentFlag.AlignCenter, text)
            painter.setFont(look.font("small"))
            painter.setPen(look.color("text_dim"))
            place = QRectF(left, top + metrics.height(), width, metrics.height())
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, day)
