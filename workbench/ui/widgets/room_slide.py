"""What the room sees, as plain texts: one question without risk until it is revealed, or a break."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from workbench.domain.answer import MarkState
from workbench.domain.risk import Level, Risk
from workbench.i18n import _, n_

__all__ = ["Row", "Slide", "Unveiled", "clock_text", "ends_text"]


@dataclass(frozen=True, slots=True)
class Unveiled:
    """What the facilitator asked to show to the room."""

    name: bool = False
    notes: bool = False
    accounts: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One practice; level only once the risk is revealed."""

    key: str
    title: str
    state: MarkState | None = None
    level: Level | None = None
    is_none: bool = False


@dataclass(frozen=True, slots=True)
class Slide:
    """Everything on the presenter window; texts are final.

    Attributes:
        banner, under: A break, a pause, or what comes before the start; then there is no question.
        risk: None while it is hidden.
        down: How the risk would fall, once it is revealed.
        done, planned: Share of the questions done, and of the time gone, 0 to 1.
    """

    trail: str = ""
    name: str = ""
    title: str = ""
    ask: str = ""
    rows: tuple[Row, ...] = ()
    banner: str = ""
    under: tuple[str, ...] = ()
    risk: Risk | None = None
    down: str = ""
    out: str = ""
    notes: str = ""
    progress: str = ""
    done: float = 0.0
    planned: float = 0.0
    clock: str = ""
    counts: str = ""

    @property
    def words(self) -> str:
        """All of it, for readers and tests."""
        rows = (f"{row.key} {row.title}" for row in self.rows)
        parts = (self.trail, self.name, self.banner, *self.under, self.title, self.ask, *rows, self.out, self.down,
                 self.notes, self.progress, self.clock, self.counts)  # fmt: skip
        return "\n".join(part for part in parts if part)


def clock_text(ahead_s: float) -> str:
    """Return "4 min behind", "on time" or "12 min ahead"; to the minute, for nobody runs a room by seconds."""
    minutes = round(abs(ahead_s) / 60)
    if minutes == 0:
        return _("on time")
    return n_("1 min behind", "{n} min behind", minutes) if ahead_s < 0 else n_("1 min ahead", "{n} min ahead", minutes)


def ends_text(now: str, ends_in_s: float) -> str:
    """Return "ends 12:40" in local time."""
    end = datetime.fromisoformat(now).astimezone() + timedelta(seconds=ends_in_s)
    return _("ends {time}").format(time=end.strftime("%H:%M"))
