"""The one door for change in the window: thin over operations.History."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QObject, Signal

from workbench.errors import WorkbenchError
from workbench.operations.history import Change, History, Operation
from workbench.ui.faults import Faults

__all__ = ["Editor"]


class Editor(QObject):
    """Does operations, undoes and redoes them, and tells who wants to know.

    Every call returns after the change is on disk, or after the fault was reported.
    """

    changed = Signal(object)
    """frozenset[Part] that a step touched; UI thread, after the commit."""
    saved = Signal(str)
    """Local time of the last commit, HH:MM:SS."""
    flushing = Signal()
    """Whoever holds typed text that is not told yet tells it now."""

    def __init__(
        self, history: History, faults: Faults, *, read_only: bool = False, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.history = history
        self.read_only = read_only
        self._faults = faults

    def do(self, operation: Operation, token: str = "") -> Change | None:
        """Make a change; None when it was refused (the message bar says why).

        Args:
            operation: The verb.
            token: Names a burst of typing, see History.do.
        """
        try:
            change = self.history.do(operation, token)
        except WorkbenchError as error:
            self._faults.report(error)
            return None
        self.tell(change)
        return change

    def undo(self) -> Change | None:
        """Tell what is typed, then take the last step back."""
        return self._step(self.history.undo)

    def redo(self) -> Change | None:
        """Make the last undone step again."""
        return self._step(self.history.redo)

    def flush(self) -> None:
        """Have everything typed written down: before leaving, undoing, saving or closing."""
        self.flushing.emit()

    def titles(self) -> tuple[str, str]:
        """What undo and redo would act on, "" for nothing."""
        if self.read_only:
            return "", ""
        try:
            return self.history.titles()
        except WorkbenchError:
            return "", ""

    def tell(self, change: Change) -> None:
        """Tell pages about a step that was made elsewhere with the same History (an import in a task)."""
        if change.step_id:
            self.saved.emit(datetime.now().strftime("%H:%M:%S"))
            self.changed.emit(change.touched)

    def _step(self, step: object) -> Change | None:
        self.flush()
        try:
            change = step()  # type: ignore[operator]
        except WorkbenchError as error:
            self._faults.report(error)
            return None
        if change is not None:
            self.tell(change)
        return change  # type: ignore[no-any-return]
