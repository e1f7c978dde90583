"""What the peer refuses about a request before any work: signature, session, rights, model, Region."""

from __future__ import annotations

import http.client
import json
from urllib.parse import urlsplit

import pytest
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from tests.sync.peer import ACCESS_KEY, REGION, SECRET_KEY
from tests.sync.refused import refused

SHOP = {"WorkloadName": "Shop", "Description": "Web shop", "Environment": "PRODUCTION", "AwsRegions": [REGION],
        "ReviewOwner": "Team", "Lenses": ["wellarchitected"]}  # fmt: skip


def send(peer, method, path, body=None, *, region=REGION, service="wellarchitected", secret=SECRET_KEY, change=None):
    """Send a signed request past boto3, and return status, error code and body."""
    data = json.dumps(body).encode() if body is not None else b""
    request = AWSRequest(method=method, url=peer.endpoint + path, data=data, headers={"Content-Type": "text/json"})
    SigV4Auth(Credentials(ACCESS_KEY, secret), service, region).add_auth(request)
    headers = dict(request.headers.items())
    headers.update(change or {})
    connection = http.client.HTTPConnection(urlsplit(peer.endpoint).netloc, timeout=5)
    try:
        connection.request(method, path, data, {name: value for name, value in headers.items() if value})
        response = connection.getresponse()
        text = response.read()
        return response.status, response.headers.get("x-amzn-ErrorType", ""), json.loads(text or b"{}")
    finally:
        connection.close()


# ---------------------------------------------------------------------------------------- signature
def test_a_good_signature_passes(peer):
    status, error, body = send(peer, "POST", "/workloadsSummaries", {})
    assert (status, error, body) == (200, "", {"WorkloadSummaries": []})


def test_wrong_secret_is_refused(peer):
    status, error, body = send(peer, "POST", "/workloadsSummaries", {}, secret="another")
    assert (status, error) == (403, "InvalidSignatureException")
    assert "does not match" in body["Message"]


def test_a_request_changed_on_the_way_is_refused(peer, client):
    tool = client()

    def change(request, **_more):
        request.data = request.body = request.body.replace(b"Shop", b"Ship")

    tool.meta.events.register("before-send.wellarchitected.CreateWorkload", change)
    refused(tool.create_workload, "InvalidSignatureException", **SHOP)
    assert peer.calls[-1].applied is False


@pytest.mark.parametrize(
    ("header", "code"),
    [
        ("", "MissingAuthenticationTokenException"),
        ("Basic QWxhZGRpbg==", "IncompleteSignatureException"),
        (
            "AWS4-HMAC-SHA256 Credential=AKIAUNKNOWN/20260302/eu-west-1/wellarchitected/aws4_request, "
            "SignedHeaders=host;x-amz-date, Signature=" + "0" * 64,
            "UnrecognizedClientException",
        ),
        (
            f"AWS4-HMAC-SHA256 Credential={ACCESS_KEY}/20260302/eu-west-1/wellarchitected/aws4_request, "
            "SignedHeaders=host, Signature=" + "0" * 64,
            "InvalidSignatureException",
        ),
    ],
)
def test_a_bad_authorization_header_has_its_own_error(peer, header, code):
    status, error, _body = send(peer, "POST", "/workloadsSummaries", {}, change={"Authorization": header})
    assert (status, error) == (403, code)


def test_an_old_date_is_refused(peer):
    old = {"X-Amz-Date": "20200101T000000Z"}
    header = (
        f"AWS4-HMAC-SHA256 Credential={ACCESS_KEY}/20200101/eu-west-1/wellarchitected/aws4_request, "
        "SignedHeaders=host;x-amz-date, Signature=" + "0" * 64
    )
    _status, error, body = send(peer, "POST", "/workloadsSummaries", {}, change={**old, "Authorization": header})
    assert error == "InvalidSignatureException"
    assert body["Message"].startswith("Signature expired")


def test_an_unknown_key_gets_what_aws_says(peer, client):
    peer.callers.clear()
    response = refused(client().list_workloads, "UnrecognizedClientException")
    assert response["ResponseMetadata"]["HTTPStatusCode"] == 403


def test_a_session_needs_its_token_and_ends(peer, client):
    session = peer.add_caller("ASIASESSION", "secret", token="token", name="reviewer")
    assert client(caller=session).list_workloads()["WorkloadSummaries"] == []
    session.token = "renewed"
    other = client(caller=session)
    session.token = "renewed again"
    refused(other.list_workloads, "UnrecognizedClientException")
    session.token = "renewed"
    session.expired = True
    refused(other.list_workloads, "ExpiredTokenException")


def test_a_region_without_the_service_is_refused(client):
    response = refused(client(region="eu-south-2").list_workloads, "InvalidSignatureException")
    assert "valid Region" in response["Error"]["Message"]


def test_rights_are_per_action(peer, client):
    reader = peer.add_caller(
        "AKIAREADER", "secret", name="reader", may=("wellarchitected:Get*", "wellarchitected:List*")
    )
    tool = client(caller=reader)
    assert tool.list_workloads()["WorkloadSummaries"] == []
    response = refused(tool.create_workload, "AccessDeniedException", **SHOP)
    assert "not authorized to perform: wellarchitected:CreateWorkload" in response["Message"]
    assert peer.calls[-1].applied is False


