"""How every report reaches its file: whole or not at all, and what is allowed into it."""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import ClassVar, Protocol

from workbench.errors import WorkbenchError
from workbench.i18n import _
from workbench.progress import Progress
from workbench.reports.content.model import Content

__all__ = ["Format", "check_target", "clean_text", "is_web_link", "put_file", "file_name_of"]

_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\uffff\ud800-\udfff]"
)
"""Controls, lone surrogates, and characters that turn the direction of what follows."""


class Format(Protocol):
    """A document format of a report.

    Attributes:
        id: What the command line calls it.
        title: What a person calls it.
        suffix: Of the file, with its dot.
    """

    id: ClassVar[str]
    title: ClassVar[str]
    suffix: ClassVar[str]

    def write(self, content: Content, target: Path, progress: Progress) -> Path:
        """Write the report and return where it is.

        Raises:
            WorkbenchError: The file cannot be written, or the document cannot be made.
            Cancelled: The person stopped it; the file is as it was.
        """


def clean_text(text: str) -> str:
    """Return a text without characters that no document can show."""
    return _UNSEEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def is_web_link(address: str) -> bool:
    """True for an address that may become a link in a report: http or https, nothing else."""
    return re.fullmatch(r"https?://[^\s<>\"'\\]+", address) is not None


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


def file_name_of(name: str) -> str:
    """Return a name as part of a file name on every system."""
    kept = re.sub(r"[^\w.() -]+", "-", name).strip(" .-")
    return kept[:80] or "report"
