"""Which changes help against a single point of failure or a shared fate, by kind and type: the shipped table."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from typing import Any

from workbench.errors import BadInput
from workbench.i18n import N_, _
from workbench.library.places import resources_dir

__all__ = ["COST_TITLES", "Action", "Cost", "FixRule", "FixRules", "read_fix_rules", "shipped_fix_rules"]

_FORMAT = "wb-fixes/1"


class Action(StrEnum):
    """What is done to the graph; the order in which changes of several kinds are applied."""

    SOFT = "soft"
    STATIC = "static"
    REPLICA = "replica"
    SPREAD = "spread"
    SPLIT = "split"


class Cost(StrEnum):
    """A judgement of effort and running cost together, not a price."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


COST_TITLES = {Cost.LOW: N_("low"), Cost.MEDIUM: N_("medium"), Cost.HIGH: N_("high")}


@dataclass(frozen=True, slots=True)
class FixRule:
    """One way to help.

    Attributes:
        kinds: Kinds of elements it is for; `*` is any.
        types: Parts of types it is for, in lower case; such a rule goes before those that go by kind.
        not_types: Parts of types it is not for, such as what keeps data.
        advice: What to do, in one sentence or two.
        practices: Codes of practices of the lens.
    """

    id: str
    action: Action
    kinds: frozenset[str]
    types: tuple[str, ...]
    not_types: tuple[str, ...]
    cost: Cost
    advice: str
    practices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FixRules:
    """The table.

    Attributes:
        lens: Alias of the lens that the codes belong to.
        links: Address of each practice, by code.
    """

    lens: str
    rules: tuple[FixRule, ...]
    links: Mapping[str, str] = field(default_factory=dict, hash=False)

    def of(self, action: Action, kind: str, type_: str) -> FixRule | None:
        """Return the rule of an action for an element, by its type, else by its kind; None if there is none."""
        plain = type_.lower()
        own = [
            rule for rule in self.rules
            if rule.action is action and not any(part in plain for part in rule.not_types)
        ]  # fmt: skip
        by_type = next((rule for rule in own if any(part in plain for part in rule.types)), None)
        return by_type or next((rule for rule in own if kind in rule.kinds or "*" in rule.kinds), None)


def read_fix_rules(text: str | bytes, name: str = "") -> FixRules:
    """Read the text of a table.

    Raises:
        BadInput: It is not one.
    """
    label = name or _("The table of fixes")
    try:
        data = json.loads(text)
        if data["format"] != _FORMAT:
            raise ValueError(data["format"])
        links = {str(code): str(url) for code, url in data["practices"].items()}
        return FixRules(str(data["lens"]), tuple(_rule(one) for one in data["fixes"]), links)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadInput(
            _("{name} is not a table of fixes: {error}.").format(name=label, error=error),
            _("Install the workbench again."),
        ) from error


@cache
def shipped_fix_rules() -> FixRules:
    """Return the table that ships with the product, read once."""
    path = resources_dir() / "knowledge" / "fixes.json"
    return read_fix_rules(path.read_bytes(), path.name)


def _rule(entry: dict[str, Any]) -> FixRule:
    return FixRule(
        str(entry["id"]), Action(entry["action"]), frozenset(entry.get("kinds", ())), tuple(entry.get("types", ())),
        tuple(entry.get("not_types", ())),
        Cost(entry["cost"]), str(entry["advice"]), tuple(entry["practices"]),
    )  # fmt: skip
