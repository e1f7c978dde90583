"""What the card beside the list of workloads says about one of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from workbench.domain.risk import Risk
from workbench.i18n import _, n_
from workbench.ui.days import day_text
from workbench.ui.models.portfolio_lines import Line, environment_title

__all__ = ["CardFacts", "card_facts"]


@dataclass(frozen=True)
class CardFacts:
    """A workload in the words of its card: counts by name of the pillar, and pairs of name and value."""

    title: str
    description: str
    pillars: list[tuple[str, Counter[Risk]]]
    pairs: tuple[tuple[str, str], ...]


def card_facts(line: Line, pillar_names: Iterable[tuple[str, str]]) -> CardFacts:
    """Return what to say about the workload of a line.

    Args:
        line: The line.
        pillar_names: Id and name of each pillar of its lenses, in their order.
    """
    row, workload = line.row, line.row.workload
    saved = _("None yet")
    if row.milestone:
        number, name, at = row.milestone
        saved = _("{n}: {name}, {date}").format(n=number, name=name, date=day_text(at))
    lenses = "\n".join(f"{one.lens_name} {one.lens_version}".strip() for one in row.reviews)
    due = ", ".join(part for part in (day_text(workload.next_review), line.due_words.lower()) if part)
    return CardFacts(
        workload.name,
        workload.description,
        [(name, line.pillars[pillar]) for pillar, name in pillar_names if pillar in line.pillars],
        (
            (_("Environment"), environment_title(workload.environment)),
            (_("Owner"), workload.owner),
            (_("Regions"), ", ".join((*workload.aws_regions, *workload.non_aws_regions))),
            (n_("Lens", "Lenses", len(row.reviews)), lenses or _("None yet")),
            (_("Milestone"), saved),
            (_("Next review"), due),
        ),
    )
