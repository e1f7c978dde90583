"""Whatever is done to Terraform's and AWS Config's files, an import ends with reports, and its graph is one."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.importers.terraform.folders import SAMPLES
from tests.importers.terraform.test_state import RAW, shown
from workbench.domain.graph_json import graph_from_json, graph_to_json
from workbench.importers.reading import import_files
from workbench.importers.source import Source
from workbench.importers.walk import Files
from workbench.progress import Silent

CONFIG = SAMPLES.parent / "aws_config"
OBJECTS = {
    "plan": (SAMPLES / "plan.json").read_text(),
    "state": json.dumps(shown()),
    "raw": json.dumps(RAW),
    "config": (CONFIG / "snapshot.json").read_text(),
    "notation": json.dumps(
        {
            "resource": {"aws_instance": {"web": {"count": 2, "subnet_id": "${aws_subnet.a[count.index].id}"}},
                         "aws_subnet": {"a": {"for_each": {"x": "eu-west-1a"}, "availability_zone": "${each.value}"}}},
            "module": {"m": {"source": "./m", "x": ["${local.y}"]}},
            "locals": {"y": {"z": [1, 2]}},
            "provider": {"aws": [{"region": "eu-west-1"}, {"alias": "b", "region": "us-east-1"}]},
        }
    ),
}  # fmt: skip
SHOP = {str(one.relative_to(SAMPLES)): one.read_text() for one in sorted((SAMPLES / "shop").rglob("*.tf*"))}
ODD = [
    "",
    None,
    0,
    -1,
    1e308,
    10**30,
    True,
    [],
    {},
    [[]],
    {"": {}},
    "\x00",
    "${",
    "${local.y}",
    "module.m",
    "a" * 300,
    "[*]",
]
SIGNS = [
    "",
    "{",
    "}",
    "[",
    "]",
    "(",
    ")",
    '"',
    "${",
    "%{",
    "<<A\n",
    "=",
    "=>",
    ".",
    "*",
    "for x in ",
    "if ",
    "?",
    ":",
    "\n",
    "#",
    "/*",
    "!",
    "-",
]
QUIET = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


def sound(**texts: str) -> None:
    """Import files, and check that what came is a graph that can be kept."""
    found = Files("test", together=True)
    found.sources.extend(Source(name, text.encode("utf-8", "surrogatepass")) for name, text in texts.items())
    made = import_files(found, Silent())
    assert graph_from_json(graph_to_json(made.graph)) == made.graph
    for report in made.reports:
        json.dumps(report.as_json())
        assert not any("fault in this product" in one.text for one in report.errors), report.errors


def damaged(chance: random.Random, value: object) -> None:
    """Replace, remove or double one value somewhere inside."""
    places: list[tuple[object, object]] = []
    waiting = [value]
    while waiting:
        one = waiting.pop()
        keys = list(one) if isinstance(one, dict) else list(range(len(one))) if isinstance(one, list) else []
        places += [(one, key) for key in keys]
        waiting += [one[key] for key in keys]
    if not places:
        return
    holder, key = chance.choice(places)
    other, at = chance.choice(places)
    doing = chance.random()
    if doing < 0.3:
        holder[key] = json.loads(json.dumps(other[at]))
    elif doing < 0.7:
        holder[key] = chance.choice(ODD)
    else:
        del holder[key]


@pytest.mark.parametrize("name", OBJECTS)
@QUIET
@given(seed=st.integers(0, 10**9), count=st.integers(1, 6))
def test_values_of_wrong_types_are_told(name, seed, count):
    chance, value = random.Random(seed), json.loads(OBJECTS[name])
    for _turn in range(count):
        damaged(chance, value)
    sound(**{"a.tf.json": json.dumps(value)})


@pytest.mark.parametrize("name", ["plan", "raw", "config"])
@QUIET
@given(at=st.floats(0, 1), put=st.sampled_from(["", "{", "}", '"', ",", "]", "\n"]))
def test_damaged_json_is_told(name, at, put):
    text = OBJECTS[name]
    place = int(at * len(text))
    sound(**{"a.json": text[:place] + put + text[place + 1 :]})


@QUIET
@given(data=st.data())
def test_damaged_configurations_are_told(data):
    texts = dict(SHOP)
    name = data.draw(st.sampled_from(sorted(texts)))
    for _turn in range(data.draw(st.integers(1, 4))):
        text = texts[name]
        at, size = data.draw(st.integers(0, len(text))), data.draw(st.integers(0, 30))
        texts[name] = text[:at] + data.draw(st.sampled_from(SIGNS)) + text[at + size :]
    sound(**texts)


@QUIET
@given(
    words=st.lists(
        st.sampled_from([*SIGNS, "a", "1", "var.a", "local.b", "resource ", '"x" ', "each", "count", ","]), max_size=40
    )
)
def test_any_row_of_signs_is_read_or_told(words):
    sound(**{"a.tf": "locals {\n b = " + " ".join(words) + '\n}\nresource "aws_instance" "c" { d = local.b }\n'})


def test_every_sample_is_read_by_its_own_importer():
    for name, text in OBJECTS.items():
        found = import_files(Files("x", sources=[Source("a.json", text.encode())]), Silent())
        assert found.reports[0].format == ("aws-config" if name == "config" else "terraform"), name
        assert found.graph.nodes
    assert Path("shop/main.tf").as_posix() in SHOP
