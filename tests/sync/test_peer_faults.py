"""Every kind of fault, seen by a real client, and what the peer's state says afterwards."""

from __future__ import annotations

import time

import pytest
from botocore.config import Config
from botocore.exceptions import ClientError, HTTPClientError, ReadTimeoutError

from tests.sync.peer import Fault, Kind
from tests.sync.refused import refused


@pytest.fixture
def shop(peer):
    return peer.make_workload("Shop")


def notes(peer, shop):
    return peer.workload(shop).members.get("Notes")


@pytest.mark.parametrize(
    ("kind", "code", "status", "applied"),
    [
        ("throttle", "ThrottlingException", 429, False),
        ("error", "InternalServerException", 500, False),
        ("error after", "InternalServerException", 500, True),
        ("conflict", "ConflictException", 409, False),
        ("denied", "AccessDeniedException", 403, False),
        ("expired", "ExpiredTokenException", 403, False),
    ],
)
def test_faults_with_an_answer(peer, tool, shop, kind, code, status, applied):
    peer.add_fault(kind, "UpdateWorkload")
    response = refused(tool.update_workload, code, WorkloadId=shop, Notes="New")
    assert response["ResponseMetadata"]["HTTPStatusCode"] == status
    assert (notes(peer, shop) == "New") is applied
    call = peer.calls[-1]
    assert (call.fault, call.applied, call.error, call.status) == (kind, applied, code, status)


@pytest.mark.parametrize(("kind", "applied"), [("cut before", False), ("cut after", True)])
def test_cuts_give_no_answer(peer, tool, shop, kind, applied):
    peer.add_fault(kind, "UpdateWorkload")
    with pytest.raises(HTTPClientError):
        tool.update_workload(WorkloadId=shop, Notes="New")
    assert (notes(peer, shop) == "New") is applied
    assert (peer.calls[-1].applied, peer.calls[-1].status) == (applied, 0)
    peer.clear_faults()
    tool.update_workload(WorkloadId=shop, Notes="Again")


@pytest.mark.parametrize(("kind", "applied"), [("garbage", False), ("torn", True)])
def test_answers_that_cannot_be_read_look_like_empty_success(peer, tool, shop, kind, applied):
    """botocore 1.44 turns a body it cannot parse into a result without members; only their absence tells."""
    peer.add_fault(kind, "UpdateWorkload")
    result = tool.update_workload(WorkloadId=shop, Notes="New")
    assert set(result) == {"ResponseMetadata"}
    assert ("RequestId" in result["ResponseMetadata"]) is (kind == "torn")
    assert (notes(peer, shop) == "New") is applied
    assert peer.calls[-1].applied is applied


def test_slow_answers_come_after_the_work(peer, client, shop):
    hurried = client(config=Config(retries={"total_max_attempts": 1, "mode": "standard"}, read_timeout=0.1))
    peer.add_fault("slow", "UpdateWorkload", milliseconds=400)
    with pytest.raises(ReadTimeoutError):
        hurried.update_workload(WorkloadId=shop, Notes="New")
    assert notes(peer, shop) == "New"
    started = time.monotonic()
    client().update_workload(WorkloadId=shop, Notes="Newer")
    assert time.monotonic() - started >= 0.4


def test_a_client_that_retries_gets_through(peer, client, shop):
    patient = client(config=Config(retries={"total_max_attempts": 3, "mode": "standard"}))
    peer.add_fault("throttle", "UpdateWorkload", nth=1)
    patient.update_workload(WorkloadId=shop, Notes="New")
    assert [call.applied for call in peer.calls] == [False, True]


def test_a_token_makes_a_lost_answer_harmless(peer, client, shop):
    patient = client(config=Config(retries={"total_max_attempts": 3, "mode": "standard"}))
    peer.add_fault("cut after", "CreateMilestone", nth=1)
    assert patient.create_milestone(WorkloadId=shop, MilestoneName="First")["MilestoneNumber"] == 1
    assert [(call.applied, call.replayed) for call in peer.calls] == [(True, False), (False, True)]
    assert len(peer.workload(shop).milestones) == 1


def struck(fault, names):
    return [number for number, name in enumerate(names, 1) if fault.strikes(name)]


def test_the_schedule_counts_matching_calls_only():
    names = ["GetAnswer", "UpdateAnswer", "ListAnswers", "UpdateAnswer", "UpdateLensReview"]
    assert struck(Fault("throttle"), names) == [1, 2, 3, 4, 5]
    assert struck(Fault("throttle", "Update*", nth=2), names) == [4]
    assert struck(Fault("throttle", "Update*", nth={1, 3}), names) == [2, 5]
    assert struck(Fault("throttle", "Update*", nth=range(2, 10)), names) == [4, 5]
    assert struck(Fault(Kind.THROTTLE, times=2), names) == [1, 2]


def test_chance_is_repeatable():
    names = ["GetAnswer"] * 200
    first = struck(Fault("error", probability=0.2, seed=7), names)
    assert first == struck(Fault("error", probability=0.2, seed=7), names)
    assert first != struck(Fault("error", probability=0.2, seed=8), names)
    assert 20 < len(first) < 60


def test_an_unknown_kind_is_refused():
    with pytest.raises(ValueError, match="flood"):
        Fault("flood")


def test_one_call_meets_one_fault(peer, tool, shop):
    first = peer.add_fault("throttle", "UpdateWorkload", times=1)
    second = peer.add_fault("conflict", "UpdateWorkload", times=1)
    codes = []
    for _attempt in range(3):
        try:
            tool.update_workload(WorkloadId=shop, Notes="New")
        except ClientError as error:
            codes.append(error.response["Error"]["Code"])
    assert codes == ["ThrottlingException", "ConflictException"]
    assert (first.struck, second.struck) == (1, 1)
