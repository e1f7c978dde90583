"""Moving a review to another version: everything goes along by id, nothing is lost, one undo takes all of it back."""

from __future__ import annotations

import json
import tempfile
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.analyses.states import lens_text, snapshots
from tests.operations.furnished import OLD, P1, P2, P3, Q, R, W, counted_anew, rows_of, tally_of
from tests.operations.test_round_trip import upgraded
from workbench.analyses.differences import Move, Way
from workbench.analyses.lens_upgrade import plan_upgrade
from workbench.domain.answer import Answer, MarkState
from workbench.errors import BadInput, Refused, WorkbenchError
from workbench.library.lens_format import read_lens_text
from workbench.operations import History
from workbench.operations.answers import SetMark
from workbench.operations.lens_upgrade import UpgradeLens, name_before
from workbench.operations.workloads import PutSnapshot
from workbench.store.queries.answers import take_snapshot
from workbench.store.queries.comparison import NOW, compare_points
from workbench.store.queries.milestones import milestone_snapshot, milestones_of, verify_chain
from workbench.store.queries.retired import retired_of
from workbench.store.workspace import Workspace

NEW, NEW_P2 = "moneyflow_books", "moneyflow_books_b"


def state(workspace):
    with workspace.reading() as session:
        found = take_snapshot(session, W)
    assert found is not None
    return found


def test_everything_on_a_mapped_question_goes_along(workspace, history):
    before = state(workspace)
    history.do(upgraded(workspace))
    after = state(workspace)
    review = next(one for one in after.reviews if one.id == R)
    was, now = before.reviews[0].answer(Q), review.answer(NEW)
    assert review.lens_version == "next"
    assert (review.notes, review.pillar_notes) == (before.reviews[0].notes, before.reviews[0].pillar_notes)
    assert {mark.choice_id: mark.state for mark in now.marks} == {P1: MarkState.YES, NEW_P2: MarkState.PARTLY}
    assert now.mark(NEW_P2).note == was.mark(P2).note
    assert now.notes == was.notes
    assert [(item.id, item.question_id) for item in after.evidence] == [("e1", NEW)]
    assert [one.question_id for one in after.improvements] == [NEW]
    assert tally_of(workspace) == counted_anew(workspace)


def test_the_milestone_has_everything_as_it_was(workspace, history):
    before = state(workspace)
    history.do(upgraded(workspace))
    with workspace.reading() as session:
        saved = milestones_of(session, W)[-1]
        assert saved.name == "Before the next version"
        assert milestone_snapshot(session, saved) == before
        assert verify_chain(session, W) == ()


def test_what_is_retired_stays_readable_with_the_version_it_left_with(workspace, history):
    history.do(upgraded(workspace))
    with workspace.reading() as session:
        found = {one.question_id: one for one in retired_of(session, W, R)}
    assert set(found) == {Q, OLD}
    part, whole = found[Q], found[OLD]
    assert whole.is_whole
    assert whole.question.id == OLD
    assert (whole.version, whole.retired_with) == (state_of_old(workspace), "next")
    assert whole.acceptance.why == "Refunds end this year"
    assert whole.answer.selected == (f"{OLD}_no",)
    assert [(mark.choice_id, mark.state) for mark in part.answer.marks] == [(P3, MarkState.NOT_APPLICABLE)]


def state_of_old(workspace) -> str:
    with workspace.reading() as session:
        return milestone_snapshot(session, milestones_of(session, W)[0]).reviews[0].lens_version


def test_one_undo_takes_back_answers_version_and_milestone(workspace, history):
    before = rows_of(workspace)
    history.do(upgraded(workspace))
    history.undo()
    assert rows_of(workspace) == before
    with workspace.reading() as session:
        assert len(milestones_of(session, W)) == 1


def test_back_to_the_old_version_brings_the_retired_back(workspace, history):
    before = state(workspace)
    operation = upgraded(workspace)
    assert isinstance(operation, UpgradeLens)
    history.do(operation)
    from tests.generator import LENS_TEXTS

    back = tuple((new, old) for old, new in operation.mapping)
    sha256 = next(one for one in state(workspace).reviews if one.id == R).lens_sha256
    history.do(UpgradeLens(R, "m3", "Back again", sha256, LENS_TEXTS[0], back))
    assert state(workspace) == before


def test_a_plan_for_another_text_is_refused(workspace, history):
    operation = upgraded(workspace)
    assert isinstance(operation, UpgradeLens)
    rows = rows_of(workspace)
    for wrong, kind in (
        (replace(operation, from_sha256="0" * 64), Refused),
        (replace(operation, review_id="gone"), Refused),
        (replace(operation, milestone_name="First look"), BadInput),
        (replace(operation, mapping=(((Q, ""), ("nowhere", "")),)), BadInput),
        (replace(operation, lens_text=json.dumps(json.loads(operation.lens_text) | {"alias": "talk"})), BadInput),
    ):
        with pytest.raises(kind):
            history.do(wrong)
    assert rows_of(workspace) == rows


def test_a_lens_that_got_another_alias_is_still_the_same_review(workspace, history):
    operation = upgraded(workspace)
    assert isinstance(operation, UpgradeLens)
    renamed = json.dumps(json.loads(operation.lens_text) | {"alias": "money-again"})
    history.do(replace(operation, lens_text=renamed))
    with workspace.reading() as session:
        comparison = compare_points(session, W, 2, NOW)
    by_alias = {one.lens_alias: one for one in comparison.reviews}
    assert set(by_alias) == {"money-again", "talk"}
    assert by_alias["money-again"].in_before


