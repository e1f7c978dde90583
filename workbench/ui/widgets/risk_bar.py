"""How many questions have which risk: marks with numbers over a stacked bar, as a widget and in tables."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from workbench.domain.risk import RISK_ORDER, Risk
from workbench.i18n import _
from workbench.ui.theme import theme
from workbench.ui.widgets.marks import mark_token, paint_focus, paint_mark, risk_title

__all__ = ["COUNTS_ROLE", "RiskBar", "RiskBarDelegate", "counts_text", "paint_risk_bar", "risk_bar_size"]

COUNTS_ROLE = int(Qt.ItemDataRole.UserRole) + 40
"""Role under which a model gives Mapping[Risk, int]."""
Counts = Mapping[Risk, int]


def counts_text(counts: Counts) -> str:
    """Return the counts in words: "4 high risk, 3 medium risk"."""
    parts = [f"{counts[risk]:,} {risk_title(risk)}" for risk in RISK_ORDER if counts.get(risk)]
    return ", ".join(parts) or _("No questions")


def risk_bar_size() -> QSize:
    """Return the room a bar with all five numbers wants."""
    look = theme()
    metrics = QFontMetrics(look.font("small"))
    return QSize(len(RISK_ORDER) * _column(metrics, 3), max(metrics.height(), look.px(12)) + look.px(10))


def _column(metrics: QFontMetrics, digits: int) -> int:
    look = theme()
    return look.px(12 + 4 + 10) + metrics.horizontalAdvance("0" * max(2, digits))


def paint_risk_bar(
    painter: QPainter,
    rect: QRect,
    counts: Counts,
    *,
    aligned: bool = False,
    numbers: Collection[Risk] = RISK_ORDER,
) -> None:
    """Paint marks and numbers with a stacked bar below.

    Args:
        painter: Draws on a widget or item view.
        rect: The room; what is too high stays free above and below.
        counts: Questions per risk; absent means 0.
        aligned: Keep a place for every risk, so that numbers stand below each other in a table.
        numbers: The risks that get mark and number; the bar has all.
    """
    look = theme()
    font = look.font("small")
    metrics = QFontMetrics(font)
    mark, bar, gap = look.px(12), look.px(4), look.px(4)
    line = max(metrics.height(), mark)
    top = rect.y() + (rect.height() - line - gap - bar) // 2
    painter.save()
    painter.setFont(font)
    left = rect.x()
    for risk in (risk for risk in RISK_ORDER if risk in numbers):
        count = counts.get(risk, 0)
        step = _column(metrics, 3 if aligned else len(f"{count:,}"))
        if count:
            paint_mark(painter, QRect(left, top + (line - mark) // 2, mark, mark), risk)
            painter.setPen(look.color("text"))
            room = QRect(left + mark + gap, top, step, line)
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, f"{count:,}")
        if count or aligned:
            left += step
    _paint_segments(painter, QRectF(rect.x(), top + line + gap, rect.width(), bar), counts)
    painter.restore()


def _paint_segments(painter: QPainter, rect: QRectF, counts: Counts) -> None:
    look = theme()
    total = sum(counts.values())
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    outline = QPainterPath()
    outline.addRoundedRect(rect, rect.height() / 2, rect.height() / 2)
    painter.fillPath(outline, look.color("line"))
    if not total:
        return
    painter.setClipPath(outline, Qt.ClipOperation.IntersectClip)
    present = [risk for risk in RISK_ORDER if counts.get(risk)]
    slit = look.px(1)
    left = rect.x()
    for risk in present:
        width = rect.width() * counts[risk] / total
        if risk is not Risk.UNANSWERED:
            shown = max(width - (slit if risk is not present[-1] else 0), slit)
            painter.fillRect(QRectF(left, rect.y(), shown, rect.height()), look.color(mark_token(risk)))
        left += width


class RiskBar(QWidget):
    """The counts of one lens, pillar or workload."""

    def __init__(self, counts: Counts | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_counts(counts or {})

    def set_counts(self, counts: Counts) -> None:
        """Show other counts."""
        self._counts = dict(counts)
        self.setToolTip(counts_text(counts))
        self.setAccessibleName(counts_text(counts))
        self.update()

    def sizeHint(self) -> QSize:
        return risk_bar_size()

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().px(60), risk_bar_size().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_risk_bar(painter, self.rect(), self._counts)
        painter.end()


class RiskBarDelegate(QStyledItemDelegate):
    """Paints a cell whose COUNTS_ROLE holds counts."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        counts = index.data(COUNTS_ROLE)
        if not isinstance(counts, Mapping):
            super().paint(painter, option, index)
            return
        look = theme()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(option.rect, look.color("selection"))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(option.rect, look.color("hover"))
        inset = look.px(8)
        paint_risk_bar(painter, option.rect.adjusted(inset, 0, -inset, 0), counts, aligned=True)
        if option.state & QStyle.StateFlag.State_HasFocus:
            paint_focus(painter, option.rect, 2)

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return risk_bar_size() + QSize(theme().px(16), theme().px(8))
