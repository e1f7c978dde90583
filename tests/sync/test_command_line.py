"""`workbench sync` from link to receipt, with credentials from the environment and nothing else."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.sync.desk import MovingClock
from tests.sync.peer import ACCESS_KEY, ACCOUNT, REGION, SECRET_KEY, Peer
from workbench.cli import main

Q = "priorities"


@pytest.fixture
def peer():
    with Peer(clock=MovingClock()) as running:
        yield running


@pytest.fixture
def wb(capsys, tmp_path, monkeypatch, peer):
    """Run a command on a new workspace with the workload Shop; returns exit code, stdout, stderr."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", ACCESS_KEY)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", SECRET_KEY)
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    monkeypatch.setenv("WORKBENCH_WORKSPACE", str(tmp_path / "shop.wawb"))

    def run(*arguments: str) -> tuple[int, str, str]:
        capsys.readouterr()
        code = main([str(one) for one in arguments])
        captured = capsys.readouterr()
        assert "Traceback" not in captured.err + captured.out
        assert SECRET_KEY not in captured.err + captured.out
        return code, captured.out, captured.err

    assert run("workspace", "create", tmp_path / "shop.wawb")[0] == 0
    assert run("workload", "create", "--name", "Shop", "--description", "Takes orders", "--environment", "PRODUCTION",
               "--region", "eu-west-1", "--owner", "Shop team", "--lens", "wellarchitected")[0] == 0  # fmt: skip
    return run


def where(peer: Peer) -> tuple[str, ...]:
    return "--region", REGION, "--endpoint-url", peer.endpoint


def plan(wb) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(wb("sync", "plan", "Shop", "--json")[1])
    return found


def test_from_link_to_receipt(wb, peer):
    assert wb("review", "answer", "Shop", "--question", "OPS 1", "--select", "OPS01-BP01", "--notes", "Asked")[0] == 0
    assert wb("sync", "test", *where(peer))[0] == 0
    assert wb("sync", "link", "Shop", "--create", *where(peer))[0] == 0
    calls = plan(wb)["calls"]
    (answer,) = [call for call in calls if call["op"] == "UpdateAnswer"]
    assert answer["question"] == Q
    assert answer["fields"] == ["SelectedChoices", "ChoiceUpdates", "Notes"]
    assert "write the notes" in answer["why"]
    code, out, _err = wb("sync", "push", "Shop", "--json")
    assert code == 0
    receipt = json.loads(out)["receipt"]
    assert receipt["verified"] == len(receipt["done"]) == len(calls)
    (workload,) = peer.world.place(ACCOUNT, REGION).workloads.values()
    assert peer.answer(workload.id, Q)["Notes"] == "Asked"
    assert json.loads(wb("sync", "status", "Shop", "--json")[1])["state"] == "in_sync"
    assert wb("sync", "push", "Shop")[0] == 0


def test_a_conflict_ends_with_3_until_it_is_decided(wb, peer):
    wb("sync", "link", "Shop", "--create", *where(peer))
    assert wb("sync", "push", "Shop")[0] == 0
    (workload,) = peer.world.place(ACCOUNT, REGION).workloads.values()
    peer.edit_answer(workload.id, Q, notes="Theirs")
    wb("review", "answer", "Shop", "--question", "OPS 1", "--notes", "Mine")
    assert wb("sync", "push", "Shop")[0] == 3
    (conflict,) = plan(wb)["conflicts"]
    assert (conflict["base"], conflict["mine"], conflict["theirs"]) == ("", "Mine", "Theirs")
    assert wb("sync", "resolve", "Shop", "--conflict", "no/such", "--take", "mine")[0] == 3
    assert wb("sync", "resolve", "Shop", "--conflict", conflict["id"], "--take", "theirs")[0] == 0
    assert wb("sync", "push", "Shop")[0] == 0
    assert "Theirs" in wb("review", "show", "Shop", "--json")[1]


def test_what_stopped_half_way_ends_with_4_and_resumes(wb, peer):
    wb("sync", "link", "Shop", "--create", *where(peer))
    for code in ("OPS 1", "OPS 2", "OPS 3"):
        wb("review", "answer", "Shop", "--question", code, "--notes", f"On {code}")
    peer.add_fault("denied", "UpdateAnswer", nth=2)
    code, _out, err = wb("sync", "push", "Shop")
    assert code == 4
    assert "sync resume" in err
    assert ACCOUNT not in err
    peer.clear_faults()
    assert wb("sync", "resume", "Shop")[0] == 0
    assert len(peer.calls.of("UpdateAnswer", applied=True)) == 3
    assert wb("sync", "resume", "Shop")[0] == 0
    assert wb("sync", "status", "Shop")[0] == 0


