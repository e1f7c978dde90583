"""The Review page by keyboard: what a person presses is on disk, and shown."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton

from tests.ui.review_stage import OPS1, OPS5, REL10, TOPICS, make_stage, make_workspace
from workbench.domain.answer import MarkState, Reason
from workbench.domain.risk import Risk
from workbench.operations.answers import FlagQuestion, ParkQuestion, SetNotes, SetQuestionOwner
from workbench.operations.history import History
from workbench.operations.milestones import SaveMilestone
from workbench.operations.workloads import AddLens
from workbench.store.queries.history import history_of_question
from workbench.ui.theme import theme

Key = Qt.Key


@pytest.fixture(autouse=True, scope="module")
def dressed(qapp):
    theme().apply(qapp, "light", 1.0, "on")


@pytest.fixture
def workspace(tmp_path):
    with make_workspace(tmp_path / "a.wawb") as made:
        yield made


@pytest.fixture
def stage(qtbot, workspace):
    return make_stage(qtbot, workspace, question_id=REL10)


# -------------------------------------------------------------------------------------------- practices
def test_a_digit_marks_a_practice_and_is_on_disk_when_the_key_is_up(stage):
    stage.focus_question()
    stage.key(Key.Key_2)
    assert stage.state(REL10, 2) is MarkState.YES
    assert stage.focus is stage.page.view.practices.rows[1].box, "the practice has the focus, for a state key"
    assert stage.page.view.practices.rows[1].box.state is MarkState.YES
    stage.key(Key.Key_2)
    assert stage.state(REL10, 2) is None


@pytest.mark.parametrize(
    ("key", "state"),
    [("y", MarkState.YES), ("h", MarkState.PARTLY), ("w", MarkState.NO), ("i", MarkState.DONT_KNOW), ("c", None)],
)
def test_each_state_has_one_key_on_the_focused_practice(stage, key, state):
    stage.focus_question()
    stage.key(Key.Key_1)
    stage.keys(key)
    assert stage.state(REL10, 1) is state
    stage.keys(key)
    assert stage.state(REL10, 1) is state, "twice does nothing twice"


def test_a_state_key_without_a_practice_says_what_to_do(stage):
    stage.focus_question()
    stage.keys("h")
    assert stage.answer(REL10).is_empty
    assert "Choose a practice" in stage.said[-1]


def test_the_tenth_is_zero_and_arrows_reach_every_practice(stage):
    stage.page.show_question(OPS5)
    stage.focus_question()
    stage.key(Key.Key_0)
    assert stage.state(OPS5, 10) is MarkState.YES
    stage.key(Key.Key_Up)
    stage.key(Key.Key_Space)
    assert stage.state(OPS5, 9) is MarkState.YES
    for _row in range(8):
        stage.key(Key.Key_Up)
    assert stage.focus is stage.page.view.practices.rows[0].box
    stage.key(Key.Key_Up)
    assert stage.focus is stage.page.view.sheet
    stage.key(Key.Key_Down)
    assert stage.focus is stage.page.view.practices.rows[0].box


def test_none_of_these_clears_the_others_and_the_reverse(stage):
    stage.focus_question()
    stage.keys("12n")
    assert stage.answer(REL10).selected == (stage.page.line.question.none_choice.id,)
    assert len(stage.answer(REL10).marks) == 1
    assert stage.page.line.risk is Risk.HIGH
    stage.keys("3")
    assert stage.answer(REL10).selected == (stage.practice(REL10, 3),)


def test_not_applicable_concerns_the_focused_practice_or_the_question(stage, qtbot):
    stage.focus_question()
    stage.keys("1a")
    pick(stage.page.verbs.menu, "Business priorities")
    mark = stage.answer(REL10).mark(stage.practice(REL10, 1))
    assert (mark.state, mark.reason) == (MarkState.NOT_APPLICABLE, Reason.BUSINESS_PRIORITIES)
    stage.focus_question()
    stage.keys("a")
    pick(stage.page.verbs.menu, "Out of scope")
    answer = stage.answer(REL10)
    assert (answer.applicable, answer.reason) == (False, Reason.OUT_OF_SCOPE)
    assert "out of scope" in stage.page.view.risk.why.text()
    stage.focus_question()
    stage.keys("a")
    pick(stage.page.verbs.menu, "Applicable again")
    assert stage.answer(REL10).applicable


def pick(menu, text: str) -> None:
    next(action for action in menu.actions() if action.text() == text).trigger()
    menu.close()


def test_what_is_partly_or_open_is_written_in_place(stage, qtbot):
    stage.focus_question()
    stage.keys("1h")
    stage.keys("m")
    stage.keys("Only in Ireland")
    stage.key(Key.Key_Return)
    mark = stage.answer(REL10).mark(stage.practice(REL10, 1))
    assert (mark.state, mark.note) == (MarkState.PARTLY, "Only in Ireland")
    assert stage.focus is stage.page.view.practices.rows[0].box
    stage.keys("i")
    stage.keys("o")
    stage.keys("Ben")
    stage.page.show_question(OPS1)
    assert stage.answer(REL10).mark(stage.practice(REL10, 1)).owner == "Ben", "told on leaving the question"
    assert stage.answer(OPS1).is_empty


def test_the_risk_explains_itself(stage):
    stage.focus_question()
    stage.keys("23")
    box = stage.page.view.risk
    assert box.title.text() == "High risk"
    assert box.origin.text() == "estimated"
    assert "REL10-BP01 is missing and its absence is a high risk." in box.why.text()
    assert "establish REL10-BP01" in box.why.text()
    stage.keys("1")
    assert box.title.text() == "No risk found"


# -------------------------------------------------------------------------------------------- the question
def test_flag_park_and_owner(stage, qtbot):
    stage.focus_question()
    stage.keys("fp")
    assert (stage.answer(REL10).flagged, stage.answer(REL10).parked) == (True, True)
    assert stage.page.view.bar.flag.isChecked()
    stage.keys("f")
    assert not stage.answer(REL10).flagged
    stage.keys("o")
    stage.keys("Platform team")
    qtbot.waitUntil(lambda: stage.answer(REL10).owner == "Platform team", timeout=1000)


def test_unchanged_takes_over_the_answer_of_the_last_milestone(stage):
    stage.all_yes(REL10)
    then = stage.answer(REL10)
    stage.desk.editor.do(SaveMilestone("w1", "m1", "Baseline"))
    stage.focus_question()
    stage.keys("1wm")
    stage.keys("New words")
    stage.key(Key.Key_Escape)
    stage.focus_question()
    assert stage.page.line.is_changed
    assert stage.page.pane.chips["changed"].count == 1
    stage.keys("u")
    assert stage.answer(REL10) == then
    assert "Baseline" in stage.said[-1]
    stage.desk.editor.undo()
    assert stage.answer(REL10).notes == "New words"
    stage.page.show_question(OPS1)
    stage.keys("u")
    assert "has no answer to OPS 1" in stage.said[-1]


def test_a_question_without_practices_takes_a_verdict_by_hand(qtbot, workspace):
    History(workspace, "Ana").do(AddLens("w1", "r2", TOPICS))
    stage = make_stage(qtbot, workspace, review_id="r2")
    stage.focus_question()
    stage.keys("2")
    assert stage.answer("oncall", "r2").verdict is Risk.MEDIUM
    assert stage.page.view.risk.origin.text() == "our verdict, set by hand"
    stage.keys("2")
    assert stage.answer("oncall", "r2").verdict is None
    assert stage.page.view.practices.isHidden()


# -------------------------------------------------------------------------------------------- notes and undo
def test_notes_are_on_disk_soon_after_the_last_key_as_one_step(stage, qtbot):
    stage.focus_question()
    stage.keys("m")
    assert stage.focus is stage.page.view.notes
    stage.keys("Standby planned, 1 of 2 f")
    qtbot.waitUntil(lambda: stage.answer(REL10).notes == "Standby planned, 1 of 2 f", timeout=5000)
    stage.keys(" done")
    qtbot.waitUntil(lambda: stage.answer(REL10).notes.endswith(" done"), timeout=5000)
    assert stage.answer(REL10).marks == (), "digits and letters are text while typing"
    assert not stage.answer(REL10).flagged
    with stage.workspace.reading() as session:
        assert len({entry.step_id for entry in history_of_question(session, "r1", REL10)}) == 1
    stage.desk.editor.undo()
    assert stage.answer(REL10).notes == ""
    assert stage.page.view.notes.toPlainText() == ""


def test_undo_flushes_what_is_typed_and_takes_just_that_back(stage):
    stage.focus_question()
    stage.keys("1m")
    stage.page.view.notes.insertPlainText("half a wo")
    stage.desk.editor.undo()
    assert stage.answer(REL10).notes == ""
    assert stage.state(REL10, 1) is MarkState.YES
    stage.desk.editor.undo()
    assert stage.state(REL10, 1) is None
    assert stage.page.view.practices.rows[0].box.state is None
    stage.desk.editor.redo()
    assert stage.page.view.practices.rows[0].box.state is MarkState.YES


def test_moving_on_while_typing_writes_to_the_question_that_was_meant(stage):
    stage.focus_question()
    stage.keys("m")
    stage.keys("about faults")
    stage.page.show_question(OPS1)
    assert stage.answer(REL10).notes == "about faults"
    assert stage.answer(OPS1).notes == ""
    assert stage.page.view.notes.toPlainText() == ""


def test_lens_and_pillar_notes(stage, qtbot):
    stage.page.inspector.pillar_notes.insertPlainText("Zones first")
    stage.page.inspector.lens_notes.insertPlainText("Second session open")
    stage.page.flush()
    reading = stage.page.refresh(None) or stage.page._reading
    assert dict(reading.review.pillar_notes) == {"reliability": "Zones first"}
    assert reading.review.notes == "Second session open"


# -------------------------------------------------------------------------------------------- moving
def test_next_previous_unanswered_and_by_risk(stage):
    stage.focus_question()
    stage.keys("j")
    assert stage.page.line.question.code == "REL 11"
    stage.keys("kk")
    assert stage.page.line.question.code == "REL 9"
    stage.all_yes("priorities", "ops-model")
    stage.page.show_question("priorities")
    stage.keys("g")
    assert stage.page.line.question.code == "OPS 3"
    stage.desk.editor.do(ParkQuestion("r1", "observability", True))
    stage.keys("g")
    assert stage.page.line.question.code == "OPS 5", "a parked question waits"
    stage.keys("r")
    assert "No other question" in stage.said[-1]
    stage.all_yes(REL10, but=(stage.practice(REL10, 1),))
    stage.keys("r")
    assert stage.page.line.id == REL10
    assert stage.desk.place.question_id == REL10


def test_the_tree_follows_and_leads(stage, qtbot):
    tree = stage.page.pane.tree
    assert tree.currentIndex().data(Qt.ItemDataRole.UserRole).id == REL10
    tree.setFocus()
    stage.key(Key.Key_Down)
    assert stage.page.line.question.code == "REL 11"
    stage.keys("1")
    assert stage.state(stage.page.line.id, 1) is MarkState.YES, "digits work from the list"
    stage.key(Key.Key_Escape)
    assert stage.focus is stage.page.view.sheet
    stage.key(Key.Key_Escape)
    assert stage.focus is tree


def test_another_page_can_send_here(stage):
    stage.desk.place.go(question_id=OPS5)
    assert stage.page.line.id == OPS5


def test_links_open_only_when_asked(stage):
    opened = []
    stage.page.open_url = lambda url: opened.append(url.toString())
    stage.focus_question()
    stage.keys("jk")
    assert opened == []
    stage.keys("l")
    stage.key(Key.Key_1)
    stage.keys("l")
    assert opened == [stage.page.line.question.url, stage.page.line.question.practices[0].url]


# -------------------------------------------------------------------------------------------- filters and search
def shown_codes(stage) -> list[str]:
    lines = stage.page._reading.lines
    return [lines[key].question.code for key in stage.page.finder.filter.question_ids()]


def test_filters_count_combine_and_keep_the_open_question(stage):
    stage.all_yes(OPS1, "ops-model")
    stage.all_yes(OPS5, but=(stage.practice(OPS5, 1),))
    stage.desk.editor.do(FlagQuestion("r1", OPS5, True))
    stage.desk.editor.do(SetQuestionOwner("r1", OPS5, "ana "))
    stage.desk.editor.do(SetQuestionOwner("r1", OPS1, "Ben"))
    chips = stage.page.pane.chips
    assert (chips["high"].count, chips["unanswered"].count, chips["flagged"].count, chips["mine"].count) == (
        1,
        54,
        1,
        1,
    )
    stage.page.show_question(OPS5)
    chips["high"].click()
    assert shown_codes(stage) == ["OPS 5"]
    chips["unanswered"].click()
    assert len(shown_codes(stage)) == 55, "risks are alternatives"
    chips["flagged"].click()
    assert shown_codes(stage) == ["OPS 5"], "other filters narrow"
    chips["unanswered"].click()
    stage.focus_question()
    stage.keys("f")
    assert shown_codes(stage) == ["OPS 5"], "the open question stays until left"
    assert stage.page.pane.stack.currentWidget() is stage.page.pane.tree
    stage.page.pane.all.click()
    assert len(shown_codes(stage)) == 57
    assert stage.page.pane.tree.currentIndex().data(Qt.ItemDataRole.UserRole).id == OPS5


def test_no_question_matches_offers_all(stage):
    stage.page.pane.chips["parked"].click()
    assert stage.page.pane.stack.currentWidget() is stage.page.pane.nothing
    stage.page.pane.nothing.button.click()
    assert stage.page.pane.stack.currentWidget() is stage.page.pane.tree
    assert stage.page.pane.all.isChecked()


def test_dont_know_and_changed_filters(stage):
    stage.desk.editor.do(SaveMilestone("w1", "m1", "Baseline"))
    stage.focus_question()
    stage.keys("1i")
    stage.page.pane.chips["dont_know"].click()
    assert shown_codes(stage) == ["REL 10"]
    stage.page.pane.chips["changed"].click()
    assert shown_codes(stage) == ["REL 10"]


@pytest.mark.parametrize(
    ("words", "kind"),
    [("isolation protect", "question"), ("bulkhead", "practice"), ("replica", "note"), ("shuffle shards", "guidance")],
)
def test_search_finds_official_names_practices_notes_and_guidance(stage, qtbot, words, kind):
    stage.desk.editor.do(SetNotes("r1", REL10, "The read replica is in the same zone."))
    stage.page.show_question(OPS1)
    stage.focus_question()
    stage.keys("/")
    assert stage.focus is stage.page.pane.search
    stage.keys(words)
    qtbot.waitUntil(lambda: any(hit.kind == kind for hit in stage.page.finder.hits.hits), timeout=1000)
    stage.key(Key.Key_Down)
    assert stage.focus is stage.page.pane.hits
    stage.key(Key.Key_Return)
    assert stage.page.line.id == REL10
    assert not stage.page.pane.isAncestorOf(stage.focus)


def test_nothing_found_and_back(stage, qtbot):
    stage.page.pane.search.setText("xylophone")
    qtbot.waitUntil(lambda: stage.page.pane.stack.currentWidget() is stage.page.pane.not_found, timeout=1000)
    stage.page.pane.search.setFocus()
    stage.key(Key.Key_Escape)
    assert stage.page.pane.stack.currentWidget() is stage.page.pane.tree


# -------------------------------------------------------------------------------------------- keys as a list
def test_every_key_is_used_once_and_every_action_is_named(stage):
    actions = stage.page.actions()
    keys = [key for action in actions for key in action.keys]
    assert len(set(keys)) == len(keys)
    assert all(action.text and action.group for action in actions)
    assert {"N", "A", "U", "F", "P", "E", "O", "M", "I", "T", "J", "K", "G", "R", "/"} <= set(keys)
    assert not {"D", "X"} & set(keys), "Room mode brings these"


def test_buttons_do_what_their_keys_do(stage):
    for button in stage.page.view.bar.findChildren(QAbstractButton):
        if button is stage.page.view.bar.flag:
            button.click()
    assert stage.answer(REL10).flagged
    stage.page.footer.next.click()
    assert stage.page.line.question.code == "REL 11"
