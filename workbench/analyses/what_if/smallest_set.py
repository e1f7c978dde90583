"""The smallest set of changes that leaves no single point of failure inside the boundaries.

A set of candidates is tried by making all of its changes and analysing again. Each set that is too small, made as
large as it can be while it stays too small, says that any good set needs one of the others. A smallest set that meets
all these demands is tried next; when it leaves nothing, no smaller set can. That holds because no candidate adds a
single point where there was none: copies only help out, and what is parted fails for fewer than before.

Source: implicit hitting sets, Chandrasekaran, Karp, Moreno-Centeno and Vempala, SODA 2011; diagnosis by hitting sets,
Reiter, Artificial Intelligence 32 (1987) 57.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from workbench.analyses.failure.analysis import Analysis
from workbench.analyses.what_if.changes import MakeSoft
from workbench.analyses.what_if.draft import Draft
from workbench.analyses.what_if.fix_candidates import Candidate
from workbench.analyses.what_if.fixes import singles_inside, suggested
from workbench.analyses.what_if.hitting_set import lightest_hitting_set
from workbench.analyses.what_if.live import Live
from workbench.domain.graph import Graph
from workbench.errors import BadInput
from workbench.library.fix_rules import Action, Cost, FixRules
from workbench.progress import Progress, Silent

__all__ = ["SmallestSet", "smallest_set", "together"]

_MOST_TRIALS = 1000
_MOST_KNOWN = 80
_SILENT = Silent()
_COSTS = list(Cost)


@dataclass(frozen=True, slots=True)
class SmallestSet:
    """Changes that leave no single point inside the boundaries, but for those no known change removes.

    Attributes:
        candidates: In the order in which they are made.
        exact: Whether it is proved that no smaller set of the known changes does; else it was found step by step.
        graph: The graph after them.
        not_removed: By journey, single points that stay whatever is done of what is known here; empty for a journey
            that is down with nothing failed.
        trials: How many sets of changes were analysed.
    """

    candidates: tuple[Candidate, ...]
    exact: bool
    graph: Graph
    not_removed: Mapping[str, tuple[str, ...]]
    trials: int


def smallest_set(
    graph: Graph, analysis: Analysis, *, rules: FixRules | None = None, journeys: Iterable[str] | None = None,
    without: Iterable[Action] = (Action.SOFT,), most_trials: int = _MOST_TRIALS, progress: Progress = _SILENT,
) -> SmallestSet:  # fmt: skip
    """Return the smallest set of changes; of several equally small ones, a cheap one.

    Args:
        graph: The graph.
        analysis: Its analysis; its options hold.
        rules: The table of fixes; the shipped one if None.
        journeys: Only these journeys count; all if None.
        without: Kinds of changes that are out of the question; whether a journey may do without something is for its
            owner to decide.
        most_trials: How many sets are tried before it settles for a set that is not proved.
        progress: Called per trial; raises Cancelled to stop.
    """
    live = Live(graph, replace(analysis.options, order=1, quantify=False))
    out = set(without)
    known = [one for one in suggested(graph, live, rules) if one.rule.action not in out | {Action.STATIC}]
    return _Search(graph, live, known, journeys, most_trials, progress).run()


def together(graph: Graph, some: Iterable[Candidate], users: Mapping[str, Iterable[str]] | None = None) -> Graph:
    """Return the graph after all changes of some candidates; what another one has made needless is left out."""
    draft = Draft(graph, users)
    for candidate in some:
        for change in candidate.changes:
            try:
                change.apply(draft)
            except BadInput:
                if not isinstance(change, MakeSoft):
                    raise
    return draft.graph()


class _Search:
    def __init__(
        self, graph: Graph, live: Live, known: Sequence[Candidate], journeys: Iterable[str] | None, most_trials: int,
        progress: Progress,
    ) -> None:  # fmt: skip
        self.graph = graph
        self.live = live
        self.known = list(known)
        self.wanted = tuple(live.journeys if journeys is None else journeys)
        self.users = {name: tuple(some) for name, some in live.users.items()}
        self.most = most_trials
        self.progress = progress
        self.tried: dict[frozenset[int], frozenset[tuple[str, str]]] = {}
        self.kept: frozenset[tuple[str, str]] = frozenset()

    def run(self) -> SmallestSet:
        every = frozenset(range(len(self.known)))
        self.kept = self._left(every)
        chosen = self._exact(every) if len(every) <= _MOST_KNOWN else None
        exact = chosen is not None and not self.live.options.full_groups
        if chosen is None:
            chosen = self._greedy(every)
        some = tuple(self.known[place] for place in sorted(chosen))
        kept: dict[str, list[str]] = {}
        for journey, name in sorted(self.kept):
            kept.setdefault(journey, []).extend([name] if name else [])
        not_removed = {key: tuple(names) for key, names in kept.items()}
        return SmallestSet(some, exact, together(self.graph, some, self.users), not_removed, len(self.tried))

    def _exact(self, every: frozenset[int]) -> frozenset[int] | None:
        demands: list[frozenset[int]] = []
        chosen: frozenset[int] | None = frozenset()
        while chosen is not None and (left := self._open(chosen)):
            if len(self.tried) > self.most:
                return None
            demands.append(self._demand(chosen, left, every))
            chosen = lightest_hitting_set(demands, self._weight)
        return chosen

    def _left(self, chosen: frozenset[int]) -> frozenset[tuple[str, str]]:
        """Single points inside the boundaries after some candidates, as (journey, element); "" where nothing need fail."""
        found = self.tried.get(chosen)
        if found is None:
            self.progress(len(self.tried), 0, "")
            after = together(self.graph, [self.known[place] for place in sorted(chosen)], self.users)
            self.live.follow(after)
            left = {(key, name) for key in self.wanted for name in singles_inside(after, self.live.journeys[key])}
            left.update((key, "") for key in self.wanted if self.live.journeys[key].at_rest)
            found = self.tried[chosen] = frozenset(left)
        return found

    def _open(self, chosen: frozenset[int]) -> frozenset[tuple[str, str]]:
        return self._left(chosen) - self.kept

    def _demand(
        self, chosen: frozenset[int], left: frozenset[tuple[str, str]], every: frozenset[int]
    ) -> frozenset[int]:  # fmt: skip
        """Candidates of which any good set needs one; small, and none of the chosen is among them."""
        targets = {name for _journey, name in left}
        for name in sorted(targets):
            own = frozenset(place for place in every if self.known[place].target == name) - chosen
            if own and self._open(every - own):
                return self._shrunk(own, every)
        aimed = frozenset(place for place in every if self.known[place].target in targets) - chosen
        if aimed and self._open(every - aimed):
            return self._shrunk(aimed, every)
        return self._shrunk(every - chosen, every)

    def _shrunk(self, demand: frozenset[int], every: frozenset[int]) -> frozenset[int]:
        for place in sorted(demand):
            smaller = demand - {place}
            if smaller and self._open(every - smaller):
                demand = smaller
        return demand

    def _greedy(self, every: frozenset[int]) -> frozenset[int]:
        """Take what removes most by itself until nothing is open, then leave out what is not needed."""
        nothing: frozenset[int] = frozenset()
        alone = {place: self._open(nothing) - self._open(frozenset((place,))) for place in sorted(every)}
        chosen, left = nothing, self._open(nothing)
        while left:
            best = max(every - chosen, key=lambda one: (len(alone[one] & left), -self._weight(one), -one))
            if not alone[best] & left:
                break
            chosen |= {best}
            left -= alone[best]
        if left := self._open(chosen):
            targets = {name for _journey, name in left}
            chosen |= {place for place in every if self.known[place].target in targets}
        if self._open(chosen):
            chosen = every
        for place in sorted(chosen, key=lambda one: (-self._weight(one), one)):
            if len(self.tried) > self.most:
                break
            if not self._open(chosen - {place}):
                chosen -= {place}
        return chosen

    def _weight(self, place: int) -> int:
        """One change is worth more than any number of cheaper ones saves."""
        return len(self.known) * len(_COSTS) + 1 + _COSTS.index(self.known[place].rule.cost)
