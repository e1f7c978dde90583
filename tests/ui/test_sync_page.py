"""The sync page against the peer: link, compare, decide, push, receipt; offline; cancel and resume."""

from __future__ import annotations

import json
import os

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from tests.sync.desk import MovingClock, small_framework
from tests.sync.peer import ACCESS_KEY, ACCOUNT, REGION, SECRET_KEY, Peer
from tests.ui.standing_stage import nameless, stage
from tests.ui.workload_stage import workload
from workbench.domain.answer import MarkState
from workbench.domain.sync import SyncState
from workbench.host.aws_session import Connection
from workbench.operations.answers import SetMark, SetNotes
from workbench.operations.history import History
from workbench.operations.milestones import SaveMilestone
from workbench.operations.workloads import AddLens, CreateWorkload
from workbench.settings import Settings
from workbench.store.queries.answers import take_snapshot
from workbench.store.queries.sync import jobs_of, link_of
from workbench.ui.dialogs.sync_credentials import CodeDialog, KeysDialog
from workbench.ui.models.sync_work import Talk
from workbench.ui.pages.sync import SyncPage

Q, P1 = "priorities", "ops_priorities_ext_cust_needs"
Key = Qt.Key


@pytest.fixture(autouse=True)
def _credentials(monkeypatch, tmp_path):
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", ACCESS_KEY)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", SECRET_KEY)
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "none"))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "none"))
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")


@pytest.fixture
def peer():
    with Peer(clock=MovingClock()) as running:
        running.publish_official(small_framework())
        yield running


def small(workspace):
    """Give the stage one more workload with a review of four questions."""
    history = History(workspace, "Ana")
    history.do(CreateWorkload(workload(2, "Shop")))
    history.do(AddLens("w2", "r2", small_framework()))
    history.do(SetMark("r2", Q, P1, MarkState.YES))
    history.do(SetNotes("r2", Q, "Asked"))


@pytest.fixture
def made(qtbot, tmp_path, peer):
    with stage(tmp_path, SyncPage, qtbot, before=small, workload_id="w2") as one:
        one.page.sync.connect_with(Connection("", REGION, peer.endpoint))
        yield one


def done(qtbot, page):
    """Wait until nothing is under way."""
    qtbot.waitUntil(lambda: page.sync.task is None and not page._desk.tasks.running, timeout=20_000)


def linked(qtbot, page):
    page.link_pane.make.click()
    done(qtbot, page)
    assert page.sync.look is not None
    return page.sync.link.remote_id


def pushed(qtbot, page):
    page.plan.push.click()
    done(qtbot, page)


def group(view, start):
    return next(entry for entry in view.entries if entry.title.startswith(start))


def titles(view, start):
    return [child.title for child in group(view, start).children]


def test_a_workload_that_is_not_linked_is_created_compared_and_pushed(qtbot, made, peer):
    page = made.page
    assert page.side.head.words.text() == "Not linked"
    assert page.stack.currentWidget() is page.link_pane
    remote = linked(qtbot, page)
    assert page.side.head.words.text() == "Mine ahead"
    assert any(title.startswith("OPS 1: set") for title in titles(page.plan.tree, "To the Tool: AWS"))
    assert not peer.calls.of("UpdateAnswer"), "comparing changes nothing"
    pushed(qtbot, page)
    assert page.stack.currentWidget() is page.receipt
    assert "read back as sent" in page.receipt.figures.text()
    answer = peer.answer(remote, Q)
    assert (answer["SelectedChoices"], answer["Notes"]) == ([P1], "Asked")
    assert page.side.head.words.text() == "In sync"
    assert page.side.log.entries[0].title.startswith("Pushed")
    page.back()
    assert page.stack.currentWidget() is page.comparing
    assert not page.plan.push.isEnabled()
    assert not made.told


def test_a_search_finds_links_and_brings_here(qtbot, made, peer):
    page = made.page
    shop, other = peer.make_workload("Web shop"), peer.make_workload("Billing")
    peer.edit_answer(shop, Q, notes="Asked in the console")
    page.link_pane.field.edit.setText("Web")
    page.link_pane.search()
    done(qtbot, page)
    assert [entry.title for entry in page.link_pane.list.entries] == ["Web shop"]
    page.link_pane.link.click()
    done(qtbot, page)
    assert page.sync.standing is SyncState.BOTH
    assert "Asked in the console" in [one.theirs for one in page.sync.look.undecided]
    page.unlink()
    assert page.sync.link is None
    page.link_pane.field.edit.setText(f"arn:aws:wellarchitected:{REGION}:{ACCOUNT}:workload/{other}")
    page.link_pane.search()
    done(qtbot, page)
    page.link_pane.pull.click()
    done(qtbot, page)
    assert made.desk.place.workload_id not in ("", "w2")
    with made.workspace.reading() as session:
        assert take_snapshot(session, made.desk.place.workload_id).workload.name == "Billing"
        assert link_of(session, made.desk.place.workload_id).remote_id == other


