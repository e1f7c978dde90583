"""The member `sessions.json` of a package: sessions with their logs, written and read back with every field checked."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime
from typing import Any, NoReturn

from workbench.domain.initiative import Capacity, PlanTerms
from workbench.domain.session_events import Event, EventKind
from workbench.domain.session_json import plan_from_json, plan_to_json
from workbench.domain.session_records import SessionRecord, SessionRecords
from workbench.domain.session_state import state_of
from workbench.domain.snapshot import canonical
from workbench.errors import BadInput
from workbench.exchange.shape import check_types, is_text
from workbench.i18n import _

__all__ = ["FORMAT", "records_from_json", "records_to_json"]

FORMAT = "wb-sessions/1"
_SIGN = re.compile(r"[0-9a-f]{64}")
_MOST_MINUTES = 1e6
_MOST_DEPTH = 8


def records_to_json(records: SessionRecords) -> dict[str, Any]:
    """Return sessions and terms as plain JSON values; events are numbered from 1 in each session."""
    return {
        "format": FORMAT,
        "sessions": [_record_json(one) for one in records.sessions],
        "terms": asdict(records.terms),
    }


def _record_json(one: SessionRecord) -> dict[str, Any]:
    plan = plan_to_json(one.plan)
    plan.pop("workload_id")
    number = {event.id: place for place, event in enumerate(one.events, 1)}
    return {"plan": plan, "created_at": one.created_at, "shared": list(one.shared),
            "events": [_event_json(event, number) for event in one.events]}  # fmt: skip


def _event_json(event: Event, number: Mapping[int, int]) -> dict[str, Any]:
    body = dict(event.body)
    if event.kind is EventKind.WITHDRAWN:
        body["event"] = number.get(int(body.get("event", 0)), 0)
    entry = {"at": event.at, "kind": str(event.kind), "lens": event.lens, "question": event.question, "body": body}
    return {key: value for key, value in entry.items() if value}


def records_from_json(data: Any, workload_id: str) -> SessionRecords:
    """Read what records_to_json wrote; nothing is believed.

    Args:
        data: Parsed JSON.
        workload_id: The workload of the package.

    Raises:
        BadInput: Something is missing, of another type, or could not be shown; the message names it. A newer format
            says so.
    """
    if not isinstance(data, dict) or not isinstance(data.get("format"), str):
        _refuse("sessions")
    version = re.fullmatch(r"wb-sessions/(\d{1,9})", data["format"])
    if version and int(version[1]) > int(FORMAT.split("/")[1]):
        raise BadInput(
            _("Its sessions were written by a newer version of the workbench (format {format}).").format(
                format=data["format"]),
            _("Update the workbench, or ask for a package from the version you have."),
        )  # fmt: skip
    if data["format"] != FORMAT or not isinstance(data.get("sessions"), list):
        _refuse("sessions")
    sessions = tuple(_record(entry, workload_id, f"sessions[{n}]") for n, entry in enumerate(data["sessions"]))
    if len({one.plan.id for one in sessions}) < len(sessions):
        _refuse("sessions")
    return SessionRecords(sessions, _terms(data.get("terms", {})))


def _record(entry: Any, workload_id: str, where: str) -> SessionRecord:
    try:
        plan = plan_from_json({**entry["plan"], "workload_id": workload_id})
        events = tuple(_event(one, n, f"{where}.events[{n}]") for n, one in enumerate(entry.get("events", ()), 1))
        record = SessionRecord(plan, entry["created_at"], events, tuple(entry.get("shared", ())))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise _wrong(where) from error
    check_types(plan, f"{where}.plan")
    minutes = [plan.minutes, plan.break_minutes, *(m for _spot, m in plan.fixed), *asdict(plan.weights).values()]
    minutes += [slot.minutes for slot in plan.pillars if slot.minutes is not None]
    if not plan.id or not plan.name.strip() or not all(math.isfinite(m) and 0 <= m <= _MOST_MINUTES for m in minutes):
        _refuse(f"{where}.plan")
    if not _is_day(plan.day) or not _is_moment(record.created_at):
        _refuse(f"{where}.day")
    if not all(isinstance(sign, str) and _SIGN.fullmatch(sign) for sign in record.shared):
        _refuse(f"{where}.shared")
    try:
        state = state_of(events)  # what could not be played could not be shown either
        if not all(map(math.isfinite, (state.box_s, state.break_plan_s, *state.planned.values()))):
            _refuse(f"{where}.events")
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as error:
        raise _wrong(f"{where}.events") from error
    return record


def _event(entry: Any, number: int, where: str) -> Event:
    event = Event(number, entry["at"], EventKind(entry["kind"]), entry.get("lens", ""), entry.get("question", ""), entry.get("body", {}))  # fmt: skip
    if not all(isinstance(text, str) and is_text(text) for text in (event.at, event.lens, event.question)):
        _refuse(where)
    if not _is_moment(event.at) or not isinstance(event.body, dict) or not _is_plain(event.body, _MOST_DEPTH):
        _refuse(where)
    if event.kind is EventKind.WITHDRAWN and not 0 <= int(event.body.get("event", 0)) < number:
        _refuse(where)
    return event


def _terms(data: Any) -> PlanTerms:
    try:
        capacity: dict[str, Any] = {
            key: tuple(part) if isinstance(part, list) else part for key, part in data.get("capacity", {}).items()
        }
        if capacity.get("days") is not None:
            capacity["days"] = tuple(map(float, capacity["days"]))
        terms = PlanTerms(**(data | {"capacity": Capacity(**capacity), "target": float(data.get("target", 0.5))}))
    except (TypeError, ValueError, AttributeError) as error:
        raise _wrong("terms") from error
    check_types(terms, "terms")
    numbers = [terms.target, *(terms.capacity.days or ())]
    if not all(math.isfinite(one) and 0 <= one <= _MOST_MINUTES for one in numbers) or not 0 < terms.target <= 1:
        _refuse("terms")
    return terms


def _is_plain(value: Any, depth: int) -> bool:
    """True for JSON values that a file can hold and that are not nested without end."""
    if isinstance(value, dict):
        return depth > 0 and all(_is_plain(key, 0) and _is_plain(one, depth - 1) for key, one in value.items())
    if isinstance(value, list):
        return depth > 0 and all(_is_plain(one, depth - 1) for one in value)
    try:
        canonical(value)
    except (UnicodeEncodeError, ValueError):
        return False
    return not isinstance(value, float) or math.isfinite(value)


def _is_day(text: str) -> bool:
    try:
        return not text or date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _is_moment(text: Any) -> bool:
    """True for a moment with its offset; one without could not be held against others."""
    try:
        return isinstance(text, str) and datetime.fromisoformat(text).utcoffset() is not None
    except ValueError:
        return False


def _wrong(where: str) -> BadInput:
    return BadInput(_("The package holds something unexpected at {where}.").format(where=where))


def _refuse(where: str) -> NoReturn:
    raise _wrong(where)
