"""The four strategies of disaster recovery with their typical ranges: the shipped table."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from typing import Any

from workbench.errors import BadInput
from workbench.i18n import _
from workbench.library.places import resources_dir

__all__ = ["Strategies", "Strategy", "read_strategies", "shipped_strategies"]

_FORMAT = "wb-recovery-strategies/1"


@dataclass(frozen=True, slots=True)
class Strategy:
    """One strategy.

    Attributes:
        cost: Place in the order of cost, from 1; no price.
        rto_s, rpo_s: Typical range [s], from the best to the worst; our reading of the words of the practice.
        about: What it is, in one sentence.
    """

    id: str
    title: str
    cost: int
    rto_s: tuple[float, float]
    rpo_s: tuple[float, float]
    about: str


@dataclass(frozen=True, slots=True)
class Strategies:
    """The table, by rising cost.

    Attributes:
        practice, url: The practice that names them.
        note: What the ranges are and are not.
    """

    practice: str
    url: str
    note: str
    strategies: tuple[Strategy, ...]


def read_strategies(text: str | bytes, name: str = "") -> Strategies:
    """Read the text of a table.

    Raises:
        BadInput: It is not one.
    """
    label = name or _("The table of recovery strategies")
    try:
        data = json.loads(text)
        if data["format"] != _FORMAT:
            raise ValueError(data["format"])
        some = sorted((_strategy(one) for one in data["strategies"]), key=lambda one: one.cost)
        return Strategies(str(data["practice"]), str(data["url"]), str(data["note"]), tuple(some))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadInput(
            _("{name} is not a table of recovery strategies: {error}.").format(name=label, error=error),
            _("Install the workbench again."),
        ) from error


@cache
def shipped_strategies() -> Strategies:
    """Return the table that ships with the product, read once."""
    path = resources_dir() / "knowledge" / "recovery_strategies.json"
    return read_strategies(path.read_bytes(), path.name)


def _strategy(entry: dict[str, Any]) -> Strategy:
    return Strategy(
        str(entry["id"]), str(entry["title"]), int(entry["cost"]), _range(entry["rto_s"]), _range(entry["rpo_s"]),
        str(entry["about"]),
    )  # fmt: skip


def _range(value: list[Any]) -> tuple[float, float]:
    best, worst = value
    if not 0 <= best <= worst:
        raise ValueError(value)
    return best, worst
