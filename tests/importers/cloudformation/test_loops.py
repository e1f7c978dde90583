"""Fn::ForEach, compared with what cfn-lint makes of the same text."""

from __future__ import annotations

import json
import time
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.importers.cloudformation.reading import read
from workbench.importers.resource import Link


def test_loops_in_every_section_over_lists_parameters_and_mappings() -> None:
    found = read(
        one="""
Transform: AWS::LanguageExtensions
Parameters:
  Names: {Type: CommaDelimitedList, Default: "a, b-c"}
  Env: {Type: String, Default: prod}
Mappings:
  Kinds: {prod: {list: [x, y]}}
Conditions:
  Fn::ForEach::C: [E, [prod, test], {"Is${E}": !Equals [!Ref Env, !Ref E]}]
Resources:
  Fn::ForEach::Outer:
    - N
    - !Ref Names
    - Fn::ForEach::Inner:
        - K
        - !FindInMap [Kinds, prod, list]
        - Q&{N}${K}:
            Type: AWS::SQS::Queue
            Condition: Isprod
            Properties: {QueueName: !Sub "${N}-${K}", Of: !GetAtt ["T&{N}", Arn]}
      T&{N}: {Type: AWS::SNS::Topic, Condition: Istest}
  One:
    Type: AWS::EC2::Instance
    Properties:
      Fn::ForEach::P: [S, [First, Second], {"${S}Name": !Ref S}]
      Queues: [!Ref Qax, !GetAtt Qbcy.Arn]
"""
    )
    assert set(found.resources) == {"Qax", "Qay", "Qbcx", "Qbcy", "One"}
    assert found["Qbcx"]["QueueName"] == "b-c-x"
    assert found["One"] == {"FirstName": "First", "SecondName": "Second", "Queues": [Link("Qax"), Link("Qbcy", "Arn")]}
    assert found.resources["Qax"].line == 11
    assert (found.report.resources, found.report.references, found.report.resources_expanded) == (1, 0, 7)


def test_a_loop_over_what_nobody_knows_is_drawn_once_and_told() -> None:
    found = read(
        one="Parameters: {L: {Type: CommaDelimitedList}}\nResources:\n"
        '  Fn::ForEach::A: [N, !Ref L, {"T${N}": {Type: AWS::SNS::Topic}}]\n  Fn::ForEach::B: nonsense\n'
    )
    assert list(found.resources) == ["TN"]
    assert [(one.line, one.text) for one in found.report.warnings] == [
        (3, "Fn::ForEach::A: parameter L has no default; one copy stands for all"),
        (4, "Fn::ForEach::B: it needs a name, a list and what to copy"),
    ]


def test_loops_in_loops_end() -> None:
    many = [f"v{n}" for n in range(1000)]
    inner: Any = {"T${A}${B}${C}": {"Type": "AWS::SNS::Topic"}}
    for name in "CBA":
        inner = {f"Fn::ForEach::{name}": [name, many, inner]}
    began = time.perf_counter()
    found = read(one=json.dumps({"Resources": inner}))
    assert time.perf_counter() - began < 10
    assert 0 < len(found.resources) <= 20_000
    assert any("20000 copies" in one.text for one in found.report.warnings)


_NAMES = st.lists(st.text("abc", min_size=1, max_size=3), min_size=1, max_size=3, unique=True)


@settings(max_examples=25, deadline=None)
@given(_NAMES, _NAMES)
def test_copies_are_those_that_cfn_lint_makes(outer: list[str], inner: list[str]) -> None:
    from cfnlint.template import Template
    from cfnlint.template.transforms._language_extensions import language_extension

    text = json.dumps({
        "Parameters": {"L": {"Type": "CommaDelimitedList", "Default": ",".join(outer)}},
        "Resources": {"Fn::ForEach::One": ["N", {"Ref": "L"}, {
            "X${N}X": {"Type": "AWS::SNS::Topic", "Properties": {"TopicName": {"Ref": "N"}}},
            "Fn::ForEach::Two": ["K", inner, {"Y${N}Y${K}Y": {"Type": "AWS::SNS::Topic", "Properties": {
                "TopicName": {"Fn::Sub": "${N}-${K}"}}}}],
        }]},
    })  # fmt: skip
    matches, made = language_extension(Template("one.json", json.loads(text), ["us-east-1"]))
    assert not matches
    found = read(one=text)
    assert {key: one.properties["TopicName"] for key, one in found.resources.items()} == {
        key: one["Properties"]["TopicName"] for key, one in made["Resources"].items()
    }
