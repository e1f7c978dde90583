"""An element for each resource."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from workbench.domain.graph import Node
from workbench.i18n import _
from workbench.importers.meaning.places import Places
from workbench.importers.meaning.values import at, text
from workbench.importers.meaning.world import World
from workbench.importers.resource import Resource, Unknown
from workbench.library.resource_types import Part, Scope, TypeRule

__all__ = ["add"]


def add(world: World, places: Places) -> None:
    """Add every resource with its kind, scope, Region and the values worth keeping."""
    for resource in world.resources.values():
        rule = world.rule_of(resource)
        if rule is None:
            world.draft.report(resource.file).unknown(resource.type)
        world.draft.add(_node(resource, rule), resource.file, resource.line, resource.logical_id or resource.id)
        if rule is None or (rule.scope is Scope.REGIONAL and rule.failable):
            world.draft.stands_in(resource.id, places.region(resource.region))
        account = places.account(resource)
        if account and (rule is None or rule.failable):
            world.draft.stands_in(resource.id, account)
        if resource.type == "AWS::EC2::Subnet":
            _subnet(world, places, resource)


def _node(resource: Resource, rule: TypeRule | None) -> Node:
    label = resource.label or resource.logical_id or resource.id
    if rule is None:
        return Node(resource.id, label, type=resource.type, attributes=dict(resource.attributes))
    kept = {
        name: value for path, name in rule.keep.items() if (value := _plain(at(resource.properties, path))) is not None
    }
    attributes: dict[str, Any] = {**resource.attributes, **kept}
    attributes.pop("excludes", None)
    if rule.part is Part.SETTING:
        attributes["setting"] = True
    return Node(
        resource.id,
        label,
        rule.kind,
        resource.type,
        rule.failable,
        rule.managed and rule.failable,
        attributes=attributes,
    )


def _plain(values: list[Any]) -> Any:
    if not values or isinstance(values[0], Unknown):
        return None
    value = values[0]
    if isinstance(value, bool | int):
        return value
    if isinstance(value, float):
        return value if abs(value) < 1e15 else None
    return (text(value) if not isinstance(value, Mapping) or "Fn::Join" in value else "") or None


def _subnet(world: World, places: Places, resource: Resource) -> None:
    zone = places.zone_of(resource.id)
    if zone:
        world.draft.stands_in(resource.id, zone)
        return
    why = places.open(resource, world.rule_of(resource)) if world.rule_of(resource) else []  # type: ignore[arg-type]
    said = " ({why})".format(why="; ".join(why)) if why else ""
    world.ask(
        resource, "AvailabilityZone",
        _("Which Availability Zone is {subnet} in? The file leaves it open{why}.").format(
            subnet=world.title(resource.id), why=said
        ),
    )  # fmt: skip
