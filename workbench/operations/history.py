"""Doing, undoing and redoing operations; every step is kept in the file with who, when, before and after."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import ClassVar, Protocol, runtime_checkable

from sqlalchemy import Connection, Table, bindparam, delete, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from workbench.domain.collector import collector_paused
from workbench.errors import Refused
from workbench.i18n import _
from workbench.store.derived import refresh_derived
from workbench.store.edits import Edits, Part, RowChange
from workbench.store.tables import ChangeRow, MilestoneRow, StepRow
from workbench.store.workspace import Workspace

__all__ = ["Change", "History", "Operation", "Together", "utc_now"]

BURST_S = 1.0
"""Typing that goes on within this time [s] extends the last step instead of adding one."""


@runtime_checkable
class Operation(Protocol):
    """One verb: ids and values only, so it prints, compares and logs itself."""

    WHAT: ClassVar[str]

    @property
    def title(self) -> str:
        """What the history and the undo button call it."""

    def apply(self, edits: Edits) -> None:
        """Make the change through the edits; raise WorkbenchError to make none of it."""


@dataclass(frozen=True, slots=True)
class Change:
    """What one step did.

    Attributes:
        step_id: Its number in the history; 0 when nothing changed.
        title: What it is called.
        touched: The parts that pages may want to refresh.
        at: UTC, ISO 8601.
    """

    step_id: int
    title: str
    touched: frozenset[Part]
    at: str


@dataclass(frozen=True)
class Together:
    """Several operations as one step."""

    WHAT: ClassVar[str] = "together"
    title: str
    operations: tuple[Operation, ...]

    def apply(self, edits: Edits) -> None:
        """Apply each in order."""
        for operation in self.operations:
            operation.apply(edits)


def utc_now() -> str:
    """Return the time as the file keeps it: UTC, ISO 8601, milliseconds."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")


class History:
    """The steps of one workspace; linear, kept in the file, so undo survives a restart.

    Args:
        workspace: The open file.
        who: Display name of the person, kept with every step.
        source: "window" or "command line".
        clock: Gives the time, for tests.
    """

    def __init__(
        self, workspace: Workspace, who: str, source: str = "window", clock: Callable[[], str] = utc_now
    ) -> None:
        self._workspace = workspace
        self._clock = clock
        self.who = who
        self.source = source

    @property
    def workspace(self) -> Workspace:
        """The open file."""
        return self._workspace

    def do(self, operation: Operation, token: str = "") -> Change:
        """Make a change, in one transaction, as one step.

        Args:
            operation: The verb.
            token: Names a burst of typing; a step with the same token within BURST_S is extended.

        Raises:
            WorkbenchError: Nothing was changed; the message says why.
        """
        at = self._clock()
        try:
            with collector_paused(), self._workspace.transaction() as session:
                edits = Edits(session, self.who, at)
                operation.apply(edits)
                parts = edits.parts()
                if not edits.changes:
                    return Change(0, operation.title, frozenset(), at)
                refresh_derived(session, parts)
                step_id = self._note(operation, token, edits, at)
        except IntegrityError as error:
            raise Refused(
                _("This cannot be changed: what it belongs to is gone, or something else stands in its place."),
                _("Another program changed the workspace; look at it again."),
            ) from error
        return Change(step_id, operation.title, parts, at)

    def undo(self) -> Change | None:
        """Take the last step back; None when there is none.

        Raises:
            Refused: Its rows were changed from outside, or it is a milestone that is in use. The step is
                then settled: it stays as it is, and the next undo goes on with the step before.
        """
        return self._swap("done", "undone")

    def redo(self) -> Change | None:
        """Make the last undone step again; None when there is none."""
        return self._swap("undone", "done")

    def titles(self) -> tuple[str, str]:
        """Return what undo and redo would act on, "" for nothing."""
        with self._workspace.reading() as session:
            found = [_next(session.connection(), state) for state in ("done", "undone")]
        return (found[0][1] if found[0] else "", found[1][1] if found[1] else "")

    # -- inside --------------------------------------------------------------------------------

    def _note(self, operation: Operation, token: str, edits: Edits, at: str) -> int:
        connection = edits.connection
        connection.execute(_SETTLE_UNDONE)
        if token and (step_id := self._burst(connection, token, at)) and _extend(connection, step_id, edits.changes):
            connection.execute(_SET_TIME, {"step": step_id, "at": at})
            return step_id
        workload_id = next((change.workload_id for change in edits.changes if change.workload_id), "")
        values = {
            "at": at, "who": self.who, "source": self.source, "operation": operation.WHAT, "title": operation.title,
            "token": token, "workload_id": workload_id, "state": "done", "undone_by": "",
        }  # fmt: skip
        step_id = int(connection.execute(insert(_step), values).lastrowid)
        connection.execute(insert(_change), [_row(step_id, n, change) for n, change in enumerate(edits.changes)])
        return step_id

    def _burst(self, connection: Connection, token: str, at: str) -> int:
        """Return the last step if this change goes on with it, else 0."""
        last = connection.execute(_LAST).first()
        if last is None or last.token != token or last.who != self.who or last.state != "done":
            return 0
        apart = datetime.fromisoformat(at) - datetime.fromisoformat(last.at)
        return int(last.id) if abs(apart.total_seconds()) <= BURST_S else 0

    def _swap(self, state: str, becomes: str) -> Change | None:
        at = self._clock()
        step_id = 0
        try:
            with collector_paused(), self._workspace.transaction() as session:
                edits = Edits(session, self.who, at)
                found = _next(edits.connection, state)
                if found is None:
                    return None
                step_id, title = found
                changes = _changes_of(edits.connection, step_id)
                if state == "done":
                    _refuse_used_milestone(session, changes)
                    edits.apply_inverse(changes)
                else:
                    edits.apply_again(changes)
                parts = edits.parts()
                refresh_derived(session, parts)
                who = self.who if becomes == "undone" else ""
                edits.connection.execute(_SET_STATE, {"step": step_id, "state": becomes, "undone_by": who})
        except Refused:
            self._settle(step_id)
            raise
        except IntegrityError as error:
            self._settle(step_id)
            raise Refused(
                _("This step cannot be taken back: something that came later builds on it."),
                _("Undo again to go on with the step before it."),
            ) from error
        return Change(step_id, title, parts, at)

    def _settle(self, step_id: int) -> None:
        with self._workspace.transaction() as session:
            session.connection().execute(_SET_STATE, {"step": step_id, "state": "settled", "undone_by": ""})


