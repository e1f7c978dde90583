"""Parameters of one stack: given from outside, by default, or open."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Protocol

from workbench.i18n import _
from workbench.importers.cloudformation.plain import as_text
from workbench.importers.cloudformation.texts import NOTHING, joined, parts_of
from workbench.importers.resource import Unknown

__all__ = ["Parameters"]

_MOST_ENTRIES = 1_000
_LONGEST = 50_000
_LISTS = ("CommaDelimitedList", "List<", "AWS::SSM::Parameter::Value<List", "AWS::SSM::Parameter::Value<CommaDelimited")


class _Giver(Protocol):
    def value(self, value: Any) -> Any:
        """Return what a value is."""


class Parameters:
    """The parameters of one stack; each is found out once.

    Attributes:
        defaults: Those that somebody asked for and that have their default, which is no secret, as text.
    """

    def __init__(self, declared: Mapping[str, Any], given: Mapping[str, tuple[_Giver, Any]]) -> None:
        self._declared = declared
        self._given = given
        self._known: dict[str, Any] = {}
        self._busy: set[str] = set()
        self._veil = True
        self.defaults: dict[str, str] = {}

    def __contains__(self, name: object) -> bool:
        return name in self._declared or name in self._given

    @contextmanager
    def unveiled(self) -> Iterator[None]:
        """Within this, secret parameters have their values: conditions may ask whether there is one."""
        before, self._veil = self._veil, False
        try:
            yield
        finally:
            self._veil = before

    def allowed(self) -> dict[str, list[str]]:
        """Return the only values that parameters may have, for those that list them."""
        return {
            name: [as_text(one) for one in declared["AllowedValues"]]
            for name, declared in self._declared.items()
            if isinstance(declared, dict) and isinstance(declared.get("AllowedValues"), list)
        }

    def value(self, name: str) -> Any:
        """Return the value of a parameter; Unknown where the file leaves it open, and for secrets."""
        declared = self._declared.get(name)
        if self._veil and _is_secret(declared):
            return Unknown(_("parameter {name} is secret").format(name=name), name)
        if name not in self._known:
            if name in self._busy:
                return Unknown(_("parameter {name} refers to itself").format(name=name), name)
            self._busy.add(name)
            try:
                self._known[name] = self._found(name, declared if isinstance(declared, dict) else {})
            finally:
                self._busy.discard(name)
        return self._known[name]

    def _found(self, name: str, declared: Mapping[str, Any]) -> Any:
        type_ = as_text(declared.get("Type"))
        if name in self._given:
            giver, written = self._given[name]
            return _limited(_typed(giver.value(written), type_), name)
        if _is_stored(declared):
            why = _("parameter {name} is kept in Systems Manager: {path}")
            return Unknown(why.format(name=name, path=as_text(declared.get("Default")) or "?"), name)
        default = declared.get("Default")
        if default is None or (type_.startswith("AWS::") and default == ""):
            allowed = declared.get("AllowedValues")
            if isinstance(allowed, list) and len(allowed) == 1:
                return _typed(allowed[0], type_)
            return Unknown(_("parameter {name} has no default").format(name=name), name)
        if not _is_secret(declared) and not isinstance(default, dict | list):
            self.defaults[name] = as_text(default)
        return _limited(_typed(default, type_), name)


def _is_secret(declared: object) -> bool:
    return isinstance(declared, dict) and as_text(declared.get("NoEcho")).lower() == "true"


def _is_stored(declared: Mapping[str, Any]) -> bool:
    return as_text(declared.get("Type")).startswith("AWS::SSM::Parameter::Value")


def _typed(value: Any, type_: str) -> Any:
    if value is NOTHING:
        return ""
    if type_.startswith(_LISTS):
        if isinstance(value, str):
            return [one.strip() for one in value.split(",")] if value else []
        parts = parts_of(value)
        if len(parts) > 1:
            return _list_of(parts)
    return value


def _list_of(parts: list[Any]) -> list[Any]:
    """A text with commas between its parts, as a list of them."""
    entries: list[list[Any]] = [[]]
    for part in parts:
        if isinstance(part, str):
            first, *rest = part.split(",")
            entries[-1].append(first.strip())
            entries.extend([one.strip()] for one in rest)
        else:
            entries[-1].append(part)
    return [joined(one) for one in entries if any(one)]


def _limited(value: Any, name: str) -> Any:
    """Parameters are texts or lists of texts; what is more, or too much, does not multiply from stack to stack."""
    entries = value if isinstance(value, list) else parts_of(value)
    size = sum(len(one) if isinstance(one, str) else 1 for one in entries)
    if len(entries) > _MOST_ENTRIES or size > _LONGEST:
        return Unknown(_("parameter {name} is too long").format(name=name), name)
    return _undecided(value, name) if any(isinstance(one, dict | list) for one in entries) else value


def _undecided(value: Any, name: str, depth: int = 0) -> Any:
    if isinstance(value, list) and depth < 3:
        return [_undecided(one, name, depth + 1) for one in value]
    if isinstance(value, dict) and depth < 3 and len(value) == 1 and next(iter(value)) in ("Fn::If", "Fn::Join"):
        function, argument = next(iter(value.items()))
        return {function: [_undecided(one, name, depth + 1) for one in argument]}
    if isinstance(value, dict | list):
        return Unknown(_("parameter {name} is no text").format(name=name), name)
    return value
