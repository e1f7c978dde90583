"""Content kept by hash: milestones, lens texts, evidence files; append-only, in pieces of one MiB."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from workbench.errors import BadInput
from workbench.i18n import _
from workbench.progress import Progress, Silent
from workbench.store.tables import BlobChunkRow, BlobRow

__all__ = ["chunks_of", "drop_blob", "keep_bytes", "keep_file", "read_blob"]

CHUNK = 1024 * 1024


def keep_bytes(session: Session, data: bytes) -> str:
    """Keep small content (packed) and return its SHA-256; content that is there already is not kept twice."""
    sha256 = hashlib.sha256(data).hexdigest()
    if session.get(BlobRow, sha256) is None:
        session.execute(insert(BlobRow).values(sha256=sha256, size=len(data), packed=True))
        pieces = [data[at : at + CHUNK] for at in range(0, len(data), CHUNK)] or [b""]
        rows = [{"sha256": sha256, "place": n, "data": zlib.compress(piece, 6)} for n, piece in enumerate(pieces)]
        session.execute(insert(BlobChunkRow), rows)
    return sha256


def keep_file(session: Session, path: Path, limit: int, progress: Progress | None = None) -> tuple[str, int]:
    """Copy a file into the workspace piece by piece.

    Args:
        session: A writing session; the caller commits.
        path: The file.
        limit: Most bytes allowed.
        progress: Told bytes done and in all; may raise Cancelled.

    Returns:
        SHA-256 and size in bytes.

    Raises:
        BadInput: The file cannot be read or is over the limit.
    """
    report = progress or Silent()
    try:
        size = path.stat().st_size
        if size > limit:
            raise BadInput(
                _("{file} has {size:.0f} MB; evidence files may have {limit:.0f} MB.").format(
                    file=path.name, size=size / 1e6, limit=limit / 1e6),
                _("Attach a link to it instead."),
            )  # fmt: skip
        digest = hashlib.sha256()
        with path.open("rb") as source:
            while piece := source.read(CHUNK):
                digest.update(piece)
                report(source.tell() / 2, size, path.name)
        sha256 = digest.hexdigest()
        if session.get(BlobRow, sha256) is not None:
            return sha256, size
        session.execute(insert(BlobRow).values(sha256=sha256, size=size, packed=False))
        done, again = 0, hashlib.sha256()
        with path.open("rb") as source:
            place = 0
            while piece := source.read(CHUNK):
                again.update(piece)
                session.execute(insert(BlobChunkRow).values(sha256=sha256, place=place, data=piece))
                place, done = place + 1, done + len(piece)
                report(size / 2 + done / 2, size, path.name)
    except OSError as error:
        raise BadInput(_("{file} cannot be read: {why}.").format(file=path, why=error.strerror or error)) from error
    if again.hexdigest() != sha256:
        raise BadInput(_("{file} changed while it was copied.").format(file=path.name), _("Attach it again."))
    return sha256, size


def chunks_of(session: Session, sha256: str) -> Iterator[bytes]:
    """Yield the content of a blob in order; nothing for an unknown hash."""
    packed = session.execute(select(BlobRow.packed).where(BlobRow.sha256 == sha256)).scalar()
    query = select(BlobChunkRow.data).where(BlobChunkRow.sha256 == sha256).order_by(BlobChunkRow.place)
    for (data,) in session.execute(query):
        yield zlib.decompress(data) if packed else data


def read_blob(session: Session, sha256: str) -> bytes | None:
    """Return the whole content of a blob, or None for an unknown hash."""
    if session.get(BlobRow, sha256) is None:
        return None
    return b"".join(chunks_of(session, sha256))


def drop_blob(session: Session, sha256: str) -> None:
    """Remove a blob; only purge does this, after it made sure that nothing refers to it."""
    session.execute(delete(BlobChunkRow).where(BlobChunkRow.sha256 == sha256))
    session.execute(delete(BlobRow).where(BlobRow.sha256 == sha256))
