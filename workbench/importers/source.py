"""One file of an import: its bytes, its text, and its values once somebody asked for them."""

from __future__ import annotations

import codecs
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from workbench.i18n import _
from workbench.importers.json_values import key_lines, read_json
from workbench.importers.yaml_values import Trouble, Unreadable, YamlText, read_yaml

__all__ = ["MOST_BYTES", "Source"]

MOST_BYTES = 50_000_000
"""A larger file is not read: no architecture is described in so much text."""

_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_LEAD = 400


@dataclass(eq=False)
class Source:
    """A file that may describe an architecture.

    Attributes:
        name: Its name inside the import, with forward slashes, such as `stacks/network.yaml`.
        data: What it holds.
    """

    name: str
    data: bytes = field(repr=False)

    @property
    def stem(self) -> str:
        """The last part of its name, without suffixes such as `.template.json`."""
        last = self.name.rsplit("/", 1)[-1]
        return last.split(".", 1)[0] or last

    @property
    def folder(self) -> str:
        """The folder it is in, inside the import; empty at the top."""
        return self.name.rpartition("/")[0]

    @cached_property
    def text(self) -> str:
        """Its text: UTF-8, or UTF-16 where a byte order mark says so.

        Raises:
            Unreadable: It is no text.
        """
        for mark, encoding in _MARKS:
            if self.data.startswith(mark):
                return self._decoded(self.data[len(mark) :], encoding)
        if b"\0" in self.data[:_LEAD]:
            raise Unreadable(0, _("is no text"))
        return self._decoded(self.data, "utf-8")

    @staticmethod
    def _decoded(data: bytes, encoding: str) -> str:
        try:
            return data.decode(encoding).replace("\0", "\ufffd")
        except UnicodeDecodeError as error:
            line = data.count(b"\n", 0, error.start) + 1
            raise Unreadable(line, _("holds bytes that are no {encoding}").format(encoding=encoding.upper())) from None

    @cached_property
    def is_text(self) -> bool:
        """Whether it is text at all."""
        try:
            return bool(self.text.strip())
        except Unreadable:
            return False

    @cached_property
    def lead(self) -> str:
        """Its first few hundred characters without white space in front; empty if it is no text."""
        return self.text.lstrip()[:_LEAD] if self.is_text else ""

    @cached_property
    def looks_like_json(self) -> bool:
        """Whether it begins as a JSON object or list does."""
        return self.lead[:1] in ("{", "[") and self.lead[:1] != ""

    @cached_property
    def json(self) -> Any:
        """Its value as JSON.

        Raises:
            Unreadable: It is no JSON.
        """
        return self._json[0]

    @cached_property
    def doubled(self) -> list[Trouble]:
        """Keys that an object of its JSON or YAML has twice."""
        return self._json[1] if self.looks_like_json and self._readable_json else self.yaml.doubled

    @cached_property
    def _json(self) -> tuple[Any, list[Trouble]]:
        return read_json(self.text)

    @cached_property
    def _readable_json(self) -> bool:
        try:
            return self._json is not None
        except Unreadable:
            return False

    @cached_property
    def yaml(self) -> YamlText:
        """Its documents as YAML.

        Raises:
            Unreadable: It is no YAML.
        """
        return read_yaml(self.text)

    @cached_property
    def documents(self) -> list[Any]:
        """Its values: one of JSON, or each document of YAML; empty documents are left out.

        Raises:
            Unreadable: It is neither.
        """
        if self.looks_like_json:
            try:
                return [self.json]
            except Unreadable:
                if self.lead[:1] == "{" and '"' in self.lead[:20]:  # it means to be JSON: its own message counts
                    raise
        return [one for one in self.yaml.documents if one is not None]

    @cached_property
    def values(self) -> list[Any]:
        """Its documents; none where it cannot be read. For a reader that asks whether a file is its own."""
        try:
            return self.documents if self.is_text else []
        except Unreadable:
            return []

    def lines(self, depth: int) -> dict[tuple[str, ...], int]:
        """Return the lines of the keys of its JSON down to a depth; see `key_lines`."""
        return key_lines(self.text, depth)
