from __future__ import annotations

from tests.importers.meaning.drawing import draw, links, network, resource
from workbench.importers.resource import Link, Unknown


def test_a_zone_by_number_and_a_zone_by_name() -> None:
    drawn = draw(*network(0, "eu-west-1b"))
    assert drawn["s0"].domains == ("az:0", "vpc")
    assert drawn["az:0"].label == "AZ 0"
    assert drawn["s1"].domains == ("az:eu-west-1b", "vpc")
    assert drawn["az:eu-west-1b"].domains == ("region:eu-west-1",)


def test_numbered_zones_of_two_regions_are_different_zones() -> None:
    one = resource(
        "a", "EC2::Subnet", {"AvailabilityZone": network(0)[1].properties["AvailabilityZone"]}, region="eu-west-1"
    )
    other = resource("b", "EC2::Subnet", dict(one.properties), region="us-east-1")
    drawn = draw(one, other)
    assert drawn["a"].domains != drawn["b"].domains


def test_an_open_zone_is_asked_and_not_drawn() -> None:
    drawn = draw(*network(Unknown("parameter Zone has no default", "Zone")))
    assert drawn["s0"].domains == ("vpc",)
    assert "parameter Zone has no default" in drawn.asked("s0")[0]


def test_an_instance_stands_in_its_subnet() -> None:
    drawn = draw(*network(0), resource("host", "EC2::Instance", {"SubnetId": Link("s0")}))
    assert drawn["host"].domains == ("s0",)
    assert drawn.singles("Work of host") == {"host", "s0", "az:0"}


def test_several_subnets_for_one_node_are_no_redundancy() -> None:
    drawn = draw(
        *network(0, 1), resource("group", "ElastiCache::SubnetGroup", {"SubnetIds": links("s0", "s1")}),
        resource("cache", "ElastiCache::CacheCluster",
                 {"Engine": "redis", "NumCacheNodes": 1, "CacheSubnetGroupName": Link("group")}),
    )  # fmt: skip
    assert drawn.singles("Use of cache") == {"cache"}
    assert not drawn["cache"].groups
    assert "s0, s1" in drawn.asked("cache")[0]


def test_a_zone_that_is_said_decides_among_the_subnets() -> None:
    drawn = draw(
        *network("eu-west-1a", "eu-west-1b"), resource("group", "RDS::DBSubnetGroup", {"SubnetIds": links("s0", "s1")}),
        resource("db", "RDS::DBInstance", {"DBSubnetGroupName": Link("group"), "AvailabilityZone": "eu-west-1b"}),
    )  # fmt: skip
    assert drawn["db"].domains == ("s1",)
    assert not drawn.asked("db")


def test_what_is_open_for_one_reason_is_asked_once() -> None:
    hosts = [
        resource(f"h{n}", "EC2::Instance", {"SubnetId": Unknown("parameter Subnet has no default")}) for n in (1, 2)
    ]
    drawn = draw(*hosts)
    assert [one.text for one in drawn.report.questions] == [
        "In which Availability Zones do h1, h2 stand? The file leaves them open: parameter Subnet has no default."
    ]
    assert drawn["h1"].domains == ("region",)


def test_two_accounts_are_domains_and_one_is_none() -> None:
    one = resource("a", "SQS::Queue", account="1")
    assert draw(one)["a"].domains == ("region",)
    assert "account:1" in draw(one, resource("b", "SQS::Queue", account="2"))["a"].domains
