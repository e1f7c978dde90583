"""A small workspace with a row in every table a person changes; shared by the tests of store and operations."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace

from sqlalchemy import select

from tests.generator import LENS_TEXTS
from workbench.domain.answer import Answer, Mark, MarkState, Reason
from workbench.domain.evidence import Evidence, EvidenceKind, Strength
from workbench.domain.failure_scenario import FailureScenario
from workbench.domain.finding import FindingNote, FindingStatus
from workbench.domain.graph import Dependency, Graph, Group, Journey, Node, Survivable
from workbench.domain.initiative import Gap, Initiative, PlanTerms
from workbench.domain.plan import Acceptance, Improvement, ItemStatus
from workbench.domain.session import CheckItem, Participant, PillarSlot, SessionPlan, SessionTemplate
from workbench.domain.session_answers import AnswerTemplate
from workbench.domain.sync import Link
from workbench.domain.workload import Workload
from workbench.library.lens_drafts import new_draft
from workbench.operations import (
    History,
    Operation,
)
from workbench.operations.answers import (
    FlagQuestion,
    SetLensNotes,
    SetMark,
    SetMarkNote,
    SetNotes,
    SetPillarNotes,
)
from workbench.operations.evidence import AddEvidence
from workbench.operations.failure_scenarios import KeepScenario
from workbench.operations.graph_imports import MergeImport
from workbench.operations.graphs import SetFindingNote, SetGraph
from workbench.operations.initiatives import PutInitiative, SetPlanTerms
from workbench.operations.lens_drafts import StartDraft
from workbench.operations.milestones import SaveMilestone
from workbench.operations.plan import AcceptRisk, SetImprovement
from workbench.operations.session import KeepSessionTemplate, SetSession
from workbench.operations.session_answers import ApplyAnswerTemplate, KeepAnswerTemplate
from workbench.operations.sync import DecideConflict, LinkWorkload
from workbench.operations.workloads import AddLens, CreateWorkload
from workbench.store.blobs import keep_bytes
from workbench.store.derived import recount
from workbench.store.queries.lenses import lens_of_review
from workbench.store.tables import JOURNALED, ReviewRow, TallyRow
from workbench.store.workspace import Workspace

W, R, T = "w1", "r1", "r-talk"
"""Workload, its review with the money lens, and its review with a lens that has no practices."""
LATE, OLD = "moneyflow_ledgers", "moneyflow_refunds"
Q, P1, P2, P3, P4, NONE = (LATE, *(f"{LATE}_{n}" for n in (1, 2, 3, 4)), f"{LATE}_no")
TALK_LENS = json.dumps(
    {
        "name": "Talk",
        "alias": "talk",
        "version": "1",
        "pillars": [{"id": "talk", "name": "Talk", "questions": [{"id": "talk_1", "title": "What worries you?"}]}],
    }
)
EVIDENCE = Evidence("e1", R, Q, EvidenceKind.FILE, "Ledger record", strength=Strength.SHOWN, by="Auditor", on="2026-02-03",
                    sha256=hashlib.sha256(b"ledger file").hexdigest(), file_name="ledger.txt", size=11)  # fmt: skip
DRAFT = new_draft("Ledger lens")
PLAN = SessionPlan("s1", W, "First look", sponsor="Head of finance", participants=(Participant("Ada", "Developer"),),
                   pillars=(PillarSlot("moneyflow", "moneyflow_build", 30.0),), checklist=(CheckItem("Diagram"),),
                   fixed=((("moneyflow", LATE), 4.0),), rules=("Now, not later",))  # fmt: skip
PLATFORM = AnswerTemplate(
    "t1", "Platform", "moneyflow", "1", (Answer("moneyflow_chargebacks", notes="By the platform team"),)
)
INITIATIVE = Initiative("i1", "Close the books twice", (Gap(R, LATE, f"{LATE}_3"), Gap(R, OLD, f"{OLD}_1")), 5.5, 4,
                        "Finance team", "2026-12-01", ItemStatus.PLANNED, "With the auditors", "Half a day a month")  # fmt: skip
WORKLOAD = Workload(
    W,
    "Ledger core",
    description="Keeps the books",
    review_owner="Finance team",
    aws_regions=("eu-west-1",),
    tags=(("owner", "Finance team"), ("tier", "1")),
)
GRAPH = Graph.of(
    (
        Node("ledger", "Ledger", "service", failable=False, requires=(Dependency("sign-in"),),
             groups=(Group(None, ("db-a", "db-b"), failover_s=60),), attributes={"team": "Finance", "tier": 1}),
        Node("db-a", "Database a", "resource", "AWS::RDS::DBInstance", unavailability=0.001,
             unavailability_source="measured", domains=("az-a",)),
        Node("db-b", "Database b", "resource", "AWS::RDS::DBInstance", domains=("az-b",), soft=("az-a",)),
        Node("sign-in", "Sign-in", domains=("az-a",)),
        Node("az-a", "Zone a", "az"),
        Node("az-b", "Zone b", "az"),
    ),
    (Journey("close", "Close the books", "ledger", "high", 3600, 0, (Survivable.AZ,)), Journey("enter", "", "sign-in")),
)  # fmt: skip
NOTE = FindingNote("f-1", FindingStatus.ACCEPTED, "Zone b follows", "2027-01-31", "Asked twice", "Board", "2026-02-03")


def furnish(workspace: Workspace, who: str = "Reviewer") -> History:
    """Fill a new workspace; every change is a step of its own."""
    history = History(workspace, who)
    with workspace.transaction() as session:
        keep_bytes(session, b"ledger file")
        keep_bytes(session, b"other file")
    steps: list[Operation] = [
        CreateWorkload(WORKLOAD),
        LinkWorkload(Link(W, "a" * 32, "arn:a", region="eu-west-1", linked_at="2026-02-01")),
        DecideConflict(W, "workload/name", "mine", "0" * 64),
        AddLens(W, R, LENS_TEXTS[0]),
        AddLens(W, T, TALK_LENS),
        SetMark(R, Q, P1, MarkState.YES),
        SetMark(R, Q, P2, MarkState.PARTLY),
        SetMarkNote(R, Q, P2, "Only the daily books", owner="Finance team"),
        SetMark(R, Q, P3, MarkState.NOT_APPLICABLE, Reason.OUT_OF_SCOPE),
        SetNotes(R, Q, "Ledgers are closed at six"),
        SetMark(R, OLD, f"{OLD}_no", MarkState.YES),
        FlagQuestion(R, OLD, True),
        SetLensNotes(R, "Second look in spring"),
        SetPillarNotes(R, "moneyflow_run", "Runs quietly"),
        AddEvidence(EVIDENCE),
        AcceptRisk(Acceptance(R, OLD, "Refunds end this year", "Head of finance", "2027-01-31", "moneyflow_build")),
        SetGraph(W, GRAPH),
        MergeImport(W, Graph.of(GRAPH.nodes[key] for key in ("az-a", "sign-in")), "sign-in.yaml"),
        SetFindingNote(W, NOTE),
        KeepScenario(W, FailureScenario("s-1", "Loss of az-a", ("az-a",))),
        StartDraft(DRAFT),
        SetImprovement(Improvement(R, Q, "Finance team", "2026-12-01", ItemStatus.PLANNED, "Close twice a day")),
        PutInitiative(W, INITIATIVE),
        SetPlanTerms(W, PlanTerms(target=0.6, requirements="Twice the customers")),
        SetSession(PLAN),
        KeepSessionTemplate(SessionTemplate("st1", "Half day", PLAN)),
        KeepAnswerTemplate(PLATFORM),
        ApplyAnswerTemplate("t1", R),
        KeepAnswerTemplate(replace(PLATFORM, id="t2", answers=(answer_with(_1=MarkState.YES, _4=MarkState.YES),))),
        SaveMilestone(W, "m1", "First look"),
    ]
    for step in steps:
        assert history.do(step).step_id, step
    return history


def rows_of(workspace: Workspace) -> dict[str, list[tuple[object, ...]]]:
    """Return every row of every journaled table; row numbers that mean nothing are left out."""
    found = {}
    with workspace.reading() as session:
        for name, table in JOURNALED.items():
            columns = [column for column in table.__table__.c if column.name not in table.DERIVED]
            rows = session.execute(select(*columns)).all()
            found[name] = sorted((tuple(row) for row in rows), key=repr)
    return found


def tally_of(workspace: Workspace) -> set[tuple[str, str, str, int]]:
    """Return the counts as they are kept."""
    with workspace.reading() as session:
        query = select(TallyRow.review_id, TallyRow.pillar_id, TallyRow.risk, TallyRow.questions)
        return {(row[0], row[1], row[2], row[3]) for row in session.execute(query)}


def counted_anew(workspace: Workspace) -> set[tuple[str, str, str, int]]:
    """Return the counts as a full recount gives them; the file stays as it is."""

    class Back(Exception):  # noqa: N818 - leaves the transaction without a trace
        pass

    found: set[tuple[str, str, str, int]] = set()
    try:
        with workspace.transaction() as session:
            session.connection().exec_driver_sql("DELETE FROM tally")
            for (review_id,) in session.execute(select(ReviewRow.id)):
                lens = lens_of_review(session, review_id)
                assert lens is not None
                recount(session, review_id, lens, lens.pillars)
            rows = session.execute(select(TallyRow.review_id, TallyRow.pillar_id, TallyRow.risk, TallyRow.questions))
            found = {(row[0], row[1], row[2], row[3]) for row in rows}
            raise Back
    except Back:
        return found


def answer_with(**states: MarkState) -> Answer:
    """Return an answer to Q with marks by the last part of the practice id: answer_with(_1=YES)."""
    marks = tuple(Mark(f"{Q}{part}", state) for part, state in sorted(states.items()))
    return replace(Answer(Q), marks=marks)
