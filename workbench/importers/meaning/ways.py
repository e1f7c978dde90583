"""A way through a front."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Way"]


@dataclass(frozen=True, slots=True)
class Way:
    """Requests that go the same way.

    Attributes:
        label: What tells them from others: a path, a port, a host.
        needs: What they need beyond the front, from the front on.
        ends: The places they lead to, which tell ways apart; empty is all of `needs`.
    """

    label: str
    needs: tuple[str, ...]
    ends: tuple[str, ...] = ()
