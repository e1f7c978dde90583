"""DNS records: what a name stands for, and records that stand in for each other."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.domain.graph import Node
from workbench.i18n import _
from workbench.importers.meaning.values import text, word
from workbench.importers.meaning.ways import Way
from workbench.importers.meaning.world import World
from workbench.importers.resource import Resource
from workbench.library.resource_types import Part

__all__ = ["add", "named", "record_ways", "spoken"]

_PATHS = ("AliasTarget.DNSName", "ResourceRecords", "RecordSets.AliasTarget.DNSName", "RecordSets.ResourceRecords")
_POLICIES = ("Failover", "Weight", "Region", "MultiValueAnswer", "GeoLocation")


def named(world: World, record: Resource) -> list[str]:
    """Return the resources that a record names."""
    return world.links(record, *_PATHS)


def record_ways(world: World, record: Resource) -> Iterator[Way]:
    """Yield the way of a record to what it names."""
    found = tuple(one for one in named(world, record) if world.part(one) not in (Part.TRUST, Part.SETTING))
    if found and record.id not in world.placed:
        yield Way("", found)


def spoken(world: World, front: Resource) -> str:
    """Return what people call a front: the host name where the file says it."""
    if front.type.startswith("AWS::Route53::"):
        name = text(next(iter(world.values(front, "Name")), "")).rstrip(".")
        return name or world.title(front.id)
    return world.title(front.id)


def add(world: World) -> None:
    """Draw records of one name that stand in for each other: failover, weights, latency, several answers."""
    found: dict[tuple[str, str, str], list[Resource]] = {}
    for record in world.of("Route53::RecordSet"):
        if any(world.values(record, policy) for policy in _POLICIES):
            name = text(next(iter(world.values(record, "Name")), "")).rstrip(".").lower()
            kind = word(next(iter(world.values(record, "Type")), ""))
            found.setdefault((record.file, name, kind), []).append(record)
    for (file, name, _kind), some in found.items():
        if len(some) < 2 or not name:
            continue
        some.sort(key=lambda one: word(next(iter(world.values(one, "Failover")), "")) != "primary")
        for record in some:
            for other in named(world, record):
                world.need(record.id, other)
            world.placed[record.id] = ()
        node = Node(f"{some[0].id}/{name}", _("Name {name}").format(name=name), "service")
        entry = world.draw(node, some[0])
        failover = any(world.values(one, "Failover") for one in some)
        world.bunch(entry, [one.id for one in some], needs=1 if failover else None)
        world.journey(entry, _("Requests to {name}").format(name=name), entry, file)
