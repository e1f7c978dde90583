"""Plans: what is known, what is linked because it is not yet known, and what is counted."""

from __future__ import annotations

import json

from tests.importers.terraform.folders import SAMPLES, files, hard, node, sample


def plan(**changes):
    return {**json.loads((SAMPLES / "plan.json").read_text()), **changes}


def test_instances_and_the_references_of_the_configuration_are_counted():
    found = sample("plan.json")
    (report,) = found.reports
    assert (report.format, report.resources, report.resources_expanded) == ("terraform", 8, 8)
    assert report.references == 4  # three by arguments or a provisioner, one inside the module; none through outputs
    assert not report.errors
    assert "1 resource that the plan deletes is left out." in report.assumptions
    assert any(one.startswith("random_id") for one in report.assumptions)


def test_what_is_known_only_later_is_a_link_also_through_modules():
    found = sample("plan.json")
    subnets = {f'module.network.aws_subnet.this["{zone}"]' for zone in "ab"}
    assert subnets <= set(found.graph.nodes)
    assert set(node(found, "aws_instance.web[1]").domains) == {'module.network.aws_subnet.this["a"]'}
    assert hard(found, "aws_instance.web[0]") == {"aws_db_instance.orders"}
    assert "module.network.aws_vpc.this" in node(found, 'module.network.aws_subnet.this["b"]').domains
    copies = {one for group in node(found, "aws_db_instance.orders").groups for one in group.members}
    assert {domain for one in copies for domain in node(found, one).domains} == subnets


def test_region_label_and_line_are_kept():
    found = sample("plan.json")
    web = node(found, "aws_instance.web[0]")
    assert web.label == "web 1"
    assert web.attributes["source"] == {"file": "plan.json", "id": "aws_instance.web[0]", "line": 12}
    assert "az:eu-west-1a" in node(found, 'module.network.aws_subnet.this["a"]').domains
    assert "region:eu-west-1" in node(found, "module.network.aws_vpc.this").domains


def test_a_plan_that_is_cut_off_names_the_line():
    text = (SAMPLES / "plan.json").read_text()
    (report,) = files(plan__json=text[: len(text) // 2]).reports
    assert report.format == "terraform"
    assert report.errors[0].line > 20


def test_without_values_the_changes_tell_and_without_configuration_it_is_said():
    changes = [
        {"address": "aws_sqs_queue.a", "mode": "managed", "type": "aws_sqs_queue", "name": "a",
         "change": {"actions": ["create"], "after": {"name": "a"}}},
        {"address": "aws_sqs_queue.b", "mode": "managed", "type": "aws_sqs_queue", "name": "b",
         "change": {"actions": ["delete"], "after": None}},
    ]  # fmt: skip
    (report,) = (found := files(plan__json=json.dumps({"format_version": "0.1", "resource_changes": changes}))).reports
    assert report.resources == 1
    assert "aws_sqs_queue.a" in found.graph.nodes
    assert "aws_sqs_queue.b" not in found.graph.nodes
    assert any("no configuration" in one.text for one in report.warnings)


def test_counted_instances_are_paired_by_their_index():
    config = plan()["configuration"]
    module = config["root_module"]["module_calls"]["network"]["module"]
    module["resources"].append(
        {"address": "aws_nat_gateway.this", "mode": "managed", "type": "aws_nat_gateway", "name": "this",
         "for_each_expression": {"references": ["var.zones"]},
         "expressions": {"subnet_id": {"references": ["aws_subnet.this", "each.key"]}}}
    )  # fmt: skip
    made = plan(configuration=config)
    inside = made["planned_values"]["root_module"]["child_modules"][0]
    for zone in "ab":
        address = f'module.network.aws_nat_gateway.this["{zone}"]'
        inside["resources"].append(
            {
                "address": address,
                "mode": "managed",
                "type": "aws_nat_gateway",
                "name": "this",
                "index": zone,
                "values": {},
            }
        )
        made["resource_changes"].append({"address": address, "change": {"after_unknown": {"subnet_id": True}}})
    found = files(plan__json=json.dumps(made))
    assert node(found, 'module.network.aws_nat_gateway.this["b"]').domains == ('module.network.aws_subnet.this["b"]',)
