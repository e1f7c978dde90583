"""Packages between workspaces: out, in, changed elsewhere, back, merged, undone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.analyses.states import answer, lens_text
from workbench.domain.answer import Answer, MarkState
from workbench.domain.evidence import Evidence, EvidenceKind
from workbench.domain.plan import Acceptance
from workbench.domain.snapshot import Snapshot
from workbench.domain.workload import Workload
from workbench.errors import BadInput, Refused, UnknownName, WorkspaceUnusable
from workbench.operations import History
from workbench.operations.answers import SetMark, SetNotes, TakeOverAnswer
from workbench.operations.evidence import AddEvidence, copy_evidence_file
from workbench.operations.milestones import SaveMilestone
from workbench.operations.packages import (
    ImportKind,
    import_package,
    prepare_import,
    preview_import,
    read_package,
    write_package,
)
from workbench.operations.plan import AcceptRisk
from workbench.operations.workloads import AddLens, CreateWorkload, RemoveWorkload, SetWorkloadField
from workbench.progress import Cancelled
from workbench.store.backups import backups_of
from workbench.store.blobs import chunks_of
from workbench.store.queries.answers import take_snapshot
from workbench.store.queries.comparison import compare_points, trends_of
from workbench.store.queries.milestones import milestones_of, verify_chain
from workbench.store.queries.portfolio import portfolio
from workbench.store.workspace import Workspace

FILE = bytes(range(256)) * 12_000  # 3 MB, so more than one piece


class Copy:
    """One person's workspace."""

    def __init__(self, folder: Path, who: str) -> None:
        self.folder = folder
        self.workspace = Workspace.create(folder / f"{who}.wawb", who=who)
        self.history = History(self.workspace, who)

    def state(self, workload_id: str = "w1") -> Snapshot | None:
        with self.workspace.reading() as session:
            return take_snapshot(session, workload_id)

    def answer(self, question_id: str) -> Answer:
        return self.state().reviews[0].answer(question_id)

    def say(self, question_id: str, marks: str = "", **more) -> None:
        review = self.state().reviews[0]
        self.history.do(TakeOverAnswer(review.id, answer(question_id, marks, **more)))

    def send(self, name: str = "out", **more) -> Path:
        target = self.folder / f"{name}.wawb-package"
        write_package(self.workspace, "w1", target, **more)
        return target

    def take(self, path: Path, choices=None):
        return import_package(self.history, read_package(path), choices)


@pytest.fixture
def copies(tmp_path: Path) -> Iterator[Callable[[str], Copy]]:
    made: list[Copy] = []

    def make(who: str) -> Copy:
        made.append(Copy(tmp_path, who))
        return made[-1]

    yield make
    for one in made:
        assert one.workspace.check() == ()
        one.workspace.close()


@pytest.fixture
def ada(copies) -> Copy:
    """A workspace with a reviewed workload, a milestone and an evidence file."""
    one = copies("Ada")
    one.history.do(CreateWorkload(Workload("w1", "Payments", tags=(("owner", "Ada"),), aws_regions=("eu-west-1",))))
    one.history.do(AddLens("w1", "r1", lens_text("x")))
    one.say("q1", "a:no b:yes", notes="first")
    one.history.do(SaveMilestone("w1", "m1", "Baseline"))
    source = one.folder / "proof.bin"
    source.write_bytes(FILE)
    sha256, size = copy_evidence_file(one.workspace, source)
    one.history.do(AddEvidence(
        Evidence("e1", "r1", "q1", EvidenceKind.FILE, "Proof", sha256=sha256, file_name="proof.bin", size=size)))  # fmt: skip
    one.history.do(AcceptRisk(Acceptance("r1", "q1", "cost", "Ada", "2099-01-01")))
    return one


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


def test_milestones_that_part_are_left_out_and_named(ada, copies):
    bo = copies("Bo")
    bo.take(ada.send())
    bo.history.do(SaveMilestone("w1", "mb", "By Bo"))
    ada.history.do(SaveMilestone("w1", "ma", "By Ada"))
    package = read_package(bo.send("back"))
    preview = preview_import(ada.workspace, package)
    assert [one.name for one in preview.left_out] == ["By Bo"]
    ada.take(bo.send("back"))
    with ada.workspace.reading() as session:
        assert [one.name for one in milestones_of(session, "w1")] == ["Baseline", "By Ada"]
        assert verify_chain(session, "w1") == ()


