"""What is there: a state as `terraform show -json` prints it, and the state file itself (version 4).

Sources: https://developer.hashicorp.com/terraform/internals/json-format#state-representation and, for the file,
https://github.com/hashicorp/terraform/blob/main/internal/states/statefile/version4.go
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from workbench.i18n import _
from workbench.importers.draft import Draft
from workbench.importers.resource import Link, Resource
from workbench.importers.source import Source
from workbench.importers.terraform.plan import address_lines, value_modules
from workbench.importers.terraform.shapes import address_of, at, entries, mapping, text_of, without_index

__all__ = ["STATE_VERSION", "read_raw_state", "read_state"]

STATE_VERSION = 4

_STRONG = re.compile(r"arn:aws[\w-]*:.+|[a-z]+-[0-9a-f]{8,17}\Z")
_SELF = ("id", "arn", "tags_all", "self_link")
_OWN_WORDS = ("tags", "name", "name_prefix", "description")
_MOST_DEPTH = 30


@dataclass(frozen=True, eq=False)
class _Thing:
    address: str
    type: str
    mode: str
    values: Mapping[str, Any]
    made_after: tuple[str, ...]
    line: int = 0


def read_state(source: Source, draft: Draft) -> list[Resource]:
    """Return what a state says is there, in the words of Terraform; counts go into its report."""
    report = draft.report(source)
    lines = address_lines(source.text)
    things = []
    for module in value_modules(at(source.json, "values", "root_module")):
        for one in entries(module.get("resources")):
            address = text_of(one.get("address"))
            mode = "data" if one.get("mode") == "data" else "managed"
            after = _texts(one.get("depends_on"))
            values = mapping(one.get("values"))
            things.append(_Thing(address, text_of(one.get("type")), mode, values, after, lines.get(address, 0)))
    report.resources = report.resources_expanded = sum(one.mode == "managed" for one in things)
    report.references = len(
        {(a, b) for one in things for b in one.made_after if (a := without_index(one.address)) != b}
    )
    return _linked(things, source.name)


def read_raw_state(source: Source, draft: Draft) -> list[Resource]:
    """Return what a state file of version 4 says is there; an older one is refused with a word on what to do."""
    report = draft.report(source)
    state = mapping(source.json)
    version = state.get("version")
    if version != STATE_VERSION:
        report.error(
            source.lines(1).get(("version",), 0),
            _(
                "is a Terraform state of version {version}; version {known} is read. `terraform state pull` of Terraform"
                " 0.12 or later writes it anew, `terraform show -json` is read as well"
            ).format(version=version, known=STATE_VERSION),
        )
        return []
    lines = source.lines(2)
    things: list[_Thing] = []
    pairs: set[tuple[str, str]] = set()
    instances = 0
    for place, block in enumerate(entries(state.get("resources"))):
        mode = "data" if block.get("mode") == "data" else "managed"
        module, type_, name = (text_of(block.get(key)) for key in ("module", "type", "name"))
        whole = address_of(module, type_, name, mode)
        line = lines.get(("resources", str(place)), 0)
        for one in entries(block.get("instances")):
            instances += mode == "managed"
            after = _texts(one.get("dependencies")) or _texts(one.get("depends_on"))
            pairs.update((whole, other) for other in after if other != whole)
            address = address_of(module, type_, name, mode, one.get("index_key"))
            if not one.get("deposed"):
                things.append(_Thing(address, type_, mode, mapping(one.get("attributes")), after, line))
    report.resources = report.resources_expanded = instances
    report.references = len(pairs)
    return _linked(things, source.name)


def _texts(value: object) -> tuple[str, ...]:
    return tuple(one for one in value if isinstance(one, str)) if isinstance(value, list) else ()


# ---------------------------------------------------------------------------------------------------- links
def _linked(things: Iterable[_Thing], file: str) -> list[Resource]:
    """Values that are the name of another resource become links: ids and ARNs anywhere, names only of what it was made after."""
    listed = list({one.address: one for one in things if one.address}.values())
    named = _Names(listed)
    return [
        Resource(
            one.address, one.type, named.settings(one), file, one.line, logical_id=one.address,
            region=text_of(one.values.get("region")), depends_on=named.direct(one),
            attributes={"existing": True} if one.mode == "data" else {},
        )
        for one in listed
    ]  # fmt: skip


class _Names:
    def __init__(self, things: list[_Thing]) -> None:
        self.by_block: dict[str, list[_Thing]] = {}
        self.strong: dict[str, Link] = {}
        for one in sorted(things, key=lambda each: each.mode == "data"):
            self.by_block.setdefault(without_index(one.address), []).append(one)
            for key in ("id", "arn"):
                value = one.values.get(key)
                if isinstance(value, str) and _STRONG.match(value):
                    self.strong.setdefault(value, Link(one.address, "" if key == "id" else key))

    def direct(self, one: _Thing) -> tuple[str, ...]:
        """What it was made after itself: a state lists what those were made after as well."""
        blocks = [without_index(name) for name in one.made_after]
        further = {
            without_index(name)
            for block in blocks
            for each in self.by_block.get(block, ())[:1]
            for name in each.made_after
        }
        own = (each for block in blocks if block not in further for each in self.by_block.get(block, ()))
        return tuple(dict.fromkeys(each.address for each in own if each.address != one.address))

    def settings(self, one: _Thing) -> dict[str, Any]:
        near: dict[str, Link] = {}
        for name in one.made_after:
            for each in self.by_block.get(without_index(name), ()):
                for key in ("id", "arn", "name", "identifier", "cluster_identifier", "function_name", "bucket"):
                    value = each.values.get(key)
                    if isinstance(value, str) and value:
                        near.setdefault(value, Link(each.address, "" if key == "id" else key))
        return {
            key: value if key in _OWN_WORDS else self._value(one, value, near, 0)
            for key, value in one.values.items() if key not in _SELF
        }  # fmt: skip

    def _value(self, one: _Thing, value: Any, near: Mapping[str, Link], depth: int) -> Any:
        if isinstance(value, str):
            link = near.get(value) or self.strong.get(value)
            return link if link is not None and link.id != one.address else value
        if depth < _MOST_DEPTH and isinstance(value, list):
            return [self._value(one, each, near, depth + 1) for each in value]
        if depth < _MOST_DEPTH and isinstance(value, Mapping):
            return {key: self._value(one, each, near, depth + 1) for key, each in value.items()}
        return value
