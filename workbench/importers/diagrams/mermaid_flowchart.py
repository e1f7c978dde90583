"""Flowcharts of Mermaid: nodes in their shapes, links in their styles, subgraphs."""

from __future__ import annotations

import html
import re
from itertools import pairwise

from workbench.i18n import _
from workbench.importers.diagrams.diagram import Arrow, Box, Diagram, plain_text
from workbench.importers.yaml_values import MOST_DEPTH, Unreadable

__all__ = ["read_flowchart"]

_LINK = re.compile(
    r"""(?:[A-Za-z_]\w*@)?                                      # an id of the edge
    (?P<tail>[<ox](?=[-=.~]))?
    (?:(?P<invisible>~{3,})
      |(?P<plain>-{2,}|={2,}|-\.+-?)                             # the line, or its first half
       (?:(?<=[-=.])(?P<head>>|[ox](?!\w)))?)
    """,
    re.VERBOSE,
)
_SECOND = {
    "-": re.compile(r"-{2,}(?P<head>>|[ox](?!\w))?"),
    "=": re.compile(r"={2,}(?P<head>>|[ox](?!\w))?"),
    ".": re.compile(r"\.+-(?P<head>>|[ox](?!\w))?"),
}
_ID = re.compile(r"[^\s\[\](){}<>|;&\"@%:=~-](?:[^\s\[\](){}<>|;&\"@:=~-]|-(?![-.>])|(?<=\w):(?!:))*")
_CLOSERS = (
    ("(((", ")))"), ("((", "))"), ("([", "])"), ("[[", "]]"), ("[(", ")]"), ("{{", "}}"), ("[/", "/]"), ("[/", "\\]"),
    ("[\\", "\\]"), ("[\\", "/]"), ("[", "]"), ("(", ")"), ("{", "}"), (">", "]"),
)  # fmt: skip
_DATABASES = frozenset({("[(", ")]")})
_SETTINGS = re.compile(r"(?:style|classDef|class|click|linkStyle|accTitle|accDescr|title|direction)\b")
_SUBGRAPH = re.compile(r"subgraph\b[ \t]*")
_MOST = 200_000
_NUMBERED = re.compile(r"#(\d+);")
_ENTITY = re.compile(r"#([a-z]+);")


def read_flowchart(text: str, line: int, diagram: Diagram) -> None:
    """Add what a flowchart shows.

    Args:
        text: From `graph` or `flowchart` on.
        line: Number of its first line.
        diagram: Takes the boxes and arrows.

    Raises:
        Unreadable: A statement is no flowchart; with the line.
    """
    inside: list[str] = []
    first, _newline, rest = text.partition("\n")
    start = re.match(r"(?:graph|flowchart(?:-elk)?)[ \t]*(?:TB|TD|BT|RL|LR|[<>^v])?", first)
    begin = first[start.end() :] if start else ""
    for at, statement in _statements(f"{begin}\n{rest}"):
        number = line + at
        if _SETTINGS.match(statement):
            continue
        subgraph = _SUBGRAPH.match(statement)
        if subgraph:
            if len(inside) >= MOST_DEPTH:
                raise Unreadable(number, _("goes deeper than {n} levels").format(n=MOST_DEPTH))
            inside.append(_frame(statement[subgraph.end() :], number, inside, diagram))
        elif statement == "end":
            if inside:
                inside.pop()
        else:
            _Statement(statement, number, inside[-1] if inside else "", diagram).read()


def _label(text: str) -> str:
    """Return a label without markup; `#quot;` and `#35;` are Mermaid's way of writing signs."""
    return html.unescape(_ENTITY.sub(r"&\1;", plain_text(_NUMBERED.sub(r"&#\1;", text))))


def _statements(text: str) -> list[tuple[int, str]]:
    """Statements with the number of their line, counted from 0; a quoted text may go over several."""
    found: list[tuple[int, str]] = []
    pending, begun = "", 0
    for at, line in enumerate(text.split("\n")):
        whole = f"{pending}\n{line}" if pending else line
        if not pending:
            begun = at
        if whole.count('"') % 2 and at - begun < 50:
            pending = whole
            continue
        pending = ""
        for part in _split(re.sub(r"(?m)^\s*%%.*$", "", whole)):
            if part.strip():
                found.append((begun, part.strip()))
    if pending.strip():
        found.append((begun, pending.strip()))
    return found


def _split(line: str) -> list[str]:
    """Take a line apart at semicolons that stand outside of texts, and of entities such as `#35;`."""
    parts, quoted, deep, start = [], False, 0, 0
    for at, sign in enumerate(line):
        if sign == '"':
            quoted = not quoted
        elif not quoted and sign in "[({":
            deep += 1
        elif not quoted and sign in "])}":
            deep = max(0, deep - 1)
        elif sign == ";" and not quoted and not deep and not re.search(r"#\w+$", line[start:at]):
            parts.append(line[start:at])
            start = at + 1
    return [*parts, line[start:]]


def _frame(rest: str, line: int, inside: list[str], diagram: Diagram) -> str:
    rest = rest.strip()
    match = re.match(r"([^\s\[\"]+)\s*\[(.*)\]\s*$", rest, re.DOTALL)
    name, title = (match[1], match[2]) if match else (rest.strip('"'), rest)
    label = _label(title.strip().strip('"').strip("`")) or name or _("subgraph")
    name = name or f"subgraph {line}"
    diagram.box(Box(name, label, inside=inside[-1] if inside else "", line=line, holds=True))
    return name


