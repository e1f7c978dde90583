"""What an import met in a graph, in words: what stays, what is in conflict, what was here already."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from workbench.analyses.graph_import import MergedImport
from workbench.analyses.graph_words import field_text
from workbench.analyses.merge_parts import Conflict
from workbench.domain.graph import Graph, Journey, Node
from workbench.i18n import _

__all__ = ["import_lines", "import_notes"]


def import_notes(found: MergedImport, before: Graph) -> dict[str, tuple[tuple[str, str], ...]]:
    """Return what people should know of an import, as pairs of id and words: met, stays, left out, conflicts.

    Args:
        found: The import.
        before: The graph before it.
    """
    names = {key: node.title for graph in (before, found.graph) for key, node in graph.nodes.items()}
    moved = found.base.renames
    titles = {moved.get(key, key): node.title for key, node in found.base.graph.nodes.items()}
    return {
        "met": tuple((key, names[key]) for key in found.met),
        "stay": tuple((key, names[key]) for key in found.stay),
        "left_out": tuple((key, titles.get(key, key)) for key in found.left_out),
        "conflicts": tuple((one.id, line) for one in found.conflicts for line in _conflict(one, {**titles, **names})),
    }


def import_lines(found: MergedImport, before: Graph) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the same as headings with lines; nothing where there is nothing to say."""
    notes = import_notes(found, before)
    headings = (
        ("met", _("Here already, taken to be the same")),
        ("stay", _("Gone from {name}, but changed or used here: they stay, marked").format(name=found.base.name)),
        ("conflicts", _("Changed here and in {name}: what is here stays").format(name=found.base.name)),
        ("left_out", _("Removed here and left out again")),
    )
    return tuple((title, tuple(text for _id, text in notes[key])) for key, title in headings if notes[key])


def _conflict(one: Conflict, names: Mapping[str, str]) -> Iterator[str]:
    """A conflict in one line; an element that is gone from its source has a heading of its own."""
    if len(one.path) == 2 and isinstance(one.mine or one.theirs, Node):
        if one.mine is None:
            yield _("{element}: removed here, changed there").format(element=one.title[-1])
        return
    if len(one.path) == 2 and isinstance(one.mine or one.theirs, Journey):
        said = (
            _("{element}: removed here, changed there")
            if one.mine is None
            else _("{element}: removed there, changed here")
        )
        yield said.format(element=one.title[-1])
        return
    name = one.path[2] if len(one.path) > 2 else ""
    mine, theirs = (field_text(name, value, names) for value in (one.mine, one.theirs))
    yield _("{place}: here {mine}, there {theirs}").format(place=" · ".join(one.title[1:]), mine=mine, theirs=theirs)
