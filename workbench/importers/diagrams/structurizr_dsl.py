"""The Structurizr DSL: elements and who uses what; views, styles and documentation are passed over."""

from __future__ import annotations

import re
from dataclasses import dataclass

from workbench.i18n import _
from workbench.importers.diagrams.structurizr_model import Element, Model, Relation
from workbench.importers.yaml_values import MOST_DEPTH, Trouble, Unreadable

__all__ = ["read_dsl"]

_WORD = re.compile(
    r'"""(?P<block>.*?)"""|"(?P<text>(?:[^"\\]|\\.)*)"|(?P<sign>[{}=]|->|-/>)|(?P<bare>(?:(?!->)[^\s{}"=])+)', re.DOTALL
)
_COMMENT = re.compile(
    r'/\*.*?\*/|(?P<keep>"(?:[^"\\\n]|\\.)*")|(?P<url>\w+://\S*)|(?P<line>(?:^|(?<=\s))(?://|#(?![0-9A-Fa-f]{6}\b))[^\n]*)',
    re.DOTALL,
)
_VARIABLE = re.compile(r"\$\{([\w.-]+)\}")

_KINDS = {
    "person": "person", "softwaresystem": "softwareSystem", "container": "container", "component": "component", "element": "element",
    "deploymentnode": "deploymentNode", "infrastructurenode": "infrastructureNode", "containerinstance": "containerInstance",
    "softwaresysteminstance": "softwareSystemInstance", "instanceof": "containerInstance",
}  # fmt: skip
_ALLOWED = {
    "person": ("model", "group"), "softwareSystem": ("model", "group"), "element": ("model", "group"),
    "container": ("softwareSystem", "group"), "component": ("container", "group"),
    "deploymentNode": ("deploymentEnvironment", "deploymentNode", "group"),
    "infrastructureNode": ("deploymentNode", "group"), "containerInstance": ("deploymentNode", "group"),
    "softwareSystemInstance": ("deploymentNode", "group"),
}  # fmt: skip
_WITH_TECHNOLOGY = ("container", "component", "deploymentNode", "infrastructureNode")
_PASSED = frozenset(
    {
        "views",
        "configuration",
        "properties",
        "perspectives",
        "styles",
        "themes",
        "branding",
        "terminology",
        "documentation",
    }
)


@dataclass
class _Line:
    words: list[str]
    quoted: list[bool]
    line: int
    opens: bool


@dataclass
class _Scope:
    kind: str
    element: str = ""
    path: str = ""
    environment: str = ""
    passed: bool = False


def read_dsl(text: str, model: Model) -> None:
    """Add what a workspace says.

    Raises:
        Unreadable: Something stands where it may not, names what is not there, or braces do not fit; with the line.
    """
    _Reader(model).read(text)


