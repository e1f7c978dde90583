"""do -> undo -> redo brings every row of every journaled table back, for every operation there is."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace

import pytest

from tests.generator import LENS_TEXTS
from tests.operations.furnished import (
    EVIDENCE,
    GRAPH,
    OLD,
    P1,
    P2,
    P4,
    TALK_LENS,
    WORKLOAD,
    Q,
    R,
    T,
    W,
    answer_with,
    counted_anew,
    rows_of,
    tally_of,
)
from workbench.domain.answer import Answer, Mark, MarkState, Reason
from workbench.domain.evidence import EvidenceKind
from workbench.domain.finding import FindingNote, FindingStatus
from workbench.domain.graph import Graph, Journey, Node, Survivable
from workbench.domain.plan import Acceptance, Improvement, ItemStatus
from workbench.domain.risk import Risk
from workbench.domain.snapshot import canonical, digest, snapshot_to_json
from workbench.domain.sync import Link
from workbench.errors import WorkbenchError
from workbench.operations import CATALOG, Operation, Together
from workbench.operations.answers import (
    FlagQuestion,
    ImportAnswers,
    ParkQuestion,
    SetApplicable,
    SetLensNotes,
    SetMark,
    SetMarkNote,
    SetNotes,
    SetPillarNotes,
    SetQuestionOwner,
    SetVerdict,
    TakeOverAnswer,
)
from workbench.operations.evidence import AddEvidence, ChangeEvidence, RemoveEvidence
from workbench.operations.graphs import (
    MergeImport,
    PutJourney,
    PutNode,
    RemoveJourney,
    RemoveNode,
    RenameNode,
    SetFindingNote,
    SetGraph,
)
from workbench.operations.lenses import KeepLens
from workbench.operations.milestones import SaveMilestone
from workbench.operations.packages import ImportPackage
from workbench.operations.plan import AcceptRisk, EndAcceptance, SetImprovement
from workbench.operations.sync import (
    ApplyMerge,
    DecideConflict,
    LinkWorkload,
    NoteToolState,
    ToolSays,
    UnlinkWorkload,
)
from workbench.operations.workloads import (
    AddLens,
    CreateWorkload,
    PutSnapshot,
    RemoveLens,
    RemoveWorkload,
    SetWorkloadField,
)
from workbench.store.queries.answers import take_snapshot
from workbench.store.workspace import Workspace


def changed_snapshot(workspace: Workspace) -> Operation:
    with workspace.reading() as session:
        now = take_snapshot(session, W)
    assert now is not None
    money = next(review for review in now.reviews if review.id == R)
    other = replace(
        money, notes="", pillar_notes=(("moneyflow_build", "new"),), answers=(answer_with(_4=MarkState.YES),)
    )
    workload = replace(now.workload, name="Ledger of theirs", tags=())
    parts = {"evidence": (), "acceptances": (), "graph": CHANGED_GRAPH, "finding_notes": ()}
    return PutSnapshot(replace(now, workload=workload, reviews=(other,), **parts))


def imported(workspace: Workspace) -> Operation:
    with workspace.reading() as session:
        now = take_snapshot(session, W)
    put = changed_snapshot(workspace)
    assert now is not None
    assert isinstance(put, PutSnapshot)
    states = tuple(canonical(snapshot_to_json(state)) for state in (now, put.snapshot))
    return ImportPackage(put, digest(states[0]), states)


CHANGED_GRAPH = Graph.of(
    (
        Node("queue", "Queue", domains=("az-a",)),
        *(replace(GRAPH.nodes[key], label="") for key in ("ledger", "db-a", "db-b", "az-a", "az-b")),
        replace(GRAPH.nodes["sign-in"], domains=("az-b",)),
    ),
    (replace(GRAPH.journeys[0], rto_s=60),),
)


SAYS = ToolSays(b"{}", (("moneyflow", "arn:lens"),), ((R, Q, "HIGH"), (R, OLD, "")), (("m1", 7),))


def taken_in(workspace: Workspace) -> Operation:
    with workspace.reading() as session:
        now = take_snapshot(session, W)
    put = changed_snapshot(workspace)
    assert now is not None
    assert isinstance(put, PutSnapshot)
    return ApplyMerge(put, SAYS, digest(canonical(snapshot_to_json(now))), Link(W, "b" * 32, linked_at="2026-03-01"))


def of(operation: Operation) -> Callable[[Workspace], Operation]:
    return lambda _workspace: operation


EXAMPLES: dict[type[Operation], Callable[[Workspace], Operation]] = {
    CreateWorkload: of(CreateWorkload(replace(WORKLOAD, id="w2", name="Another", tags=(("b", "2"), ("a", "1"))))),
    SetWorkloadField: of(SetWorkloadField(W, "tags", (("owner", "Data team"), ("new", "yes")))),
    RemoveWorkload: of(RemoveWorkload(W, "Ledger core")),
    AddLens: of(AddLens(W, "r9", LENS_TEXTS[1])),
    RemoveLens: of(RemoveLens(R)),
    KeepLens: of(KeepLens(LENS_TEXTS[1])),
    PutSnapshot: changed_snapshot,
    ImportPackage: imported,
    SetMark: of(SetMark(R, OLD, f"{OLD}_1", MarkState.YES)),
    SetMarkNote: of(SetMarkNote(R, Q, P2, "Monthly books too", owner="", reason=Reason.OTHER)),
    SetNotes: of(SetNotes(R, "moneyflow_chargebacks", "First word on it")),
    SetQuestionOwner: of(SetQuestionOwner(R, Q, "Risk team")),
    FlagQuestion: of(FlagQuestion(R, OLD, False)),
    ParkQuestion: of(ParkQuestion(R, Q, True)),
    SetApplicable: of(SetApplicable(R, Q, False, Reason.BUSINESS_PRIORITIES)),
    SetVerdict: of(SetVerdict(T, "talk_1", Risk.HIGH)),
    TakeOverAnswer: of(TakeOverAnswer(R, answer_with(_1=MarkState.NO, _4=MarkState.YES))),
    SetLensNotes: of(SetLensNotes(R, "")),
    SetPillarNotes: of(SetPillarNotes(R, "moneyflow_build", "Built well")),
    ImportAnswers: of(
        ImportAnswers(
            (
                (R, answer_with(_1=MarkState.YES, _2=MarkState.YES, _3=MarkState.YES, _4=MarkState.YES)),
                (R, Answer(OLD)),
                (T, Answer("talk_1", verdict=Risk.MEDIUM, notes="Growth")),
            ),
            ((R, "imported"),),
            ((R, "moneyflow_run", ""),),
        )
    ),
    AddEvidence: of(
        AddEvidence(replace(EVIDENCE, id="e2", kind=EvidenceKind.LINK, target="https://a.example", sha256=""))
    ),
    ChangeEvidence: of(ChangeEvidence(replace(EVIDENCE, title="Ledger record of May", by=""))),
    RemoveEvidence: of(RemoveEvidence("e1")),
    AcceptRisk: of(AcceptRisk(Acceptance(R, OLD, "Another reason", "Board", "2028-01-31"))),
    EndAcceptance: of(EndAcceptance(R, OLD)),
    SetImprovement: of(SetImprovement(Improvement(R, OLD, "Mobile team", "", ItemStatus.DONE))),
    SetGraph: of(SetGraph(W, CHANGED_GRAPH)),
    MergeImport: of(MergeImport(W, CHANGED_GRAPH, GRAPH)),
    PutNode: of(PutNode(W, replace(GRAPH.nodes["db-a"], label="First database", attributes={"size": 2}))),
    RemoveNode: of(RemoveNode(W, "db-a", "Database a")),
    RenameNode: of(RenameNode(W, "sign-in", "login")),
    PutJourney: of(PutJourney(W, Journey("look", "Look it up", "ledger", must_survive=(Survivable.REGION,)))),
    RemoveJourney: of(RemoveJourney(W, "enter")),
    SetFindingNote: of(SetFindingNote(W, FindingNote("f-2", FindingStatus.RESOLVED, comment="Two of them now"))),
    SaveMilestone: of(SaveMilestone(W, "m2", "Second look")),
    LinkWorkload: of(LinkWorkload(Link(W, "b" * 32, "arn:b", region="eu-west-1", linked_at="2026-03-01"))),
    UnlinkWorkload: of(UnlinkWorkload(W)),
    ApplyMerge: taken_in,
    NoteToolState: of(NoteToolState(W, SAYS)),
    DecideConflict: of(DecideConflict(W, "workload/notes", "theirs", "f" * 64)),
}


def test_every_operation_has_an_example():
    assert set(EXAMPLES) == set(CATALOG)


@pytest.mark.parametrize("kind", CATALOG, ids=lambda kind: kind.__name__)
def test_undo_and_redo_bring_every_row_back(kind, workspace, history):
    before = rows_of(workspace)
    operation = EXAMPLES[kind](workspace)

    done = history.do(operation)
    after = rows_of(workspace)
    assert after != before
    assert done.touched
    assert tally_of(workspace) == counted_anew(workspace)

    undone = history.undo()
    assert undone is not None
    assert undone.title == operation.title
    assert rows_of(workspace) == before
    assert tally_of(workspace) == counted_anew(workspace)

    again = history.redo()
    assert again is not None
    assert again.touched == done.touched
    assert rows_of(workspace) == after
    assert tally_of(workspace) == counted_anew(workspace)
    assert workspace.check() == ()


@pytest.mark.parametrize("kind", CATALOG, ids=lambda kind: kind.__name__)
def test_doing_the_same_again_is_no_step_or_is_refused(kind, workspace, history):
    operation = EXAMPLES[kind](workspace)
    history.do(operation)
    rows = rows_of(workspace)
    with suppress(WorkbenchError):
        assert history.do(operation).step_id == 0
    assert rows_of(workspace) == rows


def test_everything_can_be_undone_to_nothing_and_redone(workspace, history):
    full = rows_of(workspace)
    steps = 0
    while history.undo():
        steps += 1
        assert tally_of(workspace) == counted_anew(workspace)
    assert steps == 20
    assert not any(rows_of(workspace).values())
    while history.redo():
        steps -= 1
    assert steps == 0
    assert rows_of(workspace) == full


def test_together_is_one_step(workspace, history):
    before = rows_of(workspace)
    history.do(Together("Answer both", (SetMark(R, Q, P1, MarkState.NO), SetMark(R, Q, P4, MarkState.YES))))
    assert history.titles() == ("Answer both", "")
    history.undo()
    assert rows_of(workspace) == before


def test_a_mark_that_is_the_same_is_no_step(workspace, history):
    assert history.do(SetMark(R, Q, P1, MarkState.YES)).step_id == 0
    assert Mark(P1, MarkState.YES)  # as furnished
    assert AddLens(W, "x", TALK_LENS).title == "Add lens Talk"
