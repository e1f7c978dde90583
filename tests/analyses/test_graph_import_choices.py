"""Conflicts of an import, chosen: what is here or what the source says, one by one and all at once."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.analyses.graph_states import graph_states
from tests.analyses.hand_edits import edited, thinned
from tests.analyses.test_graph_import import FIRST, SOURCE_GRAPH, changed
from workbench.analyses.graph_import import MergedImport, merge_import
from workbench.analyses.graph_import_words import conflict_lines, import_notes
from workbench.analyses.merge_parts import Conflict
from workbench.domain.graph import Dependency, Graph, Group, Node
from workbench.domain.graph_changes import without
from workbench.domain.graph_imports import GONE
from workbench.domain.graph_json import graph_from_json, graph_to_json


def again(here: Graph, imported: Graph, **chosen) -> MergedImport:
    return merge_import(here, imported, "s.yaml", (FIRST.base,), **chosen)


def test_one_conflict_is_chosen_and_the_other_stays():
    web = SOURCE_GRAPH.nodes["web"]
    here = changed(SOURCE_GRAPH, replace(web, label="Web shop", type="lambda"))
    now = changed(SOURCE_GRAPH, replace(web, label="web-v2", type="eks"))
    found = again(here, now, choices={"node/web/label": "theirs"})
    assert (found.graph.nodes["web"].label, found.graph.nodes["web"].type) == ("web-v2", "lambda")
    assert {one.id: one.choice for one in found.conflicts} == {"node/web/label": "theirs", "node/web/type": "mine"}
    every = again(here, now, prefer="theirs", choices={"node/web/type": "mine"})
    assert every.graph == found.graph
    assert again(here, now, prefer="theirs").graph == now
    later = merge_import(found.graph, now, "s.yaml", (found.base,))
    assert (later.graph, later.conflicts) == (found.graph, ())


def test_an_element_that_its_source_lost_goes_when_the_source_counts():
    now = changed(SOURCE_GRAPH, replace(SOURCE_GRAPH.nodes["web"], groups=(Group(None, ("a", "c")),)), gone=("b",))
    here = changed(SOURCE_GRAPH, replace(SOURCE_GRAPH.nodes["b"], label="Second"), Node("probe", soft=("b",)))
    kept = again(here, now)
    assert kept.stay == ("b",)
    assert kept.graph.nodes["b"].attributes[GONE] == "s.yaml"
    found = again(here, now, choices={"node/b": "theirs"})
    assert "b" not in found.graph.nodes
    assert found.graph.nodes["probe"].soft == ()
    assert found.stay == ()
    (line,) = conflict_lines(found, here)
    assert (line.kind, line.side, line.text) == ("gone", "theirs", "Second: gone there, changed or used here")
    assert import_notes(kept, here)["stay"] == (("b", "Second"),)


def test_an_answered_group_goes_with_all_of_it_when_the_source_counts():
    typed = replace(SOURCE_GRAPH.nodes["web"], groups=(Group(2, ("a", "b", "c")),))
    here = replace(changed(SOURCE_GRAPH, typed), journeys=(replace(SOURCE_GRAPH.journeys[0], rto_s=60),))
    now = Graph.of((Node("other"),))
    assert again(here, now, prefer="theirs").graph == now
    bare = Graph.of((replace(SOURCE_GRAPH.nodes["web"], groups=(), requires=()),), SOURCE_GRAPH.journeys)
    held = again(here, bare)
    assert {"a", "b", "c"} <= held.graph.nodes.keys()
    found = again(here, bare, prefer="theirs").graph
    assert found.nodes == bare.nodes
    assert found.journeys == here.journeys, "only here it was changed"


def test_what_was_removed_here_comes_back_with_what_uses_it():
    kept = {key: without(node, ("a", "pay")) for key, node in SOURCE_GRAPH.nodes.items() if key not in ("a", "pay")}
    here = replace(SOURCE_GRAPH, nodes=kept)
    now = changed(
        SOURCE_GRAPH, replace(SOURCE_GRAPH.nodes["a"], type="vm"), replace(SOURCE_GRAPH.nodes["pay"], type="fn")
    )
    first = again(here, now)
    assert first.graph.nodes.keys() == kept.keys()
    assert {one.kind for one in conflict_lines(first, here)} == {"removed"}
    assert import_notes(first, here)["left_out"] == (), "it is chosen, not told twice"
    found = again(here, now, choices={"node/a": "theirs"})
    assert found.graph.nodes["a"].type == "vm"
    assert [set(one.members) for one in found.graph.nodes["web"].groups] == [{"a", "b", "c"}]
    assert "pay" not in found.graph.nodes
    every = again(here, now, prefer="theirs").graph
    assert Dependency("pay", SOURCE_GRAPH.nodes["web"].requires[0].criticality) in every.nodes["web"].requires
    assert merge_import(every, now, "s.yaml", (found.base,)).graph == every


# -- whatever people and sources do ------------------------------------------------------------------------------
def is_there(one: Conflict, graph: Graph) -> bool:
    """Whether a graph says of the place of a conflict what its chosen side says, or what it is about was chosen to go."""
    value = one.theirs if one.choice == "theirs" else one.mine
    kind, key, *rest = one.path
    owner = graph.nodes.get(key) if kind == "node" else next((each for each in graph.journeys if each.id == key), None)
    if not rest:
        lost = kind == "journey" and value is not None and value.node not in graph.nodes
        return (owner is None) == (value is None) or lost
    if owner is None:
        return key not in graph.nodes
    name, *more = rest
    if name == "attributes":
        return owner.attributes.get(more[0]) == value
    if name == "requires":
        return (
            tuple(each for each in owner.requires if each.id == more[0]) == (value or ()) or more[0] not in graph.nodes
        )
    if name == "unavailability":
        return (owner.unavailability, owner.unavailability_source) == value
    if name == "groups":
        return any(said(value, each, more[1:]) for each in owner.groups) or not value or nobody(value, graph)
    return set(getattr(owner, name)) == set(value) if isinstance(value, tuple) else getattr(owner, name) == value


def nobody(value: object, graph: Graph) -> bool:
    """Whether none of the members of a group is there, as each of them was chosen to go."""
    members = value.members if isinstance(value, Group) else value
    return isinstance(members, tuple) and graph.nodes.keys().isdisjoint(members)


def said(value: object, group: Group, names: list[str]) -> bool:
    """Whether a group is the chosen one, as far as its members are still there."""
    if not names:
        return (
            isinstance(value, Group)
            and value.failover_s == group.failover_s
            and set(group.members) <= set(value.members)
        )
    held = getattr(group, names[0])
    return held == value or (names[0] == "needs" and held == min(value or 0, len(group.members))) or (
        names[0] == "members" and set(held) <= set(value))  # fmt: skip


@settings(max_examples=150)
@given(st.data())
def test_the_chosen_side_of_every_conflict_is_what_the_graph_says(data):
    first = data.draw(graph_states())
    base = merge_import(Graph(), first, "a").base
    here, hand = data.draw(edited(first))
    now = data.draw(st.one_of(thinned(first), graph_states()))
    mine = merge_import(here, now, "a", (base,))
    ids = [one.id for one in mine.conflicts]
    picked = data.draw(st.lists(st.sampled_from(ids), unique=True)) if ids else []
    theirs = merge_import(here, now, "a", (base,), prefer="theirs")
    some = merge_import(here, now, "a", (base,), choices=dict.fromkeys(picked, "theirs"))
    for found in (mine, theirs, some):
        assert graph_from_json(graph_to_json(found.graph)) == found.graph
        for one in found.conflicts:
            assert is_there(one, found.graph), one
        if found.graph:  # an empty one starts anew
            later = merge_import(found.graph, now, "a", (found.base,))
            assert (later.graph, later.conflicts, later.stay) == (found.graph, (), ())
    assert {one.choice for one in mine.conflicts} <= {"mine"}
    assert {one.choice for one in theirs.conflicts} <= {"theirs"}
    assert set(ids) <= {one.id for one in theirs.conflicts}, "what is chosen can be chosen otherwise again"
    back = merge_import(here, now, "a", (base,), prefer="theirs", choices=dict.fromkeys(ids, "mine"))
    for what, holds in hand.items():
        if here and not (what[0] == "remove" and what[1] in now.nodes.keys() - first.nodes.keys()):
            assert holds(back.graph), what
