"""Risks against the definition, over all subsets; ways down against brute force."""

from __future__ import annotations

from itertools import chain, combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.analyses import risk as risk_module
from workbench.analyses.risk import assess, assess_review
from workbench.domain.answer import Answer, Mark, MarkState, Reason
from workbench.domain.lens import Choice, Question, RiskRule
from workbench.domain.risk import Level, Risk
from workbench.domain.snapshot import ReviewState
from workbench.library.estimated_rules import estimated_rules
from workbench.library.shelf import Shelf

FRAMEWORK = Shelf().lens("wellarchitected")
QUESTIONS = tuple(FRAMEWORK.questions())
ORDER = {Risk.HIGH: 2, Risk.MEDIUM: 1, Risk.NONE: 0}


def subsets(ids):
    return chain.from_iterable(combinations(ids, size) for size in range(len(ids) + 1))


def answered(question: Question, yes=(), not_applicable=(), rest: MarkState = MarkState.NO) -> Answer:
    marks = []
    for choice in question.practices:
        state = MarkState.YES if choice.id in yes else MarkState.NOT_APPLICABLE if choice.id in not_applicable else rest
        marks.append(Mark(choice.id, state))
    return Answer(question.id, tuple(sorted(marks, key=lambda mark: mark.choice_id)))


def defined(question: Question, yes, neutral=()) -> Risk:
    """The issue's words: any missing high practice gives HIGH, else any missing gives MEDIUM, else NONE."""
    missing = [c for c in question.practices if c.id not in yes and c.id not in neutral]
    if any(choice.risk_if_absent is Level.HIGH for choice in missing):
        return Risk.HIGH
    return Risk.MEDIUM if missing else Risk.NONE


def test_the_framework_is_whole():
    assert len(QUESTIONS) == 57
    assert sum(len(question.practices) for question in QUESTIONS) == 307


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.id)
def test_estimated_rules_over_all_subsets(question):
    for yes in subsets([choice.id for choice in question.practices]):
        one = assess(question, answered(question, yes))
        assert one.estimated
        assert one.risk is defined(question, yes), yes
        assert one.missing == tuple(c.id for c in question.practices if c.id not in yes)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.id)
def test_none_of_these_counts_as_all_missing(question):
    none = question.none_choice
    assert none is not None
    one = assess(question, Answer(question.id, (Mark(none.id, MarkState.YES),)))
    assert one.risk is defined(question, ())
    assert not one.conflict
    both = assess(
        question,
        Answer(
            question.id, (Mark(none.id, MarkState.YES), *answered(question, [c.id for c in question.practices]).marks)
        ),
    )
    assert both.conflict
    assert both.risk is not Risk.NONE


@settings(max_examples=150)
@given(st.data())
def test_not_applicable_practices_are_neutral_in_the_framework(data):
    question = data.draw(st.sampled_from(QUESTIONS))
    states = {c.id: data.draw(st.sampled_from(["yes", "no", "neutral"])) for c in question.practices}
    yes, neutral = ([key for key, state in states.items() if state == wanted] for wanted in ("yes", "neutral"))
    one = assess(question, answered(question, yes, neutral))
    assert one.risk is defined(question, yes, neutral)


@pytest.mark.parametrize("rest", [MarkState.NO, MarkState.PARTLY, MarkState.DONT_KNOW])
def test_only_yes_is_in_place(rest):
    question = QUESTIONS[0]
    ids = [choice.id for choice in question.practices]
    assert assess(question, answered(question, ids[1:], rest=rest)).missing == (ids[0],)


def question_of(rules: list[tuple[str, str]], practices: int = 4, origin: str = "") -> Question:
    ids = [chr(ord("a") + n) for n in range(practices)]
    choices = (*(Choice(key, key) for key in ids), Choice("q_no", "None of these"))
    return Question(
        "q", "Question", "p", choices=choices, rules=tuple(RiskRule(*rule) for rule in rules), rules_origin=origin
    )


def ways_by_force(question: Question, yes: set[str], neutral: set[str]) -> set[tuple[str, ...]]:
    """Try every set of absent practices; keep the smallest that lower the risk."""
    start = ORDER[assess(question, answered(question, yes, neutral)).risk]
    absent = [c.id for c in question.practices if c.id not in yes and c.id not in neutral]
    lower = [
        added
        for added in subsets(absent)
        if added and ORDER[assess(question, answered(question, yes | set(added), neutral)).risk] < start
    ]
    return {added for added in lower if len(added) == len(min(lower, key=len))} if start else set()


_TERMS = st.sampled_from(["a", "b", "c", "d", "!a", "!d", "(a || b)", "(c || d)", "(a && !b)", "!q_no"])
_RULE = st.lists(_TERMS, min_size=1, max_size=3).flatmap(
    lambda terms: st.sampled_from([" && ".join(terms), " || ".join(terms)])
)


