from __future__ import annotations

from itertools import combinations
from typing import Any

from hypothesis import HealthCheck, given, settings

from tests.analyses.failure.graphs import graphs
from tests.analyses.failure.oracle import Oracle, required
from workbench.analyses.failure.analysis import Options, analyse
from workbench.analyses.failure.coupling import couplings
from workbench.analyses.failure.degraded import degraded
from workbench.analyses.failure.domains import worst_cases
from workbench.domain.graph_json import graph_from_json


def lesser(data: dict[str, Any], down: set[str]) -> set[str]:
    """The definition of degraded, word by word."""
    found: set[str] = set()
    while True:
        more = set()
        for name, node in data["nodes"].items():
            soft = set(node.get("soft", [])) | {
                one["id"]
                for one in node.get("requires", [])
                if not isinstance(one, str) and one.get("criticality") == "SOFT" and one.get("phase", "run") == "run"
            }
            if name not in down and (
                soft & (down | found)
                or set(required(node)) & found
                or any(
                    len(set(group["members"]) - down - found) < group.get("needs", 1)
                    for group in node.get("groups", [])
                )
            ):
                more.add(name)
        if more <= found:
            return found
        found |= more


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=graphs())
def test_degraded_is_what_the_definition_says(data):
    graph, oracle = graph_from_json(data), Oracle(data)
    for failed in oracle.sets(1):
        down = oracle.down(set(failed))
        assert set(degraded(graph, down)) == lesser(data, down)


@settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=graphs())
def test_worst_cases_are_those_of_the_definitions(data):
    oracle = Oracle(data)
    rest = oracle.down(set())
    cases = worst_cases(analyse(graph_from_json(data), Options(quantify=False, order=2)))
    assert {case.domain for case in cases} == {
        each for node in data["nodes"].values() for each in node.get("domains", []) if each not in rest
    }
    for case in cases:
        down = oracle.down({case.domain})
        assert set(case.down) == down - rest
        assert set(case.degraded) == lesser(data, down) - lesser(data, rest)
        assert set(case.ended) == {one["id"] for one in data["journeys"] if one["node"] in down - rest}
        for lost in case.groups:
            group = data["nodes"][lost.owner]["groups"][lost.group]
            assert lost.left == len(set(group["members"]) - down)
            assert lost.enough == (lost.left >= group.get("needs", 1))
    assert [len(case.ended) for case in cases] == sorted((len(case.ended) for case in cases), reverse=True)


@settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=graphs(most=7))
def test_coupling_is_what_ends_two_journeys(data):
    data["journeys"].append({"id": "third", "node": next(iter(data["nodes"]))})
    oracle = Oracle(data)
    tops = {one["id"]: one["node"] for one in data["journeys"] if one["node"] not in oracle.down(set())}
    cuts = {name: [one for one in oracle.cut_sets(top) if len(one) <= 2] for name, top in tops.items()}
    coupling = couplings(analyse(graph_from_json(data), Options(quantify=False, order=2)))
    wanted = {}
    for cut_set in {one for some in cuts.values() for one in some}:
        ended = {name for name in tops if cut_set in cuts[name]}
        if len(ended) > 1:
            wanted[cut_set] = ended
    assert {one.elements: set(one.journeys) for one in coupling.causes} == wanted
    singles = {name: {one[0] for one in some if len(one) == 1} for name, some in cuts.items()}
    assert len(coupling.pairs) == len(list(combinations(tops, 2)))
    for pair in coupling.pairs:
        one, two = singles[pair.first], singles[pair.second]
        assert set(pair.common) == one & two
        assert pair.jaccard == (len(one & two) / len(one | two) if one | two else None)


def test_a_zone_that_holds_others_counts_them_and_journeys_without_a_common_entry_are_told():
    nodes: dict[str, Any] = {
        "pay": {"requires": ["api"], "failable": False},
        "find": {"groups": [{"needs": 1, "members": ["s1", "s2"]}], "soft": ["ads"], "failable": False},
        "api": {"domains": ["subnet"]},
        "s1": {"domains": ["a"]},
        "s2": {"requires": ["vault"]},
        "vault": {"domains": ["a"]},
        "ads": {"domains": ["b"]},
        "subnet": {"kind": "subnet", "domains": ["a"]},
        "a": {"kind": "az"},
        "b": {"kind": "az"},
    }
    journeys = [{"id": "p", "node": "pay"}, {"id": "f", "node": "find", "criticality": "high"}]
    analysis = analyse(
        graph_from_json({"format": "wb-graph/1", "nodes": nodes, "journeys": journeys}),
        Options(quantify=False, order=2),
    )
    worst, second, third = worst_cases(analysis)
    assert (worst.domain, worst.ended, worst.holds) == ("a", ("f", "p"), 4)
    assert worst.share == 0.8
    assert (second.domain, second.ended) == ("subnet", ("p",))
    assert (third.domain, third.ended, third.lesser, third.degraded) == ("b", (), ("f",), ("find",))
    (pair,) = couplings(analysis).pairs
    assert pair.hidden
    assert pair.common == ("a",)
