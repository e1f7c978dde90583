"""Comparisons: which risks moved, how they were closed, and what was said anew."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.analyses.states import CHOICES, QUESTIONS, answer, lens_of, lens_text, review_of, snapshots
from workbench.analyses.comparison import compare
from workbench.analyses.differences import Accepted, Comparison, Move, QuestionChange, Way
from workbench.analyses.risk import assess_review
from workbench.analyses.trend import trend, trends
from workbench.domain.answer import Answer, MarkState, Reason
from workbench.domain.evidence import Evidence, EvidenceKind, Strength
from workbench.domain.milestone import Milestone
from workbench.domain.plan import Acceptance
from workbench.domain.risk import Risk
from workbench.domain.snapshot import Snapshot
from workbench.domain.workload import Workload

TEXT = lens_text("x")
LENSES = dict([lens_of(TEXT), lens_of(lens_text("y"))])
OPEN = (Risk.HIGH, Risk.MEDIUM)


def state(*answers: Answer, text: str = TEXT, **more) -> Snapshot:
    return Snapshot(Workload("w1", "Pay"), (review_of(text, *answers),), **more)


def compared(before: Snapshot, after: Snapshot, **more) -> Comparison:
    days = {"before_day": "2026-01-01", "after_day": "2026-06-01"} | more
    return compare(LENSES, before, after, **days)


def q1(before: Answer, after: Answer, **more) -> QuestionChange:
    return compared(state(before), state(after), **more).reviews[0].questions[0]


def test_closed_by_practice():
    one = q1(answer("q1", "a:no b:yes"), answer("q1", "a:yes b:yes"))
    assert (one.before_risk, one.after_risk, one.move, one.way) == (Risk.HIGH, Risk.NONE, Move.CLOSED, Way.PRACTICE)
    assert [(m.title, m.before.state, m.after.state) for m in one.marks] == [("Choice a", MarkState.NO, MarkState.YES)]


def test_closed_by_practices_not_applicable():
    one = q1(answer("q1", "a:no b:yes"), answer("q1", "a:not_applicable b:yes"))
    assert (one.move, one.way) == (Move.CLOSED, Way.CHOICE_NOT_APPLICABLE)


def test_closed_by_both_together():
    one = q1(answer("q1", "a:no b:no"), answer("q1", "a:yes b:not_applicable"))
    assert (one.move, one.way) == (Move.CLOSED, Way.MIXED)


def test_a_practice_that_would_do_alone_is_the_way():
    one = q1(answer("q1", "a:no b:no"), answer("q1", "a:yes b:no"))
    assert (one.move, one.way) == (Move.LOWERED, Way.PRACTICE)
    lowered = q1(answer("q1", "a:no b:no"), answer("q1", "a:not_applicable b:partly"))
    assert (lowered.move, lowered.way) == (Move.LOWERED, Way.CHOICE_NOT_APPLICABLE)


def test_closed_by_question_not_applicable():
    one = q1(answer("q1", "a:no"), answer("q1", "a:no", applicable=False, reason=Reason.OUT_OF_SCOPE))
    assert (one.after_risk, one.move, one.way) == (Risk.NOT_APPLICABLE, Move.CLOSED, Way.QUESTION_NOT_APPLICABLE)
    assert [(f.name, f.before, f.after) for f in one.fields] == [
        ("applicable", True, False), ("reason", Reason.NONE, Reason.OUT_OF_SCOPE)]  # fmt: skip


def test_an_answer_taken_back_closes_nothing():
    one = q1(answer("q1", "a:no"), answer("q1"))
    assert (one.after_risk, one.move, one.way) == (Risk.UNANSWERED, Move.WITHDRAWN, None)
    assert one.marks[0].after is None  # not discussed, which is not "no"


def test_opened_raised_and_reopened():
    good, bad, worse = answer("q1", "a:yes b:yes"), answer("q1", "a:yes b:no"), answer("q1", "a:no b:no")
    assert q1(answer("q1"), bad).move is Move.OPENED
    assert q1(good, bad).move is Move.OPENED
    assert q1(bad, worse).move is Move.RAISED
    assert q1(good, bad, earlier=[state(worse)]).move is Move.REOPENED
    assert q1(good, bad, earlier=[state(good), state(answer("q1"))]).move is Move.OPENED
    # open, then not answered, then open again: it was never closed
    assert q1(answer("q1"), bad, earlier=[state(worse)]).move is Move.OPENED
    # closed between the two points that are compared
    assert q1(answer("q1"), bad, earlier=[state(answer("q1")), state(bad), state(good)]).move is Move.REOPENED


def accepted(until: str) -> tuple[Acceptance, ...]:
    return (Acceptance("r-x", "q1", "cost", "Ada", until),)


def test_acceptance_is_no_closing_and_expires():
    bad = answer("q1", "a:no")
    before, after = state(bad), state(bad, acceptances=accepted("2026-12-31"))
    one = compared(before, after).reviews[0].questions[0]
    assert (one.move, one.accepted, one.after_risk, one.acceptance.by) == (
        Move.UNCHANGED,
        Accepted.ACCEPTED,
        Risk.HIGH,
        "Ada",
    )
    assert one.is_changed
    assert compared(after, after).accepted(Accepted.STILL)[0].question_id == "q1"
    assert not compared(after, after).changed
    assert compared(after, after, after_day="2027-01-01").accepted(Accepted.EXPIRED)[0].is_changed
    assert compared(after, after, after_day="2026-12-31").accepted(Accepted.STILL)  # the last day counts
    assert compared(after, before).accepted(Accepted.ENDED)
    closed = (
        compared(after, state(answer("q1", "a:yes b:yes"), acceptances=accepted("2026-12-31"))).reviews[0].questions[0]
    )
    assert (closed.move, closed.accepted) == (Move.CLOSED, Accepted.NO)


def test_evidence_and_who():
    item = Evidence("e1", "r-x", "q1", EvidenceKind.LINK, "Runbook", target="https://example.org")
    stronger, other = replace(item, strength=Strength.VERIFIED), replace(item, id="e2")
    gone = replace(item, id="e3")
    before = state(answer("q1", "a:no"), evidence=(item, gone))
    after = state(answer("q1", "a:yes"), evidence=(stronger, other))
    one = compared(before, after, who={("x", "q1"): ("Ada", "2026-05-01")}).reviews[0].questions[0]
    assert (one.who, one.at, one.supported_by) == ("Ada", "2026-05-01", (stronger, other))
    told = {(c.before and c.before.id, c.after and c.after.id): c.strength_changed for c in one.evidence}
    assert told == {("e1", "e1"): True, ("e3", None): False, (None, "e2"): False}


def test_evidence_of_a_copy_with_other_review_ids_is_the_same():
    item = Evidence("e1", "r-x", "q1", EvidenceKind.LINK, "Runbook", target="https://example.org")
    before = Snapshot(Workload("w1", "Pay"), (review_of(TEXT, review_id="r-x"),), (item,))
    after = Snapshot(Workload("w1", "Pay"), (review_of(TEXT, review_id="r-2"),), (replace(item, review_id="r-2"),))
    assert not compared(before, after).changed


def test_another_lens_version_adds_and_retires_questions():
    newer = lens_text("x", "2", ("q1", "q3"))
    lenses = LENSES | dict([lens_of(newer)])
    before, after = state(answer("q1", "a:no"), answer("q2", "a:no")), state(answer("q1", "a:yes b:yes"), text=newer)
    result = compare(lenses, before, after, before_day="2026-01-01", after_day="2026-01-01")
    review = result.reviews[0]
    assert (review.before_version, review.after_version) == ("1", "2")
    assert {q.question_id: q.move for q in review.questions} == {
        "q1": Move.CLOSED, "q3": Move.ADDED, "q2": Move.RETIRED}  # fmt: skip
    assert review.questions[2].before_risk is Risk.HIGH
    assert review.questions[2].after_risk is None


def test_a_risk_closed_by_the_lens_alone_says_so():
    easier = TEXT.replace('"riskIfAbsent": "HIGH"', '"riskIfAbsent": "LOW"')
    lenses = LENSES | dict([lens_of(easier)])
    both = answer("q1", "a:no b:yes")
    result = compare(lenses, state(both), state(both, text=easier), before_day="2026-01-01", after_day="2026-01-01")
    one = result.reviews[0].questions[0]
    assert (one.move, one.way, one.answer_changed) == (Move.LOWERED, Way.LENS, False)


def test_a_lens_that_came_or_went_and_one_nobody_has():
    both = Snapshot(Workload("w1", "Pay"), (review_of(TEXT), review_of(lens_text("y"), answer("q1", "a:no"))))
    result = compared(state(), both)
    assert [(r.lens_alias, r.in_before, r.in_after) for r in result.reviews] == [("x", True, True), ("y", False, True)]
    assert result.reviews[1].pillars[0].before == ()
    assert compare({}, both, both, before_day="", after_day="").unreadable == ("x", "y")


def test_texts_of_review_and_fields_of_workload():
    before = Snapshot(Workload("w1", "Pay"), (replace(review_of(TEXT), pillar_notes=(("p", "old"),)),))
    after = Snapshot(Workload("w1", "Pay 2"), (review_of(TEXT, notes="new"),))
    result = compared(before, after)
    assert [(f.name, f.before, f.after) for f in result.reviews[0].fields] == [
        ("notes", "", "new"),
        ("pillar_notes/p", "old", ""),
    ]
    assert [(f.name, f.before, f.after) for f in result.workload] == [("name", "Pay", "Pay 2")]


@settings(max_examples=60)
@given(snapshots(), snapshots(), st.lists(snapshots(), max_size=2))
def test_every_change_is_told_and_counts_add_up(before, after, earlier):
    result = compare(LENSES, before, after, before_day="2026-01-01", after_day="2026-06-01", earlier=earlier)
    for review in result.reviews:
        pair = before.review(review.lens_alias), after.review(review.lens_alias)
        for question in review.questions:
            was, now = (r.answer(question.question_id) if r else Answer(question.question_id) for r in pair)
            assert {m.choice_id for m in question.marks} == {c for c in CHOICES if was.mark(c) != now.mark(c)}
            for name in ("notes", "applicable", "reason", "owner", "flagged", "parked"):
                assert (getattr(was, name) != getattr(now, name)) == (name in [f.name for f in question.fields])
            assert question.is_changed or was == now
            assert (question.way is not None) == (question.move in (Move.CLOSED, Move.LOWERED))
            if question.move is Move.CLOSED:
                assert question.before_risk in OPEN
                assert question.after_risk in (Risk.NONE, Risk.NOT_APPLICABLE)
            if question.move in (Move.OPENED, Move.REOPENED):
                assert question.before_risk not in OPEN
                assert question.after_risk in OPEN
    for state_, told in zip((before, after), result.totals(), strict=True):
        counts: dict[Risk, int] = {}
        for review in state_.reviews:
            for one in assess_review(LENSES[review.lens_sha256], review).values():
                counts[one.risk] = counts.get(one.risk, 0) + 1
        assert dict(told) == counts
        assert sum(n for _risk, n in told) == len(QUESTIONS) * len(state_.reviews)


def milestone(number: int, *counts: tuple[str, str, str, int]) -> Milestone:
    return Milestone(
        f"m{number}",
        "w1",
        number,
        f"Review {number}",
        f"2026-0{number}-01T00:00:00+00:00",
        "",
        "",
        "",
        "",
        counts=counts,
    )


def test_trends_by_lens_and_pillar():
    saved = (
        milestone(1, ("x", "p", "HIGH", 2), ("x", "s", "HIGH", 1), ("x", "s", "UNANSWERED", 4)),
        milestone(2, ("x", "p", "NONE", 2), ("x", "s", "HIGH", 1), ("y", "p", "HIGH", 5)),
    )
    now = ("2026-03-01T00:00:00+00:00", (("x", "p", "NONE", 2),))
    assert trend(saved, now).series(Risk.HIGH) == (3, 6, 0)
    assert trend(saved, now, lens_alias="x").series(Risk.HIGH) == (3, 1, 0)
    assert trend(saved, now, lens_alias="x", pillar_id="s").series(Risk.UNANSWERED) == (4, 0, 0)
    assert trend(saved, lens_alias="y").points[0].counts == ()
    assert [(one.lens_alias, one.pillar_id) for one in trends(saved, now)] == [
        ("", ""), ("x", ""), ("x", "p"), ("x", "s"), ("y", ""), ("y", "p")]  # fmt: skip


def test_a_question_without_practices_closes_by_verdict():
    bare = '{"alias": "x", "version": "1", "name": "X", "pillars": [{"id": "p", "questions": [{"id": "q1", "title": "Q"}]}]}'
    lenses = dict([lens_of(bare)])
    before, after = state(answer("q1", verdict=Risk.HIGH), text=bare), state(answer("q1", verdict=Risk.NONE), text=bare)
    result = compare(lenses, before, after, before_day="2026-01-01", after_day="2026-01-01")
    assert result.closed_by(Way.VERDICT) == result.moved(Move.CLOSED) == result.changed
    assert [f.name for f in result.changed[0].fields] == ["verdict"]


def test_a_note_on_a_practice_is_no_change_of_its_state():
    noted = Answer("q1", (replace(answer("q1", "a:no").marks[0], note="only in Frankfurt"),))
    (mark,) = q1(answer("q1", "a:no"), noted).marks
    assert not mark.state_changed
    (new,) = q1(answer("q1"), answer("q1", "a:no")).marks
    assert new.state_changed
