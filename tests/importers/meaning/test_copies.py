from __future__ import annotations

import pytest

from tests.importers.meaning.drawing import Drawn, draw, links, network, resource
from workbench.importers.resource import Link, Unknown


def group_of(drawn: Drawn, key: str) -> tuple[object, ...]:
    (group,) = drawn[key].groups
    return group.needs, *group.members


def scaled(**properties: object) -> Drawn:
    return draw(
        *network(0, 1), resource("asg", "AutoScaling::AutoScalingGroup",
                                 {"VPCZoneIdentifier": links("s0", "s1"), **properties}),
    )  # fmt: skip


def test_desired_instances_go_round_the_zones_and_the_need_is_asked() -> None:
    drawn = scaled(DesiredCapacity="3", MinSize=1)
    assert group_of(drawn, "asg") == (None, "asg/instance 1", "asg/instance 2", "asg/instance 3")
    assert [drawn[f"asg/instance {n}"].domains for n in (1, 2, 3)] == [("s0",), ("s1",), ("s0",)]
    assert not drawn["asg"].failable
    assert drawn.singles("Work of asg") == set()
    assert frozenset({"az:0", "asg/instance 2"}) in drawn.pairs("Work of asg")
    assert any("3 copies" in one for one in drawn.report.assumptions)


def test_copies_go_to_another_zone_before_another_subnet_of_the_same() -> None:
    drawn = draw(*network(0, 0, 1), resource("asg", "AutoScaling::AutoScalingGroup",
                 {"VPCZoneIdentifier": links("s0", "s1", "s2"), "DesiredCapacity": 2}))  # fmt: skip
    assert drawn["asg/instance 2"].domains == ("s2",)


def test_one_instance_is_a_single_point_and_its_subnets_are_not() -> None:
    drawn = scaled(MinSize=1, MaxSize=4)
    assert drawn.singles("Work of asg") == {"asg"}
    assert drawn["asg"].attributes["max_size"] == 4


def test_an_open_count_is_asked_and_counts_as_no_redundancy() -> None:
    drawn = scaled(DesiredCapacity=Unknown("parameter Size has no default"))
    assert drawn.singles("Work of asg") == {"asg"}
    assert any("How many copies of asg" in one for one in drawn.asked("asg"))


def test_many_copies_are_pools() -> None:
    drawn = scaled(DesiredCapacity=1_000_000)
    assert len(drawn["asg"].groups[0].members) == 2
    assert drawn["asg/instance 1"].attributes["copies"] == 500_000
    assert any("one pool in each of 2 places" in one for one in drawn.report.assumptions)


@pytest.mark.parametrize(("said", "members"), [(True, 2), ("true", 2), (False, 0), (None, 0)])
def test_a_database_with_a_standby(said: object, members: int) -> None:
    flag = {} if said is None else {"MultiAZ": said}
    drawn = draw(
        *network(0, 1), resource("group", "RDS::DBSubnetGroup", {"SubnetIds": links("s0", "s1")}),
        resource("db", "RDS::DBInstance", {"DBSubnetGroupName": Link("group"), **flag}),
    )  # fmt: skip
    if members:
        assert group_of(drawn, "db") == (1, "db/primary", "db/standby")
        assert drawn["db"].groups[0].failover_s == 120
        assert {drawn["db/primary"].domains, drawn["db/standby"].domains} == {("s0",), ("s1",)}
    assert drawn.singles("Use of db") == (set() if members else {"db"})


def test_an_open_standby_is_asked() -> None:
    drawn = draw(resource("db", "RDS::DBInstance", {"MultiAZ": Unknown("parameter HA has no default")}))
    assert drawn.singles("Use of db") == {"db"}
    assert "second copy" in drawn.asked("db")[0]


def test_a_cluster_fails_over_between_its_instances() -> None:
    member = {"DBClusterIdentifier": Link("cluster")}
    drawn = draw(
        *network(0, 1), resource("cluster", "RDS::DBCluster", {"Engine": "aurora-mysql"}),
        resource("w", "RDS::DBInstance", {**member, "AvailabilityZone": "eu-west-1a"}),
        resource("r", "RDS::DBInstance", {**member, "AvailabilityZone": "eu-west-1b"}),
    )  # fmt: skip
    assert group_of(drawn, "cluster") == (1, "w", "r")
    assert drawn.titles() == ["Use of cluster"]
    assert drawn.singles("Use of cluster") == set()
    assert drawn.managed("Use of cluster") == {"cluster"}


