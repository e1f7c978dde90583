"""YAML into plain values with lines: no objects are built, aliases cannot multiply, and depth has an end.

Built on PyYAML's events, so that neither nesting nor aliases can take more than is allowed here. Scalars follow YAML 1.1
as PyYAML resolves them, except that dates and base-60 numbers stay texts: what looks like one is a version or a port.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from workbench.i18n import _
from workbench.importers.marks import MarkedDict, MarkedList, Tagged

__all__ = ["MOST_DEPTH", "MOST_VALUES", "Trouble", "Unreadable", "YamlText", "read_yaml"]

MOST_DEPTH = 200
MOST_VALUES = 2_000_000

_PLAIN_TAGS = "tag:yaml.org,2002:"
_MERGE = "<<"


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something about one line of a file; line 0 is the file as a whole."""

    line: int
    text: str


class Unreadable(Exception):  # noqa: N818 - it is caught by the reader of the import, which goes on
    """A file that cannot be read at all; its trouble says where and why."""

    def __init__(self, line: int, text: str) -> None:
        super().__init__(text)
        self.trouble = Trouble(line, text)


@dataclass
class YamlText:
    """What a YAML text holds.

    Attributes:
        documents: Each a MarkedDict, MarkedList, Tagged, scalar or None.
        doubled: Keys that a mapping has twice; the last one counts.
    """

    documents: list[Any] = field(default_factory=list)
    doubled: list[Trouble] = field(default_factory=list)


class _Holder:
    """A collection that is being filled."""

    __slots__ = ("anchor", "has_key", "key", "key_line", "line", "merged", "tag", "value", "weight")

    def __init__(self, value: MarkedDict | MarkedList, tag: str, anchor: str | None, line: int) -> None:
        self.value = value
        self.tag = tag
        self.anchor = anchor
        self.line = line
        self.has_key = False
        self.key: Any = None
        self.key_line = 0
        self.merged: list[Any] = []
        self.weight = 1


def read_yaml(text: str) -> YamlText:
    """Return every document of a YAML text.

    Raises:
        Unreadable: It is no YAML, goes deeper than MOST_DEPTH, or its aliases stand for more than MOST_VALUES values.
    """
    import yaml

    found = YamlText()
    try:
        _Documents(found).read(_events(text))
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, min(error.position, len(text))) + 1 if isinstance(error.position, int) else 0
        raise Unreadable(line, _("holds a character that YAML does not allow")) from None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        said = ", ".join(one for one in (error.context, error.problem) if one)
        raise Unreadable(mark.line + 1 if mark else 0, _("is no valid YAML: {why}").format(why=said)) from None
    return found


def _events(text: str) -> Iterator[Any]:
    import yaml

    return iter(yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)))


