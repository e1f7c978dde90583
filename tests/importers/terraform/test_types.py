"""The table of Terraform types, and the words of CloudFormation that come of it."""

from __future__ import annotations

import re

import pytest

from tests.importers.terraform.folders import configured, hard, node, report
from workbench.errors import BadInput
from workbench.importers.draft import Draft
from workbench.importers.resource import Link, Resource
from workbench.importers.terraform.translate import translated
from workbench.library.resource_types import shipped_resource_types
from workbench.library.terraform_types import read_terraform_types, shipped_terraform_types

NAME = re.compile(r"[A-Z][A-Za-z0-9]*\Z")


def shaped(type_, *others, **settings):
    made = translated(
        [Resource("x", type_, settings, "main.tf", logical_id="x"), *others], shipped_terraform_types(), Draft()
    )  # fmt: skip
    return {one.id: one for one in made}


def test_every_type_has_a_meaning_or_is_a_setting():
    table, known = shipped_terraform_types(), shipped_resource_types()
    drawn = [one for one in table.types.values() if one.type]
    assert len(drawn) >= 150
    assert [one.name for one in drawn if known.of(one.type) is None] == []
    assert [one.name for one in drawn if one.makes and known.of(one.makes.type) is None] == []
    assert [name for name in table.existing if name not in table.types] == []
    assert all(one.source.startswith("https://registry.terraform.io/") for one in table.types.values())


def test_names_in_the_table_are_of_both_vocabularies():
    for one in shipped_terraform_types().types.values():
        assert re.match(r"aws_[a-z0-9_]+\Z", one.name)
        for path, renamed in one.properties.items():
            assert re.match(r"[a-z0-9_.]+\Z", path), (one.name, path)
            assert all(NAME.match(name) for name in renamed.path), (one.name, renamed)
        for part in one.parts:
            assert all(NAME.match(name) for name in part.at), one.name


def test_what_decides_about_copies_can_be_said_in_terraform():
    """Every property that tells copies, subnets or zones of a type is the name of some argument."""
    table, known = shipped_terraform_types(), shipped_resource_types()
    for one in table.types.values():
        rule = known.of(one.type) if one.type else None
        for path in (*rule.subnets, *rule.zones, *rule.groups) if rule else ():
            last = path.rpartition(".")[2]
            renamed = {each.path[-1] for each in one.properties.values()}
            plain = re.fullmatch(r"(?:[A-Z][a-z0-9]+)+", last)
            assert last in renamed or plain or last in ("VPCZoneIdentifier", "DBSubnetGroupName"), (one.name, path)


def test_names_and_places_of_arguments():
    made = shaped(
        "aws_ecs_service",
        desired_count=2,
        network_configuration=[{"subnets": [Link("a")], "assign_public_ip": True}],
        load_balancer=[{"target_group_arn": Link("t")}, {"target_group_arn": Link("u")}],
        tags={"Name": "web", "own_key": "1"},
    )["x"]
    assert (made.type, made.label) == ("AWS::ECS::Service", "web")
    network = made.properties["NetworkConfiguration"]["AwsvpcConfiguration"]
    assert network == [{"Subnets": [Link("a")], "AssignPublicIp": True}]
    assert [one["TargetGroupArn"].id for one in made.properties["LoadBalancers"]] == ["t", "u"]
    assert made.properties["Tags"] == {"Name": "web", "own_key": "1"}


def test_everything_under_one_object_and_up_to_the_top():
    template = shaped("aws_launch_template", image_id="ami-1", vpc_security_group_ids=[Link("g")])["x"].properties
    assert template == {"LaunchTemplateData": {"ImageId": "ami-1", "SecurityGroupIds": [Link("g")]}}
    record = shaped("aws_route53_record", name="a", failover_routing_policy=[{"type": "PRIMARY"}])["x"].properties
    assert record["Failover"] == "PRIMARY"


def test_words_of_values_and_json_in_texts():
    assert shaped("aws_lb", internal=True)["x"].properties["Scheme"] == "internal"
    task = shaped("aws_ecs_task_definition", container_definitions='[{"name": "a", "image": "b"}]')["x"]
    assert task.properties["ContainerDefinitions"] == [{"Name": "a", "Image": "b"}]
    assert shaped("aws_ecs_task_definition", container_definitions="[{")["x"].properties["ContainerDefinitions"] == "[{"


def test_blocks_that_are_resources_of_their_own():
    made = shaped("aws_route_table", vpc_id=Link("v"), route=[{"cidr_block": "0.0.0.0/0", "nat_gateway_id": Link("n")}])
    route = made["x.route[0]"]
    assert (route.type, route.properties["RouteTableId"]) == ("AWS::EC2::Route", Link("x"))
    assert route.properties["NatGatewayId"] == Link("n")
    assert "Route" not in made["x"].properties


def test_what_only_adds_to_another():
    target = Resource("y", "aws_lb_target_group", {}, "main.tf")
    settings = {"target_group_arn": Link("y", "arn"), "target_id": Link("i", "id")}
    made = shaped("aws_lb_target_group_attachment", target, **settings)
    assert made["y"].properties["Targets"] == [{"Id": Link("i", "id")}]
    assert "x" not in made


def test_other_providers_are_plain_and_listed():
    found = configured(
        'resource "google_sql_database_instance" "db" {}\n'
        'resource "kubernetes_deployment" "web" { url = google_sql_database_instance.db.id }\n'
        'resource "null_resource" "n" {}\n'
    )
    said = report(found, "main.tf")
    assert said.resources == 3
    assert said.unknown_types == ["google_sql_database_instance", "kubernetes_deployment"]
    assert hard(found, "kubernetes_deployment.web") == {"google_sql_database_instance.db"}
    assert "null_resource.n" not in found.graph.nodes
    assert node(found, "kubernetes_deployment.web").type == "kubernetes_deployment"


@pytest.mark.parametrize(
    "text", ["{}", "[]", '{"format": "wb-terraform-types/1", "families": [{"types": {"a": {}}}]}', "x"]
)
def test_a_table_that_is_none_is_refused(text):
    with pytest.raises(BadInput):
        read_terraform_types(text)