# ---------------------------------------------------------------------------------------- the model
@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"WorkloadName": "x" * 101}, "WorkloadName"),
        ({"WorkloadName": 5}, "WorkloadName"),
        ({"WorkloadName": None}, "WorkloadName"),
        ({"Environment": "TEST"}, "Environment"),
        ({"ArchitecturalDesign": "file:///etc"}, "ArchitecturalDesign"),
        ({"AccountIds": ["12345678901x"]}, "AccountIds[0]"),
        ({"NonAwsRegions": ["One", "Two", "Three", "Four", "Five", "Six"]}, "NonAwsRegions"),
        ({"NonAwsRegions": "Frankfurt"}, "NonAwsRegions"),
        ({"Notes": "x" * 2085}, "Notes"),
        ({"Tags": {"bad;key": "1"}}, "Tags key"),
        ({"Tags": ["key"]}, "Tags"),
        ({"DiscoveryConfig": {"Unknown": 1}}, "DiscoveryConfig.Unknown"),
        ({"DiscoveryConfig": []}, "DiscoveryConfig"),
        ({"IndustryType": "Fishing"}, "IndustryType"),
        ({"Nonsense": 1}, "Nonsense"),
    ],
)  # fmt: skip
def test_members_are_held_against_the_model(peer, change, field):
    body = {**SHOP, "ClientRequestToken": "t", **change}
    status, error, answer = send(peer, "POST", "/workloads", body)
    assert (status, error) == (400, "ValidationException")
    assert answer["Reason"] == "FIELD_VALIDATION_FAILED"
    assert [entry["Name"] for entry in answer["Fields"]] == [field]


@pytest.mark.parametrize(
    "path",
    [
        "/lenses?MaxResults=51",
        "/lenses?MaxResults=many",
        "/lenses?LensType=MINE",
        "/lenses?Surprise=1",
        "/consolidatedReport?Format=JSON&MaxResults=16",
        "/consolidatedReport?Format=JSON&IncludeSharedResources=perhaps",
        "/consolidatedReport",
    ],
)
def test_query_members_are_held_against_the_model(peer, path):
    status, error, _answer = send(peer, "GET", path)
    assert (status, error) == (400, "ValidationException")


@pytest.mark.parametrize("body", ["[1]", "{no json"])
def test_a_body_that_is_no_object_cannot_be_parsed(peer, body):
    data = body.encode()
    request = AWSRequest(method="POST", url=peer.endpoint + "/workloadsSummaries", data=data)
    SigV4Auth(Credentials(ACCESS_KEY, SECRET_KEY), "wellarchitected", REGION).add_auth(request)
    connection = http.client.HTTPConnection(urlsplit(peer.endpoint).netloc, timeout=5)
    connection.request("POST", "/workloadsSummaries", data, dict(request.headers.items()))
    answer = json.loads(connection.getresponse().read())
    connection.close()
    assert answer["Reason"] == "CANNOT_PARSE"


def test_unicode_is_allowed_where_the_pattern_allows_it(peer, client):
    made = client().create_workload(**SHOP, Tags={"Größe/中": "Ж"}, Notes="ä" * 2084)
    assert client().get_workload(WorkloadId=made["WorkloadId"])["Workload"]["Tags"] == {"Größe/中": "Ж"}


def test_an_operation_the_peer_does_not_play_says_so(client):
    refused(client().list_agent_profiles, "UnknownOperationException")
    refused(client(region="us-gov-west-1").list_profiles, "UnknownOperationException")


def test_an_address_nobody_answers_to_is_unknown(peer):
    assert send(peer, "GET", "/nothing/here")[:2] == (404, "UnknownOperationException")
    assert send(peer, "PUT", "/workloads")[:2] == (404, "UnknownOperationException")


def test_the_arn_in_place_of_the_id_is_not_found(peer, client):
    workload = peer.make_workload("Shop")
    arn = peer.workload(workload).arn
    response = refused(client().get_workload, "ResourceNotFoundException", WorkloadId=arn)
    assert response["Message"].startswith("[ResourceNotFound] No workload with ID")
    assert (response["ResourceId"], response["ResourceType"]) == (arn, "WORKLOAD")


def test_every_request_is_recorded(peer, client):
    tool = client()
    made = tool.create_workload(**SHOP)["WorkloadId"]
    refused(tool.get_workload, "ResourceNotFoundException", WorkloadId="0" * 32)
    first, second = peer.calls
    assert (first.operation, first.applied, first.status, first.writes) == ("CreateWorkload", True, 200, True)
    assert first.parameters["WorkloadName"] == "Shop"
    assert (first.account, first.region) == (peer.workload(made).owner, REGION)
    assert (second.error, second.applied, second.status, second.writes) == (
        "ResourceNotFoundException", False, 404, False)  # fmt: skip
    assert peer.calls.counts() == {"CreateWorkload": 1, "GetWorkload": 1}
    assert len(peer.calls.of("*Workload", applied=True)) == 1
    assert len(peer.calls.of(writes=False)) == 1
    peer.forget_calls()
    assert peer.calls == []
