from __future__ import annotations

from tests.importers.meaning.drawing import draw, links, network, resource
from workbench.importers.resource import Link, Resource

OUT = "Outbound traffic of the private subnets of vpc"


def gateway() -> list[Resource]:
    return [
        resource("igw", "EC2::InternetGateway"),
        resource("attached", "EC2::VPCGatewayAttachment", {"VpcId": Link("vpc"), "InternetGatewayId": Link("igw")}),
        resource("public", "EC2::RouteTable", {"VpcId": Link("vpc")}),
        resource("to-igw", "EC2::Route", {"RouteTableId": Link("public"), "GatewayId": Link("igw"),
                                          "DestinationCidrBlock": "0.0.0.0/0"}),
    ]  # fmt: skip


def association(subnet: str, table: str) -> Resource:
    return resource(f"{subnet}-{table}", "EC2::SubnetRouteTableAssociation",
                    {"SubnetId": Link(subnet), "RouteTableId": Link(table)})  # fmt: skip


def nat(n: int, subnet: str) -> list[Resource]:
    return [
        resource(f"eip{n}", "EC2::EIP"),
        resource(f"nat{n}", "EC2::NatGateway", {"SubnetId": Link(subnet), "AllocationId": Link(f"eip{n}", "AllocationId")}),
        resource(f"private{n}", "EC2::RouteTable", {"VpcId": Link("vpc")}),
        resource(f"out{n}", "EC2::Route", {"RouteTableId": Link(f"private{n}"), "NatGatewayId": Link(f"nat{n}"),
                                           "DestinationCidrBlock": "0.0.0.0/0"}),
    ]  # fmt: skip


def test_a_nat_gateway_in_each_zone_is_no_single_point() -> None:
    drawn = draw(
        *network(0, 1, 0, 1), *gateway(), *nat(0, "s0"), *nat(1, "s1"), association("s0", "public"),
        association("s1", "public"), association("s2", "private0"), association("s3", "private1"),
    )  # fmt: skip
    assert drawn.singles(OUT) == set()
    assert drawn.managed(OUT) == {"igw", "attached", "vpc"}
    named = {one for one in drawn.pairs(OUT) if one <= {"nat0", "nat1", "eip0", "eip1"}}
    assert named == {frozenset({a, b}) for a in ("nat0", "eip0") for b in ("nat1", "eip1")}
    assert {"s0", "s2", "nat0"} <= set(drawn.analysis.blast_radius("az:0"))


def test_one_nat_gateway_for_all_is_one() -> None:
    drawn = draw(
        *network(0, 1, 0, 1), *gateway(), *nat(0, "s0"), association("s0", "public"),
        association("s2", "private0"), association("s3", "private0"),
    )  # fmt: skip
    assert drawn.singles(OUT) == {"nat0", "eip0", "s0", "az:0"}


def test_either_a_nat_gateway_or_a_nat_instance_is_no_redundancy() -> None:
    one = resource("nat", "EC2::NatGateway", {"SubnetId": Link("s0")}, condition="a", attributes={"excludes": ["b"]})
    other = resource("box", "EC2::Instance", {"SubnetId": Link("s0")}, condition="b", attributes={"excludes": ["a"]})
    routes = [
        resource(
            "r1",
            "EC2::Route",
            {"RouteTableId": Link("t"), "DestinationCidrBlock": "0.0.0.0/0", "NatGatewayId": Link("nat")},
        ),
        resource(
            "r2",
            "EC2::Route",
            {"RouteTableId": Link("t"), "DestinationCidrBlock": "0.0.0.0/0", "InstanceId": Link("box")},
        ),
    ]
    drawn = draw(*network(0, 1), one, other, resource("t", "EC2::RouteTable"), *routes, association("s1", "t"))
    assert "nat" in drawn.singles(OUT)
    assert "box" not in drawn.singles(OUT)
    assert drawn.titles() == [OUT]


def test_a_gateway_endpoint_does_not_lean_on_the_nat() -> None:
    endpoint = resource("s3", "EC2::VPCEndpoint", {"VpcId": Link("vpc"), "RouteTableIds": links("private0")})
    drawn = draw(*network(0, 1), *nat(0, "s0"), association("s1", "private0"), endpoint)
    assert "s3" not in drawn.analysis.blast_radius("nat0")


def test_a_balancer_for_the_internet_leans_on_its_gateway() -> None:
    balancer = resource("lb", "ElasticLoadBalancingV2::LoadBalancer", {"Subnets": links("s0", "s1")})
    inner = resource(
        "inner", "ElasticLoadBalancingV2::LoadBalancer", {"Subnets": links("s0", "s1"), "Scheme": "internal"}
    )
    drawn = draw(*network(0, 1), *gateway(), association("s0", "public"), association("s1", "public"), balancer, inner)
    assert drawn.managed("Requests to lb") == {"lb", "igw", "attached", "vpc"}
    assert drawn.managed("Requests to inner") == {"inner", "vpc"}
    assert drawn.singles("Requests to lb") == set()


def test_security_groups_that_name_each_other_change_nothing() -> None:
    drawn = draw(
        resource(
            "a", "EC2::SecurityGroup", {"SecurityGroupIngress": [{"SourceSecurityGroupId": Link("b", "GroupId")}]}
        ),
        resource(
            "b", "EC2::SecurityGroup", {"SecurityGroupEgress": [{"DestinationSecurityGroupId": Link("a", "GroupId")}]}
        ),
        resource("host", "EC2::Instance", {"SecurityGroupIds": [Link("a"), Link("b")]}),
    )
    assert drawn.singles("Work of host") == {"host"}
    assert not drawn.analysis.never_up


def test_a_file_system_is_reached_through_any_of_its_mount_targets() -> None:
    mounts = [
        resource(f"m{n}", "EFS::MountTarget", {"FileSystemId": Link("files"), "SubnetId": Link(f"s{n}")})
        for n in (0, 1)
    ]
    drawn = draw(*network(0, 1), resource("files", "EFS::FileSystem"), *mounts)
    assert drawn.singles("Use of files") == set()
    assert frozenset({"m0", "m1"}) in drawn.pairs("Use of files")
    assert draw(*network(0), resource("files", "EFS::FileSystem"), mounts[0]).singles("Use of files") == {
        "m0",
        "s0",
        "az:0",
    }
