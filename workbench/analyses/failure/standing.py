"""How a journey stands, in one word: what is on the screen all the time."""

from __future__ import annotations

from enum import StrEnum

from workbench.i18n import N_

__all__ = ["STANDING_TITLES", "Standing"]


class Standing(StrEnum):
    """How a journey is; AT_RISK has single points of failure inside what it must survive."""

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
