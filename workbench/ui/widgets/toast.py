"""A brief note at the lower edge of the window, with Undo where there is one."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from workbench.i18n import _
from workbench.ui.theme import set_look, theme
from workbench.ui.widgets.kbd import link_button
from workbench.ui.widgets.labels import label

__all__ = ["Toast", "announce"]

SHOWN_MS = 5000


def announce(widget: QObject, text: str, *, urgent: bool = False) -> None:
    """Let a screen reader say something."""
    from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent

    if not QAccessible.isActive():
        return
    event = QAccessibleAnnouncementEvent(widget, text)
    if urgent:
        event.setPoliteness(QAccessible.AnnouncementPoliteness.Assertive)
    QAccessible.updateAccessibility(event)


class Toast(QFrame):
    """Says what was done for a few seconds; stays while the mouse or the focus is on it."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._text = label("")
        self._undo = link_button(_("Undo"), self._take_back)
        self._callback: Callable[[], object] | None = None
        row = QHBoxLayout(self)
        theme().space(row, 12, (16, 8, 16, 8))
        row.addWidget(self._text)
        row.addWidget(self._undo)
        self.setProperty("toast", True)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        set_look(self._text, tone="toast")
        self._timer = QTimer(self, singleShot=True, interval=SHOWN_MS)
        self._timer.timeout.connect(self._leave)
        window.installEventFilter(self)
        self.hide()

    def say(self, text: str, undo: Callable[[], object] | None = None) -> None:
        """Show a note; `undo` takes back what it tells about."""
        self._text.setText(text)
        self._callback = undo
        self._undo.setVisible(undo is not None)
        self._place()
        self.show()
        self.raise_()
        self._timer.start()
        announce(self, text)

    @property
    def text(self) -> str:
        """The note shown; empty without one."""
        return "" if self.isHidden() else self._text.text()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and not self.isHidden():
            self._place()
        return False

    def _place(self) -> None:
        size = self.sizeHint().boundedTo(self._window.size())
        left = (self._window.width() - size.width()) // 2
        self.setGeometry(QRect(QPoint(left, self._window.height() - size.height() - theme().px(40)), size))

    def _leave(self) -> None:
        if self.underMouse() or self._undo.hasFocus():
            self._timer.start()
        else:
            self.hide()

    def _take_back(self) -> None:
        callback, self._callback = self._callback, None
        self.hide()
        if callback is not None:
            callback()
