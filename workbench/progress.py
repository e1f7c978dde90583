"""How long work reports and stops, without Qt."""

from __future__ import annotations

from typing import Protocol

__all__ = ["Cancelled", "Progress", "Silent"]


class Cancelled(Exception):  # noqa: N818 - it is not an error; nobody is told
    """Raised by a progress callback after the person pressed Cancel."""


class Progress(Protocol):
    """Called by work now and then; raises Cancelled when it should stop."""

    def __call__(self, done: float, total: float, note: str = "") -> None:
        """Report `done` of `total` (same unit; total 0 means unknown) with a short note."""


class Silent:
    """A Progress that nobody watches and nobody cancels."""

    def __call__(self, done: float, total: float, note: str = "") -> None:
        """Do nothing."""
