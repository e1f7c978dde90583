"""Positions as they are kept in a graph: read out, and written back."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from workbench.analyses.graph_layout.boxes import Point, Positions
from workbench.analyses.graph_layout.nesting import journey_key
from workbench.domain.graph import Graph, Position

__all__ = ["pinned_in", "positions_in", "with_positions"]


def positions_in(graph: Graph) -> dict[str, Point]:
    """Return the positions that a graph keeps, by box; journeys are among them."""
    kept = {name: node.position for name, node in graph.nodes.items()}
    kept |= {journey_key(one.id): one.position for one in graph.journeys}
    return {name: Point(at.x, at.y) for name, at in kept.items() if at is not None}


def pinned_in(graph: Graph) -> frozenset[str]:
    """Return the boxes that a new layout of everything leaves where they are."""
    kept = {name: node.position for name, node in graph.nodes.items()}
    kept |= {journey_key(one.id): one.position for one in graph.journeys}
    return frozenset(name for name, at in kept.items() if at is not None and at.pinned)


def with_positions(graph: Graph, positions: Positions, pinned: Collection[str] = ()) -> Graph:
    """Return a graph that keeps some positions; what is not among them keeps what it had, and so do pins."""
    before = pinned_in(graph)

    def kept(name: str, was: Position | None) -> Position | None:
        at = positions.get(name)
        return was if at is None else Position(at[0], at[1], name in pinned or name in before)

    nodes = {name: replace(node, position=kept(name, node.position)) for name, node in graph.nodes.items()}
    journeys = (replace(one, position=kept(journey_key(one.id), one.position)) for one in graph.journeys)
    return Graph(nodes, tuple(journeys))
