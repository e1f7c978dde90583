"""Which best practices a finding of the failure analysis speaks to: the shipped table."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any

from workbench.errors import BadInput
from workbench.i18n import _
from workbench.library.places import resources_dir

__all__ = ["Denial", "FailurePractices", "Practice", "read_failure_practices", "shipped_failure_practices"]

_FORMAT = "wb-failure-practices/1"


class Denial(StrEnum):
    """Whether a finding shows that a practice is not followed, or only speaks to it."""

    NEVER = "never"
    IN_PLACE = "in_place"
    """Where its cause is a zone or a Region, or stands in a zone."""
    ALWAYS = "always"


@dataclass(frozen=True, slots=True)
class Practice:
    """One practice of a lens and why a finding speaks to it.

    Attributes:
        code: Code of the practice, for example REL10-BP01; title and address stand in the lens.
        denied: Whether who claims the practice is contradicted by such a finding.
    """

    code: str
    reason: str
    denied: Denial = Denial.NEVER


@dataclass(frozen=True, slots=True)
class FailurePractices:
    """Practices by rule, and further ones by the kind of the element that causes it.

    Attributes:
        lens: Alias of the lens that the codes belong to.
    """

    lens: str = ""
    rules: Mapping[str, tuple[Practice, ...]] = field(default_factory=dict, hash=False)
    kinds: Mapping[str, tuple[Practice, ...]] = field(default_factory=dict, hash=False)

    def of(self, rule: str, kind: str = "") -> tuple[Practice, ...]:
        """Return the practices of a rule, those that the kind calls for first; each code once."""
        found: dict[str, Practice] = {}
        for one in (*self.kinds.get(kind, ()), *self.rules.get(rule, ())):
            found.setdefault(one.code, one)
        return tuple(found.values())

    def reason(self, rule: str, code: str) -> str:
        """Return why findings of a rule speak to a practice; empty where the table does not say."""
        found = (one.reason for one in (*self.rules.get(rule, ()), *chain.from_iterable(self.kinds.values()))
                 if one.code == code)  # fmt: skip
        return next(found, "")

    def denial(self, rule: str, code: str) -> Denial:
        """Return whether findings of a rule contradict who claims a practice."""
        return next((one.denied for one in self.rules.get(rule, ()) if one.code == code), Denial.NEVER)


def read_failure_practices(text: str | bytes, name: str = "") -> FailurePractices:
    """Read the text of a table.

    Raises:
        BadInput: It is not one.
    """
    label = name or _("The table of practices")
    try:
        data = json.loads(text)
        if data["format"] != _FORMAT:
            raise ValueError(data["format"])
        return FailurePractices(str(data["lens"]), _table(data["rules"]), _table(data["kinds"]))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadInput(
            _("{name} is not a table of practices: {error}.").format(name=label, error=error),
            _("Install the workbench again."),
        ) from error


@cache
def shipped_failure_practices() -> FailurePractices:
    """Return the table that ships with the product, read once."""
    path: Path = resources_dir() / "knowledge" / "failure_practices.json"
    return read_failure_practices(path.read_bytes(), path.name)


def _table(entries: dict[str, list[dict[str, Any]]]) -> dict[str, tuple[Practice, ...]]:
    return {
        key: tuple(Practice(str(one["code"]), str(one["reason"]), Denial(one.get("denied", "never"))) for one in some)
        for key, some in entries.items()
    }
