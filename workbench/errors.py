"""What a user may be told: every expected failure, each with a way forward."""

from __future__ import annotations

__all__ = ["BadInput", "FileBusy", "Refused", "UnknownName", "WorkbenchError", "WorkspaceUnusable"]


class WorkbenchError(Exception):
    """A failure that is no bug: it says what happened and what to do now.

    Args:
        message: What happened, to what; one sentence, no trailing traceback talk.
        hint: What the person can do now; may be empty.
        details: Further lines (for example every unknown id), shown folded.
    """

    def __init__(self, message: str, hint: str = "", details: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.details = details

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".strip()


class BadInput(WorkbenchError):
    """A file or a value from outside cannot be used as it is."""


class UnknownName(BadInput):
    """A name or id matches nothing, or more than one thing."""


class WorkspaceUnusable(WorkbenchError):
    """A workspace file is missing, foreign, damaged, too new or cannot be written."""


class FileBusy(WorkbenchError):
    """Another process owns the workspace file."""


class Refused(WorkbenchError):
    """The change is understood but would break a promise (a used milestone, a stale undo)."""
