"""Parts of an office file that anybody may have made: only those needed are opened, in bounded time and memory.

Source: ECMA-376 part 2 (Open Packaging Conventions), https://ecma-international.org/publications-and-standards/standards/ecma-376/
"""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from xml.parsers import expat

from workbench.errors import BadInput
from workbench.i18n import _

__all__ = ["MOST_BYTES", "OfficeFile", "attributes_of", "open_office", "walk"]

MOST_BYTES = 10_000_000
"""Bytes of the file itself."""
_MOST_UNPACKED = 20_000_000
_MOST_MEMBERS = 2_000
_DEEPEST = 60


class OfficeFile:
    """The members of one file.

    Attributes:
        name: What to call it in messages.
        infos: Members by name, as the directory of the file tells.
    """

    def __init__(self, archive: zipfile.ZipFile, name: str) -> None:
        self._archive = archive
        self.name = name
        self._left_bytes = _MOST_UNPACKED
        entries = archive.infolist()
        if len(entries) > _MOST_MEMBERS:
            raise self.too_large()
        self.infos = {info.filename.lstrip("/"): info for info in entries}

    def too_large(self) -> BadInput:
        """Return the error for a file that nobody wrote by hand."""
        return _too_large(self.name)

    def part(self, name: str) -> bytes | None:
        """Return one member; its size is looked at before it is unpacked.

        Raises:
            BadInput: All members together are too large.
        """
        info = self.infos.get(name)
        if info is None:
            return None
        self._left_bytes -= info.file_size
        if self._left_bytes < 0:
            raise self.too_large()
        return self._archive.read(info)

    def links(self, source: str) -> dict[str, tuple[str, str]]:
        """Return kind and target of every relationship of a part, by id; "" stands for the file itself."""
        folder, leaf = posixpath.split(source)
        content = self.part(posixpath.join(folder, "_rels", f"{leaf}.rels"))
        found = {}
        for entry in attributes_of(content, ("Relationship",)) if content else ():
            target = posixpath.normpath(posixpath.join("/", folder, entry.get("Target", ""))).lstrip("/")
            found[entry.get("Id", "")] = entry.get("Type", "").rpartition("/")[2], target
        return found

    def main(self, otherwise: str) -> str:
        """Return the name of the main part."""
        return next((target for kind, target in self.links("").values() if kind == "officeDocument"), otherwise)


def _too_large(name: str) -> BadInput:
    return BadInput(
        _("{file} is far larger than texts are.").format(file=name),
        _("Keep only the texts, without pictures, rows or columns of other things."),
    )


@contextmanager
def open_office(
    content: bytes, name: str, old: BadInput, damaged: Callable[[Exception], BadInput]
) -> Iterator[OfficeFile]:
    """Give the parts of a file.

    Args:
        content: The file.
        name: What to call it in messages.
        old: Raised for an old or an encrypted file, which is another format altogether.
        damaged: Returns what is raised for a file that cannot be read.

    Raises:
        BadInput: Any of these, or it is too large.
    """
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise old
    if len(content) > MOST_BYTES:
        raise _too_large(name)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            yield OfficeFile(archive, name)
    except (
        zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, expat.ExpatError,
    ) as error:  # fmt: skip
        raise damaged(error) from error


def _local(name: str) -> str:
    return name.rpartition(":")[2]


def walk(content: bytes, start: Callable[..., None], end: Callable[..., None], text: Callable[..., None]) -> None:
    """Walk XML by local names; a document type, where entities hide, and deep nesting end it.

    Raises:
        ValueError: It is refused.
        ExpatError: It is no XML.
    """
    depth = 0

    def opened(name: str, values: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > _DEEPEST:
            raise ValueError(_("it is nested too deeply"))
        start(_local(name), {_local(key): value for key, value in values.items()})

    def closed(name: str) -> None:
        nonlocal depth
        depth -= 1
        end(_local(name))

    def refused(*_doctype: Any) -> None:
        raise ValueError(_("it declares a document type"))

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = refused
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = opened, closed, text
    parser.Parse(content, True)


def attributes_of(content: bytes, names: tuple[str, ...]) -> list[dict[str, str]]:
    """Return the attributes of some elements, in order."""
    found: list[dict[str, str]] = []

    def start(name: str, values: dict[str, str]) -> None:
        if name in names:
            found.append(values)

    walk(content, start, lambda _name: None, lambda _text: None)
    return found
