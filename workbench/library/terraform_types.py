"""How Terraform's resource types and arguments are called in CloudFormation: the shipped table, read and checked."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from workbench.errors import BadInput
from workbench.i18n import _
from workbench.library.places import resources_dir

__all__ = [
    "Addition",
    "Making",
    "Renamed",
    "TerraformType",
    "TerraformTypes",
    "read_terraform_types",
    "shipped_terraform_types",
]

_FORMAT = "wb-terraform-types/1"


@dataclass(frozen=True, slots=True)
class Renamed:
    """Where an argument goes.

    Attributes:
        path: Names of the objects it goes into, its own name last, counted from the block it stands in.
        top: Whether they are counted from the top of the resource.
        values: Words for its values, where they differ.
    """

    path: tuple[str, ...]
    top: bool = False
    values: Mapping[str, str] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Addition:
    """What a resource without a part of its own adds to another.

    Attributes:
        at: Path of the property there that it is added to.
        takes: Paths of its arguments; with the name of each there, or without a name where the argument itself is added.
    """

    at: tuple[str, ...]
    takes: Mapping[str, str] = field(hash=False)


@dataclass(frozen=True, slots=True)
class Making:
    """An argument that is a resource of its own.

    Attributes:
        of: The argument: blocks, or one value.
        type: What it is in CloudFormation.
        own: Its property that names the resource it was written in.
    """

    of: str
    type: str
    own: str


@dataclass(frozen=True, slots=True)
class TerraformType:
    """One type of Terraform.

    Attributes:
        type: What it is in CloudFormation; empty for what is no part of its own.
        under: The object in which all its properties stand.
        json: Arguments whose text is JSON.
        setting: It never decides availability and is not drawn.
        adds_to: The argument that names the resource it adds to.
        source: Where its family is described.
    """

    name: str
    type: str = ""
    under: str = ""
    properties: Mapping[str, Renamed] = field(default_factory=dict, hash=False)
    makes: Making | None = None
    json: tuple[str, ...] = ()
    setting: bool = False
    adds_to: str = ""
    parts: tuple[Addition, ...] = ()
    source: str = ""


@dataclass(frozen=True, slots=True)
class TerraformTypes:
    """The table.

    Attributes:
        tools: Providers that are tools of Terraform, no parts of an architecture.
        existing: Data sources that stand for parts made elsewhere.
    """

    types: Mapping[str, TerraformType] = field(hash=False)
    tools: frozenset[str] = frozenset()
    existing: frozenset[str] = frozenset()

    def is_tool(self, type_: str) -> bool:
        """Tell whether a type belongs to a provider of tools."""
        return type_.partition("_")[0] in self.tools or type_ in self.tools


def read_terraform_types(text: str | bytes, name: str = "") -> TerraformTypes:
    """Read the text of a table.

    Raises:
        BadInput: It is not one.
    """
    label = name or _("The table of Terraform types")
    try:
        data = json.loads(text)
        if data["format"] != _FORMAT:
            raise ValueError(data["format"])
        types = {
            key: _type(key, one, str(family["source"]))
            for family in data["families"] for key, one in family["types"].items()
        }  # fmt: skip
        return TerraformTypes(types, frozenset(data["tools"]), frozenset(data["existing"]))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadInput(
            _("{name} is not a table of Terraform types: {error}.").format(name=label, error=error),
            _("Install the workbench again."),
        ) from error


@cache
def shipped_terraform_types() -> TerraformTypes:
    """Return the table that ships with the product, read once."""
    path: Path = resources_dir() / "knowledge" / "terraform_types.json"
    return read_terraform_types(path.read_bytes(), path.name)


def _type(name: str, one: Mapping[str, Any], source: str) -> TerraformType:
    if sum(key in one for key in ("type", "setting", "adds_to")) != 1:
        raise ValueError(name)
    makes = one.get("makes")
    return TerraformType(
        name, str(one.get("type", "")), str(one.get("under", "")),
        {key: _renamed(each) for key, each in one.get("properties", {}).items()},
        Making(makes["of"], makes["type"], makes["own"]) if makes else None,
        tuple(one.get("json", ())), bool(one.get("setting", False)), str(one.get("adds_to", "")),
        tuple(Addition(tuple(each["at"].split(".")), _takes(each["takes"])) for each in one.get("parts", ())), source,
    )  # fmt: skip


def _renamed(one: str | Mapping[str, Any]) -> Renamed:
    if isinstance(one, str):
        return Renamed(tuple(one.removeprefix("^").split(".")), one.startswith("^"))
    return Renamed((str(one["name"]),), values=dict(one["values"]))


def _takes(one: Mapping[str, str] | Sequence[str]) -> Mapping[str, str]:
    return dict(one) if isinstance(one, Mapping) else dict.fromkeys(one, "")
