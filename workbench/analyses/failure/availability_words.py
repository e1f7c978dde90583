"""How available a journey is, in words: a figure only with its sources, its unknowns and what it assumes."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from workbench.analyses.graph_numbers import downtime, percent
from workbench.domain.graph import Graph
from workbench.i18n import _, n_

if TYPE_CHECKING:
    from workbench.analyses.failure.analysis import JourneyResult

__all__ = ["availability_line", "availability_short", "independence", "is_contractual", "sources_line", "sources_of"]

_SLA = re.compile(r"\bSLA\b|service level agreement", re.IGNORECASE)
_MOST_SOURCES = 4


def independence() -> str:
    """Return what every figure assumes."""
    return _("Assumed: elements fail independently of each other, except through what the graph says they share.")


def is_contractual(source: str) -> bool:
    """Whether a number is what a provider promises, not what was seen."""
    return _SLA.search(source) is not None


def sources_of(graph: Graph, result: JourneyResult) -> dict[str, int]:
    """Return where the numbers of a journey are from, most used first; "" is a number without a source."""
    counted = Counter(
        " ".join(graph.nodes[name].unavailability_source.split())
        for name in {*result.importance}
        if graph.nodes[name].probability is not None
    )
    return dict(sorted(counted.items(), key=lambda item: (-item[1], item[0])))


def availability_short(result: JourneyResult) -> str:
    """Return the availability for a table."""
    low, high = result.interval
    if result.unavailability is not None:
        return percent(result.unavailability)
    if (low, high) == (0.0, 1.0):
        return _("not assessed")
    if high >= 1:
        return _("at most {most}").format(most=percent(low))
    return _("{least} to {most}").format(least=percent(high), most=percent(low))


def availability_line(result: JourneyResult) -> str:
    """Return the availability as a sentence."""
    low, high = result.interval
    unknown = len(result.unknown)
    if result.unavailability is not None:
        return _("Availability {percent}, that is {time} down.").format(
            percent=percent(result.unavailability), time=downtime(result.unavailability)
        )
    because = (
        n_("how often one element fails is not known", "how often {n} elements fail is not known", unknown)
        if unknown else _("working it out exactly went over the budget")
    )  # fmt: skip
    if (low, high) == (0.0, 1.0):
        return _("Availability not assessed: {because}.").format(because=because)
    if high >= 1:
        said = _("Availability at most {most}; no lower bound, because {because}.")
        return said.format(most=percent(low), because=because)
    said = _(
        "Availability between {least} and {most}, that is {more} to {less} down; no single figure, because {because}."
    )
    return said.format(
        least=percent(high), most=percent(low), more=downtime(low), less=downtime(high), because=because
    )  # fmt: skip


def sources_line(graph: Graph, result: JourneyResult) -> str:
    """Return where the numbers are from; empty where there are none."""
    sources = sources_of(graph, result)
    if not sources:
        return ""
    parts = []
    for source, count in list(sources.items())[:_MOST_SOURCES]:
        said = n_("one element", "{n} elements", count)
        if is_contractual(source):
            said += ", " + _("contractual and no measurement")
        parts.append(f"{source or _('no source named')} ({said})")
    more = sum(list(sources.values())[_MOST_SOURCES:])
    if more:
        parts.append(_("others") + " (" + n_("one element", "{n} elements", more) + ")")
    return _("Numbers from: {sources}.").format(sources="; ".join(parts))
