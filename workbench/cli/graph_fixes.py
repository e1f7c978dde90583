"""`workbench graph fixes`: which changes help, what each removes and leaves, and the smallest set that leaves nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from workbench.analyses.failure.words import Words, listed
from workbench.analyses.what_if.fix_words import cost_text, effect_lines
from workbench.cli.graph_analyse import JourneyOption, SemanticsChoice, SemanticsOption, only_journey
from workbench.cli.graph_source import GraphArgument, WorkloadOption, not_coherent, source_of
from workbench.cli.graph_words import one_line
from workbench.cli.opening import JsonOption, WorkspaceOption
from workbench.cli.output import print_json, print_table, print_text, progress_bar
from workbench.domain.graph import Graph
from workbench.i18n import _, n_

if TYPE_CHECKING:
    from workbench.analyses.what_if.fix_candidates import Candidate
    from workbench.analyses.what_if.fixes import Fix, JourneyEffect
    from workbench.analyses.what_if.smallest_set import SmallestSet

__all__ = ["fixes"]

_SHOWN = 12
_NAMES = 6


def fixes(
    ctx: typer.Context,
    path: GraphArgument = "",
    workload: WorkloadOption = "",
    journey: JourneyOption = "",
    limit: Annotated[int, typer.Option("--limit", metavar="N", min=1, help=_("How many changes the table shows."))] = _SHOWN,
    no_probability: Annotated[
        bool, typer.Option("--no-probability", help=_("Leave out how much availability each change gains."))
    ] = False,
    semantics: SemanticsOption = SemanticsChoice.FOUNDED,
    as_json: JsonOption = False,
    workspace: WorkspaceOption = None,
) -> None:  # fmt: skip
    """Advise."""
    from workbench.analyses.failure.analysis import Options, analyse
    from workbench.analyses.failure.compiled import Semantics
    from workbench.analyses.what_if.fixes import advise
    from workbench.analyses.what_if.smallest_set import smallest_set

    source = source_of(ctx, path, workload, workspace)
    if source.trees:
        raise not_coherent(source)
    graph = only_journey(source.graph, journey)
    with progress_bar(_("Fixes")) as progress:
        analysis = analyse(graph, Options(Semantics(semantics), 2, quantify=not no_probability), progress=progress)
        advice = advise(graph, analysis, progress=progress)
        smallest = smallest_set(graph, analysis, progress=progress)
    if as_json:
        print_json({"fixes": [_fix_json(one) for one in advice], "smallest_set": _set_json(smallest)})
    else:
        _print(graph, advice, smallest, limit)


def _candidate_json(one: Candidate) -> dict[str, Any]:
    from workbench.analyses.what_if.changes_json import change_to_json

    return {
        "id": one.id, "title": one.title, "target": one.target, "action": str(one.rule.action),
        "cost": str(one.rule.cost), "advice": one.rule.advice, "practices": list(one.rule.practices),
        "changes": [change_to_json(change) for change in one.changes],
    }  # fmt: skip


def _fix_json(one: Fix) -> dict[str, Any]:
    return _candidate_json(one.candidate) | {
        "single_points_removed": one.removed, "availability_gained": one.gained,
        "journeys": {effect.journey.id: _effect_json(effect) for effect in one.effects},
    }  # fmt: skip


def _effect_json(one: JourneyEffect) -> dict[str, Any]:
    return {
        "removed": list(one.removed), "added": list(one.added), "left": list(one.left),
        "pairs_before": one.pairs_before, "pairs_after": one.pairs_after,
        "unavailability_before": one.unavailability_before, "unavailability_after": one.unavailability_after,
    }  # fmt: skip


def _set_json(one: SmallestSet) -> dict[str, Any]:
    return {
        "exact": one.exact, "changes": [_candidate_json(each) for each in one.candidates],
        "not_removed": {key: list(names) for key, names in one.not_removed.items()},
    }  # fmt: skip


def _print(graph: Graph, advice: Sequence[Fix], smallest: SmallestSet, limit: int) -> None:
    words = Words(graph)
    titles = {one.id: one_line(one.title) for one in graph.journeys}
    _print_set(words, titles, smallest)
    if not advice:
        return
    rows = [
        (one_line(one.candidate.title), f"{one.removed:,}", cost_text(one.candidate), "\n".join(effect_lines(words, one)),
         one_line(one.candidate.rule.advice))
        for one in advice[:limit]
    ]  # fmt: skip
    print_table([_("Change"), ">" + _("Removes"), "!" + _("Effort"), _("What it does"), _("Advice")], rows)
    if len(advice) > limit:
        print_text(n_("And one more; --limit or --json lists it.", "And {n} more; --limit or --json lists them.",
                      len(advice) - limit))  # fmt: skip
    print_text(_("Removes: single points of failure inside what the journeys must survive, summed over the journeys. "
                 "Effort is a judgement, not a price. Each change was made and the graph analysed again."))  # fmt: skip


def _print_set(words: Words, titles: dict[str, str], smallest: SmallestSet) -> None:
    if smallest.candidates:
        size = len(smallest.candidates)
        title = n_("One change does all that can be done here", "The smallest set that does all that can be done here: "
                   "{n} changes", size)  # fmt: skip
        if not smallest.exact:
            title = n_(
                "One change", "A set of {n} changes from which none can be left out; a smaller one may exist", size
            )
        print_table([title, "!" + _("Effort")], [(one_line(one.title), cost_text(one)) for one in smallest.candidates])
    elif smallest.not_removed:
        print_text(_("No change that is known here removes a single point of failure."))
    if not smallest.not_removed and smallest.candidates:
        print_text(_("After these, no single point of failure is left inside what the journeys must survive."))
    elif not smallest.not_removed:
        print_text(_("There is no single point of failure inside what the journeys must survive."))
    for key, names in smallest.not_removed.items():
        print_text(_("{journey}: what stays, whatever is done of this: {names}.").format(
            journey=titles[key], names=listed([one_line(words.full(each)) for each in names], _NAMES)))  # fmt: skip
