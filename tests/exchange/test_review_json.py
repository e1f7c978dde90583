"""Review JSON: what is shown comes in again unchanged, nothing unknown is applied, absent is not cleared."""

from __future__ import annotations

import copy
import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.domain.answer import Answer, Mark, MarkState, Reason
from workbench.domain.lens import Lens
from workbench.domain.risk import Risk
from workbench.domain.snapshot import ReviewState, Snapshot
from workbench.domain.workload import Workload
from workbench.errors import BadInput
from workbench.exchange.review_json import parse_review, plan_review, review_to_json
from workbench.library.lens_format import lens_from_json

ALIAS = "small"
LENS: Lens = lens_from_json(
    {
        "alias": ALIAS,
        "name": "Small",
        "pillars": [
            {
                "id": "p1",
                "name": "One",
                "questions": [
                    {"id": "q1", "title": "Q1", "choices": [{"id": "a"}, {"id": "b"}, {"id": "c"}, {"id": "q1_no"}]},
                    {"id": "q2", "title": "Q2", "choices": [{"id": "d"}, {"id": "q2_no"}]},
                ],
            },
            {"id": "p2", "name": "Two", "questions": [{"id": "bare", "title": "No practices", "choices": []}]},
        ],
    },
    "small.json",
)


def snapshot(*answers: Answer, notes: str = "", pillar_notes: tuple[tuple[str, str], ...] = ()) -> Snapshot:
    full = tuple(sorted((a for a in answers if not a.is_empty), key=lambda a: a.question_id))
    review = ReviewState("r1", ALIAS, "1", "Small", "0" * 64, notes, pillar_notes, full)
    return Snapshot(Workload("w1", "Shop"), (review,))


def marks(**states: str) -> tuple[Mark, ...]:
    return tuple(Mark(key, MarkState(state)) for key, state in sorted(states.items()))


def plan(said: dict, *answers: Answer, question: str = "q1"):
    data = {"reviews": {ALIAS: {"answers": {question: said}}}}
    return plan_review(data, snapshot(*answers), {ALIAS: LENS})


def result(said: dict, *answers: Answer, question: str = "q1") -> Answer:
    """The answer after the import; asserts that nothing was wrong with it."""
    found = plan(said, *answers, question=question)
    assert not found.problems
    changed = dict((answer.question_id, answer) for _review, answer in found.answers)
    return changed.get(question) or next((a for a in answers if a.question_id == question), Answer(question))


# ---------------------------------------------------------------------------------------------- drawn by machine
texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)


@st.composite
def answer_to(draw, question_id: str) -> Answer:
    question = LENS.question(question_id)
    found = []
    for choice in question.choices:
        states = [None, MarkState.YES] if choice.is_none else [None, *MarkState]
        state = draw(st.sampled_from(states))
        if state is not None:
            reason = draw(st.sampled_from(Reason)) if state is MarkState.NOT_APPLICABLE else Reason.NONE
            found.append(Mark(choice.id, state, reason, draw(texts), draw(texts)))
    applicable = draw(st.booleans())
    return Answer(
        question_id,
        tuple(sorted(found, key=lambda mark: mark.choice_id)),
        applicable,
        Reason.NONE if applicable else draw(st.sampled_from(Reason)),
        draw(texts),
        draw(texts),
        draw(st.booleans()),
        draw(st.booleans()),
        None if question.practices else draw(st.sampled_from([None, Risk.HIGH, Risk.MEDIUM, Risk.NONE])),
    )


@st.composite
def snapshots(draw) -> Snapshot:
    answers = [draw(answer_to(question.id)) for question in LENS.questions()]
    notes = tuple((pillar.id, text) for pillar in LENS.pillars if (text := draw(texts)))
    return snapshot(*answers, notes=draw(texts), pillar_notes=notes)


def applied(state: Snapshot, data: object) -> Snapshot:
    """The snapshot after an import, as the operation would make it."""
    found = plan_review(data, state, {ALIAS: LENS})
    review = state.reviews[0]
    answers = {answer.question_id: answer for answer in review.answers} | {a.question_id: a for _r, a in found.answers}
    notes = dict(review.pillar_notes) | {pillar: text for _r, pillar, text in found.pillar_notes}
    changed = replace(
        review,
        answers=tuple(answers[key] for key in sorted(answers) if not answers[key].is_empty),
        notes=dict(found.lens_notes).get("r1", review.notes),
        pillar_notes=tuple(sorted((pillar, text) for pillar, text in notes.items() if text)),
    )
    return replace(state, reviews=(changed,))


