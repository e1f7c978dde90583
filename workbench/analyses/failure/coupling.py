"""Hidden coupling between journeys: what ends several of them, and which have one fate without having one entry."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

from workbench.analyses.failure.analysis import Analysis

__all__ = ["CommonCause", "Coupling", "JourneyPair", "couplings"]


@dataclass(frozen=True, slots=True)
class CommonCause:
    """Elements that end two or more journeys when they fail together.

    Attributes:
        elements: One, or two of which neither does it alone for all of these journeys.
    """

    elements: tuple[str, ...]
    journeys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class JourneyPair:
    """Two journeys and what they share.

    Attributes:
        common: Single points of failure of both.
        jaccard: Common single points over all of the two, 0 to 1; None when neither has any.
        hidden: They enter at different elements, neither leans on the other's entry, and yet they have a common fate.
    """

    first: str
    second: str
    common: tuple[str, ...]
    jaccard: float | None
    hidden: bool


@dataclass(frozen=True, slots=True)
class Coupling:
    """What couples the journeys.

    Attributes:
        causes: Single elements first, those that end most journeys first.
        pairs: Journeys two by two, most alike first.
    """

    causes: tuple[CommonCause, ...]
    pairs: tuple[JourneyPair, ...]


def couplings(analysis: Analysis) -> Coupling:
    """Return what ends several journeys at once; journeys that are down with nothing failed are left out.

    Source of the measure: Jaccard, New Phytologist 11 (1912) 37.
    """
    compiled = analysis.compiled
    results = {name: one for name, one in analysis.journeys.items() if not one.at_rest}
    singles = {name: set(one.singles) for name, one in results.items()}
    ends: dict[tuple[str, ...], list[str]] = {}
    for name, one in results.items():
        for cut_set in one.cut_sets:
            if len(cut_set) <= 2:
                ends.setdefault(cut_set, []).append(name)
    causes = [CommonCause(cut_set, tuple(names)) for cut_set, names in ends.items() if len(names) > 1]
    cones = {
        name: set(compiled.elements(compiled.cone(compiled.unit_of[one.journey.node]))) for name, one in results.items()
    }
    pairs = []
    for first, second in combinations(results, 2):
        common, either = singles[first] & singles[second], singles[first] | singles[second]
        apart = results[second].journey.node not in cones[first] and results[first].journey.node not in cones[second]
        pairs.append(JourneyPair(
            first, second, tuple(sorted(common)), len(common) / len(either) if either else None, bool(common) and apart
        ))  # fmt: skip
    return Coupling(
        tuple(sorted(causes, key=lambda one: (len(one.elements), -len(one.journeys), one.elements))),
        tuple(sorted(pairs, key=lambda one: (-(one.jaccard or 0.0), one.first, one.second))),
    )
