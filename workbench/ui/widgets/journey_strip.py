"""How every journey is, always on screen: a mark, its name, and the state in words; a click lights where it enters."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent, QFontMetrics, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QAbstractButton, QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QWidget

from workbench.analyses.failure.standing import STANDING_TITLES, Standing
from workbench.i18n import _, n_
from workbench.ui.theme import set_look, theme
from workbench.ui.widgets.labels import label
from workbench.ui.widgets.marks import paint_focus

if TYPE_CHECKING:
    from workbench.ui.models.architecture_desk import ArchitectureDesk

__all__ = ["JourneyChip", "JourneyStrip"]

_TOKENS = {Standing.DOWN: "high", Standing.DEGRADED: "medium", Standing.AT_RISK: "medium", Standing.UP: "none"}


class JourneyChip(QAbstractButton):
    """One journey: a cross (down), a hatched disc (degraded), a triangle (at risk) or a tick (up), and words."""

    hovered = Signal()
    """The mouse came over it: whoever knows more says so (`set_why`); UI thread."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.standing = Standing.UP
        self.words = ""
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def show_journey(self, title: str, standing: Standing, singles: int) -> None:
        """Show how a journey is.

        Args:
            title: Its name.
            standing: How it is.
            singles: How many elements end it alone.
        """
        words = _(STANDING_TITLES[standing])
        if standing is Standing.AT_RISK:
            words = n_("at risk, {n} single point", "at risk, {n} single points", singles)
        self.standing, self.words = standing, words
        self.setText(title)
        self.setAccessibleName(f"{title}, {words}")
        self.setAccessibleDescription("")
        self.setToolTip(f"{title}: {words}")
        self.updateGeometry()
        self.update()

    def set_why(self, why: str) -> None:
        """Say more in the tool tip: what takes it down, or would."""
        self.setAccessibleDescription(why)
        self.setToolTip(f"{self.text()}: {self.words}\n{why}".strip())

    def sizeHint(self) -> QSize:
        look = theme()
        metrics, small = QFontMetrics(look.font("normal")), QFontMetrics(look.font("small"))
        width = look.px(34) + metrics.horizontalAdvance(self.text()) + small.horizontalAdvance(self.words) + look.px(16)
        return QSize(min(width, look.px(320)), max(metrics.height() + look.px(8), look.px(28)))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def enterEvent(self, event: QEnterEvent) -> None:
        self.update()
        self.hovered.emit()
        super().enterEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        is_down = self.standing is Standing.DOWN
        painter.setPen(QPen(look.color("high" if is_down else "line_strong" if self.underMouse() else "line"), 1))
        painter.setBrush(look.color("high_soft" if is_down else "raised"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), look.px(6), look.px(6))
        side, left = look.px(14), look.px(8)
        self._paint_mark(painter, QRectF(left, (self.height() - side) / 2, side, side))
        left += side + look.px(8)
        room = self.width() - left - look.px(8)
        small = QFontMetrics(look.font("small"))
        after = small.horizontalAdvance(self.words)
        metrics = QFontMetrics(look.font("normal"))
        title = metrics.elidedText(self.text(), Qt.TextElideMode.ElideRight, max(0, room - after - look.px(8)))
        painter.setFont(look.font("normal"))
        painter.setPen(look.color("text"))
        painter.drawText(QRect(left, 0, room, self.height()), Qt.AlignmentFlag.AlignVCenter, title)
        left += metrics.horizontalAdvance(title) + look.px(8)
        painter.setFont(look.font("small"))
        painter.setPen(look.color("high" if is_down else "text_dim"))
        painter.drawText(QRect(left, 0, after + 2, self.height()), Qt.AlignmentFlag.AlignVCenter, self.words)
        if self.hasFocus():
            paint_focus(painter, self.rect(), look.px(6))
        painter.end()

    def _paint_mark(self, painter: QPainter, box: QRectF) -> None:
        look = theme()
        ink = look.color(_TOKENS[self.standing])
        painter.save()
        painter.translate(box.topLeft())
        painter.scale(box.width() / 14, box.height() / 14)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink)
        pen = QPen(look.color("on_mark"), 2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)
        if self.standing is Standing.AT_RISK:
            painter.drawPolygon(QPolygonF([QPointF(7, 1), QPointF(14, 13), QPointF(0, 13)]))
        elif self.standing is Standing.DEGRADED:
            painter.setPen(QPen(ink, 1.6))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(QRectF(1, 1, 12, 12))
            for at in (-4, 0, 4):
                painter.drawLine(
                    QPointF(3.5 + max(0, at), 10.5 + min(0, at)), QPointF(10.5 + min(0, at), 3.5 + max(0, at))
                )
        else:
            painter.drawEllipse(QRectF(0, 0, 14, 14))
            painter.setPen(pen)
            if self.standing is Standing.DOWN:
                painter.drawLine(QPointF(4.3, 4.3), QPointF(9.7, 9.7))
                painter.drawLine(QPointF(9.7, 4.3), QPointF(4.3, 9.7))
            else:
                painter.drawPolyline(QPolygonF([QPointF(3.5, 7.2), QPointF(5.9, 9.6), QPointF(10.5, 4.6)]))
        painter.restore()


