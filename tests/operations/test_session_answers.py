"""Platform answers: given once, inherited until somebody says otherwise, and one step to undo."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.operations.furnished import OLD, P1, P2, Q, R, T, W, answer_with
from workbench.analyses.session_inherit import EffectKind, effects_of
from workbench.domain.answer import Answer, Mark, MarkState
from workbench.domain.session_answers import AnswerTemplate, Standing, fingerprint, standing_of
from workbench.domain.session_words import (
    checklist_of,
    checklist_text,
    participants_of,
    participants_text,
)
from workbench.errors import BadInput
from workbench.operations.answers import SetMark, SetNotes
from workbench.operations.session_answers import ApplyAnswerTemplate, KeepAnswerTemplate, RemoveAnswerTemplate
from workbench.operations.workloads import RemoveLens, RemoveWorkload
from workbench.store.queries.answers import answer_of
from workbench.store.queries.lenses import lens_of_review
from workbench.store.queries.sessions import answer_template, answer_templates, inherited_of, sessions_of

CHARGES = "moneyflow_chargebacks"
FIRST = Answer(CHARGES, notes="The platform team handles them", owner="Platform team")
TEMPLATE = AnswerTemplate("p", "Payment platform", "moneyflow", "1", (FIRST, answer_with(_1=MarkState.YES)))


def effects(workspace, template_id="p"):
    with workspace.reading() as session:
        template, lens = answer_template(session, template_id), lens_of_review(session, R)
        answers = {q.id: answer_of(session, R, q.id) for q in lens.questions()}
        return {one.question_id: one.kind for one in effects_of(template, lens, answers, inherited_of(session, R))}


def answer(workspace, question_id):
    with workspace.reading() as session:
        return answer_of(session, R, question_id)


def standing(workspace, question_id):
    with workspace.reading() as session:
        return standing_of(inherited_of(session, R)[question_id], answer_of(session, R, question_id))


@pytest.fixture
def applied(workspace, history):
    """CHARGES was answered by another template while furnishing; here it is free again."""
    history.do(SetNotes(R, CHARGES, ""))
    history.do(KeepAnswerTemplate(TEMPLATE))
    history.do(ApplyAnswerTemplate("p", R))
    return workspace


def test_a_template_answers_what_nobody_answered_and_leaves_the_rest(applied):
    assert answer(applied, CHARGES) == FIRST
    assert standing(applied, CHARGES) is Standing.INHERITED
    assert answer(applied, Q).state(P2) is MarkState.PARTLY  # answered here before
    assert effects(applied) == {CHARGES: EffectKind.SAME, Q: EffectKind.OWN}


def test_an_answer_changed_here_is_overridden_and_stays(applied, history):
    history.do(SetNotes(R, CHARGES, "We do them ourselves"))
    assert standing(applied, CHARGES) is Standing.OVERRIDDEN
    history.do(KeepAnswerTemplate(replace(TEMPLATE, answers=(replace(FIRST, owner="Core team"),))))
    assert effects(applied)[CHARGES] is EffectKind.OVERRIDDEN
    assert history.do(ApplyAnswerTemplate("p", R)).step_id == 0
    assert answer(applied, CHARGES).notes == "We do them ourselves"


def test_a_changed_template_brings_untouched_answers_up_to_date_as_one_step(applied, history):
    history.do(KeepAnswerTemplate(replace(TEMPLATE, answers=(replace(FIRST, owner="Core team"),))))
    assert effects(applied)[CHARGES] is EffectKind.UPDATE
    history.do(ApplyAnswerTemplate("p", R))
    assert answer(applied, CHARGES).owner == "Core team"
    assert standing(applied, CHARGES) is Standing.INHERITED
    history.undo()
    assert answer(applied, CHARGES) == FIRST
    assert standing(applied, CHARGES) is Standing.INHERITED


def test_the_answer_of_a_template_can_be_taken_all_the_same_and_flags_stay(applied, history):
    history.do(ApplyAnswerTemplate("p", R, (Q,)))
    now = answer(applied, Q)
    assert now.state(P1) is MarkState.YES
    assert now.state(P2) is None
    assert standing(applied, Q) is Standing.INHERITED
    history.do(SetMark(R, Q, P2, MarkState.NO))
    assert standing(applied, Q) is Standing.OVERRIDDEN


def test_what_left_the_template_stays_as_an_answer_of_its_own(applied, history):
    history.do(KeepAnswerTemplate(replace(TEMPLATE, answers=(answer_with(_1=MarkState.YES),))))
    assert effects(applied)[CHARGES] is EffectKind.GONE
    history.do(ApplyAnswerTemplate("p", R))
    assert answer(applied, CHARGES) == FIRST
    with applied.reading() as session:
        assert CHARGES not in inherited_of(session, R)


def test_questions_and_practices_the_lens_lacks_are_left_out(applied, history):
    odd = answer_with(_1=MarkState.YES)
    odd = replace(odd, marks=(*odd.marks, Mark("gone", MarkState.YES)))
    history.do(KeepAnswerTemplate(replace(TEMPLATE, answers=(odd, Answer("no-such", notes="x")))))
    assert effects(applied)["no-such"] is EffectKind.UNKNOWN
    history.do(ApplyAnswerTemplate("p", R, (Q,)))
    assert [mark.choice_id for mark in answer(applied, Q).marks] == [P1]


def test_a_template_of_another_lens_is_refused_and_an_empty_one_too(applied, history):
    with pytest.raises(BadInput, match="another lens"):
        history.do(ApplyAnswerTemplate("p", T))
    with pytest.raises(BadInput, match="no answer"):
        history.do(KeepAnswerTemplate(replace(TEMPLATE, answers=())))


def test_removing_a_template_keeps_what_it_answered(applied, history):
    history.do(RemoveAnswerTemplate("p"))
    assert answer(applied, CHARGES) == FIRST
    with applied.reading() as session:
        assert "p" not in {one.id for one in answer_templates(session)}
        assert inherited_of(session, R)[CHARGES].template_id == "p"


def test_a_removed_lens_or_workload_takes_marks_and_sessions_with_it_and_undo_brings_them_back(applied, history):
    history.do(RemoveLens(R))
    with applied.reading() as session:
        assert inherited_of(session, R) == {}
    history.undo()
    history.do(RemoveWorkload(W, "Ledger core"))
    with applied.reading() as session:
        assert sessions_of(session, W) == ()
    history.undo()
    with applied.reading() as session:
        assert CHARGES in inherited_of(session, R)
        assert [plan.id for plan in sessions_of(session, W)] == ["s1"]


def test_flags_of_a_workload_are_not_part_of_the_fingerprint():
    assert fingerprint(replace(FIRST, flagged=True, parked=True)) == fingerprint(FIRST)
    assert fingerprint(replace(FIRST, notes="")) != fingerprint(FIRST)
    assert OLD


def test_people_and_pre_work_are_lines_that_read_back():
    text = "Ada Byron, developer, payments *\nGrace\n  \nLin, , operations"
    people = participants_of(text)
    assert [(one.name, one.role, one.discipline, one.agreed) for one in people] == [
        ("Ada Byron", "developer", "payments", True), ("Grace", "", "", False), ("Lin", "", "operations", False),
    ]  # fmt: skip
    assert participants_of(participants_text(people)) == people
    items = checklist_of("x Diagram\nX-ray of the costs\nx \n")
    assert [(item.text, item.done) for item in items] == [("Diagram", True), ("X-ray of the costs", False)]
    assert checklist_of(checklist_text(items)) == items
