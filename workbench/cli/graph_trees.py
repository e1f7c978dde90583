"""Fault trees with NOT or XOR: more failures may repair something there, so only their probability is given."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from workbench.analyses.failure.availability_words import independence
from workbench.cli.graph_source import Source
from workbench.cli.graph_words import one_line
from workbench.cli.output import print_json, print_table, print_text, progress_bar
from workbench.errors import UnknownName
from workbench.i18n import _

if TYPE_CHECKING:
    from workbench.analyses.failure.analysis import Options
    from workbench.analyses.fault_tree import Solution

__all__ = ["print_sizes", "print_trees"]


def print_trees(source: Source, options: Options, journey: str, as_json: bool) -> None:
    """Solve and print the fault trees of a source, or the one that is named.

    Raises:
        UnknownName: There is no such tree.
    """
    from workbench.analyses.fault_tree import solve

    if journey and journey not in source.trees:
        raise UnknownName(
            _('There is no fault tree "{name}".').format(name=journey),
            _("Fault trees: {known}.").format(known=", ".join(list(source.trees)[:20])),
        )
    solved = {}
    with progress_bar(_("Analysis")) as progress:
        for top, tree in source.trees.items():
            if journey in ("", top):
                solved[top] = solve(tree, source.numbers, budget=options.budget, progress=progress)
    if as_json:
        print_json({"coherent": False, "journeys": {top: _json(one) for top, one in solved.items()},
                    "assumptions": [independence()]})  # fmt: skip
        return
    rows = [(one_line(top), _probability(one), len(one.relevant)) for top, one in solved.items()]
    print_table([_("Fault tree"), _("Probability"), ">" + _("Events that matter")], rows)
    print_text(_("There is NOT or XOR in it, so that more failures may repair something: it has no cut sets and is no "
                 "dependency graph."))  # fmt: skip
    print_text(independence())


def print_sizes(source: Source, as_json: bool) -> None:
    """Print what a file of such trees holds."""
    if as_json:
        sizes = {top: {"events": len(tree.events), "gates": len(tree.gates)} for top, tree in source.trees.items()}
        print_json({"name": source.name, "kind": source.kind, "coherent": False, "fault_trees": sizes,
                    "warnings": list(source.warnings)})  # fmt: skip
        return
    rows = [(one_line(top), f"{len(tree.events):,}", f"{len(tree.gates):,}") for top, tree in source.trees.items()]
    print_table([_("Fault tree"), ">" + _("Events"), ">" + _("Gates")], rows)
    print_text(
        _("There is NOT or XOR in it, so it is no dependency graph; workbench graph analyse gives its probability.")
    )


def _json(one: Solution) -> dict[str, Any]:
    return {
        "cut_sets": None, "cut_set_order_limit": None, "cut_set_count": None, "unavailability": one.unavailability,
        "unavailability_interval": list(one.interval), "importance": None,
    }  # fmt: skip


def _probability(one: Solution) -> str:
    if one.unavailability is not None:
        return f"{one.unavailability:.6g}"
    return _("{least} to {most}").format(least=f"{one.interval[0]:.6g}", most=f"{one.interval[1]:.6g}")
