"""Reads values out of parsed JSON and notes everything that is wrong, each with its place, instead of stopping."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Any

from workbench.i18n import _

__all__ = ["Finding", "JsonReader"]

_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Finding:
    """Something about one place of a JSON text, for example `reviews.wellarchitected.answers.x.selected[2]`."""

    path: str
    text: str

    def __str__(self) -> str:
        return f"{self.path}: {self.text}" if self.path else self.text


def _quoted(value: object) -> str:
    text = value if isinstance(value, str) else repr(value)
    return text if len(text) <= _SHOWN else text[:_SHOWN] + "..."


@dataclass
class JsonReader:
    """Every getter returns None, or nothing, for what is absent or wrong; the wrong is in `problems`."""

    problems: list[Finding] = field(default_factory=list)
    warnings: list[Finding] = field(default_factory=list)

    def problem(self, path: str, text: str) -> None:
        """Note what cannot be used."""
        self.problems.append(Finding(path, text))

    def warning(self, path: str, text: str) -> None:
        """Note what is used but should be looked at."""
        self.warnings.append(Finding(path, text))

    def only(self, entry: dict[str, Any], known: Collection[str], path: str) -> None:
        """Note every key that nobody knows."""
        for key in entry:
            if key not in known:
                listed = ", ".join(known)
                self.problem(_joined(path, key), _("is no key of this place; known are: {known}").format(known=listed))

    def mapping(self, entry: dict[str, Any], key: str, path: str) -> dict[str, Any]:
        """Return an object; what is absent counts as empty."""
        value = entry.get(key, {})
        if isinstance(value, dict):
            return value
        self.problem(_joined(path, key), _("is no object"))
        return {}

    def entries(self, entry: dict[str, Any], key: str, path: str) -> Iterator[tuple[str, dict[str, Any]]]:
        """Yield the members of an object that are objects themselves."""
        for name, value in self.mapping(entry, key, path).items():
            if isinstance(value, dict):
                yield name, value
            else:
                self.problem(f"{_joined(path, key)}.{name}", _("is no object"))

    def text(self, entry: dict[str, Any], key: str, path: str, limit: int = 0) -> str | None:
        """Return a text; one that is longer than `limit` is kept with a warning."""
        if key not in entry:
            return None
        value, where = entry[key], _joined(path, key)
        if not isinstance(value, str):
            self.problem(where, _("is no text"))
            return None
        if "\0" in value or any("\ud800" <= sign <= "\udfff" for sign in value):
            self.problem(where, _("holds characters that no file can keep"))
            return None
        if limit and len(value) > limit:
            said = _("has {n} characters and is kept; the WA Tool keeps {limit}")
            self.warning(where, said.format(n=f"{len(value):,}", limit=f"{limit:,}"))
        return value

    def word(self, entry: dict[str, Any], key: str, path: str, known: Collection[str]) -> str | None:
        """Return one of some words, or "" which clears."""
        if key not in entry:
            return None
        value = entry[key]
        if value == "" or (isinstance(value, str) and value in known):
            return str(value)
        said = _('is "{value}"; it may be {known}')
        self.problem(_joined(path, key), said.format(value=_quoted(value), known=", ".join(known)))
        return None

    def words(self, entry: dict[str, Any], key: str, path: str) -> list[tuple[int, str]] | None:
        """Return a list of texts with their places; "" is the empty list."""
        if key not in entry:
            return None
        value = entry[key]
        if value == "":
            return []
        if not isinstance(value, list):
            self.problem(_joined(path, key), _("is no list"))
            return None
        for place, each in enumerate(value):
            if not isinstance(each, str):
                self.problem(f"{_joined(path, key)}[{place}]", _("is no text"))
        return [(place, each) for place, each in enumerate(value) if isinstance(each, str)]

    def flag(self, entry: dict[str, Any], key: str, path: str, cleared: bool) -> bool | None:
        """Return true or false; "" gives `cleared`."""
        if key not in entry:
            return None
        value = entry[key]
        if value == "":
            return cleared
        if isinstance(value, bool):
            return value
        self.problem(_joined(path, key), _("is neither true nor false"))
        return None


def _joined(path: str, key: str) -> str:
    return f"{path}.{key}" if path else key
