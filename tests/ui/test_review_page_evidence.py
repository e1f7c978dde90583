"""Evidence, acceptance and planned actions on the Review page."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QDate, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QDialog, QLabel

from tests.ui.review_stage import REL10, make_stage, make_workspace
from workbench.analyses.risk import assess
from workbench.domain.answer import Answer, Mark, MarkState
from workbench.domain.evidence import Evidence, EvidenceKind, Strength
from workbench.domain.plan import Acceptance, ItemStatus
from workbench.errors import BadInput
from workbench.operations.answers import SetMark
from workbench.operations.evidence import copy_evidence_file, save_evidence_file
from workbench.operations.milestones import SaveMilestone
from workbench.operations.plan import AcceptRisk
from workbench.operations.sync_extras import KeepToolEvidence
from workbench.progress import Cancelled
from workbench.store.blobs import read_blob
from workbench.store.queries.answers import acceptances_of, evidence_of, improvements_of
from workbench.ui.dialogs.acceptance import AcceptanceDialog
from workbench.ui.dialogs.evidence import EvidenceDialog
from workbench.ui.dialogs.improvement import ImprovementDialog
from workbench.ui.theme import theme
from workbench.ui.widgets.question_risk_words import origin_text, why_text


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


def evidence(stage):
    with stage.workspace.reading() as session:
        return evidence_of(session, ["r1"])


def dialog(stage, kind: type[QDialog]):
    found = [one for one in stage.window.findChildren(kind) if one.isVisible()]
    assert len(found) == 1
    return found[0]


def pick(menu, text: str) -> None:
    next(action for action in menu.actions() if action.text() == text).trigger()
    menu.close()


# -------------------------------------------------------------------------------------------- evidence
def test_a_link_for_the_focused_practice(stage):
    stage.focus_question()
    stage.keys("2e")
    pick(stage.page.evidence.menu, "Link…")
    asked = dialog(stage, EvidenceDialog)
    asked.ok.click()
    assert asked.isVisible(), "an address is needed"
    asked.target.edit.setText("https://wiki.example.com/failover")
    asked.title.edit.setText("Failover runbook")
    asked.strength.setCurrentIndex(asked.strength.findData(Strength.SHOWN))
    asked.on.setDate(QDate(2026, 6, 3))
    asked.ok.click()
    (one,) = evidence(stage)
    assert (one.kind, one.title, one.target) == (
        EvidenceKind.LINK,
        "Failover runbook",
        "https://wiki.example.com/failover",
    )
    assert (one.choice_id, one.strength, one.by, one.on) == (
        stage.practice(REL10, 2),
        Strength.SHOWN,
        "Ana",
        "2026-06-03",
    )
    opened = []
    stage.page.open_url = lambda url: opened.append(url.toString())
    stage.page.evidence.open(one)
    assert opened == ["https://wiki.example.com/failover"]


def test_a_statement_its_strength_and_undo_of_removing(stage):
    stage.page.evidence.attach("statement")
    asked = dialog(stage, EvidenceDialog)
    asked.words.setPlainText("We failed a zone in May.")
    asked.ok.click()
    (combo,) = stage.page.inspector.evidence_list.combos
    combo.setCurrentIndex(combo.findData(Strength.VERIFIED))
    combo.activated.emit(combo.currentIndex())
    (one,) = evidence(stage)
    assert (one.target, one.strength) == ("We failed a zone in May.", Strength.VERIFIED)
    assert stage.page.inspector.evidence._header.summary == "1 verified"
    stage.page.evidence.change(one, stage.page.line.question)
    dialog(stage, EvidenceDialog).reject()
    stage.page.evidence.remove(one)
    assert evidence(stage) == ()
    stage.desk.editor.undo()
    assert evidence(stage) == (one,)


def test_dropped_files_are_copied_by_a_task_and_can_be_saved_again(stage, tmp_path, qtbot):
    source = tmp_path / "runbook.pdf"
    source.write_bytes(bytes(range(256)) * 9000)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(source))])
    where, buttons = QPointF(400, 300), Qt.MouseButton.LeftButton
    enter = QDragEnterEvent(where.toPoint(), Qt.DropAction.CopyAction, data, buttons, Qt.KeyboardModifier.NoModifier)
    stage.page.dragEnterEvent(enter)
    assert enter.isAccepted()
    stage.page.dropEvent(QDropEvent(where, Qt.DropAction.CopyAction, data, buttons, Qt.KeyboardModifier.NoModifier))
    assert [task.title for task in stage.desk.tasks.running] == ["Copying runbook.pdf"]
    qtbot.waitUntil(lambda: len(evidence(stage)) == 1)
    (one,) = evidence(stage)
    assert (one.kind, one.file_name, one.size) == (EvidenceKind.FILE, "runbook.pdf", source.stat().st_size)
    target = tmp_path / "copy.pdf"
    stage.page.evidence.save_to(one, target)
    qtbot.waitUntil(lambda: "Saved copy.pdf" in stage.said)
    assert target.read_bytes() == source.read_bytes()
    opened = []
    stage.page.open_url = lambda url: opened.append(url.toLocalFile())
    stage.page.evidence.open(one)
    qtbot.waitUntil(lambda: bool(opened))
    assert opened[0].endswith("runbook.pdf")
    stage.desk.editor.undo()
    assert evidence(stage) == ()


def test_a_file_that_cannot_be_read_is_told(stage, tmp_path, qtbot):
    stage.page.evidence.add_files([tmp_path / "gone.pdf"], "r1", stage.page.line.question)
    qtbot.waitUntil(lambda: bool(stage.told))
    assert "gone.pdf cannot be read" in stage.told[0].message
    assert evidence(stage) == ()


@pytest.mark.parametrize("size", [0, 5, 1024 * 1024, 9 * 1024 * 1024 + 1])
def test_a_copy_keeps_every_byte(workspace, tmp_path, size):
    source = tmp_path / "file.bin"
    source.write_bytes((b"0123456789abcdef" * (size // 16 + 1))[:size])
    sha256, kept = copy_evidence_file(workspace, source)
    assert kept == size
    with workspace.reading() as session:
        assert read_blob(session, sha256) == source.read_bytes()
    assert copy_evidence_file(workspace, source) == (sha256, size)
    save_evidence_file(workspace, sha256, tmp_path / "again.bin")
    assert (tmp_path / "again.bin").read_bytes() == source.read_bytes()


def test_a_cancelled_copy_leaves_nothing_and_can_be_made_again(workspace, tmp_path):
    source = tmp_path / "file.bin"
    source.write_bytes(b"x" * 9 * 1024 * 1024)

    def stop_late(done: float, total: float, note: str = "") -> None:
        if done > total * 0.7:
            raise Cancelled

    with pytest.raises(Cancelled):
        copy_evidence_file(workspace, source, stop_late)
    sha256, _size = copy_evidence_file(workspace, source)
    with workspace.reading() as session:
        assert read_blob(session, sha256) == source.read_bytes()


def test_too_large_a_file_is_refused(workspace, tmp_path):
    source = tmp_path / "huge.bin"
    with source.open("wb") as out:
        out.truncate(101 * 1024 * 1024)
    with pytest.raises(BadInput, match="evidence files may have"):
        copy_evidence_file(workspace, source)


# -------------------------------------------------------------------------------------------- plan
def test_accepting_a_risk_and_reopening_it(stage):
    stage.desk.editor.do(SetMark("r1", REL10, stage.practice(REL10, 1), MarkState.NO))
    stage.focus_question()
    stage.page.view.risk.accept.click()
    asked = dialog(stage, AcceptanceDialog)
    asked.ok.click()
    assert asked.isVisible(), "a reason is needed"
    assert asked.fault.text() == "A reason is needed."
    asked.why.setPlainText("The move is planned for spring")
    asked.until.setDate(QDate.currentDate().addMonths(2))
    asked.traded.setCurrentIndex(asked.traded.findData("costOptimization"))
    asked.ok.click()
    with stage.workspace.reading() as session:
        (one,) = acceptances_of(session, ["r1"])
    assert (one.why, one.by, one.traded_for) == ("The move is planned for spring", "Ana", "costOptimization")
    assert stage.page.view.risk.accepted.text().startswith("Accepted by Ana until")
    assert stage.page.view.risk.title.text() == "High risk", "it stays counted at its level"
    stage.page.verbs.accept_risk()
    dialog(stage, AcceptanceDialog).reopen.click()
    with stage.workspace.reading() as session:
        assert acceptances_of(session, ["r1"]) == ()


def test_an_expired_acceptance_is_shown_as_reopened(stage):
    stage.desk.editor.do(SetMark("r1", REL10, stage.practice(REL10, 1), MarkState.NO))
    stage.desk.editor.do(AcceptRisk(Acceptance("r1", REL10, "Until the release", "Ana", "2024-03-31")))
    assert stage.page.view.risk.accepted.text().startswith("Reopened: Ana had accepted this risk")
    words = stage.page.pane.tree.currentIndex().data(Qt.ItemDataRole.AccessibleTextRole)
    assert words == "REL 10 Fault boundaries and blast radius, high risk"


def test_planning_an_action(stage):
    stage.focus_question()
    stage.keys("t")
    asked = dialog(stage, ImprovementDialog)
    asked.owner.edit.setText("Platform team")
    asked.has_due.setChecked(True)
    asked.due.setDate(QDate(2027, 1, 31))
    asked.status.setCurrentIndex(asked.status.findData(ItemStatus.PLANNED))
    asked.note.setPlainText("Second zone")
    asked.ok.click()
    with stage.workspace.reading() as session:
        (one,) = improvements_of(session, ["r1"])
    assert (one.owner, one.due, one.status, one.note) == (
        "Platform team",
        "2027-01-31",
        ItemStatus.PLANNED,
        "Second zone",
    )
    assert "Platform team" in stage.page.view.risk.plan.text()


# -------------------------------------------------------------------------------------------- then and now
def test_the_answer_at_a_chosen_milestone_stands_beside_the_current_one(stage):
    stage.all_yes(REL10)
    stage.desk.editor.do(SaveMilestone("w1", "m1", "Baseline"))
    stage.desk.editor.do(SetMark("r1", REL10, stage.practice(REL10, 1), MarkState.NO))
    stage.desk.editor.do(SaveMilestone("w1", "m2", "Spring"))
    box = stage.page.inspector.then_now
    assert box.choice.currentData() == "m2", "the last one unless another is chosen"
    assert box.since.text() == "The same answer now."
    box.choice.setCurrentIndex(box.choice.findData("m1"))
    box.choice.activated.emit(box.choice.currentIndex())
    assert box.summary.text() == "3 of 3 selected · No risk found"
    assert box.table.rows[0][1:] == (MarkState.YES, MarkState.NO)
    assert box.since.text().startswith("Changed by Ana")
    assert stage.page.pane.chips["changed"].count == 1


def test_history_says_who_and_what(stage):
    stage.page.inspector.history.set_folded(False)
    stage.focus_question()
    stage.keys("1h")
    texts = stage.page.inspector.history_list.texts
    assert "REL10-BP01: yes → partly" in texts[0]
    assert "REL10-BP01: not discussed → yes" in texts[1]
    assert "Ana" in texts[0]
    stage.page.evidence._put(replace(stage.page.evidence._fresh(EvidenceKind.LINK, "r1", stage.page.line.question, ""),
                                     title="Runbook", target="https://x.example"))  # fmt: skip
    assert "Evidence attached: Runbook" in stage.page.inspector.history_list.texts[0]


def test_the_wheel_scrolls_and_does_not_change_the_strength(stage, qtbot):
    stage.page.evidence.attach("statement")
    asked = dialog(stage, EvidenceDialog)
    asked.words.setPlainText("We failed a zone in May.")
    asked.ok.click()
    (combo,) = stage.page.inspector.evidence_list.combos
    where, turn, none = QPointF(5, 5), QPoint(0, -120), Qt.KeyboardModifier.NoModifier
    phase = Qt.ScrollPhase.NoScrollPhase
    wheel = QWheelEvent(where, where, QPoint(), turn, Qt.MouseButton.NoButton, none, phase, False)
    QApplication.sendEvent(combo, wheel)
    assert evidence(stage)[0].strength is Strength.CLAIMED


def test_what_the_tool_reports_is_shown_read_only_and_can_be_removed(stage):
    told = Evidence("t1", "r1", REL10, EvidenceKind.TOOL, "Root account", target="Action recommended · 2 resources flagged",
                    strength=Strength.SHOWN, by="AWS Trusted Advisor", on="2026-03-01")  # fmt: skip
    plan = replace(told, id="t2", title="High risk in the Tool: improvement plan", target="https://example.com/plan")
    stage.desk.editor.do(KeepToolEvidence("w1", ("r1",), (told, plan)))
    items = stage.page.inspector.evidence_list
    shown = [one.text() for one in items.findChildren(QLabel)]
    assert "Root account" in shown
    assert "Action recommended · 2 resources flagged · read-only" in shown
    assert items.combos == [], "its strength is nobody's to set"
    opened = []
    stage.page.open_url = opened.append
    stage.page.evidence.open(plan)
    assert opened == [QUrl("https://example.com/plan")]
    items.done_with.emit("remove", told)
    assert [item.id for item in evidence(stage)] == ["t2"]
    stage.page.attach_evidence()
    assert [action.text() for action in stage.page.evidence.menu.actions()] == ["File…", "Link…", "Statement…"]
    stage.page.evidence.menu.close()


def test_a_risk_from_the_tool_explains_itself_by_the_tool(stage):
    question = stage.page.line.question
    estimate = assess(question, Answer(REL10, (Mark(question.practices[0].id, MarkState.YES),)))
    told = replace(estimate, estimated=False, by_tool=True)
    answer = Answer(REL10)
    assert origin_text(told) == "from the Tool"
    assert why_text(question, answer, told) == why_text(question, answer, estimate), "the same practices are missing"
    other = replace(told, rule="")
    assert why_text(question, answer, other).startswith("The Tool gives a high risk for exactly this answer")