def in_conflict(qtbot, made, peer):
    page = made.page
    remote = linked(qtbot, page)
    pushed(qtbot, page)
    for question in (Q, "ops-model"):
        peer.edit_answer(remote, question, notes=f"Console on {question}")
        made.desk.editor.do(SetNotes("r2", question, f"Mine on {question}"))
    page.compare()
    done(qtbot, page)
    return remote


def test_conflicts_are_decided_by_key_and_by_rule_then_pushed(qtbot, made, peer):
    page = made.page
    remote = in_conflict(qtbot, made, peer)
    assert page.side.head.words.text() == "Both changed"
    assert len(page.sync.look.undecided) == 2
    assert not page.plan.push.isEnabled()
    first = page.plan.current()
    assert page.plan.conflict.isVisible()
    assert page.plan.conflict.sides["mine"].value.text() == first.mine
    assert page.plan.conflict.sides["mine"].from_whom.text().startswith("Ana")
    page.plan.tree.setFocus()
    qtbot.keyClick(page.plan.tree, Key.Key_T)
    done(qtbot, page)
    assert len(page.sync.look.undecided) == 1
    second = page.plan.current()
    assert second.id != first.id, "the next one without a decision follows"
    page.plan.conflict.rules["mine"].click()
    done(qtbot, page)
    assert not page.sync.look.undecided
    made.desk.editor.undo()
    done(qtbot, page)
    assert len(page.sync.look.undecided) == 1, "a decision can be undone"
    made.desk.editor.redo()
    done(qtbot, page)
    pushed(qtbot, page)
    assert page.side.head.words.text() == "In sync"
    assert peer.answer(remote, first.path[2])["Notes"] == first.theirs
    assert peer.answer(remote, second.path[2])["Notes"] == second.mine
    with made.workspace.reading() as session:
        review = take_snapshot(session, "w2").review("wellarchitected")
    assert review.answer(first.path[2]).notes == first.theirs


def test_a_call_without_its_tick_stays_here_and_holds_the_milestone(qtbot, made, peer):
    page = made.page
    made.desk.editor.do(SetNotes("r2", "identities", "Only later"))
    made.desk.editor.do(SaveMilestone("w2", "m9", "First"))
    remote = linked(qtbot, page)
    tree = page.plan.tree
    line = next(one for one in group(tree, "To the Tool: AWS").children if one.title.startswith("OPS 1"))
    tree.select_key(line.key)
    all_of = page.sync.going
    qtbot.keyClick(tree, Key.Key_Space)
    assert page.sync.going == all_of - 2
    assert group(tree, "To the Tool: milestone").children[0].note == "Goes only with everything else"
    pushed(qtbot, page)
    assert titles(page.receipt.list, "Stays here") == ["2 calls were left out by choice."]
    assert not peer.answer(remote, Q).get("Notes")
    assert not peer.workload(remote).milestones
    page.back()
    assert page.side.head.words.text() == "Mine ahead"
    pushed(qtbot, page)
    assert peer.answer(remote, Q)["Notes"] == "Asked"
    assert len(peer.workload(remote).milestones) == 1
    page.back()
    assert "The Tool has 1 of 100 milestones." in titles(page.plan.tree, "To know")
    assert page.side.head.words.text() == "In sync"


def test_what_the_tool_has_is_pulled_and_can_be_undone(qtbot, made, peer):
    page = made.page
    remote = linked(qtbot, page)
    pushed(qtbot, page)
    peer.edit_answer(remote, Q, notes="Rewritten there")
    page.compare()
    done(qtbot, page)
    assert page.side.head.words.text() == "Theirs ahead"
    page.plan.pull.click()
    done(qtbot, page)
    assert page.side.head.words.text() == "In sync"
    with made.workspace.reading() as session:
        assert take_snapshot(session, "w2").review("wellarchitected").answer(Q).notes == "Rewritten there"
    made.desk.editor.undo()
    done(qtbot, page)
    assert page.side.head.words.text() == "Theirs ahead"


def test_a_change_in_the_tool_after_the_comparison_stops_the_push(qtbot, made, peer):
    page = made.page
    remote = linked(qtbot, page)
    peer.edit_answer(remote, Q, notes="Meanwhile in the console")
    pushed(qtbot, page)
    assert "nothing was sent" in page.bar.text
    assert len(page.sync.look.undecided) == 1
    assert peer.answer(remote, Q)["Notes"] == "Meanwhile in the console"


def test_the_plan_follows_what_is_typed_here(qtbot, made):
    page = made.page
    linked(qtbot, page)
    before = page.sync.going
    made.desk.editor.do(SetNotes("r2", "identities", "New"))
    done(qtbot, page)
    assert page.sync.going == before + 1