@settings(max_examples=200)
@given(st.data())
def test_ways_down_are_all_smallest_sets(data):
    rules = [(data.draw(_RULE), "NO_RISK"), (data.draw(_RULE), "MEDIUM_RISK"), ("default", "HIGH_RISK")]
    if data.draw(st.booleans()):
        rules.pop()  # a lens without default: our reading is HIGH
    question = question_of(rules)
    states = {key: data.draw(st.sampled_from(["yes", "no", "neutral"])) for key in "abcd"}
    yes, neutral = ({key for key, state in states.items() if state == wanted} for wanted in ("yes", "neutral"))
    one = assess(question, answered(question, yes, neutral))
    assert set(one.ways_down) == ways_by_force(question, yes, neutral)
    assert len(set(one.ways_down)) == len(one.ways_down)


def test_ways_down_of_the_framework():
    for question in QUESTIONS:
        one = assess(question, answered(question))
        assert set(one.ways_down) == ways_by_force(question, set(), set()), question.id


def test_a_question_too_large_to_search_still_has_a_way(monkeypatch):
    monkeypatch.setattr(risk_module, "_MOST_TRIALS", 5)
    question = question_of([("(a && b) || (c && d)", "NO_RISK"), ("default", "HIGH_RISK")])
    one = assess(question, answered(question))
    assert len(one.ways_down) == 1
    assert assess(question, answered(question, one.ways_down[0])).risk is Risk.NONE
    for left_out in one.ways_down[0]:
        assert assess(question, answered(question, set(one.ways_down[0]) - {left_out})).risk is Risk.HIGH


def test_the_first_true_rule_wins_and_is_named():
    question = question_of([("a", "MEDIUM_RISK"), ("a && b", "NO_RISK"), ("default", "HIGH_RISK")])
    one = assess(question, answered(question, {"a", "b"}))
    assert (one.risk, one.rule) == (Risk.MEDIUM, "a")


def test_unanswered_not_applicable_and_verdict():
    question = question_of([("default", "HIGH_RISK")])
    assert assess(question, Answer("q")).risk is Risk.UNANSWERED  # default is not what an empty answer gets
    assert assess(question, Answer("q", notes="talked about it", owner="Ada")).risk is Risk.UNANSWERED
    out = Answer("q", (Mark("a", MarkState.NO),), False, Reason.OUT_OF_SCOPE)
    assert assess(question, out).risk is Risk.NOT_APPLICABLE
    assert assess(question, Answer("q", (Mark("retired", MarkState.YES),))).risk is Risk.UNANSWERED
    bare = Question("q", "Question", "p")
    assert assess(bare, Answer("q")).risk is Risk.UNANSWERED
    by_hand = assess(bare, Answer("q", verdict=Risk.MEDIUM))
    assert (by_hand.risk, by_hand.ours, by_hand.estimated) == (Risk.MEDIUM, True, False)


def test_all_practices_not_applicable():
    question = question_of([("a && b && c && d", "NO_RISK"), ("default", "HIGH_RISK")])
    assert assess(question, answered(question, (), "abcd")).risk is Risk.NONE
    assert assess(question, answered(question, (), "a")).risk is Risk.HIGH


@given(
    st.lists(st.sampled_from([Level.HIGH, Level.MEDIUM, Level.LOW, None]), max_size=5), st.sampled_from(["", "q_no"])
)
def test_estimated_rules_for_any_levels(levels, none_id):
    ids = [chr(ord("a") + n) for n in range(len(levels))]
    rules = estimated_rules(tuple(zip(ids, levels, strict=True)), none_id)
    if not levels:
        assert rules == ()
        return
    assert rules[-1][0] == "default"
    choices = tuple(Choice(key, key, risk_if_absent=level) for key, level in zip(ids, levels, strict=True))
    question = Question(
        "q", "q", "p", choices=choices, rules=tuple(RiskRule(*rule) for rule in rules), rules_origin="estimated"
    )
    for yes in subsets(ids):
        one = assess(question, answered(question, yes))
        assert one.risk is defined(question, yes)
        assert one.level_unknown == (not any(levels))


def test_a_whole_review_is_assessed_in_lens_order():
    review = ReviewState("r", FRAMEWORK.alias, "", "", "", answers=(answered(QUESTIONS[3]),))
    found = assess_review(FRAMEWORK, review)
    assert list(found) == [question.id for question in QUESTIONS]
    assert [key for key, one in found.items() if one.risk is not Risk.UNANSWERED] == [QUESTIONS[3].id]


def test_a_broken_rule_never_fires():
    question = question_of([("a &&", "NO_RISK"), ("a", "MEDIUM_RISK")])
    assert assess(question, answered(question, "a")).risk is Risk.MEDIUM
    assert assess(question, answered(question, "b")).rule == ""


def test_a_risk_that_nothing_lowers_has_no_way_down(monkeypatch):
    question = question_of([("default", "HIGH_RISK")])
    assert assess(question, answered(question)).ways_down == ()
    monkeypatch.setattr(risk_module, "_MOST_TRIALS", 2)
    assert assess(question, answered(question, "a")).ways_down == ()
