"""Days on an axis: ISO days as numbers, and the ticks that people expect."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

__all__ = ["day_number", "month_starts"]


def day_number(day: str) -> int:
    """Return a day (YYYY-MM-DD, or a time that starts so) as a number of days; 0 for what is no day."""
    try:
        return date.fromisoformat(day[:10]).toordinal()
    except ValueError:
        return 0


def month_starts(first: int, last: int, most: int = 8) -> Iterator[tuple[int, date]]:
    """Yield starts of months between two days, every one or every second, third, sixth, twelfth ... so that they fit."""
    months = (last - first) / 30.44
    step = next((each for each in (1, 2, 3, 6, 12, 24, 60) if months / each <= most), 120)
    day = date.fromordinal(max(1, first)).replace(day=1)
    while day.toordinal() <= last:
        if day.toordinal() >= first and (day.year * 12 + day.month - 1) % step == 0:
            yield day.toordinal(), day
        day = (day + timedelta(days=32)).replace(day=1)
