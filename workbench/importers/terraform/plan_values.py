"""The settings of each instance of a plan: what is known as it is, what is not yet known as links to where it is from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from workbench.i18n import _
from workbench.importers.resource import Link, Unknown, ZoneOf
from workbench.importers.terraform.plan_config import (
    ANY,
    ConfigModule,
    ModulePath,
    References,
    Target,
    named_by,
    resource_name,
)
from workbench.importers.terraform.shapes import at, mapping, text_of

__all__ = ["Instance", "PlanValues"]

_MOST_DEPTH = 30
_EACH = ("each.key", "each.value", "count.index")
_MOST_LINKS = 1000


@dataclass(frozen=True, eq=False)
class Instance:
    """One resource or data source of a plan or state.

    Attributes:
        name: `TYPE.NAME` or `data.TYPE.NAME`.
        key: Its instance key, or None.
        unknown: What of its values is known only later, in the shape of the values.
    """

    address: str
    module: ModulePath
    mode: str
    type: str
    name: str
    key: Any
    values: Mapping[str, Any]
    unknown: Mapping[str, Any]

    @classmethod
    def of(cls, written: Mapping[str, Any], module: ModulePath, unknown: Mapping[str, Any]) -> Instance:
        """Return the instance that a values representation describes."""
        key = written.get("index")
        return cls(
            text_of(written.get("address")), module, "data" if written.get("mode") == "data" else "managed",
            text_of(written.get("type")), resource_name(written), key if isinstance(key, str | int) else None,
            mapping(written.get("values")), unknown,
        )  # fmt: skip


class PlanValues:
    """Puts the values of a plan and the references of its configuration together."""

    def __init__(self, modules: Mapping[tuple[str, ...], ConfigModule], instances: Iterable[Instance]) -> None:
        self._modules = modules
        self._references = References(modules)
        self._by_name: dict[tuple[tuple[str, ...], str], list[Instance]] = {}
        for one in instances:
            self._by_name.setdefault((_names(one.module), one.name), []).append(one)
        self._marks: dict[str, dict[str, str]] = {}

    def of(self, one: Instance) -> dict[str, Any]:
        """Return the settings of an instance."""
        module = self._modules.get(_names(one.module))
        written = mapping(at(module.resources if module else None, one.name, "expressions"))
        found = {}
        for key in dict.fromkeys((*one.values, *written)):
            value = self._settled(one, key, one.values.get(key), one.unknown.get(key), written.get(key), 0)
            if value is not None:
                found[key] = value
        return found

    def after(self, one: Instance) -> tuple[str, ...]:
        """Return the ids of what its `depends_on` names."""
        module = self._modules.get(_names(one.module))
        named = at(module.resources if module else None, one.name, "depends_on")
        refs = [ref for ref in named if isinstance(ref, str)] if isinstance(named, list) else []
        return tuple(dict.fromkeys(link.id for link in self._links(one, refs) if isinstance(link, Link)))

    # ------------------------------------------------------------------------------------------------ one value
    def _settled(self, one: Instance, name: str, value: Any, unknown: Any, written: Any, depth: int) -> Any:
        if depth > _MOST_DEPTH:
            return value
        if isinstance(value, Mapping):
            open_ = mapping(unknown)
            found = {
                key: self._settled(one, name, value.get(key), open_.get(key), _below(written, key), depth + 1)
                for key in dict.fromkeys((*value, *(key for key, is_open in open_.items() if is_open)))
            }  # fmt: skip
            return {key: each for key, each in found.items() if each is not None}
        if isinstance(value, list):
            open_list = unknown if isinstance(unknown, list) else []
            return [
                self._settled(
                    one, name, each, open_list[n] if n < len(open_list) else unknown is True,
                    _entry(written, n, len(value)), depth + 1,
                )
                for n, each in enumerate(value)
            ]  # fmt: skip
        if written is None or not (isinstance(written, Mapping) and isinstance(written.get("references"), list)):
            return value
        if value is None and (unknown or not depth):
            return self._open(one, name, named_by(written), explained=bool(unknown))
        return self._named(one, value, written) if isinstance(value, str) else value

    def _open(self, one: Instance, name: str, refs: list[str], *, explained: bool) -> Any:
        links = self._links(one, refs)
        if not links:
            if not explained:
                return None
            return Unknown(
                _("{name} is known only when the plan is applied").format(name=name), refs[0] if refs else name
            )
        return list(links) if len(links) > 1 or _is_list(name) else links[0]

    def _named(self, one: Instance, value: str, written: Any) -> Any:
        for link in self._links(one, named_by(written)):
            if isinstance(link, Link) and value in self._marks_of(link.id):
                return Link(link.id, link.attribute or self._marks_of(link.id)[value])
        return value

    def _marks_of(self, address: str) -> dict[str, str]:
        return self._marks.get(address, {})

    # ------------------------------------------------------------------------------------------------ links
    def _links(self, one: Instance, refs: list[str]) -> list[Link | ZoneOf]:
        paired = any(ref.startswith(_EACH) for ref in refs)
        found: dict[Link | ZoneOf, None] = {}
        for ref in refs:
            for target in self._references.targets(one.module, ref):
                if target.name.startswith("data.aws_availability_zones."):
                    index = target.index if target.index is not None else one.key if paired else None
                    if isinstance(index, int):
                        found[ZoneOf(index)] = None
                    continue
                for each in self._instances(target, one, paired):
                    if len(found) < _MOST_LINKS and each.address != one.address:
                        found.setdefault(Link(each.address, target.attribute))
        attributed = {link.id for link in found if isinstance(link, Link) and link.attribute}
        return [link for link in found if isinstance(link, ZoneOf) or link.attribute or link.id not in attributed]

    def _instances(self, target: Target, one: Instance, paired: bool) -> list[Instance]:
        found = [
            each for each in self._by_name.get((_names(target.modules), target.name), ())
            if _fits(each.module, target.modules)
        ]  # fmt: skip
        exact = [each for each in found if target.key is not ANY and each.key == target.key]
        if not exact and paired and one.key is not None:
            exact = [each for each in found if each.key == one.key]
        for each in exact or found:
            if each.address not in self._marks:
                self._marks[each.address] = _known_names(each)
        return exact or found


def _names(module: ModulePath) -> tuple[str, ...]:
    return tuple(name for name, _key in module)


def _fits(module: ModulePath, wanted: ModulePath) -> bool:
    return all(key == other or other is ANY for (_n, key), (_m, other) in zip(module, wanted, strict=True))


def _known_names(one: Instance) -> dict[str, str]:
    """What others may call an instance: the texts of its own top values that could be a name, ids first."""
    found: dict[str, str] = {}
    for key in ("id", "arn", "name", *one.values):
        value = one.values.get(key)
        if (
            isinstance(value, str)
            and len(value) > 2
            and (key in ("id", "arn") or key.endswith(("name", "identifier", "arn")))
        ):
            found.setdefault(value, "" if key == "id" else key)
    return found


def _below(written: Any, key: str) -> Any:
    """Return what is written for a part of a value; a single expression speaks for all its parts."""
    if (
        isinstance(written, Mapping)
        and not isinstance(written.get("references"), list)
        and "constant_value" not in written
    ):
        return written.get(key)
    return written


def _entry(written: Any, place: int, of: int) -> Any:
    if isinstance(written, list):
        return written[place] if len(written) == of else written[0] if len(written) == 1 else None
    return written


def _is_list(name: str) -> bool:
    return name.endswith("s") and not name.endswith("ss")
