"""What differs between two dependency graphs, as JSON and as lists."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from workbench.analyses.graph_differences import GraphDifferences, GraphFieldChange, difference_lines, finding_lines
from workbench.cli.graph_words import one_line
from workbench.cli.output import print_table, print_text
from workbench.domain.graph import Dependency, Group, Node
from workbench.domain.graph_json import node_to_json
from workbench.i18n import n_

__all__ = ["differences_json", "print_differences", "print_lines"]

_MOST_LINES = 40


def print_differences(found: GraphDifferences) -> None:
    """Print every heading with its lines."""
    for title, lines in (*difference_lines(found), *finding_lines(found)):
        print_lines(title, lines)


def print_lines(title: str, lines: Sequence[str]) -> None:
    """Print a list under a title; nothing where it is empty."""
    if not lines:
        return
    print_table([title], [(one_line(line),) for line in lines[:_MOST_LINES]])
    if len(lines) > _MOST_LINES:
        print_text(n_("And one more; --json lists it.", "And {n} more; --json lists them.", len(lines) - _MOST_LINES))


def differences_json(found: GraphDifferences) -> dict[str, Any]:
    """Return the differences as plain values."""
    return {
        "elements": {
            "added": [one.id for one in found.added], "removed": [one.id for one in found.removed],
            "changed": [{"id": one.after.id, "fields": [_field(each) for each in one.fields]} for one in found.changed],
            "moved": [{"id": one.node.id, "left": list(one.left), "entered": list(one.entered)} for one in found.moved],
        },
        "journeys": {
            "added": [one.id for one in found.journeys_added], "removed": [one.id for one in found.journeys_removed],
            "changed": [
                {"id": one.after.id, "fields": [_field(each) for each in one.fields]} for one in found.journeys_changed
            ],
        },
    }  # fmt: skip


def _field(change: GraphFieldChange) -> dict[str, Any]:
    return {"name": change.name, "from": _plain(change.before), "to": _plain(change.after)}


def _plain(value: object) -> Any:
    if isinstance(value, Dependency):
        return node_to_json(Node("", requires=(value,)))["requires"][0]
    if isinstance(value, Group):
        return node_to_json(Node("", groups=(value,)))["groups"][0]
    return [str(each) for each in value] if isinstance(value, tuple) else value
