"""What a report will look like, while it is being chosen: the last choice wins, and the wait can be cancelled."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QPlainTextEdit, QStackedWidget, QVBoxLayout, QWidget

from workbench.i18n import _
from workbench.ui.tasks import Task, Tasks, Work
from workbench.ui.theme import set_look, theme
from workbench.ui.widgets.empty_state import StateStack
from workbench.ui.widgets.labels import dim_label
from workbench.ui.widgets.page_pictures import PagePictures

__all__ = ["ReportPreview"]

_AFTER_MS = 200
"""So long a choice rests before it is laid out."""


class ReportPreview(QWidget):
    """The first pages, or the first lines of a format that is text.

    Args:
        tasks: Where the work is done.
        wanted: Gives the work, which returns pages (PNG) or a text, and words on what is seen; None for nothing.
    """

    def __init__(
        self, tasks: Tasks, wanted: Callable[[], tuple[Work, str] | None], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._tasks, self._wanted = tasks, wanted
        self._task: Task | None = None
        self.note = dim_label("", step="small", wrap=True)
        self.pages = PagePictures(_("First pages of the report"))
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName(_("First lines of the report"))
        self._kinds = QStackedWidget()
        self._kinds.addWidget(self.pages)
        self._kinds.addWidget(self.text)
        self.states = StateStack(self._kinds)
        column = QVBoxLayout(self)
        theme().space(column, 4, (16, 16, 16, 0))
        column.addWidget(self.note)
        column.addWidget(self.states, 1)
        set_look(self, ground="sunken")
        self._later = QTimer(self, singleShot=True, interval=_AFTER_MS)
        self._later.timeout.connect(self._look)

    def ask(self) -> None:
        """Look again, once nothing was chosen for a moment; what is under way is given up."""
        self._later.start()
        if self._task is not None:
            self._task.cancel()

    def rest(self) -> None:
        """Do not look any more for now."""
        self._later.stop()

    def clear(self) -> None:
        """Forget what was seen."""
        self.pages.set_pages(())
        self.text.clear()

    def _look(self) -> None:
        wanted = self._wanted()
        if wanted is None:
            return
        work, words = wanted
        title = _("Laying out the first pages")
        task = self._tasks.start(title, work, self._show, self, self._fail, key="reports.preview", quiet=True)
        self._task = task
        task.ended.connect(lambda state: self._ended(task, state))
        self.note.setText(words)
        self.states.show_loading(title, task)

    def _show(self, found: tuple[bytes, ...] | str) -> None:
        if isinstance(found, str):
            self.text.setPlainText(found)
            self._kinds.setCurrentWidget(self.text)
        else:
            self.pages.set_pages(found)
            self._kinds.setCurrentWidget(self.pages)
        self.states.show_content()

    def _fail(self, error: Exception) -> None:
        self.clear()
        self.states.show_failed(error, self._look)

    def _ended(self, task: Task, state: str) -> None:
        if task is not self._task:
            return
        self._task = None
        if state == "cancelled" and not self._later.isActive():
            self.states.show_empty(
                "reports", _("No preview"), _("The preview was stopped."), _("Show preview"), self._look
            )
