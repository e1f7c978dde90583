"""What to follow up after a review: what is due, what grows old, how far the high risks of the baseline are closed.

When to review again follows AWS, "Review your workload regularly": after changes of the workload, and after improvements.
Source: https://docs.aws.amazon.com/wellarchitected/latest/framework/the-review-process.html
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from workbench.analyses.differences import Comparison, Move, QuestionChange, Way
from workbench.analyses.risk import assess
from workbench.domain.answer import Answer
from workbench.domain.evidence import OWN_KINDS, Evidence
from workbench.domain.initiative import PlanTerms
from workbench.domain.lens import Lens
from workbench.domain.plan import Acceptance, ItemStatus
from workbench.domain.risk import Risk
from workbench.domain.snapshot import Snapshot
from workbench.domain.workload import field_named
from workbench.i18n import _, n_

__all__ = ["CLOSED_FOR_REVIEW", "SOON_DAYS", "STALE_DAYS", "DueItem", "FollowUp", "Progress", "follow_up"]

SOON_DAYS = 30
"""An acceptance or a review this close [d] is worth a look."""
STALE_DAYS = 180
"""Evidence older than this [d] should be looked at again; a judgement, half a year."""
CLOSED_FOR_REVIEW = 3
"""So many high risks closed since the last milestone make a new review worth while."""
_REQUIREMENTS = (
    "description", "environment", "industry_type", "industry", "pillar_priorities", "aws_regions", "non_aws_regions",
    "account_ids", "architectural_design", "applications",
)  # fmt: skip
_OPEN = (Risk.HIGH, Risk.MEDIUM)


@dataclass(frozen=True, slots=True)
class DueItem:
    """Something with a day.

    Attributes:
        kind: "question" or "initiative".
        key: Review and question id, or "" and the initiative's id.
        due: YYYY-MM-DD.
    """

    kind: str
    key: tuple[str, str]
    title: str
    owner: str
    due: str
    is_overdue: bool
    status: ItemStatus


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the high risks of the baseline are closed.

    Attributes:
        baseline: What the milestone is called.
        high: Questions that had a high risk then.
        closed: Of them, those closed or lowered by practices or by verdict.
        by_not_applicable: Of them, those that went because something is not applicable now; not counted as closed.
        by_lens: Of them, those that went with a change of the lens; not counted as closed.
        target: Share that shall be closed, 0 to 1.
    """

    baseline: str
    high: tuple[QuestionChange, ...]
    closed: tuple[QuestionChange, ...]
    by_not_applicable: tuple[QuestionChange, ...]
    by_lens: tuple[QuestionChange, ...]
    target: float

    @property
    def share(self) -> float:
        """Share of the baseline's high risks that are closed, 0 to 1; 1 where there were none."""
        return len(self.closed) / len(self.high) if self.high else 1.0

    @property
    def is_reached(self) -> bool:
        """True when the target is met."""
        return self.share >= self.target - 1e-9


@dataclass(frozen=True, slots=True)
class FollowUp:
    """Everything to follow up on a day.

    Attributes:
        due: Open improvements and initiatives with a day, earliest first; a question that an initiative brings down on
            the same day is not told twice.
        undated: Open high risks without a day.
        stale: Evidence older than STALE_DAYS, oldest first.
        expiring: Acceptances of open risks that end soon or have ended, earliest first.
        next_review: YYYY-MM-DD, may be empty.
        review_due: The next review is soon or over.
        progress: None without a milestone.
        again: Why to review again, one sentence each; nothing where there is no reason.
    """

    due: tuple[DueItem, ...]
    undated: int
    stale: tuple[Evidence, ...]
    expiring: tuple[Acceptance, ...]
    next_review: str
    review_due: bool
    progress: Progress | None
    again: tuple[str, ...]

    @property
    def overdue(self) -> tuple[DueItem, ...]:
        """What should be done already."""
        return tuple(one for one in self.due if one.is_overdue)


