"""Graphviz dot: nodes, edges, clusters. Read by the grammar of the language, in one pass over its words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from workbench.i18n import _
from workbench.importers.diagrams.diagram import Arrow, Box, Diagram, plain_text
from workbench.importers.draft import Draft
from workbench.importers.source import Source
from workbench.importers.yaml_values import MOST_DEPTH, Unreadable
from workbench.progress import Progress

__all__ = ["Dot", "read_dot"]

_BEGIN = re.compile(
    r"\s*(?:(?://|\#)[^\n]*\n\s*|/\*.*?\*/\s*)*(?:strict\s+)?(?:di)?graph\b[^{]{0,400}\{", re.IGNORECASE | re.DOTALL
)
_WORD = re.compile(
    r"""(?P<space>\s+|//[^\n]*|/\*.*?\*/|(?<=\n)\#[^\n]*)
    |(?P<text>"(?:[^"\\]|\\.)*")|(?P<html><)
    |(?P<edge>->|--)|(?P<sign>[{}\[\];,=:+])
    |(?P<name>-?(?:\.\d+|\d+(?:\.\d*)?)|[A-Za-z_\x80-\U0010ffff][\w\x80-\U0010ffff]*)""",
    re.VERBOSE | re.DOTALL,
)
_MOST_EDGES = 200_000


class Dot:
    """Files of Graphviz."""

    id = "dot"
    title = "Graphviz dot"
    source_url = "https://graphviz.org/doc/info/lang.html"

    def claims(self, source: Source) -> bool:
        """It begins with `graph` or `digraph` and a brace."""
        return source.is_text and bool(_BEGIN.match(source.text[:4_000]))

    def read(self, sources: Sequence[Source], draft: Draft, progress: Progress) -> None:
        """Read each file as a diagram of its own."""
        for place, source in enumerate(sources):
            progress(place, len(sources), source.name)
            report = draft.report(source, self.id)
            try:
                diagram = read_dot(source.text)
            except Unreadable as error:
                report.errors.append(error.trouble)
                continue
            report.resources = report.resources_expanded = sum(not box.holds for box in diagram.boxes.values())
            report.references = len(diagram.pairs())
            diagram.draw(draft, report, f"{source.stem}/" if len(sources) > 1 else "")


@dataclass
class _Scope:
    """A graph or subgraph that is being read."""

    cluster: str
    node: dict[str, str] = field(default_factory=dict)
    edge: dict[str, str] = field(default_factory=dict)
    members: dict[str, None] = field(default_factory=dict)
    name: str = ""


def read_dot(text: str) -> Diagram:
    """Return the boxes and arrows of a dot text.

    Raises:
        Unreadable: It is no dot; with the line.
    """
    return _Reader(text).read()


class _Reader:
    def __init__(self, text: str) -> None:
        self.words = list(_words(text))
        self.at = 0
        self.diagram = Diagram()
        self.scopes: list[_Scope] = []
        self.directed = True
        self.named: dict[str, dict[str, None]] = {}

    def read(self) -> Diagram:
        """Read the first graph of the text."""
        if self._is("strict"):
            self.at += 1
        self.directed = self._take().lower() == "digraph"
        if not self._sign("{"):
            self._take()
        self._expect("{")
        self.scopes.append(_Scope(""))
        waiting: list[list[list[str]]] = [[]]  # for each open brace, the ends of the edge that is being read
        while True:
            if self.at >= len(self.words):
                raise self._trouble(_("ends before its last brace"))
            if any(map(self._sign, "};,")) and self.words[self.at - 1][0] == "edge":
                raise self._trouble(_("has an edge without an end"))
            if self._sign("}"):
                self.at += 1
                self._edge(waiting.pop(), {})
                scope = self.scopes.pop()
                if not self.scopes:
                    return self.diagram
                self.scopes[-1].members.update(scope.members)
                if scope.name:
                    self.named.setdefault(scope.name, {}).update(scope.members)
                waiting[-1].append(list(scope.members))
                self._after(waiting[-1])
            elif self._is("subgraph") or self._sign("{"):
                if len(self.scopes) > MOST_DEPTH:
                    raise self._trouble(_("goes deeper than {n} levels").format(n=MOST_DEPTH))
                if self._open():
                    waiting.append([])
                else:
                    waiting[-1].append(list(self.named.get(self.words[self.at - 1][1], {})))
                    self._after(waiting[-1])
            elif self._sign(";") or self._sign(","):
                self.at += 1
            else:
                self._statement(waiting[-1])

    # ------------------------------------------------------------------------------------------------ statements
    def _statement(self, ends: list[list[str]]) -> None:
        line = self.words[self.at][2]
        name = self._take()
        lower, quoted = name.lower(), self.words[self.at - 1][0] == "text"
        if self._sign("="):
            self.at += 1
            value = self._take()
            if lower == "label" and len(self.scopes) > 1:
                self._label(value)
            return
        if lower in ("graph", "node", "edge") and not quoted:
            found = self._attributes()
            if lower == "graph" and "label" in found and len(self.scopes) > 1:
                self._label(found["label"])
            if lower != "graph":
                getattr(self.scopes[-1], lower).update(found)
            return
        self._port()
        self._node(name, line)
        ends.append([name])
        self._after(ends, name)

    def _after(self, ends: list[list[str]], alone: str = "") -> None:
        """Go on behind the end of an edge: another end, attributes, or the statement is over."""
        if self.at < len(self.words) and self.words[self.at][0] == "edge":
            self.at += 1
            return
        found = self._attributes()
        if alone and len(ends) == 1:
            self._describe(alone, found)
        self._edge(ends, found)

    def _edge(self, ends: list[list[str]], attributes: dict[str, str]) -> None:
        said = {**{key: value for scope in self.scopes for key, value in scope.edge.items()}, **attributes}
        line = self.words[min(self.at, len(self.words)) - 1][2]
        for begins, finishes in pairwise(ends):
            if len(self.diagram.arrows) + len(begins) * len(finishes) > _MOST_EDGES:
                raise self._trouble(_("holds more than {n} edges").format(n=f"{_MOST_EDGES:,}"))
            for begin in begins:
                for end in finishes:
                    self.diagram.arrows.append(_arrow(begin, end, said, line, self.directed))
        ends.clear()

    def _node(self, name: str, line: int) -> None:
        cluster = next((scope.cluster for scope in reversed(self.scopes) if scope.cluster), "")
        self.scopes[-1].members[name] = None
        if name not in self.diagram.boxes:
            self.diagram.box(Box(name, line=line, inside=cluster))
            self._describe(name, {key: value for scope in self.scopes for key, value in scope.node.items()})
        elif cluster and not self.diagram.boxes[name].inside:
            self.diagram.boxes[name].inside = cluster

    def _describe(self, name: str, attributes: dict[str, str]) -> None:
        box = self.diagram.boxes[name]
        label = attributes.get("label")
        if label and label != "\\N":
            box.label = plain_text(label, markup=False) or box.label
        box.label = box.label or name
        box.attributes |= {key: attributes[key] for key in ("URL", "tooltip") if attributes.get(key)}

    def _open(self) -> bool:
        """Open a subgraph; False if it was only named again."""
        name, line = "", self.words[self.at][2]
        if self._is("subgraph"):
            self.at += 1
            if not self._sign("{"):
                name = self._take()
            if not self._sign("{"):
                return False
        self._expect("{")
        outer = next((scope.cluster for scope in reversed(self.scopes) if scope.cluster), "")
        cluster = ""
        if name.lower().startswith("cluster"):
            cluster = name if name not in self.diagram.boxes else f"{name} "
            bare = name[len("cluster") :].lstrip("_- ") or name
            self.diagram.box(Box(cluster, label=bare, inside=outer, line=line, holds=True))
        self.scopes.append(_Scope(cluster, dict(self.scopes[-1].node), dict(self.scopes[-1].edge), name=name))
        return True

    def _label(self, value: str) -> None:
        cluster = self.scopes[-1].cluster
        if cluster:
            self.diagram.boxes[cluster].label = plain_text(value, markup=False) or self.diagram.boxes[cluster].label

    def _port(self) -> None:
        while self._sign(":"):
            self.at += 1
            self._take()

    def _attributes(self) -> dict[str, str]:
        found: dict[str, str] = {}
        while self._sign("["):
            self.at += 1
            while not self._sign("]"):
                if self._sign(",") or self._sign(";"):
                    self.at += 1
                    continue
                key = self._take()
                found[key] = "true"
                if self._sign("="):
                    self.at += 1
                    found[key] = self._take()
            self.at += 1
        return found

    # ------------------------------------------------------------------------------------------------ words
    def _take(self) -> str:
        if self.at >= len(self.words):
            raise self._trouble(_("ends in the middle"))
        kind, value, _line = self.words[self.at]
        if kind in ("sign", "edge"):
            raise self._trouble(_('has "{sign}" where a name should be').format(sign=value))
        self.at += 1
        while self._sign("+") and self.at + 1 < len(self.words):
            value += self.words[self.at + 1][1]
            self.at += 2
        return value

    def _is(self, word: str) -> bool:
        return self.at < len(self.words) and self.words[self.at][0] == "name" and self.words[self.at][1].lower() == word

    def _sign(self, sign: str) -> bool:
        return self.at < len(self.words) and self.words[self.at][:2] == ("sign", sign)

    def _expect(self, sign: str) -> None:
        if not self._sign(sign):
            raise self._trouble(_('needs "{sign}" here').format(sign=sign))
        self.at += 1

    def _trouble(self, text: str) -> Unreadable:
        line = self.words[min(self.at, len(self.words) - 1)][2] if self.words else 0
        return Unreadable(line, text)


def _arrow(begin: str, end: str, said: dict[str, str], line: int, directed: bool) -> Arrow:
    way = said.get("dir", "forward" if directed else "none")
    if way == "back":
        begin, end = end, begin
    return Arrow(
        begin,
        end,
        plain_text(said.get("label", ""), markup=False),
        line,
        soft=said.get("style", "") in ("dashed", "dotted"),
        both=way == "both",
    )


def _words(text: str) -> list[tuple[str, str, int]]:
    found: list[tuple[str, str, int]] = []
    at, line = 0, 1
    while at < len(text):
        match = _WORD.match(text, at)
        if match is None:
            raise Unreadable(line, _('has "{sign}" where nothing like it may be').format(sign=text[at]))
        kind, value, end = str(match.lastgroup), match.group(), match.end()
        if kind == "html":
            end = _html_end(text, at, line)
            value = plain_text(text[at + 1 : end - 1])
            found.append(("text", value, line))
        elif kind == "text":
            found.append((kind, value[1:-1].replace("\\\n", "").replace('\\"', '"'), line))
        elif kind != "space":
            found.append((kind, value, line))
        line += text.count("\n", at, end)
        at = end
    return found


def _html_end(text: str, at: int, line: int) -> int:
    deep = 0
    for match in re.finditer("[<>]", text[at:]):
        deep += 1 if match.group() == "<" else -1
        if deep == 0:
            return at + match.end()
    raise Unreadable(line, _("has a label that does not end"))
