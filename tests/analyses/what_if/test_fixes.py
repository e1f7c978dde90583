"""The fix advisor: what each change really does, and smallest sets against exhaustive search."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.analyses.failure.graphs import graphs
from workbench.analyses.failure.analysis import Analysis, Options, analyse
from workbench.analyses.what_if.changes import apply
from workbench.analyses.what_if.fix_candidates import Candidate
from workbench.analyses.what_if.fixes import advise, singles_inside, suggested
from workbench.analyses.what_if.hitting_set import lightest_hitting_set
from workbench.analyses.what_if.live import Live
from workbench.analyses.what_if.smallest_set import smallest_set, together
from workbench.domain.graph import Graph
from workbench.domain.graph_json import graph_from_json, graph_to_json
from workbench.library.fix_rules import Action, shipped_fix_rules
from workbench.library.lens_format import read_lens_text
from workbench.library.places import lenses_dir

FAST = Options(order=2, quantify=False)
KINDS = ("component", "kms_key", "az", "subnet", "quota", "region", "model")


def inside(graph: Graph, analysis: Analysis) -> set[tuple[str, str]]:
    """Single points by journey; "" stands for a journey that is down with nothing failed."""
    found = {(key, name) for key, one in analysis.journeys.items() for name in singles_inside(graph, one)}
    return found | {(key, "") for key, one in analysis.journeys.items() if one.at_rest}


@st.composite
def kinds_of_graphs(draw: st.DrawFn) -> Graph:
    data = draw(graphs(most=6))
    for node in data["nodes"].values():
        node["kind"] = draw(st.sampled_from(KINDS))
        if draw(st.integers(0, 5)) == 0:
            node["managed"] = True
    for journey in data["journeys"]:
        journey["must_survive"] = draw(st.sampled_from([[], ["az"], ["instance"]]))
    return graph_from_json(data)


@given(graph=kinds_of_graphs())
@settings(deadline=None, max_examples=25)
def test_every_effect_is_that_of_a_fresh_analysis_of_the_changed_graph(graph):
    before = analyse(graph, FAST)
    for fix in advise(graph, before):
        changed = apply(graph, fix.candidate.changes).graph
        assert graph_from_json(graph_to_json(changed)) == changed
        after = analyse(changed, FAST)
        was, now = inside(graph, before), inside(changed, after)
        assert {(one.journey.id, name) for one in fix.effects for name in one.removed} == was - now
        assert {(one.journey.id, name) for one in fix.effects for name in one.added} == now - was
        assert fix.removed == len(was) - len(now)


def smallest_by_search(graph: Graph, known: list[Candidate]) -> int:
    def open_after(some: tuple[Candidate, ...]) -> set[tuple[str, str]]:
        changed = together(graph, some)
        return inside(changed, analyse(changed, FAST))

    kept = open_after(tuple(known))
    for size in range(len(known) + 1):
        if any(open_after(some) <= kept for some in combinations(known, size)):
            return size
    raise AssertionError


@given(graph=kinds_of_graphs(), soft=st.booleans())
@settings(deadline=None, max_examples=25)
def test_the_smallest_set_is_the_smallest_and_leaves_nothing(graph, soft):
    without = () if soft else (Action.SOFT,)
    known = [one for one in suggested(graph, Live(graph, FAST)) if one.rule.action not in {*without, Action.STATIC}]
    found = smallest_set(graph, analyse(graph, FAST), without=without)
    assert found.exact
    left = inside(found.graph, analyse(found.graph, FAST))
    assert left == {(key, name) for key, names in found.not_removed.items() for name in names or ("",)}
    if len(known) <= 7:
        assert len(found.candidates) == smallest_by_search(graph, known)


@given(graph=kinds_of_graphs())
@settings(deadline=None, max_examples=15)
def test_without_room_for_proof_the_set_still_leaves_nothing_and_says_so(graph):
    found = smallest_set(graph, analyse(graph, FAST), most_trials=0)
    left = inside(found.graph, analyse(found.graph, FAST))
    assert left <= {(key, name) for key, names in found.not_removed.items() for name in names or ("",)}


@given(
    demands=st.lists(st.frozensets(st.integers(0, 7), min_size=1, max_size=4), max_size=7),
    weights=st.lists(st.integers(1, 3), min_size=8, max_size=8),
)
def test_hitting_sets_against_all_subsets(demands, weights):
    found = lightest_hitting_set(demands, weights.__getitem__)
    assert found is not None
    assert all(found & one for one in demands)
    best = min(
        sum(weights[n] for n in some)
        for size in range(9)
        for some in combinations(range(8), size)
        if all(set(some) & one for one in demands)
    )
    assert sum(weights[n] for n in found) == best


SHOP = {
    "nodes": {
        "lb": {"failable": False, "groups": [{"members": ["web-a", "web-b"], "failover_s": 30}]},
        "web-a": {"domains": ["az-a"], "requires": ["db", "nat"], "unavailability": 0.001},
        "web-b": {"domains": ["az-b"], "requires": ["db", "nat"], "unavailability": 0.001},
        "nat": {"type": "AWS::EC2::NatGateway", "domains": ["az-a"], "unavailability": 0.001},
        "db": {"type": "AWS::RDS::DBInstance", "domains": ["az-a"], "requires": ["key"], "unavailability": 0.002},
        "key": {"kind": "kms_key", "unavailability": 1e-6},
        "az-a": {"kind": "az", "domains": ["eu"], "unavailability": 1e-4},
        "az-b": {"kind": "az", "domains": ["eu"], "unavailability": 1e-4},
        "eu": {"kind": "region", "unavailability": 1e-5},
    },
    "journeys": [{"id": "buy", "node": "lb", "must_survive": ["az"]}],
}


def test_advice_for_a_shop():
    graph = graph_from_json(SHOP)
    found = {one.candidate.id: one for one in advise(graph, analyse(graph))}
    zone = found["second_zone:az-a"]
    assert zone.effects[0].removed == ("az-a", "db", "nat")
    assert zone.effects[0].left == ("key",)
    assert next(iter(found)) == "second_zone:az-a"
    nat = found["nat_per_zone:nat"]
    (change,) = nat.candidate.changes
    assert (change.members, change.instead) == (("web-b",), (("az-a", "az-b"),))
    assert nat.effects[0].removed == ("nat",)
    assert nat.gained == pytest.approx(0.001, rel=0.02)
    assert "own_dependency:db" not in found
    assert "do_without:db" not in found


def test_the_smallest_set_for_a_shop():
    graph = graph_from_json(SHOP)
    found = smallest_set(graph, analyse(graph))
    assert [one.id for one in found.candidates] == ["second_key:key", "second_zone:az-a"]
    assert found.exact
    assert found.not_removed == {}


def test_what_the_provider_spreads_is_listed_as_not_removed():
    graph = graph_from_json({
        "nodes": {"api": {"requires": ["store"], "failable": False}, "store": {"managed": True, "domains": ["eu"]},
                  "eu": {"kind": "region", "managed": True}},
        "journeys": [{"id": "j", "node": "api"}],
    })  # fmt: skip
    found = smallest_set(graph, analyse(graph, FAST))
    assert found.candidates == ()
    assert found.not_removed == {"j": ("eu", "store")}


def test_a_failover_can_be_freed_of_a_control_plane():
    nodes = SHOP["nodes"] | {
        "lb": {
            "failable": False,
            "requires": [{"id": "cp", "phase": "recover"}],
            **{"groups": [{"members": ["web-a", "web-b"]}]},
        },
        "cp": {"kind": "control_plane"},
    }
    graph = graph_from_json({"nodes": nodes, "journeys": SHOP["journeys"]})
    found = [one for one in advise(graph, analyse(graph, FAST)) if one.candidate.rule.action is Action.STATIC]
    assert [one.candidate.id for one in found] == ["static_stability:lb>cp"]
    after = apply(graph, found[0].candidate.changes).graph
    assert after.nodes["lb"].requires == ()


def test_the_table_speaks_of_practices_that_exist():
    rules = shipped_fix_rules()
    lens = read_lens_text((lenses_dir() / f"{rules.lens}.json").read_bytes())
    codes = {choice.code for pillar in lens.pillars for question in pillar.questions for choice in question.choices}
    for rule in rules.rules:
        assert set(rule.practices) <= codes & rules.links.keys()
        assert rule.advice.endswith(".")
        assert rule.kinds or rule.types
    assert len({rule.id for rule in rules.rules}) == len(rules.rules)
