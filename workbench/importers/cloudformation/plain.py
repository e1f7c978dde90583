"""Templates in long form: `!Ref x` and `{"Ref": "x"}` are the same, and keys are texts."""

from __future__ import annotations

import re
from typing import Any

from workbench.i18n import _
from workbench.importers.marks import Tagged
from workbench.importers.yaml_values import MOST_DEPTH, Unreadable

__all__ = ["SUB_NAME", "as_text", "is_function", "long_form"]

SUB_NAME = re.compile(r"\$\{\s*([A-Za-z0-9_:.]+)\s*\}")
"""A name in the text of Fn::Sub; `${!Literal}` is none."""

_SHORT = {"!Ref": "Ref", "!Condition": "Condition"}


def long_form(value: Any) -> tuple[Any, frozenset[int]]:
    """Return a value of YAML or JSON in long form, and the ids of its mappings and lists that hold no function.

    What an alias stands for stays one object.

    Raises:
        Unreadable: It goes deeper than MOST_DEPTH.
    """
    reader = _LongForm()
    made, _plain = reader.read(value, 0)
    return made, frozenset(reader.plain)


def is_function(value: object) -> bool:
    """Whether a value is a function or a reference."""
    if not isinstance(value, dict) or len(value) != 1:
        return False
    key, inner = next(iter(value.items()))
    if key == "Condition":
        return isinstance(inner, str)
    return key == "Ref" or (key.startswith("Fn::") and not key.startswith("Fn::ForEach::"))


def as_text(value: object) -> str:
    """Return a scalar as CloudFormation writes it into texts."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return "" if value is None else str(value)


class _LongForm:
    def __init__(self) -> None:
        self.plain: set[int] = set()
        self.known: dict[int, tuple[Any, bool]] = {}

    def read(self, value: Any, depth: int) -> tuple[Any, bool]:
        """Return the long form, and whether it holds no function."""
        if not isinstance(value, dict | list | Tagged):
            return value, True
        known = self.known.get(id(value))
        if known is not None:
            return known
        if depth > MOST_DEPTH:
            raise Unreadable(getattr(value, "line", 0), _("goes deeper than {n} levels").format(n=MOST_DEPTH))
        made: Any
        plain = True
        if isinstance(value, Tagged):
            inner, _inner_plain = self.read(value.value, depth + 1)
            made, plain = _function(value.tag, inner), False
        elif isinstance(value, list):
            made = []
            for one in value:
                item, item_plain = self.read(one, depth + 1)
                made.append(item)
                plain = plain and item_plain
        else:
            made = {}
            for key, one in value.items():
                item, item_plain = self.read(one, depth + 1)
                made[key if isinstance(key, str) else as_text(key)] = item
                plain = plain and item_plain
            if any(key == "Ref" or key.startswith("Fn::") for key in made) or is_function(made):
                plain = False
                _tidy(made)
        if plain:
            self.plain.add(id(made))
        self.known[id(value)] = made, plain
        return made, plain


def _function(tag: str, value: Any) -> dict[str, Any]:
    made = {_SHORT.get(tag, f"Fn::{tag[1:]}"): value}
    _tidy(made)
    return made


def _tidy(function: dict[str, Any]) -> None:
    """GetAtt names its parts in one text, in a list, or in a list of more than two."""
    value = function.get("Fn::GetAtt")
    if isinstance(value, str):
        function["Fn::GetAtt"] = value.split(".", 1)
    elif isinstance(value, list) and len(value) > 2 and all(isinstance(one, str) for one in value):
        function["Fn::GetAtt"] = [value[0], ".".join(value[1:])]