@given(snapshots())
def test_what_is_shown_changes_nothing_when_it_comes_in_again(state):
    shown = json.loads(json.dumps(review_to_json(state, {ALIAS: LENS})))
    found = plan_review(shown, state, {ALIAS: LENS})
    assert not found.problems
    assert found.changes == 0


@given(snapshots())
def test_a_fresh_review_becomes_what_was_shown(state):
    fresh = snapshot()
    shown = review_to_json(state, {ALIAS: LENS})
    assert applied(fresh, shown).reviews == state.reviews


@given(snapshots(), snapshots())
def test_an_import_done_twice_is_an_import_done_once(theirs, mine):
    shown = review_to_json(theirs, {ALIAS: LENS})
    once = applied(mine, shown)
    assert applied(once, shown) == once


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | texts, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
        st.sampled_from(["selected", "choices", "notes", "answers", "reviews", ALIAS, "q1", "a", "q1_no", "state",
                         "status", "reason", "note", "applicable", "verdict", "bare", "pillar_notes", "p1", "x"]),
        inner, max_size=4), max_leaves=12,
)  # fmt: skip


@given(json_values, snapshots())
def test_any_json_is_taken_without_a_crash_and_only_known_ids_change(value, state):
    data = {"reviews": {ALIAS: {"answers": {"q1": value, "bare": value, "nobody": value}, "pillar_notes": value}}}
    after = applied(state, data)
    for answer in after.reviews[0].answers:
        question = LENS.question(answer.question_id)
        assert question is not None
        assert {mark.choice_id for mark in answer.marks} <= {choice.id for choice in question.choices}
        for mark in answer.marks:
            assert mark.reason is Reason.NONE or mark.state is MarkState.NOT_APPLICABLE
    for whole in (value, {"reviews": value}, {"reviews": {ALIAS: value}}):
        plan_review(whole, state, {ALIAS: LENS})


@given(
    snapshots(),
    st.text("xyz", min_size=1, max_size=3),
    st.sampled_from(["lens", "pillar", "question", "choice", "key"]),
)
def test_unknown_ids_and_keys_are_named_and_change_nothing(state, name, where):
    if where == "lens":
        data, path = {"reviews": {name: {"notes": "n"}}}, f"reviews.{name}"
    elif where == "pillar":
        data, path = {"reviews": {ALIAS: {"pillar_notes": {name: "n"}}}}, f"reviews.{ALIAS}.pillar_notes.{name}"
    elif where == "question":
        data, path = {"reviews": {ALIAS: {"answers": {name: {"notes": "n"}}}}}, f"reviews.{ALIAS}.answers.{name}"
    elif where == "choice":
        said = {"choices": {name: {"state": "yes"}}}
        data, path = {"reviews": {ALIAS: {"answers": {"q1": said}}}}, f"reviews.{ALIAS}.answers.q1.choices.{name}"
    else:
        data, path = {"reviews": {ALIAS: {"answers": {"q1": {name: 1}}}}}, f"reviews.{ALIAS}.answers.q1.{name}"
    found = plan_review(data, state, {ALIAS: LENS})
    assert [one.path for one in found.problems] == [path]
    assert found.changes == 0


# ---------------------------------------------------------------------------------------------------- selected
def test_selected_replaces_all_that_is_yes_and_leaves_the_other_states():
    before = Answer("q1", marks(a="yes", b="partly"))
    assert result({"selected": ["c"]}, before).marks == marks(b="partly", c="yes")


def test_a_practice_keeps_its_note_when_it_becomes_yes():
    before = Answer("q1", (Mark("a", MarkState.PARTLY, note="half"),))
    assert result({"selected": ["a"]}, before).mark("a") == Mark("a", MarkState.YES, note="half")


@pytest.mark.parametrize("nothing", ["", []])
def test_empty_selected_clears_and_absent_does_not(nothing):
    before = Answer("q1", marks(a="yes", b="no"))
    assert result({"selected": nothing}, before).marks == marks(b="no")
    assert result({"notes": "x"}, before).marks == before.marks


