"""Texts: headings, wrapping, elided, links, tags and rules."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QWidget

from workbench.ui.theme import Step, set_look, theme

__all__ = ["ElidedLabel", "LinkLabel", "WrapLabel", "dim_label", "heading", "label", "rule", "tag_label"]


def label(text: str = "", *, step: Step = "normal", tone: str = "", strong: bool = False, wrap: bool = False) -> QLabel:
    """Return a plain-text label in a step and tone of the theme."""
    made = WrapLabel(text) if wrap else QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    set_look(made, step=step, tone=tone, strong=strong)
    return made


def heading(text: str, step: Step = "title") -> QLabel:
    """Return a wrapping heading."""
    return label(text, step=step, strong=True, wrap=True)


def dim_label(text: str = "", *, wrap: bool = False, step: Step = "normal") -> QLabel:
    """Return a label for secondary text."""
    return label(text, tone="dim", wrap=wrap, step=step)


def tag_label(text: str, tone: str = "dim") -> QLabel:
    """Return a small coloured tag; tone is "dim", "accent", "high", "medium" or "none"."""
    made = label(text, tone=tone)
    made.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Maximum)
    set_look(made, tag=True, step="small")
    return made


def rule(vertical: bool = False) -> QFrame:
    """Return a hairline."""
    made = QFrame()
    set_look(made, rule=True)
    if vertical:
        made.setFixedWidth(1)
    else:
        made.setFixedHeight(1)
    return made


class WrapLabel(QLabel):
    """A label that wraps and asks its layout for the height it needs."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setWordWrap(True)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def minimumSizeHint(self) -> QSize:
        """Return one short line; the height that is really needed comes from the width."""
        return QSize(theme().px(24), self.fontMetrics().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.updateGeometry()


class ElidedLabel(QLabel):
    """A label of one line that ends in … where there is no room; the tool tip then has all of it."""

    def __init__(
        self, text: str = "", mode: Qt.TextElideMode = Qt.TextElideMode.ElideRight, parent: QWidget | None = None
    ) -> None:
        super().__init__(text, parent)
        self._mode = mode
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)

    def minimumSizeHint(self) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance("…" * 2), super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        room = self.contentsRect()
        shown = self.fontMetrics().elidedText(self.text(), self._mode, room.width())
        tip = self.text() if shown != self.text() else ""
        if self.toolTip() != tip:
            self.setToolTip(tip)
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(room, int(self.alignment()), shown)
        painter.end()


class LinkLabel(QLabel):
    """A link that takes the focus, opens with Enter and follows the theme."""

    opened = Signal(str)
    """The address; UI thread."""

    def __init__(self, text: str = "", address: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.LinksAccessibleByMouse | Qt.TextInteractionFlag.LinksAccessibleByKeyboard
        )
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.linkActivated.connect(self.opened)
        theme().changed.connect(self._show)
        self.set_link(text, address)

    def set_link(self, text: str, address: str) -> None:
        """Show another link."""
        self._text, self._address = text, address
        self.setAccessibleName(text)
        self.setToolTip(address)
        self._show()

    def _show(self) -> None:
        from html import escape

        look = f"color:{theme().tokens.accent};text-decoration:none"
        self.setText(f'<a style="{look}" href="{escape(self._address)}">{escape(self._text)}</a>')
