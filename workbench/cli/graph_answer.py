"""`workbench graph answer`: what imported files leave open, and what the room says to it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from workbench.cli.graph_json import question_json
from workbench.cli.graph_words import name_of, one_line
from workbench.cli.opening import JsonOption, NameArgument, WorkspaceOption, writing
from workbench.cli.output import print_json, print_table, print_text, say
from workbench.i18n import _, n_

if TYPE_CHECKING:
    from workbench.domain.graph import Graph, Node

__all__ = ["answer", "open_questions_json", "print_open_questions"]

_MOST_LINES = 40


def open_questions_json(graph: Graph) -> list[dict[str, Any]]:
    """Return what imports left open, as plain values."""
    from workbench.analyses.findings.left_open import left_open

    return [question_json(one) for one in left_open(graph)]


def print_open_questions(graph: Graph) -> None:
    """Print what imports left open, with what an answer needs to name."""
    from workbench.analyses.findings.left_open import left_open

    found = list(left_open(graph))
    if not found:
        return
    rows = [
        (_elements(one.about, one.data.get("elements", ())), one_line(str(one.data["about"])), one_line(one.text))
        for one in found[:_MOST_LINES]
    ]
    print_table([_("Element"), _("About"), _("Left open by an import")], rows)
    if len(found) > _MOST_LINES:
        more = len(found) - _MOST_LINES
        print_text(n_("And one more; --json lists it.", "And {n} more; --json lists them.", more))


def _elements(first: str, every: Sequence[str]) -> str:
    more = len(every) - 1
    return one_line(first if more < 1 else n_("{id} and {n} more", "{id} and {n} more", more).replace("{id}", first))


def answer(
    ctx: typer.Context,
    workload: NameArgument,
    element: Annotated[str, typer.Argument(metavar="NODE", help=_("The element: its id, or its name."))],
    about: Annotated[str, typer.Argument(metavar="ABOUT", help=_("What of it, as graph show lists it; or needs, for its redundancy group."))],
    text: Annotated[str, typer.Argument(metavar="TEXT", help=_("The answer: a zone, a number, yes or no, or a sentence."))],
    every: Annotated[bool, typer.Option("--all", help=_("Answer for every element of which the same is asked."))] = False,
    as_json: JsonOption = False,
    workspace: WorkspaceOption = None,
) -> None:  # fmt: skip
    """Answer an open question."""
    from workbench.cli.graph_source import element_named
    from workbench.cli.names import find_workload
    from workbench.operations.graph_imports import AnswerQuestion
    from workbench.store.queries.graphs import graph_of

    with writing(ctx, workspace) as desk:
        with desk.workspace.reading() as session:
            workload_id = find_workload(session, workload)
            before = graph_of(session, workload_id)
        key = element_named(before, element)
        topic = _named(before.nodes[key], about)
        alike = _alike(before, key, topic)
        operation = AnswerQuestion(workload_id, key, topic, text, before.title(key), alike if every else ())
        effect = operation.effect_on(before)
        changed = bool(desk.history.do(operation).step_id)
        with desk.workspace.reading() as session:
            after = graph_of(session, workload_id)
    left = open_questions_json(after)
    if as_json:
        print_json({
            "element": key, "also": list(operation.also), "about": operation.about, "answer": text.strip(), "changed": changed, "effect": effect,
            "questions": left,
        })  # fmt: skip
        return
    if not changed:
        say(_("Nothing changed."))
        return
    said = _("{element}, {about}: {text}").format(element=name_of(after, key), about=operation.about, text=text.strip())
    say(one_line(said))
    say(one_line(effect) if effect else _("Recorded; it changes nothing else in the graph."))
    if alike and not every:
        say(n_("The same is asked of one more element; --all answers for both.",
               "The same is asked of {n} more elements; --all answers for all.", len(alike)))  # fmt: skip
    if left:
        say(n_("One more question is open; graph show lists it.", "{n} more questions are open; graph show lists them.", len(left)))  # fmt: skip


def _alike(graph: Graph, key: str, about: str) -> tuple[str, ...]:
    """Other elements of which the same is asked."""
    from workbench.domain.graph_imports import asked_alike, open_questions

    text = open_questions(graph.nodes[key]).get(about)
    return tuple(one for one in asked_alike(graph).get((about, text or ""), ()) if one != key)


def _named(node: Node, about: str) -> str:
    """What is open or was answered, in any case; else as it was typed."""
    from workbench.domain.graph_imports import ANSWERS, open_questions

    answers = node.attributes.get(ANSWERS)
    known = [*open_questions(node), *(answers if isinstance(answers, dict) else ())]
    return next((one for one in known if one.casefold() == about.strip().casefold()), about.strip())
