"""Key caps, and buttons that show their key."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QPushButton,
    QSizePolicy,
    QStyle,
    QStyleOptionButton,
    QStylePainter,
    QToolButton,
    QWidget,
)

from workbench.ui.actions import key_text
from workbench.ui.theme import icon, set_look, theme

__all__ = [
    "KeyButton",
    "KeyCap",
    "cap_size",
    "flat_button",
    "icon_button",
    "link_button",
    "paint_cap",
    "plain_button",
    "primary_button",
]


def cap_size(text: str) -> QSize:
    """Return the size of a key cap."""
    look = theme()
    metrics = QFontMetrics(look.font("small", mono=True))
    return QSize(max(metrics.horizontalAdvance(text) + look.px(10), look.px(18)), metrics.height() + look.px(2))


def paint_cap(painter: QPainter, rect: QRect, text: str, token: str = "text_dim", framed: bool = True) -> None:
    """Paint a key cap that fills a rectangle."""
    look = theme()
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if framed:
        painter.setPen(look.color("line"))
        painter.setBrush(look.color("raised"))
        painter.drawRoundedRect(rect.toRectF().adjusted(0.5, 0.5, -0.5, -0.5), look.px(4), look.px(4))
    painter.setPen(look.color(token))
    painter.setFont(look.font("small", mono=True))
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, text)
    painter.restore()


class KeyCap(QWidget):
    """A key drawn as a cap."""

    def __init__(self, key: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = key_text(key)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self._text)

    def sizeHint(self) -> QSize:
        return cap_size(self._text)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_cap(painter, self.rect(), self._text)
        painter.end()


class KeyButton(QPushButton):
    """A push button that shows its key after the text."""

    def __init__(self, text: str, key: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._least = self._wanted = 0
        self.set_key(key)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def set_key(self, key: str) -> None:
        """Show another key, or none."""
        self._cap = key_text(key) if key else ""
        self.updateGeometry()
        self.update()

    def give_way(self, least: int, wanted: int = 0) -> None:
        """Let the button become narrower than its text, which is then shortened: "Paym…form ▾".

        Args:
            least: Smallest width, in pixels of the 100 % design.
            wanted: Width where there is room, if that is more than the text needs.
        """
        self._least, self._wanted = least, wanted
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        size = super().sizeHint()
        gap = theme().px(6)
        cap = cap_size(self._cap).width() + gap if self._cap else 0
        size += QSize(cap + (0 if self.icon().isNull() else gap), 0)
        return size.expandedTo(QSize(theme().px(self._wanted), 0))

    def minimumSizeHint(self) -> QSize:
        size = self.sizeHint()
        return size.boundedTo(QSize(theme().px(self._least), size.height())) if self._least else size

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.updateGeometry()

    def paintEvent(self, event: QPaintEvent) -> None:
        is_narrow = bool(self._least) and self.width() < self.sizeHint().width()
        if not self._cap and self.icon().isNull() and not is_narrow:
            super().paintEvent(event)
            return
        look = theme()
        option = QStyleOptionButton()
        self.initStyleOption(option)
        painter = QStylePainter(self)
        painter.drawControl(QStyle.ControlElement.CE_PushButtonBevel, option)
        is_primary = bool(self.property("primary")) and self.isEnabled()
        token = "on_accent" if is_primary else "text" if self.isEnabled() else "text_disabled"
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextShowMnemonic
        picture = (self.iconSize().width() + look.px(6)) if not self.icon().isNull() else 0
        cap = cap_size(self._cap) if self._cap else QSize(-look.px(6), 0)
        text, metrics = self.text(), self.fontMetrics()
        if is_narrow:
            room = self.width() - picture - cap.width() - look.px(28 if self.property("search") else 18)
            mode = Qt.TextElideMode.ElideRight if self.property("search") else Qt.TextElideMode.ElideMiddle
            text = metrics.elidedText(text, mode, room, int(Qt.TextFlag.TextShowMnemonic))
        words = metrics.size(Qt.TextFlag.TextShowMnemonic, text).width()
        whole = picture + words + look.px(6) + cap.width()
        is_field = bool(self.property("search"))
        left = look.px(12) if is_field else max(look.px(6), (self.width() - whole) // 2)
        token = "text_dim" if is_field else token
        if picture:
            side = self.iconSize().width()
            self.icon().paint(painter, QRect(left, (self.height() - side) // 2, side, side))
        painter.setPen(look.color(token))
        painter.drawText(QRect(left + picture, 0, words + 2, self.height()), int(flags), text)
        if not self._cap:
            painter.end()
            return
        at = self.width() - cap.width() - look.px(10) if is_field else left + picture + words + look.px(6)
        box = QRect(at, (self.height() - cap.height()) // 2, cap.width(), cap.height())
        dim = token if is_primary or not self.isEnabled() else "text_dim"
        paint_cap(painter, box, self._cap, dim, framed=not is_primary)
        painter.end()


def primary_button(text: str, callback: Callable[[], object] | None = None, key: str = "") -> KeyButton:
    """Return the one button of a view that does the next thing."""
    return _button(text, callback, key, primary=True)


def plain_button(
    text: str, callback: Callable[[], object] | None = None, key: str = "", icon_name: str = ""
) -> KeyButton:
    """Return an ordinary button."""
    return _button(text, callback, key, icon_name)


def flat_button(
    text: str, callback: Callable[[], object] | None = None, key: str = "", icon_name: str = ""
) -> KeyButton:
    """Return a button without a frame."""
    return _button(text, callback, key, icon_name, flat=True)


def link_button(text: str, callback: Callable[[], object] | None = None) -> KeyButton:
    """Return a button that looks like a link."""
    made = _button(text, callback, "", link=True)
    made.setCursor(Qt.CursorShape.PointingHandCursor)
    return made


def icon_button(
    icon_name: str, name: str, callback: Callable[[], object] | None = None, key: str = "", size: int = 0
) -> QToolButton:
    """Return a button with an icon only; the name is its tool tip and accessible name."""
    made = QToolButton()
    made.setIcon(icon(icon_name))
    if size:
        made.setIconSize(QSize(theme().px(size), theme().px(size)))
    made.setAccessibleName(name)
    made.setToolTip(f"{name} ({key_text(key)})" if key else name)
    made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    made.setMinimumSize(theme().px(26), theme().px(26))
    if callback is not None:
        made.clicked.connect(lambda _checked=False: callback())
    return made


def _button(
    text: str, callback: Callable[[], object] | None, key: str, icon_name: str = "", **looks: bool
) -> KeyButton:
    made = KeyButton(text, key)
    made.setAutoDefault(False)
    if icon_name:
        made.setIcon(icon(icon_name))
    if callback is not None:
        made.clicked.connect(lambda _checked=False: callback())
    if looks:
        set_look(made, **looks)
    return made
