"""Sessions in packages: what leaves, what comes in, and the step that puts it beside the workload."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sqlalchemy import Table, func, insert, select
from sqlalchemy.orm import Session

from workbench.analyses.session_union import Kept, united_plan, united_terms
from workbench.domain.initiative import PlanTerms
from workbench.domain.session_events import EventKind
from workbench.domain.session_records import (
    SessionRecord,
    SessionRecords,
    event_keys,
    plan_sign,
    without_speakers,
)
from workbench.domain.session_state import state_of
from workbench.domain.snapshot import canonical, digest
from workbench.exchange.session_records import records_to_json
from workbench.i18n import _, n_
from workbench.operations.initiatives import SetPlanTerms
from workbench.operations.session import SetSession
from workbench.store.edits import Edits
from workbench.store.queries.initiatives import plan_terms_of
from workbench.store.queries.session_records import session_records, shared_plans
from workbench.store.queries.sessions import events_of, session_of
from workbench.store.tables import SessionEventRow, SessionRow, SharedPlanRow

__all__ = ["BringSessions", "SessionsPreview", "packed_sessions", "plan_sessions", "remember_plans", "speakers_in"]

_event: Table = SessionEventRow.__table__  # type: ignore[assignment]


# ---------------------------------------------------------------------------------------------------- out
def packed_sessions(records: SessionRecords, *, speakers: bool) -> bytes:
    """Return the sessions as a package carries them; empty where there is nothing to carry.

    Args:
        records: The sessions.
        speakers: Leave in who said what of those, too, who did not agree to be named.
    """
    if not records:
        return b""
    sessions = records.sessions if speakers else tuple(without_speakers(one) for one in records.sessions)
    return canonical(records_to_json(replace(records, sessions=sessions)))


def speakers_in(session: Session, workload_id: str) -> bool:
    """Tell whether logs name people beside what they said who did not agree to it."""
    sessions = session_records(session, workload_id).sessions
    return any(one != without_speakers(one) for one in sessions)


def remember_plans(session: Session, workload_id: str, records: SessionRecords) -> None:
    """Note which plans left; a copy that comes back is told from a plan that was changed here."""
    for one in records.sessions:
        key, sign = one.plan.id, plan_sign(one.plan)
        if sign not in one.shared:  # a known one stays as it is, for the import that brought it can still be undone
            place = _next_place(session, key)
            session.add(SharedPlanRow(session_id=key, sign=sign, workload_id=workload_id, place=place))


def _next_place(session: Session, session_id: str) -> int:
    last = session.execute(select(func.max(SharedPlanRow.place)).where(SharedPlanRow.session_id == session_id)).scalar()
    return (last or 0) + 1


# ---------------------------------------------------------------------------------------------------- in
@dataclass(frozen=True, slots=True)
class SessionsPreview:
    """What comes in of the sessions of a package.

    Attributes:
        added: Names of sessions that were not here.
        changed: Names of sessions whose plan changes.
        events: Lines that are added to logs.
        terms: True where the terms of the plan change.
        notes: What is set differently on both sides and stays as it is here, and what waits, in sentences.
    """

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    events: int = 0
    terms: bool = False
    notes: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.events or self.terms)

    @property
    def words(self) -> str:
        """What comes in, in a few words; empty for nothing."""
        parts = []
        if n := len(self.added):
            parts.append(n_("{n} session", "{n} sessions", n).format(n=n))
        if n := len(self.changed):
            parts.append(n_("{n} changed plan of a session", "{n} changed plans of sessions", n).format(n=n))
        if n := self.events:
            parts.append(n_("{n} line of session logs", "{n} lines of session logs", n).format(n=n))
        if self.terms:
            parts.append(_("terms of the plan"))
        return ", ".join(parts)


@dataclass(frozen=True)
class BringSessions:
    """Part of an import: put sessions beside a workload that is there. Lines of logs are added and never undone.

    Attributes:
        records: Sessions as they shall be; of their logs the lines that are new here.
        terms: As they shall be; None leaves them.
    """

    workload_id: str
    records: tuple[SessionRecord, ...] = ()
    terms: PlanTerms | None = None

    def write(self, edits: Edits) -> None:
        """Write plans, terms and signs as rows of the step, and lines of logs past it."""
        for one in self.records:
            before = edits.get(SessionRow, id=one.plan.id)
            SetSession(one.plan).apply(edits)
            if before is None:
                edits.put(SessionRow, {"id": one.plan.id}, created_at=one.created_at)
            known = {row["sign"] for row in edits.rows(SharedPlanRow, session_id=one.plan.id)}
            place = _next_place(edits.session, one.plan.id)
            for number, sign in enumerate((sign for sign in one.shared if sign not in known), place):
                key = {"session_id": one.plan.id, "sign": sign}
                edits.put(SharedPlanRow, key, workload_id=self.workload_id, place=number)
            self._append(edits, one)
        if self.terms is not None:
            SetPlanTerms(self.workload_id, self.terms).apply(edits)

    def _append(self, edits: Edits, record: SessionRecord) -> None:
        """Add the lines that are not in the log; one that takes back another finds that one's number here."""
        own = events_of(edits.session, record.plan.id)
        numbers = dict(zip(event_keys(own), (event.id for event in own), strict=True))
        here: dict[int, int] = {}
        for event, key in zip(record.events, event_keys(record.events), strict=True):
            if key in numbers:
                here[event.id] = numbers[key]
                continue
            body = dict(event.body)
            if event.kind is EventKind.WITHDRAWN:
                body["event"] = here.get(int(body.get("event", 0)), 0)
            values = {"session_id": record.plan.id, "workload_id": self.workload_id, "at": event.at, "kind": str(event.kind),
                      "lens": event.lens, "question": event.question, "body": body}  # fmt: skip
            here[event.id] = edits.connection.execute(insert(_event), values).inserted_primary_key[0]  # type: ignore[index]


