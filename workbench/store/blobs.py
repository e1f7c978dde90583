"""Content kept by hash: milestones, lens texts, evidence files; append-only, in pieces of one MiB."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterator, Sequence

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from workbench.errors import BadInput
from workbench.i18n import _
from workbench.store.tables import BlobChunkRow, BlobRow

__all__ = ["chunks_of", "drop_blob", "has_blob", "keep_bytes", "keep_pieces", "read_blob", "seal_blob"]

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


def has_blob(session: Session, sha256: str) -> bool:
    """Tell whether content is kept whole."""
    return session.get(BlobRow, sha256) is not None


def keep_pieces(session: Session, sha256: str, place: int, pieces: Sequence[bytes]) -> None:
    """Keep pieces of large content that is copied in several transactions; `seal_blob` makes it known.

    Args:
        session: A writing session.
        sha256: Hash of the whole content.
        place: Number of the first piece; 0 drops what an interrupted copy left.
        pieces: At most CHUNK bytes each.
    """
    if place == 0:
        session.execute(delete(BlobChunkRow).where(BlobChunkRow.sha256 == sha256))
    rows = [{"sha256": sha256, "place": place + n, "data": piece} for n, piece in enumerate(pieces)]
    session.execute(insert(BlobChunkRow), rows)


def seal_blob(session: Session, sha256: str, size: int) -> None:
    """Make content known whose pieces are all kept."""
    session.execute(insert(BlobRow).values(sha256=sha256, size=size, packed=False))


def chunks_of(session: Session, sha256: str) -> Iterator[bytes]:
    """Yield the content of a blob in order; nothing for an unknown hash.

    Raises:
        BadInput: The content is damaged.
    """
    packed = session.execute(select(BlobRow.packed).where(BlobRow.sha256 == sha256)).scalar()
    query = select(BlobChunkRow.data).where(BlobChunkRow.sha256 == sha256).order_by(BlobChunkRow.place)
    for (data,) in session.execute(query):
        try:
            piece = zlib.decompress(data) if packed else data
        except zlib.error as error:
            raise BadInput(
                _("Content kept in the workspace is damaged ({hash}).").format(hash=sha256[:12]),
                _("Restore a backup, or run milestone verify for the whole chain."),
            ) from error
        yield piece


def read_blob(session: Session, sha256: str) -> bytes | None:
    """Return the whole content of a blob, or None for an unknown hash."""
    if session.get(BlobRow, sha256) is None:
        return None
    return b"".join(chunks_of(session, sha256))


def drop_blob(session: Session, sha256: str) -> None:
    """Remove a blob; only purge does this, after it made sure that nothing refers to it."""
    session.execute(delete(BlobChunkRow).where(BlobChunkRow.sha256 == sha256))
    session.execute(delete(BlobRow).where(BlobRow.sha256 == sha256))
