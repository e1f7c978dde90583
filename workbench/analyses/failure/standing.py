"""How a journey stands, in one word: what is on the screen all the time."""

from __future__ import annotations

from enum import StrEnum

from workbench.i18n import N_

__all__ = ["STANDING_TITLES", "Standing"]


class Standing(StrEnum):
    """How a journey is.

    AT_RISK stands, and one more failure ends it: of an element inside what it must survive, that no provider answers
    for. With nothing failed these are its single points of failure; after a failure also what it had redundancy for.
    """

    DOWN = "down"
    DEGRADED = "degraded"
    AT_RISK = "at risk"
    UP = "up"


STANDING_TITLES = {
    Standing.DOWN: N_("down"),
    Standing.DEGRADED: N_("degraded"),
    Standing.AT_RISK: N_("at risk"),
    Standing.UP: N_("up"),
}
