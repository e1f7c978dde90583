"""Packages between workspaces: out, in, changed elsewhere, back, merged, undone."""

from __future__ import annotations

import pytest

from tests.exchange.people import FILE
from workbench.domain.answer import MarkState
from workbench.errors import UnknownName
from workbench.operations import History
from workbench.operations.answers import SetMark, SetNotes
from workbench.operations.milestones import SaveMilestone
from workbench.operations.packages import (
    ImportKind,
    preview_import,
    read_package,
    write_package,
)
from workbench.operations.workloads import SetWorkloadField
from workbench.store.backups import backups_of
from workbench.store.blobs import chunks_of
from workbench.store.queries.comparison import compare_points, trends_of
from workbench.store.queries.milestones import milestones_of, verify_chain
from workbench.store.queries.portfolio import portfolio
from workbench.store.workspace import Workspace


def test_a_new_workload_comes_in_whole(ada, copies):
    bo = copies("Bo")
    package = read_package(ada.send())
    assert preview_import(bo.workspace, package).kind is ImportKind.NEW
    bo.take(ada.send())
    assert bo.state() == ada.state()
    with bo.workspace.reading() as session:
        assert verify_chain(session, "w1") == ()
        assert [one.name for one in milestones_of(session, "w1")] == ["Baseline"]
        assert b"".join(chunks_of(session, bo.state().evidence[0].sha256)) == FILE
        rows = portfolio(session)
    with ada.workspace.reading() as session:
        assert rows == portfolio(session)
    assert [backup.reason for backup in backups_of(bo.workspace.path)] == ["import"]


def test_import_is_one_step_back_and_forth(ada, copies):
    ada.history.do(SaveMilestone("w1", "m2", "Second"))
    bo = copies("Bo")
    bo.take(ada.send())
    bo.history.undo()
    assert bo.state() is None
    assert bo.history.undo() is None
    bo.history.redo()
    assert bo.state() == ada.state()


def test_an_import_that_was_sent_on_unchanged_can_still_be_undone(ada, copies):
    bo = copies("Bo")
    bo.take(ada.send("first"))
    bo.say("q2", "a:yes")
    ada.take(bo.send("back"))
    ada.send("on")
    before = ada.state()
    ada.history.undo()
    assert ada.answer("q2").is_empty
    ada.history.redo()
    assert ada.state() == before


def test_changes_of_both_sides_come_together(ada, copies):
    bo = copies("Bo")
    bo.take(ada.send())
    bo.say("q2", "a:yes b:yes", notes="from Bo")
    bo.history.do(SetWorkloadField("w1", "tags", (("owner", "Ada"), ("stage", "live"))))
    bo.history.do(SaveMilestone("w1", "m2", "After Bo"))
    ada.say("q1", "a:yes b:yes", notes="first")
    ada.history.do(SetWorkloadField("w1", "aws_regions", ("eu-west-1", "us-east-1")))
    package = read_package(bo.send("back"))
    preview = preview_import(ada.workspace, package)
    assert (preview.kind, preview.merge.conflicts, preview.files) == (ImportKind.MERGE, (), 0)
    assert [one.name for one in preview.milestones] == ["After Bo"]
    before = ada.state()
    ada.take(bo.send("back"))
    assert ada.answer("q2").notes == "from Bo"
    assert ada.answer("q1").state("a") is MarkState.YES
    assert ada.state().workload.tags == (("owner", "Ada"), ("stage", "live"))
    assert ada.state().workload.aws_regions == ("eu-west-1", "us-east-1")
    with ada.workspace.reading() as session:
        assert verify_chain(session, "w1") == ()
    ada.history.undo()
    assert ada.state() == before


def test_conflicts_are_chosen_one_by_one(ada, copies):
    bo = copies("Bo")
    bo.take(ada.send())
    bo.say("q1", "a:partly b:yes", notes="Bo writes")
    ada.say("q1", "a:yes b:yes", notes="Ada writes")
    package = read_package(bo.send("back"))
    conflicts = preview_import(ada.workspace, package).merge.conflicts
    assert [conflict.title[1:] for conflict in conflicts] == [
        ("P 1 Question q1", "Notes"), ("P 1 Question q1", "Choice a", "State")]  # fmt: skip
    ada.take(bo.send("back"), {conflicts[0].id: "both", conflicts[1].id: "theirs"})
    assert ada.answer("q1").notes == "Ada writes\n\nBo writes"
    assert ada.answer("q1").state("a") is MarkState.PARTLY
    with pytest.raises(UnknownName):
        preview_import(ada.workspace, package, {"nothing/there": "mine"})