def plan_sessions(session: Session, workload_id: str, records: SessionRecords) -> tuple[BringSessions, SessionsPreview]:
    """Work out what bringing sessions in would do; nothing is written.

    A session that is not here comes in whole. One that is here keeps its log, and lines that it lacks are added behind;
    while it is running here they wait. Its plan: see analyses.session_union.united_plan.

    Args:
        session: A reading session.
        workload_id: The workload.
        records: The sessions of a package.
    """
    shared = shared_plans(session, workload_id)
    found, added, changed, notes, lines = [], [], [], [], 0
    for theirs in records.sessions:
        theirs = replace(theirs, plan=replace(theirs.plan, id=_free_id(session, theirs.plan.id, workload_id)))
        mine = session_of(session, theirs.plan.id)
        own = events_of(session, theirs.plan.id)
        there = set(event_keys(own))
        new = sum(key not in there for key in event_keys(theirs.events))
        signs = (*theirs.shared, plan_sign(theirs.plan))
        if mine is None:
            added.append(theirs.plan.name)
            lines += new
            found.append(replace(theirs, shared=signs))
            continue
        plan, kept = united_plan(mine, theirs.plan, shared.get(mine.id, ()), theirs.shared)
        notes += [_note(mine.name, one) for one in kept]
        if new and state_of(own).is_on:
            notes.append(
                _("Session “{name}” is under way here; {n} lines of its log come in when the package is brought in "
                  "again after it has ended.").format(name=mine.name, n=new)
            )  # fmt: skip
            theirs, new = replace(theirs, events=()), 0
        lines += new
        if plan != mine:
            changed.append(plan.name)
        if plan != mine or new or set(signs) - set(shared.get(mine.id, ())):
            found.append(replace(theirs, plan=plan, shared=signs))
    terms, kept = united_terms(mine_terms := plan_terms_of(session, workload_id), records.terms)
    notes += [_note("", one) for one in kept]
    has_terms = terms != mine_terms
    return (
        BringSessions(workload_id, tuple(found), terms if has_terms else None),
        SessionsPreview(tuple(added), tuple(changed), lines, has_terms, tuple(notes)),
    )


def _free_id(session: Session, session_id: str, workload_id: str) -> str:
    """Return the id, or where another workload here has it one that is the same each time."""
    plan = select(SessionRow.id).where(SessionRow.id == session_id, SessionRow.workload_id != workload_id)
    log = select(SessionEventRow.id).where(
        SessionEventRow.session_id == session_id, SessionEventRow.workload_id != workload_id
    )
    is_taken = any(session.execute(query.limit(1)).first() is not None for query in (plan, log))
    return digest(f"{workload_id}/{session_id}".encode())[:32] if is_taken else session_id


def _note(name: str, one: Kept) -> str:
    what = f"{one.title}: {one.theirs}" if one.theirs else one.title
    if name:
        return _("Session “{name}” says something else in the package ({what}); yours stays.").format(
            name=name, what=what
        )
    return _("The terms of the plan say something else in the package ({what}); yours stay.").format(what=what)
