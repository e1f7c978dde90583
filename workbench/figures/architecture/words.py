"""The drawing in words: for screen readers, tool tips, and the texts beside pictures in files."""

from __future__ import annotations

from collections.abc import Mapping

from workbench.analyses.graph_layout import Link, LinkKind, Nesting, Rect, journey_key, journey_of
from workbench.domain.graph import DependencyKind, Graph, Journey, Node
from workbench.figures.architecture.boxes import second_line
from workbench.figures.architecture.shapes import Mark
from workbench.figures.architecture.state import State
from workbench.i18n import N_, _, n_

__all__ = ["LINK_TITLES", "MARK_TITLES", "element_words", "journey_words", "link_words", "scene_words"]

LINK_TITLES = {
    LinkKind.JOURNEY: N_("user journey enters"),
    LinkKind.HARD: N_("cannot do without"),
    LinkKind.GROUP: N_("needs some of several"),
    LinkKind.UNKNOWN: N_("not known whether it can do without"),
    LinkKind.SOFT: N_("can do without, in a lesser way"),
    LinkKind.LATER: N_("needs to start, scale or recover"),
}
MARK_TITLES = {
    Mark.FAILED: N_("failed"),
    Mark.FALLEN: N_("down with it"),
    Mark.DEGRADED: N_("works in a lesser way"),
    Mark.PATH: N_("on the path"),
    Mark.FOLDED: N_("folded"),
    Mark.ADDED: N_("added since"),
    Mark.REMOVED: N_("removed since"),
    Mark.MOVED: N_("stands elsewhere"),
    Mark.CHANGED: N_("said differently"),
}
_CARRIES = {
    DependencyKind.CONTAINMENT: N_("stands in it"),
    DependencyKind.PERMISSION: N_("permission"),
    DependencyKind.OBSERVABILITY: N_("observability"),
}
_MOST = 6


def element_words(graph: Graph, nesting: Nesting, node: Node, marks: frozenset[Mark]) -> str:
    """Return what an element is, its state, where it stands and what it needs, one sentence each."""
    said = [f"{node.title}: {second_line(node)}"]
    if marks:
        said[0] += " (" + ", ".join(_(MARK_TITLES[one]) for one in Mark if one in marks) + ")"
    places = [graph.title(one) for one in (*nesting.above(node.id)[:1], *nesting.also.get(node.id, ()))]
    if places:
        said.append(_("Stands in {names}").format(names=_listed(places)))
    needed = [graph.title(one.id) for one in node.requires]
    needed += [graph.title(one) for group in node.groups for one in group.members]
    if needed:
        said.append(_("Needs {names}").format(names=_listed(needed)))
    return ". ".join(said)


def journey_words(graph: Graph, journey: Journey, marks: frozenset[Mark]) -> str:
    """Return what a journey is and whether it goes on."""
    text = _("{name}: user journey, enters at {node}").format(name=journey.title, node=graph.title(journey.node))
    if Mark.FALLEN in marks:
        text += ". " + _("It has ended")
    elif Mark.DEGRADED in marks:
        text += ". " + _("It goes on in a lesser way")
    return text


def link_words(graph: Graph, link: Link, count: int = 1) -> str:
    """Return what a link says."""
    if count > 1:
        return n_("{n} link", "{n} links", count).format(n=count)
    journey = graph.journey(journey_of(link.source))
    first = journey.title if journey else graph.title(link.source)
    text = f"{first} → {graph.title(link.target)}: {_(LINK_TITLES[link.kind])}"
    carries = _CARRIES.get(link.carries)
    return f"{text} ({_(carries)})" if carries else text


def scene_words(graph: Graph, boxes: Mapping[str, Rect], state: State) -> str:
    """Return what the whole drawing shows."""
    shown = [name for name in boxes if name in graph.nodes]
    journeys = [one for one in graph.journeys if journey_key(one.id) in boxes]
    said = [n_("Architecture of one element", "Architecture of {n} elements", len(shown)).format(n=len(shown))]
    if journeys:
        said.append(_("User journeys: {names}").format(names=_listed([one.title for one in journeys])))
    if state.failed:
        said.append(_("Failed: {names}").format(names=_listed([graph.title(one) for one in state.failed])))
        fallen = n_("one element falls with it", "{n} elements fall with it", len(state.fallen))
        said.append(fallen.format(n=len(state.fallen)))
        down = state.down()
        ended = [one.title for one in graph.journeys if one.node in down]
        said.append(_("Ended: {names}").format(names=_listed(ended)) if ended else _("No user journey ends"))
    if state.path:
        said.append(_("Path: {names}").format(names=" → ".join(graph.title(one) for one in state.path)))
    return ". ".join(said) + "."


def _listed(names: list[str]) -> str:
    kept = list(dict.fromkeys(names))
    if len(kept) <= _MOST:
        return ", ".join(kept)
    more = len(kept) - _MOST
    return ", ".join(kept[:_MOST]) + " " + n_("and one more", "and {n} more", more).format(n=more)
