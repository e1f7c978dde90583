"""The person's own shelf: lens files of one's own, for every workspace on this computer."""

from __future__ import annotations

import os
import re
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from workbench.domain.lens import Lens
from workbench.errors import UnknownName, WorkbenchError
from workbench.host.paths import made, own_lenses_dir
from workbench.i18n import _
from workbench.library.lens_known import read_for_review

__all__ = ["OwnLens", "OwnShelf"]

_UNFIT = re.compile(r"[^A-Za-z0-9._@+-]+")
_LONGEST_NAME = 100


@dataclass(frozen=True, slots=True)
class OwnLens:
    """A file of the shelf.

    Attributes:
        name: File name.
        text: Its exact text.
    """

    name: str
    text: str
    lens: Lens


class OwnShelf:
    """A folder of lens files that the person may also fill by hand.

    Args:
        folder: The folder, which need not exist; the one of this computer if None.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder or own_lenses_dir()
        self._read: dict[Path, tuple[tuple[int, int], OwnLens | None]] = {}

    def lenses(self) -> tuple[OwnLens, ...]:
        """Return what can be reviewed with, by file name; other files are passed over.

        A file is read again when its time or size has changed.
        """
        found = {}
        for path in sorted(self.folder.glob("*.json")):
            with suppress(OSError):
                stat = path.stat()
                stamp = (stat.st_mtime_ns, stat.st_size)
                known = self._read.get(path)
                found[path] = known if known is not None and known[0] == stamp else (stamp, _read(path))
        self._read = found
        return tuple(one for _stamp, one in found.values() if one is not None)

    def texts(self) -> tuple[tuple[str, str], ...]:
        """Return file name and text of every lens."""
        return tuple((one.name, one.text) for one in self.lenses())

    def text(self, name: str) -> str:
        """Return the text of a file.

        Raises:
            UnknownName: It is not there any more.
        """
        for one in self.lenses():
            if one.name == name:
                return one.text
        raise UnknownName(_("{file} is not on your shelf any more.").format(file=name))

    def keep(self, text: str, lens: Lens) -> Path:
        """Write a lens to the shelf and return its file; a text that is there already is not written twice.

        Raises:
            WorkbenchError: It cannot be written.
        """
        stem = _UNFIT.sub("_", f"{lens.alias}@{lens.version}" if lens.version else lens.alias)[:_LONGEST_NAME]
        path, number = self.folder / f"{stem}.json", 1
        while path.exists():
            if path.read_bytes() == text.encode():
                return path
            number += 1
            path = self.folder / f"{stem}-{number}.json"
        half = path.with_suffix(".part")
        made(self.folder)
        try:
            half.write_bytes(text.encode())
            os.replace(half, path)
        except OSError as error:
            raise _refused(path, error) from error
        return path

    def remove(self, name: str) -> None:
        """Take a file off the shelf; reviews keep the text they were answered with.

        Raises:
            WorkbenchError: It cannot be removed.
        """
        path = self.folder / Path(name).name
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            raise _refused(path, error) from error


def _refused(path: Path, error: OSError) -> WorkbenchError:
    return WorkbenchError(
        _("{file} cannot be changed: {why}.").format(file=path, why=error.strerror or error),
        _("Check the permissions of the folder and the room on the disk."),
    )


def _read(path: Path) -> OwnLens | None:
    try:
        text, lens = read_for_review(path)
    except WorkbenchError:
        return None
    return OwnLens(path.name, text, lens)
