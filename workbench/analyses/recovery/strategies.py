"""Strategies of disaster recovery: which could meet what a journey wants, and which one its graph resembles.

All of it is by typical ranges and never measured; see the note of the table.

Source: Well-Architected Framework, REL13-BP02,
https://docs.aws.amazon.com/wellarchitected/latest/framework/rel_planning_for_recovery_disaster_recovery.html
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from workbench.domain.graph import Graph, Group, Journey, Phase
from workbench.i18n import N_
from workbench.library.recovery_strategies import Strategies, Strategy, shipped_strategies

__all__ = ["FIT_TITLES", "Fit", "Resemblance", "StrategyFit", "resembles", "strategies_for"]


class Fit(StrEnum):
    """Whether a strategy meets what is wanted."""

    TYPICALLY = "typically"
    AT_BEST = "at_best"
    NOT = "not"
    NOT_WANTED = "not_wanted"


FIT_TITLES = {
    Fit.TYPICALLY: N_("typically meets it"),
    Fit.AT_BEST: N_("meets it at best"),
    Fit.NOT: N_("typically does not meet it"),
    Fit.NOT_WANTED: N_("nobody said what is wanted"),
}


@dataclass(frozen=True, slots=True)
class StrategyFit:
    """One strategy against what a journey wants; `both` is the worse of the two."""

    strategy: Strategy
    rto: Fit
    rpo: Fit

    @property
    def both(self) -> Fit:
        """The worse of RTO and RPO, among those somebody wants."""
        wanted = [one for one in (self.rto, self.rpo) if one is not Fit.NOT_WANTED]
        return max(wanted, key=list(Fit).index, default=Fit.NOT_WANTED)


@dataclass(frozen=True, slots=True)
class Resemblance:
    """What a journey's graph looks like across Regions.

    Attributes:
        strategy: The one that its slowest failover across Regions resembles; None where none is across Regions, or
            nobody knows how long one takes.
        groups: The redundancy groups across Regions on its way, as (owner, number).
        unknown: Those of them without `failover_s` or `lag_s`.
        alone: Regions whose loss ends the journey, whatever these groups do.
    """

    strategy: Strategy | None
    groups: tuple[tuple[str, int], ...]
    unknown: tuple[tuple[str, int], ...]
    alone: tuple[str, ...]


def strategies_for(journey: Journey, table: Strategies | None = None) -> tuple[StrategyFit, ...]:
    """Return each strategy, by rising cost, and whether its typical range meets what the journey wants."""
    return tuple(
        StrategyFit(one, _fit(one.rto_s, journey.rto_s), _fit(one.rpo_s, journey.rpo_s))
        for one in (table or shipped_strategies()).strategies
    )


def _fit(typical: tuple[float, float], wanted: float | None) -> Fit:
    if wanted is None:
        return Fit.NOT_WANTED
    best, worst = typical
    return Fit.TYPICALLY if worst <= wanted else Fit.AT_BEST if best <= wanted else Fit.NOT


def resembles(
    graph: Graph, journey: Journey, singles: tuple[str, ...] = (), table: Strategies | None = None
) -> Resemblance:  # fmt: skip
    """Return which strategy a journey's redundancy across Regions resembles, by failover time and lag.

    Args:
        graph: The graph.
        journey: One of its journeys.
        singles: The elements that end it alone, for `alone`.
        table: The strategies; the shipped ones if None.
    """
    across = {key: group for key, group in _groups(graph, journey.node) if _regions(graph, group) > 1}
    unknown = tuple(key for key, group in across.items() if group.failover_s is None or group.lag_s is None)
    alone = tuple(name for name in singles if graph.nodes[name].kind == "region")
    if not across or unknown:
        return Resemblance(None, tuple(across), unknown, alone)
    known = (table or shipped_strategies()).strategies
    slowest = max(group.failover_s or 0.0 for group in across.values())
    behind = max(group.lag_s or 0.0 for group in across.values())
    found = next((one for one in reversed(known) if slowest <= one.rto_s[1] and behind <= one.rpo_s[1]), known[0])
    return Resemblance(found, tuple(across), (), alone)


def _groups(graph: Graph, node: str) -> Iterator[tuple[tuple[str, int], Group]]:
    seen, waiting = {node}, [node]
    while waiting:
        owner = graph.nodes[waiting.pop()]
        for number, group in enumerate(owner.groups):
            yield (owner.id, number), group
        for each in (*owner.required(Phase.RUN), *(each for group in owner.groups for each in group.members)):
            if each not in seen:
                seen.add(each)
                waiting.append(each)


def _regions(graph: Graph, group: Group) -> int:
    """How many sets of Regions the members stand in."""
    return len({found for member in group.members if (found := _regions_of(graph, member))})


def _regions_of(graph: Graph, name: str) -> frozenset[str]:
    seen, waiting = {name}, [name]
    while waiting:
        for each in graph.nodes[waiting.pop()].domains:
            if each not in seen:
                seen.add(each)
                waiting.append(each)
    return frozenset(each for each in seen if graph.nodes[each].kind == "region")
