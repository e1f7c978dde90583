"""One piece of work with AWS at a time: progress, Cancel, codes that are asked for and shown."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal

from workbench.ui.models.sync_work import Talk
from workbench.ui.tasks import Task, Tasks

__all__ = ["SyncRunner"]


class SyncRunner(QObject):
    """Starts work with AWS and tells how it goes; a second piece waits until the first has ended."""

    changed = Signal()
    """Something of what is shown became different; UI thread."""
    failed = Signal(object)
    """An Exception that stopped what was under way; UI thread."""
    failed_away = Signal(str, object)
    """Id of another workload than the one shown, and the Exception that stopped its work; UI thread."""
    progressed = Signal(float, float, str)
    """Of what is under way: done, total (0 is unknown), note; UI thread."""
    asked = Signal(str)
    """A worker waits for a code; call `answer` or `cancel`; UI thread."""
    code_shown = Signal(object)
    """A DeviceCode to sign in with; UI thread."""
    ended = Signal()
    """What was under way came to its end, whichever; UI thread."""

    def __init__(self, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._talk = Talk()
        self._goes_on = False
        self.subject = ""
        """Results for another subject (the person went elsewhere) are dropped, or go to what was given for it."""
        self.task: Task | None = None
        self.busy_with = ""
        """The subject of what is under way."""
        self.doing = ""
        """What is under way: "", "compare", "pull", "read", "push", "link", "look up", "check", "sign in", "keys", "extras"."""

    def start(
        self, doing: str, title: str, work: Callable[..., Any], then: Callable[[Any], Any],
        away: Callable[[Any], Any] | None = None,
    ) -> None:  # fmt: skip
        """Run `work(talk, progress)`, then `then(result)`; nothing happens while something else is under way.

        Args:
            doing: What it is, in one of our words.
            title: The same for people.
            work: Runs on a worker.
            then: Takes the result here.
            away: Takes the result where the person went elsewhere meanwhile. Work that has it goes on then; all other is
                cancelled by `leave`.
        """
        if self.task is not None:
            return
        self.doing, self._talk, subject = doing, Talk(), self.subject
        self.busy_with, self._goes_on = subject, away is not None

        def done(value: Any) -> None:
            if subject == self.subject:
                then(value)
            elif away is not None:
                away(value)

        def fail(error: Exception) -> None:
            if subject == self.subject:
                self.fail(doing, error)
            elif away is not None:
                self.failed_away.emit(subject, error)

        self.task = self._tasks.start(title, partial(work, self._talk), done, self, fail)
        self.task.progressed.connect(self._tell)
        self.task.ended.connect(self._end)
        self.changed.emit()

    @property
    def is_elsewhere(self) -> bool:
        """True while something is under way for another subject than the one shown."""
        return self.task is not None and self.busy_with != self.subject

    def fail(self, doing: str, error: Exception) -> None:
        """Tell that something failed."""
        self.failed.emit(error)

    def answer(self, code: str) -> None:
        """Answer the worker that asked."""
        self._talk.answers.put(code)

    def cancel(self) -> None:
        """Stop what is under way between two calls."""
        if self.task is not None:
            self.task.cancel()

    def leave(self) -> str:
        """Turn away from the subject; return what was cancelled by it, "" where nothing was."""
        if self.task is None or self._goes_on:
            return ""
        stopped = self.doing
        self.cancel()
        return stopped

    def _tell(self, done: float, total: float, note: str) -> None:
        while not self._talk.asked.empty():
            self.asked.emit(self._talk.asked.get())
        while not self._talk.codes.empty():
            self.code_shown.emit(self._talk.codes.get())
        self.progressed.emit(done, total, note)

    def _end(self, _state: str) -> None:
        self.task, self.doing, self.busy_with = None, "", ""
        self.ended.emit()