def test_doubles_in_selected_are_dropped():
    assert result({"selected": ["a", "a"]}).marks == marks(a="yes")


def test_known_ids_beside_an_unknown_one_are_what_partial_applies():
    found = plan({"selected": ["a", "ghost"]}, Answer("q1", marks(b="yes")))
    assert [one.path for one in found.problems] == ["reviews.small.answers.q1.selected[1]"]
    assert found.answers[0][1].marks == marks(a="yes")


def test_a_list_of_unknown_ids_clears_nothing():
    found = plan({"selected": ["ghost"]}, Answer("q1", marks(b="yes")))
    assert found.problems
    assert found.changes == 0


# ------------------------------------------------------------------------------------------------ states, status
@pytest.mark.parametrize("state", list(MarkState))
def test_every_state_can_be_given(state):
    assert result({"choices": {"a": {"state": state.value}}}).marks == (Mark("a", state),)


@pytest.mark.parametrize("nothing", ["", "not_discussed"])
def test_a_state_can_be_taken_back(nothing):
    assert result({"choices": {"a": {"state": nothing}}}, Answer("q1", marks(a="no"))).marks == ()


def test_the_state_goes_before_the_status():
    assert result({"choices": {"a": {"status": "UNSELECTED", "state": "partly"}}}).state("a") is MarkState.PARTLY
    assert result({"choices": {"a": {"status": "SELECTED", "state": "no"}}}).state("a") is MarkState.NO


def test_unselected_takes_a_yes_back_but_says_no_nowhere():
    said = {"choices": {"a": {"status": "UNSELECTED"}, "b": {"status": "UNSELECTED"}, "c": {"status": "UNSELECTED"}}}
    assert result(said, Answer("q1", marks(a="yes", b="partly"))).marks == marks(b="partly")


def test_status_alone_is_enough():
    said = {"choices": {"a": {"status": "SELECTED"}, "b": {"status": "NOT_APPLICABLE", "reason": "OTHER", "note": "n"}}}
    wanted = (Mark("a", MarkState.YES), Mark("b", MarkState.NOT_APPLICABLE, Reason.OTHER, "n"))
    assert result(said).marks == wanted


def test_a_choice_without_a_state_changes_only_what_it_names():
    before = Answer("q1", (Mark("a", MarkState.DONT_KNOW, note="old", owner="Ops"),))
    assert result({"choices": {"a": {"note": "new"}}}, before).marks == (
        Mark("a", MarkState.DONT_KNOW, note="new", owner="Ops"),
    )


@pytest.mark.parametrize(
    ("selected", "choice"),
    [(["a"], {"state": "no"}), (["a"], {"status": "UNSELECTED"}), (["a"], {"state": ""}), ([], {"state": "yes"})],
)
def test_selected_and_choices_that_contradict_are_a_problem_and_leave_the_practice(selected, choice):
    before = Answer("q1", marks(a="partly"))
    found = plan({"selected": selected, "choices": {"a": choice}}, before)
    assert [one.path for one in found.problems] == ["reviews.small.answers.q1.choices.a"]
    assert found.changes == 0


def test_a_note_on_a_practice_that_is_not_discussed_is_a_problem():
    found = plan({"choices": {"a": {"note": "where?"}}})
    assert [one.path for one in found.problems] == ["reviews.small.answers.q1.choices.a.note"]


def test_a_reason_needs_not_applicable():
    assert [one.path for one in plan({"choices": {"a": {"state": "yes", "reason": "OTHER"}}}).problems] == [
        "reviews.small.answers.q1.choices.a.reason"
    ]
    assert [one.path for one in plan({"reason": "OTHER"}).problems] == ["reviews.small.answers.q1.reason"]


@pytest.mark.parametrize(
    ("said", "path"),
    [
        ({"choices": {"a": {"state": "maybe"}}}, "choices.a.state"),
        ({"choices": {"a": {"status": "yes"}}}, "choices.a.status"),
        ({"choices": {"a": {"state": "not_applicable", "reason": "LAZY"}}}, "choices.a.reason"),
        ({"choices": {"a": {"state": None}}}, "choices.a.state"),
        ({"choices": {"a": "yes"}}, "choices.a"),
        ({"choices": ["a"]}, "choices"),
        ({"selected": "a"}, "selected"),
        ({"selected": [1]}, "selected[0]"),
        ({"notes": 5}, "notes"),
        ({"notes": "\ud800"}, "notes"),
        ({"applicable": "no"}, "applicable"),
        ({"verdict": "HIGH"}, "verdict"),
    ],
)
def test_wrong_values_are_named_with_their_place(said, path):
    found = plan(said)
    assert [one.path for one in found.problems] == [f"reviews.small.answers.q1.{path}"]
    assert found.changes == 0