def follow_up(
    snapshot: Snapshot, lenses: Mapping[str, Lens], terms: PlanTerms, today: str, *,
    since_baseline: Comparison | None = None, since_last: Comparison | None = None, stale_days: int = STALE_DAYS,
) -> FollowUp:  # fmt: skip
    """Return what to follow up.

    Args:
        snapshot: The workload as it is.
        lenses: By review id.
        terms: What the plan is held against.
        today: YYYY-MM-DD.
        since_baseline: From the baseline milestone to now.
        since_last: From the last milestone to now.
        stale_days: Evidence older than this grows stale [d].
    """
    risks = _risks(snapshot, lenses)
    day = date.fromisoformat(today)
    soon, old = (day + timedelta(days=SOON_DAYS)).isoformat(), (day - timedelta(days=stale_days)).isoformat()
    held = {(one.review_id, one.question_id) for one in snapshot.acceptances if one.holds_on(today)}
    dated = {(one.review_id, one.question_id) for one in snapshot.improvements if one.due} | {
        key for one in snapshot.initiatives if one.due for key in one.questions
    }
    expiring = [
        one for one in snapshot.acceptances
        if one.until <= soon and risks.get((one.review_id, one.question_id)) in _OPEN
    ]  # fmt: skip
    next_review = snapshot.workload.next_review
    stale = [one for one in snapshot.evidence if one.kind in OWN_KINDS and one.on and one.on < old]
    return FollowUp(
        _due(snapshot, lenses, risks, held, today),
        sum(1 for key, risk in risks.items() if risk is Risk.HIGH and key not in dated and key not in held),
        tuple(sorted(stale, key=lambda one: (one.on, one.title, one.id))),
        tuple(sorted(expiring, key=lambda one: (one.until, one.review_id, one.question_id))),
        next_review, bool(next_review) and next_review <= soon,
        _progress(since_baseline, terms.target) if since_baseline else None,
        _again(since_last, terms, next_review, today),
    )  # fmt: skip


def _risks(snapshot: Snapshot, lenses: Mapping[str, Lens]) -> dict[tuple[str, str], Risk]:
    found = {}
    for review in snapshot.reviews:
        answers = {answer.question_id: answer for answer in review.answers}
        lens = lenses.get(review.id)
        for question in lens.questions() if lens else ():
            found[review.id, question.id] = assess(question, answers.get(question.id, Answer(question.id))).risk
    return found


def _due(
    snapshot: Snapshot, lenses: Mapping[str, Lens], risks: Mapping[tuple[str, str], Risk], held: set[tuple[str, str]],
    today: str,
) -> tuple[DueItem, ...]:  # fmt: skip
    found = []
    covered = {
        (key, one.due) for one in snapshot.initiatives if one.status is not ItemStatus.DONE for key in one.questions
    }
    for item in snapshot.improvements:
        key = (item.review_id, item.question_id)
        settled = item.status in (ItemStatus.DONE, ItemStatus.ACCEPTED) or key in held
        if item.due and risks.get(key) in _OPEN and not settled and (key, item.due) not in covered:
            question = lenses[item.review_id].question(item.question_id)
            title = f"{question.code} {question.short or question.title}".strip() if question else item.question_id
            found.append(DueItem("question", key, title, item.owner, item.due, item.due < today, item.status))
    for one in snapshot.initiatives:
        if one.due and one.status is not ItemStatus.DONE:
            overdue = one.is_overdue(today)
            found.append(DueItem("initiative", ("", one.id), one.title, one.owner, one.due, overdue, one.status))
    return tuple(sorted(found, key=lambda one: (one.due, one.kind, one.title)))


def _progress(since: Comparison, target: float) -> Progress:
    high = tuple(one for review in since.reviews for one in review.questions if one.before_risk is Risk.HIGH)
    gone = [one for one in high if one.after_risk in (None, Risk.MEDIUM, Risk.NONE, Risk.NOT_APPLICABLE)]
    lens = tuple(one for one in gone if one.move is Move.RETIRED or one.way is Way.LENS)
    excused = (Way.CHOICE_NOT_APPLICABLE, Way.QUESTION_NOT_APPLICABLE, Way.MIXED)
    without = tuple(one for one in gone if one not in lens and one.way in excused)
    closed = tuple(one for one in gone if one not in lens and one not in without)
    return Progress(since.before_title, high, closed, without, lens, target)


def _again(since: Comparison | None, terms: PlanTerms, next_review: str, today: str) -> tuple[str, ...]:
    found = []
    if since is not None:
        n = len(_progress(since, 1.0).closed)
        if n >= CLOSED_FOR_REVIEW:
            found.append(n_("{n} high risk was closed since {milestone}.", "{n} high risks were closed since {milestone}.",
                            n).format(n=n, milestone=since.before_title))  # fmt: skip
        changed = [_(field_named(one.name).label) for one in since.workload if one.name in _REQUIREMENTS]
        if since.graph:
            changed.append(_("Dependency graph"))
        if changed:
            found.append(_("Changed since {milestone}: {fields}.").format(
                milestone=since.before_title, fields=", ".join(changed)))  # fmt: skip
    if terms.requirements.strip():
        found.append(_("Requirements changed: {text}").format(text=terms.requirements.strip()))
    if next_review and next_review < today:
        found.append(_("The next review was planned for {day}.").format(day=next_review))
    return tuple(found)
