"""Open findings of the dependency graph by the practice they speak to: plain data in, plain data out, on a worker."""

from __future__ import annotations

from collections.abc import Mapping

from workbench.domain.finding import FindingNote
from workbench.domain.graph import Graph
from workbench.domain.session import Spot
from workbench.progress import Progress

__all__ = ["findings_by_practice"]


def findings_by_practice(
    graph: Graph, notes: Mapping[str, FindingNote], today: str, progress: Progress
) -> dict[Spot, tuple[str, ...]]:
    """Return titles of open findings by lens alias and practice code; nothing for an empty graph."""
    if not graph.nodes:
        return {}
    from workbench.analyses.failure.analysis import Options, analyse
    from workbench.analyses.findings.report import find
    from workbench.library.failure_practices import shipped_failure_practices

    alias = shipped_failure_practices().lens
    found: dict[Spot, list[str]] = {}
    for finding in find(analyse(graph, Options(order=1, quantify=False), progress=progress), notes, today).open:
        for code in finding.practices:
            found.setdefault((alias, code), []).append(finding.title)
    return {key: tuple(titles) for key, titles in found.items()}
