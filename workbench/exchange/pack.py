"""Writing a package: a zip, sealed on request, that appears under its name only when it is whole."""

from __future__ import annotations

import hashlib
import os
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from workbench.domain.snapshot import canonical, digest
from workbench.errors import BadInput
from workbench.exchange.package import (
    FORMAT,
    MANIFEST,
    MILESTONES,
    MOST_SHARED,
    SESSIONS,
    STATE,
    Contents,
    limit_of,
    milestone_to_json,
    name_of,
)
from workbench.exchange.seal import SealedWriter
from workbench.i18n import _
from workbench.progress import Progress, Silent

__all__ = ["write_contents"]

_THEN = (1980, 1, 1, 0, 0, 0)
"""Time stamp of every member, so that the same contents give the same bytes."""


def write_contents(
    contents: Contents,
    target: Path,
    *,
    passphrase: str = "",
    progress: Progress | None = None,
    settle: Callable[[], None] | None = None,
) -> int:
    """Write a package.

    Args:
        contents: What goes in.
        target: The file; one of that name is replaced when the new one is whole.
        passphrase: Seals the package; without one everybody can read it.
        progress: Told bytes done and in all; may raise Cancelled, and then no file is left.
        settle: Called once the bytes are on disk, before the file gets its name.

    Returns:
        The size of the file in bytes.

    Raises:
        BadInput: The file cannot be written, or an evidence file is not what it was.
    """
    part = target.with_name(target.name + ".part")
    try:
        with part.open("wb") as raw:
            with _sealed(raw, passphrase) as out, zipfile.ZipFile(out, "w", allowZip64=True) as archive:
                _fill(archive, contents, progress or Silent())
            raw.flush()
            os.fsync(raw.fileno())
            size = raw.tell()
        if settle is not None:
            settle()
        part.replace(target)
    except OSError as error:
        raise BadInput(
            _("{file} cannot be written: {why}.").format(file=target, why=error.strerror or error),
            _("Choose another folder or free some space."),
        ) from error
    finally:
        part.unlink(missing_ok=True)
    return size


@contextmanager
def _sealed(raw: IO[bytes], passphrase: str) -> Iterator[IO[bytes]]:
    if not passphrase:
        yield raw
        return
    writer = SealedWriter(raw, passphrase)
    try:
        yield writer  # type: ignore[misc]
    except BaseException:
        writer.abandon()
        raise
    writer.close()


def _fill(archive: zipfile.ZipFile, contents: Contents, progress: Progress) -> None:
    parts: dict[str, bytes] = {STATE: contents.state}
    shared = contents.shared[-MOST_SHARED:]
    parts |= {name_of("states", one.sha256): one.data for one in shared if one.data}
    parts |= {name_of("lenses", sha256): data for sha256, data in contents.lenses.items()}
    parts |= {name_of("milestones", sha256): data for sha256, data in contents.saved.items()}
    parts[MILESTONES] = canonical([milestone_to_json(one) for one in contents.milestones])
    if contents.sessions:
        parts[SESSIONS] = contents.sessions
    total = sum(map(len, parts.values())) + sum(size for _sha256, size in contents.files)
    done = 0
    members: list[dict[str, Any]] = []
    beside: list[dict[str, Any]] = []
    for name, data in parts.items():
        if len(data) > limit_of(name):
            raise BadInput(_("{part} is too large for a package.").format(part=name))
        archive.writestr(_info(name, zipfile.ZIP_DEFLATED), data)
        listed = beside if name == SESSIONS else members
        listed.append({"name": name, "sha256": digest(data), "size": len(data)})
        done += len(data)
        progress(done, total)
    for sha256, size in contents.files:
        name = name_of("evidence", sha256)
        info = _info(name, zipfile.ZIP_STORED)
        info.file_size = size
        hashed = hashlib.sha256()
        with archive.open(info, "w") as member:
            for piece in contents.open_file(sha256):
                hashed.update(piece)
                member.write(piece)
                done += len(piece)
                progress(done, total)
        if hashed.hexdigest() != sha256:
            raise BadInput(
                _("An evidence file in the workspace is damaged or missing ({sha256}).").format(sha256=sha256[:12]),
                _("Attach it again or remove it, then export again."),
            )
        members.append({"name": name, "sha256": sha256, "size": size})
    manifest = {
        "format": FORMAT,
        "created": contents.created,
        "program": contents.program,
        "workload": {"id": contents.workload_id, "name": contents.name},
        "state": digest(contents.state),
        "shared": [one.sha256 for one in contents.shared],
        "members": members,
    }
    if beside:
        manifest["beside"] = beside
    archive.writestr(_info(MANIFEST, zipfile.ZIP_DEFLATED), canonical(manifest))


def _info(name: str, method: int) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, _THEN)
    info.compress_type = method
    return info
