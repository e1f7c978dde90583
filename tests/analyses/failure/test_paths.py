from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from tests.analyses.failure.graphs import graphs
from tests.analyses.failure.oracle import Oracle, required
from workbench.analyses.failure.compiled import Semantics, compile_graph
from workbench.analyses.failure.fall import Fall
from workbench.analyses.failure.paths import Paths, Proof
from workbench.analyses.failure.words import Words
from workbench.domain.graph_json import graph_from_json


def confirmed(data: dict[str, Any]) -> dict[str, Any]:
    """The same graph without what nobody has confirmed; what is down there is down in the whole one too."""
    changed = deepcopy(data)
    for node in changed["nodes"].values():
        for one in node.get("requires", []):
            if not isinstance(one, str) and one.get("criticality") == "UNKNOWN":
                one["criticality"] = "SOFT"
    return changed


def holds(data: dict[str, Any], semantics: str, failures: set[str], proof: Proof, top: str = "") -> set[str]:
    """What a proof shows, in the graph of confirmed needs or else in the whole one."""
    sure = confirmed(data)
    try:
        return replay(sure, Oracle(sure, semantics), failures, proof, top)
    except AssertionError:
        return replay(data, Oracle(data, semantics), failures, proof, top)


def replay(data: dict[str, Any], oracle: Oracle, failures: set[str], proof: Proof, top: str = "") -> set[str]:
    """Follow a proof as inference rules, last step first; a step that does not follow is an error."""
    nodes = data["nodes"]
    down: set[str] = set()
    for step in reversed(proof.steps):
        node = nodes[step.element]
        assert set(step.because) <= down, "a step rests on one that comes before it"
        if step.reason == "failed":
            assert step.element in failures
        elif step.reason == "requires":
            wanted = {"requires": node.get("requires", [])}
            assert step.because[0] in required(wanted)
        elif step.reason == "domain":
            assert step.because[0] in node["domains"]
        elif step.reason == "group":
            group = node["groups"][step.group]
            assert set(step.because) <= set(group["members"])
            if step.element != top:
                assert len(group["members"]) - len(step.because) < group.get("needs", 1)
        else:
            assert step.reason == "circle"
            assert oracle.semantics == "founded"
            circle, gone = set(step.circle), set(step.circle) | set(step.because)
            assert step.element in circle
            for element in circle:
                unit = oracle.unit[element]
                assert unit <= circle
                outside = {w for v in unit for w in required(nodes[v])} - unit
                groups = [group for v in unit for group in nodes[v].get("groups", [])]
                short = any(len(set(group["members"]) - gone) < group.get("needs", 1) for group in groups)
                assert outside & gone or short, "it could be up without the circle"
        down.add(step.element)
    return down


@pytest.mark.parametrize("semantics", ["founded", "steady"])
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=graphs())
def test_every_proof_can_be_replayed_and_there_is_one_whenever_something_is_down(semantics, data):
    graph, oracle = graph_from_json(data), Oracle(data, semantics)
    compiled = compile_graph(graph, Semantics(semantics))
    fall = Fall(compiled)
    falls = {unit: fall.of((unit,)) for unit, faults in enumerate(compiled.faults) if faults}
    paths = Paths(graph, compiled, falls)
    for failed in oracle.sets(2):
        down = oracle.down(set(failed))
        for target in data["nodes"]:
            proof = paths.prove(target, failed)
            assert (proof is not None) == (target in down)
            if proof:
                assert target in holds(data, semantics, set(failed), proof)
                assert proof.steps[0].element == target == proof.line[0]
                ends = {step.element for step in proof.steps if step.reason in ("failed", "circle")}
                assert proof.line[-1] in ends
                assert all(Words(graph).proof(proof)) or target in failed


@settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=graphs())
def test_members_that_fall_together_are_proved_one_by_one(data):
    graph, oracle = graph_from_json(data), Oracle(data)
    paths = Paths(graph, compile_graph(graph))
    for failed in oracle.sets(1):
        down = oracle.down(set(failed))
        for owner, node in data["nodes"].items():
            for number, group in enumerate(node.get("groups", [])):
                hit = [member for member in group["members"] if member in down]
                proof = paths.prove_members(owner, number, hit, failed) if hit else None
                if proof:
                    assert set(hit) <= holds(data, "founded", set(failed), proof, top=owner)
                    assert proof.steps[0].because == tuple(hit)


