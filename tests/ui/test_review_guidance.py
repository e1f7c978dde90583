"""What helps to run a question: the open question near the title, probes and flags at the side, AWS's own words as such."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from tests.ui.review_stage import LENS, OPS1, REL10, SHELF, TOPICS, make_stage, make_workspace
from workbench.operations.history import History
from workbench.operations.workloads import AddLens
from workbench.store.sync_journal import SyncJournal
from workbench.ui.theme import theme

PAGE = "https://docs.aws.amazon.com/official/rel10"
TEXTS = {
    ("wellarchitected", LENS.version): {
        REL10: {
            "title": "How do you use fault isolation, as AWS says it?",
            "description": "Fault isolated boundaries limit the effect of a failure.",
            "url": PAGE,
            "choices": [
                {"id": LENS.question(REL10).practices[0].id, "title": "Deploy to several places", "description": "In AWS's words.",
                 "help": {"Url": f"{PAGE}/bp01"}, "improvement": {}},
            ],
        }
    }
}  # fmt: skip


@pytest.fixture(autouse=True)
def dressed(qapp):
    theme().apply(qapp, "light")


@pytest.fixture
def workspace(tmp_path):
    with make_workspace(tmp_path / "review.wawb") as made:
        yield made


def test_the_open_question_stands_under_the_title_and_the_rest_at_the_side(qtbot, workspace):
    stage = make_stage(qtbot, workspace, question_id=REL10)
    question, page = LENS.question(REL10), stage.page
    assert page.view.about.text() == f"“{question.ask}”"
    words = page.inspector.room_guide.text.words
    for text in (question.about, *question.probes, *question.red_flags, question.good, *question.evidence):
        assert text in words
    assert question.ask not in words
    assert page.inspector.room_guide.text.headings == [
        "What it is about", "Go on with", "Red flags", "Sounds good", "Evidence to ask for",
    ]  # fmt: skip


def test_the_focused_practice_says_what_it_means_and_how_one_would_see_it(qtbot, workspace):
    stage = make_stage(qtbot, workspace, question_id=REL10)
    page, practice = stage.page, LENS.question(REL10).practices[1]
    qtbot.waitUntil(stage.window.isActiveWindow)
    stage.focus_question()
    assert page.inspector.practice.isHidden()
    stage.keys("2")
    qtbot.waitUntil(lambda: not page.inspector.practice.isHidden())
    words = page.inspector.practice_guide.text.words
    assert practice.meaning in words
    assert practice.see in words
    assert "How one would see it" in page.inspector.practice_guide.text.headings
    opened = []
    page.open_url = opened.append
    assert page.inspector.practice_guide.addresses == [practice.url]
    page.inspector.practice_guide.links[0].linkActivated.emit(practice.url)
    assert [url.toString() for url in opened] == [practice.url]
    stage.focus_question()
    qtbot.waitUntil(page.inspector.practice.isHidden)


def test_one_key_folds_what_helps_and_brings_it_back(qtbot, workspace):
    stage = make_stage(qtbot, workspace, question_id=REL10)
    room = stage.page.inspector.room
    room.set_folded(False)
    stage.focus_question()
    stage.keys("q")
    assert room.is_folded
    stage.keys("q")
    assert not room.is_folded
    stage.key(Qt.Key.Key_I, Qt.KeyboardModifier.ControlModifier)
    stage.page.toggle_inspector()
    assert stage.page.inspector.isHidden()
    stage.keys("q")
    assert not stage.page.inspector.isHidden(), "the key shows the side where it was hidden"
    assert not room.is_folded


def test_it_is_among_the_actions_with_its_key(qtbot, workspace):
    stage = make_stage(qtbot, workspace, question_id=REL10)
    keys = {action.id: action.keys for action in stage.page.actions()}
    assert keys["review.room"] == ("Q",)
    single = [key for action in stage.page.actions() for key in action.keys]
    assert len(set(single)) == len(single)


def test_a_question_without_guidance_shows_none(qtbot, workspace):
    History(workspace, "Ana").do(AddLens("w1", "r2", TOPICS))
    stage = make_stage(qtbot, workspace, review_id="r2")
    assert stage.page.inspector.room.isHidden()
    assert stage.page.view.about.isHidden()


def test_words_of_the_account_are_shown_as_such(qtbot, workspace):
    SyncJournal(workspace).keep_texts(TEXTS)
    stage = make_stage(qtbot, workspace, question_id=REL10)
    inspector = stage.page.inspector
    qtbot.waitUntil(stage.window.isActiveWindow)
    assert not inspector.official.isHidden()
    assert "your account" in inspector.official._header.tag
    words = inspector.official_guide.text.words
    for text in (
        "as AWS says it?",
        "Fault isolated boundaries",
        "As your AWS account showed it on",
        f"version {LENS.version}",
    ):
        assert text in words
    assert inspector.official_guide.addresses == [PAGE]
    stage.focus_question()
    stage.keys("1")
    qtbot.waitUntil(lambda: "In AWS's words." in inspector.official_guide.text.words)
    assert inspector.official_guide.addresses == [f"{PAGE}/bp01", PAGE]
    stage.page.show_question(OPS1)
    assert inspector.official.isHidden(), "nothing was read about this one"


def test_titles_that_are_not_the_official_wording_say_so(qtbot, workspace):
    lens = next(
        one for one in map(SHELF.lens, SHELF.aliases()) if any(q.title_origin == "topic" for q in one.questions())
    )
    question = next(q for q in lens.questions() if q.title_origin == "topic")
    History(workspace, "Ana").do(AddLens("w1", "r2", SHELF.text(lens.alias)))
    stage = make_stage(qtbot, workspace, review_id="r2", question_id=question.id)
    assert "the question itself is not published" in stage.page.inspector.room_guide.text.words


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_all_of_the_guidance_can_be_read_by_scrolling(qtbot, qapp, workspace, scale):
    theme().apply(qapp, "light", scale, "on")
    SyncJournal(workspace).keep_texts(TEXTS)
    stage = make_stage(qtbot, workspace, question_id=REL10)
    qtbot.waitUntil(stage.window.isActiveWindow)
    stage.keys("1")
    stage.page.splitter.show_right(True)
    inspector = stage.page.inspector
    inspector.room.set_folded(False)
    text = inspector.room_guide.text
    qtbot.waitUntil(lambda: text.height() >= text.heightForWidth(text.width()) > 100)
    qtbot.waitUntil(lambda: inspector.horizontalScrollBar().maximum() == 0)
    assert text.mapTo(inspector, text.rect().bottomRight()).x() <= inspector.viewport().width()
