"""Questions that imports left open: what a file does not say about an element and the room knows."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.domain.finding import Question, QuestionKind, question_id
from workbench.domain.graph import Graph, Node
from workbench.domain.graph_imports import SOURCE, asked_alike
from workbench.i18n import _

__all__ = ["left_open"]


def left_open(graph: Graph) -> Iterator[Question]:
    """Yield every open question of imports, in the order of the graph.

    `data["about"]` names it in an answer; `data["elements"]` lists the elements where the same is asked of several, and
    the question is about the first of them.
    """
    for (about, text), ids in asked_alike(graph).items():
        several = {"elements": list(ids)} if len(ids) > 1 else {}
        yield Question(
            question_id(QuestionKind.LEFT_OPEN, ids[0], (about,)), ids[0], QuestionKind.LEFT_OPEN, text,
            effect=_where(graph.nodes[ids[0]]), data={"about": about, **several},
        )  # fmt: skip


def _where(node: Node) -> str:
    source = node.attributes.get(SOURCE)
    file, line = (source.get(key) for key in ("file", "line")) if isinstance(source, dict) else (None, None)
    if not isinstance(file, str) or not file:
        return _("An import left it open.")
    if isinstance(line, int) and line > 0:
        return _("Left open by {file}, line {line}.").format(file=file, line=line)
    return _("Left open by {file}.").format(file=file)
