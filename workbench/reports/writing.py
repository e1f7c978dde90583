"""How every report reaches its file: whole or not at all, and what is allowed into it."""

from __future__ import annotations

import errno
import io
import os
import re
import zipfile
from collections.abc import Container, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import ClassVar, Protocol

from workbench.errors import WorkbenchError
from workbench.figures import LIGHT
from workbench.i18n import _
from workbench.progress import Progress
from workbench.reports.content.model import Content, Kind

__all__ = [
    "COLOURS",
    "EVERY_KIND",
    "MARKS",
    "Format",
    "settled_zip",
    "check_target",
    "clean_text",
    "put_file",
    "file_name_of",
]

_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\uffff\ud800-\udfff]"
)
"""Controls, lone surrogates, and characters that turn the direction of what follows."""


_NO_TIME = (1980, 1, 1, 0, 0, 0)
EVERY_KIND = (Kind.FULL, Kind.SUMMARY, Kind.BOARD, Kind.REGISTER)
"""Of formats that can hold any report."""


MARKS = {
    "high": "◆", "medium": "▲", "none": "✓", "unanswered": "○", "not_applicable": "–", "yes": "✓", "partly": "◐",
    "no": "✗", "dont_know": "?", "not_discussed": "·",
}  # fmt: skip
"""Marks as characters, for formats that hold text only."""
COLOURS = {
    "high": LIGHT.high, "medium": LIGHT.medium, "none": LIGHT.none, "unanswered": LIGHT.unanswered,
    "not_applicable": LIGHT.not_applicable, "yes": LIGHT.none, "partly": LIGHT.medium, "no": LIGHT.high,
    "dont_know": LIGHT.accent, "not_discussed": LIGHT.unanswered,
}  # fmt: skip
"""The colour of each mark."""


class Format(Protocol):
    """A document format of a report.

    Attributes:
        id: What the command line calls it.
        title: What a person calls it.
        suffix: Of the file, with its dot.
        kinds: What it can hold, what it is mostly used for first.
    """

    id: ClassVar[str]
    title: ClassVar[str]
    suffix: ClassVar[str]
    kinds: ClassVar[tuple[Kind, ...]]

    def write(self, content: Content, target: Path, progress: Progress) -> Path:
        """Write the report and return where it is.

        Raises:
            WorkbenchError: The file cannot be written, or the document cannot be made.
            Cancelled: The person stopped it; the file is as it was.
        """


def clean_text(text: str) -> str:
    """Return a text without characters that no document can show."""
    return _UNSEEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def check_target(target: Path) -> None:
    """Refuse a target that cannot be a report, before any work is done.

    Raises:
        WorkbenchError: It is a folder, or its folder is missing or closed to this person.
    """
    try:
        is_folder, has_folder = target.is_dir(), target.parent.is_dir()
    except OSError as error:
        raise _unwritable(target, error) from error
    if is_folder:
        raise WorkbenchError(_("{file} is a folder.").format(file=target), _("Name a file in it."))
    if not has_folder:
        raise WorkbenchError(
            _("The folder {folder} does not exist.").format(folder=target.parent), _("Create it, or choose another.")
        )
    if not os.access(target.parent, os.W_OK):
        raise _unwritable(target, PermissionError(errno.EACCES, os.strerror(errno.EACCES)))


def _unwritable(target: Path, error: OSError) -> WorkbenchError:
    return WorkbenchError(
        _("{file} cannot be written: {why}.").format(file=target, why=error.strerror or error),
        _("If another program has it open, close it there; or choose another folder."),
    )


@contextmanager
def put_file(target: Path) -> Iterator[Path]:
    """Give a file beside the target to write to; it takes the target's place when the block ends well.

    Raises:
        WorkbenchError: The file cannot be written; see check_target.
    """
    check_target(target)
    part = target.with_name(f"{target.name}.{os.getpid()}.part")
    try:
        yield part
        part.replace(target)
    except OSError as error:
        raise _unwritable(target, error) from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def settled_zip(data: bytes, changed: Mapping[str, bytes] | None = None, without: Container[str] = ()) -> bytes:
    """Return an office file with the time of its parts left out, so that the same content gives the same bytes.

    Args:
        data: The file as a library made it.
        changed: Parts to put in place of others, by name.
        without: Names of parts to leave out.
    """
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        for info in source.infolist():
            if info.filename not in without:
                entry = zipfile.ZipInfo(info.filename, _NO_TIME)
                entry.compress_type = zipfile.ZIP_DEFLATED
                entry.external_attr = 0o600 << 16
                made.writestr(entry, (changed or {}).get(info.filename) or source.read(info))
    return target.getvalue()


def file_name_of(name: str) -> str:
    """Return a name as part of a file name on every system."""
    kept = re.sub(r"[^\w.() -]+", "-", name).strip(" .-")
    return kept[:80] or "report"
