from __future__ import annotations

import pytest

from tests.host.aws_stand_in import (
    ACCOUNT,
    KEY_ID,
    ROLE_ARN,
    SECRET,
    SESSION_ARN,
    caller,
    decisions,
    json_error,
    xml_error,
)
from workbench.errors import AwsUnreachable, SignInNeeded
from workbench.host.aws_check import WRITES, Verdict, check_connection
from workbench.host.aws_session import Connection, clients
from workbench.host.redaction import room_safe
from workbench.host.secrets import SessionSecrets
from workbench.progress import Cancelled


@pytest.fixture
def check(aws_home):
    aws_home(credentials=f"[keyed]\naws_access_key_id = {KEY_ID}\naws_secret_access_key = {SECRET}\n")

    def run(progress=None, connection=None):
        with clients(connection or Connection("keyed", "us-east-1"), SessionSecrets(), lambda words: "") as made:
            return check_connection(made, progress)

    return run


def test_all_is_well(aws, check):
    steps = []
    found = check(lambda done, total, note="": steps.append((done, total, note)))
    assert [(row.id, row.verdict.value, row.text) for row in found.rows] == [
        ("caller", "good", "user ana"),
        ("account", "good", ACCOUNT),
        ("region", "good", "us-east-1"),
        ("read", "good", "allowed: workloads were listed"),
        ("write", "good", "allowed, by policy simulation"),
    ]
    assert (found.account, found.region, found.can_read) == (ACCOUNT, "us-east-1", True)
    assert [step[:2] for step in steps] == [(0, 3), (1, 3), (2, 3), (3, 3)]
    (simulated,) = aws.named("SimulatePrincipalPolicy")
    assert simulated.values["PolicySourceArn"] == found.caller
    assert not any(name in seen.name for seen in aws.calls for name in ("PATCH", "PUT"))


def test_a_session_is_simulated_as_its_role_with_its_path(aws, check):
    aws.on["GetCallerIdentity"] = lambda call: caller(SESSION_ARN)
    aws.on["SimulatePrincipalPolicy"] = decisions(refused=(WRITES[2], WRITES[4]))
    found = check()
    assert found.row("caller").text == "role Reviewer, session ana"
    assert aws.named("SimulatePrincipalPolicy")[0].values["PolicySourceArn"] == ROLE_ARN
    write = found.row("write")
    assert write.verdict is Verdict.BAD
    assert write.text == "not allowed, by policy simulation: CreateMilestone, UpdateAnswer"
    assert "Pulling" in write.hint


@pytest.mark.parametrize(
    "arn", [f"arn:aws:iam::{ACCOUNT}:root", f"arn:aws:sts::{ACCOUNT}:federated-user/ana", SESSION_ARN]
)
def test_where_nothing_may_be_simulated_writing_is_not_known(aws, check, arn):
    aws.on["GetCallerIdentity"] = lambda call: caller(arn)
    aws.on["GetRole"] = lambda call: xml_error(403, "AccessDenied", f"User: {arn} is not authorized")
    write = check().row("write")
    assert (write.verdict, write.text) == (Verdict.UNKNOWN, "not known until the first write")


def test_simulation_refused_is_not_known(aws, check):
    aws.on["SimulatePrincipalPolicy"] = lambda call: xml_error(403, "AccessDenied", "no")
    assert check().row("write").verdict is Verdict.UNKNOWN


def test_reading_refused_names_the_action(aws, check):
    text = f"User: arn:aws:iam::{ACCOUNT}:user/ana is not authorized to perform: wellarchitected:ListWorkloads"
    aws.on["POST /workloadsSummaries"] = lambda call: json_error(403, "AccessDeniedException", text)
    found = check()
    assert not found.can_read
    assert found.row("read").text == "No permission for wellarchitected:ListWorkloads."
    assert found.row("read").verdict is Verdict.BAD


def test_a_region_without_the_tool_is_said(aws, check, monkeypatch):
    found = check(connection=Connection("keyed", "af-south-1"))
    assert found.row("region").verdict is Verdict.UNKNOWN
    assert "af-south-1" in found.row("region").text


def test_an_endpoint_of_the_tool_alone_still_tells_about_reading(aws, check):
    aws.on["GetCallerIdentity"] = lambda call: (404, "<html>nothing here</html>")
    found = check(connection=Connection("keyed", "us-east-1", aws.url))
    assert found.row("caller").verdict is Verdict.UNKNOWN
    assert found.can_read
    assert found.account == ""


def test_ended_credentials_offer_to_sign_in(aws, check):
    aws.on["GetCallerIdentity"] = lambda call: xml_error(403, "ExpiredToken", "The security token is expired")
    with pytest.raises(SignInNeeded, match="has ended"):
        check()


def test_no_network_is_an_error_and_no_row(aws, check, no_waiting):
    aws.stop()
    with pytest.raises(AwsUnreachable):
        check()


def test_cancel_comes_through(aws, check):
    def cancel(done, total, note=""):
        if done == 2:
            raise Cancelled

    with pytest.raises(Cancelled):
        check(cancel)
    assert not aws.named("SimulatePrincipalPolicy")


def test_a_room_that_watches_sees_no_account():
    assert room_safe(f"{SESSION_ARN} in {ACCOUNT}").count(ACCOUNT) == 0
    assert room_safe("14 of 57 answers, 2026-11-23") == "14 of 57 answers, 2026-11-23"
