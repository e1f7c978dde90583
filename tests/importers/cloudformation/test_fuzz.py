"""Whatever is done to a template or an assembly, the import ends with reports and a graph that can be kept."""

from __future__ import annotations

import copy
import json
import random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.importers.cdk.test_assembly import FILES
from tests.importers.cloudformation.reading import SAMPLES
from workbench.domain.graph_json import graph_from_json, graph_to_json
from workbench.importers.cloudformation.template import read_template
from workbench.importers.reading import import_files
from workbench.importers.source import Source
from workbench.importers.walk import Files
from workbench.progress import Silent

HERE = SAMPLES / "cloudformation"
LOOP = {
    "Fn::ForEach::L": ["N", {"Ref": "Ports"}, {"T${N}": {"Type": "AWS::SNS::Topic", "Properties": {"N": {"Ref": "N"}}}}]
}


def _sections(name: str) -> dict[str, Any]:
    return read_template(Source(name, (HERE / name).read_bytes())).sections


def _shop() -> dict[str, Any]:
    made = copy.deepcopy(_sections("shop.yaml"))
    made["Resources"].update(LOOP)
    return made


SETS: dict[str, dict[str, Any]] = {
    "template": {"shop.json": _shop()},
    "serverless": {"sam.json": _sections("serverless.yaml")},
    "nested": {f"{name}.yaml": _sections(f"nested/{name}.yaml") for name in ("main", "network", "worker")},
    "assembly": FILES,
}
ODD: list[Any] = [
    "", None, 0, -1, 1e308, 10**30, True, [], {}, [[]], [None], {"": {}}, {"Ref": "Store"}, {"Ref": ["a"]}, {"Ref": {}},
    {"Fn::GetAtt": "x"}, {"Fn::GetAtt": []}, {"Fn::If": ["IsHome", {"Ref": "Net"}]}, {"Fn::If": ["IsHome", 1, 2]},
    {"Fn::Sub": ["${x", {}]}, {"Fn::Sub": {"Ref": "x"}}, {"Fn::Join": [1, 2]}, {"Fn::Select": [{}, {}]},
    {"Fn::Split": ["", "a"]}, {"Fn::FindInMap": [1, 2, 3]}, {"Fn::ImportValue": {"Ref": "Stage"}}, {"Fn::Cidr": ["x", "y"]},
    {"Fn::ForEach::X": ["A", ["b"], {"C${A}": 1}]}, {"Fn::ForEach::X": 5}, {"Condition": "IsProd"}, "${A}", "é\u202e", "\x00",
    "AWS::CloudFormation::Stack", "AWS::Serverless::Function", "Acme::A::B::MODULE", "a" * 3000,
]  # fmt: skip


def _places(value: Any, found: list[tuple[Any, Any]]) -> list[tuple[Any, Any]]:
    for key, one in value.items() if isinstance(value, dict) else enumerate(value):
        found.append((value, key))
        if isinstance(one, dict | list):
            _places(one, found)
    return found


def _damage(chance: random.Random, value: Any) -> None:
    places = _places(value, [])
    if not places:
        return
    holder, key = chance.choice(places)
    other, other_key = chance.choice(places)
    what = chance.randrange(5)
    if what == 0:
        del holder[key]
    elif what == 1:
        holder[key] = copy.deepcopy(other[other_key])
    elif what == 2 and isinstance(holder, dict):
        holder[chance.choice([*(one for one in ODD if isinstance(one, str)), "Ref", "Fn::Sub", "Type"])] = holder.pop(
            key
        )
    else:
        holder[key] = copy.deepcopy(chance.choice(ODD))


def sound(texts: dict[str, str]) -> None:
    """Import them together, and check that what came is a graph that can be kept."""
    files = Files("test", together=True)
    files.sources.extend(Source(name, text.encode("utf-8", "surrogatepass")) for name, text in texts.items())
    found = import_files(files, Silent())
    assert graph_from_json(graph_to_json(found.graph)) == found.graph
    for report in found.reports:
        json.dumps(report.as_json())
        assert not any("fault in this product" in one.text for one in report.errors), report.errors


@pytest.mark.parametrize(("name", "turns"), [("template", 80), ("serverless", 12), ("nested", 60), ("assembly", 40)])
def test_values_of_wrong_types_are_told(name: str, turns: int) -> None:
    for seed in range(turns):
        chance = random.Random(seed)
        files = copy.deepcopy(SETS[name])
        for _turn in range(chance.randint(1, 6)):
            _damage(chance, chance.choice(list(files.values())))
        sound({f"{key}": json.dumps(value) for key, value in files.items()})


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_damaged_text_is_told(data: st.DataObject) -> None:
    text = (HERE / data.draw(st.sampled_from(["shop.yaml", "shop.json", "nested/main.yaml"]))).read_text()
    for _turn in range(data.draw(st.integers(1, 4))):
        at, size = data.draw(st.integers(0, len(text))), data.draw(st.integers(0, 12))
        put = data.draw(
            st.sampled_from(["", "{", "}", "[", "]", '"', ":", "-", "\n", "  ", "!Sub ", "&a ", "*a", "<<: ", "!"])
        )
        text = text[:at] + put + text[at + size :]
    sound({"a.yaml": text})


_ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["Ref", "Fn::Sub", "Fn::If", "Fn::Join", "Fn::Select", "a", "Fn::ForEach::A"]),
            inner,
            max_size=3,
        )
    ),
    max_leaves=20,
)


@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.dictionaries(st.sampled_from(["Parameters", "Mappings", "Conditions", "Outputs", "Transform", "Globals"]), _ANY),
    _ANY,
)
def test_any_values_in_the_sections_are_told(sections: dict[str, Any], properties: Any) -> None:
    resources = {
        "A": {"Type": "AWS::EC2::Instance", "Properties": properties, "Condition": "a", "DependsOn": properties}
    }
    sound({"a.json": json.dumps({**sections, "Resources": resources})})
