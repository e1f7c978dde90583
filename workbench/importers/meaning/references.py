"""What the references between resources mean, by the table."""

from __future__ import annotations

from collections.abc import Mapping

from workbench.importers.meaning.world import World
from workbench.importers.resource import Link, Resource
from workbench.library.resource_types import Part, Relation, TypeRule

__all__ = ["add"]

_LOOKING_ON = (Part.SETTING, Part.WATCH)


def add(world: World) -> None:
    """Note what every reference of every resource means."""
    for resource in world.resources.values():
        rule = world.rule_of(resource)
        paths = rule.paths if rule else {}
        placed = {*rule.subnets, *rule.groups, *rule.zones, rule.member_of} - {""} if rule else set()
        for link, said in _walk(resource, paths, placed):
            if link.id not in world.resources or link.id == resource.id:
                continue
            world.need(resource.id, link.id, _meaning(world, rule, link, said))


def _walk(
    resource: Resource, paths: Mapping[str, Relation], placed: set[str]
) -> list[tuple[Link, Relation | None]]:  # fmt: skip
    """Every link with what its path says; lists do not count in a path, and `*` stands for its first part."""
    found: list[tuple[Link, Relation | None]] = []
    stack: list[tuple[object, str, Relation | None]] = [(resource.properties, "", None)]
    while stack:
        value, path, said = stack.pop()
        if isinstance(value, Link):
            found.append((value, said))
        elif isinstance(value, Mapping):
            below = []
            for key, one in value.items():
                deeper = f"{path}.{key}" if path else str(key)
                own = paths.get(deeper)
                if own is None and deeper in placed:
                    own = Relation.NONE
                if own is None and "." in deeper:
                    own = paths.get("*." + deeper.partition(".")[2])
                below.append((one, deeper, own or said))
            stack.extend(reversed(below))
        elif isinstance(value, list | tuple):
            stack.extend((one, path, said) for one in reversed(value))
    return found


def _meaning(world: World, rule: TypeRule | None, link: Link, said: Relation | None) -> Relation:
    other = world.rule(link.id)
    if said is None and other is not None:
        said = other.referenced
    elif said is None:
        said = Relation.USES
    if rule is not None and rule.part in _LOOKING_ON and said not in (Relation.IN, Relation.NEEDED_BY):
        return Relation.WATCH if rule.part is Part.WATCH else Relation.SOFT
    if other is not None and said in (Relation.NEEDS, Relation.USES, Relation.KEY):
        if other.part is Part.SETTING and not other.failable:
            return Relation.SETTING
        if other.part is Part.WATCH:
            return Relation.WATCH
        if other.part is Part.TRUST and said is Relation.NEEDS and other.kind in ("role", "credential"):
            return Relation.ROLE if other.kind == "role" else Relation.START
    return said
