"""Our reader of HCL against python-hcl2, which was written by others: the same blocks, labels and arguments."""

from __future__ import annotations

import io
from pathlib import Path

import hcl2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from workbench.importers.terraform.hcl_nodes import Body
from workbench.importers.terraform.hcl_text import read_hcl

SAMPLES = sorted((Path(__file__).parents[2] / "samples" / "importers" / "terraform").rglob("*.tf"))
NAMES = st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True)
VALUES = st.recursive(
    st.sampled_from(["1", "-2.5", "true", "null", '"a b"', '"x-${var.n}-y"', "var.list[0]", "local.m.k", 'aws_x.y.id', 'join("-", var.a, "b")',
                     'var.on ? "a" : "b"', "[for x in var.l : upper(x) if x != null]", "{ for k, v in var.m : k => v }", "a.b[*].c",
                     "1 + 2 * 3", "!var.on && (a || b)", '<<EOT\nline ${var.x}\n  two\nEOT\n']),
    lambda inner: st.lists(inner.filter(lambda one: "<<" not in one), max_size=3).map(lambda found: f"[{', '.join(found)}]"),
    max_leaves=5,
)  # fmt: skip


def body(names: list[str], values: list[str], inner: str) -> str:
    lines = [f"  {name} = {value}" for name, value in zip(names, values, strict=False)]
    return "\n".join(lines) + (f"\n  nested {{\n{inner}\n  }}" if inner else "")


BODIES = st.builds(body, st.lists(NAMES.filter(lambda name: name != "nested"), unique=True, max_size=4),
                   st.lists(VALUES, min_size=4, max_size=4), st.sampled_from(["", "    deep = 1", "    deep = [1,\n 2, # two\n ]"]))  # fmt: skip


def of_ours(found: Body) -> dict:
    return {
        "attributes": sorted(found.attributes),
        "blocks": sorted((one.type, str(of_ours(one.body))) for one in found.blocks),
    }


def of_theirs(found: dict) -> dict:
    attributes, blocks = [], []
    for key, value in found.items():
        if key.startswith("__"):
            continue
        if (
            isinstance(value, list)
            and value
            and all(isinstance(one, dict) and "__is_block__" in str(one) for one in value)
        ):
            blocks += [(key, str(of_theirs(one))) for one in value]
        else:
            attributes.append(key)
    return {"attributes": sorted(attributes), "blocks": sorted(blocks)}


def resources_of_theirs(text: str) -> list[tuple[str, str, dict]]:
    found = hcl2.load(io.StringIO(text))
    return sorted(
        (type_.strip('"'), name.strip('"'), of_theirs(inner))
        for each in found.get("resource", [])
        for type_, named in each.items()
        if not type_.startswith("__")
        for name, inner in named.items()
        if not name.startswith("__")
    )


def resources_of_ours(text: str) -> list[tuple[str, str, dict]]:
    found = read_hcl(text)
    assert found.errors == []
    return sorted((*one.labels, of_ours(one.body)) for one in found.blocks if one.type == "resource")  # type: ignore[misc]


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.tuples(NAMES, BODIES), max_size=4, unique_by=lambda one: one[0]))
def test_the_same_resources_with_the_same_arguments(written):
    text = "".join(f'resource "aws_thing" "{name}" {{\n{inner}\n}}\n' for name, inner in written)
    assert resources_of_ours(text) == resources_of_theirs(text)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_samples(path):
    text = path.read_text(encoding="utf-8")
    assert [one[:2] for one in resources_of_ours(text)] == [one[:2] for one in resources_of_theirs(text)]
