from __future__ import annotations

import time
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.importers.meaning.drawing import FILE, draw, resource
from workbench.domain.graph_json import graph_from_json, graph_to_json
from workbench.importers.draft import Draft
from workbench.importers.meaning import interpret
from workbench.importers.resource import Link, Resource, Unknown, ZoneOf
from workbench.library.resource_types import shipped_resource_types
from workbench.progress import Silent

TYPES = sorted(shipped_resource_types().rules)
IDS = [f"r{n}" for n in range(6)]
LEAVES = st.one_of(
    st.none(), st.booleans(), st.integers(-5, 30), st.floats(), st.text(max_size=8), st.sampled_from([Link(one) for one in IDS]),
    st.just(Unknown("parameter X has no default", "X")), st.builds(ZoneOf, st.integers(-1, 3)),
    st.sampled_from(["subnet-1", "true", "0.0.0.0/0", "anthropic.claude-v2", "eu-west-1a", Link("gone")]),
)  # fmt: skip
VALUES = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["Id", "Arn", "Fn::Join", "Body"]), inner, max_size=3)
    ),
    max_leaves=6,
)


def paths_of(type_: str) -> list[str]:
    rule = shipped_resource_types().rules[type_]
    copies = rule.copies
    counts = (*copies.count, copies.flag, copies.unless, copies.parts) if copies else ()
    found = (*rule.paths, *rule.subnets, *rule.zones, *rule.groups, *counts, rule.member_of, *rule.keep, "Targets.Arn",
             "DistributionConfig.CacheBehaviors.TargetOriginId", "DistributionConfig.Origins.Id", "Body.paths")  # fmt: skip
    return [one for one in found if one and "*" not in one]


@st.composite
def resources(drawn: st.DrawFn) -> list[Resource]:
    found = []
    for key in IDS:
        type_ = drawn(st.sampled_from(TYPES))
        properties: dict[str, Any] = {}
        for path in drawn(st.lists(st.sampled_from(paths_of(type_)), max_size=5)):
            *above, last = path.split(".")
            holder = properties
            for part in above:
                below = holder.setdefault(part, {})
                holder = below if isinstance(below, dict) else {}
            holder[last] = drawn(VALUES)
        excludes = {"excludes": drawn(st.lists(st.sampled_from("ab"), max_size=2))}
        found.append(
            Resource(
                key, type_, properties, FILE, condition=drawn(st.sampled_from(["", "a", "b"])), attributes=excludes
            )
        )
    return found


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(resources())
def test_no_resource_breaks_the_drawing(some: list[Resource]) -> None:
    draft = Draft()
    interpret(some, draft, Silent())
    graph = draft.finish()
    assert graph_from_json(graph_to_json(graph)) == graph
    assert set(IDS) <= set(graph.nodes)


def test_a_type_that_nobody_knows_is_listed_and_drawn() -> None:
    drawn = draw(resource("x", "New::Thing", {"Store": Link("table")}), resource("table", "DynamoDB::Table"))
    assert drawn.report.unknown_types == ["AWS::New::Thing"]
    assert drawn["x"].requires[0].id == "table"


def test_two_resources_of_one_id_are_one() -> None:
    assert draw(resource("x", "SQS::Queue"), resource("x", "SNS::Topic"))["x"].type == "AWS::SQS::Queue"


def test_thousands_of_resources_are_quick() -> None:
    some = [resource(f"f{n}", "Lambda::Function", {"Role": Link("role"), "Environment": {"Variables": {"T": Link(f"t{n}")}}})
            for n in range(2500)]  # fmt: skip
    some += [resource(f"t{n}", "DynamoDB::Table") for n in range(2500)]
    draft = Draft()
    began = time.perf_counter()
    interpret([*some, resource("role", "IAM::Role")], draft, Silent())
    assert len(draft.finish().nodes) >= 5000
    assert time.perf_counter() - began < 5
