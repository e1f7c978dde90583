"""The files of an import: one file, a folder, or an archive; bounded, and nothing outside is touched."""

from __future__ import annotations

import gzip
import io
import os
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from workbench.errors import BadInput
from workbench.i18n import _
from workbench.importers.report import FileReport
from workbench.importers.source import MOST_BYTES, Source
from workbench.progress import Progress

__all__ = ["MOST_FILES", "MOST_TOGETHER", "Files", "files_in_archive", "files_in_memory", "files_of", "is_archive"]

MOST_FILES = 20_000
MOST_TOGETHER = 300_000_000
"""Bytes of all files of one import, unpacked."""

_LEFT_OUT = frozenset({"node_modules", "__pycache__", "venv", "site-packages"})
_ARCHIVE_MARKS = (b"PK\x03\x04", b"PK\x05\x06", b"\x1f\x8b", b"BZh", b"\xfd7zXZ")
_LEAD = 1_000


@dataclass
class Files:
    """What an import found to read.

    Attributes:
        name: What to call all of it.
        sources: Files that are text.
        refused: Reports of what could not be taken, each with its error.
        left_out: Names of files that are no text.
        together: Whether it was a folder or an archive.
    """

    name: str
    sources: list[Source] = field(default_factory=list)
    refused: list[FileReport] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    together: bool = False
    size: int = 0

    def take(self, name: str, data: bytes) -> None:
        """Add a file, unless it is no text."""
        if _is_text(data) or not self.together:
            self.sources.append(Source(name, data))
            self.size += len(data)
        else:
            self.left_out.append(name)

    def refuse(self, name: str, text: str) -> None:
        """Note a file that cannot be taken."""
        report = FileReport(name)
        report.error(0, text)
        self.refused.append(report)

    @property
    def full(self) -> bool:
        """Whether the limits of one import are reached."""
        return len(self.sources) + len(self.left_out) >= MOST_FILES or self.size >= MOST_TOGETHER


