"""Lines about where a workload stands: worst first, and what waits for somebody."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta

from workbench.domain.answer import MarkState
from workbench.domain.evidence import KIND_TITLES, Strength
from workbench.domain.lens import Question
from workbench.domain.milestone import Milestone
from workbench.domain.risk import Risk
from workbench.i18n import _, n_
from workbench.store.queries.standing import StandingLine
from workbench.ui.days import day_text, time_text
from workbench.ui.widgets.entry import Entry

__all__ = [
    "acceptance_entries",
    "dont_know_entries",
    "headline",
    "milestone_entry",
    "overdue_entries",
    "risk_entries",
    "verify_entries",
]

SOON_DAYS = 30
"""An acceptance that ends within this time is shown before it does."""


def headline(counts: Counter[Risk]) -> str:
    """Say where a review stands in one line."""
    counted = sum(n for risk, n in counts.items() if risk is not Risk.NOT_APPLICABLE)
    answered = counted - counts[Risk.UNANSWERED]
    if not answered:
        return n_("Nothing answered yet, {n} question to go", "Nothing answered yet, {n} questions to go", counted)
    high, medium = counts[Risk.HIGH], counts[Risk.MEDIUM]
    done = _("{answered} of {all} answered").format(answered=answered, all=counted)
    if not high and not medium:
        return _("No risk found, {done}").format(done=done)
    parts = [
        text
        for n, text in ((high, n_("{n} high", "{n} high", high)), (medium, n_("{n} medium", "{n} medium", medium)))
        if n
    ]
    risks = _(" and ").join(parts)
    risks += " " + (_("risk") if high + medium == 1 else _("risks"))
    return f"{risks}, {done}"


def practice_names(question: Question, choice_ids: Iterable[str]) -> str:
    """Return practices by code and title, in a row."""
    found = (question.choice(choice_id) for choice_id in choice_ids)
    return "; ".join(choice.title for choice in found if choice)


def _key(line: StandingLine) -> tuple[str, str]:
    return line.review_id, line.question.id


def _owner_and_due(line: StandingLine) -> str:
    due = _("due {day}").format(day=day_text(line.due)) if line.due else ""
    return " · ".join(part for part in (line.owner or _("no owner"), due) if part)


def risk_entries(lines: Iterable[StandingLine], risk: Risk, today: str) -> tuple[Entry, ...]:
    """Return the questions with one risk; those nobody accepted come first."""
    found = sorted((line for line in lines if line.risk is risk), key=lambda line: line.is_accepted(today))
    return tuple(_risk_entry(line, today) for line in found)


def _risk_entry(line: StandingLine, today: str) -> Entry:
    tag, tone = "", "dim"
    if line.is_accepted(today) and line.acceptance:
        tag = _("Accepted until {day}").format(day=day_text(line.acceptance.until))
    elif line.has_expired(today):
        tag, tone = _("Acceptance expired"), "high"
    elif line.is_overdue(today):
        tag, tone = _("Overdue"), "high"
    missing = line.assessment.missing
    names = practice_names(line.question, missing)
    note = n_("{n} missing: {names}", "{n} missing: {names}", len(missing)).replace("{names}", names)
    if not missing:
        note = _("Verdict of the review") if line.assessment.ours else _("None of the practices")
    return Entry(
        line.name, _key(line), code=line.question.code, note=note,
        trailing=_owner_and_due(line), tag=tag, tone=tone, risk=line.risk,
    )  # fmt: skip


def acceptance_entries(lines: Iterable[StandingLine], today: str) -> tuple[Entry, ...]:
    """Return acceptances that are over or end soon, the oldest first."""
    soon = (date.fromisoformat(today) + timedelta(days=SOON_DAYS)).isoformat()
    found = [line for line in lines if line.is_open and line.acceptance and line.acceptance.until <= soon]
    return tuple(
        Entry(
            line.name, _key(line), code=line.question.code, risk=line.risk,
            note=line.acceptance.why, trailing=line.acceptance.by,
            tag=(_("Expired {day}") if line.has_expired(today) else _("Ends {day}")).format(
                day=day_text(line.acceptance.until)),
            tone="high" if line.has_expired(today) else "medium",
        )
        for line in sorted(found, key=lambda line: line.acceptance.until if line.acceptance else "")
        if line.acceptance
    )  # fmt: skip


def overdue_entries(lines: Iterable[StandingLine], today: str) -> tuple[Entry, ...]:
    """Return improvements whose day has passed, the latest first."""
    found = sorted((line for line in lines if line.is_overdue(today)), key=lambda line: line.due)
    return tuple(
        Entry(
            line.name, _key(line), code=line.question.code, risk=line.risk,
            note=line.improvement.note if line.improvement else "", trailing=_owner_and_due(line),
            tag=_late(line.due, today), tone="high",
        )
        for line in found
    )  # fmt: skip


def _late(due: str, today: str) -> str:
    days = (date.fromisoformat(today) - date.fromisoformat(due)).days
    return n_("{n} day late", "{n} days late", days)


def dont_know_entries(lines: Iterable[StandingLine]) -> tuple[Entry, ...]:
    """Return practices nobody could tell about, those without an owner first."""
    found = []
    for line in lines:
        for mark in line.answer.marks:
            if mark.state is not MarkState.DONT_KNOW:
                continue
            choice = line.question.choice(mark.choice_id)
            owner = mark.owner or line.answer.owner
            found.append(
                (bool(owner), Entry(
                    (choice.title if choice else mark.choice_id) + (f" · {line.lens_name}" if line.lens_name else ""), (*_key(line), mark.choice_id), code=line.question.code,
                    note=mark.note, trailing=owner, tag="" if owner else _("No owner"), tone="medium",
                    risk=line.risk,
                ))
            )  # fmt: skip
    return tuple(entry for _has, entry in sorted(found, key=lambda pair: pair[0]))


def verify_entries(lines: Iterable[StandingLine]) -> tuple[Entry, ...]:
    """Return evidence that was claimed and that nobody has looked at."""
    return tuple(
        Entry(
            item.title or item.file_name, (*_key(line), item.choice_id), code=line.question.code, risk=line.risk,
            note=item.target, trailing=" · ".join(part for part in (item.by, day_text(item.on)) if part),
            tag=_(KIND_TITLES[item.kind]),
        )
        for line in lines
        for item in line.evidence
        if item.strength is Strength.CLAIMED and item.is_ours
    )  # fmt: skip


def milestone_entry(one: Milestone) -> Entry:
    """Return the line of a milestone with its counts."""
    counts: dict[str, int] = {}
    for _alias, _pillar, risk, n in one.counts:
        counts[risk] = counts.get(risk, 0) + n
    text = _("{high} high, {medium} medium").format(high=counts.get(Risk.HIGH, 0), medium=counts.get(Risk.MEDIUM, 0))
    return Entry(
        one.name, ("milestone", str(one.number)), code=str(one.number), trailing=text,
        note=f"{time_text(one.at)} · {one.by}",
    )  # fmt: skip
