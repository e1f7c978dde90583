"""What is counted, where it stands, and what is said of a damaged file."""

from __future__ import annotations

import json

import pytest

from tests.importers.cloudformation.reading import SAMPLES, read, read_folder, read_sources
from workbench.importers.cloudformation import CloudFormation
from workbench.importers.source import Source

SHOP = SAMPLES / "cloudformation"


def source(text: str, name: str = "a.yaml") -> Source:
    return Source(name, text.encode())


def test_resources_and_references_are_those_of_the_text() -> None:
    report = read_sources([Source("shop.yaml", (SHOP / "shop.yaml").read_bytes())]).report
    # Net-Vpc, Group-Net, Store-Vpc, Store-Group, Copy-Store, Home-Net, Home-Store, Abroad-Net, Abroad-Store
    assert (report.resources, report.references, report.resources_expanded) == (7, 9, 7)


def test_yaml_and_json_give_the_same_resources() -> None:
    one = read_sources([Source("shop.yaml", (SHOP / "shop.yaml").read_bytes())])
    other = read_sources([Source("shop.json", (SHOP / "shop.json").read_bytes())])
    assert (one.report.resources, one.report.references) == (other.report.resources, other.report.references)
    assert list(one.resources) == list(other.resources)
    for key, mine in one.resources.items():
        yours = other.resources[key]
        assert mine.properties == yours.properties
        assert (mine.type, mine.condition, mine.depends_on) == (yours.type, yours.condition, yours.depends_on)


def test_a_template_in_both_forms_in_one_folder_is_drawn_once() -> None:
    both = read_sources([Source(f"x/shop.{end}", (SHOP / f"shop.{end}").read_bytes()) for end in ("json", "yaml")])
    assert "Store" in both.resources
    assert len(both.resources) == 6
    assert [one.resources for one in both.reports.values()] == [7, 7]
    assert "x/shop.json" in both.reports["x/shop.yaml"].assumptions[0]


def test_lines_are_those_of_the_logical_id_in_both_forms() -> None:
    for name in ("shop.yaml", "shop.json"):
        text = (SHOP / name).read_text()
        for one in read_sources([Source(name, text.encode())]).resources.values():
            said = text.splitlines()[one.line - 1].strip()
            assert said.replace('"', "").startswith(f"{one.logical_id}:")


def test_a_name_that_sub_defines_itself_is_no_reference() -> None:
    report = read(
        one="""
Resources:
  A: {Type: AWS::SNS::Topic}
  B: {Type: AWS::SNS::Topic}
  C:
    Type: AWS::SNS::Topic
    Metadata: {Note: !Sub "${A.Arn} ${!B}"}
    Properties: {Name: !Sub ["${B}${Own}", {B: x, Own: !GetAtt [C, Arn]}]}
"""
    ).report
    assert (report.resources, report.references) == (3, 1)


def test_an_entry_without_type_and_a_loop_are_no_resources() -> None:
    report = read(
        one="""
Resources:
  A: {Type: AWS::SNS::Topic, DependsOn: [B, Nobody, Fn::ForEach::L]}
  B: {Properties: {}}
  C: text
  Fn::ForEach::L: [X, [p, q], {"T${X}": {Type: AWS::SNS::Topic, DependsOn: A}}]
"""
    ).report
    assert (report.resources, report.references, report.resources_expanded) == (1, 0, 3)
    assert [(one.line, "no Type" in one.text) for one in report.warnings] == [(4, True), (5, True)]


def test_keys_that_are_there_twice_are_told_with_their_line() -> None:
    found = read(one="Resources:\n  A: {Type: AWS::SNS::Topic}\n  A: {Type: AWS::SQS::Queue}\n")
    assert found.resources["A"].type == "AWS::SQS::Queue"
    assert [one.line for one in found.report.warnings] == [3]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("AWSTemplateFormatVersion: x\nResources:\n  A:\n    Type: AWS::SNS::Topic\n   B: {\n", 5),
        ('{"AWSTemplateFormatVersion": "x",\n "Resources": {\n  "A": oops}}', 3),
        ("AWSTemplateFormatVersion: x\nDescription: y\nResources: [1]\n", 3),
        ('{"Resources": {"A": {"Type": "AWS::SNS::Topic"}', 1),
        ('{"Resources": {"A": {"Type": "AWS::SNS::Topic", "Properties": ' + '{"a":' * 400 + "1" + "}" * 403, 0),
    ],
)
def test_a_damaged_template_is_claimed_and_told(text: str, line: int) -> None:
    one = source(text, "a.json" if text.startswith("{") else "a.yaml")
    assert CloudFormation().claims(one)
    report = read_sources([one]).report
    assert [trouble.line for trouble in report.errors] == [line]


@pytest.mark.parametrize(
    "text",
    [
        "NotEven: a template",
        "",
        "kind: Deployment\nmetadata: {name: x}\n",
        json.dumps({"Resources": {"A": 1}}),
        "# Templates\n\n```yaml\nAWSTemplateFormatVersion: x\nResources:\n  A: {Type: AWS::SNS::Topic\n```\n",
        "import x\n\nAWSTemplateFormatVersion = '''\nResources: {Type: AWS::SNS::Topic'''\n",
    ],
)
def test_other_texts_are_left_to_others(text: str) -> None:
    assert not CloudFormation().claims(source(text, "a.md"))


def test_a_macro_that_nobody_here_can_run_is_told() -> None:
    found = read(one="Transform: [Count, AWS::LanguageExtensions]\nResources: {A: {Type: AWS::SNS::Topic, Count: 3}}\n")
    assert list(found.resources) == ["A"]
    assert [one.text.split()[1] for one in found.report.warnings] == ["Count"]


def test_a_module_whose_project_is_there_is_part_of_the_stack() -> None:
    found = read_folder("cloudformation/module")
    assert set(found.resources) == {"app/Reader", "Jobs/Main", "Jobs/Dead"}
    assert found["app/Reader"]["EventSourceArn"].id == "Jobs/Main"
    assert found["app/Reader"]["FunctionName"].id == "Jobs/Dead"
    assert found["Jobs/Main"]["DelaySeconds"] == 5
