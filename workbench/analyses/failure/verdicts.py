"""What an analysis says about one journey: its single points by who answers for them, a verdict, the sets worth reading."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from workbench.domain.graph import Graph, Journey
from workbench.i18n import _, n_

if TYPE_CHECKING:
    from workbench.analyses.failure.analysis import Analysis, JourneyResult

__all__ = ["Split", "nearest_sets", "of_size", "own_of", "own_singles", "split", "verdict"]

_MOST_FOLDED = 2000


@dataclass(frozen=True, slots=True)
class Split:
    """The elements that end a journey alone.

    Attributes:
        own: Inside what it must survive, and nobody else answers for them.
        managed: Inside, and the provider answers for them.
        beyond: Outside of what it must survive.
    """

    own: tuple[str, ...]
    managed: tuple[str, ...]
    beyond: tuple[str, ...]


def split(graph: Graph, result: JourneyResult) -> Split:
    """Sort the single points of a journey."""
    nodes, journey = graph.nodes, result.journey
    inside = [name for name in result.singles if journey.covers(nodes[name].reach)]
    return Split(
        tuple(name for name in inside if not nodes[name].managed),
        tuple(name for name in inside if nodes[name].managed),
        tuple(name for name in result.singles if not journey.covers(nodes[name].reach)),
    )


def own_of(graph: Graph, journey: Journey, names: Iterable[str]) -> tuple[str, ...]:
    """Return the elements inside what a journey must survive that no provider answers for."""
    nodes = graph.nodes
    return tuple(one for one in names if not nodes[one].managed and journey.covers(nodes[one].reach))


def own_singles(graph: Graph, result: JourneyResult) -> tuple[str, ...]:
    """Return the single points inside what a journey must survive, managed ones left out."""
    return own_of(graph, result.journey, result.singles)


def verdict(result: JourneyResult, parts: Split) -> str:
    """Return the one sentence about a journey."""
    if result.at_rest:
        return _("Down with nothing failed")
    if parts.own:
        return n_("One element ends it alone", "{n} elements end it alone", len(parts.own))
    if parts.managed:
        return _("No single point but what its provider manages")
    if not result.singles and result.order != 1 and not any(len(one) == 2 for one in result.cut_sets):
        return _("No one or two failures end it")
    return _("No single failure ends it") if not parts.beyond else _("No single point inside what it must survive")


def of_size(result: JourneyResult, size: int) -> str:
    """Number of cut sets of a size; "" where nobody looked."""
    if result.at_rest:
        return ""
    if result.counts is not None:
        return f"{result.counts[size]:,}" if len(result.counts) > size else "0"
    if result.order is None or result.order >= size:
        number = sum(len(one) == size for one in result.cut_sets)
        return f"{number:,}" if result.listed_all or size < 3 else _("{n} or more").format(n=f"{number:,}")
    return ""


def nearest_sets(found: Analysis, sets: Sequence[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Keep the sets that take down no other whole set: two NAT gateways, not also the two zones they stand in."""
    if len(sets) > _MOST_FOLDED:
        return list(sets)
    radius = {name: frozenset(found.blast_radius(name)) for name in dict.fromkeys(chain.from_iterable(sets))}
    reach = {one: frozenset[str]().union(*(radius[name] for name in one)) for one in sets}
    kept: list[tuple[str, ...]] = []
    for one in sorted(sets, key=lambda one: (len(reach[one]), one)):
        if not any(reach[one].issuperset(other) for other in kept):
            kept.append(one)
    return kept
