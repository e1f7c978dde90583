"""Architecture diagrams of Mermaid: groups, services, junctions and the edges between their sides."""

from __future__ import annotations

import re

from workbench.i18n import _
from workbench.importers.diagrams.diagram import Arrow, Box, Diagram, plain_text
from workbench.importers.yaml_values import Unreadable

__all__ = ["read_architecture"]

_PART = re.compile(
    r"(?P<what>group|service|junction)\s+(?P<id>[\w-]+)\s*(?:\((?P<icon>[^)]*)\))?\s*(?:\[(?P<title>[^\]]*)\])?(?:\s+in\s+(?P<inside>[\w-]+))?\s*$"
)
_EDGE = re.compile(
    r"(?P<begin>[\w-]+?)(?:\{group\})?(?:\s*:\s*[LRTB])?\s*(?P<tail><)?--(?:\[(?P<title>[^\]]*)\]-?-?)?(?P<head>>)?\s*"
    r"(?:[LRTB]\s*:\s*)?(?P<end>[\w-]+)(?:\{group\})?\s*$"
)
_PASSED = re.compile(r"(?:architecture(?:-beta)?|title|accTitle|accDescr|align)\b")


def read_architecture(text: str, line: int, diagram: Diagram) -> None:
    """Add what an architecture diagram shows.

    Raises:
        Unreadable: A line is none of the statements; with the line.
    """
    junctions: set[str] = set()
    for number, raw in enumerate(text.split("\n"), line):
        statement = raw.split("%%")[0].strip()
        part = _PART.match(statement)
        if part:
            icon, name = part["icon"] or "", part["id"]
            label = plain_text((part["title"] or "").strip('"')) or name
            if part["what"] == "junction":
                junctions.add(name)
            diagram.box(
                Box(name, label, inside=part["inside"] or "", line=number, holds=part["what"] == "group",
                    person=icon == "internet", attributes={"icon": icon} if icon else {})
            )  # fmt: skip
            continue
        edge = _EDGE.match(statement)
        if edge:
            tail, head = bool(edge["tail"]), bool(edge["head"])
            begin, end = (edge["end"], edge["begin"]) if tail and not head else (edge["begin"], edge["end"])
            for name in (begin, end):
                diagram.box(Box(name, line=number))
            title = plain_text(edge["title"] or "")
            diagram.arrows.append(Arrow(begin, end, title, number, both=tail and head))
        elif statement and not _PASSED.match(statement):
            raise Unreadable(
                number, _('has a line that is no part of an architecture diagram: "{line}"').format(line=statement[:60])
            )
    for name in junctions:
        diagram.boxes[name].kind = "system"
