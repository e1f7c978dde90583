"""Numbers of the failure analysis in words: durations, availabilities, time down in a year."""

from __future__ import annotations

import math

from workbench.i18n import _

__all__ = ["downtime", "duration", "minutes_a_year", "nines", "percent"]

_YEAR_H = 365 * 24
_MINUTE, _HOUR, _DAY = 60, 3600, 86_400


def duration(seconds: float) -> str:
    """Return a time as people say it, to two parts at most: "45 s", "15 min", "2 h 30 min", "3 d"."""
    if math.isinf(seconds):
        return _("never")
    if seconds < _MINUTE:
        return f"{seconds:g} s"
    rest = round(seconds)
    parts = []
    for size, sign in ((_DAY, "d"), (_HOUR, "h"), (_MINUTE, "min"), (1, "s")):
        count, rest = divmod(rest, size)
        if count:
            parts.append(f"{count} {sign}")
    return " ".join(parts[:2])


def percent(unavailability: float) -> str:
    """Return the availability in percent, with as many nines as it takes to see what is missing."""
    if unavailability <= 0:
        return "100 %"
    if unavailability >= 1:
        return "0 %"
    digits = max(1, -math.floor(math.log10(unavailability)) - 1)
    if digits > 12:
        return _("100 % but for {rest}").format(rest=f"{unavailability:.2g}")
    return f"{100 * (1 - unavailability):.{digits}f} %"


def downtime(unavailability: float) -> str:
    """Return the expected time down in a year of 365 days."""
    hours = unavailability * _YEAR_H
    if hours >= 48:
        return _("{n} days a year").format(n=f"{hours / 24:.3g}")
    if hours >= 1:
        return _("{n} h a year").format(n=f"{hours:.2g}")
    if hours * 60 >= 1:
        return _("{n} min a year").format(n=f"{hours * 60:.2g}")
    return _("{n} s a year").format(n=f"{hours * 3600:.2g}")


def minutes_a_year(unavailability: float) -> float:
    """Return the expected minutes down in a year of 365 days."""
    return unavailability * _YEAR_H * 60


def nines(unavailability: float) -> float:
    """Return the number of nines of an availability: 3 for 99.9 %, infinite for one that is never down.

    Source: -log10 of the unavailability; Elsayed, Reliability Engineering, 3rd ed. (2021), section 3.6.
    """
    return math.inf if unavailability <= 0 else -math.log10(unavailability)
