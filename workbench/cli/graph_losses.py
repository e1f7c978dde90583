"""What the loss of whole failure domains does, what couples journeys, and what unanswered groups would change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from workbench.analyses.failure.words import Words, listed
from workbench.analyses.graph_words import kind_text
from workbench.cli.graph_words import one_line
from workbench.cli.output import print_table, print_text
from workbench.i18n import _, n_

if TYPE_CHECKING:
    from workbench.analyses.failure.analysis import Analysis
    from workbench.analyses.failure.coupling import Coupling
    from workbench.analyses.failure.domains import WorstCase
    from workbench.analyses.findings.variants import Extremes

__all__ = ["coupling_json", "extremes_json", "extremes_line", "print_coupling", "print_worst_cases", "worst_case_json"]

_NAMES = 6


def worst_case_json(one: WorstCase) -> dict[str, Any]:
    """Return what the loss of one failure domain does; `down` is its blast radius and not repeated."""
    return {
        "domain": one.domain, "kind": one.kind, "holds": one.holds, "down": len(one.down), "share": one.share,
        "degraded": list(one.degraded), "journeys_ended": list(one.ended), "journeys_degraded": list(one.lesser),
        "groups": [
            {"owner": each.owner, "group": each.group, "members_lost": list(each.members), "left": each.left,
             "enough": each.enough}
            for each in one.groups
        ],
    }  # fmt: skip


def coupling_json(found: Coupling) -> dict[str, Any]:
    """Return what couples journeys."""
    return {
        "common_causes": [{"elements": list(one.elements), "journeys": list(one.journeys)} for one in found.causes],
        "journeys": [
            {"first": one.first, "second": one.second, "common": list(one.common), "jaccard": one.jaccard,
             "hidden": one.hidden}
            for one in found.pairs
        ],
    }  # fmt: skip


def extremes_json(one: Extremes) -> dict[str, Any]:
    """Return the single points and the number of pairs of a journey, with one and with all members needed."""
    return {
        "one_needed": {"singles": None if one.one is None else list(one.one), "pairs": one.pairs_one},
        "all_needed": {"singles": None if one.all is None else list(one.all), "pairs": one.pairs_all},
    }


def extremes_line(words: Words, analysis: Analysis, one: Extremes) -> str:
    """Return what a journey would lose if all members of unanswered groups were needed."""
    start = _("Nobody has said how many members of some groups carry the peak load.")
    if one.all is None:
        return start + " " + _("If all are needed, it is down with nothing failed.")
    journey, nodes = analysis.journeys[one.journey].journey, analysis.graph.nodes
    more = [each for each in one.all if each not in (one.one or ()) and journey.covers(nodes[each].reach)]
    if not more:
        said = n_("If all are needed, {n} pair ends it.", "If all are needed, {n} pairs end it.", one.pairs_all)
        return f"{start} {said}"
    said = n_("If all are needed, one more element ends it alone: {names}.",
              "If all are needed, {n} more elements end it alone: {names}.", len(more))  # fmt: skip
    return f"{start} {said}".format(names=listed([one_line(words.full(each)) for each in more], _NAMES))


def print_worst_cases(words: Words, analysis: Analysis, cases: tuple[WorstCase, ...], limit: int) -> None:
    """Print failure domains whose loss ends a journey, the worst first."""
    titles = {one.id: one_line(one.title) for one in analysis.graph.journeys}
    rows = [
        (one_line(words.name(one.domain)), kind_text(one.kind), f"{len(one.down):,}",
         listed([titles[each] for each in one.ended], _NAMES) or _("none"),
         listed([titles[each] for each in one.lesser], _NAMES))
        for one in cases if one.ended or one.lesser
    ]  # fmt: skip
    if rows:
        print_table([_("Loss of"), _("Kind"), ">" + _("Takes down"), _("Ends"), _("In a lesser way")], rows[:limit])
        if len(rows) > limit:
            print_text(n_("And one more; --limit or --json lists it.", "And {n} more; --limit or --json lists them.",
                          len(rows) - limit))  # fmt: skip


def print_coupling(words: Words, analysis: Analysis, found: Coupling) -> None:
    """Print journeys that enter at different places and end together all the same."""
    titles = {one.id: one_line(one.title) for one in analysis.graph.journeys}
    rows = [
        (titles[one.first], titles[one.second],
         listed([one_line(words.name(each)) for each in one.common], _NAMES))
        for one in found.pairs if one.hidden
    ]  # fmt: skip
    if rows:
        print_table([_("Journey"), _("And"), _("Both end with the loss of any of")], rows[:_NAMES])
