"""What an import met in a graph, in words: what stays, what is in conflict, what was here already."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from workbench.analyses.graph_import import MergedImport
from workbench.analyses.graph_import_choices import is_gone
from workbench.analyses.graph_words import field_text
from workbench.analyses.merge_parts import Conflict, Decision
from workbench.domain.graph import Graph, Node
from workbench.i18n import _

__all__ = ["ConflictLine", "conflict_lines", "import_lines", "import_notes"]


@dataclass(frozen=True, slots=True)
class ConflictLine:
    """A conflict for people.

    Attributes:
        id: By which it is chosen.
        kind: "gone" for an element or journey that its source no longer has, "removed" for one that was removed here,
            "changed" for something said differently.
        side: Whose value counts now.
        text: All of it in one line.
        title: Where it is.
        sides: What both said before, what is said here and what is said there.
    """

    id: str
    kind: str
    side: Decision
    text: str
    title: str
    sides: tuple[str, str, str]


def conflict_lines(found: MergedImport, before: Graph) -> tuple[ConflictLine, ...]:
    """Return every conflict of an import in words.

    Args:
        found: The import.
        before: The graph before it.
    """
    names = _names(found, before)
    return tuple(_line(one, names) for one in found.conflicts)


def import_notes(found: MergedImport, before: Graph) -> dict[str, tuple[tuple[str, str], ...]]:
    """Return what people should know of an import, as pairs of id and words: met, stays, left out, conflicts.

    Args:
        found: The import.
        before: The graph before it.
    """
    names, chosen = _names(found, before), {one.path[1] for one in found.conflicts if len(one.path) == 2}
    return {
        "met": tuple((key, names[key]) for key in found.met),
        "stay": tuple((key, names[key]) for key in found.stay),
        "left_out": tuple((key, names.get(key, key)) for key in found.left_out if key not in chosen),
        "conflicts": tuple((one.id, one.text) for one in conflict_lines(found, before)),
    }


def import_lines(found: MergedImport, before: Graph) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the same as headings with lines, without the conflicts; nothing where there is nothing to say."""
    notes, name = import_notes(found, before), found.base.name
    parts = (
        (_("Here already, taken to be the same"), [text for _id, text in notes["met"]]),
        (_("Gone from {name}, but changed or used here: they stay, marked"), [text for _id, text in notes["stay"]]),
        (_("Removed here and left out again"), [text for _id, text in notes["left_out"]]),
    )  # fmt: skip
    return tuple((title.format(name=name), tuple(lines)) for title, lines in parts if lines)


def _names(found: MergedImport, before: Graph) -> Mapping[str, str]:
    moved = found.base.renames
    titles = {moved.get(key, key): node.title for key, node in found.base.graph.nodes.items()}
    return titles | {key: node.title for graph in (before, found.graph) for key, node in graph.nodes.items()}


def _line(one: Conflict, names: Mapping[str, str]) -> ConflictLine:
    name = one.path[2] if len(one.path) > 2 else ""
    base, mine, theirs = (field_text(name, value, names) for value in (one.base, one.mine, one.theirs))
    place = " · ".join(one.title[1:])
    kind = "changed"
    if len(one.path) == 2 and one.theirs is None:
        kind = "gone"
        said = (
            _("{place}: gone there, changed or used here")
            if is_gone(one)
            else _("{place}: removed there, changed here")
        )
    elif len(one.path) == 2 and one.mine is None:
        kind = "removed"
        said = _("{place}: removed here, changed or used there") if isinstance(one.theirs, Node) else _("{place}: removed here, changed there")  # fmt: skip
    else:
        said = _("{place}: here {mine}, there {theirs}")
    text = said.format(place=place, mine=mine, theirs=theirs)
    return ConflictLine(one.id, kind, one.choice or "mine", text, place, (base, mine, theirs))
