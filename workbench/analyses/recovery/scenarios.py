"""How long until a journey is back after a failure, and how much data is lost: achieved RTO and RPO from their parts.

Where nobody knows a number, the time without it is a lower bound, and never the answer.

Source: RTO and RPO as in the Well-Architected Framework, REL13-BP01,
https://docs.aws.amazon.com/wellarchitected/latest/framework/rel_planning_for_recovery_objective_defined_recovery.html
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import inf

from workbench.analyses.failure.compiled import Semantics
from workbench.analyses.recovery.losses import losses
from workbench.analyses.recovery.times import RecoveryGraph, Times
from workbench.domain.graph import Graph, Journey

__all__ = ["Missing", "Part", "Recoveries", "Recovery", "recover"]


@dataclass(frozen=True, slots=True)
class Part:
    """One piece of a recovery time.

    Attributes:
        element: What is restored, or owns the group that switches.
        group: Number of that group; None for a restore.
        seconds: How long it takes [s]; None is not known.
        by: Failover: the members that carry on; empty for a restore.
    """

    element: str
    group: int | None
    seconds: float | None
    by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Missing:
    """A number nobody has given: `rto_s` or `rpo_s` of an element, `failover_s` or `lag_s` of one of its groups."""

    element: str
    name: str
    group: int | None = None


@dataclass(frozen=True, slots=True)
class Recovery:
    """What one failure means for one journey.

    Attributes:
        failed: What fails.
        rto_s: Time until it works again [s]; inf is never (something waits for itself), None is not known.
        rpo_s: Data lost [s]; inf when it never works again, None is not known.
        rto_at_least, rpo_at_least: What it takes at least, with numbers nobody knows as 0.
        rto_at_most, rpo_at_most: What it takes at most, whatever these numbers are; inf without a limit.
        parts: What makes up the time, one after the other; the first one starts when the failure happens. Where the
            time is not known, of the longest it may take.
        not_credited: Failovers (owner, group) on its way that do not count, because they need something to recover
            that goes down in the same failure.
        missing: Numbers to ask for.
    """

    journey: Journey
    failed: tuple[str, ...]
    rto_s: float | None
    rpo_s: float | None
    rto_at_least: float
    rpo_at_least: float
    rto_at_most: float
    rpo_at_most: float
    parts: tuple[Part, ...]
    not_credited: tuple[tuple[str, int], ...] = ()
    missing: tuple[Missing, ...] = ()


def recover(
    graph: Graph, failed: Iterable[str], journeys: Iterable[Journey] | None = None,
    semantics: Semantics = Semantics.FOUNDED,
) -> dict[str, Recovery]:  # fmt: skip
    """Return what a failure means for journeys, by journey id; all of the graph's journeys if None.

    Raises:
        KeyError: There is no such element.
    """
    return Recoveries(graph, semantics).of(failed, graph.journeys if journeys is None else journeys)


class Recoveries:
    """Works out recoveries in one graph; one object serves any number of failures."""

    def __init__(self, graph: Graph, semantics: Semantics = Semantics.FOUNDED) -> None:
        self.graph = graph
        self._base = RecoveryGraph(graph, semantics)

    def of(self, failed: Iterable[str], journeys: Iterable[Journey]) -> dict[str, Recovery]:
        """Return what a failure means for some journeys, by id; see recover for errors."""
        names = tuple(dict.fromkeys(failed))
        least = Times(self._base, names, 0.0)
        most = Times(self._base, names, inf) if least.met_unknown else least
        lost = losses(self._base, least, most)
        return {
            journey.id: _recovery(journey, names, least, most, lost.get(journey.node, (0.0, 0.0)))
            for journey in journeys
        }


def _recovery(
    journey: Journey, failed: tuple[str, ...], least: Times, most: Times, lost: tuple[float, float]
) -> Recovery:  # fmt: skip
    low, high = least.time(journey.node), most.time(journey.node)
    if low == inf:
        high = inf
    missing = _missing(journey.node, least, most, low != high, lost[0] != lost[1])
    return Recovery(
        journey, failed, low if low == high else None, lost[0] if lost[0] == lost[1] else None, low, lost[0], high,
        lost[1], _parts(journey.node, most if low < inf else least), _not_credited(journey.node, least), missing,
    )  # fmt: skip


def _parts(node: str, run: Times) -> tuple[Part, ...]:
    """Follow what an element waited for, latest first, and return it from the failure on."""
    found: list[Part] = []
    seen: set[str] = set()
    name = node
    while name not in seen and (name in run.times):
        seen.add(name)
        below = [(run.time(each), each) for each in run.base.needs(name)]
        if name in run.failed:
            found.append(Part(name, None, run.base.graph.nodes[name].rto_s))
            below = [(run.time(each), each) for each in run.base.to_restore(name)]
        switch: Part | None = None
        for group in run.base.groups_of(name):
            kept, moved = run.by_primaries(group), run.by_switch(group)
            if kept <= moved:
                below += [(run.time(each), each) for each in group.primaries]
                continue
            taken = run.taken(group)
            below += [(run.time(each), each) for each in taken]
            if run.seconds(group.failover) >= max((value for value, _each in below), default=0.0):
                switch = Part(name, group.number, group.failover, tuple(taken))
                below = [(run.seconds(group.failover), "")]
        latest, name = max(below, default=(0.0, ""), key=lambda one: one[0])
        if not name and switch:
            found.append(switch)
        if latest == 0.0 and not switch and name not in run.failed:
            break
    return tuple(reversed(found))


def _not_credited(node: str, run: Times) -> tuple[tuple[str, int], ...]:
    found: dict[tuple[str, int], None] = {}
    for name in _touched(node, run):
        for group in run.base.groups_of(name):
            lost = run.by_primaries(group) > 0
            if lost and (not run.credited(group) or len(run.carriers(group)) < len(group.members)):
                found[group.owner, group.number] = None
    return tuple(found)


def _touched(node: str, run: Times) -> list[str]:
    """What an element leans on that stopped or switched, itself included."""
    found = [node]
    stopped = set(run.base.above(run.failed))
    for name in found:  # grows meanwhile
        below = [*(run.base.to_restore(name) if name in run.failed else run.base.needs(name))]
        below += [each for group in run.base.groups_of(name) for each in group.members]
        found += [each for each in dict.fromkeys(below) if each in stopped and each not in found]
    return found


def _missing(node: str, least: Times, most: Times, late: bool, lost: bool) -> tuple[Missing, ...]:
    """Numbers that stand between what is known and an answer: to the time if `late`, to the data if `lost`."""
    found: dict[Missing, None] = {}
    for name in _touched(node, most) if late or lost else ():
        entry = most.base.graph.nodes[name]
        if name in most.failed:
            if late and entry.rto_s is None:
                found[Missing(name, "rto_s")] = None
            if lost and entry.rpo_s is None:
                found[Missing(name, "rpo_s")] = None
        for group in most.base.groups_of(name):
            if most.by_primaries(group) > 0 and most.credited(group):
                if group.failover is None:
                    found[Missing(name, "failover_s", group.number)] = None
                if lost and group.lag is None:
                    found[Missing(name, "lag_s", group.number)] = None
    return tuple(found)
