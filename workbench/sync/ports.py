"""What the engine needs of the rest of the program, as protocols: where calls are noted, and words for failures."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Protocol

from workbench.domain.sync import Call, CallState, Job
from workbench.errors import WorkbenchError

__all__ = ["Journal", "Translate"]

Translate = Callable[[Exception], WorkbenchError]
"""Turns what botocore raised into words, without secrets and account ids."""


class Journal(Protocol):
    """The outbox of a workspace: append-only facts about calls, each in a short transaction of its own."""

    def begin(self, job: Job, calls: Sequence[Call], sent: bytes = b"") -> Job:
        """Keep a job and its calls before the first is made; return it with the hash of what it sends."""

    def append(self, job_id: str, calls: Sequence[Call]) -> None:
        """Keep further calls of a job, after those that are there."""

    def calls_of(self, job_id: str) -> tuple[Call, ...]:
        """Return the calls of a job in order, as they stand."""

    def mark(self, call_id: str, state: CallState, outcome: dict[str, Any] | None = None) -> None:
        """Note how far a call is."""

    def note(self, job_id: str, facts: dict[str, Any]) -> None:
        """Add to what a job knows: a made id, the name of a lens in the Tool."""

    def settle(self, job_id: str, state: str, receipt: dict[str, Any]) -> None:
        """Close a job with its receipt; "open" keeps it resumable."""
