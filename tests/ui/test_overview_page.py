"""The overview tells where a workload stands, and every line leads to its question."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from tests.ui.standing_stage import OPS1, REL10, SEC2, marks, nameless, stage
from workbench.domain.answer import MarkState
from workbench.domain.plan import Acceptance
from workbench.operations.history import Together
from workbench.operations.plan import AcceptRisk
from workbench.ui.pages.overview import OverviewPage
from workbench.ui.theme import theme


@pytest.fixture(autouse=True)
def dressed(qapp):
    theme().apply(qapp, "light", 1.0, "on")


def titles(entries):
    return [entry.title for entry in entries]


def compared(qtbot, page):
    qtbot.waitUntil(lambda: page._comparison is not None, timeout=5000)


def test_it_says_in_words_where_the_workload_stands(qtbot, tmp_path):
    with stage(tmp_path, OverviewPage, qtbot) as made:
        page = made.page
        compared(qtbot, page)
        assert page.headline.text() == "3 high risks, 4 of 57 answered; 1 risk closed since Baseline"
        assert page.since_text.text().startswith("1 risk closed, 1 opened, 1 acceptance expired")
        assert "Owner Payments squad" in page.second.text()
        assert page.progress_text.text() == "4 of 57 answered"
        assert not nameless(page)


def test_worst_first_names_what_is_missing_who_and_until_when(qtbot, tmp_path):
    with stage(tmp_path, OverviewPage, qtbot) as made:
        worst = {entry.key[1]: entry for entry in made.page.worst.entries}
        assert set(worst) == {SEC2, REL10, OPS1}
        assert worst[SEC2].tag == "Overdue"
        assert worst[SEC2].trailing.startswith("Security · due ")
        assert worst[REL10].tag == "Acceptance expired"
        assert "missing: Deploy the workload to multiple locations" in worst[REL10].note


def test_an_accepted_risk_stays_in_the_list_and_stands_last(qtbot, tmp_path):
    with stage(tmp_path, OverviewPage, qtbot) as made:
        made.desk.editor.do(AcceptRisk(Acceptance("r1", SEC2, "Agreed", "Head", "2099-12-31")))
        assert made.page.worst.entries[-1].key == ("r1", SEC2)
        assert made.page.worst.entries[-1].tag.startswith("Accepted until")
        assert made.page.worst_title.text() == "Worst first: 3 high, 1 of them accepted"


def test_enter_opens_the_question(qtbot, tmp_path):
    with stage(tmp_path, OverviewPage, qtbot) as made:
        made.page.worst.setFocus()
        qtbot.keyClick(made.page.worst, Qt.Key.Key_Down)
        qtbot.keyClick(made.page.worst, Qt.Key.Key_Return)
        assert made.pages == ["review"]
        assert made.desk.place.question_id == made.page.worst.current_key()[1]
        assert made.desk.place.review_id == "r1"


def test_a_pillar_leads_to_its_worst_question(qtbot, tmp_path):
    with stage(tmp_path, OverviewPage, qtbot) as made:
        bar = next(bar for bar in made.page.pillars._bars if bar.pillar.key == "security")
        assert bar.accessibleName() == "Security: 1 High risk, 10 Unanswered"
        bar.setFocus()
        qtbot.keyClick(bar, Qt.Key.Key_Return)
        assert (made.desk.place.question_id, made.pages) == (SEC2, ["review"])


def test_what_waits_for_somebody_comes_in_groups_that_chips_choose(qtbot, tmp_path):
    with stage(tmp_path, OverviewPage, qtbot) as made:
        waiting = made.page.waiting
        counts = {key: chip.count for key, chip in waiting.chips.items()}
        assert counts == {"all": 4, "overdue": 1, "acceptances": 1, "dont_know": 1, "verify": 1}
        qtbot.mouseClick(waiting.chips["dont_know"], Qt.MouseButton.LeftButton)
        (entry,) = waiting.list.entries
        assert (entry.trailing, entry.note) == ("Cleo", "Ask product")
        qtbot.mouseClick(waiting.chips["overdue"], Qt.MouseButton.LeftButton)
        assert waiting.list.entries[0].tag == "10 days late"
        assert made.page.save_state()["waiting"] == "overdue"


def test_it_follows_changes_and_undo(qtbot, tmp_path):
    with stage(tmp_path, OverviewPage, qtbot) as made:
        made.desk.editor.do(Together("fix", marks(SEC2, MarkState.YES)))
        assert made.page.headline.text().startswith("2 high risks")
        made.desk.editor.undo()
        assert made.page.headline.text().startswith("3 high risks")
        compared(qtbot, made.page)


def test_lenses_are_told_apart_by_a_switch(qtbot, tmp_path):
    with stage(tmp_path, OverviewPage, qtbot, second_lens=True) as made:
        page = made.page
        assert page.headline.text().startswith("4 high risks, 5 of 58")
        page._choose_lens("r2")
        assert page.headline.text().startswith("1 high risk, 1 of 1")
        assert titles(page.worst.entries) == ["How do you book every movement of money? · House lens"]
        assert page.save_state()["lens"] == "r2"


def test_without_a_milestone_it_offers_one(qtbot, tmp_path):
    with stage(tmp_path, OverviewPage, qtbot, milestone=False) as made:
        assert made.page.since.text() == "No milestone yet"
        assert made.page.save_link.isVisible()


def test_an_untouched_review_shows_where_to_begin(qtbot, tmp_path):
    with stage(tmp_path, OverviewPage, qtbot, empty=True) as made:
        assert made.page.headline.text() == "Nothing answered yet, 57 questions to go"
        made.page._open_worst()
        assert made.desk.place.question_id == LENS_FIRST


def test_without_a_workload_it_says_so(qtbot, tmp_path):
    with stage(tmp_path, OverviewPage, qtbot, workload_id="") as made:
        assert made.page.states.state == "empty"


LENS_FIRST = "priorities"


@pytest.mark.parametrize("name", ["dark", "high_contrast"])
def test_it_holds_in_every_theme_and_at_twice_the_text(qtbot, qapp, tmp_path, name):
    with stage(tmp_path, OverviewPage, qtbot) as made:
        theme().apply(qapp, name, 2.0, "on")
        qapp.processEvents()
        made.window.grab()
        assert made.page.states.content.horizontalScrollBar().maximum() == 0


def test_with_several_lenses_each_line_names_its_lens(qtbot, tmp_path):
    with stage(tmp_path, OverviewPage, qtbot, second_lens=True) as made:
        assert "Identities for people and machines · AWS Well-Architected Framework" in titles(made.page.worst.entries)
