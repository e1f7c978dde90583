"""Which requests the edge takes, and where they go: CloudFront behaviours and origins, accelerator endpoints."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from workbench.domain.graph import Node
from workbench.i18n import _
from workbench.importers.meaning.values import at, text
from workbench.importers.meaning.ways import Way
from workbench.importers.meaning.world import World
from workbench.importers.resource import Resource

__all__ = ["edge_ways"]

_CONFIG = "DistributionConfig"
_OF_AWS = (".amazonaws.com", ".amazonaws.com.cn", ".on.aws")


def edge_ways(world: World, front: Resource) -> Iterator[Way]:
    """Yield the ways through a distribution or an accelerator."""
    if front.type.startswith("AWS::GlobalAccelerator"):
        yield from _accelerated(world, front)
        return
    origins = {
        text(one.get("Id")): one for one in at(front.properties, f"{_CONFIG}.Origins") if isinstance(one, Mapping)
    }
    groups = {text(one.get("Id")): one for one in at(front.properties, f"{_CONFIG}.OriginGroups.Items")
              if isinstance(one, Mapping)}  # fmt: skip
    ids: dict[str, str] = {}
    needs: tuple[str, ...]
    for default in (True, False):
        path = f"{_CONFIG}.DefaultCacheBehavior" if default else f"{_CONFIG}.CacheBehaviors"
        for behaviour in at(front.properties, path):
            if not isinstance(behaviour, Mapping):
                continue
            origin = text(behaviour.get("TargetOriginId"))
            label = _("everything else") if default else text(behaviour.get("PathPattern")) or origin
            if default and not at(front.properties, f"{_CONFIG}.CacheBehaviors"):
                label = ""
            if origin in groups:
                members = [
                    text(one.get("OriginId")) for one in at(groups[origin], "Members.Items") if isinstance(one, Mapping)
                ]
                needs = (
                    _failover(world, front, origin, [(one, origins[one]) for one in members if one in origins], ids),
                )
            elif origin in origins:
                needs = _origin(world, front, origin, origins[origin], ids)
            else:
                continue
            yield Way(label, tuple(one for one in needs if one))


def _origin(
    world: World, front: Resource, name: str, origin: Mapping[str, Any], ids: dict[str, str]
) -> tuple[str, ...]:
    """What an origin is: a resource of the import, or a host elsewhere."""
    found = world.inside(origin.get("DomainName"))
    if found:
        return tuple(dict.fromkeys(found[:1]))
    host = text(origin.get("DomainName"))
    if not host:
        asked = _("What is the origin {origin} of {name}? The file leaves its address open.")
        world.ask(front, f"{_CONFIG}.Origins", asked.format(origin=name, name=world.title(front.id)))
        return ()
    if name not in ids:
        node = Node(world.draft.free_id(f"{front.id}/{host}"), host, managed=host.endswith(_OF_AWS))
        ids[name] = world.draft.add(node, front.file, front.line, front.logical_id or front.id)
    return (ids[name],)


def _failover(
    world: World, front: Resource, name: str, members: list[tuple[str, Mapping[str, Any]]], ids: dict[str, str]
) -> str:  # fmt: skip
    """An origin group: the second origin answers where the first one fails."""
    if name not in ids:
        found = [one for key, origin in members for one in _origin(world, front, key, origin, ids)]
        node = Node(f"{front.id}/{name}", _("Origins of {name}").format(name=name), "service")
        ids[name] = world.draw(node, front)
        world.bunch(ids[name], list(dict.fromkeys(found)), needs=1, failover_s=0)
    return ids[name]


def _accelerated(world: World, front: Resource) -> Iterator[Way]:
    for listener in world.naming("GlobalAccelerator::Listener", "AcceleratorArn", front.id):
        found: dict[str, None] = {}
        for group in world.naming("GlobalAccelerator::EndpointGroup", "ListenerArn", listener.id):
            found.update(dict.fromkeys(world.links(group, "EndpointConfigurations.EndpointId")))
        if len(found) > 1:
            world.bunch(listener.id, list(found))
            yield Way(world.title(listener.id), (listener.id,), tuple(found))
        elif found:
            yield Way(world.title(listener.id), (listener.id, *found), tuple(found))
