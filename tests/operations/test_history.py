"""Steps: bursts, restart, changes from outside, milestones in use, and who did what."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select, update

from tests.generator import LENS_TEXTS
from tests.operations.furnished import EVIDENCE, OLD, P1, P2, P4, Q, R, W, counted_anew, furnish, rows_of, tally_of
from workbench.domain.answer import MarkState
from workbench.errors import Refused, WorkspaceUnusable
from workbench.operations import History
from workbench.operations.answers import FlagQuestion, SetLensNotes, SetMark, SetNotes
from workbench.operations.evidence import AddEvidence, ChangeEvidence
from workbench.operations.milestones import SaveMilestone, mark_used
from workbench.operations.workloads import AddLens, RemoveWorkload
from workbench.store.queries.answers import answer_of
from workbench.store.queries.history import history_of_question, history_of_workload, last_changed
from workbench.store.queries.milestones import milestones_of
from workbench.store.tables import MarkRow, StepRow
from workbench.store.workspace import Workspace


class Clock:
    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> str:
        return f"2026-03-01T10:{int(self.seconds) // 60:02d}:{self.seconds % 60:06.3f}+00:00"


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def typed(workspace, history, clock) -> History:
    return History(workspace, "Reviewer", clock=clock)


def notes(workspace: Workspace, question: str = Q) -> str:
    with workspace.reading() as session:
        return answer_of(session, R, question).notes


def steps(workspace: Workspace) -> list[tuple[str, str]]:
    with workspace.reading() as session:
        return [(row[0], row[1]) for row in session.execute(select(StepRow.title, StepRow.state).order_by(StepRow.id))]


def outside(workspace: Workspace, state: str = "no") -> None:
    with workspace.transaction() as session:
        session.execute(update(MarkRow).where(MarkRow.choice_id == P1).values(state=state))


# -- bursts


def test_typing_is_one_step_however_often_it_is_saved(workspace, typed, clock):
    before, count = notes(workspace), len(steps(workspace))
    for length in range(1, 9):
        clock.seconds += 0.9
        typed.do(SetNotes(R, Q, "Quarterly"[:length]), token="notes 1")
    assert len(steps(workspace)) == count + 1
    typed.undo()
    assert notes(workspace) == before
    typed.redo()
    assert notes(workspace) == "Quarterl"


def test_a_burst_may_begin_with_a_row_that_was_not_there(workspace, typed):
    question = "moneyflow_settlement"
    for text in ("a", "ab", "abc"):
        typed.do(SetNotes(R, question, text), token="notes")
    before = rows_of(workspace)
    typed.undo()
    assert notes(workspace, question) == ""
    assert not [row for row in rows_of(workspace)["answer"] if question in row]
    typed.redo()
    assert rows_of(workspace) == before


@pytest.mark.parametrize(
    ("token", "pause", "who"), [("other", 0.1, "Reviewer"), ("notes", 1.5, "Reviewer"), ("notes", 0.1, "Colleague")]
)
def test_another_field_a_pause_or_another_person_begins_a_new_step(workspace, typed, clock, token, pause, who):
    typed.do(SetNotes(R, Q, "one"), token="notes")
    clock.seconds += pause
    History(workspace, who, clock=clock).do(SetNotes(R, Q, "two"), token=token)
    typed.undo()
    assert notes(workspace) == "one"


def test_typing_after_undo_begins_a_new_step_and_ends_redo(workspace, typed):
    typed.do(SetNotes(R, Q, "one"), token="notes")
    typed.undo()
    typed.do(SetNotes(R, Q, "two"), token="notes")
    assert typed.titles() == ("Edit notes", "")
    assert typed.redo() is None
    typed.undo()
    assert notes(workspace) == "Ledgers are closed at six"


def test_a_burst_that_touches_another_row_is_a_step_of_its_own(workspace, typed):
    typed.do(SetNotes(R, Q, "one"), token="notes")
    typed.do(SetNotes(R, OLD, "elsewhere"), token="notes")
    typed.undo()
    assert (notes(workspace), notes(workspace, OLD)) == ("one", "")


def test_a_burst_that_touches_another_column_is_a_step_of_its_own(workspace, typed):
    typed.do(SetNotes(R, Q, "one"), token="t")
    typed.do(FlagQuestion(R, Q, True), token="t")
    typed.undo()
    assert notes(workspace) == "one"


# -- restart, outside changes


def test_undo_and_redo_survive_a_restart(tmp_path):
    path = tmp_path / "one.wawb"
    with Workspace.create(path) as first:
        furnish(first).do(SetMark(R, Q, P4, MarkState.YES))
        after = rows_of(first)
    with Workspace.open(path) as second:
        assert History(second, "x").titles()[0] == "Mark practice: yes"
        History(second, "x").undo()
        before = rows_of(second)
        assert before != after
    with Workspace.open(path) as third:
        assert History(third, "x").titles()[1] == "Mark practice: yes"
        History(third, "x").redo()
        assert rows_of(third) == after
        assert tally_of(third) == counted_anew(third)


def test_undo_refuses_what_was_changed_outside_and_goes_on_before_it(workspace, history):
    history.do(SetNotes(R, OLD, "before"))
    history.do(SetMark(R, Q, P1, MarkState.PARTLY))
    outside(workspace)
    rows = rows_of(workspace)
    with pytest.raises(Refused, match="changed again from outside"):
        history.undo()
    assert rows_of(workspace) == rows
    assert steps(workspace)[-1] == ("Mark practice: partly", "settled")
    assert history.titles()[0] == "Edit notes"
    history.undo()
    assert notes(workspace, OLD) == ""


def test_redo_refuses_what_was_changed_outside(workspace, history):
    history.do(SetMark(R, Q, P1, MarkState.PARTLY))
    history.undo()
    outside(workspace)
    with pytest.raises(Refused):
        history.redo()
    assert history.titles()[1] == ""


def test_undo_refuses_to_take_away_what_later_things_stand_on(workspace, history):
    history.do(AddLens(W, "r9", LENS_TEXTS[1]))
    with workspace.transaction() as session:
        session.add(
            MarkRow(review_id="r9", question_id="dataflow_schemas", choice_id="dataflow_schemas_1", state="yes")
        )
    with pytest.raises(Refused, match="builds on it"):
        history.undo()
    assert steps(workspace)[-1][1] == "settled"
    assert workspace.check() == ()


def test_a_change_to_what_is_gone_is_refused_and_leaves_nothing(workspace, history):
    rows, known = rows_of(workspace), steps(workspace)
    for operation in (SetLensNotes("gone", "x"), AddEvidence(replace(EVIDENCE, id="e9", review_id="gone"))):
        with pytest.raises(Refused, match="is gone"):
            history.do(operation)
    with pytest.raises(Refused):
        history.do(SetMark("gone", Q, P1, MarkState.YES))
    assert (rows_of(workspace), steps(workspace)) == (rows, known)


def test_nothing_to_undo_is_no_error(workspace):
    history = History(workspace, "x")
    assert history.undo() is None
    assert history.redo() is None
    assert history.titles() == ("", "")


def test_a_read_only_workspace_takes_no_step(tmp_path):
    path = tmp_path / "one.wawb"
    with Workspace.create(path) as owner, Workspace.open(path, read_only=True) as reader:
        history = furnish(owner)
        with pytest.raises(WorkspaceUnusable, match="open read-only"):
            History(reader, "x").undo()
        assert History(reader, "x").titles() == history.titles()


# -- milestones


def numbers(workspace: Workspace) -> list[int]:
    with workspace.reading() as session:
        return [one.number for one in milestones_of(session, W)]


def test_a_milestone_can_be_undone_while_it_is_newest_and_unused(workspace, history):
    history.do(SaveMilestone(W, "m2", "Second"))
    history.undo()
    history.undo()
    assert numbers(workspace) == []
    history.redo()
    history.redo()
    assert numbers(workspace) == [1, 2]


def test_a_used_milestone_stays_and_the_next_undo_goes_on(workspace, history):
    with workspace.transaction() as session:
        mark_used(session, "m1")
    with pytest.raises(Refused, match='Milestone 1 "First look" stays'):
        history.undo()
    assert history.undo().title == 'Keep platform answers "Platform"'
    assert numbers(workspace) == [1]


def test_a_milestone_with_a_later_one_stays(workspace, history):
    history.do(SaveMilestone(W, "m2", "Second"))
    with workspace.transaction() as session:
        mark_used(session, "m2")
    for _ in range(2):
        with pytest.raises(Refused):
            history.undo()
    assert numbers(workspace) == [1, 2]


def test_a_workload_with_a_used_milestone_cannot_be_undone_away(workspace, history):
    with workspace.transaction() as session:
        mark_used(session, "m1")
    refused = 0
    while True:
        try:
            if history.undo() is None:
                break
        except Refused:
            refused += 1
    assert refused == 2  # the milestone, and the workload it belongs to
    assert numbers(workspace) == [1]
    assert workspace.check() == ()


def test_a_used_milestone_is_still_used_when_its_workload_comes_back(workspace, history):
    with workspace.transaction() as session:
        mark_used(session, "m1")
    history.do(RemoveWorkload(W, "Ledger core"))
    history.undo()
    with workspace.reading() as session:
        assert [one.used for one in milestones_of(session, W)] == [True]
    with pytest.raises(Refused):
        history.undo()


def test_use_after_removal_and_return_does_not_stop_the_removal(workspace, history):
    history.do(RemoveWorkload(W, "Ledger core"))
    history.undo()
    with workspace.transaction() as session:
        mark_used(session, "m1")
    assert history.redo() is not None
    assert numbers(workspace) == []


# -- what is kept of every change


def test_every_change_says_who_when_before_and_after(workspace, typed):
    typed.who = "Auditor"
    done = typed.do(SetMark(R, Q, P2, MarkState.YES))
    with workspace.reading() as session:
        newest = history_of_question(session, R, Q)[0]
        assert (newest.who, newest.at, newest.state) == ("Auditor", done.at, "done")
        assert (newest.before, newest.after) == ({"state": "partly"}, {"state": "yes"})
        assert last_changed(session, R)[Q] == ("Auditor", done.at)
        assert last_changed(session, R, since="2027") == {}
        assert len(history_of_workload(session, W)) >= 16


def test_a_change_of_evidence_belongs_to_its_question_and_workload(workspace, history):
    done = history.do(ChangeEvidence(replace(EVIDENCE, title="Newer")))
    (part,) = done.touched
    assert (part.workload_id, part.review_id, part.question_id) == (W, R, Q)
    with workspace.reading() as session:
        assert session.execute(select(StepRow.workload_id).order_by(StepRow.id.desc())).scalar() == W
