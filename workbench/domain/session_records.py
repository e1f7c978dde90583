"""Sessions with their logs, as they travel: who said what stays behind unless that person agreed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from workbench.domain.initiative import PlanTerms
from workbench.domain.session import SessionPlan
from workbench.domain.session_events import Event, EventKind
from workbench.domain.session_json import plan_to_json
from workbench.domain.snapshot import canonical, digest

__all__ = ["SessionRecord", "SessionRecords", "event_keys", "plan_sign", "without_speakers"]

_NO_TERMS = PlanTerms()


@dataclass(frozen=True, slots=True)
class SessionRecord:
    """One session: its plan and its whole log.

    Attributes:
        created_at: When it was planned, UTC, ISO 8601.
        events: In the order of the log.
        shared: Signs of the plans of this session that left or came in with packages, oldest first.
    """

    plan: SessionPlan
    created_at: str = ""
    events: tuple[Event, ...] = ()
    shared: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SessionRecords:
    """What the workshops of a workload left behind: sessions, and what its plan is held against."""

    sessions: tuple[SessionRecord, ...] = ()
    terms: PlanTerms = _NO_TERMS

    def __bool__(self) -> bool:
        return bool(self.sessions) or self.terms != _NO_TERMS


def plan_sign(plan: SessionPlan) -> str:
    """Return what a plan is known by, whatever workload it is in: the SHA-256 of its canonical JSON."""
    return digest(canonical(plan_to_json(replace(plan, id="", workload_id=""))))


def without_speakers(record: SessionRecord) -> SessionRecord:
    """Return a session whose log names those who spoke only where they agreed to be named."""
    agreed = {one.name for one in record.plan.participants if one.agreed}
    return replace(record, events=tuple(_unnamed(event, agreed) for event in record.events))


def _unnamed(event: Event, agreed: set[str]) -> Event:
    name = "who" if event.kind is EventKind.SAID else "said"
    if event.body.get(name, "") in ("", *agreed):
        return event
    return replace(event, body={key: value for key, value in event.body.items() if key != name})


def event_keys(events: Iterable[Event]) -> list[str]:
    """Return what each event of one log is known by in any copy of it: all it tells but its number and who spoke.

    An event that takes back another one is known by what that one is known by; two that tell the same in the same
    millisecond are counted.
    """
    keys: dict[int, str] = {}
    seen: dict[str, int] = {}
    found = []
    for event in events:
        body = {key: value for key, value in event.body.items() if key not in ("said", "who")}
        if event.kind is EventKind.WITHDRAWN:
            body["event"] = keys.get(int(event.body.get("event", 0)), "")
        told = digest(canonical([event.at, str(event.kind), event.lens, event.question, body]))
        seen[told] = seen.get(told, 0) + 1
        keys[event.id] = f"{told}/{seen[told]}"
        found.append(keys[event.id])
    return found
