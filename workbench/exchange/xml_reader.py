"""XML as plain elements with line numbers; nothing in it is ever expanded, loaded or run."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NoReturn
from xml.parsers import expat

from workbench.domain.collector import collector_paused
from workbench.i18n import _

__all__ = ["Element", "UnreadableXml", "read_xml"]

_MOST_DEPTH = 200
_MOST_ELEMENTS = 2_000_000


class UnreadableXml(Exception):  # noqa: N818 - its catcher knows the name of the file and tells the person
    """What is wrong with an XML text and in which line; the sentence begins after the name of the file."""

    def __init__(self, line: int, text: str) -> None:
        super().__init__(text)
        self.line = line
        self.text = text


@dataclass(slots=True)
class Element:
    """One element with the text directly in it, without spaces around."""

    tag: str
    attributes: dict[str, str]
    line: int
    text: str = ""
    children: list[Element] = field(default_factory=list)

    @property
    def name(self) -> str:
        """Its name attribute, without spaces around."""
        return self.attributes.get("name", "").strip()


def read_xml(source: bytes | str) -> Element:
    """Return the root element.

    Args:
        source: The file; or its text, in which a declared encoding no longer counts.

    Raises:
        UnreadableXml: It is no XML, too deep, too large, or declares entities.
    """
    parser = expat.ParserCreate()
    parser.buffer_text = True
    roots: list[Element] = []
    stack: list[Element] = []
    texts: list[list[str]] = []
    count = 0

    def refuse(*_anything: object) -> NoReturn:
        said = _("declares entities, which are not read, for they may grow without end")
        raise UnreadableXml(parser.CurrentLineNumber, said)

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal count
        count += 1
        if len(stack) >= _MOST_DEPTH:
            raise UnreadableXml(parser.CurrentLineNumber, _("goes deeper than {n} levels").format(n=_MOST_DEPTH))
        if count > _MOST_ELEMENTS:
            said = _("holds more than {n} elements").format(n=f"{_MOST_ELEMENTS:,}")
            raise UnreadableXml(parser.CurrentLineNumber, said)
        element = Element(tag, attributes, parser.CurrentLineNumber)
        (stack[-1].children if stack else roots).append(element)
        stack.append(element)
        texts.append([])

    def end(_tag: str) -> None:
        stack.pop().text = "".join(texts.pop()).strip()

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = lambda part: texts[-1].append(part)
    parser.EntityDeclHandler = refuse
    parser.ExternalEntityRefHandler = refuse
    parser.SkippedEntityHandler = refuse
    try:
        with collector_paused():
            parser.Parse(_undeclared(source) if isinstance(source, str) else source, True)
    except expat.ExpatError as error:
        said = _("is no XML, column {column}: {why}")
        why = expat.ErrorString(error.code)
        raise UnreadableXml(error.lineno, said.format(column=error.offset + 1, why=why)) from None
    except (LookupError, ValueError) as error:  # an encoding that nobody knows
        raise UnreadableXml(1, _("is no XML that can be read: {why}").format(why=error)) from None
    return roots[0]


def _undeclared(text: str) -> bytes:
    """The text as UTF-8 without its declaration; every line stays in its place."""
    body = text.lstrip()
    if body.startswith("<?xml"):
        _declaration, _mark, body = body.partition("?>")
    return ("\n" * (text.count("\n") - body.count("\n")) + body).encode()
