"""The sync page beside the plan: what the Tool reports, its PDF and the account's table; older milestones; pushes that go on."""

from __future__ import annotations

import json

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog

from tests.sync.desk import small_framework
from tests.sync.peer import ACCESS_KEY, OTHER_ACCOUNT, REGION, SECRET_KEY
from tests.ui.standing_stage import nameless, stage
from tests.ui.sync_stage import P1, Q, bare_surroundings, done, linked, small_peer, titles, two_workloads, until
from workbench.domain.evidence import EvidenceKind
from workbench.host.aws_session import Connection
from workbench.operations.answers import SetNotes
from workbench.operations.milestones import SaveMilestone
from workbench.operations.workloads import SetWorkloadField
from workbench.store.queries.answers import take_snapshot
from workbench.store.queries.sync import jobs_of
from workbench.ui.pages.sync import SyncPage


@pytest.fixture
def peer():
    with small_peer() as running:
        yield running


@pytest.fixture
def made(qtbot, tmp_path, peer, monkeypatch):
    bare_surroundings(monkeypatch, tmp_path, AWS_ACCESS_KEY_ID=ACCESS_KEY, AWS_SECRET_ACCESS_KEY=SECRET_KEY)
    with stage(tmp_path, SyncPage, qtbot, before=two_workloads, workload_id="w2") as one:
        one.page.sync.connect_with(Connection("", REGION, peer.endpoint))
        yield one


def pushed(qtbot, page):
    page.plan.push.click()
    done(qtbot, page)
    page.back()


def kept(made):
    with made.workspace.reading() as session:
        return [one for one in take_snapshot(session, "w2").evidence if one.kind is EvidenceKind.TOOL]


# ---------------------------------------------------------------------------------------------- from the Tool
def test_what_the_tool_reports_is_shown_and_kept_once(qtbot, made, peer):
    page = made.page
    made.desk.editor.do(SetWorkloadField("w2", "trusted_advisor", "ENABLED"))
    remote = linked(qtbot, page)
    pushed(qtbot, page)
    check = {"Id": "abc", "Name": "Root account", "Description": "MFA", "Status": "ERROR", "AccountId": OTHER_ACCOUNT,
             "FlaggedResources": 2}  # fmt: skip
    peer.put_checks(remote, Q, P1, [check])
    peer.workload(remote).profiles.append(peer.add_profile("Start-ups", {Q}))
    peer.publish_official(json.dumps(json.loads(small_framework()) | {"version": "2027-01-01"}))
    for _n in range(2):
        page.side.reading.fetch.click()
        done(qtbot, page)
    assert page.stack.currentWidget() is page.extras_pane
    shown = titles(page.extras_pane.list)
    assert "Root account" in shown
    assert "Put first by the profile Start-ups" in shown
    assert any(title.startswith("Improvement items: ") for title in shown)
    assert OTHER_ACCOUNT not in page.extras_pane.list.text()
    assert "2027-01-01" in page.extras_pane.list.text()
    assert sorted(item.by for item in kept(made)) == ["AWS Trusted Advisor", "AWS Well-Architected Tool"]
    assert nameless(page) == []
    page.extras_pane.list.opened.emit(("item", "r2", Q))
    assert made.desk.place.question_id == Q
    page.back()
    assert page.stack.currentWidget() is page.comparing
    made.desk.editor.undo()
    made.desk.editor.undo()
    assert kept(made) == []


def test_without_trusted_advisor_it_says_how_to_switch_it_on(qtbot, made):
    linked(qtbot, made.page)
    pushed(qtbot, made.page)
    made.page.side.reading.fetch.click()
    done(qtbot, made.page)
    assert any("Switch it on among its fields" in title for title in titles(made.page.extras_pane.list))


def test_the_lens_report_is_saved_as_pdf(qtbot, made, tmp_path, monkeypatch):
    linked(qtbot, made.page)
    pushed(qtbot, made.page)
    target = tmp_path / "lens.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_given: (str(target), ""))
    made.page.side.reading.report.click()
    done(qtbot, made.page)
    assert target.read_bytes().startswith(b"%PDF")
    assert made.said[-1] == "Saved lens.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_given: (str(tmp_path / "no" / "lens.pdf"), ""))
    made.page.side.reading.report.click()
    done(qtbot, made.page)
    assert "cannot be written" in made.page.bar.text


def test_the_consolidated_report_is_a_table_and_copied_as_one(qtbot, made, peer):
    linked(qtbot, made.page)
    pushed(qtbot, made.page)
    peer.make_workload("Billing")
    made.page.side.reading.table.click()
    done(qtbot, made.page)
    assert made.page.stack.currentWidget() is made.page.table
    assert made.page.table.figures.text().startswith(f"2 workloads in {REGION}.")
    made.page.table.copy()
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[0].startswith("Workload\tLens\tPillar\tHigh")
    assert any(line.startswith("Billing\tall lenses") for line in lines)
    assert nameless(made.page) == []


