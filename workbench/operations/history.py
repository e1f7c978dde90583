"""Doing, undoing and redoing operations; every step is kept in the file with who, when, before and after."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import ClassVar, Protocol, runtime_checkable

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

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

    def do(self, operation: Operation, token: str = "") -> Change:
        """Make a change, in one transaction, as one step.

        Args:
            operation: The verb.
            token: Names a burst of typing; a step with the same token within BURST_S is extended.
        """
        at = self._clock()
        with self._workspace.transaction() as session:
            edits = Edits(session, self.who, at)
            operation.apply(edits)
            parts = edits.parts()
            if not edits.changes:
                return Change(0, operation.title, frozenset(), at)
            refresh_derived(session, parts)
            step_id = self._note(session, operation, token, edits, at)
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
            found = [self._next(session, state) for state in ("done", "undone")]
        return (found[0][1] if found[0] else "", found[1][1] if found[1] else "")

    # -- inside --------------------------------------------------------------------------------

    def _next(self, session: Session, state: str) -> tuple[int, str] | None:
        order = StepRow.id.desc() if state == "done" else StepRow.id.asc()
        row = session.execute(
            select(StepRow.id, StepRow.title).where(StepRow.state == state).order_by(order).limit(1)
        ).first()
        return (row[0], row[1]) if row else None

    def _note(self, session: Session, operation: Operation, token: str, edits: Edits, at: str) -> int:
        session.execute(update(StepRow).where(StepRow.state == "undone").values(state="settled"))
        if token and (step_id := self._burst(session, token, at)):
            if self._extend(session, step_id, edits.changes):
                session.execute(update(StepRow).where(StepRow.id == step_id).values(at=at))
                return step_id
        workload_id = next((change.workload_id for change in edits.changes if change.workload_id), "")
        values = {
            "at": at, "who": self.who, "source": self.source, "operation": operation.WHAT, "title": operation.title,
            "token": token, "workload_id": workload_id, "state": "done",
        }  # fmt: skip
        step_id = int(session.execute(insert(StepRow).values(values)).inserted_primary_key[0])  # type: ignore[index]
        session.execute(insert(ChangeRow), [_row(step_id, n, change) for n, change in enumerate(edits.changes)])
        return step_id

    def _burst(self, session: Session, token: str, at: str) -> int:
        last = session.execute(
            select(StepRow.id, StepRow.token, StepRow.who, StepRow.at, StepRow.state).order_by(StepRow.id.desc()).limit(1)
        ).first()
        if last is None or last.token != token or last.who != self.who or last.state != "done":
            return 0
        apart = datetime.fromisoformat(at) - datetime.fromisoformat(last.at)
        return last.id if apart.total_seconds() <= BURST_S else 0

    @staticmethod
    def _extend(session: Session, step_id: int, changes: list[RowChange]) -> bool:
        """Fold new changes into a step that changed the same rows; False when they do not fit."""
        old = _changes_of(session, step_id)
        by_row = {(change.table, tuple(sorted(change.key.items()))): change for change in old}
        for change in changes:
            before = by_row.get((change.table, tuple(sorted(change.key.items()))))
            if before is None or before.after is None or change.after is None:
                return False
            if change.before is not None and not set(change.after) <= set(before.after):
                return False
        for change in changes:
            before = by_row[(change.table, tuple(sorted(change.key.items())))]
            before.after = (before.after or {}) | (change.after or {})
        session.execute(delete(ChangeRow).where(ChangeRow.step_id == step_id))
        session.execute(insert(ChangeRow), [_row(step_id, n, change) for n, change in enumerate(old)])
        return True

    def _swap(self, state: str, becomes: str) -> Change | None:
        at = self._clock()
        try:
            with self._workspace.transaction() as session:
                found = self._next(session, state)
                if found is None:
                    return None
                step_id, title = found
                edits = Edits(session, self.who, at)
                changes = _changes_of(session, step_id)
                if state == "done":
                    _refuse_used_milestone(session, changes)
                    edits.apply_inverse(changes)
                else:
                    edits.apply_again(changes)
                refresh_derived(session, edits.parts())
                values = {"state": becomes, "undone_by": self.who if becomes == "undone" else ""}
                session.execute(update(StepRow).where(StepRow.id == step_id).values(values))
                parts = edits.parts()
        except Refused:
            with self._workspace.transaction() as session:
                session.execute(update(StepRow).where(StepRow.id == step_id).values(state="settled"))
            raise
        return Change(step_id, title, parts, at)


def _refuse_used_milestone(session: Session, changes: list[RowChange]) -> None:
    for change in changes:
        if change.table != "milestone" or change.after is None:
            continue
        row = session.get(MilestoneRow, change.key["id"])
        if row is None:
            continue
        newer = session.execute(
            select(MilestoneRow.id)
            .where(MilestoneRow.workload_id == row.workload_id, MilestoneRow.number > row.number)
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


def _changes_of(session: Session, step_id: int) -> list[RowChange]:
    query = select(ChangeRow.__table__).where(ChangeRow.step_id == step_id).order_by(ChangeRow.place)
    return [
        RowChange(
            row["table_name"], row["row_key"], row["before"], row["after"],
            row["workload_id"], row["review_id"], row["question_id"],
        )
        for row in session.execute(query).mappings()
    ]  # fmt: skip
