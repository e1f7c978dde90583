"""Items as resources: their words those of CloudFormation, and what they name as links."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from workbench.importers.aws_config.items import Item, decoded, text_of
from workbench.importers.resource import Link, Resource, links_in
from workbench.library.resource_types import Part, ResourceTypes, TypeRule

__all__ = ["Joined"]

_MOST_DEPTH = 30
_ZONE = re.compile(r"[a-z]{2}(?:-[a-z]+)+-\d[a-z]\Z")
_STRONG = re.compile(r"arn:[\w-]+:.+|[a-z]+-[0-9a-f]{7,17}\Z")
_DEPENDING = frozenset({Part.COMPUTE, Part.STORE, Part.QUEUE, Part.SERVICE, Part.FRONT, Part.TRIGGER, Part.NAME})
_RENAMED: Mapping[str, Mapping[str, str]] = {
    "AWS::ElasticLoadBalancingV2::LoadBalancer": {"availabilityZones.subnetId": "Subnets"},
    "AWS::ElasticLoadBalancing::LoadBalancer": {"instances.instanceId": "Instances"},
    "AWS::RDS::DBInstance": {
        "dBSubnetGroup.dBSubnetGroupName": "DBSubnetGroupName",
    },
    "AWS::RDS::DBSubnetGroup": {"subnets.subnetIdentifier": "SubnetIds"},
    "AWS::RDS::DBCluster": {"dBSubnetGroup": "DBSubnetGroupName"},
    "AWS::Lambda::Function": {"vpcConfig.subnetIds": "VpcConfig.SubnetIds"},
    "AWS::EC2::NatGateway": {"natGatewayAddresses.allocationId": "AllocationId"},
    "AWS::EC2::RouteTable": {"associations.subnetId": "SubnetIds"},
}  # fmt: skip
"""Where the words of an item are not those of CloudFormation, but for the case of letters."""


class Joined:
    """Some items together."""

    def __init__(self, items: Mapping[str, Item], types: ResourceTypes) -> None:
        self.items = items
        self.types = types
        self.names: dict[str, Link] = {}
        for one in items.values():
            for name, attribute in ((one.id, ""), (text_of(one.values.get("resourceId")), ""), (one.arn, "Arn")):
                if _STRONG.match(name):
                    self.names.setdefault(name, Link(one.id, attribute))
        self.by_type: dict[tuple[str, str], str] = {}
        for one in items.values():
            for name in (
                one.id,
                text_of(one.values.get("resourceId")),
                text_of(one.values.get("resourceName")),
                one.arn,
            ):
                if name:
                    self.by_type.setdefault((one.type, name), one.id)
        self.groups = {name: key for (type_, name), key in self.by_type.items() if type_.endswith("SubnetGroup")}
        self.places: dict[str, Resource] = {}

    def resources(self) -> list[Resource]:
        """Return them, with the networks that they stand in and that nobody described."""
        self._add_places()
        made = {one.id: self._resource(one) for one in self.items.values()}
        for one in self.items.values():
            made[one.id] = self._related(one, made)
        return [*made.values(), *self.places.values()]

    def _add_places(self) -> None:
        for one in self.items.values():
            for _name, type_, other in one.related:
                if type_ in ("AWS::EC2::Subnet", "AWS::EC2::VPC") and other not in self.items:
                    self._place(one, type_, other)
            zones = one.settings.get("availabilityZones")
            for zone in zones if isinstance(zones, list) else ():
                if isinstance(zone, Mapping) and text_of(zone.get("subnetId")) and text_of(zone.get("zoneName")):
                    subnet = text_of(zone["subnetId"])
                    if subnet not in self.items:
                        self._place(one, "AWS::EC2::Subnet", subnet, AvailabilityZone=text_of(zone["zoneName"]))

    def _place(self, one: Item, type_: str, key: str, **settings: Any) -> None:
        vpc = text_of(one.settings.get("vpcId"))
        if type_ == "AWS::EC2::Subnet" and vpc:
            if vpc not in self.items:
                self._place(one, "AWS::EC2::VPC", vpc)
            settings["VpcId"] = Link(vpc)
        known = self.places.get(key)
        properties = {**(known.properties if known else {}), **settings}
        self.places[key] = Resource(
            key, type_, properties, one.file, one.line, region=_region(one), account=_account(one),
            attributes={"existing": True},
        )  # fmt: skip
        self.names.setdefault(key, Link(key))

    # ------------------------------------------------------------------------------------------------ one resource
    def _resource(self, one: Item) -> Resource:
        rule = self.types.of(one.type)
        names = _names(rule)
        settings = {key: value for key, value in one.settings.items() if value is not None}
        properties = {
            names.get(str(key).lower(), _pascal(str(key))): self._value(one, value, names, 0) for key, value in settings.items()
        }  # fmt: skip
        for path, name in _RENAMED.get(one.type, {}).items():
            values = [self._value(one, value, names, 0) for value in _at(settings, path.split("."))]
            if values:
                _set(properties, name.split("."), values if len(values) > 1 or name.endswith("s") else values[0])
        for path in rule.groups if rule else ():
            if isinstance(group := properties.get(path), str) and group in self.groups:
                properties[path] = Link(self.groups[group])
        if isinstance(listed := properties.get("VPCZoneIdentifier"), str):
            properties["VPCZoneIdentifier"] = [self.names.get(part.strip(), part.strip()) for part in listed.split(",")]
        zone = text_of(one.values.get("availabilityZone"))
        if rule is not None and rule.zones and _ZONE.match(zone):
            properties.setdefault(rule.zones[0].partition(".")[0], zone)
        tags = decoded(one.values.get("tags"))
        name = text_of(tags.get("Name")) if isinstance(tags, Mapping) else ""
        return Resource(
            one.id, one.type, properties, one.file, one.line, name or text_of(one.values.get("resourceName")),
            one.id, _region(one), _account(one),
        )  # fmt: skip

    def _value(self, one: Item, value: Any, names: Mapping[str, str], depth: int) -> Any:
        if isinstance(value, str):
            link = self.names.get(value)
            return link if link is not None and link.id != one.id else value
        if depth > _MOST_DEPTH:
            return value
        if isinstance(value, list):
            return [self._value(one, each, names, depth + 1) for each in value]
        if isinstance(value, Mapping):
            return {
                names.get(str(key).lower(), _pascal(str(key))): self._value(one, each, names, depth + 1)
                for key, each in value.items() if each is not None
            }  # fmt: skip
        return value

    def _related(self, one: Item, made: Mapping[str, Resource]) -> Resource:
        """Add what only the relationships say: what it stands in, and what it works with, unless that is known already."""
        resource = made[one.id]
        rule = self.types.of(one.type)
        known = {link.id for link in links_in(resource.properties)}
        properties = dict(resource.properties)
        for name, type_, target in one.related:
            other = self.by_type.get((type_, target)) or (
                target if target in self.items or target in self.places else ""
            )
            if not other or other in known or other == one.id or name.startswith("contains"):
                continue
            place = self.types.of(type_)
            if place is not None and place.part is Part.PLACE:
                path = (
                    "VpcId" if type_ == "AWS::EC2::VPC" else (rule.subnets[0] if rule and rule.subnets else "SubnetId")
                )
                _set(properties, path.split("."), Link(other))
            elif (rule is None or rule.part in _DEPENDING) and not self._names_back(made.get(other), one.id):
                _set(properties, ["Relationships"], Link(other))
            known.add(other)
        return replace(resource, properties=properties)

    @staticmethod
    def _names_back(other: Resource | None, key: str) -> bool:
        return other is not None and any(link.id == key for link in links_in(other.properties))


def _names(rule: TypeRule | None) -> dict[str, str]:
    """The words of CloudFormation that count for a type, by themselves in small letters."""
    if rule is None:
        return {}
    copies = rule.copies
    paths = [*rule.subnets, *rule.groups, *rule.zones, rule.member_of, *rule.paths, *rule.keep]
    if copies is not None:
        told = (copies.flag, copies.unless, copies.spread, copies.parts)
        paths += [*copies.count, *(one for one in told if isinstance(one, str))]
    return {part.lower(): part for path in paths for part in path.split(".") if part and "*" not in part}


def _set(properties: dict[str, Any], path: list[str], value: Any) -> None:
    holder = properties
    for key in path[:-1]:
        inner = holder.get(key)
        holder[key] = inner = dict(inner) if isinstance(inner, Mapping) else {}
        holder = inner
    before = holder.get(path[-1])
    if isinstance(value, Link) and before is not None:
        value = [*(before if isinstance(before, list) else [before]), value]
    holder[path[-1]] = value


def _at(value: Any, path: list[str]) -> list[Any]:
    found = [value]
    for key in path:
        found = [
            each[key] for one in found for each in (one if isinstance(one, list) else [one])
            if isinstance(each, Mapping) and each.get(key) is not None
        ]  # fmt: skip
    return [each for one in found for each in (one if isinstance(one, list) else [one])]


def _pascal(name: str) -> str:
    return name[:1].upper() + name[1:]


def _region(one: Item) -> str:
    region = text_of(one.values.get("awsRegion"))
    return "" if region in ("global", "Not Applicable") else region


def _account(one: Item) -> str:
    return text_of(one.values.get("awsAccountId")) or text_of(one.values.get("accountId"))
