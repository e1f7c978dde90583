"""What each AWS resource type means for failures: the shipped table, read and checked."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from typing import Any

from workbench.errors import BadInput
from workbench.i18n import _
from workbench.library.places import resources_dir

__all__ = [
    "Copies", "Part", "Relation", "ResourceTypes", "Scope", "TypeRule", "read_resource_types", "shipped_resource_types",
]  # fmt: skip

_FORMAT = "wb-resource-types/1"


class Part(StrEnum):
    """What part a resource plays in an architecture."""

    PLACE = "place"
    NETWORK = "network"
    COMPUTE = "compute"
    STORE = "store"
    QUEUE = "queue"
    SERVICE = "service"
    FRONT = "front"
    TRIGGER = "trigger"
    NAME = "name"
    TRUST = "trust"
    WATCH = "watch"
    SETTING = "setting"


class Scope(StrEnum):
    """How far it reaches, and with what it fails."""

    ZONAL = "zonal"
    REGIONAL = "regional"
    GLOBAL = "global"
    ACCOUNT = "account"


class Relation(StrEnum):
    """What a reference from one resource to another means; the table's head says it in words."""

    NEEDS = "needs"
    USES = "uses"
    SOFT = "soft"
    KEY = "key"
    ROLE = "role"
    START = "start"
    SCALE = "scale"
    RECOVER = "recover"
    WATCH = "watch"
    SETTING = "setting"
    IN = "in"
    NEEDED_BY = "needed_by"
    USED_BY = "used_by"
    TARGET = "target"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Copies:
    """How a type says how many of it there are.

    Attributes:
        count: Paths of a number of copies; the first that is said counts.
        plus: Added to that number: 1 where the file counts replicas and the primary comes on top.
        flag: Path of a value that says it in words, such as MultiAZ.
        by: Number of copies for each value of the flag.
        unless: Path of a flag without which the copies do not take over by themselves.
        default: Number where the file says nothing; None asks.
        spread: Whether they are placed in several zones; a path is a flag that decides it.
        parts: Path of the number of parts that are all needed, each with such copies: shards.
        needs: How many carry the load; None asks.
        member: Type of one copy.
        names: What the copies are called, the first ones first; the last word goes on with numbers.
        failover_s, lag_s: See `workbench.domain.graph.Group`.
    """

    count: tuple[str, ...] = ()
    plus: int = 0
    flag: str = ""
    by: Mapping[str, int] = field(default_factory=dict)
    unless: str = ""
    default: int | None = None
    spread: bool | str = True
    parts: str = ""
    needs: int | None = None
    member: str = ""
    names: tuple[str, ...] = ("copy",)
    failover_s: float | None = None
    lag_s: float | None = None


@dataclass(frozen=True, slots=True)
class TypeRule:
    """One type.

    Attributes:
        type: In CloudFormation's words.
        title: What people call it.
        kind: Kind of the element, see `workbench.domain.graph.KIND_TITLES`.
        managed: The provider spreads it over its zones.
        failable: False for what is only a name or a setting.
        referenced: What a mere reference to it means.
        subnets, zones: Paths of the subnets and zones it stands in.
        paths: What the references at a path, and below it, mean.
        copies: How redundancy is said; None where there is none to say.
        member_of: Path of the cluster that it is one member of.
        groups: Path of the resource whose subnets it stands in, such as a subnet group.
        needs_subnets: Whether it goes on with any one of its subnets, as load balancers and functions do.
        keep: Names of attributes for values worth keeping, by path.
        journey: Words for a proposed journey, with {name}; empty proposes none.
        failover_s: Of its members, where it is a cluster.
        managed_if: Path of what, when it is there, makes the provider spread it: a serverless configuration.
        source: Where the facts are from.
    """

    type: str
    title: str
    part: Part
    scope: Scope
    source: str
    kind: str = "component"
    managed: bool = False
    failable: bool = True
    referenced: Relation = Relation.USES
    subnets: tuple[str, ...] = ()
    zones: tuple[str, ...] = ()
    paths: Mapping[str, Relation] = field(default_factory=dict)
    copies: Copies | None = None
    member_of: str = ""
    groups: tuple[str, ...] = ()
    needs_subnets: bool = False
    keep: Mapping[str, str] = field(default_factory=dict)
    journey: str = ""
    failover_s: float | None = None
    managed_if: str = ""