def files_of(path: Path, progress: Progress) -> Files:
    """Return the files of a path: itself, all of a folder, or all of an archive.

    Folders that begin with a dot, and those of package managers, are left out; links are not followed out of the folder.

    Raises:
        BadInput: The path cannot be read.
    """
    try:
        if path.is_dir():
            return _folder(path, progress)
        size = path.stat().st_size
        with path.open("rb") as file:
            data = file.read(min(size, MOST_BYTES) + 1 if size else MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or error
        raise BadInput(_("{file} cannot be read: {why}.").format(file=path, why=why)) from error
    if is_archive(data):
        with path.open("rb") as file:
            return files_in_archive(path.name, file.read(MOST_TOGETHER + 1), progress)
    return files_in_memory(path.name, data, size)


def files_in_memory(name: str, data: bytes, size: int = 0) -> Files:
    """Return one file that is in memory already."""
    files = Files(name)
    if len(data) > MOST_BYTES:
        files.refuse(name, _too_large(max(size, len(data))))
    else:
        files.take(name, data)
    return files


def is_archive(data: bytes) -> bool:
    """Tell whether bytes begin as a ZIP, a tar or a packed file does."""
    return data.startswith(_ARCHIVE_MARKS) or data[257:262] == b"ustar"


def _too_large(size: int) -> str:
    said = _("is {size} MB; files up to {most} MB are read")
    return said.format(size=f"{max(size, MOST_BYTES) / 1e6:,.0f}", most=MOST_BYTES // 1_000_000)


def _is_text(data: bytes) -> bool:
    return data[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" not in data[:_LEAD]


# ---------------------------------------------------------------------------------------------------- folders
def _folder(path: Path, progress: Progress) -> Files:
    files = Files(path.resolve().name or str(path), together=True)
    for place, (name, each) in enumerate(_walk(path)):
        if files.full:
            files.refuse(files.name, _full())
            break
        progress(place, 0, name)
        try:
            if not each.is_file():
                continue
            size = each.stat().st_size
            if size > MOST_BYTES:
                with each.open("rb") as file:
                    plain = _is_text(file.read(_LEAD))
                if plain:
                    files.refuse(name, _too_large(size))
                else:
                    files.left_out.append(name)
                continue
            data = each.read_bytes()
        except OSError as error:
            files.refuse(name, _("cannot be read: {why}").format(why=error.strerror or error))
            continue
        unpacked = (
            _unzipped(data) if data.startswith(b"\x1f\x8b") and name.lower().endswith((".json.gz", ".gz")) else None
        )
        files.take(name, data if unpacked is None else unpacked)
    return files


def _full() -> str:
    said = _("holds more than {files} files or {size} MB; the rest is not read")
    return said.format(files=f"{MOST_FILES:,}", size=MOST_TOGETHER // 1_000_000)


def _walk(path: Path) -> Iterator[tuple[str, Path]]:
    top = os.path.realpath(path)
    for folder, folders, names in os.walk(path, followlinks=False):
        folders[:] = sorted(one for one in folders if not one.startswith(".") and one not in _LEFT_OUT)
        for name in sorted(names):
            each = Path(folder, name)
            if name.startswith(".") or (each.is_symlink() and not _inside(each, top)):
                continue
            yield each.relative_to(path).as_posix(), each


def _inside(link: Path, top: str) -> bool:
    real = os.path.realpath(link)
    return os.path.commonpath([real, top]) == top


# ---------------------------------------------------------------------------------------------------- archives
def files_in_archive(name: str, data: bytes, progress: Progress) -> Files:
    """Return the files of a ZIP, a tar (also packed), or one gzipped file.

    Entries whose names lead outside, links and devices are refused or left out; nothing is written anywhere.

    Raises:
        BadInput: It is no archive that can be read.
    """
    files = Files(name, together=True)
    if len(data) > MOST_TOGETHER:
        files.refuse(name, _full())
        return files
    try:
        entries = _zipped(data, files) if data.startswith(b"PK") else _tarred(data, files)
        for place, (entry, content) in enumerate(entries):
            progress(place, 0, entry)
            files.take(entry, content)
            if files.full:
                files.refuse(name, _full())
                break
    except (
        zipfile.BadZipFile,
        tarfile.TarError,
        EOFError,
        zlib.error,
        OSError,
        NotImplementedError,
        RuntimeError,
    ) as error:
        alone = _unzipped(data) if data.startswith(b"\x1f\x8b") else None
        if alone is not None and not files.sources:
            files.together = False
            files.take(name.removesuffix(".gz"), alone)
        else:
            files.refuse(name, _("is no archive that can be read: {why}").format(why=error))
    return files


def _zipped(data: bytes, files: Files) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for entry in archive.infolist():
            if entry.is_dir():
                continue
            name = _safe(entry.filename)
            if name is None:
                files.refuse(entry.filename, _("leads out of the archive and is not read"))
            elif entry.flag_bits & 1:
                files.refuse(name, _("is protected by a password"))
            elif _wanted(name):
                with archive.open(entry) as file:
                    content = file.read(MOST_BYTES + 1)
                yield from _bounded(name, content, files)


def _tarred(data: bytes, files: Files) -> Iterator[tuple[str, bytes]]:
    with tarfile.open(fileobj=io.BytesIO(data), mode="r:*") as archive:
        for entry in archive:
            name = _safe(entry.name)
            if name is None:
                files.refuse(entry.name, _("leads out of the archive and is not read"))
            elif entry.isfile() and _wanted(name):
                file = archive.extractfile(entry)
                if file is not None:
                    yield from _bounded(name, file.read(MOST_BYTES + 1), files)


def _bounded(name: str, content: bytes, files: Files) -> Iterator[tuple[str, bytes]]:
    if len(content) > MOST_BYTES:
        files.refuse(name, _too_large(len(content)))
    else:
        yield name, content


def _safe(name: str) -> str | None:
    path = PurePosixPath(name.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or (path.parts and ":" in path.parts[0]):
        return None
    return path.as_posix()


def _wanted(name: str) -> bool:
    return not any(part.startswith(".") or part in _LEFT_OUT for part in PurePosixPath(name).parts)


def _unzipped(data: bytes) -> bytes | None:
    """What a gzipped file holds; None if it is damaged or too large."""
    try:
        with gzip.open(io.BytesIO(data)) as file:
            content = file.read(MOST_BYTES + 1)
    except (OSError, EOFError, zlib.error):
        return None
    return content if len(content) <= MOST_BYTES else None