def test_a_choice_made_once_is_not_asked_again(ada, copies):
    bo = copies("Bo")
    bo.take(ada.send())
    bo.say("q1", "a:no b:yes", notes="Bo writes")
    ada.say("q1", "a:no b:yes", notes="Ada writes")
    ada.take(bo.send("back"))  # mine
    bo.say("q2", "a:yes")
    preview = preview_import(ada.workspace, read_package(bo.send("again")))
    assert preview.merge.conflicts == ()
    ada.take(bo.send("again"))
    assert (ada.answer("q1").notes, ada.answer("q2").state("a")) == ("Ada writes", MarkState.YES)
    # and Bo gets what Ada decided
    bo.take(ada.send("settled"))
    assert bo.state() == ada.state()


def test_the_same_package_again_changes_nothing(ada, copies):
    bo = copies("Bo")
    path = ada.send()
    bo.take(path)
    bo.say("q1", "a:partly b:yes", notes="changed since")
    mine = bo.state()
    assert preview_import(bo.workspace, read_package(path)).kind is ImportKind.NOTHING
    assert bo.take(path).step_id == 0
    assert bo.state() == mine


def test_an_undone_import_can_be_made_again(ada, copies):
    bo = copies("Bo")
    bo.take(ada.send())
    bo.say("q2", "a:yes")
    back = bo.send("back")
    ada.take(back)
    ada.history.undo()
    assert ada.answer("q2").is_empty
    ada.say("q1", "a:yes b:yes", notes="first")
    ada.take(back)
    assert ada.answer("q2").state("a") is MarkState.YES


def test_a_change_taken_back_elsewhere_is_taken_back_here(ada, copies):
    bo = copies("Bo")
    bo.take(ada.send())
    ada.say("q2", "a:yes")
    bo.take(ada.send("second"))
    ada.say("q2")  # as it was in the first package
    bo.take(ada.send("third"))
    assert bo.answer("q2").is_empty


def test_three_people_in_a_ring(ada, copies):
    bo, cy = copies("Bo"), copies("Cy")
    bo.take(ada.send())
    bo.say("q2", "a:yes", notes="Bo")
    cy.take(bo.send("b"))
    cy.say("q2", "a:yes b:no", notes="Bo")
    ada.take(cy.send("c"))
    ada.say("q2", "a:yes b:yes", notes="Ada")
    bo.history.do(SetNotes(bo.state().reviews[0].id, "q1", "only here"))
    preview = preview_import(ada.workspace, read_package(bo.send("b2")))
    assert preview.merge.conflicts == ()
    ada.take(bo.send("b2"))
    assert (ada.answer("q2").notes, ada.answer("q1").notes) == ("Ada", "only here")


def test_copies_of_a_workspace_file_meet_at_a_milestone(ada, copies, tmp_path):
    from workbench.store.backups import copy_file

    copy_file(ada.workspace.path, tmp_path / "copied.wawb")
    ada.say("q1", "a:yes b:yes", notes="first")
    with Workspace.open(tmp_path / "copied.wawb") as workspace:
        History(workspace, "Bo").do(SetMark("r1", "q2", "a", MarkState.YES))
        write_package(workspace, "w1", tmp_path / "back.wawb-package")
    preview = preview_import(ada.workspace, read_package(tmp_path / "back.wawb-package"))
    assert preview.merge.has_base
    assert preview.merge.conflicts == ()


def test_comparing_points_of_a_life(ada):
    ada.say("q1", "a:yes b:yes", notes="first")
    ada.history.do(SaveMilestone("w1", "m2", "Fixed"))
    ada.say("q1", "a:no b:yes", notes="first")
    with ada.workspace.reading() as session:
        there = compare_points(session, "w1", 1, "fixed").reviews[0].questions[0]
        back = compare_points(session, "w1", "2", "now").reviews[0].questions[0]
        backwards = compare_points(session, "w1", "now", "Baseline").reviews[0].questions[0]
        series = {(one.lens_alias, one.pillar_id): one for one in trends_of(session, "w1")}
        with pytest.raises(UnknownName, match="Baseline"):
            compare_points(session, "w1", 7, "now")
    assert (there.move, there.way, there.who) == ("closed", "practice", "Ada")
    assert [item.title for item in there.supported_by] == ["Proof"]
    assert (back.move, back.who) == ("reopened", "Ada")
    assert backwards.move == "unchanged"
    assert backwards.who == ""
    assert series["x", "p"].series("HIGH") == (1, 0, 1)


def test_undone_changes_are_nobodys(ada):
    ada.say("q2", "a:yes")
    ada.history.undo()
    with ada.workspace.reading() as session:
        two = compare_points(session, "w1", 1, "now").reviews[0].questions[1]
    assert (two.question_id, two.who, two.is_changed) == ("q2", "", False)
