"""What cannot be said is refused with a reason, and nothing is changed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.generator import LENS_TEXTS
from tests.operations.furnished import EVIDENCE, NONE, OLD, P1, P2, P4, TALK_LENS, WORKLOAD, Q, R, T, W, rows_of
from workbench.domain.answer import MarkState, Reason
from workbench.domain.evidence import EvidenceKind
from workbench.domain.plan import Acceptance, Improvement
from workbench.domain.risk import Risk
from workbench.errors import WorkbenchError
from workbench.operations import Operation
from workbench.operations.answers import SetApplicable, SetMark, SetMarkNote, SetVerdict
from workbench.operations.evidence import AddEvidence, ChangeEvidence
from workbench.operations.milestones import SaveMilestone
from workbench.operations.plan import AcceptRisk, SetImprovement
from workbench.operations.workloads import AddLens, CreateWorkload, SetWorkloadField
from workbench.store.queries.answers import answer_of

ACCEPTANCE = Acceptance(R, Q, "why", "who", "2027-01-31")
REFUSED: dict[str, tuple[Operation, str]] = {
    "unknown question": (SetMark(R, "nothing", P1, MarkState.YES), "not in this review's lens"),
    "unknown practice": (SetMark(R, Q, "nothing", MarkState.YES), "has no practice"),
    "none is not partly": (SetMark(R, Q, NONE, MarkState.PARTLY), "can only be chosen or not"),
    "none is never out": (SetMark(R, Q, NONE, MarkState.NOT_APPLICABLE), "can only be chosen or not"),
    "note without mark": (SetMarkNote(R, Q, P4, "x"), "not marked"),
    "verdict beside practices": (SetVerdict(R, Q, Risk.HIGH), "follows from its practices"),
    "verdict unanswered": (SetVerdict(T, "talk_1", Risk.UNANSWERED), "high, medium or none"),
    "same name": (CreateWorkload(replace(WORKLOAD, id="w2", name="LEDGER  CORE")), "already"),
    "field of a gone workload": (SetWorkloadField("gone", "notes", "x"), "is gone"),
    "same lens": (AddLens(W, "r2", LENS_TEXTS[0]), "already"),
    "no lens": (AddLens(W, "r2", "[]"), "no lens"),
    "file not inside": (AddEvidence(replace(EVIDENCE, id="e2", sha256="0" * 64)), "not in the workspace"),
    "empty link": (AddEvidence(replace(EVIDENCE, id="e2", kind=EvidenceKind.LINK)), "needs an address"),
    "empty statement": (AddEvidence(replace(EVIDENCE, id="e2", kind=EvidenceKind.STATEMENT)), "needs its words"),
    "gone evidence": (ChangeEvidence(replace(EVIDENCE, id="gone")), "is gone"),
    "no reason": (AcceptRisk(replace(ACCEPTANCE, why=" ")), "why is missing"),
    "no name": (AcceptRisk(replace(ACCEPTANCE, by="")), "by whom is missing"),
    "no day": (AcceptRisk(replace(ACCEPTANCE, until="soon")), "is no date"),
    "no due date": (SetImprovement(Improvement(R, Q, due="31.12.")), "is no date"),
    "short milestone": (SaveMilestone(W, "m9", " ab "), "3 to 100"),
    "same milestone": (SaveMilestone(W, "m9", "first LOOK"), "already"),
    "milestone of nothing": (SaveMilestone("gone", "m9", "Second"), "is gone"),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_it_is_refused_with_a_reason(case, workspace, history):
    operation, said = REFUSED[case]
    rows, titles = rows_of(workspace), history.titles()
    with pytest.raises(WorkbenchError, match=said):
        history.do(operation)
    assert (rows_of(workspace), history.titles()) == (rows, titles)


def states(workspace, question=Q):
    with workspace.reading() as session:
        return {mark.choice_id: mark.state for mark in answer_of(session, R, question).marks}


def test_none_clears_what_is_selected_and_keeps_the_rest(workspace, history):
    before = states(workspace)
    history.do(SetMark(R, Q, NONE, MarkState.YES))
    assert states(workspace) == {NONE: MarkState.YES} | {k: v for k, v in before.items() if k != P1}


def test_a_selected_practice_clears_none_and_others_do_not(workspace, history):
    history.do(SetMark(R, OLD, f"{OLD}_1", MarkState.NO))
    assert f"{OLD}_no" in states(workspace, OLD)
    history.do(SetMark(R, OLD, f"{OLD}_1", MarkState.YES))
    assert states(workspace, OLD) == {f"{OLD}_1": MarkState.YES}


def test_a_mark_keeps_its_note_and_loses_a_reason_that_no_longer_fits(workspace, history):
    history.do(SetMark(R, Q, P2, MarkState.NOT_APPLICABLE, Reason.OTHER))
    history.do(SetMark(R, Q, P2, MarkState.YES, Reason.OTHER))
    with workspace.reading() as session:
        mark = answer_of(session, R, Q).mark(P2)
    assert mark is not None
    assert (mark.note, mark.owner, mark.reason) == ("Only the daily books", "Finance team", Reason.NONE)


def test_not_discussed_takes_the_mark_away(workspace, history):
    history.do(SetMark(R, Q, P1, None))
    assert P1 not in states(workspace)


def test_a_question_brought_back_has_no_reason_and_its_marks(workspace, history):
    before = states(workspace)
    history.do(SetApplicable(R, Q, False, Reason.OTHER))
    history.do(SetApplicable(R, Q, True, Reason.OTHER))
    assert states(workspace) == before
    with workspace.reading() as session:
        assert answer_of(session, R, Q).reason is Reason.NONE


@pytest.mark.parametrize(
    "operation",
    [
        SetApplicable(R, Q, True),
        SetMark(R, Q, P1, None),
        CreateWorkload(WORKLOAD),
        AddLens(W, "x", TALK_LENS),
        SetWorkloadField(W, "name", "x"),
    ],
    ids=lambda operation: type(operation).__name__,
)
def test_titles_are_sentences_for_the_menu(operation):
    assert operation.title[0].isupper()
    assert not operation.title.endswith(".")
