"""Time as the peer tells it: this computer's, or one that a test moves."""

from __future__ import annotations

import datetime


class RealClock:
    """This computer's time in UTC, in whole seconds, as the service stamps it."""

    def now(self) -> datetime.datetime:
        """Return the time."""
        return datetime.datetime.now(datetime.UTC).replace(microsecond=0)


class ManualClock:
    """Time that stands still until it is moved.

    Args:
        start: The first time it tells.
    """

    def __init__(self, start: datetime.datetime = datetime.datetime(2026, 3, 2, 9, 0, tzinfo=datetime.UTC)) -> None:
        self._now = start

    def now(self) -> datetime.datetime:
        """Return the time."""
        return self._now

    def advance(self, seconds: float) -> None:
        """Move on by some seconds."""
        self._now += datetime.timedelta(seconds=seconds)
