"""Changes of a what-if: what each does to a graph, that the graph stays valid, and their JSON form."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.analyses.failure.graphs import graphs
from workbench.analyses.what_if.changes import (
    CATALOG,
    AddDependency,
    AddReplica,
    Change,
    Fail,
    MakeSoft,
    RemoveDependency,
    RemoveNode,
    RemoveReplica,
    Repair,
    SetFailable,
    SetNeeds,
    SplitDomain,
    apply,
)
from workbench.analyses.what_if.changes_json import change_from_json, change_to_json, changes_from_json
from workbench.domain.graph import Criticality, Graph, Group, Phase
from workbench.domain.graph_json import graph_from_json, graph_to_json
from workbench.errors import BadInput

GRAPH = graph_from_json({
    "nodes": {
        "lb": {"label": "Balancer", "groups": [{"members": ["a", "b"], "needs": 2}], "requires": ["nat"]},
        "a": {"label": "A", "domains": ["sub-a"], "requires": ["nat", {"id": "image", "phase": "recover"}]},
        "b": {"label": "B", "domains": ["az-b"], "requires": ["nat"], "soft": ["cache"]},
        "nat": {"domains": ["az-a"]}, "image": {}, "cache": {},
        "sub-a": {"kind": "subnet", "domains": ["az-a"]},
        "az-a": {"kind": "az", "domains": ["eu"]}, "az-b": {"kind": "az", "domains": ["eu"]}, "eu": {"kind": "region"},
    },
    "journeys": [{"id": "j", "node": "lb"}],
})  # fmt: skip

EXAMPLES: list[Change] = [
    Fail(("a", "az-a")), Repair(("b",)), AddReplica("nat", "nat-b", (("az-a", "az-b"),)), RemoveReplica("b"),
    SetNeeds("lb", 0, 1), SplitDomain("nat", ("b",), instead=(("az-a", "az-b"),)), MakeSoft("a", "nat"),
    SetFailable("lb", False), RemoveNode("cache"), AddDependency("b", "image", Phase.START),
    RemoveDependency("a", "image", Phase.RECOVER),
]  # fmt: skip


def after(*changes: Change) -> Graph:
    return apply(GRAPH, changes).graph


def test_there_is_an_example_of_every_change():
    assert {type(one) for one in EXAMPLES} == set(CATALOG)
    assert len({one.KIND for one in CATALOG}) == len(CATALOG)


@pytest.mark.parametrize("change", EXAMPLES, ids=lambda one: one.KIND)
def test_every_change_has_a_title_and_a_json_form(change):
    assert change.title(GRAPH)
    assert change_from_json(change_to_json(change)) == change


def test_failures_and_repairs_are_no_change_of_structure():
    changed = apply(GRAPH, [Fail(("a", "b")), Repair(("a",))])
    assert (changed.failed, changed.repaired) == (("b",), ("a",))
    assert not changed.graph.nodes["a"].failable
    assert changed.graph.nodes["b"] is GRAPH.nodes["b"]


def test_a_replica_stands_in_for_the_first_everywhere():
    graph = after(AddReplica("nat", "nat-b", (("az-a", "az-b"),)))
    assert graph.nodes["nat-b"].domains == ("az-b",)
    for user in ("lb", "a", "b"):
        assert Group(1, ("nat", "nat-b")) in graph.nodes[user].groups
        assert all(one.id != "nat" for one in graph.nodes[user].requires)
    assert [one.id for one in graph.nodes["a"].requires] == ["image"]


def test_a_replica_of_a_member_joins_its_group():
    graph = after(AddReplica("a"))
    assert graph.nodes["lb"].groups == (Group(2, ("a", "a-2", "b")),)


def test_a_replica_of_an_entry_gets_a_front():
    graph = after(AddReplica("lb"))
    front = graph.nodes[graph.journeys[0].node]
    assert not front.failable
    assert front.groups == (Group(1, ("lb", "lb-2")),)


def test_a_replica_in_another_zone_gets_a_subnet_there():
    graph = after(AddReplica("a", instead=(("sub-a", "sub-b"), ("az-a", "az-b"))))
    assert graph.nodes["a-2"].domains == ("sub-b",)
    assert graph.nodes["sub-b"].domains == ("az-b",)
    assert graph.nodes["sub-a"].domains == ("az-a",)


@pytest.mark.parametrize(
    ("element", "instead"), [("nat", (("az-a", "az-b"),)), ("a", (("sub-a", "az-b"),)), ("image", (("", "az-b"),))]
)
def test_the_domain_of_a_replica_takes_the_place_of_one_like_it(element, instead):
    change = AddReplica.in_domain(GRAPH, element, "az-b")
    assert change == AddReplica(element, instead=instead)
    assert "az-b" in after(change).nodes[f"{element}-2"].domains


def test_members_get_one_of_their_own():
    graph = after(SplitDomain("nat", ("b",), "nat-b", (("az-a", "az-b"),)))
    assert [one.id for one in graph.nodes["b"].requires] == ["nat-b"]
    assert [one.id for one in graph.nodes["lb"].requires] == ["nat"]
    assert after(SplitDomain("az-a", ("sub-a",), "az-b")).nodes["sub-a"].domains == ("az-b",)


def test_soft_and_removed():
    assert after(MakeSoft("a", "nat")).nodes["a"].requires[0].criticality is Criticality.SOFT
    assert after(RemoveDependency("a", "image", Phase.RECOVER)).nodes["a"].requires[0].id == "nat"
    assert "cache" not in after(RemoveNode("cache")).nodes
    assert after(RemoveNode("cache")).nodes["b"].soft == ()


def test_a_member_less():
    graph = after(SetNeeds("lb", 0, 1), RemoveReplica("b"))
    assert "b" not in graph.nodes
    assert graph.nodes["lb"].groups == (Group(1, ("a",)),)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (Fail(("ghost",)), 'no element "ghost"'),
        (RemoveReplica("b"), "would need 2 of 1"),
        (RemoveReplica("nat"), "no member"),
        (RemoveNode("lb"), "enters at Balancer"),
        (SetNeeds("lb", 0, 3), "would need 3 of 2"),
        (SetNeeds("lb", 4, 1), "no redundancy group 4"),
        (MakeSoft("nat", "az-a"), "does not require"),
        (SplitDomain("az-b", ("a",)), "does not depend on"),
        (AddReplica("nat", "b"), 'an element "b" already'),
        (RemoveDependency("b", "image"), "does not depend on"),
        (AddReplica("nat", instead=(("ghost", "az-b"),)), 'no element "ghost"'),
    ],
)
def test_what_cannot_be_done_is_said(change, said):
    with pytest.raises(BadInput, match=said):
        apply(GRAPH, [change])


@pytest.mark.parametrize(
    "data",
    [
        None, {}, [1], [{"change": "explode"}], [{"change": "fail"}], [{"change": "fail", "ids": "a"}],
        [{"change": "fail", "ids": ["a"], "more": 1}], [{"change": "set_needs", "id": "lb", "group": 0, "needs": True}],
        [{"change": "add_dependency", "id": "a", "on": "b", "phase": "lunch"}],
    ],
)  # fmt: skip
def test_json_that_is_no_change_is_refused(data):
    with pytest.raises(BadInput):
        changes_from_json(data)


@given(data=graphs(), chosen=st.data())
@settings(deadline=None, max_examples=50)
def test_the_graph_stays_valid(data, chosen):
    graph = graph_from_json(data)
    names = st.sampled_from(sorted(graph.nodes))
    a, b = chosen.draw(names), chosen.draw(names)
    changes: list[Change] = [
        AddReplica(a), AddReplica(a, instead=((b, f"{b}-new"),)), RemoveReplica(a), SplitDomain(a, (b,)),
        SplitDomain(a, (b,), chosen.draw(names)), MakeSoft(a, b), RemoveNode(a), AddDependency(a, b),
        RemoveDependency(a, b),
    ]  # fmt: skip
    for change in chosen.draw(st.lists(st.sampled_from(changes), max_size=3)):
        try:
            graph = apply(graph, [change]).graph
        except BadInput:
            continue
        assert graph_from_json(graph_to_json(graph)) == graph
