"""XML into plain elements with lines; entities are never expanded, nothing is loaded."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NoReturn
from xml.parsers import expat

from workbench.i18n import _
from workbench.importers.yaml_values import MOST_DEPTH, Unreadable

__all__ = ["XmlElement", "read_xml"]

_MOST_ELEMENTS = 1_000_000


@dataclass(slots=True)
class XmlElement:
    """One element with the text in it."""

    tag: str
    attributes: dict[str, str]
    line: int
    text: str = ""
    children: list[XmlElement] = field(default_factory=list)


def read_xml(text: str) -> XmlElement:
    """Return the root of an XML text.

    Raises:
        Unreadable: It is no XML, goes too deep, or declares entities.
    """
    parser = expat.ParserCreate()
    parser.buffer_text = True
    root: list[XmlElement] = []
    stack: list[XmlElement] = []
    texts: list[list[str]] = []
    count = 0

    def refuse(*_anything: object) -> NoReturn:
        raise Unreadable(
            parser.CurrentLineNumber, _("declares entities, which are not read, for they may grow without end")
        )

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal count
        count += 1
        if len(stack) >= MOST_DEPTH:
            raise Unreadable(parser.CurrentLineNumber, _("goes deeper than {n} levels").format(n=MOST_DEPTH))
        if count > _MOST_ELEMENTS:
            raise Unreadable(
                parser.CurrentLineNumber, _("holds more than {n} elements").format(n=f"{_MOST_ELEMENTS:,}")
            )
        element = XmlElement(tag, attributes, parser.CurrentLineNumber)
        (stack[-1].children if stack else root).append(element)
        stack.append(element)
        texts.append([])

    def end(_tag: str) -> None:
        stack.pop().text = "".join(texts.pop())

    def data(part: str) -> None:
        if texts:
            texts[-1].append(part)

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = data
    parser.EntityDeclHandler = refuse
    parser.ExternalEntityRefHandler = refuse
    parser.SkippedEntityHandler = refuse
    try:
        parser.Parse(_undeclared(text).encode(), True)
    except expat.ExpatError as error:
        raise Unreadable(error.lineno, _("is no valid XML: {why}").format(why=expat.ErrorString(error.code))) from None
    return root[0]


def _undeclared(text: str) -> str:
    """The text is decoded already, so an encoding that it declares no longer counts."""
    lead = text.lstrip()
    if lead.startswith("<?xml"):
        end = lead.find("?>")
        return "\n" * lead.count("\n", 0, end + 2) + lead[end + 2 :].lstrip(" ") if end >= 0 else lead
    return lead
