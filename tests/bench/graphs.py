"""Random layered architecture graphs of any size: what the failure engine is measured on."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from workbench.domain.graph import Dependency, DependencyKind, Graph, Group, Journey, Node, Survivable

__all__ = ["JOURNEYS", "layered"]

JOURNEYS = 20
_SHARES = {"service": 0.15, "function": 0.30}
_LINKS = {"service": (2, 6), "function": (2, 6)}
_REDUNDANT = 0.2


class _Making:
    """One graph while it is made: journey entries, services, functions, stores, and the domains they stand in."""

    def __init__(self, n: int, seed: int) -> None:
        self.pick = Random(seed)
        self.nodes: dict[str, Node] = {}
        regions = max(1, n // 50_000)
        subnets = max(6, n // 60)
        self.regions = [f"region-{i}" for i in range(regions)]
        self.zones = [f"az-{i}" for i in range(3 * regions)]
        self.subnets = [f"subnet-{i}" for i in range(subnets)]
        self.keys = [f"key-{i}" for i in range(max(2, n // 100))]
        left = n - JOURNEYS - regions * 4 - subnets - len(self.keys)
        self.services = [f"service-{i}" for i in range(max(3, int(left * _SHARES["service"])))]
        self.functions = [f"function-{i}" for i in range(max(3, int(left * _SHARES["function"])))]
        self.stores = [f"store-{i}" for i in range(max(3, left - len(self.services) - len(self.functions)))]

    def number(self) -> float:
        return float(f"{10 ** self.pick.uniform(-5.0, -2.5):.3g}")

    def links(self, count: int, below: list[str]) -> tuple[tuple[Dependency, ...], tuple[Group, ...]]:
        """Some dependencies on a layer below; a fifth of them redundancy groups of two or three."""
        count = min(count, len(below))
        alone, groups = [], []
        for _each in range(count):
            if self.pick.random() < _REDUNDANT:
                members = tuple(self.pick.sample(below, self.pick.choice((2, 3))))
                needs = 2 if len(members) == 3 and self.pick.random() < 0.4 else 1
                groups.append(Group(needs, members, 30.0, 1.0))
            else:
                alone.append(self.pick.choice(below))
        return tuple(Dependency(one) for one in dict.fromkeys(alone)), tuple(groups)

    def domains(self) -> None:
        for place, name in enumerate(self.regions):
            self.nodes[name] = Node(name, f"Region {place}", "region", unavailability=self.number())
        for place, name in enumerate(self.zones):
            home = (self.regions[place // 3],)
            self.nodes[name] = Node(name, f"Zone {place}", "az", unavailability=self.number(), domains=home)
        for place, name in enumerate(self.subnets):
            home = (self.zones[place % len(self.zones)],)
            self.nodes[name] = Node(name, f"Subnet {place}", "subnet", unavailability=self.number(), domains=home)
        for place, name in enumerate(self.keys):
            self.nodes[name] = Node(name, f"Key {place}", "kms_key", unavailability=self.number())

    def layer(self, kind: str, names: list[str], below: list[str]) -> None:
        for name in names:
            alone, groups = self.links(self.pick.randint(*_LINKS[kind]), below)
            self.nodes[name] = Node(name, kind=kind, unavailability=self.number(), requires=alone, groups=groups)

    def bottom(self) -> None:
        for name in self.stores:
            key: tuple[Dependency, ...] = ()
            if self.pick.random() < 0.3:
                key = (Dependency(self.pick.choice(self.keys), kind=DependencyKind.PERMISSION),)
            home = (self.pick.choice(self.subnets),) if self.pick.random() < 0.8 else ()
            self.nodes[name] = Node(
                name, kind="resource", unavailability=self.number(), rto_s=60.0 * self.pick.randint(1, 60),
                rpo_s=60.0 * self.pick.randint(0, 15), requires=key, domains=home,
            )  # fmt: skip

    def circles(self) -> None:
        """Let some functions lean on a service that uses them: half require it, half as a member of a group."""
        users = [name for name in self.services if self.nodes[name].requires]
        for place in range(max(2, len(users) // 10)):
            above = self.pick.choice(users)
            node = self.nodes[self.pick.choice(self.nodes[above].requires).id]
            if place % 2:
                group = Group(1, (above, self.pick.choice(self.stores)))
                self.nodes[node.id] = replace(node, groups=(*node.groups, group))
            elif all(one.id != above for one in node.requires):
                self.nodes[node.id] = replace(node, requires=(*node.requires, Dependency(above)))


def layered(n: int, seed: int, circles: bool = False) -> Graph:
    """Return a graph of n elements with some 2.9 arrows each and 20 journeys.

    Args:
        n: Number of elements, from 100.
        seed: Equal seeds give equal graphs.
        circles: Whether some arrows point back, so that elements hold each other up.
    """
    making = _Making(n, seed)
    making.domains()
    making.bottom()
    making.layer("function", making.functions, making.stores)
    making.layer("service", making.services, making.functions)
    if circles:
        making.circles()
    journeys = []
    for place in range(JOURNEYS):
        name = f"entry-{place}"
        alone, groups = making.links(4, making.services)
        making.nodes[name] = Node(name, f"Journey {place}", "system", failable=False, requires=alone, groups=groups)
        survive = (Survivable.AZ,) if place % 2 else ()
        journeys.append(Journey(f"j{place}", f"Journey {place}", name, "high", 3600.0, 300.0, survive))
    return Graph.of(making.nodes.values(), journeys)