def test_pull_as_a_new_workload_and_link_by_arn(wb, peer):
    remote = peer.make_workload("Fleet")
    peer.edit_answer(remote, Q, notes="From there")
    peer.save_milestone(remote, "Spring")
    assert wb("sync", "pull", "--remote", "fleet", *where(peer))[0] == 0
    assert "Spring" in wb("milestone", "list", "Fleet")[1]
    arn = peer.workload(remote).arn
    assert wb("sync", "link", "Shop", "--remote", arn, *where(peer))[0] == 3
    assert wb("sync", "unlink", "Fleet")[0] == 0
    assert wb("sync", "link", "Shop", "--remote", arn, *where(peer))[0] == 0
    assert wb("sync", "remotes", "Fl", *where(peer))[1].count(remote) == 1


def test_what_can_only_be_read(wb, peer, tmp_path):
    wb("review", "answer", "Shop", "--question", "OPS 1", "--select", "OPS01-BP01")
    wb("sync", "link", "Shop", "--create", *where(peer))
    wb("sync", "push", "Shop")
    assert wb("sync", "report", "Shop", "--output", tmp_path / "r.pdf")[0] == 0
    assert (tmp_path / "r.pdf").read_bytes().startswith(b"%PDF")
    found = json.loads(wb("sync", "extras", "Shop", "--json", "--no-keep")[1])
    assert (found["improvements"][0]["question_id"], found["kept"]) == (Q, 0)
    assert wb("evidence", "list", "Shop", "--json")[1].strip() == "[]"
    code, _out, err = wb("sync", "extras", "Shop")
    assert code == 0
    assert "Trusted Advisor is not switched on" in err
    assert "Kept 1 item as evidence." in err
    assert json.loads(wb("evidence", "list", "Shop", "--json")[1])[0]["kind"] == "tool"
    assert json.loads(wb("sync", "consolidated", "--json", *where(peer))[1])[0]["workload"] == "Shop"


def test_wrong_use_and_a_workload_that_is_not_linked(wb, peer):
    assert wb("sync", "link", "Shop", *where(peer))[0] == 2
    assert wb("sync", "pull")[0] == 2
    for command in (("plan", "Shop"), ("push", "Shop"), ("pull", "Shop"), ("unlink", "Shop"), ("extras", "Shop"),
                    ("report", "Shop", "--output", "r.pdf")):  # fmt: skip
        code, _out, err = wb("sync", *command)
        assert (code, "not linked" in err, "Region" in err) == (3, True, False), command


def test_a_profile_that_is_not_there_is_said_plainly(wb, peer):
    code, _out, err = wb("sync", "test", "--profile", "nope")
    assert code == 3
    assert "This computer has no AWS profile “nope”." in err


def test_without_credentials_nothing_is_left_open(wb, peer, monkeypatch):
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    code, _out, err = wb("sync", "link", "Shop", "--create", *where(peer))
    assert code == 3
    assert "No AWS credentials were found." in err
    assert "resume" not in err
    assert json.loads(wb("sync", "status", "Shop", "--json")[1])["open_job"] is False


def test_a_creation_that_stopped_is_told_by_the_status_and_goes_on(wb, peer):
    peer.add_fault("denied", "CreateWorkload")
    assert wb("sync", "link", "Shop", "--create", *where(peer))[0] == 4
    assert json.loads(wb("sync", "status", "Shop", "--json")[1])["open_job"] is True
    assert "creating it in the Tool" in wb("sync", "status", "Shop")[1]
    assert "sync resume" in wb("sync", "push", "Shop")[2]
    peer.clear_faults()
    assert wb("sync", "resume", "Shop")[0] == 0
    assert json.loads(wb("sync", "status", "Shop", "--json")[1])["linked"] is True


def test_without_a_network_the_status_is_offline(wb, peer):
    wb("sync", "link", "Shop", "--create", *where(peer))
    code, out, _err = wb("sync", "status", "Shop", "--endpoint-url", "http://127.0.0.1:9", "--json")
    assert code == 0
    assert json.loads(out)["state"] == "offline"
