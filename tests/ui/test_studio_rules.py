"""Rules in the studio: written with completion, built from blocks, tried out on every combination."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from tests.ui.studio_stage import choose, draft, found, judged, sorted_parts
from tests.ui.workload_stage import stage
from workbench.domain.lens_draft import CHOICE, QUESTION
from workbench.ui.pages.studio import StudioPage
from workbench.ui.theme import theme


@pytest.fixture(autouse=True)
def dressed(qapp):
    theme().apply(qapp, "light")


@pytest.fixture
def at(tmp_path, qtbot):
    with stage(tmp_path, StudioPage, qtbot, empty=True) as made:
        made.desk.editor.flushing.connect(made.page.flush)
        yield made


@pytest.fixture
def new(at):
    at.page.new_lens()
    return at


def test_a_broken_rule_says_why_at_once_and_undo_mends_it(new, qtbot):
    at = new
    choose(at, QUESTION)
    at.page.show_pane(1)
    row = at.page.rules.rules.rows[0]
    good = row.text.toPlainText()
    row.text.selectAll()
    qtbot.keyClicks(row.text, "practice_1 && (nobody")
    assert row.note.isVisible()
    assert row.note.text() == "A parenthesis is not closed in a risk rule."
    qtbot.keyClicks(row.text, ")")
    assert row.note.text() == "nobody: no choice of this question has this id."
    row.text.completer.popup().hide()
    row.text.flush()
    judged(qtbot, at)
    assert "rule-unknown-choice" in found(at)
    while draft(at).data()["pillars"][0]["questions"][0]["riskRules"][0]["condition"] != good:
        assert at.desk.editor.undo() is not None
    assert at.page.rules.rules.rows[0].text.toPlainText() == good
    assert not at.page.rules.rules.rows[0].note.isVisible()
    at.desk.editor.redo()
    assert "nobody" in at.page.rules.rules.rows[0].text.toPlainText()


def test_ids_are_completed_while_typing(new, qtbot):
    at = new
    choose(at, QUESTION)
    at.page.show_pane(1)
    text = at.page.rules.rules.rows[0].text
    text.setFocus()
    text.selectAll()
    qtbot.keyClicks(text, "prac")
    popup = text.completer.popup()
    assert popup.isVisible()
    qtbot.keyClick(popup, Qt.Key.Key_Return)
    assert text.toPlainText() == "practice_1"
    assert not popup.isVisible()


def test_rules_are_built_from_blocks(new, qtbot):
    at = new
    at.page.outline.show_key((QUESTION, next(p.id for p in sorted_parts(at) if p.kind == QUESTION)))
    at.page.add(CHOICE)
    choose(at, QUESTION)
    at.page.show_pane(1)
    rules = at.page.rules.rules
    rules.as_blocks.setChecked(True)
    blocks = rules.rows[0].blocks
    assert [(str(q.value()), n.items) for q, n, _row in blocks.rows] == [
        ("all", ("practice_1", "practice_2")), ("none", ("question_1_no",))]  # fmt: skip
    blocks.rows[0][0].set_value("any")
    blocks.rows[0][0].changed.emit("any")
    assert rules.rows[0].value()[0] == "(practice_1 || practice_2) && !question_1_no"
    assert draft(at).data()["pillars"][0]["questions"][0]["riskRules"][0]["condition"] == rules.rows[0].value()[0]
    assert "default" in rules.rows[1].blocks.notice.text()
    rules.as_text.setChecked(True)
    rules.rows[0].text.setPlainText("practice_1 && (practice_2 || !question_1_no)")
    rules.rows[0].text.flush()
    rules.as_blocks.setChecked(True)
    assert "has no such rows" in rules.rows[0].blocks.notice.text()


def test_a_question_has_one_rule_for_each_risk_and_they_change_places(new):
    at = new
    choose(at, QUESTION)
    at.page.show_pane(1)
    rules = at.page.rules.rules
    rules.add()
    assert [risk for _condition, risk in rules.value()] == ["NO_RISK", "MEDIUM_RISK", "HIGH_RISK"]
    assert not rules.add_button.isVisible()
    rules.shift(rules.rows[1], -1)
    assert [risk for _condition, risk in rules.value()] == ["MEDIUM_RISK", "NO_RISK", "HIGH_RISK"]
    rules.put_standard()
    assert [risk for _condition, risk in rules.value()] == ["NO_RISK", "HIGH_RISK"]


def test_the_laboratory_shows_every_outcome_and_a_counter_example(new, qtbot):
    at = new
    part = choose(at, QUESTION)
    at.page.show_pane(1)
    at.page.author.store_rules(part.id, (("practice_1", "HIGH_RISK"), ("default", "NO_RISK")), False)
    lab = at.page.rules.lab
    qtbot.waitUntil(lambda: lab.lab is not None and lab.lab.outcomes[0].risk == "HIGH", timeout=3000)
    assert lab.lab.combinations == 4
    titles = [entry.title for entry in lab.outcomes.entries]
    assert titles == ["Rule 1: high risk", "Rule 2: no risk", "Unanswered"]
    odd = next(number for number, each in enumerate(lab.lab.findings) if each.rule == "outcome-not-monotone")
    lab.findings.select_key(("finding", str(odd)))
    assert lab.selected() == lab.lab.findings[odd].example == ("question_1_no",)
    assert lab.result.text() == "No risk"
    lab.boxes["practice_1"].click()
    assert lab.result.text() == "High risk"
    assert lab.why.text() == "Rule 1 decides: practice_1"
    lab.tick(())
    assert lab.result.text() == "Unanswered"