def words(data: dict[str, Any], target: str, *failures: str) -> list[str]:
    graph = graph_from_json({"format": "wb-graph/1", "journeys": [], **data})
    proof = Paths(graph, compile_graph(graph)).prove(target, failures)
    assert proof
    return list(Words(graph).proof(proof))


def test_a_chain_reads_from_the_entry_to_the_cause():
    data = {
        "nodes": {
            "checkout": {"label": "Checkout", "requires": ["orders"]},
            "orders": {"label": "Orders API", "requires": ["db"], "domains": ["a"]},
            "db": {"label": "Orders DB", "domains": ["a"]},
            "a": {"label": "eu-west-1a", "kind": "az"},
        }
    }
    assert words(data, "checkout", "a") == [
        "Checkout needs Orders API",
        "Orders API stands in Availability Zone eu-west-1a",
    ]


def test_members_that_fall_for_one_reason_share_a_sentence():
    nodes: dict[str, Any] = {"web": {"groups": [{"needs": 2, "members": ["h1", "h2", "h3"]}]}, "z": {"kind": "az"}}
    nodes |= {"h1": {"domains": ["z"]}, "h2": {"domains": ["z"]}, "h3": {}}
    assert words({"nodes": nodes}, "web", "z") == [
        "web needs 2 of h1, h2 and h3; h1 and h2 stand in Availability Zone z, which leaves 1"
    ]
    nodes["web"] = {"groups": [{"members": ["h1", "h2"]}]}
    assert words({"nodes": nodes}, "web", "z") == ["web needs 1 of h1 and h2; both stand in Availability Zone z"]


def test_every_member_has_its_own_reason():
    nodes: dict[str, Any] = {
        "web": {"groups": [{"needs": 1, "members": ["h1", "h2"]}]},
        "h1": {"requires": ["key"]},
        "h2": {"requires": ["vault"]},
        "vault": {"requires": ["key"]},
        "key": {"kind": "kms_key"},
    }
    assert words({"nodes": nodes}, "web", "key") == [
        "web needs 1 of h1 and h2",
        "h1 needs KMS key key",
        "h2 needs vault",
        "vault needs KMS key key",
    ]


def test_a_circle_is_named_with_what_it_lost():
    nodes: dict[str, Any] = {
        "x": {"groups": [{"needs": 1, "members": ["ux", "y"]}]},
        "y": {"groups": [{"needs": 1, "members": ["uy", "x"]}]},
        "ux": {},
        "uy": {},
    }
    assert words({"nodes": nodes}, "x", "ux", "uy") == ["x and y only hold each other up once ux and uy are down"]


def test_an_element_that_needs_itself_holds_itself_up():
    nodes: dict[str, Any] = {"x": {"groups": [{"needs": 1, "members": ["ux", "x"]}]}, "ux": {}}
    assert words({"nodes": nodes}, "x", "ux") == ["x only holds itself up once ux is down"]


def test_a_proof_avoids_what_nobody_has_confirmed():
    nodes: dict[str, Any] = {
        "a": {"requires": [{"id": "c", "criticality": "UNKNOWN"}, "b"]},
        "b": {"requires": ["c"]},
        "c": {"requires": [{"id": "d", "criticality": "UNKNOWN"}]},
        "d": {},
    }
    assert words({"nodes": nodes}, "a", "c") == ["a needs b", "b needs c"]
    assert words({"nodes": nodes}, "a", "d")[-1] == "c needs d, as long as nobody says that it can do without"


def test_a_deep_chain_needs_no_recursion():
    nodes: dict[str, Any] = {f"n{i}": {"requires": [f"n{i + 1}"]} for i in range(20_000)} | {"n20000": {}}
    graph = graph_from_json({"format": "wb-graph/1", "nodes": nodes, "journeys": []})
    proof = Paths(graph, compile_graph(graph)).prove("n0", ["n20000"])
    assert proof
    assert len(proof.line) == 20_001
