"""Clusters of kOps: etcd and the masters, one or three."""

from __future__ import annotations

from tests.importers.terraform.folders import configured, hard, node, report
from workbench.analyses.failure.analysis import Options, analyse


def cluster(*zones):
    members = ",".join(zones)
    parts = ['provider "aws" { region = "eu-west-1" }\n']
    for zone in zones:
        parts.append(f"""
resource "aws_subnet" "{zone}" {{ availability_zone = "eu-west-1{zone}" }}
resource "aws_ebs_volume" "etcd-{zone}" {{
  availability_zone = "eu-west-1{zone}"
  tags = {{ "KubernetesCluster" = "k.test", "k8s.io/etcd/main" = "{zone}/{members}", "Name" = "{zone}.etcd-main" }}
}}
resource "aws_autoscaling_group" "master-{zone}" {{
  max_size = 1
  min_size = 1
  vpc_zone_identifier = [aws_subnet.{zone}.id]
  target_group_arns = [aws_lb_target_group.api.id]
  tag {{
    key = "k8s.io/role/control-plane"
    value = "1"
  }}
  tag {{
    key = "KubernetesCluster"
    value = "k.test"
  }}
}}
""")
    subnets = ", ".join(f"aws_subnet.{zone}.id" for zone in zones)
    parts.append(f"""
resource "aws_lb" "api" {{ subnets = [{subnets}] }}
resource "aws_lb_target_group" "api" {{}}
resource "aws_lb_listener" "api" {{
  load_balancer_arn = aws_lb.api.id
  default_action {{
    target_group_arn = aws_lb_target_group.api.id
    type = "forward"
  }}
}}
""")
    return configured("".join(parts))


def cuts(imported, order):
    found = analyse(imported.graph, Options(quantify=False, order=order))
    return {frozenset(one) for one in found.journeys[imported.graph.journeys[0].id].cut_sets}


def test_one_master_and_its_volume_end_the_cluster_alone():
    found = cluster("a")
    assert {frozenset({"aws_autoscaling_group.master-a"}), frozenset({"aws_ebs_volume.etcd-a"})} <= cuts(found, 1)
    assert hard(found, "control plane of k.test") == {"aws_autoscaling_group.master-a", "etcd main of k.test"}


def test_three_masters_survive_one_and_not_two():
    found = cluster("a", "b", "c")
    etcd = node(found, "etcd main of k.test").groups[0]
    assert (etcd.needs, len(etcd.members)) == (2, 3)
    assert any("2 of its 3 members" in one for one in report(found, "main.tf").assumptions)
    assert node(found, "control plane of k.test").groups[0].needs is None  # how many carry the load is asked
    found_cuts = cuts(found, 2)
    singles = {next(iter(one)) for one in found_cuts if len(one) == 1}
    assert not any(one.startswith(("aws_autoscaling", "aws_ebs", "az:", "aws_subnet")) for one in singles)
    assert frozenset({"aws_autoscaling_group.master-a", "aws_ebs_volume.etcd-c"}) in found_cuts
    assert frozenset({"aws_ebs_volume.etcd-a", "aws_ebs_volume.etcd-b"}) in found_cuts
