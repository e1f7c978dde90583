"""Which findings a change of a graph closes, and which it opens."""

from __future__ import annotations

from collections.abc import Mapping

from workbench.analyses.failure.analysis import Options, analyse
from workbench.analyses.findings.report import find
from workbench.domain.finding import Finding, FindingNote
from workbench.domain.graph import Graph
from workbench.progress import Progress

__all__ = ["changed_findings"]


def changed_findings(
    old: Graph, new: Graph, notes: Mapping[str, FindingNote], today: str, progress: Progress
) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
    """Return what was found before and is no longer, and what is new; single failures only, as in the list of findings.

    Args:
        old, new: The graph before and after.
        notes: What was decided about findings, by finding id.
        today: YYYY-MM-DD, on which decisions have to hold.
        progress: Told by the analyses.
    """
    before, after = (
        {one.id: one for one in find(analyse(graph, Options(order=1, quantify=False), progress=progress), notes, today).findings}
        for graph in (old, new)
    )  # fmt: skip
    return (
        tuple(one for key, one in before.items() if key not in after),
        tuple(one for key, one in after.items() if key not in before),
    )
