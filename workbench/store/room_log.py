"""The log of a session: short transactions past the history, one event each, only ever added."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Table, insert

from workbench.domain.session import Spot
from workbench.domain.session_events import Event, EventKind
from workbench.store.tables import SessionEventRow
from workbench.store.workspace import Workspace

__all__ = ["RoomLog"]

_event: Table = SessionEventRow.__table__  # type: ignore[assignment]
_NOWHERE: Spot = ("", "")


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")


class RoomLog:
    """Writes what happens in a session; an event is on disk when `add` returns, and never touches answers.

    Args:
        workspace: Open for writing.
        session_id, workload_id: What the events belong to.
        now: UTC, ISO 8601, to milliseconds.
    """

    def __init__(self, workspace: Workspace, session_id: str, workload_id: str, now: Callable[[], str] = _now) -> None:
        self._workspace = workspace
        self.session_id, self._workload_id = session_id, workload_id
        self.now = now

    def add(self, kind: EventKind, spot: Spot = _NOWHERE, body: Mapping[str, Any] | None = None) -> Event:
        """Add one event and return it with its number.

        Raises:
            WorkspaceUnusable: The file cannot be written.
        """
        at, lens, question, kept = self.now(), *spot, dict(body or {})
        values = {"session_id": self.session_id, "workload_id": self._workload_id, "at": at, "kind": str(kind),
                  "lens": lens, "question": question, "body": kept}  # fmt: skip
        with self._workspace.transaction() as session:
            number = session.connection().execute(insert(_event), values).inserted_primary_key[0]  # type: ignore[index]
        return Event(number, at, kind, lens, question, kept)
