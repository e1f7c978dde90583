"""The log of a session: on disk when it says so, also for a program that is killed; nothing else changes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.operations.furnished import W, furnish, rows_of
from workbench.domain.session import Participant, SessionPlan
from workbench.domain.session_events import EventKind
from workbench.domain.session_state import Phase
from workbench.errors import WorkspaceUnusable
from workbench.operations.session import SetSession
from workbench.store.purge import purge_workload
from workbench.store.queries.sessions import (
    actions_of,
    decisions_of,
    dissent_of,
    events_of,
    parked_of,
    participants_of,
    session_state,
    votes_of,
)
from workbench.store.room_log import RoomLog
from workbench.store.workspace import Workspace

A = ("moneyflow", "moneyflow_ledgers")
WRITER = """
import sys
from pathlib import Path
from workbench.domain.session_events import EventKind
from workbench.store.room_log import RoomLog
from workbench.store.workspace import Workspace
with Workspace.open(Path(sys.argv[1])) as workspace:
    log = RoomLog(workspace, "s", "w1")
    log.add(EventKind.STARTED, body={"minutes": 210})
    number = 0
    while True:
        number += 1
        event = log.add(EventKind.DECISION, ("moneyflow", "moneyflow_ledgers"), {"text": f"decision {number}"})
        print(event.id, number, flush=True)
"""


@pytest.fixture
def workspace(tmp_path):
    with Workspace.create(tmp_path / "room.wawb") as made:
        history = furnish(made)
        people = (Participant("Ada", agreed=True), Participant("Grace"))
        history.do(SetSession(SessionPlan("s", W, "First look", participants=people)))
        yield made


def test_events_come_back_in_order_and_no_row_of_a_person_changes(workspace):
    before = rows_of(workspace)
    log = RoomLog(workspace, "s", W)
    made = [log.add(EventKind.STARTED, body={"minutes": 60}), log.add(EventKind.SHOWN, A), log.add(EventKind.PAUSED)]
    other = RoomLog(workspace, "other", W).add(EventKind.STARTED)
    with workspace.reading() as session:
        assert list(events_of(session, "s")) == made
        assert [event.id for event in events_of(session, "other")] == [other.id]
        assert session_state(session, "s").phase is Phase.PAUSED
    assert rows_of(workspace) == before


@pytest.mark.slow
@pytest.mark.parametrize("after", [1, 7, 23])
def test_what_was_told_survives_a_killed_program(tmp_path, after):
    path = tmp_path / "room.wawb"
    with Workspace.create(path) as made:
        furnish(made)
    writer = subprocess.Popen([sys.executable, "-c", WRITER, str(path)], stdout=subprocess.PIPE, text=True,
                              cwd=Path(__file__).parents[2])  # fmt: skip
    assert writer.stdout is not None
    told = [tuple(int(part) for part in writer.stdout.readline().split()) for _n in range(after)]
    writer.kill()
    told += [tuple(int(part) for part in line.split()) for line in writer.stdout.read().splitlines() if " " in line]
    writer.wait()
    writer.stdout.close()
    with Workspace.open(path) as workspace, workspace.reading() as session:
        assert workspace.check() == ()
        state = session_state(session, "s")
        kept = {note.id: note.text for note in state.notes.values()}
        assert kept.items() >= {(number, f"decision {n}") for number, n in told}
        assert len(kept) <= len(told) + 1
        assert state.phase is Phase.RUNNING
        assert state.was_cut("2036-01-01T00:00:00.000+00:00")


def test_what_came_out_of_a_session_names_nobody_who_did_not_agree(workspace):
    log = RoomLog(workspace, "s", W)
    log.add(EventKind.STARTED, body={"minutes": 60})
    log.add(EventKind.DECISION, A, {"text": "Two Regions", "said": "Ada"})
    log.add(EventKind.DISSENT, A, {"text": "One is enough", "said": "Grace"})
    log.add(EventKind.ACTION, A, {"text": "Test the restore", "owner": "Finance team", "due": "2026-12-01"})
    wrong = log.add(EventKind.PARKED, A, {"text": "Licences"})
    log.add(EventKind.PARKED, A, {"text": "Naming of queues"})
    log.add(EventKind.WITHDRAWN, A, {"event": wrong.id})
    log.add(EventKind.VOTE, A, {"yes": 5, "no": 2, "abstain": 1})
    with workspace.reading() as session:
        assert [(one.text, one.said) for one in decisions_of(session, "s")] == [("Two Regions", "Ada")]
        assert [(one.text, one.said) for one in dissent_of(session, "s")] == [("One is enough", "")]
        assert [(one.owner, one.due) for one in actions_of(session, "s")] == [("Finance team", "2026-12-01")]
        assert [one.text for one in parked_of(session, "s")] == ["Naming of queues"]
        assert [(one.yes, one.no, one.abstain) for one in votes_of(session, "s")] == [(5, 2, 1)]
        assert [one.name for one in participants_of(session, "s")] == ["Ada", "Grace"]
        raw = [event.body.get("said") for event in events_of(session, "s")]
    assert "Grace" in raw  # the facilitator's log keeps it


def test_a_purge_takes_plan_and_log_with_it(workspace):
    RoomLog(workspace, "s", W).add(EventKind.DECISION, A, {"text": "Pangolin"})
    purge_workload(workspace, W)
    with workspace.reading() as session:
        assert events_of(session, "s") == ()
        assert participants_of(session, "s") == ()
    assert b"Pangolin" not in workspace.path.read_bytes()


def test_a_file_that_is_read_only_says_so(workspace, tmp_path):
    copy = tmp_path / "copy.wawb"
    workspace.save_copy(copy)
    with Workspace.open(copy, read_only=True) as other, pytest.raises(WorkspaceUnusable):
        RoomLog(other, "s", W).add(EventKind.TICK)
