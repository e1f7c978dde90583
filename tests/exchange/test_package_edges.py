"""Packages at their edges: chains that part, names and ids that are taken, work that is cancelled."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.analyses.states import lens_text
from workbench.domain.answer import MarkState
from workbench.domain.evidence import Evidence, EvidenceKind
from workbench.domain.workload import Workload
from workbench.errors import BadInput, Refused, UnknownName, WorkspaceUnusable
from workbench.operations.evidence import AddEvidence, copy_evidence_file
from workbench.operations.milestones import SaveMilestone
from workbench.operations.packages import (
    import_package,
    prepare_import,
    preview_import,
    read_package,
    write_package,
)
from workbench.operations.workloads import AddLens, CreateWorkload, RemoveWorkload
from workbench.progress import Cancelled
from workbench.store.blobs import chunks_of
from workbench.store.queries.milestones import milestones_of, verify_chain
from workbench.store.workspace import Workspace


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
