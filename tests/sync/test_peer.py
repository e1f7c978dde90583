"""The peer as a whole: every operation meets a real client, every quirk has its proof, the command runs."""

from __future__ import annotations

import ast
import base64
import os
import signal
import subprocess
import sys
from pathlib import Path

import boto3
import pytest
from botocore.exceptions import SSLError

from tests.sync.lens_texts import LENS, NEXT
from tests.sync.peer import ACCOUNT, OTHER_ACCOUNT, Peer
from tests.sync.peer.certificates import make_certificate
from tests.sync.peer.clients import client_for
from tests.sync.peer.operations import CATALOG
from tests.sync.peer.quirks import QUIRKS
from tests.sync.refused import refused

HERE = Path(__file__).parent
FRAMEWORK = "wellarchitected"


def walk(peer, tool, theirs):
    """Call every operation once, as a session of work might."""
    arn = tool.import_lens(JSONString=LENS)["LensArn"]
    tool.create_lens_version(LensAlias=arn, LensVersion="1", IsMajorVersion=True)
    tool.list_lenses()
    tool.get_lens(LensAlias=arn)
    tool.export_lens(LensAlias=arn)
    tool.list_lens_shares(LensAlias=arn)
    shop = tool.create_workload(
        WorkloadName="Shop", Description="Sells things", Environment="PRODUCTION", AwsRegions=["eu-west-1"],
        ReviewOwner="Team", Lenses=[FRAMEWORK], DiscoveryConfig={"TrustedAdvisorIntegrationStatus": "ENABLED"},
    )["WorkloadId"]  # fmt: skip
    review = {"WorkloadId": shop, "LensAlias": FRAMEWORK}
    question = {**review, "QuestionId": "priorities"}
    tool.list_workloads()
    tool.get_workload(WorkloadId=shop)
    tool.update_workload(WorkloadId=shop, Notes="New")
    tool.associate_lenses(WorkloadId=shop, LensAliases=[arn])
    tool.list_lens_reviews(WorkloadId=shop)
    tool.get_lens_review(**review)
    tool.update_lens_review(**review, LensNotes="New")
    tool.list_answers(**review)
    tool.get_answer(**question)
    tool.update_answer(**question, SelectedChoices=["ops_priorities_no"])
    tool.list_lens_review_improvements(**review)
    base64.b64decode(tool.get_lens_review_report(**review)["LensReviewReport"]["Base64String"])
    tool.get_consolidated_report(Format="JSON")
    tool.create_milestone(WorkloadId=shop, MilestoneName="First")
    tool.get_milestone(WorkloadId=shop, MilestoneNumber=1)
    tool.list_milestones(WorkloadId=shop)
    peer.publish_lens(NEXT, "2", arn)
    tool.list_notifications()
    tool.get_lens_version_difference(LensAlias=arn)
    tool.upgrade_lens_review(WorkloadId=shop, LensAlias=arn, MilestoneName="Before 2")
    check = {"WorkloadId": shop, "LensArn": arn, "PillarId": "house", "QuestionId": "q", "ChoiceId": "c"}
    tool.list_check_details(**check)
    tool.list_check_summaries(**check)
    share = tool.create_workload_share(WorkloadId=shop, SharedWith=OTHER_ACCOUNT, PermissionType="READONLY")["ShareId"]
    theirs.list_share_invitations()
    theirs.update_share_invitation(ShareInvitationId=share, ShareInvitationAction="REJECT")
    tool.list_workload_shares(WorkloadId=shop)
    tool.update_workload_share(WorkloadId=shop, ShareId=share, PermissionType="CONTRIBUTOR")
    tool.delete_workload_share(WorkloadId=shop, ShareId=share)
    resource = peer.workload(shop).arn
    tool.tag_resource(WorkloadArn=resource, Tags={"team": "shop"})
    tool.untag_resource(WorkloadArn=resource, TagKeys=["team"])
    tool.list_tags_for_resource(WorkloadArn=resource)
    profile = peer.add_profile("Growth", {"priorities"})
    tool.list_profiles()
    tool.get_profile(ProfileArn=profile)
    tool.get_profile_template()
    tool.list_profile_notifications()
    template = peer.add_template(shop)
    tool.list_review_templates()
    tool.get_review_template(TemplateArn=template)
    tool.get_review_template_lens_review(TemplateArn=template, LensAlias=FRAMEWORK)
    tool.list_review_template_answers(TemplateArn=template, LensAlias=FRAMEWORK)
    tool.get_review_template_answer(TemplateArn=template, LensAlias=FRAMEWORK, QuestionId="priorities")
    tool.get_global_settings()
    tool.disassociate_lenses(WorkloadId=shop, LensAliases=[arn])
    tool.delete_workload(WorkloadId=shop)
    tool.delete_lens(LensAlias=arn, LensStatus="ALL")


