"""STS, IAM and IAM Identity Center at the peer, as a connection test and a sign-in need them."""

from __future__ import annotations

import datetime

import pytest
from botocore import UNSIGNED
from botocore.config import Config

from tests.sync.peer.identity import Role
from tests.sync.refused import refused

ROLE = "arn:aws:iam::111122223333:role/Reviewer"


def test_sts_names_the_caller(peer, client):
    answer = client("sts").get_caller_identity()
    assert (answer["Account"], answer["Arn"]) == ("111122223333", "arn:aws:iam::111122223333:user/architect")
    assert (peer.calls[-1].service, peer.calls[-1].operation) == ("sts", "GetCallerIdentity")


def test_sts_refuses_in_its_own_words(peer, client):
    session = peer.add_caller("ASIASESSION", "secret", token="token")
    session.expired = True
    refused(client("sts", caller=session).get_caller_identity, "ExpiredToken")
    tool = client("sts")
    peer.callers.clear()
    refused(tool.get_caller_identity, "InvalidClientTokenId")
    assert peer.calls[-1].error == "InvalidClientTokenId"


def test_a_role_is_assumed_with_its_device_only(peer, client):
    serial = "arn:aws:iam::111122223333:mfa/architect"
    peer.identity.roles[ROLE] = Role(ROLE, serial, "123456", may=("wellarchitected:List*",))
    sts = client("sts")
    refused(sts.assume_role, "AccessDenied", RoleArn=ROLE, RoleSessionName="me")
    refused(sts.assume_role, "AccessDenied", RoleArn=ROLE + "2", RoleSessionName="me")
    given = sts.assume_role(RoleArn=ROLE, RoleSessionName="me", SerialNumber=serial, TokenCode="123456")["Credentials"]
    assert given["Expiration"] > datetime.datetime.now(datetime.UTC)
    caller = peer.callers[given["AccessKeyId"]]
    assert client(caller=caller).list_workloads()["WorkloadSummaries"] == []
    refused(client(caller=caller).get_global_settings, "AccessDeniedException")
    assert client("sts", caller=caller).get_caller_identity()["Arn"].endswith("assumed-role/Reviewer/session")


def test_iam_simulates_what_a_caller_may_do(peer, client):
    reader = peer.add_caller(
        "AKIAREADER", "secret", name="reader", may=("wellarchitected:Get*", "iam:Simulate*"), may_not=()
    )
    results = client("iam", caller=reader).simulate_principal_policy(
        PolicySourceArn=reader.arn, ActionNames=["wellarchitected:GetAnswer", "wellarchitected:UpdateAnswer"]
    )["EvaluationResults"]
    assert [entry["EvalDecision"] for entry in results] == ["allowed", "implicitDeny"]
    reader.may_not = ("iam:*",)
    refused(
        client("iam", caller=reader).simulate_principal_policy, "AccessDenied",
        PolicySourceArn=reader.arn, ActionNames=["wellarchitected:GetAnswer"],
    )  # fmt: skip


# ---------------------------------------------------------------------------------------- Identity Center
@pytest.fixture
def oidc(client):
    return client("sso-oidc", config=Config(signature_version=UNSIGNED))


@pytest.fixture
def device(oidc):
    """Return the members of CreateToken for a device that waits."""
    registered = oidc.register_client(clientName="workbench", clientType="public", scopes=["sso:account:access"])
    known = {name: registered[name] for name in ("clientId", "clientSecret")}
    started = oidc.start_device_authorization(**known, startUrl="https://example.awsapps.com/start")
    assert started["userCode"] in started["verificationUriComplete"]
    grant = "urn:ietf:params:oauth:grant-type:device_code"
    return {**known, "grantType": grant, "deviceCode": started["deviceCode"]}


def test_a_sign_in_waits_for_the_person(peer, client, oidc, device):
    refused(oidc.create_token, "AuthorizationPendingException", **device)
    peer.sign_in.approve()
    token = oidc.create_token(**device)
    sso = client("sso", config=Config(signature_version=UNSIGNED))
    bearer = {"accessToken": token["accessToken"]}
    assert sso.list_accounts(**bearer)["accountList"][0]["accountId"] == "111122223333"
    assert sso.list_account_roles(**bearer, accountId="111122223333")["roleList"][0]["roleName"] == "architect"
    role = sso.get_role_credentials(**bearer, accountId="111122223333", roleName="architect")["roleCredentials"]
    caller = peer.callers[role["accessKeyId"]]
    assert client(caller=caller).list_workloads()["WorkloadSummaries"] == []
    renewed = oidc.create_token(
        **{**device, "grantType": "refresh_token", "refreshToken": token["refreshToken"]}
    )["accessToken"]  # fmt: skip
    assert renewed != token["accessToken"]
    peer.sign_in.end_sessions()
    refused(sso.get_role_credentials, "UnauthorizedException", **bearer, accountId="111122223333", roleName="architect")
    refused(client(caller=caller).list_workloads, "ExpiredTokenException")


@pytest.mark.parametrize(
    ("outcome", "code"), [("refuse", "AccessDeniedException"), ("let_devices_expire", "ExpiredTokenException")]
)
def test_a_sign_in_may_fail(peer, oidc, device, outcome, code):
    getattr(peer.sign_in, outcome)()
    refused(oidc.create_token, code, **device)


def test_logging_out_ends_the_token(peer, client, oidc, device):
    peer.sign_in.approve()
    bearer = {"accessToken": oidc.create_token(**device)["accessToken"]}
    sso = client("sso", config=Config(signature_version=UNSIGNED))
    sso.logout(**bearer)
    refused(sso.list_accounts, "UnauthorizedException", **bearer)
    refused(oidc.create_token, "InvalidClientException", **{**device, "clientSecret": "wrong"})
