"""What a page shows instead of its content: nothing yet, loading, failed."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from workbench.errors import WorkbenchError
from workbench.host.redaction import redact
from workbench.i18n import _
from workbench.ui.tasks import Task
from workbench.ui.theme import icon, theme
from workbench.ui.widgets.details import Details
from workbench.ui.widgets.kbd import plain_button, primary_button
from workbench.ui.widgets.labels import label

__all__ = ["EmptyState", "FailedState", "Loading", "Skeleton", "StateStack"]

_LOADING_AFTER_MS = 120


class EmptyState(QWidget):
    """Says what a page is for and offers the one next step."""

    def __init__(
        self,
        icon_name: str,
        title: str,
        text: str = "",
        button: str = "",
        callback: Callable[[], object] | None = None,
        *,
        tone: str = "text_dim",
        details: str = "",
        others: Sequence[tuple[str, Callable[[], object]]] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._icon_name, self._tone = icon_name, tone
        self._picture = QLabel(alignment=Qt.AlignmentFlag.AlignCenter)
        heading = label(title, step="large", strong=True, wrap=True)
        words = label(text, tone="dim", wrap=True)
        words.setVisible(bool(text))
        for part in (heading, words):
            part.setAlignment(Qt.AlignmentFlag.AlignCenter)
        inner = QWidget()
        inner.setMaximumWidth(theme().px(460))
        inner.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        column = QVBoxLayout(inner)
        theme().space(column, 8, (24, 24, 24, 24))
        for widget in (self._picture, heading, words):
            column.addWidget(widget)
        self.button = primary_button(button, callback)
        self.button.setVisible(bool(button))
        self.setFocusProxy(self.button)
        column.addSpacing(theme().px(4))
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        self.others = [plain_button(words, run) for words, run in others]
        for other in self.others:
            column.addWidget(other, 0, Qt.AlignmentFlag.AlignHCenter)
        self.details = Details(details)
        column.addWidget(self.details)
        whole = QVBoxLayout(self)
        theme().space(whole, 0)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(inner, 100)
        row.addStretch(1)
        whole.addStretch(2)
        whole.addLayout(row)
        whole.addStretch(3)
        theme().changed.connect(self._dress)
        self._dress()

    def _dress(self) -> None:
        side = theme().px(40)
        picture = icon(self._icon_name, self._tone).pixmap(QSize(side, side), self.devicePixelRatioF())
        self._picture.setPixmap(picture)


class FailedState(EmptyState):
    """Says what failed, why and what to do."""

    def __init__(self, error: Exception, retry: Callable[[], object] | None = None, again: str = "") -> None:
        if isinstance(error, WorkbenchError):
            title, hint, details = error.message, error.hint, "\n".join(error.details)
        else:
            title = _("This could not be shown.")
            hint = _("The rest of the workbench goes on. The details help whoever looks into it.")
            details = redact(f"{type(error).__name__}: {error}")
        button = (again or _("Try again")) if retry is not None else ""
        super().__init__("error", title, hint, button, retry, tone="high", details=details)


class Skeleton(QWidget):
    """Grey bars where text will be."""

    def __init__(self, lines: int = 7, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines = lines
        self.setAccessibleName(_("Loading"))
        self.setMinimumHeight(theme().px(60))

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.color("line" if look.name == "high_contrast" else "sunken"))
        width = min(self.width() - look.px(48), look.px(640))
        top = float(look.px(24))
        painter.drawRoundedRect(QRectF(look.px(24), top, width * 0.45, look.px(20)), look.px(4), look.px(4))
        top += look.px(44)
        for number in range(self._lines):
            share = (0.92, 0.78, 0.85, 0.6)[number % 4]
            painter.drawRoundedRect(QRectF(look.px(24), top, width * share, look.px(12)), look.px(4), look.px(4))
            top += look.px(28)
        painter.end()


class Loading(QWidget):
    """A skeleton with what is going on, how far it is, and Cancel."""

    def __init__(self, text: str = "", task: Task | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = text
        self._label = label(text, tone="dim")
        self._bar = QProgressBar()
        self._bar.setRange(0, 0)
        self._bar.setTextVisible(False)
        self._bar.setMaximumWidth(theme().px(160))
        self._bar.setAccessibleName(text or _("Loading"))
        row = QHBoxLayout()
        theme().space(row, 12, (24, 16, 24, 0))
        row.addWidget(self._label)
        row.addWidget(self._bar)
        if task is not None:
            task.progressed.connect(self.show_progress)
            row.addWidget(plain_button(_("Cancel"), task.cancel))
        self._bar.setVisible(task is not None)
        row.addStretch(1)
        column = QVBoxLayout(self)
        theme().space(column, 0)
        column.addLayout(row)
        column.addWidget(Skeleton(), 1)

    def show_progress(self, done: float, total: float, note: str) -> None:
        """Show how far the work is."""
        self._bar.setRange(0, 1000 if total else 0)
        self._bar.setValue(round(1000 * done / total) if total else 0)
        self._label.setText(f"{self._text} · {note}" if note else self._text)


class StateStack(QStackedWidget):
    """The content of a page, or what stands in for it."""

    def __init__(self, content: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.content = content
        self._stand_in: QWidget | None = None
        self._waiting: QWidget | None = None
        self._later = QTimer(self, singleShot=True, interval=_LOADING_AFTER_MS)
        self._later.timeout.connect(self._show_waiting)
        self.addWidget(content)

    @property
    def state(self) -> str:
        """What is shown: "content", "empty", "loading" or "failed"."""
        names = {FailedState: "failed", EmptyState: "empty", Loading: "loading"}
        return names.get(type(self._stand_in), "content") if self._stand_in is not None else "content"

    def show_content(self) -> None:
        """Show the content again."""
        self._put(None)

    def show_empty(
        self,
        icon_name: str,
        title: str,
        text: str = "",
        button: str = "",
        callback: Callable[[], object] | None = None,
        others: Sequence[tuple[str, Callable[[], object]]] = (),
    ) -> None:
        """Say what the page is for and offer the one next step, with quiet ones below it where there are others."""
        self._put(EmptyState(icon_name, title, text, button, callback, others=others))

    def show_loading(self, text: str = "", task: Task | None = None) -> None:
        """Show a skeleton, but only when the work takes long enough to be seen."""
        self._forget_waiting()
        self._waiting = Loading(text, task, self)
        self._waiting.hide()
        self._later.start()

    def show_failed(self, error: Exception, retry: Callable[[], object] | None = None) -> None:
        """Say what failed, why and what to do."""
        self._put(FailedState(error, retry))

    def _show_waiting(self) -> None:
        waiting, self._waiting = self._waiting, None
        if waiting is not None:
            self._put(waiting)

    def _forget_waiting(self) -> None:
        self._later.stop()
        if self._waiting is not None:
            self._waiting.deleteLater()
            self._waiting = None

    def _put(self, stand_in: QWidget | None) -> None:
        self._forget_waiting()
        old, self._stand_in = self._stand_in, stand_in
        if stand_in is not None:
            self.addWidget(stand_in)
            self.setCurrentWidget(stand_in)
        else:
            self.setCurrentWidget(self.content)
        if old is not None:
            self.removeWidget(old)
            old.deleteLater()
