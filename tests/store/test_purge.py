"""Removing a workload completely: no byte of it stays, and nothing of the others goes."""

from __future__ import annotations

import shutil
import zlib
from contextlib import closing
from dataclasses import replace

import pytest
from sqlalchemy import insert, select

from tests.generator import LENS_TEXTS
from tests.operations.furnished import (
    EVIDENCE,
    P1,
    WORKLOAD,
    Q,
    R,
    T,
    W,
    counted_anew,
    furnish,
    rows_of,
    tally_of,
)
from workbench.domain.answer import MarkState
from workbench.domain.finding import FindingNote, FindingStatus
from workbench.domain.graph import Graph, Journey, Node
from workbench.domain.snapshot import digest
from workbench.errors import UnknownName, WorkspaceUnusable
from workbench.operations import History, Together
from workbench.operations.answers import SetMark, SetNotes
from workbench.operations.evidence import AddEvidence, RemoveEvidence, copy_evidence_file
from workbench.operations.graph_imports import MergeImport
from workbench.operations.graphs import RemoveNode, SetFindingNote, SetGraph
from workbench.operations.milestones import SaveMilestone
from workbench.operations.workloads import AddLens, CreateWorkload, RemoveWorkload, SetWorkloadField
from workbench.progress import Cancelled
from workbench.store.backups import backup_folder
from workbench.store.blobs import chunks_of, keep_bytes, keep_pieces, read_blob
from workbench.store.connection import connect_reading
from workbench.store.purge import purge_workload
from workbench.store.queries.milestones import milestone_snapshot, milestones_of, verify_chain
from workbench.store.queries.search import search
from workbench.store.tables import BlobRow, MetaRow, MilestoneRow, StepRow
from workbench.store.workspace import Workspace

SECRETS = (
    b"Zebrafish", b"Quokka", b"Axolotl", b"Pangolin", b"Narwhal", b"Okapi", b"Kakapo", b"Tapir", b"Wombat", b"Ibex",
    b"axolotl", b"pangolin", b"secretwork", b"secretreview", b"Dugong", b"Saola", b"Numbat", b"Fossa",
    b"Kagu", b"Vaquita",
)  # fmt: skip
S, SR = "secretwork", "secretreview"


@pytest.fixture
def both(tmp_path):
    """The furnished workload, and one with words that occur nowhere else, in every place words can be."""
    path = tmp_path / "one.wawb"
    with Workspace.create(path, who="Reviewer") as workspace:
        history = furnish(workspace)
        file = tmp_path / "evidence.bin"
        file.write_bytes(b"Narwhal " * 200_000)
        sha256, size = copy_evidence_file(workspace, file)
        with workspace.transaction() as session:
            keep_pieces(session, "1" * 64, 0, [b"Tapir, half copied"])
            orphan = keep_bytes(session, b"Ibex, attached and never named")
            session.execute(
                insert(MetaRow), [{"name": f"shared:{S}:1", "value": "Kakapo"}, {"name": "kept", "value": "x"}]
            )
        assert orphan
        lens = LENS_TEXTS[1].replace("Data flow", "Okapi flow")
        evidence = replace(EVIDENCE, id="e-s", review_id=SR, question_id="dataflow_schemas", sha256=sha256, size=size,
                           title="Tapir record")  # fmt: skip
        for step in (
            CreateWorkload(replace(WORKLOAD, id=S, name="Zebrafish", description="Quokka", tags=(("k", "Wombat"),))),
            AddLens(S, SR, lens),
            AddLens(S, "secretreview2", LENS_TEXTS[0]),
            SetNotes(SR, "dataflow_schemas", "Axolotl in the notes"),
            SetNotes(SR, "dataflow_schemas", "Pangolin now, before it was something else"),
            AddEvidence(evidence),
            RemoveEvidence("e-s"),
            AddEvidence(evidence),
            SetGraph(S, Graph.of((Node("Dugong"), Node("x", "Fossa")), (Journey("j", "Saola", "Dugong"),))),
            MergeImport(S, Graph.of((Node("Kagu"), Node("x", "Fossa"))), "Vaquita.yaml"),
            MergeImport(S, Graph.of((Node("x", "Fossa"),)), "Vaquita.yaml"),
            SetFindingNote(S, FindingNote("f-s", FindingStatus.RESOLVED, comment="Numbat")),
            RemoveNode(S, "x"),
            SaveMilestone(S, "m-s", "Zebrafish first"),
            Together("Zebrafish and the books", (
                SetWorkloadField(S, "notes", "Quokka again"), SetMark(R, Q, P1, MarkState.NO))),
        ):  # fmt: skip
            history.do(step)
        workspace.backup("hand")
        yield workspace


def traces(workspace: Workspace) -> list[tuple[str, bytes]]:
    """Every secret word in the bytes of the file and its side files, and in what is packed inside."""
    found = []
    for path in workspace.path.parent.glob(f"{workspace.path.name}*"):
        data = path.read_bytes()
        found += [(path.name, word) for word in SECRETS if word in data]
    with closing(connect_reading(workspace.path)) as raw:
        for packed, data in raw.execute("SELECT packed, data FROM blob JOIN blob_chunk USING (sha256)"):
            content = zlib.decompress(data) if packed else data
            found += [("blob", word) for word in SECRETS if word in content]
    return found


