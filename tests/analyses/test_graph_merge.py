"""Three-way merges of dependency graphs: laws that hold for any three states, and the cases a person meets."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings

from tests.analyses.graph_states import graph_states
from workbench.analyses.graph_differences import compare_graphs
from workbench.analyses.merge import MergeResult, merge, resolve
from workbench.domain.finding import FindingNote, FindingStatus
from workbench.domain.graph import Criticality, Dependency, Graph, Group, Journey, Node, Survivable
from workbench.domain.graph_json import graph_from_json, graph_to_json
from workbench.domain.snapshot import Snapshot
from workbench.domain.workload import Workload

PLAIN = ("label", "kind", "type", "failable", "managed", "mttf_s", "mttr_s", "rto_s", "rpo_s")
SETS = {"domains", "soft", "must_survive"}


def merged(base: Graph | None, mine: Graph, theirs: Graph, **more: Any) -> MergeResult:
    states = [
        Snapshot(Workload("w1", "Pay"), graph=graph) if graph is not None else None for graph in (base, mine, theirs)
    ]
    return merge(*states, **more)  # type: ignore[arg-type]


def values_of(graph: Graph) -> dict[tuple, object]:
    """What a graph says by the path that merges name it with; defaults and groups are left out."""
    found: dict[tuple, object] = {}
    for node in graph.nodes.values():
        at, bare = ("node", node.id), Node(node.id)
        found[*at, ""] = True
        found |= {(*at, n): getattr(node, n) for n in PLAIN if getattr(node, n) != getattr(bare, n)}
        if node.unavailability is not None or node.unavailability_source:
            found[*at, "unavailability"] = (node.unavailability, node.unavailability_source)
        for one in node.requires:
            found[*at, "requires", one.id] = (*found.get((*at, "requires", one.id), ()), one)  # type: ignore[misc]
        found |= {(*at, n): getattr(node, n) for n in ("domains", "soft")}
        found |= {(*at, "attributes", key): (value,) for key, value in node.attributes.items()}
    for one in graph.journeys:
        at = ("journey", one.id)
        found |= {(*at, n): getattr(one, n) for n in ("node", "must_survive")}
        found |= {(*at, n): getattr(one, n) for n in ("label", "criticality", "rto_s", "rpo_s")
                  if getattr(one, n) not in ("", None)}  # fmt: skip
    return found


@settings(max_examples=50)
@given(graph_states(), graph_states())
def test_what_only_one_side_changed_is_taken_whole(base, other):
    for mine, theirs in ((base, other), (other, base), (other, other)):
        result = merged(base, mine, theirs)
        assert result.conflicts == ()
        assert result.merged.graph == other
    assert merged(base, other, other).taken == ()


@settings(max_examples=150)
@given(graph_states(), graph_states(), graph_states())
def test_no_change_of_either_side_is_lost_and_the_result_is_whole(base, mine, theirs):
    result = merged(base, mine, theirs)
    now = result.merged.graph
    assert graph_from_json(graph_to_json(now)) == now
    disputed = {conflict.path for conflict in result.conflicts}
    sides = [values_of(one) for one in (base, mine, theirs, now)]
    for path in {path for side in sides for path in side}:
        if any(path[:n] in disputed for n in range(1, len(path) + 1)):
            continue
        b, m, t, n = (side.get(path) for side in sides)
        if path[2] in SETS:
            b, m, t = (set(one or ()) for one in (b, m, t))  # type: ignore[call-overload]
            wanted: object = (m & t) | (m - b) | (t - b)
            n = set(n or ())  # type: ignore[call-overload]
        else:
            wanted = t if m == b else m
            assert m == b or t in (b, m), path
        if path[0] == "journey" and path[1] not in {one.id for one in now.journeys}:
            entries = {side["journey", path[1], "node"] for side in sides if ("journey", path[1], "node") in side}
            assert not wanted or any(("node", one) in disputed for one in entries), path
            continue
        if n != wanted:  # a reference that went with what it led to
            assert path[2] in ("requires", "domains", "soft", "node"), path
            gone = {path[3]} if path[2] == "requires" else {wanted} if path[2] == "node" else set(wanted) - n  # type: ignore[operator, arg-type]
            assert all(one not in now.nodes for one in gone), path
            assert all(("node", one) in disputed for one in gone), path


@settings(max_examples=50)
@given(graph_states(), graph_states(), graph_states())
def test_an_answer_about_a_group_is_not_lost(base, mine, theirs):
    """Where only one side touched the groups of an element that both kept, they are as that side has them."""
    result = merged(base, mine, theirs)
    disputed = {conflict.path[:2] for conflict in result.conflicts}
    for key, node in result.merged.graph.nodes.items():
        b, m, t = (one.nodes.get(key) for one in (base, mine, theirs))
        if not (b and m and t) or ("node", key) in disputed:
            continue
        if b.groups in (m.groups, t.groups):
            wanted = t.groups if m.groups == b.groups else m.groups
            members = {one for group in wanted for one in group.members}
            if members <= result.merged.graph.nodes.keys():
                assert node.groups == wanted


@settings(max_examples=50)
@given(graph_states(), graph_states(), graph_states())
def test_both_directions_find_the_same(base, mine, theirs):
    there, back = merged(base, mine, theirs), merged(base, theirs, mine)
    assert {c.id: (c.base, c.mine, c.theirs) for c in there.conflicts} == {
        c.id: (c.base, c.theirs, c.mine) for c in back.conflicts
    }
    if not there.conflicts:
        assert not compare_graphs(there.merged.graph, back.merged.graph)


@settings(max_examples=50)
@given(graph_states(), graph_states(), graph_states())
def test_choices_decide_and_bring_up_nothing_new(base, mine, theirs):
    result = merged(base, mine, theirs)
    ids = [conflict.id for conflict in result.conflicts]
    for side, graph in (("mine", mine), ("theirs", theirs)):
        settled = resolve(result, dict.fromkeys(ids, side))  # type: ignore[arg-type]
        assert settled.undecided == ()
        assert [conflict.id for conflict in settled.conflicts] == ids
        now = settled.merged.graph
        assert graph_from_json(graph_to_json(now)) == now
        for conflict in settled.conflicts:
            if conflict.path[0] == "node" and len(conflict.path) == 2:
                assert (conflict.path[1] in now.nodes) == (conflict.path[1] in graph.nodes)
            elif conflict.path[0] == "node" and conflict.path[2] in PLAIN:
                assert getattr(now.nodes[conflict.path[1]], conflict.path[2]) == getattr(conflict, side)


@settings(max_examples=50)
@given(graph_states(), graph_states())
def test_without_a_common_state_every_difference_is_asked(mine, theirs):
    result = merged(None, mine, theirs)
    assert result.taken == ()
    assert result.merged.graph == mine
    assert not compare_graphs(mine, theirs) or result.conflicts
    assert merged(None, mine, mine).conflicts == ()


SHOP = Graph.of(
    (
        Node(
            "shop", "Shop", requires=(Dependency("pay", Criticality.UNKNOWN),), groups=(Group(None, ("db-a", "db-b")),)
        ),
        Node("pay", "Payments"),
        Node("db-a", "Database a", domains=("az-a",)),
        Node("db-b", "Database b", domains=("az-b",)),
        *(Node(f"az-{one}", f"Zone {one}", "az") for one in "abc"),
    ),
    (Journey("buy", "Buy", "shop"),),
)


def shop(*nodes: Node, without: tuple[str, ...] = (), journeys: tuple[Journey, ...] | None = None) -> Graph:
    kept = {key: node for key, node in SHOP.nodes.items() if key not in without}
    return Graph({**kept, **{node.id: node for node in nodes}}, SHOP.journeys if journeys is None else journeys)


def test_two_people_on_different_fields_of_one_element():
    mine = shop(replace(SHOP.nodes["shop"], groups=(Group(2, ("db-a", "db-b")),)))
    theirs = shop(
        replace(SHOP.nodes["shop"], requires=(Dependency("pay", Criticality.SOFT),),
                groups=(Group(None, ("db-a", "db-b"), failover_s=30),), attributes={"team": "Shop"})
    )  # fmt: skip
    result = merged(SHOP, mine, theirs)
    assert result.conflicts == ()
    node = result.merged.graph.nodes["shop"]
    assert node.groups == (Group(2, ("db-a", "db-b"), failover_s=30),)
    assert node.requires == (Dependency("pay", Criticality.SOFT),)
    assert node.attributes == {"team": "Shop"}
    assert {one.title for one in result.taken} == {
        ("Dependency graph", "Shop", "Requires", "pay"),
        ("Dependency graph", "Shop", "Redundancy group", "1", "Time to fail over [s]"),
        ("Dependency graph", "Shop", "Attributes", "team"),
    }


def test_one_element_moved_to_two_zones_is_asked():
    mine, theirs = (shop(replace(SHOP.nodes["db-a"], domains=(zone,))) for zone in ("az-b", "az-c"))
    (conflict,) = merged(SHOP, mine, theirs).conflicts
    assert conflict.title == ("Dependency graph", "Database a", "Stands in")
    assert (conflict.base, conflict.mine, conflict.theirs) == (("az-a",), ("az-b",), ("az-c",))


def test_removed_here_and_changed_there_is_asked_whole():
    mine = shop(replace(SHOP.nodes["shop"], requires=()), without=("pay",))
    theirs = shop(replace(SHOP.nodes["pay"], label="Payment service"))
    result = merged(SHOP, mine, theirs)
    (conflict,) = result.conflicts
    assert conflict.path == ("node", "pay")
    assert conflict.mine is None
    assert result.merged.graph == mine
    assert merged(SHOP, mine, SHOP).merged.graph == mine


def test_removed_here_and_used_anew_there_is_asked_and_nothing_is_left_hanging():
    mine = shop(replace(SHOP.nodes["shop"], requires=()), without=("pay",))
    theirs = shop(Node("bill", "Billing", requires=(Dependency("pay"),)),
                  journeys=(*SHOP.journeys, Journey("pay", "Pay", "pay")))  # fmt: skip
    result = merged(SHOP, mine, theirs)
    (conflict,) = result.conflicts
    assert conflict.id == "node/pay"
    graph = result.merged.graph
    assert graph.nodes["bill"].requires == ()
    assert [one.id for one in graph.journeys] == ["buy"]
    kept = resolve(result, {"node/pay": "theirs"}).merged.graph
    assert kept.nodes["bill"].requires == (Dependency("pay"),)
    assert [one.id for one in kept.journeys] == ["buy", "pay"]


def test_more_needed_than_the_other_side_left_is_asked():
    mine = shop(replace(SHOP.nodes["shop"], groups=(Group(2, ("db-a", "db-b")),)))
    theirs = shop(replace(SHOP.nodes["shop"], groups=(Group(None, ("db-a",)),)))
    result = merged(SHOP, mine, theirs)
    (conflict,) = result.conflicts
    assert conflict.id == "node/shop/groups/0"
    assert resolve(result, {conflict.id: "theirs"}).merged.graph.nodes["shop"].groups == (Group(None, ("db-a",)),)


@pytest.mark.parametrize(
    ("mine", "theirs", "wanted"),
    [
        (("db-b", "db-a"), ("db-a", "db-b", "db-c"), ("db-b", "db-a", "db-c")),
        (("db-a", "db-b", "db-c"), ("db-b", "db-a"), ("db-b", "db-a", "db-c")),
        (("db-b",), ("db-a", "db-b", "db-c"), ("db-b", "db-c")),
    ],
)
def test_who_is_in_use_first_is_kept(mine, theirs, wanted):
    def of(members: tuple[str, ...]) -> Graph:
        return shop(replace(SHOP.nodes["shop"], groups=(Group(None, members),)), Node("db-c"))

    result = merged(of(("db-a", "db-b")), of(mine), of(theirs))
    assert result.conflicts == ()
    assert result.merged.graph.nodes["shop"].groups == (Group(None, wanted),)


def test_both_added_the_same_group_and_said_different_things():
    base = shop(replace(SHOP.nodes["shop"], groups=()))
    (conflict,) = merged(base, SHOP, shop(replace(SHOP.nodes["shop"], groups=(Group(2, ("db-b", "db-a")),)))).conflicts
    assert conflict.path == ("node", "shop", "groups", "db-a, db-b")
    other = shop(replace(SHOP.nodes["shop"], groups=(Group(1, ("db-a", "pay")),)))
    assert len(merged(base, SHOP, other).merged.graph.nodes["shop"].groups) == 2


def test_journeys_merge_field_by_field():
    (buy,) = SHOP.journeys
    mine = shop(journeys=(replace(buy, rto_s=60, must_survive=(Survivable.AZ,)),))
    theirs = shop(journeys=(replace(buy, rto_s=120, must_survive=(Survivable.REGION,)),))
    result = merged(SHOP, mine, theirs)
    (conflict,) = result.conflicts
    assert conflict.title == ("Dependency graph", "Journey Buy", "RTO [s]")
    (journey,) = resolve(result, {conflict.id: "theirs"}).merged.graph.journeys
    assert (journey.rto_s, set(journey.must_survive)) == (120, {Survivable.AZ, Survivable.REGION})


def test_a_first_graph_is_one_thing_to_take_or_to_choose():
    empty = Graph()
    result = merged(empty, empty, SHOP)
    assert (result.merged.graph, [one.title for one in result.taken]) == (SHOP, [("Dependency graph",)])
    (conflict,) = merged(None, SHOP, empty).conflicts
    assert conflict.path == ("graph",)
    assert resolve(merged(None, SHOP, empty), {"graph": "theirs"}).merged.graph == empty


def test_null_in_attributes_is_a_value():
    was, now = ({"attributes": one} for one in ({"a": None, "b": 1}, {"b": 1}))
    base, mine = (shop(replace(SHOP.nodes["pay"], **one)) for one in (was, now))
    theirs = shop(replace(SHOP.nodes["pay"], attributes={"a": None, "b": 2, "c": None}))
    assert merged(base, mine, theirs).merged.graph.nodes["pay"].attributes == {"b": 2, "c": None}


def test_decisions_about_findings_merge_by_finding():
    def state(*notes: FindingNote) -> Snapshot:
        return Snapshot(Workload("w1", "Pay"), finding_notes=notes)

    one, two = FindingNote("f-1", comment="looking"), FindingNote("f-2", FindingStatus.RESOLVED)
    result = merge(state(one), state(replace(one, status=FindingStatus.RESOLVED)), state(one, two))
    assert result.conflicts == ()
    assert result.merged.finding_notes == (replace(one, status=FindingStatus.RESOLVED), two)
    (conflict,) = merge(state(one), state(two), state(replace(one, comment="seen"))).conflicts
    assert (conflict.title, conflict.mine) == (("Findings", "f-1"), None)


def test_merging_a_large_graph_takes_what_changed_only():
    base = Graph.of(Node(f"n{n}", requires=(Dependency(f"n{n - 1}"),) if n else ()) for n in range(500))
    mine = Graph({**base.nodes, "n7": replace(base.nodes["n7"], label="seven")})
    theirs = Graph({**base.nodes, "n8": replace(base.nodes["n8"], label="eight")})
    result = merged(base, mine, theirs)
    assert Counter(one.path for one in result.taken) == {("node", "n8", "label"): 1}
