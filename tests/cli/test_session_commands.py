"""Sessions on the command line: planned with minutes, read back, and the clock of one that runs."""

from __future__ import annotations

import pytest

from tests.cli.conftest import CREATE
from workbench.domain.session_events import EventKind
from workbench.store.room_log import RoomLog
from workbench.store.workspace import Workspace


@pytest.fixture
def payments(wb, empty):
    assert wb(*CREATE, "--name", "Payments").code == 0
    return "Payments"


def test_a_planned_session_gives_every_question_its_minutes(wb, payments):
    planned = wb("session", "plan", payments, "--name", "First", "--with", "Ada,developer,payments", "--json").json
    assert len(planned["questions"]) == 57
    assert sum(one["minutes"] for one in planned["questions"]) == pytest.approx(200, abs=0.5)
    assert planned["participants"][0]["name"] == "Ada"
    assert wb("session", "show", payments, "--json").json["id"] == planned["id"]
    assert [one["name"] for one in wb("session", "list", payments, "--json").json] == ["First"]
    again = wb("session", "plan", payments, "--name", "first", "--minutes", "240", "--json").json
    assert again["id"] == planned["id"]
    assert again["minutes"] == 240


def test_a_triage_sends_home_what_there_is_no_time_for(wb, payments):
    planned = wb("session", "plan", payments, "-f", "triage", "--pillar", "security", "-p", "reliability", "--minutes",
                 "30", "--trim", "--json").json  # fmt: skip
    assert {one["pillar"] for one in planned["questions"]} == {"security", "reliability"}
    inside = [one for one in planned["questions"] if not one["homework"]]
    assert len(inside) == 15
    assert wb("session", "show", payments).code == 0


def test_log_and_clock_tell_what_happened(wb, payments, empty):
    planned = wb("session", "plan", payments, "--name", "First", "--json").json
    first = planned["questions"][0]
    with Workspace.open(empty) as workspace:
        log = RoomLog(workspace, planned["id"], planned["workload_id"])
        log.add(EventKind.STARTED, body={"minutes": 60, "break_minutes": 0})
        log.add(EventKind.SHOWN, (first["lens"], first["question"]))
        log.add(EventKind.DECISION, (first["lens"], first["question"]), {"text": "Two Zones", "said": "Ada"})
    events = wb("session", "log", payments, "--json").json
    assert [one["kind"] for one in events] == ["started", "shown", "decision"]
    assert events[2]["body"]["said"] == "Ada"
    shown = wb("session", "show", payments, "--json").json
    assert [(one["text"], one["said"]) for one in shown["notes"]] == [("Two Zones", "")]
    clock = wb("session", "clock", payments, "--json").json
    assert clock["phase"] == "running"
    assert clock["ahead_s"] == pytest.approx(3600 - 200 * 60, abs=30)
    assert len(clock["drop"]) > 30
    for command in ("log", "clock", "list"):
        assert wb("session", command, payments).code == 0


def test_unknown_names_say_what_there_is(wb, payments):
    assert wb("session", "show", payments).code == 3
    assert "session plan" in wb("session", "clock", payments).err
    assert "security" in wb("session", "plan", payments, "--pillar", "speed").err
    assert wb("session", "plan", payments, "--day", "tomorrow").code == 3
    wb("session", "plan", payments, "--name", "First")
    assert "First" in wb("session", "show", payments, "-s", "Second").err


def test_weights_move_minutes_and_wrong_ones_are_refused(wb, payments):
    planned = wb(
        "session", "plan", payments, "-n", "First", "--weight", "high=4", "--weight", "unanswered=0.5", "--json"
    ).json
    assert (planned["weights"]["high"], planned["weights"]["unanswered"], planned["weights"]["medium"]) == (4, 0.5, 1.5)
    for wrong in ("loud=1", "high=many", "high=-1", "high=nan", "high=99", "high", "none=2"):
        assert wb("session", "plan", payments, "-n", "First", "--weight", wrong).code == 3, wrong
    assert wb("session", "show", payments, "--json").json["weights"] == planned["weights"]
