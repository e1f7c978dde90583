"""Graphs in words: names on one line, durations, probabilities, and how one thing brings another down."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from workbench.analyses.graph_numbers import downtime, duration, percent
from workbench.analyses.graph_words import kind_text
from workbench.domain.graph import SURVIVABLE_TITLES, Graph, Journey, Node
from workbench.i18n import _, n_

__all__ = [
    "downtime", "duration", "joined", "journey_wants", "kind_of", "listed", "name_of", "one_line", "percent",
]  # fmt: skip


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
