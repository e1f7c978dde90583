"""C4 diagrams of Mermaid (the words are those of C4-PlantUML): people, systems, containers, boundaries, relations."""

from __future__ import annotations

import re

from workbench.i18n import _
from workbench.importers.diagrams.diagram import Arrow, Box, Diagram, plain_text
from workbench.importers.yaml_values import MOST_DEPTH, Unreadable

__all__ = ["read_c4"]

_CALL = re.compile(r"(?P<word>[A-Za-z_]\w*)\s*\(")
_ARGUMENT = re.compile(
    r'\s*(?:\$(?P<name>\w+)\s*=\s*)?(?:"(?P<text>(?:[^"\\]|\\.)*)"|(?P<bare>[^",)]*))\s*(?P<next>[,)])'
)
_ELEMENT = re.compile(r"(?:Person|System|Container|Component)(?:Db|Queue)?(?:_Ext)?$")
_BOUNDARY = re.compile(r"(?:(?:Enterprise|System|Container)_)?Boundary$|(?:Deployment_)?Node(?:_[LR])?$")
_RELATION = re.compile(r"(?:Bi)?Rel(?:Index)?(?:_(?:Back|Neighbor|Back_Neighbor|U|Up|D|Down|L|Left|R|Right))?$")


def read_c4(text: str, line: int, diagram: Diagram) -> None:
    """Add what a C4 diagram shows.

    Raises:
        Unreadable: A call does not end, or braces do not fit; with the line.
    """
    inside: list[str] = []
    pending = ""
    for number, raw in enumerate(text.split("\n"), line):
        at, statement = 0, raw.split("%%")[0]
        while at < len(statement):
            sign = statement[at]
            if sign == "{":
                if len(inside) >= MOST_DEPTH:
                    raise Unreadable(number, _("goes deeper than {n} levels").format(n=MOST_DEPTH))
                inside.append(pending or (inside[-1] if inside else ""))
                pending = ""
                at += 1
            elif sign == "}":
                if not inside:
                    raise Unreadable(number, _('has a "}" too many'))
                inside.pop()
                at += 1
            else:
                call = _CALL.match(statement, at)
                if call is None:
                    word = re.compile(r"\w+|.").match(statement, at)
                    at = word.end() if word else at + 1
                    continue
                found, at = _arguments(statement, call.end(), number)
                pending = _take(call["word"], found, number, inside[-1] if inside else "", diagram)


def _arguments(text: str, at: int, line: int) -> tuple[list[str], int]:
    found: list[str] = []
    while True:
        match = _ARGUMENT.match(text, at)
        if match is None:
            raise Unreadable(line, _("has a call that does not end"))
        if not match["name"]:
            found.append(match["text"] if match["text"] is not None else match["bare"].strip())
        at = match.end()
        if match["next"] == ")":
            return found, at


def _take(word: str, found: list[str], line: int, inside: str, diagram: Diagram) -> str:
    """Take one call; returns the id of a boundary that may be opened behind it."""
    if _ELEMENT.match(word) and found:
        label = plain_text(found[1]) if len(found) > 1 else found[0]
        kind = word.removesuffix("_Ext").removesuffix("Db").removesuffix("Queue")
        technology = found[2] if kind in ("Container", "Component") and len(found) > 2 else ""
        diagram.box(
            Box(found[0], label or found[0], type=f"C4 {kind}" + (f" {technology}" if technology else ""), inside=inside, line=line,
                person=kind == "Person", outside=word.endswith("_Ext"))
        )  # fmt: skip
        return ""
    if _BOUNDARY.match(word) and found:
        label = plain_text(found[1]) if len(found) > 1 else found[0]
        diagram.box(Box(found[0], label or found[0], inside=inside, line=line, holds=True))
        return found[0]
    if _RELATION.match(word) and len(found) >= (3 if "Index" in word else 2):
        found = found[1:] if "Index" in word else found
        begin, end = (found[1], found[0]) if "_Back" in word else (found[0], found[1])
        for name in (begin, end):
            diagram.box(Box(name, line=line))
        diagram.arrows.append(
            Arrow(begin, end, plain_text(found[2]) if len(found) > 2 else "", line, both=word.startswith("Bi"))
        )
    return ""
