"""A part of a page that folds: header, a few words of summary, content."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSettings, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from workbench.i18n import _
from workbench.ui.theme import icon, theme
from workbench.ui.widgets.labels import rule
from workbench.ui.widgets.marks import paint_focus

__all__ = ["Section"]


class _Header(QAbstractButton):
    def __init__(self, title: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.summary = ""
        self.tag = ""
        self.tone = "dim"
        self.setText(title)
        self.setCheckable(True)
        self.setChecked(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        look = theme()
        return QSize(look.px(160), max(QFontMetrics(look.font("normal")).height() + look.px(8), look.px(26)))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().px(60), self.sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        wanted = {int(Qt.Key.Key_Right): True, int(Qt.Key.Key_Left): False}.get(event.key())
        if wanted is not None:
            self.setChecked(wanted)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side, gap, height = look.px(14), look.px(6), self.height()
        arrow = "chevron-down" if self.isChecked() else "chevron-right"
        icon(arrow).paint(painter, QRect(0, (height - side) // 2, side, side))
        left = side + gap
        left = self._write(painter, left, self.text(), "text", bold=True) + gap
        if self.tag:
            left = self._write_tag(painter, left) + gap
        self._write(painter, left, self.summary, "text_dim", bold=False)
        if self.hasFocus():
            paint_focus(painter, self.rect(), look.px(4))
        painter.end()

    def _write(self, painter: QPainter, left: int, text: str, token: str, *, bold: bool) -> int:
        font = theme().font("normal", bold=bold)
        metrics = QFontMetrics(font)
        room = max(0, self.width() - left)
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
        painter.setFont(font)
        painter.setPen(theme().color(token))
        painter.drawText(QRect(left, 0, room, self.height()), Qt.AlignmentFlag.AlignVCenter, shown)
        return left + metrics.horizontalAdvance(shown)

    def _write_tag(self, painter: QPainter, left: int) -> int:
        look = theme()
        font = look.font("small", bold=True)
        metrics = QFontMetrics(font)
        width, height = metrics.horizontalAdvance(self.tag) + look.px(12), metrics.height() + look.px(2)
        box = QRect(left, (self.height() - height) // 2, width, height)
        grounds = {"dim": "sunken", "accent": "accent_soft"}
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.color(grounds.get(self.tone, f"{self.tone}_soft")))
        painter.drawRoundedRect(box, look.px(4), look.px(4))
        painter.setFont(font)
        painter.setPen(look.color("text_dim" if self.tone == "dim" else self.tone))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self.tag)
        return left + width


class Section(QWidget):
    """A folding section; with a key it comes back folded as it was left."""

    folded_changed = Signal(bool)
    """True when it was folded; UI thread."""

    def __init__(
        self, title: str, summary: str = "", key: str = "", *, folded: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._key = f"sections/{key}" if key else ""
        self._header = _Header(title, self)
        self._content = QWidget(self)
        self.body = QVBoxLayout(self._content)
        theme().space(self.body, 6, (0, 4, 0, 4))
        self._inner = QVBoxLayout()
        theme().space(self._inner, 0, (16, 8, 16, 8))
        self._inner.addWidget(self._header)
        self._inner.addWidget(self._content)
        whole = QVBoxLayout(self)
        theme().space(whole, 0)
        whole.addLayout(self._inner)
        whole.addWidget(rule())
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        if self._key:
            folded = QSettings().value(self._key, "1" if folded else "0") in ("1", True, "true")
        self._header.setChecked(not folded)
        self._content.setVisible(not folded)
        self._header.toggled.connect(self._unfold)
        self.set_summary(summary)

    @property
    def is_folded(self) -> bool:
        return not self._header.isChecked()

    def add(self, widget: QWidget) -> None:
        """Append a widget to the content."""
        self.body.addWidget(widget)

    def set_title(self, title: str) -> None:
        """Show another title."""
        self._header.setText(title)
        self.set_summary(self._header.summary)

    def set_summary(self, summary: str) -> None:
        """Show a few dim words after the title; they stay when it is folded."""
        self._header.summary = summary
        state = _("unfolded") if self._header.isChecked() else _("folded")
        parts = (self._header.text(), self._header.tag, summary, state)
        self._header.setAccessibleName(", ".join(part for part in parts if part))
        self._header.update()

    def set_tag(self, text: str, tone: str = "dim") -> None:
        """Show a small coloured tag after the title; tone "dim", "accent", "high", "medium" or "none"."""
        self._header.tag, self._header.tone = text, tone
        self.set_summary(self._header.summary)

    def set_folded(self, folded: bool) -> None:
        """Fold or unfold."""
        self._header.setChecked(not folded)

    def clear(self) -> None:
        """Remove and delete the content."""
        while (item := self.body.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()

    def _unfold(self, is_open: bool) -> None:
        self._content.setVisible(is_open)
        self.set_summary(self._header.summary)
        if self._key:
            QSettings().setValue(self._key, "0" if is_open else "1")
        self.folded_changed.emit(not is_open)