def test_a_cluster_of_one_instance_hangs_on_it() -> None:
    drawn = draw(resource("cluster", "RDS::DBCluster"),
                 resource("w", "RDS::DBInstance", {"DBClusterIdentifier": Link("cluster")}))  # fmt: skip
    assert drawn.singles("Use of cluster") == {"w"}


def test_a_read_replica_does_not_save_its_source() -> None:
    drawn = draw(resource("main", "RDS::DBInstance"),
                 resource("copy", "RDS::DBInstance", {"SourceDBInstanceIdentifier": Link("main")}))  # fmt: skip
    assert drawn.singles("Use of main") == {"main"}
    assert drawn["copy"].soft == ("main",)
    assert any("promote" in one for one in drawn.asked("copy"))


def replication(**properties: object) -> Drawn:
    return draw(
        *network(0, 1), resource("group", "ElastiCache::SubnetGroup", {"SubnetIds": links("s0", "s1")}),
        resource("cache", "ElastiCache::ReplicationGroup", {"CacheSubnetGroupName": Link("group"), **properties}),
    )  # fmt: skip


def test_replicas_that_take_over_are_redundancy() -> None:
    drawn = replication(NumCacheClusters=2, AutomaticFailoverEnabled=True, MultiAZEnabled=True)
    assert group_of(drawn, "cache") == (1, "cache/primary", "cache/replica")
    assert drawn.singles("Use of cache") == set()


def test_replicas_that_do_not_take_over_are_none() -> None:
    drawn = replication(NumCacheClusters=2)
    assert drawn.singles("Use of cache") == {"cache"}
    assert any("do not take over" in one for one in drawn.report.assumptions)


def test_replicas_that_may_share_a_zone_are_asked_about() -> None:
    drawn = replication(NumCacheClusters=2, AutomaticFailoverEnabled=True)
    assert any("different zones" in one for one in drawn.asked("cache"))


def test_every_shard_is_needed() -> None:
    drawn = replication(NumNodeGroups=2, ReplicasPerNodeGroup=1, AutomaticFailoverEnabled=True, MultiAZEnabled=True)
    assert {one.id for one in drawn["cache"].requires} >= {"cache/shard 1", "cache/shard 2"}
    assert frozenset({"cache/shard 1/primary", "cache/shard 1/replica"}) in drawn.pairs("Use of cache")


def test_tasks_on_hosts_of_ones_own_stand_on_different_hosts() -> None:
    drawn = draw(
        *network(0, 1), resource("cluster", "ECS::Cluster"),
        resource("launch", "EC2::LaunchTemplate", {"LaunchTemplateData": {"UserData": {"Fn::Join": ["", [Link("cluster")]]}}}),
        resource("asg", "AutoScaling::AutoScalingGroup",
                 {"VPCZoneIdentifier": links("s0", "s1"), "DesiredCapacity": 2,
                  "LaunchTemplate": {"LaunchTemplateId": Link("launch")}}),
        resource("web", "ECS::Service", {"Cluster": Link("cluster"), "DesiredCount": 2}),
    )  # fmt: skip
    assert "asg/instance 1" in drawn["web/task 1"].domains
    assert "asg/instance 2" in drawn["web/task 2"].domains
    assert drawn.singles("Work of web") == set()
    assert frozenset({"asg/instance 1", "web/task 2"}) in drawn.pairs("Work of web")


def test_either_or_is_no_redundancy() -> None:
    member = {"DBClusterIdentifier": Link("cluster")}
    small = resource("small", "RDS::DBInstance", member, condition="small", attributes={"excludes": ["large"]})
    large = resource("large", "RDS::DBInstance", member, condition="large", attributes={"excludes": ["small"]})
    drawn = draw(resource("cluster", "RDS::DBCluster"), small, large)
    assert drawn.singles("Use of cluster") == {"small"}
    assert len([one for one in drawn.report.questions if one.about == "Condition"]) == 2


def test_one_question_for_one_condition() -> None:
    some = [resource(f"q{n}", "SQS::Queue", condition="Env is prod") for n in range(5)]
    drawn = draw(*some)
    assert [one.text for one in drawn.report.questions] == [
        "Are q0, q1, q2 and 2 more there? The file makes them only if Env is prod; they are drawn as if they were."
    ]