class _Statement:
    """One chain of nodes and links."""

    def __init__(self, text: str, line: int, inside: str, diagram: Diagram) -> None:
        self.text = text
        self.at = 0
        self.line = line
        self.inside = inside
        self.diagram = diagram

    def read(self) -> None:
        """Read the chain to its end."""
        ends = [self._nodes()]
        links: list[tuple[re.Match[str], str, str | None]] = []
        while self.at < len(self.text):
            links.append(self._link())
            ends.append(self._nodes())
        for (match, label, head), (begins, finishes) in zip(links, pairwise(ends), strict=True):
            if match["invisible"]:
                continue
            for begin in begins:
                for end in finishes:
                    if len(self.diagram.arrows) >= _MOST:
                        raise Unreadable(self.line, _("holds more than {n} links").format(n=f"{_MOST:,}"))
                    both = match["tail"] == "<" and head == ">"
                    one, other = (end, begin) if match["tail"] == "<" and head != ">" else (begin, end)
                    soft = "." in match["plain"]
                    self.diagram.arrows.append(Arrow(one, other, label, self.line, soft=soft, both=both))

    def _nodes(self) -> list[str]:
        found = [self._node()]
        while self._skip() and self.text[self.at] == "&":
            self.at += 1
            found.append(self._node())
        return found

    def _skip(self) -> bool:
        while self.at < len(self.text) and self.text[self.at] in " \t\r\n":
            self.at += 1
        return self.at < len(self.text)

    def _node(self) -> str:
        self._skip()
        match = _ID.match(self.text, self.at)
        if match is None:
            sign = self.text[self.at : self.at + 10].split("\n")[0]
            said = _('has "{sign}" where a node should be') if sign else _("ends where a node should be")
            raise Unreadable(self.line, said.format(sign=sign))
        name = match.group()
        self.at = match.end()
        label, database = self._shape()
        box = self.diagram.box(Box(name, label, inside=self.inside, line=self.line))
        if database:
            box.attributes["shape"] = "database"
        box.label = box.label or name
        if self.text.startswith(":::", self.at):
            style = re.compile(r":::[\w-]+").match(self.text, self.at)
            self.at = style.end() if style else self.at + 3
        return name

    def _shape(self) -> tuple[str, bool]:
        if self.text.startswith("@{", self.at):
            return self._new_shape()
        for opener, closer in _CLOSERS:
            if self.text.startswith(opener, self.at):
                start = self.at + len(opener)
                end = self._end(start, closer)
                if end >= 0:
                    self.at = end + len(closer)
                    return _label(self.text[start:end].strip().strip('"').strip("`")), (
                        opener,
                        closer,
                    ) in _DATABASES
        return "", False

    def _end(self, start: int, closer: str) -> int:
        """Where a shape ends: behind its quoted text, or at the next closer."""
        quoted = re.compile(r'\s*"[^"]*"\s*').match(self.text, start)
        if quoted:
            return quoted.end() if self.text.startswith(closer, quoted.end()) else -1
        return self.text.find(closer, start)

    def _new_shape(self) -> tuple[str, bool]:
        end = self.text.find("}", self.at)
        if end < 0:
            raise Unreadable(self.line, _("has a shape that does not end"))
        body = self.text[self.at + 2 : end]
        self.at = end + 1
        label = re.search(r'label\s*:\s*(?:"([^"]*)"|([^,]*))', body)
        shape = re.search(r"shape\s*:\s*([\w-]+)", body)
        text = (label[1] or label[2] or "") if label else ""
        return _label(text.strip()), bool(
            shape and shape[1] in ("cyl", "cylinder", "database", "db", "lin-cyl", "disk")
        )

    def _link(self) -> tuple[re.Match[str], str, str | None]:
        self._skip()
        match = _LINK.match(self.text, self.at)
        if match is None or match.end() == self.at:
            sign = self.text[self.at : self.at + 10].split("\n")[0]
            raise Unreadable(self.line, _('has "{sign}" where a link should be').format(sign=sign))
        self.at = match.end()
        head, label = match["head"], ""
        if not match["invisible"]:
            if not head and not self._ends(match["plain"]):
                label, head = self._split_link(match["plain"])
            if self._skip() and self.text[self.at] == "|":
                end = self.text.find("|", self.at + 1)
                if end < 0:
                    raise Unreadable(self.line, _("has a text on a link that does not end"))
                label = self.text[self.at + 1 : end]
                self.at = end + 1
        return match, _label(label.strip().strip('"')), head

    def _ends(self, line: str) -> bool:
        """Whether a line without a head is a whole link (`---`), and not the first half of one with a text (`-- text -->`)."""
        if len(line) >= 3 and line[0] == line[1] == line[-1]:
            return True
        return line.startswith("-.") and line.endswith("-")

    def _split_link(self, line: str) -> tuple[str, str | None]:
        second = _SECOND["." if "." in line else line[0]].search(self.text, self.at)
        if second is None:
            raise Unreadable(self.line, _("has a link that does not end"))
        label = self.text[self.at : second.start()]
        self.at = second.end()
        return label, second["head"]
