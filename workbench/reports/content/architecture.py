"""The architecture: its picture with what findings are about, and the findings beside it."""

from __future__ import annotations

from collections import Counter
from functools import partial

from workbench.analyses.findings.report import Findings
from workbench.analyses.graph_differences import GraphDifferences
from workbench.analyses.graph_layout import Nesting, nest, place_new, positions_in
from workbench.domain.finding import CATEGORY_TITLES, SEVERITY_TITLES, Severity
from workbench.domain.graph import Graph
from workbench.figures import LIGHT, Palette
from workbench.figures.architecture import Scene, State, View, badges_of, compared_scenes, folded_inner, scene
from workbench.i18n import _, n_
from workbench.reports.content.material import Material
from workbench.reports.content.model import Block, Cell, Chart, Column, Section, Table, Text

__all__ = ["architecture", "architecture_picture", "compared_pictures"]

_MOST_DRAWN = 150
"""Of larger graphs the innermost containers are folded; on paper nobody could read more."""
_MOST_LISTED = 60
_MARKS = {Severity.HIGH: "high", Severity.MEDIUM: "medium", Severity.LOW: "not_applicable"}


def architecture(material: Material) -> Section | None:
    """Return the chapter; None for a workload without a graph."""
    graph, found = material.snapshot.graph, material.findings
    if found is None:
        return None
    blocks: list[Block] = [architecture_picture(material, found), *_findings(graph, found)]
    if len(graph.nodes) > _MOST_DRAWN:
        blocks.append(
            Text(_("What stands in one container is drawn as one box, for there is too much to print."), "quiet")
        )
    return Section("architecture", _("Architecture"), tuple(blocks))


def architecture_picture(material: Material, found: Findings) -> Chart:
    """Return the picture with a mark at what findings are about."""
    graph = material.snapshot.graph
    drawn = _drawn(graph, nest(graph), found)
    return Chart("architecture", _title(found), drawn.words, partial(_shown, drawn))


def compared_pictures(found: GraphDifferences, titles: tuple[str, str], *, legend: bool) -> tuple[Chart, ...]:
    """Return the pictures of an architecture as it was and as it is, with a mark at what changed and at what is found.

    Args:
        found: What differs, with both graphs.
        titles: What each of the two is called.
        legend: What the marks mean stands below each.
    """
    graphs = found.graphs or (Graph(), Graph())
    drawn = compared_scenes(found, graphs, most=_MOST_DRAWN, legend=legend)
    return tuple(
        Chart(f"architecture-{name}", title, one.words, partial(_shown, one), is_beside=True)
        for name, title, one, graph in zip(("before", "after"), titles, drawn, graphs, strict=True) if graph.nodes
    )  # fmt: skip


def _shown(drawn: Scene, palette: Palette = LIGHT, **_how: float) -> Scene:
    return drawn


def _drawn(graph: Graph, nesting: Nesting, found: Findings) -> Scene:
    positions = place_new(graph, positions_in(graph), nesting=nesting)
    folded = folded_inner(nesting) if len(graph.nodes) > _MOST_DRAWN else frozenset()
    state = State(badges=badges_of(found.findings))
    return scene(graph, positions, View(folded=folded), state, nesting=nesting, title=_("Architecture"))


def _title(found: Findings) -> str:
    n = len(found.open)
    if not n:
        return _("No open findings; what found nothing proves nothing")
    high = sum(one.severity is Severity.HIGH for one in found.open)
    text = n_("{n} open finding, {high} of them high", "{n} open findings, {high} of them high", n)
    return text.format(n=n, high=high)


def _findings(graph: Graph, found: Findings) -> list[Block]:
    titles = {one.id: one.title for one in graph.journeys}
    rows = tuple(
        (
            Cell(_(SEVERITY_TITLES[one.severity]), mark=_MARKS[one.severity]),
            Cell(one.title, quiet=one.explanation),
            Cell(_(CATEGORY_TITLES[one.category])),
            Cell(", ".join(titles.get(each, each) for each in one.journeys)),
            Cell(", ".join(one.practices)),
        )
        for one in found.open[:_MOST_LISTED]
    )
    if not rows:
        return []
    columns = (
        Column(_("Severity"), 0, key="severity"), Column(_("Finding"), 3.0, key="finding"), Column(_("Category"), 1.2, key="category"), Column(_("User journeys"), 1.2, key="user_journeys"),
        Column(_("Speaks to"), 1.0, key="speaks_to"),
    )  # fmt: skip
    blocks: list[Block] = [Table(_("Findings"), columns, rows)]
    rest = Counter(one.severity for one in found.open[_MOST_LISTED:])
    if rest:
        blocks.append(
            Text(
                n_("{n} more is not listed.", "{n} more are not listed.", rest.total()).format(n=rest.total()), "quiet"
            )
        )
    return blocks
