"""A graph that comes in, for the first time or again: what its source says now, with everything that was done by hand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from workbench.analyses.graph_import_choices import Chosen, is_gone, with_links
from workbench.analyses.graph_import_sides import leveled, told
from workbench.analyses.graph_merge import merge_graphs
from workbench.analyses.graph_sources import together, united
from workbench.analyses.merge_parts import Conflict, Decision, Merger, Titles
from workbench.domain.graph import Graph, Group, Journey, Node
from workbench.domain.graph_changes import repaired
from workbench.domain.graph_imports import ImportBase, free_id, own_ids, with_ids

__all__ = ["MergedImport", "merge_import"]


@dataclass(frozen=True, slots=True)
class MergedImport:
    """What an import makes of a graph.

    Attributes:
        graph: The graph as it is to be.
        base: What to keep of the import, for the next one.
        conflicts: What was changed here and in the source, differently; each knows which side counts.
        met: Ids that were here already, by hand or from another source; each counts as the same element.
        stay: Ids that the source no longer has and that were changed or are used here; they are marked and stay.
        left_out: Ids that were removed here and that the source still has.
    """

    graph: Graph
    base: ImportBase
    conflicts: tuple[Conflict, ...] = ()
    met: tuple[str, ...] = ()
    stay: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()


def merge_import(
    here: Graph, imported: Graph, name: str, bases: Sequence[ImportBase] = (), *, apart: Sequence[str] = (),
    without: Sequence[str] = (), choices: Mapping[str, Decision] | None = None, prefer: Decision = "mine",
) -> MergedImport:  # fmt: skip
    """Bring a source into a graph, as a three-way merge over what all sources said until now.

    All sources count together, the one that comes in again with what it says now: so no import takes away what another
    one still says, and every difference between them and the graph is something that was done by hand.

    Args:
        here: The graph as it is.
        imported: What the source says, with its own ids.
        name: Of the source, see `graph_imports.import_name`.
        bases: What every source said at its last import, in the order in which they came.
        apart: Ids of the source that are here already and mean something else; they get ids of their own.
        without: Journeys of the source that are not wanted; they are not proposed again.
        choices: Conflict id and whose value counts: "mine", what is here, or "theirs", what the source says.
        prefer: Whose value counts in every other conflict.
    """
    bases = bases if here else ()  # whoever removed all of it starts anew
    own = next((one for one in bases if one.name == name), ImportBase(name, Graph()))
    renames = own_ids(own.renames, [*own.graph.nodes, *imported.nodes])
    for one in apart:
        if one in imported.nodes and one not in own.graph.nodes:
            renames[one] = free_id(f"{one} ({name})", {*here.nodes, *imported.nodes, *renames.values()})
    now = with_ids(imported, renames)
    said = {one.name: with_ids(one.graph, renames if one is own else one.renames) for one in bases}
    known = said.get(name, Graph()).nodes
    before, after = together(said.values()), together({**said, name: now}.values())
    new = [key for key in now.nodes if key not in known]
    met = [key for key in new if key in here.nodes and not (key in before.nodes and _is_shared(now.nodes[key]))]
    was = Graph(
        {key: node for key, node in before.nodes.items() if key in here.nodes or key not in new}, before.journeys
    )
    mine = Graph({key: united(node, now.nodes[key]) if key in met and key not in was.nodes else node
                  for key, node in here.nodes.items()}, here.journeys)  # fmt: skip
    merged, conflicts, stay = _merged(*leveled(mine, was, after), choices or {}, prefer)
    nodes = {key: told(node, here, was, after, name if key in stay else "") for key, node in merged.nodes.items()}
    wanted = {one.id for one in here.journeys}
    journeys = (one for one in merged.journeys if one.id in wanted or one.id not in without)
    return MergedImport(
        Graph(nodes, tuple(journeys)), ImportBase(name, imported, renames), conflicts, tuple(met),
        tuple(key for key in nodes if key in stay),
        tuple(key for key in now.nodes if key in known and key not in here.nodes and key not in nodes),
    )  # fmt: skip


def _is_shared(node: Node) -> bool:
    """Whether all sources mean the same by it: domains that are called by kind and name, such as `az:eu-west-1a`."""
    return node.id.startswith(f"{node.kind}:")


def _merged(
    mine: Graph, was: Graph, after: Graph, choices: Mapping[str, Decision], prefer: Decision
) -> tuple[Graph, tuple[Conflict, ...], frozenset[str]]:
    """Merge, and again with what is held by something that was said here, or there and chosen, until nothing more is."""
    held: set[str] = set()
    back: set[str] = set()
    while True:
        kept, again = ({key: node for key, node in was.nodes.items() if key in some} for some in (held, back))
        here, there = Graph({**mine.nodes, **again}, mine.journeys), Graph({**after.nodes, **kept}, after.journeys)
        merger = Merger(choices, Titles({}, {}), prefer)
        found = merge_graphs(merger, was, here, there)
        chosen = Chosen(merger.conflicts, prefer)
        groups = list(_lost_groups(mine, was, found, chosen))
        journeys = list(_lost_journeys(mine, was, found, chosen))
        needed = {one for conflict in chosen.mine for one in _held_by(conflict)}
        needed |= {one for _owner, group in groups for one in group.members} | {one.node for one in journeys}
        more = needed - found.nodes.keys() - held - chosen.given_up
        more = {one for one in more if one in mine.nodes and one in was.nodes}
        more_back = {one for one in chosen.asked_back(found) - back if one in was.nodes and one in after.nodes}
        if not more and not more_back:
            stay = {one.path[1] for one in chosen.mine if is_gone(one)}
            whole = with_links(_with(found, groups, journeys), after, chosen.taken_back | back, chosen)
            return whole, tuple(chosen.conflicts), frozenset(stay | held)
        held |= more
        back |= more_back


def _held_by(conflict: Conflict) -> Iterator[str]:
    """Members of groups that somebody answered, where the source no longer has the group or what needs it."""
    mine, base = conflict.mine, conflict.base
    if conflict.theirs is None and isinstance(mine, Group):
        yield from mine.members
    elif conflict.theirs is None and isinstance(mine, Node):
        for group in mine.groups:
            if not isinstance(base, Node) or group not in base.groups:
                yield from group.members


def _lost_groups(mine: Graph, was: Graph, found: Graph, chosen: Chosen) -> Iterator[tuple[str, Group]]:
    """Yield groups with something said here of which no member is left."""
    for key, node in found.nodes.items():
        if key not in mine.nodes or mine.nodes[key].groups == node.groups:
            continue
        known = was.nodes[key].groups if key in was.nodes else ()
        there = {one for group in node.groups for one in group.members}
        for group in mine.nodes[key].groups:
            if group not in known and there.isdisjoint(group.members) and not chosen.gave_up_group(key, group):
                yield key, group


def _lost_journeys(mine: Graph, was: Graph, found: Graph, chosen: Chosen) -> Iterator[Journey]:
    """Yield journeys with something said here that enter at nothing any more."""
    known, there = set(was.journeys), {one.id for one in found.journeys}
    lost = (one for one in mine.journeys if one.id not in there and one not in known)
    return (one for one in lost if not chosen.gave_up_journey(one.id))


def _with(graph: Graph, groups: Sequence[tuple[str, Group]], journeys: Sequence[Journey]) -> Graph:
    if not (groups or journeys):
        return graph
    nodes = dict(graph.nodes)
    for key, group in groups:
        nodes[key] = replace(nodes[key], groups=(*nodes[key].groups, group))
    return repaired(Graph(nodes, (*graph.journeys, *journeys)))
