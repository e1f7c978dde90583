"""The whole analysis against brute force: cut sets, counts, probability, importance, blast radii, shared fate."""

from __future__ import annotations

from math import isclose
from typing import Any

import pytest
from hypothesis import given, settings

from tests.analyses.failure.graphs import graphs
from tests.analyses.failure.oracle import Oracle
from workbench.analyses.failure.analysis import Analysis, Options, analyse
from workbench.analyses.failure.compiled import Semantics
from workbench.analyses.fault_tree import Budget
from workbench.domain.graph_json import graph_from_json

BOTH = pytest.mark.parametrize("semantics", list(Semantics))


def analysed(data: dict[str, Any], **options: Any) -> Analysis:
    return analyse(graph_from_json(data), Options(**options))


@BOTH
@given(data=graphs(most=8))
@settings(max_examples=60)
def test_cut_sets_counts_and_probability(data, semantics):
    oracle = Oracle(data, semantics)
    found = analysed(data, semantics=semantics, order=None)
    for journey in data["journeys"]:
        result = found.journeys[journey["id"]]
        expected = oracle.cut_sets(journey["node"])
        assert list(result.cut_sets) == expected
        assert result.count == len(expected)
        assert result.counts is not None
        assert [size for size, count in enumerate(result.counts) for _each in range(count)] == [
            len(x) for x in expected
        ]
        assert result.unavailability is not None
        assert isclose(result.unavailability, oracle.unavailability(journey["node"]), rel_tol=1e-9, abs_tol=1e-300)
        assert result.interval == (result.unavailability, result.unavailability)
        assert result.importance.keys() == {name for one in expected for name in one}


@given(data=graphs(most=7))
@settings(max_examples=40)
def test_importance(data):
    oracle = Oracle(data)
    found = analysed(data)
    for journey in data["journeys"]:
        top, result = journey["node"], found.journeys[journey["id"]]
        total = oracle.unavailability(top)
        for name, one in result.importance.items():
            with_it, without = oracle.unavailability(top, {name: 1.0}), oracle.unavailability(top, {name: 0.0})
            p = data["nodes"][name]["unavailability"]
            close = {"rel_tol": 1e-6, "abs_tol": 1e-12}
            assert isclose(one.birnbaum or 0, with_it - without, **close)
            if total == 0:
                assert one.criticality is one.fussell_vesely is one.raw is None
                continue
            assert isclose(one.criticality or 0, p * (with_it - without) / total, **close)
            assert isclose(one.fussell_vesely or 0, (total - without) / total, **close)
            assert isclose(one.raw or 0, with_it / total, **close)
            if without == 0:
                assert one.rrw is None
            else:
                assert isclose(one.rrw or 0, total / without, **close)


@given(data=graphs(most=7, unknown=True))
@settings(max_examples=40)
def test_numbers_that_nobody_knows_give_an_interval(data):
    oracle = Oracle(data)
    unknown = {name for name in oracle.failable if "unavailability" not in data["nodes"][name]}
    found = analysed(data)
    for journey in data["journeys"]:
        top, result = journey["node"], found.journeys[journey["id"]]
        relevant = {name for one in oracle.cut_sets(top) for name in one}
        assert set(result.unknown) == relevant & unknown
        low, high = (oracle.unavailability(top, dict.fromkeys(unknown, p)) for p in (0.0, 1.0))
        assert isclose(result.interval[0], low, rel_tol=1e-9, abs_tol=1e-300)
        assert isclose(result.interval[1], high, rel_tol=1e-9, abs_tol=1e-300)
        assert (result.unavailability is None) == bool(result.unknown)


@BOTH
@given(data=graphs())
def test_blast_radii_and_shared_fate(data, semantics):
    oracle = Oracle(data, semantics)
    found = analysed(data, semantics=semantics, quantify=False, order=2)
    expected = []
    for cause in oracle.failable:
        down = oracle.down({cause})
        assert set(found.blast_radius(cause)) == down
        for owner, node in data["nodes"].items():
            for place, group in enumerate(node.get("groups", [])):
                hit = tuple(member for member in group["members"] if member in down)
                if len(hit) > 1:
                    left = len(group["members"]) - len(hit)
                    expected.append((owner, place, cause, hit, left < group.get("needs", 1)))
    mine = [(one.owner, one.group, one.cause, one.members, one.fatal) for one in found.shared_fate]
    assert sorted(mine) == sorted(expected)


@given(data=graphs(most=8))
@settings(max_examples=40)
def test_orders_one_and_two_are_complete_whatever_the_budget(data):
    oracle = Oracle(data)
    found = analysed(data, budget=Budget(nodes=1))
    for journey in data["journeys"]:
        result = found.journeys[journey["id"]]
        small = [one for one in oracle.cut_sets(journey["node"]) if len(one) < 3]
        assert [one for one in result.cut_sets if len(one) < 3] == small
        truth = oracle.unavailability(journey["node"])
        assert result.interval[0] <= truth * (1 + 1e-9)
        assert result.interval[1] >= truth * (1 - 1e-9)


def test_down_with_nothing_failed():
    nodes = {"a": {"groups": [{"members": ["b"]}], "failable": False}, "b": {"groups": [{"members": ["a"]}]}}
    result = analysed({"nodes": nodes, "journeys": [{"id": "j", "node": "a"}]}).journeys["j"]
    assert result.cut_sets == ((),)
    assert (result.at_rest, result.count, result.unavailability) == (True, 1, 1.0)


def test_all_members_are_needed_when_nobody_answered():
    nodes = {"web": {"groups": [{"members": ["a", "b"]}], "failable": False}, "a": {}, "b": {}}
    data = {"nodes": nodes, "journeys": [{"id": "j", "node": "web"}]}
    assert analysed(data).journeys["j"].cut_sets == (("a", "b"),)
    assert analysed(data, full_groups=True).journeys["j"].cut_sets == (("a",), ("b",))


def test_same_input_same_output():
    nodes = {f"n{i}": {"requires": [f"n{i + 1}"], "groups": [{"members": [f"n{i + 1}", "x", "y"]}]} for i in range(5)}
    data = {"nodes": nodes | {"n5": {}, "x": {}, "y": {}}, "journeys": [{"id": "j", "node": "n0"}]}
    assert analysed(data).journeys == analysed(data).journeys


def test_an_element_that_cannot_fail_has_no_blast_radius():
    found = analysed({"nodes": {"a": {"failable": False}}, "journeys": []})
    with pytest.raises(KeyError):
        found.blast_radius("a")
