"""What people do to an imported graph, drawn at random, with what must still be true of the graph after the next import."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from hypothesis import strategies as st

from workbench.domain.graph import Criticality, Dependency, Graph, Group, Journey, Node, Position
from workbench.domain.graph_changes import without
from workbench.domain.graph_imports import ANSWERS, QUESTIONS

__all__ = ["Said", "asking", "edited", "thinned"]

Said = dict[tuple[str, ...], Callable[[Graph], object]]
_VERBS = (
    "name", "number", "note", "move", "link", "criticality", "needs", "needs", "journey", "goal", "goal", "answer", "draw",
)  # fmt: skip


@st.composite
def edited(draw: st.DrawFn, graph: Graph) -> tuple[Graph, Said]:
    """Return the graph after some edits, and each thing that was typed as a fact that has to stay."""
    nodes, journeys, said = dict(graph.nodes), list(graph.journeys), Said()
    for gone in draw(st.lists(st.sampled_from(sorted(nodes)), max_size=1)) if nodes else ():
        nodes = {key: without(node, (gone,)) for key, node in nodes.items() if key != gone}
        journeys = [one for one in journeys if one.node != gone]
        said["remove", gone] = lambda after, gone=gone: gone not in after.nodes
    for number, verb in enumerate(draw(st.lists(st.sampled_from(_VERBS), max_size=6))):
        if not nodes:
            break
        key = draw(st.sampled_from(sorted(nodes)))
        other = draw(st.sampled_from(sorted(nodes)))
        node = nodes[key]
        if verb == "name":
            nodes[key] = replace(node, label=f"typed {number}")
            said["name", key] = lambda after, key=key, n=number: after.nodes[key].label == f"typed {n}"
        elif verb == "number":
            nodes[key] = replace(node, unavailability=0.25, unavailability_source="measured here")
            said["number", key] = lambda after, key=key: (
                after.nodes[key].unavailability, after.nodes[key].unavailability_source) == (0.25, "measured here")  # fmt: skip
        elif verb == "note":
            nodes[key] = replace(node, attributes={**node.attributes, "typed": number})
            said["note", key] = lambda after, key=key, n=number: after.nodes[key].attributes["typed"] == n
        elif verb == "move":
            nodes[key] = replace(node, position=Position(number, 7))
            said["move", key] = lambda after, key=key, n=number: (
                key not in after.nodes or after.nodes[key].position == Position(n, 7))  # fmt: skip
        elif verb == "link" and not any(one.id == other for one in node.requires):
            link = Dependency(other, Criticality.SOFT)
            nodes[key] = replace(node, requires=(*node.requires, link))
            said["link", key, other] = lambda after, key=key, link=link: link in after.nodes[key].requires
        elif verb == "criticality" and node.requires:
            one = replace(node.requires[0], criticality=Criticality.UNKNOWN)
            if one != node.requires[0] and sum(each.id == one.id for each in node.requires) == 1:
                nodes[key] = replace(node, requires=(one, *node.requires[1:]))
                said["link", key, one.id] = lambda after, key=key, one=one: one in after.nodes[key].requires
        elif verb == "needs" and node.groups and node.groups[0].failover_s != 77:
            group = replace(node.groups[0], needs=len(node.groups[0].members), failover_s=77)
            nodes[key] = replace(node, groups=(group, *node.groups[1:]))
            typed = group if group.needs != node.groups[0].needs else replace(group, needs=None)
            said["needs", key] = lambda after, key=key, typed=typed: any(
                _like(one, typed) for one in after.nodes[key].groups
            )
        elif verb == "journey":
            journeys.append(Journey(f"typed {number}", "Typed", key, rto_s=number))
            said["journey", str(number)] = lambda after, one=journeys[-1]: one in after.journeys
        elif verb == "goal" and journeys:
            place = draw(st.integers(0, len(journeys) - 1))
            journeys[place] = replace(journeys[place], rto_s=12_345 + number)
            kept = journeys[place]
            said.pop(("journey", kept.id.removeprefix("typed ")), None)
            said["goal", kept.id] = lambda after, kept=kept: any(
                one.id == kept.id and one.rto_s == kept.rto_s for one in after.journeys)  # fmt: skip
        elif verb == "answer" and node.attributes.get(QUESTIONS):
            rest = {about: text for about, text in node.attributes.items() if about != QUESTIONS}
            nodes[key] = replace(node, attributes={**rest, ANSWERS: {"zone": "a"}})
            said["answer", key] = lambda after, key=key: (
                after.nodes[key].attributes[ANSWERS] == {"zone": "a"}
                and "zone" not in after.nodes[key].attributes.get(QUESTIONS, {}))  # fmt: skip
        elif verb == "draw":
            own = Node(f"drawn {number}", "Drawn", requires=(Dependency(key),), domains=(other,))
            nodes[own.id] = own
            said["draw", own.id] = bool
    for what in said:
        if what[0] == "draw":
            said[what] = lambda after, own=nodes[what[1]]: after.nodes[own.id] == own
    return Graph(nodes, tuple(journeys)), said


def _like(one: Group, typed: Group) -> bool:
    """Whether it is the typed group, smaller where members are gone from the source; needs None was not typed."""
    if one.failover_s != typed.failover_s or not set(one.members) & set(typed.members):
        return False
    return typed.needs is None or one.needs == min(typed.needs, len(one.members))


@st.composite
def thinned(draw: st.DrawFn, graph: Graph) -> Graph:
    """A graph that lost some of its elements, as when a source is cut down."""
    gone = set(draw(st.lists(st.sampled_from(sorted(graph.nodes)), unique=True)))
    kept = (without(node, gone) for key, node in graph.nodes.items() if key not in gone)
    return Graph.of(kept, (one for one in graph.journeys if one.node not in gone))


def asking(graph: Graph, ids: set[str]) -> Graph:
    """Return a graph in which something is open about some elements."""
    return Graph(
        {key: replace(node, attributes={**node.attributes, QUESTIONS: {"zone": f"Where is {key}?"}}) if key in ids else node
         for key, node in graph.nodes.items()}, graph.journeys,
    )  # fmt: skip