class _Reader:
    def __init__(self, model: Model) -> None:
        self.model = model
        self.scopes: list[_Scope] = [_Scope("")]
        self.names: dict[str, str] = {}
        self.texts: dict[str, str] = {}
        self.waiting: list[tuple[str, str, list[str], int, _Scope]] = []

    def read(self, text: str) -> None:
        """Read every line, then the relationships, which may name what comes later."""
        end = 0
        for line in _lines(text):
            end = line.line
            if line.words == ["}"]:
                if len(self.scopes) == 1:
                    raise Unreadable(line.line, _('has a "}" too many'))
                self.scopes.pop()
                continue
            self._line(line)
        if len(self.scopes) > 1:
            raise Unreadable(end, _("ends before its last brace"))
        for begin, finish, rest, number, scope in self.waiting:
            self._relation(begin, finish, rest, number, scope)

    # ------------------------------------------------------------------------------------------------ lines
    def _line(self, line: _Line) -> None:
        scope = self.scopes[-1]
        line.words = [self._filled(word) for word in line.words]
        made = self._made(line, scope)
        if line.opens:
            if len(self.scopes) >= MOST_DEPTH:
                raise Unreadable(line.line, _("goes deeper than {n} levels").format(n=MOST_DEPTH))
            self.scopes.append(made or _Scope("", passed=True))

    def _made(self, line: _Line, scope: _Scope) -> _Scope | None:
        words = line.words
        if scope.passed or not words:
            return _Scope("", passed=True)
        name = ""
        if len(words) > 2 and words[1] == "=" and not line.quoted[1]:
            name, words, line.quoted = words[0], words[2:], line.quoted[2:]
        word = words[0].lower()
        if "->" in words or "-/>" in words:
            self._arrow(words, line, scope)
            return _Scope("relationship", passed=True)
        if word in _PASSED:
            return _Scope("", passed=True)
        if word.startswith("!"):
            return self._bang(word, words, line, scope)
        if word == "workspace":
            if "extends" in (one.lower() for one in words):
                self.model.troubles.append(Trouble(line.line, _("extends another workspace, which is not read")))
            return _Scope("workspace")
        if word in ("model", "group", "enterprise"):
            return _Scope("model" if word == "model" else "group", scope.element, scope.path, scope.environment)
        if word == "deploymentenvironment":
            title = words[1] if len(words) > 1 else ""
            return _Scope("deploymentEnvironment", "", name, title)
        if word in _KINDS:
            return self._element(_KINDS[word], name, words, line, scope)
        self._said(word, words, scope)
        return _Scope("", passed=True)

    def _bang(self, word: str, words: list[str], line: _Line, scope: _Scope) -> _Scope:
        if word in ("!const", "!constant", "!var") and len(words) > 2:
            self.texts[words[1]] = words[2]
        elif word in ("!ref", "!element", "!extend") and len(words) > 1:
            found = self._find(words[1], scope)
            if found:
                return _Scope(self.model.elements[found].kind, found, words[1], self.model.elements[found].environment)
        elif word == "!include":
            said = _("includes {file}; import it merged, or as JSON").format(file=words[1] if len(words) > 1 else "")
            self.model.troubles.append(Trouble(line.line, said))
        elif word in ("!script", "!plugin"):
            self.model.troubles.append(Trouble(line.line, _("{word} is not run").format(word=word)))
        return _Scope("", passed=True)

    def _said(self, word: str, words: list[str], scope: _Scope) -> None:
        """Take what the lines inside an element say of it."""
        element = self.model.elements.get(scope.element)
        if element is None or len(words) < 2:
            return
        if word == "technology":
            element.technology = words[1]
        elif word in ("tags", "tag"):
            element.tags += tuple(tag for one in words[1:] for tag in one.split(","))
        elif word == "instances":
            element.instances = _count(words[1])

    # ------------------------------------------------------------------------------------------------ elements
    def _element(self, kind: str, name: str, words: list[str], line: _Line, scope: _Scope) -> _Scope:
        outer = self._holder()
        if outer not in _ALLOWED[kind] and outer not in ("", "workspace"):
            said = _("{kind} may not stand inside {outer}")
            raise Unreadable(line.line, said.format(kind=words[0], outer=outer))
        if len(words) < 2:
            raise Unreadable(line.line, _("{kind} has no name").format(kind=words[0]))
        path = f"{scope.path}.{name}" if scope.path and name else name
        made = Element(
            self._id(path or words[1]), kind, parent=scope.element, environment=scope.environment, line=line.line
        )
        if kind.endswith("Instance"):
            made.of = self._find(words[1], scope)
            if not made.of:
                raise Unreadable(line.line, _("names {name}, which is not there").format(name=words[1]))
            if self.model.elements[made.of].kind == "softwareSystem":
                made.kind = "softwareSystemInstance"
            made.name = self.model.elements[made.of].name
        else:
            made.name = words[1]
            rest = words[3:]
            if kind in _WITH_TECHNOLOGY and rest:
                made.technology, rest = rest[0], rest[1:]
            if rest:
                made.tags = tuple(rest[0].split(","))
            if kind == "deploymentNode" and len(rest) > 1:
                made.instances = _count(rest[1])
        self.model.elements[made.id] = made
        for known in filter(None, (name, path)):
            self.names.setdefault(known.lower(), made.id)
        return _Scope(made.kind, made.id, path, scope.environment)

    def _holder(self) -> str:
        """The kind of what is around, without groups."""
        return next((scope.kind for scope in reversed(self.scopes) if scope.kind != "group"), "")

    def _id(self, wanted: str) -> str:
        found, n = wanted, 1
        while found in self.model.elements:
            n += 1
            found = f"{wanted} {n}"
        return found

    def _find(self, name: str, scope: _Scope) -> str:
        if name.lower() == "this":
            return scope.element
        parts = scope.path.split(".") if scope.path else []
        for depth in range(len(parts), -1, -1):
            found = self.names.get(".".join([*parts[:depth], name]).lower())
            if found:
                return found
        return ""

    # ------------------------------------------------------------------------------------------------ relationships
    def _arrow(self, words: list[str], line: _Line, scope: _Scope) -> None:
        if "-/>" in words:
            return
        at = words.index("->")
        if at > 1 or at + 1 >= len(words):
            raise Unreadable(line.line, _("has a relationship without a beginning or an end"))
        self.waiting.append((words[0] if at else "this", words[at + 1], words[at + 2 :], line.line, scope))

    def _relation(self, begin: str, finish: str, rest: list[str], line: int, scope: _Scope) -> None:
        ends = [self._find(one, scope) for one in (begin, finish)]
        for name, found in zip((begin, finish), ends, strict=True):
            if not found:
                self.model.troubles.append(Trouble(line, _("names {name}, which is not there").format(name=name)))
                return
        tags = tuple(rest[2].split(",")) if len(rest) > 2 else ()
        self.model.relations.append(Relation(ends[0], ends[1], rest[0] if rest else "", tags, line))

    def _filled(self, word: str) -> str:
        return _VARIABLE.sub(lambda match: self.texts.get(match[1], match[0]), word) if "${" in word else word


