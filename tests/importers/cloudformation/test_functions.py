"""Every function, as the user guide of CloudFormation says what it gives."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.importers.cloudformation.reading import read, value
from workbench.importers.resource import Link, Unknown, ZoneOf

BEFORE = """
Parameters:
  Name: {Type: String, Default: shop}
  Names: {Type: CommaDelimitedList, Default: "a, b,c"}
  End: {Type: String, Default: er}
  Count: {Type: Number, Default: 3}
  Open: {Type: String}
  Nets: {Type: "List<AWS::EC2::Subnet::Id>"}
Mappings:
  Sizes: {shop: {small: 1, large: [x, y]}, bar: {small: 1, large: 2}}
Conditions:
  Prod: !Equals [!Ref Name, shop]
  Test: !Not [!Condition Prod]
  Maybe: !Equals [!Ref Open, x]
"""
OPEN = Unknown("parameter Open has no default", "Open")


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("!Ref Other", Link("Other")),
        ("!Ref Name", "shop"),
        ("{Ref: Open}", OPEN),
        ("!Ref AWS::NoValue", None),
        ("[a, !Ref AWS::NoValue, b]", ["a", "b"]),
        ("!GetAtt Other.Endpoint.Port", Link("Other", "Endpoint.Port")),
        ("!GetAtt [Other, Arn]", Link("Other", "Arn")),
        ('{"Fn::GetAtt": [!Sub "Oth${End}", Arn]}', Link("Other", "Arn")),
        ('{"Fn::GetAtt": [!Sub "Oth${E}", Arn]}', Unknown("nothing is called E", "E")),
        ("!Sub '${Name}-${!Name}-${AWS::Region}'", ["shop-${Name}-", Unknown("it is known when the stack is deployed", "AWS::Region")]),
        ("!Sub ['${x}/${Name}', {x: !Ref Count}]", "3/shop"),
        ("!Sub '${Other.Arn}'", Link("Other", "Arn")),
        ("!Sub 'a${Other}b${Open}'", ["a", Link("Other"), "b", OPEN]),
        ("!Join ['-', [a, !Ref Names]]", "a-a,b,c"),
        ("!Join ['-', !Ref Names]", "a-b-c"),
        ("!Join ['-', [a, !Ref Other, !Sub 'x${Other}']]", ["a-", Link("Other"), "-x", Link("Other")]),
        ("!Select [1, !Ref Names]", "b"),
        ("!Select ['2', [a, b, !Ref Other]]", Link("Other")),
        ("!Select [9, [a]]", Unknown("there is no number 9 in a list of 1")),
        ("!Select [1, !Ref Nets]", Unknown("parameter Nets has no default", "Nets[1]")),
        ("!Select [2, !GetAZs '']", ZoneOf(2)),
        ("!Select [0, !GetAZs eu-west-1]", ZoneOf(0, "eu-west-1")),
        ("!Select [0, {'Fn::GetAZs': !Ref 'AWS::Region'}]", ZoneOf(0)),
        ("!Select [1, !Split ['/', a/b/c]]", "b"),
        ("!Select [1, !Split [':', !Sub 'arn:aws:${Other}:x']]", "aws"),
        ("!Select [3, !Split [':', !Sub 'arn:aws:${Other}:x']]", Link("Other")),
        ("!Split [',', 'a,b']", ["a", "b"]),
        ("!FindInMap [Sizes, !Ref Name, small]", 1),
        ("!FindInMap [Sizes, !Ref Open, small]", 1),
        ("!FindInMap [Sizes, !Ref Open, large]", Unknown("mapping Sizes: parameter Open has no default", "Open")),
        ("!FindInMap [Sizes, none, small, {DefaultValue: !Ref Other}]", Link("Other")),
        ("!FindInMap [Sizes, none, small]", Unknown("mapping Sizes has no none.small", "Sizes")),
        ("!If [Prod, a, b]", "a"),
        ("!If [Test, a, !Ref AWS::NoValue]", None),
        ("!If [Maybe, a, a]", "a"),
        ("!If [Maybe, !Ref Other, b]", {"Fn::If": ['Maybe: Open is "x"', Link("Other"), "b"]}),
        ("!Select [0, !If [Maybe, [a], [b]]]", {"Fn::If": ['Maybe: Open is "x"', "a", "b"]}),
        ("!Select [0, !Cidr [10.0.0.0/16, 2, 8]]", "10.0.0.0/24"),
        ("!Select [1, !Cidr ['2001:db8::/56', 2, 64]]", "2001:db8:0:1::/64"),
        ("!Select [1, !Cidr [!Ref Open, 2, 8]]", Unknown("parameter Open has no default", "Fn::Cidr[1]")),
        ("!Base64 {'Fn::Sub': 'go ${Name}'}", "go shop"),
        ("{'Fn::Length': !Ref Names}", 3),
        ("{'Fn::Length': !Ref Nets}", Unknown("parameter Nets has no default", "Nets")),
        ("{'Fn::ToJsonString': {a: [1, !Ref Name]}}", '{"a":[1,"shop"]}'),
        ("{'Fn::ToJsonString': {a: !Ref Other}}", {"a": Link("Other")}),
        ("{'Fn::Transform': {Name: X}}", Unknown("Fn::Transform is not evaluated here", "Fn::Transform")),
        ("!Ref Nobody", Unknown("nothing is called Nobody", "Nobody")),
        ("!Join [a]", Unknown("Fn::Join is not given what it needs", "Fn::Join")),
    ],
)  # fmt: skip
def test_a_function_gives(written: str, expected: Any) -> None:
    if isinstance(expected, list) and any(isinstance(one, Link | Unknown) for one in expected):
        expected = {"Fn::Join": ["", expected]}
    assert value(written, BEFORE) == expected


def test_all_zones_are_two_at_least_and_a_question() -> None:
    first, second, more = value("!GetAZs eu-west-1")
    assert (first, second) == (ZoneOf(0, "eu-west-1"), ZoneOf(1, "eu-west-1"))
    assert isinstance(more, Unknown)


@pytest.mark.parametrize(
    ("declared", "expected"),
    [
        ("{Type: String, NoEcho: true, Default: secret}", "secret"),
        ("{Type: AWS::EC2::VPC::Id}", "no default"),
        ("{Type: 'AWS::SSM::Parameter::Value<String>', Default: /a/b}", "/a/b"),
        ("{Type: Number}", "no default"),
    ],
)
def test_parameters_that_the_file_leaves_open(declared: str, expected: str) -> None:
    found = value("!Ref P", f"Parameters:\n  P: {declared}\n")
    assert isinstance(found, Unknown)
    assert found.name == "P"
    assert expected in found.why


def test_a_secret_decides_a_condition_and_is_not_shown() -> None:
    before = (
        "Parameters: {P: {Type: String, NoEcho: true, Default: hush}}\nConditions: {C: !Not [!Equals [!Ref P, '']]}\n"
    )
    assert value("!If [C, is, is not]", before) == "is"
    found = read(one=before + "Resources: {A: {Type: AWS::SNS::Topic, Properties: {N: !If [C, !Ref P, b]}}}\n")
    assert "hush" not in repr(found)


def test_defaults_that_count_are_said() -> None:
    found = read(one=BEFORE + "Resources: {A: {Type: AWS::SNS::Topic, Properties: {N: !Ref Name}}}\n")
    assert found.report.assumptions == ['parameters have their defaults: Name is "shop"']


# ------------------------------------------------------------------------------------------------------ two evaluators
_TEXT = st.text("ab-/", max_size=4)


def _pairs(depth: int) -> st.SearchStrategy[tuple[Any, str]]:
    """A value in the words of a template, and what it is, found out while it is put together."""
    if not depth:
        return st.one_of(
            _TEXT.map(lambda text: (text, text)),
            st.just(({"Ref": "Name"}, "shop")),
            st.just(({"Fn::FindInMap": ["Sizes", "bar", {"Ref": "Key"}]}, "low")),
        )
    inner = _pairs(depth - 1)
    some = st.lists(inner, min_size=1, max_size=4)

    def join(drawn: tuple[str, list[tuple[Any, str]]]) -> tuple[Any, str]:
        sign, members = drawn
        return {"Fn::Join": [sign, [one for one, _is in members]]}, sign.join(is_ for _one, is_ in members)

    def sub(drawn: tuple[list[tuple[Any, str]], list[str]]) -> tuple[Any, str]:
        members, between = drawn
        names = {f"v{n}": one for n, (one, _is) in enumerate(members)}
        text = "".join(f"{between[n % len(between)]}${{v{n}}}${{!x}}${{Name}}" for n in range(len(members)))
        known = "".join(f"{between[n % len(between)]}{is_}${{x}}shop" for n, (_one, is_) in enumerate(members))
        return {"Fn::Sub": [text, names]}, known

    def select(drawn: tuple[list[tuple[Any, str]], int]) -> tuple[Any, str]:
        members, place = drawn
        place %= len(members)
        return {"Fn::Select": [str(place), [one for one, _is in members]]}, members[place][1]

    def split(drawn: tuple[tuple[Any, str], int]) -> tuple[Any, str]:
        (one, is_), place = drawn
        pieces = is_.split("-")
        return {"Fn::Select": [place % len(pieces), {"Fn::Split": ["-", one]}]}, pieces[place % len(pieces)]

    def choose(drawn: tuple[bool, tuple[Any, str], tuple[Any, str]]) -> tuple[Any, str]:
        yes, one, other = drawn
        return {"Fn::If": ["Yes" if yes else "No", one[0], other[0]]}, one[1] if yes else other[1]

    return st.one_of(
        inner,
        st.tuples(_TEXT, some).map(join),
        st.tuples(some, st.lists(_TEXT, min_size=1, max_size=3)).map(sub),
        st.tuples(some, st.integers(0, 9)).map(select),
        st.tuples(inner, st.integers(0, 9)).map(split),
        st.tuples(st.booleans(), inner, inner).map(choose),
    )


@settings(max_examples=150, deadline=None)
@given(_pairs(3))
def test_known_values_are_evaluated_to_the_end(pair: tuple[Any, str]) -> None:
    written, known = pair
    before = {
        "Parameters": {
            "Name": {"Type": "String", "Default": "shop"},
            "Key": {"Type": "String", "Default": "k"},
        },
        "Mappings": {"Sizes": {"bar": {"k": "low"}}},
        "Conditions": {
            "Yes": {"Fn::Or": [{"Fn::Equals": [{"Ref": "Name"}, "shop"]}, {"Condition": "No"}]},
            "No": {"Fn::And": [{"Fn::Equals": [1, "1"]}, {"Fn::Not": [{"Fn::Equals": ["true", True]}]}]},
        },
        "Resources": {"It": {"Type": "AWS::SNS::Topic", "Properties": {"It": written}}},
    }
    assert read(one=json.dumps(before))["It"]["It"] == known
