"""What happened, to what, and what to do now: one message above the page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from workbench.errors import WorkbenchError
from workbench.i18n import _
from workbench.ui.theme import icon, set_look, theme
from workbench.ui.widgets.details import Details
from workbench.ui.widgets.kbd import icon_button, plain_button
from workbench.ui.widgets.labels import label
from workbench.ui.widgets.toast import announce

__all__ = ["MessageBar", "MessageKind"]

MessageKind = Literal["info", "warning", "error"]
_GROUNDS = {"info": "accent", "warning": "medium", "error": "high"}


class MessageBar(QFrame):
    """Shows one message at a time until it is closed or replaced; hidden without one."""

    closed = Signal()
    """The person closed the message; UI thread."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = QLabel()
        self._text = label("", wrap=True, strong=True)
        self._hint = label("", wrap=True)
        for part in (self._text, self._hint):
            part.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._button = plain_button("", self._act)
        self._callback: Callable[[], object] | None = None
        self._details = Details()
        self._close = icon_button("close", _("Close message"), self._dismiss, size=16)
        texts = QVBoxLayout()
        theme().space(texts, 2, (0, 3, 0, 3))
        for widget in (self._text, self._hint, self._details):
            texts.addWidget(widget)
        row = QHBoxLayout(self)
        theme().space(row, 10, (12, 6, 8, 6))
        top = Qt.AlignmentFlag.AlignTop
        row.addWidget(self._icon, 0, top)
        row.addLayout(texts, 1)
        row.addWidget(self._button, 0, top)
        row.addWidget(self._close, 0, top)
        self._kind: MessageKind = "info"
        theme().changed.connect(self._dress)
        self.hide()

    @property
    def text(self) -> str:
        """The message shown; empty without one."""
        return self._text.text() if not self.isHidden() else ""

    def show_message(
        self,
        kind: MessageKind,
        text: str,
        hint: str = "",
        action: tuple[str, Callable[[], object]] | None = None,
        details: Sequence[str] = (),
    ) -> None:
        """Show a message, its hint, one action as a button, and lines that fold out."""
        self._kind = kind
        self._text.setText(text)
        self._hint.setText(hint)
        self._hint.setVisible(bool(hint))
        self._callback = action[1] if action else None
        self._button.setText(action[0] if action else "")
        self._button.setVisible(action is not None)
        self._button.setEnabled(True)
        self._details.set_text("\n".join(details))
        self._dress()
        self.show()
        self.setAccessibleName(f"{text} {hint}".strip())
        announce(self, f"{text} {hint}".strip(), urgent=kind == "error")

    def show_error(self, error: WorkbenchError, action: tuple[str, Callable[[], object]] | None = None) -> None:
        """Show an error of ours; connect `Faults.told` here."""
        self.show_message("error", error.message, error.hint, action, error.details)

    def clear(self) -> None:
        """Take the message away."""
        self._callback = None
        self.hide()

    def _dismiss(self) -> None:
        self.clear()
        self.closed.emit()

    def _act(self) -> None:
        callback = self._callback
        self.clear()
        if callback is not None:
            callback()

    def _dress(self) -> None:
        tone = _GROUNDS[self._kind]
        set_look(self, ground=tone)
        side = theme().px(20)
        self._icon.setPixmap(icon(self._kind, tone).pixmap(QSize(side, side), self.devicePixelRatioF()))
