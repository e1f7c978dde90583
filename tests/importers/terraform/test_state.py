"""States: ids become links, and dependencies are counted as they are written."""

from __future__ import annotations

import json

from tests.importers.terraform.folders import files, node, report

SUBNET = {"id": "subnet-0a1b2c3d", "availability_zone": "eu-west-1a"}
RAW = {
    "version": 4, "terraform_version": "1.9.5", "serial": 3, "lineage": "x",
    "resources": [
        {"module": "module.net", "mode": "managed", "type": "aws_subnet", "name": "a", "instances": [{"attributes": SUBNET}]},
        {"mode": "data", "type": "aws_ami", "name": "linux", "instances": [{"attributes": {"id": "ami-1"}}]},
        {"mode": "managed", "type": "aws_iam_role", "name": "web", "instances": [{"attributes": {"id": "web", "name": "web"}}]},
        {"mode": "managed", "type": "aws_instance", "name": "web", "instances": [
            {"index_key": n, "attributes": {"id": f"i-0000000{n}", "subnet_id": "subnet-0a1b2c3d", "tags": {"Name": "web"}},
             "dependencies": ["aws_iam_role.web", "module.net.aws_subnet.a"]}
            for n in (0, 1)
        ]},
        {"mode": "managed", "type": "aws_instance", "name": "old", "instances": [{"deposed": "1", "attributes": {"id": "i-9"}}]},
    ],
}  # fmt: skip


def shown():
    values = {
        "root_module": {
            "resources": [
                {"address": "aws_instance.web[0]", "mode": "managed", "type": "aws_instance", "name": "web", "index": 0,
                 "values": {"id": "i-1", "subnet_id": "subnet-0a1b2c3d"}, "depends_on": ["module.net.aws_subnet.a"]},
                {"address": "aws_instance.web[1]", "mode": "managed", "type": "aws_instance", "name": "web", "index": 1,
                 "values": {"id": "i-2", "subnet_id": "subnet-0a1b2c3d"}, "depends_on": ["module.net.aws_subnet.a"]},
            ],
            "child_modules": [
                {"address": "module.net", "resources": [
                    {"address": "module.net.aws_subnet.a", "mode": "managed", "type": "aws_subnet", "name": "a", "values": SUBNET}
                ]}
            ],
        }
    }  # fmt: skip
    return {"format_version": "1.0", "terraform_version": "1.9.5", "values": values}


def test_a_state_file_is_counted_as_written_and_drawn_without_what_is_deposed():
    found = files(terraform__tfstate=json.dumps(RAW, indent=1))
    said = report(found, "terraform.tfstate")
    assert (said.format, said.resources, said.references) == ("terraform", 5, 2)
    assert set(node(found, "aws_instance.web[1]").domains) == {"module.net.aws_subnet.a"}
    assert node(found, "aws_instance.web[1]").label == "web"
    assert "aws_instance.old" not in found.graph.nodes
    assert node(found, "aws_instance.web[0]").attributes["source"]["line"] > 1


def test_a_shown_state_is_counted_without_indexes():
    found = files(state__json=json.dumps(shown()))
    said = report(found, "state.json")
    assert (said.resources, said.references) == (3, 1)
    assert node(found, "aws_instance.web[0]").domains == ("module.net.aws_subnet.a",)


def test_an_older_version_says_what_to_do():
    (said,) = files(
        old__tfstate=json.dumps({"version": 3, "serial": 1, "lineage": "x", "modules": []}, indent=1)
    ).reports
    assert said.errors[0].line == 2
    assert "version 3" in said.errors[0].text
    assert "terraform state pull" in said.errors[0].text


def test_a_plan_and_a_state_of_the_same_are_drawn_once():
    state = shown()
    plan = {**state, "planned_values": state["values"], "resource_changes": []}
    del plan["values"]
    found = files(plan__json=json.dumps(plan), state__json=json.dumps(state))
    assert sum(one.type == "AWS::EC2::Instance" for one in found.graph.nodes.values()) == 2
    assert any("plan.json" in one for one in report(found, "state.json").assumptions)
    assert report(found, "state.json").resources == 3


def test_two_states_with_the_same_addresses_are_two_systems():
    found = files(blue__tfstate=json.dumps(RAW), green__tfstate=json.dumps(RAW))
    assert {"aws_instance.web[0]", "green/aws_instance.web[0]"} <= set(found.graph.nodes)
    assert node(found, "green/aws_instance.web[0]").domains == ("green/module.net.aws_subnet.a",)
