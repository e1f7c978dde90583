"""AWS Config: items in every document that AWS hands out, joined by what they name and by their relationships."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.importers.readings import read
from workbench.domain.graph import Criticality

SNAPSHOT = Path(__file__).parents[2] / "samples" / "importers" / "aws_config" / "snapshot.json"
INSTANCE, SUBNET, VPC = "i-0ccccccccccccccc1", "subnet-0bbbbbbbbbbbbbbb1", "vpc-0aaaaaaaaaaaaaaa1"
QUEUE = "https://sqs.eu-west-1.amazonaws.com/111122223333/jobs"


def items():
    return json.loads(SNAPSHOT.read_text())["configurationItems"]


def graph_of(nodes, edges):
    return {"getResourceGraph": {"nodes": nodes, "edges": edges}}


def test_a_snapshot_is_joined():
    found = read(SNAPSHOT.read_text())
    (report,) = found.reports
    assert (report.format, report.resources, report.errors) == ("aws-config", 6, [])
    assert report.references == 6
    web = found.graph.nodes[INSTANCE]
    assert (web.label, web.domains) == ("web", (SUBNET,))
    assert set(found.graph.nodes[SUBNET].domains) == {"az:eu-west-1a", VPC}
    assert web.attributes["source"]["line"] > 20
    assert "az:eu-west-1a" in found.graph.nodes["db-ABCDEFGHIJKLMNOP"].domains
    assert "1 resource that was deleted is left out." in report.assumptions


def test_an_association_is_drawn_once_and_nobody_claims_that_it_is_hard():
    found = read(SNAPSHOT.read_text())
    both = [
        one for key, other in ((INSTANCE, QUEUE), (QUEUE, INSTANCE))
        for one in found.graph.nodes[key].requires if one.id == other
    ]  # fmt: skip
    assert [one.criticality for one in both] == [Criticality.UNKNOWN]


@pytest.mark.parametrize(
    "document",
    [
        items()[3],
        items(),
        {"configurationItem": items()[3]},
        {"messageType": "ConfigurationItemChangeNotification", "configurationItem": items()[3]},
        {"baseConfigurationItems": items(), "unprocessedResourceKeys": []},
        {"QueryInfo": {}, "Results": [json.dumps(one) for one in items()]},
        [{"configurationItem": one} for one in items()],
    ],
)
def test_every_document_is_known(document):
    found = read(json.dumps(document))
    assert found.reports[0].format == "aws-config"
    assert INSTANCE in found.graph.nodes


def test_the_network_that_nobody_described_is_there_all_the_same():
    item = {
        "resourceType": "AWS::ElasticLoadBalancingV2::LoadBalancer", "resourceId": "arn:aws:elasticloadbalancing:x",
        "awsRegion": "eu-west-1", "accountId": "111122223333",
        "configuration": json.dumps({
            "vpcId": VPC, "availabilityZones": [
                {"zoneName": "eu-west-1a", "subnetId": "subnet-0000000a"}, {"zoneName": "eu-west-1b", "subnetId": "subnet-0000000b"},
            ],
        }),
        "relatedEvents": [{"resourceType": "AWS::EC2::VPC", "resourceId": VPC, "relationshipName": "Is contained in Vpc"}],
    }  # fmt: skip
    found = read(json.dumps(item))
    (group,) = found.graph.nodes["arn:aws:elasticloadbalancing:x"].groups
    assert group.members == ("subnet-0000000a", "subnet-0000000b")
    assert {"az:eu-west-1b", VPC} <= set(found.graph.nodes["subnet-0000000b"].domains)


def test_a_graph_of_workload_discovery():
    def node(key, type_, name):
        inner = {
            "resourceType": type_,
            "resourceId": name,
            "resourceName": name,
            "awsRegion": "eu-west-1",
            "configuration": '"{}"',
        }
        return {"id": key, "label": type_.replace("::", "_"), "properties": inner}

    nodes = [
        node("arn:f", "AWS::Lambda::Function", "f"),
        node("arn:q", "AWS::SQS::Queue", "q"),
        node("t", "AWS::Tags::Tag", "t"),
    ]
    ends = [("arn:f", "arn:q", "IS_ASSOCIATED_WITH"), ("t", "arn:f", "IS_ASSOCIATED_WITH")]
    edges = [
        {"id": str(n), "label": name, "source": {"id": a}, "target": {"id": b}} for n, (a, b, name) in enumerate(ends)
    ]
    for document in (graph_of(nodes, edges), {"data": graph_of(nodes, edges)}):
        found = read(json.dumps(document))
        assert (found.reports[0].resources, found.reports[0].references) == (3, 2)
        assert "arn:q" in {one.id for one in found.graph.nodes["arn:f"].requires}
        assert "t" not in found.graph.nodes


def test_one_id_of_two_types_is_told_apart():
    two = [
        {
            "resourceType": "AWS::IAM::Role",
            "resourceId": "web",
            "awsRegion": "global",
            "arn": "arn:aws:iam::1:role/web",
        },
        {
            "resourceType": "AWS::SQS::Queue",
            "resourceId": "web",
            "awsRegion": "eu-west-1",
            "arn": "arn:aws:sqs:x:1:web",
        },
    ]
    assert {"web", "arn:aws:sqs:x:1:web"} <= set(read(json.dumps(two)).graph.nodes)


@pytest.mark.parametrize(
    "document", [{"resourceType": "x", "resourceId": "y"}, {"configurationItems": [1, "a"]}, {"Results": ["{}"]}]
)
def test_what_only_looks_alike_is_not_taken(document):
    assert read(json.dumps(document)).reports[0].format != "aws-config"
