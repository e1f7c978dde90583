"""Fix advisor: changes that may help, each really made and analysed again, ranked by what it removes.

A candidate counts for what the analysis of the changed graph says, not for what its rule promises.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import takewhile

from workbench.analyses.failure.analysis import Analysis, JourneyResult, Options
from workbench.analyses.failure.fault_trees import grow
from workbench.analyses.fault_tree import Builder, solve
from workbench.analyses.what_if.changes import apply
from workbench.analyses.what_if.fix_candidates import Candidate, candidates
from workbench.analyses.what_if.live import Live
from workbench.domain.graph import Graph, Journey, Phase, Survivable
from workbench.library.fix_rules import Action, Cost, FixRules, shipped_fix_rules
from workbench.progress import Progress, Silent

__all__ = ["Fix", "JourneyEffect", "advise", "singles_inside", "suggested"]

_SILENT = Silent()
_COSTS = list(Cost)


@dataclass(frozen=True, slots=True)
class JourneyEffect:
    """What a change does for one journey; single points are those inside what it must survive.

    Attributes:
        removed, added: Single points that go and that come, sorted.
        left: Single points that remain.
        pairs_before, pairs_after: Minimal cut sets of two elements.
        unavailability_before, unavailability_after: None where a number is missing, or was not worked out; copies are
            taken to fail as often as what they are copies of, and independently.
    """

    journey: Journey
    removed: tuple[str, ...]
    added: tuple[str, ...]
    left: tuple[str, ...]
    pairs_before: int
    pairs_after: int
    unavailability_before: float | None = None
    unavailability_after: float | None = None

    @property
    def gained(self) -> float | None:
        """Availability gained; None where it is not known."""
        if self.unavailability_before is None or self.unavailability_after is None:
            return None
        return self.unavailability_before - self.unavailability_after


@dataclass(frozen=True, slots=True)
class Fix:
    """One candidate and what came of it.

    Attributes:
        effects: By journey, those that it changes anything for.
    """

    candidate: Candidate
    effects: tuple[JourneyEffect, ...]

    @property
    def removed(self) -> int:
        """Cut sets of one element removed, over all journeys, less those added."""
        return sum(len(one.removed) - len(one.added) for one in self.effects)

    @property
    def gained(self) -> float | None:
        """Availability gained, summed over the journeys where it is known; None if it is for none."""
        known = [one.gained for one in self.effects if one.gained is not None]
        return sum(known) if known else None


def advise(
    graph: Graph, analysis: Analysis, *, rules: FixRules | None = None, most: int = 100, progress: Progress = _SILENT
) -> tuple[Fix, ...]:  # fmt: skip
    """Return the changes that help, the best first.

    Ranked by cut sets of one element removed, then availability gained, then cost class (a judgement), then pairs
    removed. Availability is worked out where the analysis knows it for the journey.

    Args:
        graph: The graph.
        analysis: Its analysis.
        rules: The table of fixes; the shipped one if None.
        most: How many are returned: the first by cut sets of one element removed and cost class.
        progress: Called per candidate; raises Cancelled to stop.
    """
    first = Live(graph, replace(analysis.options, order=1, quantify=False))
    tried = suggested(graph, first, rules)
    removed = {}
    for place, (candidate, effects) in enumerate(_tried(graph, first, tried)):
        progress(place, len(tried), candidate.title)
        count = Fix(candidate, effects).removed
        if count >= 0:
            removed[candidate] = count
    best = sorted(removed, key=lambda one: (-removed[one], _COSTS.index(one.rule.cost), one.id))[:most]
    live = Live(graph, replace(analysis.options, order=2, quantify=False))
    found = []
    for place, (candidate, effects) in enumerate(_tried(graph, live, best)):
        progress(place, len(best), candidate.title)
        fewer = any(one.pairs_after < one.pairs_before for one in effects)
        if removed[candidate] or fewer or candidate.rule.action is Action.STATIC:
            fix = Fix(candidate, effects)
            found.append(_quantified(live, fix, analysis) if analysis.options.quantify else fix)
    return tuple(sorted(found, key=_rank))


def _tried(
    graph: Graph, live: Live, tried: Iterable[Candidate]
) -> Iterator[tuple[Candidate, tuple[JourneyEffect, ...]]]:  # fmt: skip
    """Make each candidate and say what came of it; those that take a journey down with nothing failed are left out."""
    users = {name: tuple(some) for name, some in live.users.items()}
    results = live.journeys
    before = {key: _count(graph, one) for key, one in results.items()}
    for candidate in tried:
        live.follow(apply(graph, candidate.changes, users).graph)
        if any(one.at_rest and not results[key].at_rest for key, one in live.journeys.items()):
            continue
        effects = []
        for key, one in live.journeys.items():
            if one.cut_sets is results[key].cut_sets or one.cut_sets == results[key].cut_sets:
                continue
            (old, pairs_before), (new, pairs_after) = before[key], _count(live.graph, one)
            if old != new or pairs_before != pairs_after:
                gone, come, left = (tuple(sorted(some)) for some in (old - new, new - old, new))
                effects.append(JourneyEffect(results[key].journey, gone, come, left, pairs_before, pairs_after))
        yield candidate, tuple(effects)


def _count(graph: Graph, result: JourneyResult) -> tuple[set[str], int]:
    """Single points inside the boundary, and the number of pairs; cut sets stand by size."""
    ones = sum(1 for _each in takewhile(lambda one: len(one) == 1, result.cut_sets))
    return set(singles_inside(graph, result)), 0 if result.at_rest else len(result.cut_sets) - ones


def suggested(graph: Graph, live: Live, rules: FixRules | None = None) -> list[Candidate]:
    """Return all candidates for the single points inside the boundaries and the shared fates of a graph."""
    singles = dict.fromkeys(name for one in live.journeys.values() for name in singles_inside(graph, one))
    circles = {name for unit in live.compiled.units if len(unit) > 1 for name in unit}
    circles.update(name for name, node in graph.nodes.items() if name in node.required(Phase.RUN))
    return candidates(graph, singles, live.shared_fate, live.users, rules or shipped_fix_rules(), circles)


def singles_inside(graph: Graph, result: JourneyResult) -> tuple[str, ...]:
    """Return the single points of failure inside what a journey must survive.

    What the provider spreads over its zones falls with its Region, and counts as one.
    """
    found = []
    for (name,) in takewhile(lambda one: len(one) == 1, result.cut_sets):
        node = graph.nodes[name]
        if result.journey.covers(Survivable.REGION if node.managed else node.reach):
            found.append(name)
    return tuple(found)


def _quantified(live: Live, fix: Fix, analysis: Analysis) -> Fix:
    known = {one.journey.id: analysis.journeys[one.journey.id].unavailability for one in fix.effects}
    if all(value is None for value in known.values()):
        return fix
    after = _unavailabilities(live, [key for key, value in known.items() if value is not None], analysis.options)
    effects = tuple(
        replace(
            one, unavailability_before=known[one.journey.id], unavailability_after=after.get(one.journey.id)
        )
        for one in fix.effects
    )  # fmt: skip
    return replace(fix, effects=effects)


def _unavailabilities(live: Live, journeys: Iterable[str], options: Options) -> Mapping[str, float | None]:
    """Return the probability that journeys are down in the graph as it is now; None where a number is missing."""
    numbers = {name: node.probability for name, node in live.graph.nodes.items() if node.failable}
    found: dict[str, float | None] = {}
    for key in journeys:
        node = live.journeys[key].journey.node
        view = live.view((node,))
        unit = view.unit_of[node]
        if unit in view.at_rest:
            found[key] = 1.0
            continue
        builder = Builder()
        tree = builder.tree(grow(view, (unit,), builder)[unit])
        found[key] = solve(tree, numbers, order=1, budget=options.budget).unavailability
    return found


def _rank(fix: Fix) -> tuple[float, ...] | tuple[object, ...]:
    pairs = sum(one.pairs_after - one.pairs_before for one in fix.effects)
    gained = fix.gained if fix.gained is not None else 0.0
    return -fix.removed, -gained, _COSTS.index(fix.candidate.rule.cost), pairs, fix.candidate.id
