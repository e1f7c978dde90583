"""Around the treatment planner: what goes in from a review, what its reasons say, what applying a plan changes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from workbench.analyses.risk import assess
from workbench.analyses.treatment import Exposure, Treatment, Why
from workbench.domain.answer import MarkState
from workbench.domain.initiative import Capacity, Gap, Initiative
from workbench.domain.lens import Lens
from workbench.domain.plan import Improvement, ItemStatus
from workbench.domain.risk import Risk
from workbench.domain.snapshot import Snapshot, canonical, digest
from workbench.i18n import _, n_

__all__ = ["Applied", "applied_plan", "exposures_of", "single_questions", "state_sign", "why_words"]

_OPEN = (Risk.HIGH, Risk.MEDIUM)
Key = tuple[str, str]


def exposures_of(snapshot: Snapshot, lenses: Mapping[str, Lens], today: str) -> tuple[Exposure, ...]:
    """Return every question with a high or medium risk that nobody has accepted, in the order of the lenses.

    Args:
        snapshot: The workload as it is.
        lenses: By review id.
        today: YYYY-MM-DD; an acceptance counts while it holds.
    """
    accepted = {(one.review_id, one.question_id) for one in snapshot.acceptances if one.holds_on(today)}
    found = []
    for review in snapshot.reviews:
        lens = lenses.get(review.id)
        answers = {answer.question_id: answer for answer in review.answers}
        for question in lens.questions() if lens else ():
            answer = answers.get(question.id)
            if answer is None or not question.practices or (review.id, question.id) in accepted:
                continue
            risk = assess(question, answer).risk
            if risk not in _OPEN:
                continue
            own = {choice.id for choice in question.choices}
            states = {mark.choice_id: mark.state for mark in answer.marks if mark.choice_id in own}
            one = Exposure(
                review.id, question,
                frozenset(key for key, state in states.items() if state is MarkState.YES),
                frozenset(key for key, state in states.items() if state is MarkState.NOT_APPLICABLE),
            )  # fmt: skip
            found.append(one if one.risk_with() is risk else replace(one, told=risk))
    return tuple(found)


def single_questions(
    snapshot: Snapshot, exposures: Iterable[Exposure], days: float, make_id: Callable[[], str]
) -> tuple[Initiative, ...]:
    """Return an initiative for each question that none works on: the smallest set of practices that lowers its risk.

    Args:
        snapshot: The workload as it is.
        exposures: Questions with a risk.
        days: Effort to begin with for each practice [person days].
        make_id: Makes the ids.
    """
    known = {gap.spot for one in snapshot.initiatives for gap in one.closes}
    owners = {(review.id, answer.question_id): answer.owner for review in snapshot.reviews for answer in review.answers}
    planned = {(one.review_id, one.question_id): one for one in snapshot.improvements}
    reviews = {review.id: review for review in snapshot.reviews}
    found = []
    for one in exposures:
        if one.key in known:
            continue
        ways = assess(one.question, reviews[one.review_id].answer(one.question.id)).ways_down
        if ways:
            item = planned.get(one.key)
            gaps = tuple(sorted(Gap(*one.key, choice) for choice in ways[0]))
            name = f"{one.question.code} {one.question.short or one.question.title}".strip()
            owner = (item.owner if item else "") or owners.get(one.key, "")
            found.append(Initiative(make_id(), name, gaps, days * len(gaps), owner=owner))
    return tuple(found)


def state_sign(exposures: Iterable[Exposure], initiatives: Iterable[Initiative]) -> str:
    """Return a sign of everything a plan was made of; another sign means that it should be made again."""
    asked = sorted(
        [*one.key, sorted(one.selected), sorted(one.neutral), str(one.risk_with()), one.factor] for one in exposures
    )
    work = sorted(
        [one.id, one.days, one.fixed, one.status is ItemStatus.DONE, [[*g.spot, g.choice_id] for g in one.closes]]
        for one in initiatives
    )
    return digest(canonical([asked, work]))[:16]


def why_words(why: Why, capacity: Capacity, names: Mapping[Key, str]) -> str:
    """Say in a sentence why an initiative is in the plan, or is not.

    Args:
        why: The reason.
        capacity: Limits of the plan.
        names: What each question is called.
    """
    asked = ", ".join(names.get(key, key[1]) for key in why.questions[:4])
    if len(why.questions) > 4:
        asked += " " + _("and {n} more").format(n=len(why.questions) - 4)
    weight = f"{why.weight:g}"
    if why.kind == "closes":
        if not why.questions:
            return _("It lowers no risk of its own in this plan.")
        return _("Without it the risk stays on {questions}: weight {weight}.").format(questions=asked, weight=weight)
    if why.kind == "fixed":
        return _("It is done in any case.")
    if why.kind == "nothing":
        return _("Left out because it lowers no risk: its practices are in place, or no rule asks for them.")
    if why.kind == "covered":
        text = _("Left out because the others do it already, or because it helps only together with more.")
        return text
    if why.kind == "days":
        limit = max(capacity.days or (0.0,))
        text = _("Left out because {days} days do not suffice for it too.").format(days=f"{limit:g}")  # fmt: skip
    elif why.kind == "items":
        n = capacity.items or 0
        text = n_(
            "Left out because only {n} initiative is taken on.",
            "Left out because only {n} initiatives are taken on.",
            n,
        )
        text = text.format(n=n)
    else:
        n = capacity.high_risks or 0
        text = n_("Left out because no more than {n} high risk is taken on at once.",
                  "Left out because no more than {n} high risks are taken on at once.", n).format(n=n)  # fmt: skip
    if why.questions:
        text += " " + _("It would lower {questions}: weight {weight}.").format(questions=asked, weight=weight)
    return text


@dataclass(frozen=True, slots=True)
class Applied:
    """What applying a plan changes: rows that differ, and nothing else."""

    initiatives: tuple[Initiative, ...]
    improvements: tuple[Improvement, ...]


def applied_plan(
    plan: Treatment, initiatives: Sequence[Initiative], snapshot: Snapshot, capacity: Capacity, start: str
) -> Applied:
    """Give the chosen initiatives, and the questions whose risk falls, a due day, and make what is open planned.

    Args:
        plan: The plan.
        initiatives: What it was made of, those that are not in the workload yet too.
        snapshot: The workload as it is.
        capacity: Its windows.
        start: First day of the plan, YYYY-MM-DD.

    Returns:
        Chosen initiatives and improvements as they shall be. What is done or under way keeps its status; an owner that
        is named stays.
    """
    by_id = {one.id: one for one in initiatives}
    known = {one.id: one for one in snapshot.initiatives}
    first = date.fromisoformat(start)
    changed, last = [], dict[Key, Initiative]()
    for window, length in zip(plan.windows, capacity.windows, strict=True):
        for key in window:
            one = by_id[key]
            if one.status is not ItemStatus.DONE:
                one = replace(one, due=(first + timedelta(days=length)).isoformat(), status=_planned(one.status))
            if known.get(key) != one:
                changed.append(one)
            last |= {each: one for each in one.questions if plan.after.get(each) is not plan.before.get(each)}
    planned = {(one.review_id, one.question_id): one for one in snapshot.improvements}
    improvements = []
    for spot, one in last.items():
        before = planned.get(spot, Improvement(*spot))
        if before.status in (ItemStatus.DONE, ItemStatus.ACCEPTED):
            continue
        after = replace(before, due=one.due, status=_planned(before.status), owner=before.owner or one.owner)
        if after != planned.get(spot):
            improvements.append(after)
    return Applied(tuple(changed), tuple(improvements))


def _planned(status: ItemStatus) -> ItemStatus:
    return ItemStatus.PLANNED if status is ItemStatus.OPEN else status