def test_every_operation_answers_a_real_client(peer, client):
    walk(peer, client(), client(account=OTHER_ACCOUNT))
    assert set(peer.calls.counts()) == set(CATALOG)
    assert {call.error for call in peer.calls} == {""}


def test_every_quirk_has_its_proof():
    tests = {
        node.name
        for path in HERE.glob("test_peer*.py")
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.FunctionDef)
    }
    assert {quirk.proof for quirk in QUIRKS} <= tests


def test_a_mistake_of_the_peer_reaches_the_test(monkeypatch):
    monkeypatch.setitem(CATALOG, "GetGlobalSettings", lambda visit, members: {"Nonsense": 1})
    wrong = Peer()
    refused(client_for(wrong).get_global_settings, "InternalServerException")
    with pytest.raises(BaseExceptionGroup, match="the peer made mistakes"):
        wrong.close()


def test_the_picture_tells_all_a_sync_carries(peer):
    arn = peer.publish_lens(LENS, "1")
    one = peer.make_workload("Shop", Lenses=[arn], Tags={"a": "b"})
    empty = peer.picture(one)
    assert set(empty) == {"members", "tags", "reviews"}
    assert empty["reviews"] == {FRAMEWORK: {"version": "2025-02-25"}, arn: {"version": "1"}}
    peer.edit_answer(
        one, "first_question", lens=arn, choices={"good_practice": {"Status": "SELECTED", "Notes": "Seen"}}
    )
    peer.edit_answer(one, "priorities", applicable=False, reason="OTHER", notes="N")
    peer.edit_notes(one, lens_notes="L", security="S")
    peer.save_milestone(one, "First")
    full = peer.picture(one)
    mark = {"status": "SELECTED", "reason": "NONE", "notes": "Seen"}
    assert full["reviews"][arn]["answers"] == {"first_question": {"marks": {"good_practice": mark}}}
    assert full["reviews"][FRAMEWORK] == {
        "version": "2025-02-25",
        "notes": "L",
        "pillar_notes": {"security": "S"},
        "answers": {"priorities": {"notes": "N", "applicable": "no", "reason": "OTHER"}},
    }
    assert full.pop("milestones") == [(1, "First", full)]
    peer.edit_answer(
        one, "first_question", lens=arn, selected=[], choices={"good_practice": {"Status": "UNSELECTED", "Notes": ""}}
    )
    assert "answers" not in peer.picture(one)["reviews"][arn]


def test_what_others_do_is_not_recorded_and_meets_no_fault(peer):
    peer.add_fault("error")
    shop = peer.make_workload("Shop")
    peer.edit_answer(shop, "priorities", notes="New")
    assert peer.answer(shop, "priorities")["Notes"] == "New"
    assert peer.calls == []


def test_two_accounts_and_regions_are_apart(peer, client):
    peer.make_workload("Shop")
    peer.make_workload("Shop", account=OTHER_ACCOUNT)
    peer.make_workload("Shop", region="us-east-1")
    names = [
        [each["Owner"] for each in client(**where).list_workloads()["WorkloadSummaries"]]
        for where in ({}, {"account": OTHER_ACCOUNT}, {"region": "us-east-1"}, {"region": "us-west-2"})
    ]
    assert names == [[ACCOUNT], [OTHER_ACCOUNT], [ACCOUNT], []]


def test_an_encrypted_endpoint_needs_its_own_ca(tmp_path):
    context, bundle = make_certificate(tmp_path)
    with Peer(tls=context) as secret:
        assert secret.endpoint.startswith("https://")
        assert client_for(secret, verify=str(bundle)).list_workloads()["WorkloadSummaries"] == []
        with pytest.raises(SSLError):
            client_for(secret).list_workloads()


@pytest.mark.skipif(sys.platform == "win32", reason="ends by a Unix signal")
def test_the_command_serves_a_sample():
    command = [sys.executable, "-m", "tests.sync.peer", "--latency-ms", "1"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=HERE.parent.parent, env=os.environ) as served:
        assert served.stdout is not None
        settings = dict(served.stdout.readline().removeprefix("export ").strip().split("=", 1) for _ in range(4))
        tool = boto3.client(
            "wellarchitected",
            aws_access_key_id=settings["AWS_ACCESS_KEY_ID"],
            aws_secret_access_key=settings["AWS_SECRET_ACCESS_KEY"],
            region_name=settings["AWS_DEFAULT_REGION"],
            endpoint_url=settings["AWS_ENDPOINT_URL"],
        )
        names = [each["WorkloadName"] for each in tool.list_workloads()["WorkloadSummaries"]]
        served.send_signal(signal.SIGINT)
        assert served.wait(10) == 0
    assert names == ["Billing", "Web shop"]
