"""Graphs in words: names on one line, durations, probabilities, and how one thing brings another down."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from workbench.analyses.graph_words import kind_text
from workbench.domain.graph import SURVIVABLE_TITLES, Graph, Journey, Node
from workbench.i18n import _, n_

__all__ = [
    "downtime", "duration", "joined", "journey_wants", "kind_of", "listed", "name_of", "one_line", "percent",
]  # fmt: skip

_YEAR_H = 365 * 24
_MINUTE, _HOUR, _DAY = 60, 3600, 86_400


def one_line(text: str) -> str:
    """Return a text without line ends and doubled spaces."""
    return " ".join(text.split())


def name_of(graph: Graph, element: str) -> str:
    """Return what people call an element; its id in brackets where that says something else."""
    return one_line(graph.title(element))


def kind_of(node: Node) -> str:
    """Return what an element is: its type where it has one, else its kind."""
    return one_line(node.type) or kind_text(node.kind)


def journey_wants(journey: Journey) -> str:
    """Return what a journey must survive, or that nobody said."""
    if not journey.must_survive:
        return _("not said, so everything counts")
    return joined([_(SURVIVABLE_TITLES[one]) for one in journey.must_survive])


def joined(parts: Sequence[str]) -> str:
    """Return "a", "a and b" or "a, b and c"."""
    if len(parts) < 2:
        return "".join(parts)
    return _("{most} and {last}").format(most=", ".join(parts[:-1]), last=parts[-1])


def listed(parts: Iterable[str], most: int) -> str:
    """Return the first few of many, and how many more there are."""
    every = list(parts)
    said = ", ".join(every[:most])
    more = len(every) - most
    return said + " " + n_("and one more", "and {n} more", more) if more > 0 else said


def duration(seconds: float) -> str:
    """Return a time as people say it, to two parts at most: "45 s", "15 min", "2 h 30 min", "3 d"."""
    if math.isinf(seconds):
        return _("never")
    if seconds < _MINUTE:
        return f"{seconds:g} s"
    rest = round(seconds)
    parts = []
    for size, sign in ((_DAY, "d"), (_HOUR, "h"), (_MINUTE, "min"), (1, "s")):
        count, rest = divmod(rest, size)
        if count:
            parts.append(f"{count} {sign}")
    return " ".join(parts[:2])


def percent(unavailability: float) -> str:
    """Return the availability in percent, with as many nines as it takes to see what is missing."""
    if unavailability <= 0:
        return "100 %"
    if unavailability >= 1:
        return "0 %"
    digits = max(1, -math.floor(math.log10(unavailability)) - 1)
    if digits > 12:
        return _("100 % but for {rest}").format(rest=f"{unavailability:.2g}")
    return f"{100 * (1 - unavailability):.{digits}f} %"


def downtime(unavailability: float) -> str:
    """Return the expected time down in a year of 365 days."""
    hours = unavailability * _YEAR_H
    if hours >= 48:
        return _("{n} days a year").format(n=f"{hours / 24:.3g}")
    if hours >= 1:
        return _("{n} h a year").format(n=f"{hours:.2g}")
    if hours * 60 >= 1:
        return _("{n} min a year").format(n=f"{hours * 60:.2g}")
    return _("{n} s a year").format(n=f"{hours * 3600:.2g}")
