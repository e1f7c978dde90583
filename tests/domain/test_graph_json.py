"""wb-graph/1: what is written is read back, and everything wrong is named with its place."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.analyses.failure.graphs import graphs
from workbench.domain.graph import Criticality, Graph, Journey, Node, Phase, Survivable
from workbench.domain.graph_json import graph_from_json, graph_to_json
from workbench.errors import BadInput
from workbench.exchange.wb_graph import read_graph, write_graph


@given(data=graphs(unknown=True))
def test_what_is_written_is_read_back(data):
    graph = graph_from_json(data)
    assert graph_from_json(graph_to_json(graph)) == graph
    assert read_graph(write_graph(graph)) == graph
    assert list(read_graph(write_graph(graph)).nodes) == list(data["nodes"])


def test_every_key_is_read():
    node = {
        "label": "Orders", "kind": "az", "type": "AWS::X", "failable": False, "managed": True, "unavailability": 0.5,
        "unavailability_source": "SLA", "mttf_s": 9, "mttr_s": 1, "rto_s": 2, "rpo_s": 3,
        "requires": ["b", {"id": "b", "criticality": "unknown", "kind": "PERMISSIONS", "phase": "recover"}],
        "groups": [{"needs": 1, "members": ["b", "c"], "failover_s": 4, "lag_s": 5}],
        "domains": ["c"], "soft": ["b"], "attributes": {"x": [1, {"y": None}]},
    }  # fmt: skip
    journey = {
        "id": "j", "label": "Buy", "node": "a", "criticality": "high", "rto_s": 60, "rpo_s": 0,
        "must_survive": ["az", "instance"],
    }  # fmt: skip
    graph = graph_from_json({"format": "wb-graph/1", "nodes": {"a": node, "b": {}, "c": {}}, "journeys": [journey]})
    orders = graph.nodes["a"]
    assert (orders.title, orders.managed, orders.failable, orders.probability) == ("Orders", True, False, 0.5)
    assert orders.requires[1].criticality is Criticality.UNKNOWN
    assert orders.requires[1].phase is Phase.RECOVER
    assert orders.groups[0].needed == 1
    assert orders.attributes == {"x": [1, {"y": None}]}
    assert graph.journeys[0].must_survive == (Survivable.AZ, Survivable.INSTANCE)
    assert graph.journeys[0].rpo_s == 0
    assert graph_to_json(graph_from_json(graph_to_json(graph))) == graph_to_json(graph)


def test_defaults():
    node = graph_from_json({"nodes": {"a": {"groups": [{"members": ["a"]}]}}, "journeys": []}).nodes["a"]
    assert (node.failable, node.kind, node.unavailability, node.title) == (True, "component", None, "a")
    assert (node.groups[0].needs, node.groups[0].needed) == (None, 1)


@pytest.mark.parametrize(
    ("chance", "expected"),
    [
        ({}, None),
        ({"unavailability": 0}, 0),
        ({"mttf_s": 3, "mttr_s": 1}, 0.25),
        ({"mttf_s": 3, "mttr_s": 0}, 0),
        ({"mttf_s": 3}, None),
        ({"mttf_s": 0, "mttr_s": 0}, None),
        ({"unavailability": 0.1, "mttf_s": 3, "mttr_s": 1}, 0.1),
    ],
)
def test_unknown_is_not_zero(chance, expected):
    assert graph_from_json({"nodes": {"a": chance}, "journeys": []}).nodes["a"].probability == expected


@pytest.mark.parametrize(
    ("node", "place"),
    [
        ({"requires": ["x"]}, "nodes.a.requires[0]"),
        ({"requires": [3]}, "nodes.a.requires[0]"),
        ({"requires": [{"criticality": "HARD"}]}, "nodes.a.requires[0]"),
        ({"requires": [{"id": "b", "criticality": "VITAL"}]}, "nodes.a.requires[0].criticality"),
        ({"requires": [{"id": "b", "phase": "later"}]}, "nodes.a.requires[0].phase"),
        ({"requires": "b"}, "nodes.a.requires"),
        ({"groups": [{"members": ["b", "x"]}]}, "nodes.a.groups[0].members[1]"),
        ({"groups": [{"members": ["b", "b"]}]}, "nodes.a.groups[0].members"),
        ({"groups": [{"members": []}]}, "nodes.a.groups[0].members"),
        ({"groups": [{"members": ["b"], "needs": 0}]}, "nodes.a.groups[0].needs"),
        ({"groups": [{"members": ["b"], "needs": 2}]}, "nodes.a.groups[0].needs"),
        ({"groups": [{"members": ["b"], "needs": True}]}, "nodes.a.groups[0].needs"),
        ({"domains": ["x"]}, "nodes.a.domains[0]"),
        ({"soft": ["x"]}, "nodes.a.soft[0]"),
        ({"unavailability": 1.5}, "nodes.a.unavailability"),
        ({"unavailability": -1}, "nodes.a.unavailability"),
        ({"unavailability": "0.1"}, "nodes.a.unavailability"),
        ({"rto_s": 10**400}, "nodes.a.rto_s"),
        ({"rto_s": float("nan")}, "nodes.a.rto_s"),
        ({"failable": "no"}, "nodes.a.failable"),
        ({"attributes": []}, "nodes.a.attributes"),
        ({"label": "\ud800"}, "nodes.a.label"),
        ([], "nodes.a"),
    ],
)
def test_what_is_wrong_is_named_with_its_place(node, place):
    with pytest.raises(BadInput) as caught:
        graph_from_json({"nodes": {"a": node, "b": {}}, "journeys": []})
    assert any(line.startswith(place + ":") for line in caught.value.details)


@pytest.mark.parametrize(
    ("journeys", "place"),
    [
        ([{"node": "a"}], "journeys[0].id"),
        ([{"id": "j", "node": "x"}], "journeys[0].node"),
        ([{"id": "j", "node": "a"}, {"id": "j", "node": "a"}], "journeys[1].id"),
        ([{"id": "j", "node": "a", "must_survive": ["moon"]}], "journeys[0].must_survive[0]"),
        ({}, "journeys"),
    ],
)
def test_journeys_that_cannot_be(journeys, place):
    with pytest.raises(BadInput) as caught:
        graph_from_json({"nodes": {"a": {}}, "journeys": journeys})
    assert any(line.startswith(place + ":") for line in caught.value.details)


def test_all_places_are_named_at_once_and_unknown_keys_are_warned_of():
    with pytest.raises(BadInput) as caught:
        graph_from_json({"nodes": {"a": {"requires": ["x", "y"]}}, "journeys": [{}]})
    assert len(caught.value.details) == 4
    warnings: list[str] = []
    graph_from_json({"nodes": {"a": {"require": ["b"]}}, "journeys": []}, warnings)
    assert any("nodes.a.require" in line for line in warnings)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b"", "no JSON: line 1"),
        (b"\xff\xfe", "no UTF-8"),
        (b'{"nodes": {},\n "journeys": [', "line 2"),
        (b'{"nodes": {"a": {}, "a": {}}, "journeys": []}', '"a" is there twice'),
        (b'{"nodes": {"a": {"unavailability": NaN}}, "journeys": []}', "NaN"),
        (b"[" * 100_000, "nested too deeply"),
        (b'{"nodes": {"a": {"rto_s": 1' + b"0" * 6000 + b"}}}", "a number has more than 400 digits"),
        (b"{}", "There is one more such place."),
        (b'{"format": "wb-graph/9", "nodes": {}, "journeys": []}', "wb-graph/9"),
        (b"{}", "nodes"),
        (b"[]", "no JSON object"),
    ],
)
def test_texts_that_are_no_graph(text, said):
    with pytest.raises(BadInput) as caught:
        read_graph(text, "shop.json")
    assert said in str(caught.value) + " ".join(caught.value.details)


def test_a_doubled_key_among_many_is_found_at_once():
    names = b",".join(b'"n%d": 0' % number for number in range(100_000))
    with pytest.raises(BadInput, match='"n99999" is there twice'):
        read_graph(b"{" + names + b', "n99999": 0}')


def test_a_byte_order_mark_is_fine():
    assert read_graph(b'\xef\xbb\xbf{"nodes": {"a": {}}, "journeys": []}').nodes.keys() == {"a"}


@given(st.recursive(st.none() | st.booleans() | st.floats() | st.text(max_size=4), lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["nodes", "journeys", "id", "node", "requires", "groups", "members", "needs", "a", "domains", "kind", "phase"]), inner, max_size=4)))  # fmt: skip
def test_whatever_json_says_it_is_read_or_refused(data: Any):
    try:
        graph = graph_from_json(data)
    except BadInput:
        return
    assert graph_from_json(graph_to_json(graph)) == graph


def test_boundary_of_a_journey():
    told = Journey("j", must_survive=(Survivable.AZ,))
    assert told.covers(Survivable.INSTANCE)
    assert told.covers(Survivable.AZ)
    assert not told.covers(Survivable.REGION)
    assert not told.covers(Survivable.VENDOR)
    assert Journey("k", must_survive=(Survivable.REGION,)).covers(Survivable.AZ)
    assert not Journey("l", must_survive=(Survivable.ACCOUNT,)).covers(Survivable.AZ)
    assert all(Journey("m").covers(each) for each in Survivable)


def test_a_graph_is_true_when_it_holds_something():
    assert not Graph()
    assert Graph.of([Node("a")])
