"""The plan as a list of work: initiatives, the questions they work on, and questions that stand alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from workbench.analyses.risk import assess
from workbench.domain.initiative import Initiative
from workbench.domain.lens import Choice, Lens, Question
from workbench.domain.plan import Improvement, ItemStatus
from workbench.domain.risk import RISK_ORDER, Risk
from workbench.domain.snapshot import Snapshot

__all__ = ["PlanItem", "plan_items"]

_OPEN = (Risk.HIGH, Risk.MEDIUM)


@dataclass(frozen=True, slots=True)
class PlanItem:
    """One line of work.

    Attributes:
        id: The same in every export: "initiative-ID" or "question-REVIEW-QUESTION".
        parent: Id of the initiative it belongs to; empty for what stands alone.
        kind: "initiative" or "question".
        practices: What is to be put in place, by name.
        risk: The question's, or the worst an initiative works on; None where it works on none.
        days: Effort [person days]; 0 where nobody has said.
    """

    id: str
    parent: str
    kind: str
    title: str
    practices: tuple[str, ...]
    risk: Risk | None
    owner: str
    due: str
    status: ItemStatus
    note: str
    days: float = 0.0
    pillars: tuple[str, ...] = ()
    url: str = ""


def plan_items(snapshot: Snapshot, lenses: Mapping[str, Lens]) -> tuple[PlanItem, ...]:
    """Return the plan: each initiative followed by its questions, then the open risks nobody groups, worst first.

    Args:
        snapshot: The workload as it is.
        lenses: By review id.
    """
    answers = {review.id: {one.question_id: one for one in review.answers} for review in snapshot.reviews}
    planned = {(one.review_id, one.question_id): one for one in snapshot.improvements}
    lines: dict[tuple[str, str], PlanItem] = {}
    for review in snapshot.reviews:
        lens = lenses.get(review.id)
        for pillar in lens.pillars if lens else ():
            for question in pillar.questions:
                answer = answers[review.id].get(question.id)
                found = assess(question, answer) if answer else None
                key = (review.id, question.id)
                if found is not None and found.risk in _OPEN:
                    item = planned.get(key, Improvement(*key, owner=answer.owner if answer else ""))
                    way = frozenset(found.ways_down[0] if found.ways_down else ())
                    lines[key] = _line(question, review.id, pillar.name, way, found.risk, item)
    found_items: list[PlanItem] = []
    used: set[tuple[str, str]] = set()
    for one in snapshot.initiatives:
        mine = [lines[key] for key in one.questions if key in lines]
        found_items.append(_whole(one, lenses, mine))
        for key in one.questions:
            if key in lines and key not in used:
                found_items.append(_under(lines[key], one, lenses[key[0]].question(key[1])))
                used.add(key)
    alone = [line for key, line in lines.items() if key not in used]
    return (*found_items, *sorted(alone, key=lambda line: RISK_ORDER.index(line.risk or Risk.NONE)))


def _name(choice: Choice) -> str:
    return f"{choice.code} {choice.title}".strip()


def _line(
    question: Question, review_id: str, pillar: str, way: frozenset[str], risk: Risk, item: Improvement
) -> PlanItem:
    names = tuple(_name(choice) for choice in question.practices if choice.id in way)
    title = f"{question.code} {question.short or question.title}".strip()
    return PlanItem(f"question-{review_id}-{question.id}", "", "question", title, names, risk, item.owner, item.due,
                    ItemStatus(item.status), item.note, 0.0, (pillar,), question.url)  # fmt: skip


def _under(line: PlanItem, one: Initiative, question: Question | None) -> PlanItem:
    wanted = {gap.choice_id for gap in one.closes}
    names = tuple(_name(choice) for choice in question.practices if choice.id in wanted) if question else ()
    return replace(line, parent=f"initiative-{one.id}", practices=names or line.practices,
                   owner=line.owner or one.owner, due=line.due or one.due)  # fmt: skip


def _whole(one: Initiative, lenses: Mapping[str, Lens], lines: list[PlanItem]) -> PlanItem:
    names = []
    for gap in one.closes:
        lens = lenses.get(gap.review_id)
        question = lens.question(gap.question_id) if lens else None
        choice = question.choice(gap.choice_id) if question else None
        names.append(_name(choice) if choice else gap.choice_id)
    risk = min((line.risk for line in lines if line.risk), key=RISK_ORDER.index, default=None)
    note = "\n".join(text for text in (one.note, one.value) if text)
    pillars = tuple(dict.fromkeys(pillar for line in lines for pillar in line.pillars))
    return PlanItem(f"initiative-{one.id}", "", "initiative", one.title, tuple(names), risk, one.owner, one.due,
                    one.status, note, one.days, pillars)  # fmt: skip