# ------------------------------------------------------------------------------------------------ none of these
def test_none_of_these_clears_the_others_and_the_reverse():
    assert result({"choices": {"q1_no": {"state": "yes"}}}, Answer("q1", marks(a="yes", b="no"))).marks == marks(
        b="no", q1_no="yes"
    )
    assert result({"choices": {"a": {"state": "yes"}}}, Answer("q1", marks(q1_no="yes"))).marks == marks(a="yes")


def test_an_answer_that_says_both_is_kept_and_flagged():
    found = plan({"selected": ["a", "q1_no"]})
    assert not found.problems
    assert [one.path for one in found.warnings] == ["reviews.small.answers.q1"]
    assert found.answers[0][1].marks == marks(a="yes", q1_no="yes")


def test_both_stay_when_something_else_is_changed():
    both = Answer("q1", marks(a="yes", q1_no="yes"))
    assert result({"notes": "n"}, both).marks == both.marks


@pytest.mark.parametrize("said", [{"state": "not_applicable"}, {"status": "NOT_APPLICABLE"}, {"state": "partly"}])
def test_none_of_these_is_chosen_or_not(said):
    found = plan({"choices": {"q1_no": said}})
    assert len(found.problems) == 1
    assert found.changes == 0


# ------------------------------------------------------------------------------------------------------ the rest
def test_a_question_is_taken_out_with_a_reason_and_comes_back_without():
    out = result({"applicable": False, "reason": "OUT_OF_SCOPE"})
    assert (out.applicable, out.reason) == (False, Reason.OUT_OF_SCOPE)
    back = result({"applicable": True}, out)
    assert back.is_empty


def test_a_verdict_is_for_questions_without_practices():
    high = result({"verdict": "HIGH"}, question="bare")
    assert high.verdict is Risk.HIGH
    assert result({"verdict": ""}, high, question="bare").verdict is None


def test_long_texts_are_kept_with_a_warning():
    found = plan({"notes": "n" * 2085, "choices": {"a": {"state": "no", "note": "c" * 251}}})
    assert not found.problems
    assert {one.path.rsplit(".", 1)[1] for one in found.warnings} == {"notes", "note"}
    assert len(found.answers[0][1].notes) == 2085
    assert not plan({"notes": "n" * 2084, "choices": {"a": {"state": "no", "note": "c" * 250}}}).warnings


def test_lens_and_pillar_notes_are_set_and_cleared():
    state = snapshot(notes="old", pillar_notes=(("p1", "one"),))
    found = plan_review(
        {"reviews": {ALIAS: {"notes": "", "pillar_notes": {"p1": "", "p2": "two"}}}}, state, {ALIAS: LENS}
    )
    assert found.lens_notes == (("r1", ""),)
    assert found.pillar_notes == (("r1", "p1", ""), ("r1", "p2", "two"))


def test_the_data_given_is_left_as_it_was():
    data = {"reviews": {ALIAS: {"answers": {"q1": {"selected": ["a"], "choices": {"b": {"state": "no"}}}}}}}
    before = copy.deepcopy(data)
    plan_review(data, snapshot(), {ALIAS: LENS})
    assert data == before


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_files_of_other_shells_are_read(encoding):
    assert parse_review('{"workload": "Zürich"}'.encode(encoding), "f.json") == {"workload": "Zürich"}


@pytest.mark.parametrize("text", [b"", b"{", b"\xff\xfe\x00", b'{"a": 1, "a": 2}', b"[" * 100_000])
def test_what_is_no_json_is_refused_with_the_name_of_the_file(text):
    with pytest.raises(BadInput, match=r"f\.json"):
        parse_review(text, "f.json")


@pytest.mark.parametrize("value", [None, [], "text", 5, {}])
def test_json_that_is_no_review_is_a_problem(value):
    assert plan_review(value, snapshot(), {ALIAS: LENS}).problems
