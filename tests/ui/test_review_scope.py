"""One phase or one pillar of a lens: what the list shows, where the ways lead, what is remembered."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from tests.ui.review_stage import LENS, REL10, SHELF, make_stage, make_workspace
from tests.ui.workload_stage import stage as page_stage
from workbench.domain.answer import MarkState
from workbench.domain.scope import Scope
from workbench.operations.answers import SetMark
from workbench.operations.history import History
from workbench.operations.workloads import AddLens
from workbench.ui.pages.overview import OverviewPage
from workbench.ui.theme import theme

GENAI = SHELF.lens("genai")
ITERATE = [question.id for question in GENAI.in_phase("iterate")]


@pytest.fixture(autouse=True)
def dressed(qapp):
    theme().apply(qapp, "light")


@pytest.fixture
def workspace(tmp_path):
    with make_workspace(tmp_path / "review.wawb") as made:
        History(made, "Ana").do(AddLens("w1", "r2", SHELF.text("genai")))
        yield made


@pytest.fixture
def stage(qtbot, workspace):
    return make_stage(qtbot, workspace, review_id="r2")


def pick(box, key: str) -> None:
    box.setCurrentIndex(box.findData(key))
    box.activated.emit(box.currentIndex())


def listed(stage) -> list[str]:
    return stage.page.finder.filter.question_ids()


def test_a_phase_leaves_its_questions_and_says_how_many(stage):
    scope = stage.page.pane.scope
    assert [scope.phase.itemText(n) for n in range(scope.phase.count())] == [
        "All phases", *(phase.name for phase in GENAI.phases),
    ]  # fmt: skip
    assert scope.count.isHidden() or not scope.count.isVisible()
    pick(scope.phase, "iterate")
    assert listed(stage) == ITERATE
    assert scope.count.text() == f"{len(ITERATE)} of 29 questions"
    assert scope.count.isVisible()
    pick(scope.pillar, "reliability")
    assert listed(stage) == [key for key in ITERATE if GENAI.question(key).pillar_id == "reliability"]
    assert stage.page.pane.all.count == len(listed(stage))


def test_pillars_count_what_is_shown_of_them(stage):
    pick(stage.page.pane.scope.phase, "iterate")
    first = stage.page.finder.filter.index(0, 0)
    own = sum(GENAI.question(key).pillar_id == GENAI.pillars[0].id for key in ITERATE)
    assert first.data(Qt.ItemDataRole.AccessibleTextRole) == f"{GENAI.pillars[0].name}, 0 of {own} answered"


def test_next_previous_and_unanswered_stay_inside(stage):
    pick(stage.page.pane.scope.phase, "iterate")
    stage.focus_question()
    seen = [stage.page._question_id]
    for _step in ITERATE:
        stage.keys("j")
        seen.append(stage.page._question_id)
    assert list(dict.fromkeys(seen)) == ITERATE
    assert "ends here" in stage.said[-1]
    stage.keys("g")
    assert stage.page._question_id in ITERATE
    outside = next(question for question in GENAI.questions() if question.id not in ITERATE)
    stage.desk.editor.do(SetMark("r2", outside.id, outside.practices[0].id, MarkState.NO))
    assert stage.page.finder.next_by_risk() == ""


def test_the_first_question_of_a_part_is_opened_where_the_open_one_is_not_in_it(stage):
    pick(stage.page.pane.scope.pillar, "security")
    assert GENAI.question(stage.page._question_id).pillar_id == "security"
    assert stage.page.footer.previous.text() == "First question"


def test_each_review_remembers_its_part_while_open(stage):
    pick(stage.page.pane.scope.phase, "select")
    stage.desk.place.go(review_id="r1")
    stage.page.refresh(None)
    assert stage.page.pane.scope.phase.isHidden(), "the Framework has no phases"
    assert len(listed(stage)) == len(list(LENS.questions()))
    stage.desk.place.go(review_id="r2")
    stage.page.refresh(None)
    assert stage.page.finder.scope == Scope("select")
    assert stage.page.pane.scope.phase.currentData() == "select"


def test_show_all_ends_it(stage):
    pick(stage.page.pane.scope.phase, "select")
    stage.page.pane.chips["flagged"].setChecked(True)
    assert stage.page.pane.scope.count.text() == "0 of 29 questions"
    stage.page.pane.scope.all.click()
    assert len(listed(stage)) == 29
    assert not stage.page.pane.scope.count.isVisible()


def test_search_looks_inside_the_part(qtbot, stage):
    pick(stage.page.pane.scope.pillar, "security")
    stage.page.finder.search("model")
    hits = stage.page.finder.hits.hits
    assert hits
    assert {GENAI.question(hit.question_id).pillar_id for hit in hits} == {"security"}


def test_a_key_opens_the_choice(qtbot, stage):
    stage.focus_question()
    stage.keys("v")
    box = stage.page.pane.scope.phase
    qtbot.waitUntil(lambda: box.view().isVisible())
    box.hidePopup()
    assert stage.focus is box


def test_a_pillar_asked_for_elsewhere_narrows_the_review(qtbot, workspace):
    stage = make_stage(qtbot, workspace)
    stage.desk.place.go(review_id="r1", question_id=REL10, pillar_id="reliability", page="review")
    assert stage.page._question_id == REL10
    assert {LENS.question(key).pillar_id for key in listed(stage)} == {"reliability"}
    assert stage.desk.place.take_pillar() is None, "asked once, done once"


def test_the_overview_asks_for_the_pillar_that_was_clicked(tmp_path, qtbot):
    with page_stage(tmp_path, OverviewPage, qtbot, workload_id="w0") as at:
        at.page.pillars.opened.emit("reliability")
        assert at.pages == ["review"]
        assert at.desk.place.question_id == REL10, "its worst question"
        assert at.desk.place.take_pillar() == "reliability"


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_the_choices_fit_the_list(qtbot, qapp, workspace, scale):
    theme().apply(qapp, "light", scale, "on")
    stage = make_stage(qtbot, workspace, review_id="r2")
    pane = stage.page.pane
    for box in (pane.scope.phase, pane.scope.pillar):
        assert box.mapTo(pane, box.rect().bottomRight()).x() < pane.width()
        assert box.accessibleName()
