"""A passphrase around a stream of bytes: AES-256-GCM in pieces, so that nothing can be changed, cut or reordered.

Layout: MAGIC, scrypt parameters, salt, check value, then pieces of PIECE bytes with a tag each. Every nonce is
the number of the piece and a flag on the last one, so a cut file does not open (the STREAM construction).
"""

from __future__ import annotations

import hashlib
import hmac
import io
import os
import struct
from typing import IO, TYPE_CHECKING

from workbench.errors import BadInput
from workbench.i18n import _

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM
    from typing_extensions import Buffer

__all__ = ["HEADER", "MAGIC", "PIECE", "SealedReader", "SealedWriter"]

MAGIC = b"WAWBPKG1"
PIECE = 64 * 1024
_TAG = 16
_HEADER = struct.Struct(">8sBBB16s16s")
HEADER = _HEADER.size
_LOG2_N, _R, _P = 17, 8, 1
"""What OWASP asks of scrypt today: 128 MiB and about half a second."""
_MOST_LOG2_N = 20


def _cipher(passphrase: str, log2_n: int, r: int, p: int, salt: bytes) -> tuple[AESGCM, bytes]:
    """Derive the cipher and the check value that tells a wrong passphrase from a damaged file."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    n = 1 << log2_n
    derived = hashlib.scrypt(passphrase.encode(), salt=salt, n=n, r=r, p=p, dklen=48, maxmem=129 * n * r + (1 << 20))
    return AESGCM(derived[:32]), derived[32:]


def _nonce(piece: int, is_last: bool) -> bytes:
    return piece.to_bytes(11, "big") + bytes([is_last])


class SealedWriter(io.RawIOBase):
    """Encrypts what is written to it into another file; close it, or the result does not open.

    Args:
        target: Where the sealed bytes go; stays open.
        passphrase: At least one character.
    """

    def __init__(self, target: IO[bytes], passphrase: str) -> None:
        super().__init__()
        salt = os.urandom(16)
        self._cipher, check = _cipher(passphrase, _LOG2_N, _R, _P, salt)
        self._header = _HEADER.pack(MAGIC, _LOG2_N, _R, _P, salt, check)
        self._target = target
        self._waiting = bytearray()
        self._piece = 0
        target.write(self._header)

    def writable(self) -> bool:
        """True: nothing else can be done with it."""
        return True

    def write(self, data: Buffer) -> int:
        """Take bytes; full pieces are sealed at once, the last one only on closing."""
        view = memoryview(data).cast("B")
        self._waiting += view
        while len(self._waiting) > PIECE:
            self._seal(bytes(self._waiting[:PIECE]), is_last=False)
            del self._waiting[:PIECE]
        return len(view)

    def close(self) -> None:
        """Seal the last piece."""
        if not self.closed:
            self._seal(bytes(self._waiting), is_last=True)
            self._waiting.clear()
        super().close()

    def abandon(self) -> None:
        """Write no more; what was written does not open."""
        super().close()

    def _seal(self, data: bytes, *, is_last: bool) -> None:
        self._target.write(self._cipher.encrypt(_nonce(self._piece, is_last), data, self._header))
        self._piece += 1


class SealedReader(io.RawIOBase):
    """Reads a sealed file at any place, without a copy in the clear on any disk.

    Args:
        source: The sealed file, seekable; stays open.
        passphrase: What it was sealed with.

    Raises:
        BadInput: Wrong passphrase, or the file was changed or cut.
    """

    def __init__(self, source: IO[bytes], passphrase: str) -> None:
        super().__init__()
        self._source = source
        source.seek(0)
        self._header = source.read(HEADER)
        if len(self._header) < HEADER or not self._header.startswith(MAGIC):
            raise _damaged()
        _magic, log2_n, r, p, salt, check = _HEADER.unpack(self._header)
        if not 10 <= log2_n <= _MOST_LOG2_N or r != _R or not 1 <= p <= 4:
            raise _damaged()
        self._cipher, expected = _cipher(passphrase, log2_n, r, p, salt)
        if not hmac.compare_digest(check, expected):
            raise BadInput(
                _("The passphrase does not open this package."), _("Ask whoever made it, and type it again.")
            )
        sealed = source.seek(0, os.SEEK_END) - HEADER
        self._pieces = max(1, -(-sealed // (PIECE + _TAG)))
        self._size = sealed - self._pieces * _TAG
        if self._size < 0:
            raise _damaged()
        self._at = 0
        self._open_piece = (-1, b"")
        self._piece(self._pieces - 1)  # a cut file shows at once

    def readable(self) -> bool:
        """True: it is read."""
        return True

    def seekable(self) -> bool:
        """True: every piece opens by itself."""
        return True

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """Go to a place in the clear bytes."""
        start = {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self._size}[whence]
        if start + offset < 0:
            raise ValueError("before the start")
        self._at = start + offset
        return self._at

    def tell(self) -> int:
        """Return the place in the clear bytes."""
        return self._at

    def readinto(self, buffer: Buffer) -> int:
        """Fill the buffer from the piece at the current place."""
        view = memoryview(buffer).cast("B")
        if self._at >= self._size or not len(view):
            return 0
        number, inside = divmod(self._at, PIECE)
        data = self._piece(number)[inside : inside + len(view)]
        view[: len(data)] = data
        self._at += len(data)
        return len(data)

    def _piece(self, number: int) -> bytes:
        from cryptography.exceptions import InvalidTag

        if self._open_piece[0] != number:
            self._source.seek(HEADER + number * (PIECE + _TAG))
            sealed = self._source.read(PIECE + _TAG)
            try:
                data = self._cipher.decrypt(_nonce(number, number == self._pieces - 1), sealed, self._header)
            except (InvalidTag, ValueError) as error:
                raise _damaged() from error
            self._open_piece = (number, data)
        return self._open_piece[1]


def _damaged() -> BadInput:
    return BadInput(
        _("The package was cut short or changed after it was sealed."), _("Get it again from whoever made it.")
    )
