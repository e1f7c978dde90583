"""The parent of all tables: how a row is named, and what the journal leaves out."""

from __future__ import annotations

from typing import ClassVar

from sqlalchemy.orm import DeclarativeBase

__all__ = ["Base"]


class Base(DeclarativeBase):
    """Parent of all tables.

    Attributes:
        KEY: Columns that name a row; the journal and the Edits use them.
        DERIVED: Columns that are no user data and stay out of the journal.
        CARRIED: Columns that are set past the journal, but come back when a removed row does.
    """

    KEY: ClassVar[tuple[str, ...]] = ()
    DERIVED: ClassVar[frozenset[str]] = frozenset()
    CARRIED: ClassVar[frozenset[str]] = frozenset()
