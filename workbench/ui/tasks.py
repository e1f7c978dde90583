"""Background work: start it, watch it, cancel it; the result comes back on the UI thread.

A worker never holds a QObject: whichever thread drops the last reference destroys it. Workers leave plain tuples in a
queue and ring one signal of one long-lived object; everything else stays on the UI thread. Python's garbage collector
runs in any thread, too, and would destroy forgotten pages there; so it runs on the UI thread only (as in calibre).
"""

from __future__ import annotations

import gc
import weakref
from collections.abc import Callable
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from threading import Event
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QElapsedTimer, QObject, Qt, QTimer, Signal
from shiboken6 import isValid

from workbench.errors import WorkbenchError
from workbench.progress import Cancelled, Progress

if TYPE_CHECKING:
    from concurrent.futures import Future, ThreadPoolExecutor

__all__ = ["Task", "Tasks", "Work", "running"]

Work = Callable[[Progress], Any]
_PROGRESS_EVERY_MS = 50
_COLLECT_EVERY_MS = 500


class Task(QObject):
    """One piece of background work, as the UI thread sees it."""

    progressed = Signal(float, float, str)
    """Done, total (0 is unknown), note; at most 20 a second, UI thread."""
    ended = Signal(str)
    """"done", "cancelled" or "failed"; UI thread."""

    def __init__(self, number: int, title: str, cancel: Callable[[int], None], quiet: bool) -> None:
        super().__init__()  # no parent: a child that holds the last reference to its parent destroys itself twice
        self.number = number
        self.title = title
        self.quiet = quiet
        self.state = "running"
        self.done = 0.0
        self.total = 0.0
        self.note = ""
        self._cancel = cancel

    @property
    def is_running(self) -> bool:
        return self.state == "running"

    def cancel(self) -> None:
        """Ask the work to stop; it ends silently, and `then` is not called."""
        if self.is_running:
            self._cancel(self.number)


@dataclass(slots=True)
class _Shared:
    """What workers and the UI thread share: plain data and one bell."""

    ring: Callable[[], None]
    posts: SimpleQueue[tuple[int, str, Any]] = field(default_factory=SimpleQueue)
    latest: dict[int, tuple[float, float, str]] = field(default_factory=dict)
    works: dict[int, Work] = field(default_factory=dict)


@dataclass(slots=True)
class _Record:
    """What only the UI thread knows about a task."""

    task: Task
    stop: Event
    then: Callable[[Any], None] | None
    failed: Callable[[Exception], None] | None
    owner: weakref.ref[QObject] | None
    key: str
    future: Future[None] | None = None

    @property
    def is_wanted(self) -> bool:
        if self.owner is None:
            return True
        owner = self.owner()
        return owner is not None and isValid(owner)


class _Collector(QObject):
    """Collects garbage on the UI thread; the automatic collection rests while one of these is at work."""

    at_work = 0

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._timer = QTimer(self, interval=_COLLECT_EVERY_MS)
        self._timer.timeout.connect(self._collect)
        self._timer.start()
        _Collector.at_work += 1
        gc.disable()

    def stop(self) -> None:
        if self._timer.isActive():
            self._timer.stop()
            _Collector.at_work -= 1
            if not _Collector.at_work:
                gc.enable()

    def _collect(self) -> None:
        for generation in (2, 1, 0):
            if gc.get_count()[generation] > gc.get_threshold()[generation]:
                gc.collect(generation)
                return