@dataclass(frozen=True, slots=True)
class ResourceTypes:
    """The table; types that are not in it are None."""

    rules: Mapping[str, TypeRule]

    def of(self, type_: str) -> TypeRule | None:
        """Return what is known of a type."""
        return self.rules.get(type_)


def read_resource_types(text: str | bytes, name: str = "") -> ResourceTypes:
    """Read the text of a table.

    Raises:
        BadInput: It is not one.
    """
    label = name or _("The table of resource types")
    at = ""
    try:
        data = json.loads(text)
        if data["format"] != _FORMAT:
            raise ValueError(data["format"])
        rules = {}
        for at, entry in data["types"].items():
            rules[at] = _rule(at, entry)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadInput(
            _("{name} is not a table of resource types: {at} {error}.").format(name=label, at=at, error=error),
            _("Install the workbench again."),
        ) from error
    return ResourceTypes(rules)


@cache
def shipped_resource_types() -> ResourceTypes:
    """Return the table of AWS types that ships with the product, read once."""
    path = resources_dir() / "knowledge" / "aws_types.json"
    return read_resource_types(path.read_bytes(), path.name)


_RULE_KEYS = frozenset((
    "title", "part", "scope", "source", "kind", "managed", "failable", "referenced", "subnets", "zones", "paths", "copies",
    "member_of", "groups", "needs_subnets", "keep", "journey", "failover_s",
    "managed_if",
))  # fmt: skip
_COPIES_KEYS = frozenset((
    "count", "plus", "flag", "by", "unless", "default", "spread", "parts", "needs", "member", "names", "failover_s", "lag_s",
    "source",
))  # fmt: skip


def _rule(type_: str, entry: Mapping[str, Any]) -> TypeRule:
    _known(entry, _RULE_KEYS)
    part, scope = Part(entry["part"]), Scope(entry["scope"])
    setting = part in (Part.SETTING, Part.NAME)
    return TypeRule(
        type_, str(entry["title"]), part, scope, str(entry["source"]), str(entry.get("kind", "component")),
        bool(entry.get("managed", scope is not Scope.ZONAL)), bool(entry.get("failable", not setting)),
        Relation(entry.get("referenced", "setting" if part is Part.SETTING else "uses")),
        tuple(entry.get("subnets", ())), tuple(entry.get("zones", ())),
        {str(path): Relation(word) for path, word in entry.get("paths", {}).items()},
        _copies(entry["copies"]) if "copies" in entry else None, str(entry.get("member_of", "")),
        tuple(entry.get("groups", ())), bool(entry.get("needs_subnets", False)),
        {str(path): str(name) for path, name in entry.get("keep", {}).items()}, str(entry.get("journey", "")),
        entry.get("failover_s"), str(entry.get("managed_if", "")),
    )  # fmt: skip


def _copies(entry: Mapping[str, Any]) -> Copies:
    _known(entry, _COPIES_KEYS)
    return Copies(
        tuple(entry.get("count", ())), int(entry.get("plus", 0)), str(entry.get("flag", "")),
        {str(value).lower(): int(n) for value, n in entry.get("by", {}).items()}, str(entry.get("unless", "")),
        entry.get("default"), entry.get("spread", True), str(entry.get("parts", "")), entry.get("needs"),
        str(entry.get("member", "")), tuple(entry.get("names", ("copy",))), entry.get("failover_s"), entry.get("lag_s"),
    )  # fmt: skip


def _known(entry: Mapping[str, Any], keys: Collection[str]) -> None:
    for key in entry:
        if key not in keys:
            raise ValueError(key)