def test_a_risk_that_the_lens_closed_is_told_apart_from_work(workspace, history):
    operation = upgraded(workspace)
    assert isinstance(operation, UpgradeLens)
    lens = json.loads(operation.lens_text)
    other = "moneyflow_chargebacks"
    question = next(q for pillar in lens["pillars"] for q in pillar["questions"] if q["id"] == other)
    practice = question["choices"][0]["id"]
    history.do(SetMark(R, other, practice, MarkState.YES))
    question["choices"] = [one for one in question["choices"] if one["id"] == practice]
    question["riskRules"] = [{"condition": practice, "risk": "NO_RISK"}, {"condition": "default", "risk": "HIGH_RISK"}]
    history.do(replace(operation, lens_text=json.dumps(lens)))
    with workspace.reading() as session:
        comparison = compare_points(session, W, "Before the next version", NOW)
    moves = {one.question_id: one for one in comparison.changed}
    assert moves[other].move is Move.CLOSED
    assert moves[other].way is Way.LENS
    assert moves[OLD].move is Move.RETIRED
    assert moves[NEW].move is Move.ADDED
    assert comparison.closed_by(Way.PRACTICE) == ()


def test_the_proposed_name_is_free():
    lens = read_lens_text(lens_text("x", "2"))
    assert name_before(lens, []) == "Before Lens x 2"
    assert name_before(lens, ["before lens X 2"]) == "Before Lens x 2 (2)"


IDS = st.sampled_from(["q1", "q2", "q3"])
CHOICES = ("a", "b", "c", "q_no")


@st.composite
def next_lens(draw) -> tuple[str, tuple[object, ...]]:
    """Another version with some of the ids, and a mapping of what is gone."""
    questions = draw(st.lists(IDS, min_size=1, max_size=3, unique=True))
    entries = []
    for key in questions:
        choices = draw(st.lists(st.sampled_from(CHOICES), unique=True, max_size=4))
        entries.append({"id": key, "title": draw(st.sampled_from([f"Question {key}", "Other words"])),
                        "choices": [{"id": one, "title": f"Choice {one}"} for one in choices]})  # fmt: skip
    text = json.dumps({"alias": "x", "version": "2", "name": "Lens x",
                       "pillars": [{"id": draw(st.sampled_from(["p", "r"])), "name": "P", "questions": entries}]})  # fmt: skip
    old, new = read_lens_text(lens_text("x")), read_lens_text(text)
    mapping = []
    for question in old.questions():
        if new.question(question.id) is None and draw(st.booleans()):
            mapping.append(((question.id, ""), (draw(st.sampled_from(questions)), "")))
        for choice in question.choices:
            target = new.question(question.id)
            targets = [(q.id, c.id) for q in new.questions() for c in q.choices]
            if (target is None or target.choice(choice.id) is None) and targets and draw(st.booleans()):
                mapping.append(((question.id, choice.id), draw(st.sampled_from(targets))))
    return text, tuple(mapping)


@settings(max_examples=25)
@given(snapshots(("x", "y")), next_lens())
def test_any_upgrade_undone_restores_every_row(snapshot, drawn):
    text, mapping = drawn
    with tempfile.TemporaryDirectory() as folder, Workspace.create(Path(folder) / "a.wawb") as workspace:
        history = History(workspace, "Me")
        history.do(PutSnapshot(snapshot, (lens_text("x"), lens_text("y"))))
        review = snapshot.review("x")
        if review is None:
            return
        before = rows_of(workspace)
        history.do(UpgradeLens(review.id, "m1", "Before it", review.lens_sha256, text, mapping))
        after = rows_of(workspace)
        assert tally_of(workspace) == counted_anew(workspace)
        history.undo()
        assert rows_of(workspace) == before
        history.redo()
        assert rows_of(workspace) == after
        assert workspace.check() == ()


@settings(max_examples=60)
@given(snapshots(("x",)), next_lens())
def test_nothing_that_was_said_is_lost(snapshot, drawn):
    text, mapping = drawn
    review = snapshot.review("x")
    answers = review.answers if review else ()
    old, new = read_lens_text(lens_text("x")), read_lens_text(text)
    plan = plan_upgrade(old, new, answers, dict(mapping))
    sources = Counter(
        plan.target(question.id, choice.id) for question in old.questions() for choice in question.choices
    )
    for answer in answers:
        for mark in answer.marks:
            question_id, choice_id = plan.target(answer.question_id, mark.choice_id)
            now = plan.answers.get(question_id, Answer(question_id)).mark(choice_id)
            question = new.question(question_id)
            none = question.none_choice.id if question and question.none_choice else ""
            if now is None:
                assert choice_id == none  # gives way to a practice, or to what was not said of every part
            elif sources[question_id, choice_id] < 2:
                assert now.state is mark.state
                assert now.note == mark.note
        target, _choice = plan.target(answer.question_id)
        assert answer.notes in plan.answers[target].notes
    for one in plan.questions:
        assert (one.new is None) == (one.fate == "retired")


def test_a_mapping_of_what_stays_is_refused():
    old, new = read_lens_text(lens_text("x")), read_lens_text(lens_text("x", "2", ("q1", "q3")))
    for mapping, words in (
        ({("q1", ""): ("q3", "")}, "keeps its meaning"),
        ({("q2", ""): ("q1", "a")}, "a choice to a choice"),
        ({("q2", "x"): ("q1", "a")}, "has no q2/x"),
    ):
        with pytest.raises(WorkbenchError, match=words):
            plan_upgrade(old, new, (), mapping)