_step: Table = StepRow.__table__  # type: ignore[assignment]
_change: Table = ChangeRow.__table__  # type: ignore[assignment]
_SETTLE_UNDONE = update(_step).where(_step.c.state == "undone").values(state="settled")
_SET_TIME = update(_step).where(_step.c.id == bindparam("step")).values(at=bindparam("at"))
_SET_STATE = (
    update(_step)
    .where(_step.c.id == bindparam("step"))
    .values(state=bindparam("state"), undone_by=bindparam("undone_by"))
)
_LAST = select(_step.c.id, _step.c.token, _step.c.who, _step.c.at, _step.c.state).order_by(_step.c.id.desc()).limit(1)
_OF_STATE = select(_step.c.id, _step.c.title).where(_step.c.state == bindparam("state")).limit(1)
_NEXT = {"done": _OF_STATE.order_by(_step.c.id.desc()), "undone": _OF_STATE.order_by(_step.c.id)}
_CHANGES = (
    select(
        _change.c.table_name, _change.c.row_key, _change.c.before, _change.c.after, _change.c.workload_id,
        _change.c.review_id, _change.c.question_id,
    )
    .where(_change.c.step_id == bindparam("step"))
    .order_by(_change.c.place)
)  # fmt: skip
_FORGET_CHANGES = delete(_change).where(_change.c.step_id == bindparam("step"))


def _next(connection: Connection, state: str) -> tuple[int, str] | None:
    row = connection.execute(_NEXT[state], {"state": state}).first()
    return (row[0], row[1]) if row else None


def _extend(connection: Connection, step_id: int, changes: list[RowChange]) -> bool:
    """Fold new changes into a step that changed the same rows; False when they do not fit."""
    old = _changes_of(connection, step_id)
    by_row = {(change.table, tuple(sorted(change.key.items()))): change for change in old}
    for change in changes:
        before = by_row.get((change.table, tuple(sorted(change.key.items()))))
        if before is None or before.after is None or change.after is None or change.before is None:
            return False
        if not set(change.after) <= set(before.after):
            return False
    for change in changes:
        before = by_row[(change.table, tuple(sorted(change.key.items())))]
        before.after = (before.after or {}) | (change.after or {})
    connection.execute(_FORGET_CHANGES, {"step": step_id})
    connection.execute(insert(_change), [_row(step_id, n, change) for n, change in enumerate(old)])
    return True


def _refuse_used_milestone(session: Session, changes: list[RowChange]) -> None:
    own = [change.key["id"] for change in changes if change.table == "milestone"]  # an import brings several
    for change in changes:
        if change.table != "milestone" or change.after is None:
            continue
        row = session.get(MilestoneRow, change.key["id"])
        if row is None:
            continue
        newer = session.execute(
            select(MilestoneRow.id)
            .where(MilestoneRow.workload_id == row.workload_id, MilestoneRow.number > row.number)
            .where(MilestoneRow.id.not_in(own))
            .limit(1)
        ).first()
        if row.used or newer:
            raise Refused(
                _('Milestone {n} "{name}" stays: a report, a package or a later milestone uses it.').format(
                    n=row.number, name=row.name),
                _("Undo again to go on with the step before it."),
            )  # fmt: skip


def _row(step_id: int, place: int, change: RowChange) -> dict[str, object]:
    return {
        "step_id": step_id, "place": place, "table_name": change.table, "row_key": change.key,
        "workload_id": change.workload_id, "review_id": change.review_id, "question_id": change.question_id,
        "before": change.before, "after": change.after,
    }  # fmt: skip


def _changes_of(connection: Connection, step_id: int) -> list[RowChange]:
    return [RowChange(*row) for row in connection.execute(_CHANGES, {"step": step_id})]
