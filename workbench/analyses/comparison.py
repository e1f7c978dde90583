"""Two states of one workload side by side: what was said anew, which risks moved, how, by whom, on what evidence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace

from workbench.analyses.differences import (
    Accepted,
    Comparison,
    EvidenceChange,
    FieldChange,
    MarkChange,
    Move,
    PillarCounts,
    QuestionChange,
    ReviewComparison,
    Way,
    worst_first,
)
from workbench.analyses.graph_differences import compare_graphs, with_findings
from workbench.analyses.risk import assess, assess_review
from workbench.analyses.scenario_differences import compare_scenarios
from workbench.domain.answer import Answer, MarkState
from workbench.domain.evidence import Evidence
from workbench.domain.lens import Lens, Question
from workbench.domain.plan import Acceptance
from workbench.domain.risk import Risk
from workbench.domain.snapshot import ReviewState, Snapshot
from workbench.domain.workload import FIELDS

__all__ = ["compare"]

_OPEN = (Risk.HIGH, Risk.MEDIUM)
_CLOSED = (Risk.NONE, Risk.NOT_APPLICABLE)
_SEVERITY = {Risk.HIGH: 2, Risk.MEDIUM: 1}


def compare(
    lenses: Mapping[str, Lens],
    before: Snapshot,
    after: Snapshot,
    *,
    before_day: str,
    after_day: str,
    who: Mapping[tuple[str, str], tuple[str, str]] | None = None,
    earlier: Sequence[Snapshot] = (),
    before_title: str = "",
    after_title: str = "",
) -> Comparison:
    """Compare two states of one workload; reviews are matched by lens alias or id, questions and practices by id.

    Args:
        lenses: Every lens text the states answer, by hash.
        before, after: The two states.
        before_day, after_day: Days of the states, YYYY-MM-DD; acceptances hold or have expired on them.
        who: Who changed a question (lens alias, question id) last, and when.
        earlier: States saved before `after`, oldest first; a risk that was open in one of them and closed in a later
            one is reopened, not opened.
        before_title, after_title: What the states are called.
    """
    states = earlier if before in earlier else (*earlier, before)
    reviews, unreadable = [], []
    for alias, was, now in _pairs(before, after):
        if any(review is not None and review.lens_sha256 not in lenses for review in (was, now)):
            unreadable.append(alias)
            continue
        sides = (
            _Side.of(lenses, before, was, before_day),
            _Side.of(lenses, after, now, after_day),
        )
        review_id = now.id if now else was.id if was else ""
        reviews.append(_review(alias, *sides, who or {}, _once_closed(lenses, alias, review_id, states)))
    workload = _changes([(entry.name, getattr(before.workload, entry.name), getattr(after.workload, entry.name))
                         for entry in FIELDS])  # fmt: skip
    graph = with_findings(compare_graphs(before.graph, after.graph), before.graph, after.graph)
    scenarios = compare_scenarios(before.scenarios, after.scenarios)
    return Comparison(before_title, after_title, tuple(reviews), workload, tuple(unreadable), graph, scenarios)


def _pairs(before: Snapshot, after: Snapshot) -> Iterator[tuple[str, ReviewState | None, ReviewState | None]]:
    """Match reviews by lens alias, and by id where an upgrade gave the lens another alias."""
    left = {review.id: review for review in before.reviews if after.review(review.lens_alias) is None}
    for now in after.reviews:
        was = before.review(now.lens_alias) or left.pop(now.id, None)
        yield now.lens_alias, was, now
    for was in left.values():
        yield was.lens_alias, was, None


@dataclass(frozen=True)
class _Side:
    """One lens review at one moment, with everything looked up."""

    lens: Lens | None
    review: ReviewState | None
    answers: Mapping[str, Answer]
    risks: Mapping[str, Risk]
    evidence: Mapping[str, tuple[Evidence, ...]]
    acceptances: Mapping[str, Acceptance]
    origins: Mapping[str, str]
    day: str

    @classmethod
    def of(cls, lenses: Mapping[str, Lens], state: Snapshot, review: ReviewState | None, day: str) -> _Side:
        if review is None:
            return cls(None, None, {}, {}, {}, {}, {}, day)
        lens = lenses[review.lens_sha256]
        evidence: dict[str, tuple[Evidence, ...]] = {}
        for item in state.evidence:
            if item.review_id == review.id:
                evidence[item.question_id] = (*evidence.get(item.question_id, ()), item)
        return cls(
            lens,
            review,
            {answer.question_id: answer for answer in review.answers},
            {question_id: one.risk for question_id, one in assess_review(lens, review).items()},
            evidence,
            {one.question_id: one for one in state.acceptances if one.review_id == review.id},
            {one.question_id: one.template or one.template_id for one in state.inherited if one.review_id == review.id},
            day,
        )

    def question(self, question_id: str) -> Question | None:
        return self.lens.question(question_id) if self.lens else None

    def answer(self, question_id: str) -> Answer:
        return self.answers.get(question_id, Answer(question_id))


def _once_closed(lenses: Mapping[str, Lens], alias: str, review_id: str, states: Sequence[Snapshot]) -> set[str]:
    """Questions whose risk was open in one state and closed in a later one; not answered is not closed."""
    opened: set[str] = set()
    closed: set[str] = set()
    for state in states:
        review = state.review(alias) or next((one for one in state.reviews if one.id == review_id), None)
        if review is None or review.lens_sha256 not in lenses:
            continue
        for question_id, one in assess_review(lenses[review.lens_sha256], review).items():
            if one.risk in _OPEN:
                opened.add(question_id)
            elif one.risk in _CLOSED and question_id in opened:
                closed.add(question_id)
    return closed


def _review(
    alias: str,
    old: _Side,
    new: _Side,
    who: Mapping[tuple[str, str], tuple[str, str]],
    closed: set[str],
) -> ReviewComparison:
    questions = []
    for side in (new, old):
        for question in side.lens.questions() if side.lens else ():
            if side is old and new.question(question.id):
                continue
            name, at = who.get((alias, question.id), ("", ""))
            questions.append(replace(_question(alias, question, old, new, closed), who=name, at=at))
    shown = new.review or old.review
    assert shown is not None  # the alias came from one of them
    return ReviewComparison(
        alias,
        shown.lens_name,
        old.review.lens_version if old.review else "",
        new.review.lens_version if new.review else "",
        old.review is not None,
        new.review is not None,
        tuple(questions),
        _pillars(old, new),
        _review_fields(old.review, new.review),
    )


def _question(alias: str, question: Question, old: _Side, new: _Side, closed: set[str]) -> QuestionChange:
    key = question.id
    was, now = old.answer(key), new.answer(key)
    risks = old.risks.get(key), new.risks.get(key)
    move = _move(*risks, key, closed)
    earlier = old.question(key)
    accepted, acceptance = _accepted(key, old, new)
    plain = [
        (entry.name, getattr(was, entry.name), getattr(now, entry.name))
        for entry in fields(Answer)
        if entry.name not in ("question_id", "marks")
    ]
    marks, said = _marks(question, earlier, was, now), _changes(plain)
    if marks or said:  # where an answer came from is told with the answer; states saved before have no such marks
        said += _changes([("inherited", old.origins.get(key, ""), new.origins.get(key, ""))])
    return QuestionChange(
        alias, question.pillar_id, key, question.code, question.title, *risks, move,
        _way(was, now, earlier or question, question) if move in (Move.CLOSED, Move.LOWERED) else None,
        accepted, acceptance, marks, said,
        _evidence(old.evidence.get(key, ()), new.evidence.get(key, ())), new.evidence.get(key, ()),
    )  # fmt: skip


def _move(was: Risk | None, now: Risk | None, key: str, closed: set[str]) -> Move:
    if was is None or now is None:
        return Move.ADDED if was is None else Move.RETIRED
    if now in _OPEN and was not in _OPEN:
        return Move.REOPENED if key in closed else Move.OPENED
    if was in _OPEN and now not in _OPEN:
        return Move.WITHDRAWN if now is Risk.UNANSWERED else Move.CLOSED
    if was in _OPEN and now is not was:
        return Move.RAISED if _SEVERITY[now] > _SEVERITY[was] else Move.LOWERED
    return Move.UNCHANGED


def _way(was: Answer, now: Answer, old: Question, new: Question) -> Way:
    """Tell what brought the risk down: put one kind of change back and see whether it is still as low."""
    if not now.applicable:
        return Way.QUESTION_NOT_APPLICABLE
    if not new.practices:
        return Way.VERDICT
    reached = _SEVERITY.get(assess(new, now).risk, 0)
    was = _under_new_ids(was, old, new)

    def is_enough(answer: Answer) -> bool:
        risk = assess(new, answer).risk
        return risk is not Risk.UNANSWERED and _SEVERITY.get(risk, 0) <= reached

    if is_enough(replace(was, applicable=True)):
        return Way.LENS  # what was said before would already be enough

    def turned(state: MarkState) -> set[str]:
        return {mark.choice_id for mark in now.marks if mark.state is state and was.state(mark.choice_id) is not state}

    if is_enough(_put_back(was, now, turned(MarkState.NOT_APPLICABLE).__contains__)):
        return Way.PRACTICE
    left_out = turned(MarkState.NOT_APPLICABLE)
    if is_enough(_put_back(was, now, lambda choice_id: choice_id not in left_out)):
        return Way.CHOICE_NOT_APPLICABLE
    return Way.MIXED


def _under_new_ids(was: Answer, old: Question, new: Question) -> Answer:
    """What was said before, under the ids that practices of the same title have now: carrying over is no work."""
    fresh = {choice.title: choice.id for choice in new.choices if old.choice(choice.id) is None}
    moved = {
        choice.id: fresh[choice.title]
        for choice in old.choices
        if choice.title in fresh and new.choice(choice.id) is None
    }
    return replace(
        was, marks=tuple(replace(mark, choice_id=moved.get(mark.choice_id, mark.choice_id)) for mark in was.marks)
    )


def _put_back(was: Answer, now: Answer, chosen: Callable[[str], bool]) -> Answer:
    """The new answer with some marks as they were before."""
    marks = {mark.choice_id: mark for mark in now.marks if not chosen(mark.choice_id)}
    marks |= {mark.choice_id: mark for mark in was.marks if chosen(mark.choice_id)}
    return replace(now, marks=tuple(marks[key] for key in sorted(marks)))


def _accepted(key: str, old: _Side, new: _Side) -> tuple[Accepted, Acceptance | None]:
    """Acceptances of risks that are open; one that outlived its risk says nothing any more."""
    was = old.acceptances.get(key)
    now = new.acceptances.get(key)
    held = was is not None and was.holds_on(old.day) and old.risks.get(key) in _OPEN
    if new.risks.get(key) not in _OPEN:
        return Accepted.NO, None
    if now is not None and now.holds_on(new.day):
        return (Accepted.STILL if held else Accepted.ACCEPTED), now
    if now is not None and (held or was != now):
        return Accepted.EXPIRED, now
    return (Accepted.ENDED, was) if held else (Accepted.NO, None)


def _marks(question: Question, old: Question | None, was: Answer, now: Answer) -> tuple[MarkChange, ...]:
    before = {mark.choice_id: mark for mark in was.marks}
    after = {mark.choice_id: mark for mark in now.marks}
    known = {choice.id: choice for part in (old, question) if part for choice in part.choices}
    order = {
        choice_id: place for place, choice_id in enumerate(dict.fromkeys([c.id for c in question.choices] + [*known]))
    }
    changed = [key for key in before.keys() | after.keys() if before.get(key) != after.get(key)]
    return tuple(
        MarkChange(
            key,
            known[key].code if key in known else "",
            known[key].title if key in known else key,
            before.get(key),
            after.get(key),
        )
        for key in sorted(changed, key=lambda key: (order.get(key, len(order)), key))
    )


def _changes(values: Iterable[tuple[str, object, object]]) -> tuple[FieldChange, ...]:
    return tuple(FieldChange(name, was, now) for name, was, now in values if was != now)


def _evidence(was: Sequence[Evidence], now: Sequence[Evidence]) -> tuple[EvidenceChange, ...]:
    before = {item.id: item for item in was}
    after = {item.id: item for item in now}
    return tuple(
        EvidenceChange(before.get(key), after.get(key))
        for key in dict.fromkeys([*before, *after])
        if key not in before
        or key not in after
        or replace(before[key], review_id="") != replace(after[key], review_id="")
    )


def _pillars(old: _Side, new: _Side) -> tuple[PillarCounts, ...]:
    names = {pillar.id: pillar.name for side in (new, old) if side.lens for pillar in side.lens.pillars}

    def counted(side: _Side, pillar_id: str) -> tuple[tuple[Risk, int], ...]:
        pillar = side.lens.pillar(pillar_id) if side.lens else None
        return worst_first(Counter(side.risks[question.id] for question in pillar.questions)) if pillar else ()

    return tuple(PillarCounts(key, name, counted(old, key), counted(new, key)) for key, name in names.items())


def _review_fields(was: ReviewState | None, now: ReviewState | None) -> tuple[FieldChange, ...]:
    texts = [dict(review.pillar_notes) if review else {} for review in (was, now)]
    values: list[tuple[str, object, object]] = [("notes", was.notes if was else "", now.notes if now else "")]
    for pillar_id in sorted(texts[0].keys() | texts[1].keys()):
        values.append((f"pillar_notes/{pillar_id}", texts[0].get(pillar_id, ""), texts[1].get(pillar_id, "")))
    return _changes(values)
