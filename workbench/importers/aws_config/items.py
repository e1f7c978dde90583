"""Configuration items, as AWS hands them out in several documents."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

__all__ = ["Item", "decoded", "described", "drawn", "graph_of", "items_of", "newest", "text_of"]

_LISTS = ("configurationItems", "baseConfigurationItems", "items")


@dataclass
class Item:
    """What AWS Config recorded of one resource.

    Attributes:
        values: The item itself.
        settings: Its `configuration`.
        related: Relationship in small letters, type and id of the other.
    """

    id: str
    type: str
    values: Mapping[str, Any]
    settings: Mapping[str, Any]
    related: list[tuple[str, str, str]] = field(default_factory=list)
    file: str = ""
    line: int = 0

    @property
    def arn(self) -> str:
        """Its ARN, or nothing."""
        return text_of(self.values.get("arn", self.values.get("ARN")))

    @property
    def deleted(self) -> bool:
        """Whether it is not there any more."""
        return text_of(self.values.get("configurationItemStatus")).startswith("ResourceDeleted")


def items_of(value: Any) -> Iterator[Mapping[str, Any]]:
    """Yield the items of any of the documents in which AWS hands them out."""
    _path, entries = _entries(value)
    yield from (one for one in entries if _is_item(one))


def _entries(value: Any) -> tuple[tuple[str, ...], list[Any]]:
    """What may be items, and the path of keys to the list; an item by itself is a list of one at no path."""
    if isinstance(value, list):
        return (), [_notified(one) for one in value]
    if not isinstance(value, Mapping):
        return (), []
    results = value.get("Results")
    if isinstance(results, list) and ("QueryInfo" in value or _items_in_texts(results)):
        return ("Results",), [decoded(one) for one in results]
    for key in _LISTS:
        if isinstance(value.get(key), list):
            return (key,), value[key]
    return (), [_notified(value)]


def _notified(value: Any) -> Any:
    inner = value.get("configurationItem") if isinstance(value, Mapping) else None
    return inner if isinstance(inner, Mapping) else value


def _items_in_texts(values: list[Any]) -> bool:
    return bool(values) and _is_item(decoded(values[0]))


def _is_item(value: Any) -> bool:
    if not isinstance(value, Mapping) or not text_of(value.get("resourceId")):
        return False
    known = ("configuration", "configurationItemStatus", "awsRegion", "relationships", "arn")
    return "::" in text_of(value.get("resourceType")) and any(key in value for key in known)


def graph_of(value: Any) -> Mapping[str, Any] | None:
    """Return the graph of Workload Discovery that a document holds; None if it holds none."""
    for key in ("data", "getResourceGraph"):
        value = value[key] if isinstance(value, Mapping) and isinstance(value.get(key), Mapping) else value
    if (
        not isinstance(value, Mapping)
        or not isinstance(value.get("nodes"), list)
        or not isinstance(value.get("edges"), list)
    ):
        return None
    first = value["nodes"][0] if value["nodes"] else None
    inner = first.get("properties") if isinstance(first, Mapping) else None
    return value if isinstance(inner, Mapping) and "resourceType" in inner else None


def described(value: Any, lines: Mapping[tuple[str, ...], int]) -> Iterator[Item]:
    """Yield the items of a document, with their relationships and lines; see `Source.lines`."""
    path, entries = _entries(value)
    for place, one in enumerate(one for one in entries if isinstance(one, Mapping | list)):
        if not isinstance(one, Mapping) or not _is_item(one):
            continue
        item = Item(
            text_of(one.get("resourceId")), text_of(one.get("resourceType")), one, _settings(one.get("configuration"))
        )
        item.line = lines.get((*path, str(place))) or lines.get(path) or lines.get(("resourceId",), 0)
        for key in ("relationships", "relatedEvents"):
            for other in decoded(one.get(key)) or () if isinstance(decoded(one.get(key)), list) else ():
                if isinstance(other, Mapping):
                    name = text_of(other.get("relationshipName")) or text_of(other.get("name"))
                    target = text_of(other.get("resourceId")) or text_of(other.get("resourceName"))
                    if target:
                        item.related.append((name.lower(), text_of(other.get("resourceType")), target))
        yield item


def drawn(graph: Mapping[str, Any], lines: Mapping[tuple[str, ...], int]) -> Iterator[Item]:
    """Yield the nodes of a graph as items, its edges as their relationships."""
    made: dict[str, Item] = {}
    path = next((one[:-1] for one in lines if one[-2:] == ("nodes", "0")), ())
    for place, node in enumerate(graph["nodes"]):
        inner = node.get("properties") if isinstance(node, Mapping) else None
        if isinstance(inner, Mapping) and (key := text_of(node.get("id"))):
            made[key] = Item(key, text_of(inner.get("resourceType")), inner, _settings(inner.get("configuration")))
            made[key].line = lines.get((*path, str(place)), 0)
    for edge in graph["edges"]:
        if not isinstance(edge, Mapping):
            continue
        ends = [
            text_of(one.get("id")) if isinstance(one := edge.get(end), Mapping) else text_of(one)
            for end in ("source", "target")
        ]
        if ends[0] in made and ends[1]:
            name = text_of(edge.get("label")).lower().replace("_", " ")
            made[ends[0]].related.append((name, made[ends[1]].type if ends[1] in made else "", ends[1]))
    yield from made.values()


def newest(items: Iterable[Item]) -> Iterator[Item]:
    """Yield each resource once: a history has a resource many times; the newest says how it is, and an id two types share is told apart."""
    found: dict[tuple[str, str], Item] = {}
    for one in items:
        known = found.get((one.type, one.id))
        if known is None or _time(one) > _time(known):
            found[one.type, one.id] = one
    taken: set[str] = set()
    for one in found.values():
        if one.id in taken:
            one.id = one.arn or f"{one.type}/{one.id}"
        taken.add(one.id)
        yield one


def _time(one: Item) -> str:
    return str(one.values.get("configurationItemCaptureTime") or "")


def text_of(value: object) -> str:
    """Return a text; an empty one where it is none."""
    return value if isinstance(value, str) else ""


def decoded(value: Any) -> Any:
    """Return what a text of JSON says, also one in another; anything else as it is."""
    for _level in range(2):
        if not isinstance(value, str) or value[:1] not in ('{"["'):
            return value
        try:
            value = json.loads(value)
        except (ValueError, RecursionError):
            return value
    return value


def _settings(value: Any) -> Mapping[str, Any]:
    value = decoded(value)
    return value if isinstance(value, Mapping) else {}