def test_no_byte_is_left(both):
    before = {name: [row for row in rows if S not in repr(row) and "secret" not in repr(row)]
              for name, rows in rows_of(both).items()}  # fmt: skip
    assert {word for _place, word in traces(both)} == set(SECRETS)

    receipt = purge_workload(both, S)

    assert traces(both) == []
    both.checkpoint()
    assert traces(both) == []
    rows = rows_of(both)
    assert {name: rows[name] for name in rows if name != "lens"} == {n: before[n] for n in before if n != "lens"}
    assert {row[1] for row in rows["lens"]} == {"moneyflow", "talk"}
    assert both.check() == ()
    assert both.fact("kept") == "x"
    assert tally_of(both) == counted_anew(both)

    counts = dict(receipt.counts)
    assert (counts["workload"], counts["reviews"], counts["milestones"], counts["evidence"]) == (1, 2, 1, 1)
    assert (counts["elements of the dependency graph"], counts["user journeys"]) == (1, 1)
    assert counts["decisions about findings"] == 1
    assert counts["imports of the dependency graph"] == 1
    assert counts["lens texts"] == 1
    assert counts["notes on packages"] == 1
    assert receipt.name == "Zebrafish"
    (left,) = receipt.stays
    text = receipt.text()
    assert left in text
    assert receipt.at in text
    assert "removed completely" in text


def test_the_other_workload_is_whole(both):
    purge_workload(both, S)
    with both.reading() as session:
        (milestone,) = milestones_of(session, W)
        assert verify_chain(session, W) == ()
        assert milestone_snapshot(session, milestone).workload == WORKLOAD
        assert read_blob(session, EVIDENCE.sha256) == b"ledger file"
        assert {hit.workload_id for hit in search(session, "daily books")} == {W}
        assert search(session, "chargebacks", workload_id=W)
        assert search(session, "axolotl") == search(session, "okapi") == ()


def test_steps_of_several_workloads_lose_only_the_removed_part(both):
    purge_workload(both, S)
    with both.reading() as session:
        newest = session.execute(select(StepRow.title, StepRow.workload_id).order_by(StepRow.id.desc())).first()
    assert newest == ("Change of several workloads", W)
    history = History(both, "x")
    assert history.undo() is not None  # the mark of the other workload goes back
    while history.undo():
        pass
    assert not any(rows_of(both).values())
    assert both.check() == ()


def test_a_workload_that_was_removed_lives_on_in_the_history_and_can_be_purged(both):
    History(both, "x").do(RemoveWorkload(S, "Zebrafish"))
    assert traces(both)
    receipt = purge_workload(both, S)
    assert receipt.name == "Zebrafish"
    assert traces(both) == []
    with pytest.raises(UnknownName, match="knows no workload"):
        purge_workload(both, S)


def test_backups_go_on_request_only(both):
    folder = backup_folder(both.path)
    (holds,) = folder.iterdir()
    unreadable = folder / "2026-01-01T00-00-00.000000 hand.wawb"
    unreadable.write_bytes(b"cannot be read")
    aside = both.path.with_name(f"{both.path.name}.damaged-2026-01-01T00-00-00")
    shutil.copy(holds, aside)

    receipt = purge_workload(both, S, backups=True)

    assert set(receipt.backups) == {holds, aside}
    assert not holds.exists()
    assert unreadable.exists()
    assert receipt.stays == (f"{unreadable} cannot be read; it may hold the workload",)
    assert str(holds) in receipt.text()


def test_backups_without_the_workload_stay(both, tmp_path):
    purge_workload(both, S, backups=True)
    kept = both.backup("hand")
    receipt = purge_workload(both, W, backups=True)
    assert receipt.backups == (kept,)
    clean = both.backup("hand")
    with both.transaction() as session:
        session.add(MetaRow(name="x", value="y"))
    History(both, "x").do(CreateWorkload(replace(WORKLOAD, id="w3")))
    receipt = purge_workload(both, "w3", backups=True)
    assert receipt.backups == ()
    assert receipt.stays == ()
    assert clean.exists()


def test_what_others_refer_to_stays(both):
    History(both, "x").do(AddEvidence(replace(EVIDENCE, id="e-2", review_id=T, question_id="talk_1")))
    History(both, "x").do(RemoveEvidence("e-2"))
    purge_workload(both, S)
    with both.reading() as session:
        assert b"".join(chunks_of(session, EVIDENCE.sha256)) == b"ledger file"
        count = len(session.execute(select(BlobRow.sha256)).all())
    assert count == 5  # two lens texts, one milestone, one evidence file, one import


def test_a_lens_that_only_a_milestone_of_another_names_stays(both):
    with both.transaction() as session:  # as a package brings it: a milestone whose lens no review uses any more
        other = milestones_of(session, S)[0]
        content = read_blob(session, other.content_sha256).replace(b"Okapi", b"other")
        keep_bytes(session, content)
        session.add(MilestoneRow(id="m-x", workload_id=W, number=2, name="Theirs", at="", content_sha256=digest(content),
                                 chain="c", counts=[]))  # fmt: skip
    receipt = purge_workload(both, S)
    assert "lens texts" not in dict(receipt.counts)
    assert {row[1] for row in rows_of(both)["lens"]} == {"moneyflow", "talk", "dataflow"}


def test_cancel_before_the_first_change_leaves_everything(both):
    def stop(done: float, total: float, note: str = "") -> None:
        raise Cancelled

    before = rows_of(both)
    with pytest.raises(Cancelled):
        purge_workload(both, S, progress=stop)
    assert rows_of(both) == before


def test_a_reader_that_holds_an_old_state_is_told_in_the_receipt(both, monkeypatch):
    monkeypatch.setattr("workbench.store.purge._PATIENCE_S", 0.1)
    with both.reading() as session:
        session.execute(select(StepRow.id).limit(1)).all()
        receipt = purge_workload(both, S)
    assert "Free space" in receipt.stays[0]


def test_a_read_only_workspace_purges_nothing(furnished):
    with Workspace.open(furnished, read_only=True) as reader, pytest.raises(WorkspaceUnusable):
        purge_workload(reader, W)