class JourneyStrip(QWidget):
    """All journeys of the architecture, in its order."""

    chosen = Signal(str)
    """Id of a journey that was clicked; UI thread."""

    def __init__(self, architecture: ArchitectureDesk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._architecture = architecture
        self.chips: dict[str, JourneyChip] = {}
        self.summary = label("", step="small", tone="dim")
        self._inner = QWidget()
        self._inner.setProperty("clear", True)
        self._row = QHBoxLayout(self._inner)
        theme().space(self._row, 6, (0, 0, 0, 0))
        self._row.addStretch(1)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setWidget(self._inner)
        set_look(self, ground="raised")
        set_look(self._area, ground="raised")
        self.setAccessibleName(_("State of the journeys"))
        whole = QHBoxLayout(self)
        theme().space(whole, 12, (12, 6, 12, 6))
        whole.addWidget(self.summary)
        whole.addWidget(self._area, 1)
        theme().changed.connect(self._dress)
        architecture.graph_changed.connect(self.show_journeys)
        architecture.state_changed.connect(self.show_journeys)
        self._dress()
        self.show_journeys()

    def show_journeys(self) -> None:
        """Show how they are now."""
        architecture = self._architecture
        wanted = [one.id for one in architecture.graph.journeys]
        if wanted != list(self.chips):
            for chip in self.chips.values():
                self._row.removeWidget(chip)
                chip.hide()
                chip.deleteLater()
            self.chips = {}
            for place, key in enumerate(wanted):
                chip = JourneyChip()
                chip.clicked.connect(partial(self._choose, key))
                chip.hovered.connect(partial(self._explain, key))
                self.chips[key] = chip
                self._row.insertWidget(place, chip)
        for one in architecture.graph.journeys:
            standing = architecture.journeys.get(one.id, Standing.UP)
            self.chips[one.id].show_journey(one.title, standing, len(architecture.singles(one.id)))
        self.summary.setText(self._summary())

    def _summary(self) -> str:
        counts = {one: list(self._architecture.journeys.values()).count(one) for one in Standing}
        said = [f"{n:,} {_(STANDING_TITLES[one])}" for one, n in counts.items() if n]
        return " · ".join(said) if said else _("No user journey yet")

    def _explain(self, key: str) -> None:
        architecture, journey = self._architecture, self._architecture.graph.journey(key)
        standing = architecture.journeys.get(key)
        if journey is None or standing not in (Standing.AT_RISK, Standing.DOWN):
            return
        if standing is Standing.DOWN:
            self.chips[key].set_why("\n".join(architecture.why(journey.node)))
        else:
            names = architecture.words().names(architecture.singles(key))
            has_failed = bool(architecture.state.failed)
            text = _("After this failure each ends it: {names}") if has_failed else _("Each ends it alone: {names}")
            self.chips[key].set_why(text.format(names=names))

    def _choose(self, key: str) -> None:
        architecture = self._architecture
        journey = architecture.graph.journey(key)
        if journey is None:
            return
        architecture.select((journey.node,))
        self.chosen.emit(key)

    def _dress(self) -> None:
        self.setFixedHeight(theme().px(44))
