"""Two states of an architecture as two drawings: what stayed stands where it stood, what changed is marked in both."""

from __future__ import annotations

from workbench.analyses.graph_differences import GraphDifferences
from workbench.analyses.graph_layout import Nesting, nest, place_new, positions_in
from workbench.domain.graph import Graph
from workbench.figures.architecture.composing import scene
from workbench.figures.architecture.shapes import Scene
from workbench.figures.architecture.state import Badge, State, badges_of, changes_of
from workbench.figures.architecture.views import View
from workbench.i18n import _
from workbench.progress import Progress, Silent

__all__ = ["compared_scenes", "folded_inner"]

_SILENT = Silent()


def compared_scenes(
    found: GraphDifferences, graphs: tuple[Graph, Graph], *, most: int = 0, legend: bool = True,
    progress: Progress = _SILENT,
) -> tuple[Scene, Scene]:  # fmt: skip
    """Return the drawings of the older and of the newer graph, with badges of what is found in each.

    Args:
        found: What differs between them.
        graphs: The older and the newer one.
        most: Elements above which the innermost containers are folded; 0 folds none.
        legend: What the marks mean stands below each.
        progress: Told by analyses and layout.
    """
    old, new = graphs
    nestings = nest(old), nest(new)
    later = place_new(new, positions_in(new), nesting=nestings[1], progress=progress)
    elsewhere = {one.node.id for one in found.moved}
    stayed = {key: place for key, place in later.items() if key not in elsewhere}
    earlier = place_new(old, {**stayed, **positions_in(old)}, nesting=nestings[0], progress=progress)
    one, two = (
        scene(
            graph, positions, View(folded=folded_inner(nesting) if most and len(graph.nodes) > most else frozenset()),
            State(badges=_badges(graph, progress), changes=changes_of(found, newer=newer)), nesting=nesting, legend=legend,
            title=_("Architecture"),
        )
        for graph, positions, nesting, newer in (
            (old, earlier, nestings[0], False), (new, later, nestings[1], True),
        )
    )  # fmt: skip
    return one, two


def folded_inner(nesting: Nesting) -> frozenset[str]:
    """Return the containers that hold no other container."""
    inner = (name for name, held in nesting.children.items() if not any(one in nesting.children for one in held))
    return frozenset(inner)


def _badges(graph: Graph, progress: Progress) -> dict[str, Badge]:
    from workbench.analyses.failure.analysis import Options, analyse
    from workbench.analyses.findings.report import find

    if not graph.nodes:
        return {}
    return badges_of(find(analyse(graph, Options(order=1, quantify=False), progress=progress)).findings)