def _count(text: str) -> int:
    digits = re.search(r"(\d{1,5})\s*$", text)  # "4", or a range such as "1..N" and "1..4"
    return max(1, int(digits[1])) if digits else 1


def _lines(text: str) -> list[_Line]:
    """Take the text apart into lines of words; a backslash at the end of a line joins it with the next."""

    def without(match: re.Match[str]) -> str:
        return match[0] if match["keep"] or match["url"] else "\n" * match[0].count("\n")

    text = _COMMENT.sub(without, text)
    found: list[_Line] = []
    current = _Line([], [], 0, opens=False)
    line, at = 1, 0

    def flush() -> None:
        nonlocal current
        if current.words or current.opens:
            found.append(current)
        current = _Line([], [], 0, opens=False)

    while at < len(text):
        sign = text[at]
        if sign == "\\" and re.compile(r"\\[ \t\r]*\n").match(text, at):
            at = text.index("\n", at) + 1
            line += 1
            continue
        if sign == "\n":
            flush()
            line, at = line + 1, at + 1
            continue
        if sign.isspace():
            at += 1
            continue
        match = _WORD.match(text, at)
        if match is None:
            raise Unreadable(line, _("has a text that does not end"))
        current.line = current.line or line
        if match["sign"] == "{":
            current.opens = True
            flush()
        elif match["sign"] == "}":
            flush()
            found.append(_Line(["}"], [False], line, opens=False))
        else:
            value = match["block"] if match["block"] is not None else match["text"]
            current.quoted.append(value is not None)
            current.words.append(match[0] if value is None else re.sub(r"\\\s*\n\s*", "", value).replace('\\"', '"'))
        line += match[0].count("\n")
        at = match.end()
    flush()
    return found
