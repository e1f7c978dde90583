"""The sides of an import that is merged: what is no difference between them, and what is asked and marked afterwards."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any, TypeVar

from workbench.domain.graph import Graph, Journey, Node
from workbench.domain.graph_imports import ANSWERS, GONE, QUESTIONS, SOURCE, open_questions
from workbench.i18n import _

__all__ = ["leveled", "told"]

Drawn = TypeVar("Drawn", Node, Journey)


def leveled(mine: Graph, was: Graph, now: Graph) -> tuple[Graph, Graph, Graph]:
    """Return the sides with the same places in files and drawings, and without questions, all in the order (mine, was, now).

    A place is as it is here if it was changed here, else as the source has it now.
    """
    sides = (mine, was, now)
    nodes = _sides([side.nodes for side in sides], _leveled_nodes)
    journeys = _sides([{one.id: one for one in side.journeys} for side in sides], _leveled_journeys)
    one, two, three = (Graph(own, tuple(named.values())) for own, named in zip(nodes, journeys, strict=True))
    return one, two, three


def _sides(
    sides: list[Mapping[str, Drawn]], level: Callable[[list[Drawn | None]], list[Drawn | None]]
) -> list[dict[str, Drawn]]:
    made: list[dict[str, Drawn]] = [dict(side) for side in sides]
    for key in dict.fromkeys(key for side in sides for key in side):
        for into, one in zip(made, level([side.get(key) for side in sides]), strict=True):
            if one is not None:
                into[key] = one
    return made


def _leveled_nodes(sides: list[Node | None]) -> list[Node | None]:
    position = _place(one and one.position for one in sides)
    source = _place(one and one.attributes.get(SOURCE) for one in sides)
    return [one and replace(one, position=position, attributes=_bare(one, source)) for one in sides]


def _leveled_journeys(sides: list[Journey | None]) -> list[Journey | None]:
    position = _place(one and one.position for one in sides)
    return [one and replace(one, position=position) for one in sides]


def _place(sides: Iterable[Any]) -> Any:
    mine, was, now = sides
    if mine is not None and mine != was:
        return mine
    return mine if now is None else now


def _bare(node: Node, source: object) -> dict[str, Any]:
    left_out = {SOURCE, GONE, QUESTIONS} if open_questions(node) else {SOURCE, GONE}
    kept = {key: value for key, value in node.attributes.items() if key not in left_out}
    return kept if source is None else {**kept, SOURCE: source}


def told(node: Node, here: Graph, was: Graph, now: Graph, lost_by: str) -> Node:
    """Return a merged element with what is asked about it, and with a mark where its source has it no longer.

    Args:
        node: As it was merged.
        here, was, now: The sides of the merge, not leveled.
        lost_by: Name of the source that has it no longer; empty if none lost it.
    """
    mine, old, new = (side.nodes.get(node.id) for side in (here, was, now))
    asked = _asked(mine, old, new)
    gone = lost_by or (mine.attributes.get(GONE) if mine is not None and new is None else None)
    attributes = dict(node.attributes)
    if gone:
        attributes[GONE] = gone
    if lost_by:
        text = _("{name} has it no longer, and it was changed or is used here. Is it still there?")
        asked[GONE] = text.format(name=lost_by)
    elif not gone:
        asked.pop(GONE, None)
    answers = attributes.get(ANSWERS)
    if isinstance(answers, Mapping):
        asked = {about: text for about, text in asked.items() if about not in answers}
    if asked and QUESTIONS not in attributes:
        attributes[QUESTIONS] = asked
    return node if attributes == node.attributes else replace(node, attributes=attributes)


def _asked(mine: Node | None, old: Node | None, new: Node | None) -> dict[str, str]:
    """Merge open questions one by one: what was taken away here stays away, else what the source now says counts."""
    here, was, now = ({} if one is None else open_questions(one) for one in (mine, old, new))
    if new is None:
        return here
    found = {
        about: here[about] if about in here and here[about] != was.get(about) else text
        for about, text in now.items() if mine is None or about in here or about not in was
    }  # fmt: skip
    return found | {about: text for about, text in here.items() if about not in now and about not in was}
