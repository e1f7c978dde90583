"""Where resources stand: Regions, zones, VPCs, subnets."""

from __future__ import annotations

import re
from dataclasses import dataclass

from workbench.i18n import _, n_
from workbench.importers.meaning.values import text
from workbench.importers.meaning.world import World, unknowns
from workbench.importers.resource import Link, Resource, ZoneOf
from workbench.library.resource_types import Part, TypeRule

__all__ = ["Places", "Spot"]

_MOST_NAMED = 6
_ZONE = re.compile(r"^([a-z]{2}(?:-[a-z]+)+-\d+)[a-z]$")


@dataclass(frozen=True, slots=True)
class Spot:
    """Somewhere a copy can stand.

    Attributes:
        domain: Id of the subnet or zone.
        zone: Id of its zone; empty is not known.
    """

    domain: str
    zone: str


class Places:
    """Zones and networks of one import; domains are added as they are met."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._draft = world.draft
        self._regions: dict[str, str] = {}
        self._zones: dict[str, str] = {}
        named = {one.region for one in world.resources.values() if one.region}
        self._only = next(iter(named)) if len(named) == 1 else ""
        self._open: dict[tuple[str, str], list[Resource]] = {}
        self._accounts = {one.account for one in world.resources.values() if one.account}

    def region(self, name: str) -> str:
        """Return the domain of a Region; there is one without a name where nobody knows it."""
        name = name or self._only
        if name not in self._regions:
            self._regions[name] = self._draft.domain("region", name, name or _("Region"), managed=True)
        return self._regions[name]

    def account(self, resource: Resource) -> str:
        """Return the domain of an account; empty where there are no two of them to tell apart."""
        if len(self._accounts) < 2 or not resource.account:
            return ""
        return self._draft.domain("account", resource.account)

    def zone(self, value: object, region: str) -> str:
        """Return the domain of a zone; empty where the value does not say which."""
        if isinstance(value, ZoneOf):
            where = value.region or region
            name = f"{where}/{value.index}" if where else str(value.index)
            label = _("AZ {n}").format(n=value.index)
            return self._draft.domain("az", name, f"{label} ({where})" if where else label, inside=self.region(where))
        name = text(value)
        if not name or isinstance(value, Link):
            return ""
        found = _ZONE.match(name)
        return self._draft.domain("az", name, inside=self.region(found.group(1) if found else region))

    def zone_of(self, subnet: str) -> str:
        """Return the zone of a subnet; empty where it is not known."""
        if subnet not in self._zones:
            resource = self._world.resources.get(subnet)
            zones = []
            if resource:
                values = self._world.values(resource, "AvailabilityZone")
                values += self._world.values(resource, "AvailabilityZoneId")
                zones = [one for one in (self.zone(value, resource.region) for value in values) if one]
            self._zones[subnet] = zones[0] if zones else ""
        return self._zones[subnet]

    def vpc_of(self, subnet: str) -> str:
        """Return the VPC of a subnet; empty where it is not known."""
        resource = self._world.resources.get(subnet)
        found = self._world.links(resource, "VpcId") if resource else []
        return found[0] if found else ""

    def spots(self, resource: Resource, rule: TypeRule) -> list[Spot]:
        """Return where the copies of a resource can stand: its subnets, those of its subnet group, or its zones."""
        found: dict[str, Spot] = {}
        for value in self._subnets(resource, rule):
            for subnet in self._world.inside(value):
                if self._world.type_of(subnet) == "AWS::EC2::Subnet":
                    found.setdefault(subnet, Spot(subnet, self.zone_of(subnet)))
            if isinstance(value, str) and value.startswith("subnet-"):
                domain = self._draft.domain("subnet", value)
                found.setdefault(domain, Spot(domain, ""))
        zones = [
            zone for path in rule.zones for value in self._world.values(resource, path)
            if (zone := self.zone(value, resource.region))
        ]  # fmt: skip
        if not zones:
            return list(found.values())
        inside = [spot for spot in found.values() if spot.zone in zones]
        if inside and (rule.subnets or len(inside) == len(zones)):
            return inside
        return [Spot(zone, zone) for zone in dict.fromkeys(zones)]

    def open(self, resource: Resource, rule: TypeRule) -> list[str]:
        """Return why it is not known where a resource stands, in words; empty if the file says nothing at all."""
        values = self._subnets(resource, rule)
        for path in rule.zones:
            values += self._world.values(resource, path)
        return list(dict.fromkeys(one.why for one in unknowns(values)))

    def _subnets(self, resource: Resource, rule: TypeRule) -> list[object]:
        found: list[object] = []
        for path in rule.subnets:
            found += self._world.values(resource, path)
        for path in rule.groups:
            for value in self._world.values(resource, path):
                inside = self._world.inside(value)
                found += unknowns([value])
                for group in inside:
                    if self._world.part(group) is Part.SETTING:
                        found += self._world.values(self._world.resources[group], "SubnetIds")
        if not found and rule.member_of:
            for cluster in self._world.links(resource, rule.member_of):
                above = self._world.rule(cluster)
                if above and above.groups and cluster != resource.id:
                    found += self._subnets(self._world.resources[cluster], above)
        return found

    def shared(self, spots: list[Spot]) -> list[str]:
        """Return the VPCs that all of some subnets stand in."""
        vpcs = [self.vpc_of(spot.domain) for spot in spots]
        return [vpcs[0]] if vpcs and vpcs[0] and len(set(vpcs)) == 1 else []

    def ask_later(self, resource: Resource, why: str) -> None:
        """Note that nobody knows where something stands; what is open for the same reason is asked together."""
        self._open.setdefault((resource.file, why), []).append(resource)

    def ask_open(self) -> None:
        """Ask where everything stands that was noted."""
        for (_file, why), some in self._open.items():
            names = ", ".join(self._world.title(one.id) for one in some[:_MOST_NAMED])
            if len(some) > _MOST_NAMED:
                names = _("{names} and {n} more").format(names=names, n=len(some) - _MOST_NAMED)
            text = n_(
                "In which Availability Zone does {names} stand? The file leaves it open: {why}.",
                "In which Availability Zones do {names} stand? The file leaves them open: {why}.", len(some),
            )  # fmt: skip
            self._world.ask(some[0], "AvailabilityZone", text.format(names=names, why=why), some[1:])
