"""Whatever is done to a file, an import ends with reports, and its graph is one."""

from __future__ import annotations

import json
import random

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.importers.readings import read
from tests.importers.test_compose import VOTE
from tests.importers.test_diagrams import DSL, PAGE
from tests.importers.test_kubernetes import deployment
from tests.importers.test_maps_and_catalogs import CATALOG
from workbench.domain.graph_json import graph_from_json, graph_to_json

SAMPLES = {
    "compose": VOTE,
    "kubernetes": deployment("web", 3) + deployment("db"),
    "backstage": CATALOG,
    "jaeger": json.dumps([{"parent": "a", "child": "b"}, {"parent": "b", "child": "c"}]),
    "x-ray": json.dumps(
        {"Services": [{"ReferenceId": 0, "Name": "a", "Edges": [{"ReferenceId": 1}]}, {"ReferenceId": 1, "Name": "b"}]}
    ),
    "kiali": json.dumps(
        {
            "elements": {
                "nodes": [{"data": {"id": "a", "app": "x"}}],
                "edges": [{"data": {"source": "a", "target": "a"}}],
            }
        }
    ),
    "dot": 'digraph { a -> {b c} [label="x"]; subgraph cluster_1 { label=vpc; b } c -- d }',
    "mermaid": "flowchart LR\n A[x] -->|t| B(y) & C\n subgraph S [VPC]\n B -.-> D[(db)]\n end\n S ==> A\n",
    "c4": 'C4Context\n Person(a, "A")\n System_Boundary(b, "B") {\n System(c, "C")\n }\n Rel(a, c, "uses")\n',
    "architecture": "architecture-beta\n group g(cloud)[G]\n service a(db)[A] in g\n service b(db)[B]\n a:L --> R:b\n",
    "drawio": PAGE,
    "structurizr": DSL,
}
ODD = [
    "",
    "null",
    0,
    -1,
    1e308,
    True,
    None,
    [],
    {},
    [[]],
    {"": {}},
    "\x00",
    "é\u202e",
    "a" * 300,
    "${X}",
    "{{ x }}",
    10**30,
]


def sound(text: str) -> None:
    """Import it, and check that what came is a graph that can be kept."""
    found = read(text)
    assert graph_from_json(graph_to_json(found.graph)) == found.graph
    for report in found.reports:
        json.dumps(report.as_json())
        assert not any("fault in this product" in one.text for one in report.errors), report.errors
    assert sum(one.nodes for one in found.reports) <= len(found.graph.nodes)


@pytest.mark.parametrize("name", SAMPLES)
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_damaged_text_is_told(name, data):
    text = SAMPLES[name]
    for _turn in range(data.draw(st.integers(1, 4))):
        at, size = data.draw(st.integers(0, len(text))), data.draw(st.integers(0, 12))
        put = data.draw(
            st.sampled_from(
                [
                    "",
                    "{",
                    "}",
                    "[",
                    "]",
                    '"',
                    "'",
                    ":",
                    "-",
                    "\n",
                    "  ",
                    "->",
                    "-->",
                    "<",
                    ">",
                    "&a ",
                    "*a ",
                    "|",
                    "\\",
                    "#",
                    "--",
                    "é",
                    "\0",
                ]
            )
        )
        text = text[:at] + put + text[at + size :]
    sound(text)


@pytest.mark.parametrize(
    "name", [name for name in SAMPLES if name not in ("dot", "mermaid", "c4", "architecture", "drawio", "structurizr")]
)
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 10**6), count=st.integers(1, 5))
def test_values_of_wrong_types_are_told(name, seed, count):
    chance = random.Random(seed)
    documents = list(yaml.safe_load_all(SAMPLES[name]))
    for _turn in range(count):
        _damage(chance, documents)
    text = json.dumps(documents[0]) if len(documents) == 1 else yaml.safe_dump_all(documents)
    sound(text)


def _damage(chance: random.Random, value: object) -> None:
    """Replace, remove or double one value somewhere inside."""
    places: list[tuple[object, object]] = []
    waiting = [value]
    while waiting:
        one = waiting.pop()
        keys = list(one) if isinstance(one, dict) else list(range(len(one))) if isinstance(one, list) else []
        places += [(one, key) for key in keys]
        waiting += [one[key] for key in keys]
    holder, key = chance.choice(places) if places else ([None], 0)
    if chance.random() < 0.25:
        del holder[key]
    elif chance.random() < 0.5:
        holder[key] = chance.choice(ODD)
    else:
        other, at = chance.choice(places) if places else ([None], 0)
        holder[key] = json.loads(json.dumps(other[at], default=str)) if _has(other, at) else chance.choice(ODD)


def _has(holder: object, key: object) -> bool:
    return key in holder if isinstance(holder, dict) else isinstance(key, int) and key < len(holder)


def test_every_sample_is_read_by_its_own_importer():
    formats = {name: read(text).reports[0].format for name, text in SAMPLES.items()}
    assert formats == {name: {"c4": "mermaid", "architecture": "mermaid"}.get(name, name) for name in SAMPLES}