class _Documents:
    """Builds values from events, without calling itself."""

    def __init__(self, found: YamlText) -> None:
        import yaml

        self.found = found
        self.stack: list[_Holder] = []
        self.anchors: dict[str, tuple[Any, int]] = {}
        self.resolve: Any = yaml.resolver.Resolver().resolve
        self.scalar_node = yaml.ScalarNode

    def read(self, events: Iterator[Any]) -> None:
        """Take every event in its order."""
        import yaml

        for event in events:
            line = event.start_mark.line + 1
            if isinstance(event, yaml.ScalarEvent):
                self._put(self._scalar(event), line, 1, event.anchor)
            elif isinstance(event, yaml.MappingStartEvent):
                self._open(event, MarkedDict(line))
            elif isinstance(event, yaml.SequenceStartEvent):
                self._open(event, MarkedList(line))
            elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
                self._close()
            elif isinstance(event, yaml.AliasEvent):
                if event.anchor not in self.anchors:
                    raise Unreadable(line, _("refers to *{name}, which is not there").format(name=event.anchor))
                value, weight = self.anchors[event.anchor]
                self._put(value, line, weight, None)
            elif isinstance(event, yaml.DocumentStartEvent):
                self.anchors.clear()

    def _open(self, event: Any, value: MarkedDict | MarkedList) -> None:
        line = event.start_mark.line + 1
        if len(self.stack) >= MOST_DEPTH:
            raise Unreadable(line, _("goes deeper than {n} levels").format(n=MOST_DEPTH))
        self.stack.append(_Holder(value, event.tag or "", event.anchor, line))

    def _close(self) -> None:
        holder = self.stack.pop()
        value: Any = holder.value
        if holder.merged and isinstance(value, MarkedDict):
            _merge(value, holder.merged)
        if _local(holder.tag):
            value = Tagged(holder.tag, value, holder.line)
        self._put(value, holder.line, holder.weight, holder.anchor)

    def _put(self, value: Any, line: int, weight: int, anchor: str | None) -> None:
        if anchor:
            self.anchors[anchor] = (value, weight)
        if not self.stack:
            self.found.documents.append(value)
            return
        holder = self.stack[-1]
        holder.weight += weight
        if holder.weight > MOST_VALUES:
            raise Unreadable(
                line, _("stands for more than {n} values through its aliases").format(n=f"{MOST_VALUES:,}")
            )
        if isinstance(holder.value, MarkedList):
            holder.value.append(value)
            holder.value.lines.append(line)
        elif not holder.has_key:
            holder.has_key, holder.key, holder.key_line = True, _key(value, line), line
        else:
            holder.has_key = False
            self._entry(holder, holder.key, value)

    def _entry(self, holder: _Holder, key: Any, value: Any) -> None:
        assert isinstance(holder.value, MarkedDict)
        if key == _MERGE:
            holder.merged.extend(value if isinstance(value, MarkedList) else [value])
            return
        if key in holder.value:
            said = _('"{key}" is there twice, first in line {line}')
            first = holder.value.lines.get(key, holder.value.line)
            self.found.doubled.append(Trouble(holder.key_line, said.format(key=key, line=first)))
        holder.value[key] = value
        holder.value.lines[key] = holder.key_line

    def _scalar(self, event: Any) -> Any:
        tag = event.tag
        if tag and _local(tag):
            return Tagged(tag, event.value.replace("\0", "\ufffd"), event.start_mark.line + 1)
        if tag is None:
            tag = self.resolve(self.scalar_node, event.value, event.implicit)
        return _plain(tag.removeprefix(_PLAIN_TAGS), event.value)


def _local(tag: str) -> bool:
    return tag.startswith("!") and tag != "!"


def _key(value: Any, line: int) -> Any:
    plain = value.value if isinstance(value, Tagged) else value
    if isinstance(plain, dict | list):
        raise Unreadable(line, _("uses a list or an object as a key"))
    return plain


def _merge(into: MarkedDict, merged: list[Any]) -> None:
    for other in merged:
        if isinstance(other, dict):
            for key, value in other.items():
                if key not in into:
                    into[key] = value
                    into.lines[key] = other.lines.get(key, into.line) if isinstance(other, MarkedDict) else into.line


def _plain(tag: str, text: str) -> Any:
    if tag == "null":
        return None
    if tag == "bool":
        return text.lower() in ("yes", "true", "on")
    if tag == "int":
        return _whole(text)
    if tag == "float":
        return _real(text)
    return text.replace("\0", "\ufffd")


def _whole(text: str) -> Any:
    plain = text.replace("_", "").lower()
    sign, digits = (-1, plain[1:]) if plain[:1] == "-" else (1, plain.lstrip("+"))
    if ":" in plain or len(plain) > 300:
        return text
    try:
        if digits.startswith("0b"):
            return sign * int(digits[2:], 2)
        if digits.startswith("0x"):
            return sign * int(digits[2:], 16)
        if len(digits) > 1 and digits.startswith("0"):
            return text  # an octal number to YAML 1.1; account ids are written so
        return sign * int(digits)
    except ValueError:
        return text


def _real(text: str) -> Any:
    plain = text.replace("_", "").lower()
    if ":" in plain:
        return text
    try:
        return float(plain.replace(".inf", "inf").replace(".nan", "nan"))
    except ValueError:
        return text
