"""The Review page says where an answer came from, until somebody answers it here."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.ui.review_stage import OPS5, REL10, make_stage, make_workspace
from workbench.domain.answer import Answer
from workbench.domain.session_answers import AnswerTemplate
from workbench.operations.answers import FlagQuestion, SetNotes
from workbench.operations.history import History
from workbench.operations.session_answers import ApplyAnswerTemplate, KeepAnswerTemplate, RemoveAnswerTemplate

GIVEN = AnswerTemplate("t", "Payment platform", "wellarchitected", "", (Answer(REL10, notes="Three zones"),))


@pytest.fixture
def workspace(tmp_path):
    with make_workspace(tmp_path / "a.wawb") as made:
        History(made, "Ana").do(KeepAnswerTemplate(GIVEN))
        History(made, "Ana").do(ApplyAnswerTemplate("t", "r1", (REL10,)))
        yield made


@pytest.fixture
def stage(qtbot, workspace):
    made = make_stage(qtbot, workspace)
    made.page.show_question(REL10)
    return made


def test_the_tag_names_the_template_and_says_what_to_do(stage):
    view = stage.page.view
    assert view.origin.isVisible()
    assert view.origin.text() == "Inherited from Payment platform"
    assert "becomes an answer of this workload" in view.origin_hint.text()
    assert "Inherited from Payment platform." in view.sheet.accessibleDescription()
    stage.page.show_question(OPS5)
    assert not view.origin.isVisible()
    assert "Inherited" not in view.sheet.accessibleDescription()


def test_a_change_takes_it_away_and_undo_brings_it_back(stage):
    view = stage.page.view
    stage.desk.editor.do(SetNotes("r1", REL10, "Two zones here"))
    assert not view.origin.isVisible()
    assert not view.origin_hint.isVisible()
    stage.desk.editor.undo()
    assert view.origin.isVisible()
    stage.desk.editor.do(FlagQuestion("r1", REL10, True))  # a flag is no answer
    assert view.origin.isVisible()


def test_the_name_outlives_the_template(stage):
    stage.desk.editor.do(RemoveAnswerTemplate("t"))
    stage.page.refresh(None)
    assert stage.page.view.origin.text() == "Inherited from Payment platform"


def test_a_template_brought_up_to_date_is_inherited_again(stage):
    stage.desk.editor.do(SetNotes("r1", REL10, "Two zones here"))
    stage.desk.editor.do(KeepAnswerTemplate(replace(GIVEN, answers=(Answer(REL10, notes="Four zones"),))))
    stage.desk.editor.do(ApplyAnswerTemplate("t", "r1", (REL10,)))
    assert stage.page.view.notes.toPlainText() == "Four zones"
    assert stage.page.view.origin.isVisible()


def test_tag_and_hint_stay_inside_the_question_however_narrow(stage):
    view = stage.page.view
    for width in (1280, 900, 640):
        stage.window.resize(width, 800)
        view.arrange()
        room = view.sheet.rect()
        for part in (view.origin, view.origin_hint):
            assert room.contains(part.geometry()) or part.width() == 0
        assert view.origin.geometry().bottom() < view.risk.geometry().top()
        assert view.origin.geometry().top() >= view.title.geometry().bottom()