class Tasks(QObject):
    """Starts work on a few threads and brings results home; the composition root owns one."""

    changed = Signal()
    """A task started or ended; UI thread."""
    failed = Signal(object)
    """An exception nobody else took; goes to `Faults.report`; UI thread."""
    _rang = Signal()

    def __init__(self, parent: QObject | None = None, workers: int = 4) -> None:
        super().__init__(parent)
        self._workers = workers
        self._pool: ThreadPoolExecutor | None = None
        self._shared = _Shared(self._rang.emit)
        self._records: dict[int, _Record] = {}
        self._count = 0
        self._is_open = True
        _alive.add(self)
        self._collector = _Collector(self)
        self._since = QElapsedTimer()
        self._later = QTimer(self, singleShot=True)
        self._later.timeout.connect(self._drain)
        self._rang.connect(self._answer_bell, Qt.ConnectionType.QueuedConnection)

    @property
    def running(self) -> list[Task]:
        """Tasks under way, oldest first, quiet ones included."""
        return [record.task for record in self._records.values()]

    def start(
        self,
        title: str,
        work: Work,
        then: Callable[[Any], None] | None = None,
        owner: QObject | None = None,
        failed: Callable[[Exception], None] | None = None,
        *,
        key: str = "",
        quiet: bool = False,
    ) -> Task:
        """Run `work(progress)` on a worker, then `then(result)` here.

        Args:
            title: What runs, for people: "Reading the template".
            work: Takes a Progress, returns plain data; must not hold a QObject.
            then: Called on the UI thread, unless the owner is gone or the task was cancelled.
            owner: The page or dialog that wants the result; once it is gone the work stops at its next progress.
            failed: Called on the UI thread with the exception; without it the `failed` signal tells.
            key: A newer task with the same key cancels the older one.
            quiet: Not worth a place in the status bar.
        """
        if not self._is_open:
            raise RuntimeError("Tasks are shut down")
        for record in [record for record in self._records.values() if key and record.key == key]:
            record.task.cancel()
        self._count += 1
        number = self._count
        task = Task(number, title, self._cancel, quiet)
        record = _Record(task, Event(), then, failed, weakref.ref(owner) if owner is not None else None, key)
        self._records[number] = record
        self._shared.works[number] = work
        record.future = self._threads().submit(_run, number, self._shared, record.stop)
        self.changed.emit()
        return task

    def cancel_all(self) -> None:
        """Ask everything to stop."""
        for task in self.running:
            task.cancel()

    def shutdown(self) -> None:
        """Cancel everything and wait for the workers; nothing can be started afterwards."""
        self._is_open = False
        self.cancel_all()
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)
        self._collector.stop()
        self._later.stop()
        self._shared.works.clear()
        for number in list(self._records):
            self._end(number, "cancelled")

    def _threads(self) -> ThreadPoolExecutor:
        if self._pool is None:  # made for the first task: the window is painted before there is one
            from concurrent.futures import ThreadPoolExecutor

            self._pool = ThreadPoolExecutor(self._workers, thread_name_prefix="task")
        return self._pool

    def _cancel(self, number: int) -> None:
        record = self._records.get(number)
        if record is None:
            return
        record.stop.set()
        if record.future is not None and record.future.cancel():
            self._end(number, "cancelled")

    def _answer_bell(self) -> None:
        """Drain at once when the last time is long ago, else at the end of the beat."""
        if self._later.isActive():
            if not self._shared.posts.empty():
                self._drain()
            return
        gone = self._since.elapsed() if self._since.isValid() else _PROGRESS_EVERY_MS
        if gone >= _PROGRESS_EVERY_MS or not self._shared.posts.empty():
            self._drain()
        else:
            self._later.start(int(_PROGRESS_EVERY_MS - gone))

    def _drain(self) -> None:
        self._since.start()
        for number in list(self._shared.latest):
            values = self._shared.latest.pop(number, None)
            record = self._records.get(number)
            if record is not None and not record.is_wanted:
                record.stop.set()
            elif record is not None and values is not None:
                task = record.task
                task.done, task.total, task.note = values
                task.progressed.emit(*values)
        while True:
            try:
                number, kind, value = self._shared.posts.get_nowait()
            except Empty:
                return
            self._finish(number, kind, value)

    def _finish(self, number: int, kind: str, value: Any) -> None:
        record = self._records.get(number)
        if record is None:
            return
        if kind != "failed" and (record.stop.is_set() or not record.is_wanted):
            kind = "cancelled"
        self._end(number, kind)
        try:
            if kind == "done" and record.then is not None:
                record.then(value)
            elif kind == "failed":
                self._tell(record, value)
        except Exception as error:  # one broken receiver must not keep the others waiting
            self.failed.emit(error)

    def _tell(self, record: _Record, error: Exception) -> None:
        is_bug = not isinstance(error, WorkbenchError)
        if record.stop.is_set() and not is_bug:
            return
        if record.failed is not None and record.is_wanted:
            record.failed(error)
        elif is_bug or record.is_wanted:
            self.failed.emit(error)

    def _end(self, number: int, state: str) -> None:
        record = self._records.pop(number)
        self._shared.works.pop(number, None)
        self._shared.latest.pop(number, None)
        record.task.state = state
        record.task.ended.emit(state)
        self.changed.emit()


_alive: weakref.WeakSet[Tasks] = weakref.WeakSet()


def running() -> list[str]:
    """Return the titles of everything under way in this process; the tests ask whether something was left behind."""
    return [task.title for tasks in _alive if isValid(tasks) for task in tasks.running]


def _run(number: int, shared: _Shared, stop: Event) -> None:
    """Work on a worker thread and leave the outcome in the queue."""
    try:
        value, kind = _call(number, shared, stop), "done"
    except Cancelled:
        value, kind = None, "cancelled"
    except BaseException as error:  # carried to the UI thread, which tells
        value, kind = error, "failed"
    shared.posts.put((number, kind, value))
    del value
    shared.ring()


def _call(number: int, shared: _Shared, stop: Event) -> Any:
    def progress(done: float, total: float, note: str = "") -> None:
        if stop.is_set():
            raise Cancelled
        waiting = shared.latest.pop(number, None)
        shared.latest[number] = (float(done), float(total), note)
        if waiting is None:
            shared.ring()

    if stop.is_set():
        raise Cancelled
    return shared.works[number](progress)
