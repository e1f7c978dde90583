"""do -> undo -> redo brings every row of every journaled table back, for every operation there is."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace

import pytest

from tests.generator import LENS_TEXTS
from tests.operations.furnished import (
    DRAFT,
    EVIDENCE,
    GRAPH,
    INITIATIVE,
    OLD,
    P1,
    P2,
    P4,
    PLAN,
    PLATFORM,
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
from workbench.analyses.graph_layout import journey_key
from workbench.analyses.homework import Proposal
from workbench.domain.answer import Answer, Mark, MarkState, Reason
from workbench.domain.evidence import EvidenceKind
from workbench.domain.failure_scenario import FailureScenario
from workbench.domain.finding import FindingNote, FindingStatus
from workbench.domain.graph import Graph, Group, Journey, Node, Position, Survivable
from workbench.domain.initiative import Capacity, Gap, PlanTerms
from workbench.domain.lens_draft_edits import remove
from workbench.domain.plan import Acceptance, Improvement, ItemStatus
from workbench.domain.risk import Risk
from workbench.domain.session import PillarSlot, SessionTemplate
from workbench.domain.snapshot import canonical, digest, snapshot_to_json
from workbench.domain.sync import Link
from workbench.errors import WorkbenchError
from workbench.library.lens_drafts import copied_draft
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
from workbench.operations.carrying import CarryAnswer, Spot
from workbench.operations.evidence import AddEvidence, ChangeEvidence, RemoveEvidence
from workbench.operations.failure_scenarios import KeepScenario, RemoveScenario
from workbench.operations.graph_imports import AnswerQuestion, MergeImport
from workbench.operations.graph_moves import MoveElements, PutElements, RemoveElements
from workbench.operations.graphs import (
    PutJourney,
    PutNode,
    RemoveJourney,
    RemoveNode,
    RenameNode,
    SetFindingNote,
    SetGraph,
)
from workbench.operations.homework import TakeHomework
from workbench.operations.initiatives import PutInitiative, RemoveInitiative, SetPlanTerms
from workbench.operations.lens_drafts import EditDraft, PublishDraft, RemoveDraft, SetDraftVersion, StartDraft
from workbench.operations.lens_upgrade import UpgradeLens
from workbench.operations.lenses import KeepLens
from workbench.operations.milestones import SaveMilestone
from workbench.operations.packages import ImportPackage
from workbench.operations.plan import AcceptRisk, EndAcceptance, SetImprovement
from workbench.operations.session import KeepSessionTemplate, RemoveSession, RemoveSessionTemplate, SetSession
from workbench.operations.session_answers import ApplyAnswerTemplate, KeepAnswerTemplate, RemoveAnswerTemplate
from workbench.operations.sync import (
    ApplyMerge,
    DecideConflict,
    LinkWorkload,
    NoteToolState,
    ToolSays,
    UnlinkWorkload,
)
from workbench.operations.sync_extras import KeepToolEvidence
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
    parts = {"evidence": (), "acceptances": (), "graph": CHANGED_GRAPH, "finding_notes": (), "initiatives": ()}
    return PutSnapshot(replace(now, workload=workload, reviews=(other,), **parts))


def imported(workspace: Workspace) -> Operation:
    with workspace.reading() as session:
        now = take_snapshot(session, W)
    put = changed_snapshot(workspace)
    assert now is not None
    assert isinstance(put, PutSnapshot)
    states = tuple(canonical(snapshot_to_json(state)) for state in (now, put.snapshot))
    return ImportPackage(put, digest(states[0]), states)


def upgraded(workspace: Workspace) -> Operation:
    """The question with everything on it goes to a new id, one practice too; the other question retires."""
    with workspace.reading() as session:
        now = take_snapshot(session, W)
    assert now is not None
    lens = json.loads(LENS_TEXTS[0])
    lens["version"] = "next"
    for pillar in lens["pillars"]:
        pillar["questions"] = [each for each in pillar["questions"] if each["id"] != OLD]
        for question in pillar["questions"]:
            if question["id"] == Q:
                question["id"] = "moneyflow_books"
                question["choices"] = [each for each in question["choices"] if each["id"] != f"{Q}_3"]
                question["choices"][1]["id"] = "moneyflow_books_b"
    mapping = (((Q, ""), ("moneyflow_books", "")), ((Q, P2), ("moneyflow_books", "moneyflow_books_b")))
    return UpgradeLens(R, "m2", "Before the next version", now.reviews[0].lens_sha256, json.dumps(lens), mapping)


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
    UpgradeLens: upgraded,
    StartDraft: of(StartDraft(copied_draft(LENS_TEXTS[1]))),
    EditDraft: of(
        EditDraft(DRAFT.id, remove(DRAFT, DRAFT.inside(DRAFT.inside(DRAFT.inside(DRAFT.lens.id)[0].id)[0].id)[0].id))
    ),
    SetDraftVersion: of(SetDraftVersion(DRAFT.id, "2.0")),
    PublishDraft: of(PublishDraft(DRAFT.id, "1.0")),
    RemoveDraft: of(RemoveDraft(DRAFT.id)),
    PutSnapshot: changed_snapshot,
    ImportPackage: imported,
    SetMark: of(SetMark(R, OLD, f"{OLD}_1", MarkState.YES)),
    SetMarkNote: of(SetMarkNote(R, Q, P2, "Monthly books too", owner="", reason=Reason.OTHER)),
    TakeHomework: of(
        TakeHomework(
            (
                Proposal(1, "Practices!F2", R, OLD, f"{OLD}_1", "state", "", "partly"),
                Proposal(2, "Practices!G2", R, OLD, f"{OLD}_1", "note", "", "In one place"),
                Proposal(3, "Questions!G2", R, "moneyflow_chargebacks", "", "notes", "", "Said by mail"),
            )
        )
    ),
    SetNotes: of(SetNotes(R, "moneyflow_chargebacks", "First word on it")),
    SetQuestionOwner: of(SetQuestionOwner(R, Q, "Risk team")),
    FlagQuestion: of(FlagQuestion(R, OLD, False)),
    ParkQuestion: of(ParkQuestion(R, Q, True)),
    SetApplicable: of(SetApplicable(R, Q, False, Reason.BUSINESS_PRIORITIES)),
    SetVerdict: of(SetVerdict(T, "talk_1", Risk.HIGH)),
    TakeOverAnswer: of(TakeOverAnswer(R, answer_with(_1=MarkState.NO, _4=MarkState.YES))),
    CarryAnswer: of(CarryAnswer(Spot(R, Q, P2), Spot(R, OLD, f"{OLD}_1"))),
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
    KeepToolEvidence: of(
        KeepToolEvidence(W, (R,), (replace(EVIDENCE, id="e9", kind=EvidenceKind.TOOL, target="2 flagged", sha256=""),))
    ),
    AcceptRisk: of(AcceptRisk(Acceptance(R, OLD, "Another reason", "Board", "2028-01-31"))),
    EndAcceptance: of(EndAcceptance(R, OLD)),
    SetImprovement: of(SetImprovement(Improvement(R, OLD, "Mobile team", "", ItemStatus.DONE))),
    PutInitiative: of(
        PutInitiative(
            W, replace(INITIATIVE, title="Close them daily", closes=(Gap(R, Q, P2), Gap(R, Q, f"{Q}_3")), days=8.0)
        )
    ),
    RemoveInitiative: of(RemoveInitiative("i1", "Close the books twice")),
    SetPlanTerms: of(SetPlanTerms(W, PlanTerms("m1", 0.8, capacity=Capacity((5.0, 10.0, 20.0), 4)))),
    SetGraph: of(SetGraph(W, CHANGED_GRAPH)),
    MergeImport: of(MergeImport(W, CHANGED_GRAPH, "ledger.yaml")),
    AnswerQuestion: of(AnswerQuestion(W, "ledger", "needs", "2")),
    PutNode: of(PutNode(W, replace(GRAPH.nodes["db-a"], label="First database", attributes={"size": 2}))),
    RemoveNode: of(RemoveNode(W, "db-a", "Database a")),
    RenameNode: of(RenameNode(W, "sign-in", "login")),
    PutJourney: of(PutJourney(W, Journey("look", "Look it up", "ledger", must_survive=(Survivable.REGION,)))),
    RemoveJourney: of(RemoveJourney(W, "enter")),
    MoveElements: of(
        MoveElements(W, {"db-a": Position(40, 80, True), journey_key("enter"): Position(0, 0), "gone": None})
    ),
    PutElements: of(
        PutElements(
            W,
            Graph.of(
                (
                    Node("cache", "Cache", groups=(Group(1, ("db-a", "cache-b")),)),
                    Node("cache-b"),
                    replace(GRAPH.nodes["db-a"], soft=("cache",)),
                ),
                (Journey("look", "Look it up", "cache"),),
            ),
        )
    ),
    RemoveElements: of(RemoveElements(W, ("db-a", "sign-in", journey_key("enter")))),
    KeepScenario: of(KeepScenario(W, FailureScenario("s-2", "Loss of az-b", ("az-b", "ledger")))),
    RemoveScenario: of(RemoveScenario(W, "s-1", "Loss of az-a")),
    SetFindingNote: of(SetFindingNote(W, FindingNote("f-2", FindingStatus.RESOLVED, comment="Two of them now"))),
    SetSession: of(SetSession(replace(PLAN, name="Second look", pillars=(PillarSlot("moneyflow", "moneyflow_run"),)))),
    RemoveSession: of(RemoveSession("s1")),
    KeepSessionTemplate: of(KeepSessionTemplate(SessionTemplate("st1", "Long half day", replace(PLAN, minutes=240)))),
    RemoveSessionTemplate: of(RemoveSessionTemplate("st1")),
    KeepAnswerTemplate: of(KeepAnswerTemplate(replace(PLATFORM, answers=(answer_with(_1=MarkState.YES),)))),
    RemoveAnswerTemplate: of(RemoveAnswerTemplate("t1")),
    ApplyAnswerTemplate: of(ApplyAnswerTemplate("t2", R, (Q,))),
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
    assert steps == 30
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
