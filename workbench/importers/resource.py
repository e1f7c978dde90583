"""Resources of infrastructure files, as written, before anything is made of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

__all__ = ["Link", "Resource", "Unknown", "ZoneOf", "links_in"]


@dataclass(frozen=True, slots=True)
class Link:
    """A value that is another resource, or an attribute of it.

    Attributes:
        id: Id of the resource in this import.
        attribute: Such as "Arn"; empty is the resource itself.
    """

    id: str
    attribute: str = ""


@dataclass(frozen=True, slots=True)
class Unknown:
    """A value that the file leaves open.

    Attributes:
        why: In words, for the room: "parameter VpcId has no default".
        name: What the file calls it: the parameter, the variable, the export.
    """

    why: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class ZoneOf:
    """The n-th Availability Zone of a Region, counted from 0, as in `!Select [0, !GetAZs '']`."""

    index: int
    region: str = ""


@dataclass(frozen=True, slots=True)
class Resource:
    """One resource of an infrastructure file.

    Attributes:
        id: Of its own in the whole import; the logical id or address where that is enough.
        type: In the words of its provider: `AWS::RDS::DBInstance`, `aws_db_instance`.
        label: What people call it.
        properties: Its settings. References are Link, open values Unknown, zones ZoneOf, also inside lists and
            mappings and, where a text is put together of parts, in a list under the key "Fn::Join" ([sign, parts]).
            What an open condition decides is under the key "Fn::If" ([condition in words, then, else]).
        file: Name of the source it is from.
        line: Where it begins there, from 1.
        logical_id: What the file calls it.
        region: Where it is, as far as it is known, such as "us-east-1".
        account: Where it is, as far as it is known.
        condition: What decides whether it is there, in words; empty is that it is.
        depends_on: Ids of resources it is made after.
        attributes: Anything else worth keeping on the element.
    """

    id: str
    type: str
    properties: Mapping[str, Any]
    file: str
    line: int = 0
    label: str = ""
    logical_id: str = ""
    region: str = ""
    account: str = ""
    condition: str = ""
    depends_on: tuple[str, ...] = ()
    attributes: Mapping[str, Any] = field(default_factory=dict)


def links_in(value: object) -> Iterator[Link]:
    """Yield every link inside a value, in the order of the text."""
    stack: list[object] = [value]
    while stack:
        one = stack.pop()
        if isinstance(one, Link):
            yield one
        elif isinstance(one, Mapping):
            stack.extend(reversed(list(one.values())))
        elif isinstance(one, list | tuple):
            stack.extend(reversed(one))
