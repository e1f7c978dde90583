"""Is what came from outside really what its type says? Every field of every part, before anything is made of it."""

from __future__ import annotations

import dataclasses
import types
from collections.abc import Iterable
from datetime import date
from enum import Enum
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints

from workbench.domain.answer import Answer
from workbench.domain.graph import Graph
from workbench.domain.snapshot import Snapshot
from workbench.errors import BadInput
from workbench.i18n import _

__all__ = ["check_snapshot", "check_types", "is_text"]

_MOST_INTEGER = 2**53
_MOST_DAYS = 1e6


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def check_types(value: Any, where: str) -> None:
    """Check every field of a dataclass, and of those inside it, against its type.

    Raises:
        BadInput: A value is of another type; the message names the field.
    """
    kind: type = type(value)
    for field in dataclasses.fields(value):
        _check(getattr(value, field.name), _hints(kind)[field.name], f"{where}.{field.name}")


def _check(value: Any, hint: Any, where: str) -> None:
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        if value is None and type(None) in arguments:
            return
        hint = next(each for each in arguments if each is not type(None))
        _check(value, hint, where)
    elif origin is tuple:
        inner = [arguments[0]] * len(value) if isinstance(value, tuple) and arguments[-1] is ... else list(arguments)
        if not isinstance(value, tuple) or len(value) != len(inner):
            raise _wrong(where)
        for place, (each, kind) in enumerate(zip(value, inner, strict=True)):
            _check(each, kind, f"{where}[{place}]")
    elif hint is Graph:
        if not isinstance(value, Graph):  # its reader has checked every field and reference
            raise _wrong(where)
    elif dataclasses.is_dataclass(hint):
        if not isinstance(value, hint):  # type: ignore[arg-type]
            raise _wrong(where)
        check_types(value, where)
    elif isinstance(hint, type) and issubclass(hint, Enum):
        if not isinstance(value, hint):
            raise _wrong(where)
    elif type(value) is not hint or (hint is int and not 0 <= value <= _MOST_INTEGER):
        raise _wrong(where)
    elif hint is str and not is_text(value):
        raise _wrong(where)


def is_text(value: str) -> bool:
    """True for a text that a file can hold."""
    try:
        value.encode()
    except UnicodeEncodeError:  # half a surrogate pair, which JSON can spell and no file can hold
        return False
    return "\0" not in value


def _wrong(where: str) -> BadInput:
    return BadInput(_("The package holds something unexpected at {where}.").format(where=where))


def check_snapshot(state: Snapshot, where: str) -> Snapshot:
    """Check types, that ids are there and unique, and that every part refers to a review of the same state.

    Returns:
        The state in the order the store keeps, without empty answers.

    Raises:
        BadInput: Something does not fit; the message names it.
    """
    check_types(state, where)
    if not state.workload.id or not state.workload.name.strip():
        raise _wrong(f"{where}.workload")
    _unique((review.id for review in state.reviews), f"{where}.reviews")
    _unique((review.lens_alias for review in state.reviews), f"{where}.reviews")
    for review in state.reviews:
        _unique((answer.question_id for answer in review.answers), f"{where}.reviews.{review.lens_alias}")
        for answer in review.answers:
            _unique(
                (mark.choice_id for mark in answer.marks), f"{where}.reviews.{review.lens_alias}.{answer.question_id}"
            )
    _unique((item.id for item in state.evidence), f"{where}.evidence")
    known = {review.id for review in state.reviews}
    for part, items in (
        ("evidence", state.evidence),
        ("acceptances", state.acceptances),
        ("improvements", state.improvements),
        ("inherited", state.inherited),
    ):
        if any(item.review_id not in known or not item.question_id for item in items):
            raise _wrong(f"{where}.{part}")
    for part, items in (
        ("acceptances", state.acceptances),
        ("improvements", state.improvements),
        ("inherited", state.inherited),
    ):
        _unique(((item.review_id, item.question_id) for item in items), f"{where}.{part}")
    days = [
        state.workload.next_review,
        *(item.on for item in state.evidence),
        *(item.due for item in state.improvements),
    ]
    days += [day for item in state.acceptances for day in (item.until, item.accepted_on)]
    days += [day for note in state.finding_notes for day in (note.until, note.on)]
    _unique((note.finding_id for note in state.finding_notes), f"{where}.finding_notes")
    days += [one.due for one in state.initiatives]
    _unique((one.id for one in state.initiatives), f"{where}.initiatives")
    for one in state.initiatives:
        _unique(one.closes, f"{where}.initiatives.{one.id}")
        if any(gap.review_id not in known for gap in one.closes) or not 0 <= one.days <= _MOST_DAYS or one.impact > 5:
            raise _wrong(f"{where}.initiatives.{one.id}")
    days += [one.on for one in state.scenarios]
    _unique((one.id for one in state.scenarios), f"{where}.scenarios")
    if not all(one.name.strip() and one.failed for one in state.scenarios):
        raise _wrong(f"{where}.scenarios")
    if not all(_is_day(day) for day in days):
        raise _wrong(_("{where}: a date").format(where=where))
    return _ordered(state)


def _is_day(text: str) -> bool:
    """True for a date or nothing; an acceptance until any other text would never end."""
    try:
        return not text or date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _unique(keys: Iterable[object], where: str) -> None:
    found = list(keys)
    if len(set(found)) < len(found) or not all(found):
        raise _wrong(where)


def _ordered(state: Snapshot) -> Snapshot:
    def tidy(answer: Answer) -> Answer:
        return dataclasses.replace(answer, marks=tuple(sorted(answer.marks, key=lambda mark: mark.choice_id)))

    reviews = tuple(
        dataclasses.replace(
            review,
            answers=tuple(tidy(a) for a in sorted(review.answers, key=lambda a: a.question_id) if not a.is_empty),
            pillar_notes=tuple(pair for pair in review.pillar_notes if pair[1]),
        )
        for review in state.reviews
    )
    return dataclasses.replace(
        state,
        reviews=reviews,
        evidence=tuple(sorted(state.evidence, key=lambda e: (e.review_id, e.question_id, e.title, e.id))),
        acceptances=tuple(sorted(state.acceptances, key=lambda a: (a.review_id, a.question_id))),
        improvements=tuple(sorted(state.improvements, key=lambda i: (i.review_id, i.question_id))),
        finding_notes=tuple(sorted(state.finding_notes, key=lambda note: note.finding_id)),
        initiatives=tuple(
            dataclasses.replace(one, closes=tuple(sorted(one.closes)))
            for one in sorted(state.initiatives, key=lambda one: (one.title.casefold(), one.id))
        ),
        scenarios=tuple(sorted(state.scenarios, key=lambda one: (one.name, one.id))),
        inherited=tuple(sorted(state.inherited, key=lambda one: (one.review_id, one.question_id))),
    )