def test_offline_says_so_and_nothing_is_lost(qtbot, made, peer):
    page = made.page
    linked(qtbot, page)
    going = page.sync.going
    peer.close()
    page.compare()
    qtbot.waitUntil(lambda: page.sync.task is None, timeout=60_000)
    assert page.side.head.words.text() == "Offline"
    assert "127.0.0.1" in page.bar.text
    assert page.sync.going == going
    with made.workspace.reading() as session:
        assert link_of(session, "w2") is not None


def test_cancel_stops_between_calls_and_resume_goes_on(qtbot, made, peer):
    page = made.page
    for question in ("ops-model", "securely-operate", "identities"):
        made.desk.editor.do(SetNotes("r2", question, f"On {question}"))
    remote = linked(qtbot, page)
    peer.add_fault("slow", "UpdateAnswer", times=20, milliseconds=300)
    page.plan.push.click()
    qtbot.waitUntil(lambda: bool(peer.calls.of("UpdateAnswer")), timeout=20_000)
    page.strip.cancel.click()
    done(qtbot, page)
    assert page.side.head.words.text() == "Interrupted"
    assert page.side.resume.isVisible()
    assert not page.plan.push.isEnabled()
    peer.clear_faults()
    page.side.resume.click()
    done(qtbot, page)
    assert page.side.head.words.text() == "In sync"
    assert peer.answer(remote, Q)["Notes"] == "Asked"
    assert page.stack.currentWidget() is page.receipt
    written = [one.parameters["QuestionId"] for one in peer.calls.of("UpdateAnswer", applied=True)]
    assert len(written) == len(set(written)) == 4, "no answer is written twice"


def test_an_interrupted_job_can_be_given_up(qtbot, made, peer):
    page = made.page
    linked(qtbot, page)
    peer.add_fault("slow", "UpdateAnswer", times=20, milliseconds=300)
    page.plan.push.click()
    qtbot.waitUntil(lambda: bool(peer.calls.of("UpdateAnswer")), timeout=20_000)
    page.strip.cancel.click()
    done(qtbot, page)
    page.side.give_up.click()
    with made.workspace.reading() as session:
        assert jobs_of(session, "w2")[0].state == "abandoned"
    assert page.side.head.words.text() == "Not compared yet"
    assert page.side.log.entries[0].tag == "Given up"


def test_the_connection_is_tested_row_by_row_and_masked_for_a_room(qtbot, tmp_path, peer):
    with stage(tmp_path, SyncPage, qtbot, before=small, workload_id="w2") as made:
        object.__setattr__(made.desk, "settings", lambda: Settings(mask_account_ids=True))
        made.page.sync.connect_with(Connection("", REGION, peer.endpoint))
        made.page.side.connecting.test()
        done(qtbot, made.page)
        said = [one.text() for one in made.page.side.connecting.form._rows.findChildren(QLabel)]
        assert "Region" in said
        assert REGION in said
        assert ACCOUNT not in " ".join(said)
        assert "•" * 12 in said


def test_keys_typed_by_hand_are_used_and_where_they_are_is_said(qtbot, made, monkeypatch):
    page = made.page
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    page.side.connecting.type_keys()
    dialog = page.findChild(KeysDialog)
    dialog.key_id.setText("short")
    dialog.submit()
    assert dialog.fault.isVisible()
    dialog.key_id.setText(ACCESS_KEY)
    dialog.secret.setText(SECRET_KEY)
    dialog.submit()
    done(qtbot, page)
    assert "until the program is closed" in made.said[-1]
    assert SECRET_KEY not in json.dumps(page.save_state())
    page.link_pane.search()
    done(qtbot, page)
    assert page.link_pane.count.isVisible()
    page.side.connecting.sign_out()
    done(qtbot, page)
    page.link_pane.search()
    done(qtbot, page)
    assert page.bar.text, "without keys it says what is missing"


def test_a_worker_that_asks_for_a_code_gets_it_from_the_dialog(qtbot, made):
    page, got = made.page, []

    def work(talk: Talk, progress):
        return talk.ask("Code of the MFA device phone", progress)

    page.sync.start("check", "Testing", work, got.append)
    qtbot.waitUntil(lambda: page.findChild(CodeDialog) is not None, timeout=5000)
    dialog = page.findChild(CodeDialog)
    dialog.code.setText("12")
    dialog.submit()
    assert dialog.fault.isVisible()
    dialog.code.setText("123 456")
    dialog.submit()
    qtbot.waitUntil(lambda: got == ["123456"], timeout=5000)


def test_the_file_opened_read_only_can_only_be_looked_at(qtbot, tmp_path):
    with stage(tmp_path, SyncPage, qtbot, before=small, workload_id="w2", read_only=True) as made:
        assert not made.page.link_pane.make.isEnabled()
        assert not made.page.side.compare.isEnabled()


def test_every_part_has_a_name(qtbot, made):
    linked(qtbot, made.page)
    assert nameless(made.page) == []