# ---------------------------------------------------------------------------------------------- older milestones
def with_milestones(qtbot, made):
    for name in ("First", "Second"):
        made.desk.editor.do(SetNotes("r2", Q, f"At {name}"))
        made.desk.editor.do(SaveMilestone("w2", f"m-{name}", name))
    return linked(qtbot, made.page)


def test_older_milestones_are_played_back_after_the_plan_was_shown(qtbot, made, peer):
    page = made.page
    remote = with_milestones(qtbot, made)
    assert page.plan.replay.isVisible()
    assert page.plan.replay.text() == "Play 1 older milestone back first"
    plain = page.sync.going
    page.plan.replay.click()
    done(qtbot, page)
    assert page.sync.going > plain
    assert "To the Tool: older milestones, played back" in titles(page.plan.tree)
    made.desk.editor.do(SetNotes("r2", "identities", "Typed meanwhile"))
    done(qtbot, page)
    assert page.plan.replay.isChecked(), "the plan follows with them"
    pushed(qtbot, page)
    names = [one.name for one in peer.workload(remote).milestones]
    assert [name.split(" (")[0] for name in names] == ["First", "Second"]
    first = peer.workload(remote).milestones[0].workload.reviews["wellarchitected"].answers[Q]
    assert first.notes == "At First"
    assert peer.answer(remote, Q)["Notes"] == "At Second"
    assert page.side.head.words.text() == "In sync"


def test_leaving_a_call_out_leaves_older_milestones_out_with_it(qtbot, made, peer):
    page = made.page
    remote = with_milestones(qtbot, made)
    page.plan.replay.click()
    done(qtbot, page)
    call = next(one for one in page.sync.look.plan.calls if one.op == "UpdateAnswer" and one.phase == "live")
    page.sync.leave_out(frozenset({(call.op, call.lens, call.question, "")}))
    pushed(qtbot, page)
    assert not peer.workload(remote).milestones


def test_a_workload_that_is_shared_does_not_take_them(qtbot, made, peer):
    page = made.page
    remote = with_milestones(qtbot, made)
    peer.do("CreateWorkloadShare", WorkloadId=remote, SharedWith=OTHER_ACCOUNT, PermissionType="READONLY",
            ClientRequestToken="t")  # fmt: skip
    page.plan.replay.click()
    done(qtbot, page)
    assert "cannot be played back safely" in page.bar.text
    assert not page.plan.replay.isChecked()
    assert page.plan.push.isEnabled()


# ---------------------------------------------------------------------------------------------- elsewhere
def test_a_push_goes_on_while_another_workload_is_shown(qtbot, made, peer):
    page = made.page
    remote = linked(qtbot, page)
    peer.add_fault("slow", "UpdateAnswer", times=20, milliseconds=400)
    page.plan.push.click()
    until(qtbot, lambda: bool(peer.calls.of("UpdateAnswer")))
    made.desk.place.go(workload_id="w3")
    page.refresh()
    assert page.strip.isVisible()
    assert page.strip.title.text() == "Syncing Shop"
    assert not page.link_pane.make.isEnabled(), "one thing at a time"
    done(qtbot, page)
    assert peer.answer(remote, Q)["Notes"] == "Asked"
    assert made.said[-1].endswith('of "Shop"')
    with made.workspace.reading() as session:
        assert jobs_of(session, "w2")[0].state == "done"
    assert page.link_pane.make.isEnabled()
    assert page.stack.currentWidget() is page.link_pane


def test_a_push_that_fails_while_away_is_told_with_the_way_back(qtbot, made, peer):
    page = made.page
    linked(qtbot, page)
    peer.add_fault("slow", "GetAnswer", times=20, milliseconds=200)
    peer.add_fault("denied", "UpdateAnswer")
    page.plan.push.click()
    until(qtbot, lambda: page.sync.doing == "push")
    made.desk.place.go(workload_id="w3")
    page.refresh()
    done(qtbot, page)
    assert page.bar.text.startswith("The sync of Shop stopped: ")
    page.bar._button.click()
    page.refresh()
    assert made.desk.place.workload_id == "w2"
    assert page.side.head.words.text() == "Interrupted"


def test_leaving_before_the_first_call_stops_and_says_so(qtbot, made, peer):
    page = made.page
    linked(qtbot, page)
    peer.add_fault("slow", "Get*", times=50, milliseconds=300)
    page.plan.push.click()
    assert page.sync.doing == "read"
    made.desk.place.go(workload_id="w3")
    page.refresh()
    done(qtbot, page)
    assert made.said == ["Stopped before anything was changed: the workload was left"]
    assert not peer.calls.of("UpdateAnswer")


def test_hints_on_the_page_name_no_options_of_the_command_line(qtbot, made):
    page = made.page
    linked(qtbot, page)
    made.desk.editor.do(SetNotes("r2", Q, "long " * 600))
    done(qtbot, page)
    page.push()
    page.sync.push("Pushing")
    done(qtbot, page)
    assert "long texts cut" in page.bar._hint.text()
    assert "--" not in page.bar._hint.text()
