"""Which lenses a workload calls for: the shipped rules, read and checked."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from enum import IntEnum
from functools import cache
from typing import Any

from workbench.errors import BadInput
from workbench.i18n import N_, _
from workbench.library.places import resources_dir

__all__ = ["STRENGTH_TITLES", "AdviceRule", "LensAdvice", "Strength", "read_lens_advice", "shipped_lens_advice"]

_FORMAT = "wb-lens-advice/1"


class Strength(IntEnum):
    """How much a lens is called for."""

    WEAK = 1
    GOOD = 2
    STRONG = 3


STRENGTH_TITLES = {
    Strength.STRONG: N_("Strong match"),
    Strength.GOOD: N_("Good match"),
    Strength.WEAK: N_("Worth a look"),
}


@dataclass(frozen=True, slots=True)
class AdviceRule:
    """One reason to review with a lens; all conditions that are set must hold, their values are alternatives.

    Attributes:
        lens: Alias of the lens it speaks for.
        reason: Why, in a sentence.
        always: Holds for every workload.
        words: Phrases in the workload's own texts.
        without: Phrases that do not count, "media player" where "player" would.
        industries: Industry types.
        environments: "PRODUCTION" or "PREPRODUCTION".
        tags: Phrases in keys or values of tags.
        kinds: Kinds of elements of the dependency graph.
        types: Beginnings of their types, "AWS::Lambda::".
        lenses: Aliases of lenses that are in use or called for.
        places: "both" for AWS Regions and places outside AWS.
        regions: At least so many AWS Regions.
        most_regions: At most so many, and at least one.
        jurisdictions: At least so many different laws.
        jurisdictions_any: Codes of laws, of which one must apply.
    """

    lens: str
    strength: Strength
    reason: str
    always: bool = False
    words: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    industries: tuple[str, ...] = ()
    environments: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    lenses: tuple[str, ...] = ()
    places: str = ""
    regions: int = 0
    most_regions: int = 0
    jurisdictions: int = 0
    jurisdictions_any: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LensAdvice:
    """All rules, and under which law each AWS Region stands."""

    rules: tuple[AdviceRule, ...] = ()
    law_of: Mapping[str, str] = field(default_factory=dict, hash=False)


def read_lens_advice(text: str | bytes, name: str = "") -> LensAdvice:
    """Read the text of a file of rules.

    Raises:
        BadInput: It is not one.
    """
    try:
        data = json.loads(text)
        if data["format"] != _FORMAT:
            raise ValueError(data["format"])
        laws = {str(region): str(law) for law, regions in data["jurisdictions"].items() for region in regions}
        return LensAdvice(tuple(_rule(entry) for entry in data["rules"]), laws)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadInput(
            _("{name} is not a list of advice on lenses: {error}.").format(
                name=name or _("The advice on lenses"), error=error
            ),
            _("Install the workbench again."),
        ) from error


@cache
def shipped_lens_advice() -> LensAdvice:
    """Return the rules that ship with the product, read once."""
    path = resources_dir() / "knowledge" / "lens_advice.json"
    return read_lens_advice(path.read_bytes(), path.name)


_HEAD = {"lens", "strength", "reason", "without"}
_CONDITIONS = {one.name for one in fields(AdviceRule)} - _HEAD


def _rule(entry: dict[str, Any]) -> AdviceRule:
    if not _CONDITIONS & set(entry):
        raise ValueError(f"{entry['lens']}: no condition")
    values: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in entry.items()}
    return AdviceRule(**(values | {"strength": Strength[str(entry["strength"]).upper()]}))
