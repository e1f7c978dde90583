"""An answer carried over on purpose: state, reason, owner and a note that says where it came from; one step."""

from __future__ import annotations

import json

import pytest

from workbench.domain.answer import MarkState, Reason
from workbench.domain.workload import Workload
from workbench.errors import Refused
from workbench.operations.answers import SetMark, SetMarkNote
from workbench.operations.carrying import CarryAnswer, Spot
from workbench.operations.history import History
from workbench.operations.workloads import AddLens, CreateWorkload
from workbench.store.queries.answers import answer_of


def lens(alias: str) -> str:
    choices = [
        {"id": f"{alias}_a", "title": "Least privilege", "code": alias.upper()},
        {"id": f"{alias}_no", "title": "None"},
    ]
    pillar = {"id": "p", "name": "P", "questions": [{"id": "q", "title": "Who may?", "choices": choices}]}
    return json.dumps({"name": f"Lens {alias}", "alias": alias, "version": "1", "pillars": [pillar]})


ONE, TWO, ELSEWHERE = Spot("r1", "q", "one_a"), Spot("r2", "q", "two_a"), Spot("r3", "q", "two_a")


@pytest.fixture
def history(workspace):
    made = History(workspace, "Ana")
    for number in (1, 2):
        made.do(CreateWorkload(Workload(f"w{number}", f"Shop {number}")))
    for operation in (
        AddLens("w1", "r1", lens("one")),
        AddLens("w1", "r2", lens("two")),
        AddLens("w2", "r3", lens("two")),
    ):
        made.do(operation)
    return made


def marked(workspace, spot):
    with workspace.reading() as session:
        return answer_of(session, spot.review_id, spot.question_id).mark(spot.choice_id)


def test_state_reason_owner_and_note_go_along(workspace, history):
    history.do(SetMark("r1", "q", "one_a", MarkState.NOT_APPLICABLE, Reason.OUT_OF_SCOPE))
    history.do(SetMarkNote("r1", "q", "one_a", "No people have access", owner="Ben"))
    history.do(CarryAnswer(ONE, TWO))
    mark = marked(workspace, TWO)
    assert (mark.state, mark.reason, mark.owner) == (MarkState.NOT_APPLICABLE, Reason.OUT_OF_SCOPE, "Ben")
    assert mark.note == "Carried over from Lens one, ONE: No people have access"
    assert marked(workspace, ONE).note == "No people have access"


def test_one_undo_takes_it_back(workspace, history):
    history.do(SetMark("r1", "q", "one_a", MarkState.YES))
    history.do(SetMark("r2", "q", "two_no", MarkState.YES))
    history.do(CarryAnswer(ONE, TWO))
    assert marked(workspace, Spot("r2", "q", "two_no")) is None, "a practice that is in place ends none of these"
    history.undo()
    assert marked(workspace, TWO) is None
    assert marked(workspace, Spot("r2", "q", "two_no")).state is MarkState.YES


def test_what_was_written_there_stays(workspace, history):
    history.do(SetMark("r1", "q", "one_a", MarkState.PARTLY))
    history.do(SetMark("r2", "q", "two_a", MarkState.NO))
    history.do(SetMarkNote("r2", "q", "two_a", "Asked in May"))
    history.do(CarryAnswer(ONE, TWO))
    assert marked(workspace, TWO).note == "Carried over from Lens one, ONE.\nAsked in May"
    history.do(SetMarkNote("r1", "q", "one_a", "Operators only"))
    history.do(CarryAnswer(ONE, TWO))
    assert marked(workspace, TWO).note == "Carried over from Lens one, ONE: Operators only\nAsked in May"
    assert history.do(CarryAnswer(ONE, TWO)).step_id == 0


@pytest.mark.parametrize(
    ("source", "target", "said"),
    [
        (ONE, TWO, "not answered"),
        (ONE, ELSEWHERE, "same workload"),
        (ONE, ONE, "another practice"),
        (ONE, Spot("r2", "q", "two_no"), "not in this review"),
        (Spot("r1", "gone", "one_a"), TWO, "not in this review"),
    ],
)
def test_what_cannot_be_carried_is_refused(history, source, target, said):
    with pytest.raises(Refused, match=said):
        history.do(CarryAnswer(source, target))
