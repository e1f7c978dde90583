"""Fn::ForEach: copies of entries for each value of a list, within limits.

https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference-foreach.html
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from workbench.i18n import _
from workbench.importers.cloudformation.plain import as_text
from workbench.importers.cloudformation.texts import open_parts
from workbench.importers.resource import Unknown

__all__ = ["FOR_EACH", "MOST_COPIES", "Loops"]

FOR_EACH = "Fn::ForEach::"
MOST_COPIES = 20_000
"""So many copies are made in one template at most; CloudFormation itself ends at 500 resources."""
_MOST_VALUES = 1_000_000
_LONGEST = 2_000
_NAME = re.compile(r"([$&])\{\s*([A-Za-z0-9]+)\s*\}")
_SIGN = re.compile(r"[^A-Za-z0-9]+")


class Loops:
    """Expands the loops of one template.

    Attributes:
        made: Key of a copy in its section, such as a logical id, to the key of the loop it is from.
        troubles: What could not be expanded: the name of the loop, and why.
    """

    def __init__(self, value: Callable[[Any], Any]) -> None:
        self._value = value
        self._copies = 0
        self._values = 0
        self.made: dict[str, str] = {}
        self.troubles: dict[str, str] = {}

    def expand(self, sections: Mapping[str, Any]) -> dict[str, Any]:
        """Return the sections with every loop replaced by its copies."""
        made = {}
        for name, one in sections.items():
            made[name] = self._walk(one, {}, "") if name != "Metadata" else one
        return made

    # -------------------------------------------------------------------------------------------------- walking
    def _walk(self, value: Any, names: Mapping[str, str], inside: str) -> Any:
        if isinstance(value, str):
            return _named(value, names) if names else value
        if not isinstance(value, dict | list):
            return value
        self._values += 1
        if isinstance(value, list):
            return [self._walk(one, names, inside) for one in value]
        if len(value) == 1 and "Ref" in value and isinstance(value["Ref"], str) and value["Ref"] in names:
            return names[value["Ref"]]
        made: dict[str, Any] = {}
        for key, one in value.items():
            if key.startswith(FOR_EACH):
                self._loop(key, one, names, made, inside or key)
            else:
                made[_named(key, names) if names else key] = self._walk(one, names, inside)
        return made

    def _loop(self, key: str, value: Any, names: Mapping[str, str], into: dict[str, Any], outer: str) -> None:
        if not isinstance(value, list) or len(value) != 3 or not isinstance(value[2], dict):
            self.troubles[key] = _("it needs a name, a list and what to copy")
            return
        name = value[0]
        if not isinstance(name, str):
            self.troubles[key] = _("it needs a name, a list and what to copy")
            return
        for one in self._members(key, name, self._walk(value[1], names, outer)):
            self._copies += 1
            if self._copies > MOST_COPIES or self._values > _MOST_VALUES:
                self.troubles[key] = _("it makes more than {n} copies; the others are left out").format(n=MOST_COPIES)
                return
            for made_key, made in self._walk(value[2], {**names, name: one}, outer).items():
                into[made_key] = made
                self.made.setdefault(made_key, outer)

    def _members(self, key: str, name: str, listed: Any) -> list[str]:
        found = self._value(listed)
        entries = found.split(",") if isinstance(found, str) else found if isinstance(found, list) else [found]
        each = [one for entry in entries for one in (entry if isinstance(entry, list) else [entry])]
        known = [as_text(one).strip()[:_LONGEST] for one in each if not open_parts(one)]
        unknown = next((one for one in each if open_parts(one)), None)
        if unknown is not None:
            why = unknown.why if isinstance(unknown, Unknown) else _("its list is not known from the file")
            self.troubles[key] = _("{why}; one copy stands for all").format(why=why)
        return known or ([name] if unknown is not None else [])


def _named(text: str, names: Mapping[str, str]) -> str:
    if "{" not in text:
        return text

    def value(match: re.Match[str]) -> str:
        found = names.get(match.group(2))
        if found is None:
            return match.group()
        return _SIGN.sub("", found) if match.group(1) == "&" else found

    return _NAME.sub(value, text)
