"""Open-PSA MEF XML as plain elements with line numbers; nothing in it is ever expanded, loaded or run."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NoReturn
from xml.parsers import expat

from workbench.errors import BadInput
from workbench.i18n import _

__all__ = ["Element", "parse_mef"]

_MOST_BYTES = 200_000_000
_MOST_DEPTH = 200
_MOST_ELEMENTS = 5_000_000


@dataclass(slots=True)
class Element:
    """One XML element without its text."""

    tag: str
    attributes: dict[str, str]
    line: int
    children: list[Element] = field(default_factory=list)

    @property
    def name(self) -> str:
        """Its name attribute, without spaces around."""
        return self.attributes.get("name", "").strip()


def parse_mef(data: bytes, name: str) -> Element:
    """Return the root element.

    Args:
        data: The file.
        name: What to call it in errors.

    Raises:
        BadInput: No XML, too large or too deep, or it declares entities; with the line.
    """
    if len(data) > _MOST_BYTES:
        raise BadInput(_("{name} is larger than {most} MB.").format(name=name, most=_MOST_BYTES // 1_000_000))
    parser = expat.ParserCreate()
    stack: list[Element] = []
    roots: list[Element] = []
    count = 0

    def refuse(*_anything: object) -> NoReturn:
        said = _("{name}, line {line}: entities are not read, for they may grow without end.")
        raise BadInput(said.format(name=name, line=parser.CurrentLineNumber), _("Write the text without a DTD."))

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal count
        count += 1
        if len(stack) >= _MOST_DEPTH or count > _MOST_ELEMENTS:
            what = _("is nested too deeply") if len(stack) >= _MOST_DEPTH else _("holds too many elements")
            raise BadInput(f"{name}, " + _("line {line}: {what}.").format(line=parser.CurrentLineNumber, what=what))
        element = Element(tag, attributes, parser.CurrentLineNumber)
        (stack[-1].children if stack else roots).append(element)
        stack.append(element)

    def end(_tag: str) -> None:
        stack.pop()

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.EntityDeclHandler = refuse
    parser.ExternalEntityRefHandler = refuse
    parser.SkippedEntityHandler = refuse
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        said = _("{name} is no XML: line {line}, column {column}: {what}.")
        what = expat.ErrorString(error.code)
        raise BadInput(said.format(name=name, line=error.lineno, column=error.offset + 1, what=what)) from error
    except (LookupError, ValueError) as error:  # an encoding that nobody knows
        raise BadInput(_("{name} is no XML that can be read: {what}.").format(name=name, what=error)) from error
    return roots[0]
