"""Where users enter: which requests a front takes, and what each of them needs.

A front that sends everything to one place needs that place. Where requests go to different places each has a journey of
its own, so that what one of them needs does not end the others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from workbench.domain.graph import Node
from workbench.i18n import _, n_
from workbench.importers.meaning import names, targets
from workbench.importers.meaning.apis import api_ways
from workbench.importers.meaning.edge import edge_ways
from workbench.importers.meaning.ways import Way
from workbench.importers.meaning.world import World
from workbench.importers.resource import Resource
from workbench.library.resource_types import Part

__all__ = ["add"]

_MOST_WAYS = 40


def add(world: World) -> None:
    """Draw every front with its ways, and propose their journeys."""
    targets.add(world)
    names.add(world)
    reader = _Fronts(world)
    fronts = [one for one in world.resources.values() if world.part(one.id) is Part.FRONT]
    for front in fronts:
        reader.ways(front.id)
    for front in fronts:
        if front.id not in reader.behind and front.id not in world.placed:
            reader.propose(front)


@dataclass
class _Fronts:
    """The ways through each front, worked out once."""

    world: World

    def __post_init__(self) -> None:
        self._known: dict[str, list[Way]] = {}
        self._open: set[str] = set()
        self.behind: set[str] = set()

    def ways(self, key: str) -> list[Way]:
        """Return the ways through a front that lead to different places; one that leads to one place is drawn."""
        if key in self._known or key in self._open:
            return self._known.get(key, [])
        self._open.add(key)
        front = self.world.resources[key]
        whole: list[Way] = []
        for way in _ways_of(self.world, front):
            whole += self._through(way)
        merged = _merged(whole)
        if len(merged) <= 1:
            for one in merged:
                for other in one.needs:
                    self.world.need(key, other)
            merged = []
        self._known[key] = merged
        self._open.discard(key)
        return merged

    def _through(self, way: Way) -> list[Way]:
        """A way that leads to another front goes on along each of its ways."""
        found = [way]
        for other in way.needs:
            if self.world.part(other) is not Part.FRONT:
                continue
            self.behind.add(other)
            below = self.ways(other)
            if below:
                found = [
                    Way(_joined(one.label, more.label), (*one.needs, *more.needs)) for one in found for more in below
                ]
        return found

    def propose(self, front: Resource) -> None:
        """Propose a journey for each way through a front that is not behind another."""
        world, name = self.world, names.spoken(self.world, front)
        world.triggered.add(front.id)
        ways = self._known[front.id]
        if not ways:
            if world.rule_of(front) and not _bare_record(world, front):
                world.journey(front.id, _("Requests to {name}").format(name=name), front.id, front.file)
            return
        kept, rest = ways[:_MOST_WAYS], ways[_MOST_WAYS:]
        if rest:
            needs = tuple(dict.fromkeys(each for one in rest for each in one.needs))
            kept.append(Way(_("{n} other ways").format(n=len(rest)), needs))
        for way in kept:
            label = _("Requests to {name}, {way}").format(name=name, way=way.label)
            node = Node(f"{front.id}/{way.label}", label, "function")
            entry = world.draw(node, front, front.id, *way.needs)
            world.triggered.update(way.needs)
            world.journey(entry, label, entry, front.file)


def _ways_of(world: World, front: Resource) -> list[Way]:
    for kind, read in _READERS:
        if front.type.startswith(kind):
            return [one for one in read(world, front) if one.needs]
    return []


def _balancer_ways(world: World, front: Resource) -> Iterable[Way]:
    for listener in world.naming("ElasticLoadBalancingV2::Listener", "LoadBalancerArn", front.id):
        port = next((str(one) for one in world.values(listener, "Port") if isinstance(one, int | str)), "")
        label = _("port {port}").format(port=port) if port else world.title(listener.id)
        groups = _forwarded(world, listener, "DefaultActions")
        if groups:
            yield Way(label, (listener.id, *groups), tuple(groups))
        for rule in world.naming("ElasticLoadBalancingV2::ListenerRule", "ListenerArn", listener.id):
            if groups := _forwarded(world, rule, "Actions"):
                said = ", ".join(
                    str(one) for path in _MATCHES for one in world.values(rule, path) if isinstance(one, str)
                )
                yield Way(said or world.title(rule.id), (listener.id, rule.id, *groups), tuple(groups))


_MATCHES = ("Conditions.HostHeaderConfig.Values", "Conditions.PathPatternConfig.Values", "Conditions.Values")


def _forwarded(world: World, holder: Resource, path: str) -> list[str]:
    found = world.links(holder, f"{path}.TargetGroupArn", f"{path}.ForwardConfig.TargetGroups.TargetGroupArn")
    return [one for one in found if world.part(one) is Part.NAME]


_READERS: tuple[tuple[str, Callable[[World, Resource], Iterable[Way]]], ...] = (
    ("AWS::ElasticLoadBalancingV2::", _balancer_ways),
    ("AWS::ApiGateway", api_ways),
    ("AWS::CloudFront::", edge_ways),
    ("AWS::GlobalAccelerator::", edge_ways),
    ("AWS::Route53::", names.record_ways),
)


def _merged(ways: Iterable[Way]) -> list[Way]:
    """Ways that lead to the same places are one, called by the first of them."""
    found: dict[frozenset[str], list[Way]] = {}
    for way in ways:
        found.setdefault(frozenset(way.ends or way.needs), []).append(way)
    merged = []
    for some in found.values():
        first, more = some[0], len({one.label for one in some}) - 1
        label = first.label
        if more:
            label = n_("{label} and {n} more", "{label} and {n} more", more).format(label=label, n=more)
        merged.append(Way(label, first.needs, first.ends))
    return merged


def _joined(one: str, other: str) -> str:
    return ", ".join(each for each in dict.fromkeys((one, other)) if each)


def _bare_record(world: World, front: Resource) -> bool:
    """A record that names no front of the import: mail, validation, a database."""
    if not front.type.startswith("AWS::Route53::"):
        return False
    fronts = (Part.FRONT, Part.COMPUTE)
    return not any(world.part(one) in fronts for one in names.named(world, front))
