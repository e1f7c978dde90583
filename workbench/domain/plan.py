"""What follows from a risk: accepting it, or improving."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from workbench.i18n import N_

__all__ = ["ITEM_TITLES", "Acceptance", "Improvement", "ItemStatus"]


class ItemStatus(StrEnum):
    """How far an improvement is."""

    OPEN = "open"
    PLANNED = "planned"
    IN_PROGRESS = "in_progress"
    DONE = "done"
    ACCEPTED = "accepted"


ITEM_TITLES = {
    ItemStatus.OPEN: N_("Open"),
    ItemStatus.PLANNED: N_("Planned"),
    ItemStatus.IN_PROGRESS: N_("In progress"),
    ItemStatus.DONE: N_("Done"),
    ItemStatus.ACCEPTED: N_("Accepted"),
}


@dataclass(frozen=True, slots=True)
class Acceptance:
    """A risk taken on purpose; it stays counted at its level and reopens on expiry.

    Attributes:
        traded_for: Pillar id that gains from it; may be empty.
        until: Last day it holds, YYYY-MM-DD.
        accepted_on: Day of the decision, YYYY-MM-DD.
    """

    review_id: str
    question_id: str
    why: str
    by: str
    until: str
    traded_for: str = ""
    accepted_on: str = ""

    def holds_on(self, day: str) -> bool:
        """True while the acceptance is in force on a day (YYYY-MM-DD)."""
        return day <= self.until


@dataclass(frozen=True, slots=True)
class Improvement:
    """What is planned about the risk of one question; no row means open without owner.

    Attributes:
        due: YYYY-MM-DD, may be empty.
    """

    review_id: str
    question_id: str
    owner: str = ""
    due: str = ""
    status: ItemStatus = ItemStatus.OPEN
    note: str = ""