def test_an_exported_milestone_stays(ada):
    ada.send()
    while ada.history.titles()[0] != 'Save milestone "Baseline"':
        ada.history.undo()
    with pytest.raises(Refused, match="Baseline"):
        ada.history.undo()
    with ada.workspace.reading() as session:
        assert milestones_of(session, "w1")[0].used


def test_another_workload_of_that_name_stays_apart(ada, copies):
    bo = copies("Bo")
    bo.history.do(CreateWorkload(Workload("other", "pay ments")))
    package = read_package(ada.send())
    preview = preview_import(bo.workspace, package)
    assert (preview.name, preview.renamed) == ("Payments (2)", True)
    bo.take(ada.send())
    assert bo.state().workload.name == "Payments (2)"
    assert bo.state("other").workload.name == "pay ments"
    bo.say("q2", "a:yes")
    preview = preview_import(ada.workspace, read_package(bo.send("back")))
    assert [one.path for one in preview.merge.taken if one.path[0] == "workload"] == [("workload", "name")]


def test_ids_of_another_workload_are_never_moved(ada, copies):
    bo = copies("Bo")
    bo.history.do(CreateWorkload(Workload("w2", "Other")))
    bo.history.do(AddLens("w2", "r1", lens_text("x")))
    bo.history.do(AddEvidence(Evidence("e1", "r1", "q1", EvidenceKind.STATEMENT, "said", target="words")))
    before = bo.state("w2")
    bo.take(ada.send())
    assert bo.state("w2") == before
    assert bo.state().reviews[0].answers == ada.state().reviews[0].answers
    assert bo.state().evidence[0].title == "Proof"
    assert len(bo.state().acceptances) == 1


def test_a_state_that_moved_on_since_the_preview_is_not_overwritten(ada, copies):
    bo = copies("Bo")
    bo.take(ada.send())
    ada.say("q2", "a:yes")
    operation = prepare_import(bo.workspace, read_package(ada.send("second")))
    bo.say("q2", "a:no")
    with pytest.raises(Refused):
        bo.history.do(operation)
    assert bo.answer("q2").state("a") is MarkState.NO


def test_removed_here_comes_in_as_new(ada, copies):
    path = ada.send()
    state = ada.state()
    ada.history.do(RemoveWorkload("w1", "Payments"))
    ada.take(path)
    assert ada.state() == state


def test_cancelled_leaves_nothing(ada, copies, tmp_path):
    def stop(done: float, total: float, note: str = "") -> None:
        if done > 1_000_000:
            raise Cancelled

    with pytest.raises(Cancelled):
        ada.send("stopped", progress=stop)
    with pytest.raises(Cancelled):
        ada.send("stopped", progress=stop, passphrase="secret")
    assert not [path for path in tmp_path.iterdir() if path.name.startswith("stopped")]
    bo = copies("Bo")
    package = read_package(ada.send())
    with pytest.raises(Cancelled):
        import_package(bo.history, package, progress=lambda *_: stop(10**9, 10**9))
    assert bo.state() is None
    with bo.workspace.reading() as session:
        assert list(chunks_of(session, ada.state().evidence[0].sha256)) == []
    bo.take(ada.send())
    assert bo.state() == ada.state()


def test_what_cannot_be_exported_says_why(ada, tmp_path):
    with pytest.raises(UnknownName):
        write_package(ada.workspace, "w9", tmp_path / "x.wawb-package")
    with pytest.raises(BadInput):
        write_package(ada.workspace, "w1", tmp_path / "no-folder" / "x.wawb-package")
    with Workspace.open(ada.workspace.path, read_only=True) as second, pytest.raises(WorkspaceUnusable):
        write_package(second, "w1", tmp_path / "x.wawb-package")


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


def test_merging_evidence_copies_its_file(ada, copies):
    bo = copies("Bo")
    bo.take(ada.send())
    source = bo.folder / "more.txt"
    source.write_bytes(b"more")
    sha256, size = copy_evidence_file(bo.workspace, source)
    item = Evidence("e2", bo.state().reviews[0].id, "q2", EvidenceKind.FILE, "More", sha256=sha256, size=size)
    bo.history.do(AddEvidence(item))
    preview = preview_import(ada.workspace, read_package(bo.send("back")))
    assert (preview.files, preview.size) == (1, 4)
    ada.take(bo.send("back"))
    with ada.workspace.reading() as session:
        assert b"".join(chunks_of(session, sha256)) == b"more"
    assert replace(ada.state().evidence[1], review_id="") == replace(item, review_id="")
