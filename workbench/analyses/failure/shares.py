"""Where the expected time down of a journey comes from: its single points one after the other, then everything else."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.analyses.failure.analysis import JourneyResult
from workbench.domain.graph import Graph

__all__ = ["Share", "shares"]


@dataclass(frozen=True, slots=True)
class Share:
    """One step from nothing to the unavailability of a journey.

    Attributes:
        element: The single point; empty for what only several failures together do.
        unavailability: What it adds [probability]; the steps add up to that of the journey.
    """

    element: str
    unavailability: float


def shares(graph: Graph, result: JourneyResult) -> tuple[Share, ...]:
    """Return the steps, the largest single point first; empty where the unavailability is not known.

    A single point adds the probability that it is down while those before it are up; elements fail independently. So
    the steps are disjoint events, and what is left of the journey's unavailability needs two failures or more.

    Source: disjoint products of single-element cut sets; Rausand and Hoyland, System Reliability Theory, 2nd ed. (2004),
    section 4.6.
    """
    if result.unavailability is None or result.at_rest:
        return ()
    numbers = {name: graph.nodes[name].probability or 0.0 for name in result.singles}
    found, standing = [], 1.0
    for name in sorted(numbers, key=lambda one: (-numbers[one], one)):
        if numbers[name]:
            found.append(Share(name, standing * numbers[name]))
            standing *= 1 - numbers[name]
    rest = result.unavailability - (1 - standing)
    if rest > result.unavailability * 1e-9:
        found.append(Share("", rest))
    return tuple(found)
