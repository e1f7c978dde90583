"""Each pillar before and after, as a grid of rows that can be switched on as filters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QGridLayout, QSizePolicy, QWidget

from workbench.domain.risk import Risk
from workbench.i18n import _
from workbench.ui.theme import theme
from workbench.ui.widgets.marks import paint_focus, paint_mark, risk_title

__all__ = ["PillarMove", "PillarMoves"]

_SHOWN = (Risk.HIGH, Risk.MEDIUM)


@dataclass(frozen=True)
class PillarMove:
    """Questions per risk of one pillar at two moments."""

    key: str
    name: str
    before: Mapping[Risk, int]
    after: Mapping[Risk, int]


class _Row(QAbstractButton):
    def __init__(self, move: PillarMove, parent: QWidget) -> None:
        super().__init__(parent)
        self.move_shown = move
        self.setText(move.name)
        self.setCheckable(True)
        said = ", ".join(
            _("{risk} {a}, now {b}").format(
                risk=risk_title(risk), a=move.before.get(risk, 0), b=move.after.get(risk, 0)
            )
            for risk in _SHOWN
        )
        self.setAccessibleName(f"{move.name}: {said}")
        self.setToolTip(_("{what}. Shows only this pillar.").format(what=said))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        look = theme()
        metrics = QFontMetrics(look.font("normal"))
        width = metrics.horizontalAdvance(self.text()) + look.px(190)
        return QSize(width, max(metrics.height() + look.px(6), look.px(24)))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().px(240), self.sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.isChecked() or self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.color("accent_soft" if self.isChecked() else "hover"))
            painter.drawRoundedRect(self.rect(), look.px(4), look.px(4))
        box = self.rect().adjusted(look.px(8), 0, -look.px(8), 0)
        metrics = QFontMetrics(look.font("normal"))
        number = metrics.horizontalAdvance("00")
        column = look.px(12 + 4 + 6 + 16) + 2 * number
        right = box.right() - 2 * column
        painter.setFont(look.font("normal"))
        painter.setPen(look.color("accent" if self.isChecked() else "text"))
        name = metrics.elidedText(self.text(), Qt.TextElideMode.ElideRight, right - box.left() - look.px(8))
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, name)
        for place, risk in enumerate(_SHOWN):
            self._paint_pair(painter, QRect(right + place * column, box.top(), column, box.height()), risk, number)
        if self.hasFocus():
            paint_focus(painter, self.rect(), look.px(4))
        painter.end()

    def _paint_pair(self, painter: QPainter, box: QRect, risk: Risk, number: int) -> None:
        look, move = theme(), self.move_shown
        before, after = move.before.get(risk, 0), move.after.get(risk, 0)
        if not before and not after:
            return
        side = look.px(12)
        paint_mark(painter, QRect(box.left(), box.center().y() - side // 2, side, side), risk)
        left = box.left() + side + look.px(4)
        painter.setPen(look.color("text_dim"))
        centre = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(
            QRect(left, box.top(), number, box.height()), centre | Qt.AlignmentFlag.AlignRight, str(before)
        )
        if before == after:
            return
        painter.drawText(QRect(left + number, box.top(), look.px(16), box.height()), Qt.AlignmentFlag.AlignCenter, "→")
        painter.setFont(look.font("normal", bold=True))
        painter.setPen(look.color("text"))
        painter.drawText(
            QRect(left + number + look.px(16), box.top(), number + look.px(4), box.height()), centre, str(after)
        )
        painter.setFont(look.font("normal"))


class PillarMoves(QWidget):
    """All pillars in as many columns as there is room for; at most one is on."""

    filtered = Signal(str)
    """The key of the pillar that is on, "" for none; UI thread."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._moves: tuple[PillarMove, ...] = ()
        self._rows: list[_Row] = []
        self._columns = 0
        self._grid = QGridLayout(self)
        theme().space(self._grid, 2)
        self._grid.setHorizontalSpacing(theme().px(16))
        self.setAccessibleName(_("By pillar"))

    @property
    def chosen(self) -> str:
        """The key of the pillar that is on."""
        return next((row.move_shown.key for row in self._rows if row.isChecked()), "")

    def set_moves(self, moves: Sequence[PillarMove]) -> None:
        """Show other pillars; the one that is on stays on where it is still there."""
        moves = tuple(moves)
        if moves == self._moves:
            return
        on, focused = self.chosen, next((row.move_shown.key for row in self._rows if row.hasFocus()), "")
        self._moves = moves
        for row in self._rows:
            self._grid.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._rows = [_Row(move, self) for move in moves]
        for row in self._rows:
            row.setChecked(row.move_shown.key == on)
            row.clicked.connect(lambda is_on, row=row: self._choose(row, is_on))
            row.show()
        self._columns = 0
        self._arrange()
        for row in self._rows:
            if row.move_shown.key == focused:
                row.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().px(240), super().minimumSizeHint().height())

    def _arrange(self) -> None:
        columns = max(1, min(3, self.width() // theme().px(330)))
        if columns == self._columns:
            return
        self._columns = columns
        per_column = -(-len(self._rows) // columns)
        for place, row in enumerate(self._rows):
            self._grid.addWidget(row, place % per_column, place // per_column)
        for column in range(3):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)

    def _choose(self, chosen: _Row, is_on: bool) -> None:
        for row in self._rows:
            if row is not chosen:
                row.setChecked(False)
        self.filtered.emit(chosen.move_shown.key if is_on else "")
