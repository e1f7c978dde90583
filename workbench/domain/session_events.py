"""What happens in a session: time-stamped events, only ever added; and the notes people make."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from workbench.domain.session import Spot
from workbench.i18n import N_

__all__ = ["NOTE_TITLES", "NOTES", "Event", "EventKind", "Note", "Vote", "note_of", "typed_action", "vote_of"]


class EventKind(StrEnum):
    """What an event tells; its body holds the rest."""

    STARTED = "started"
    """A sitting begins: minutes, break_minutes, pillars, and the minutes planned for each question."""
    PAUSED = "paused"
    """The clock stands, the end moves."""
    BREAK = "break"
    """A planned break: the clock goes on."""
    RESUMED = "resumed"
    ENDED = "ended"
    TICK = "tick"
    """Nothing happened; the program is alive."""
    BOX = "box"
    """The end was moved: minutes, more or fewer."""
    SHOWN = "shown"
    REVEALED = "revealed"
    """Risk shown to the room: of the question, or of the pillar named in the body; on is False when hidden again."""
    ANSWERED = "answered"
    """The answer as it is now: selected, applicable, risk."""
    PARKED = "parked"
    ACTION = "action"
    DECISION = "decision"
    DISSENT = "dissent"
    OWNER = "owner"
    EVIDENCE = "evidence"
    VOTE = "vote"
    """By count: yes, no, abstain; never by name."""
    SAID = "said"
    """Who speaks; the facilitator's log only."""
    HOMEWORK = "homework"
    """To be answered outside the room, or taken back into it."""
    WITHDRAWN = "withdrawn"
    """An earlier event, by id, no longer holds; the log keeps both."""


NOTES = (EventKind.PARKED, EventKind.ACTION, EventKind.DECISION, EventKind.DISSENT)
NOTE_TITLES = {
    EventKind.PARKED: N_("Parked point"),
    EventKind.ACTION: N_("Action"),
    EventKind.DECISION: N_("Decision"),
    EventKind.DISSENT: N_("Dissent"),
}


_OWNER = re.compile(r'(?:^|\s)@(?:"([^"]+)"|([^\s@"]+))')
_DUE = re.compile(r"(?:^|\s)!(\d{4}-\d{2}-\d{2})(?!\S)")


@dataclass(frozen=True, slots=True)
class Event:
    """One line of a session's log.

    Attributes:
        id: Place in the log of the workspace.
        at: UTC, ISO 8601, to milliseconds.
        lens, question: What it is about; empty for the whole session.
    """

    id: int
    at: str
    kind: EventKind
    lens: str = ""
    question: str = ""
    body: Mapping[str, Any] = field(default_factory=dict)

    @property
    def spot(self) -> Spot:
        """The question it is about."""
        return self.lens, self.question


@dataclass(frozen=True, slots=True)
class Note:
    """A parked point, action, decision or dissent.

    Attributes:
        id: Id of its event.
        due: Of an action, YYYY-MM-DD; may be empty.
        said: Who said it; empty unless speakers are noted.
    """

    id: int
    kind: EventKind
    at: str
    lens: str
    question: str
    text: str
    owner: str = ""
    due: str = ""
    said: str = ""


@dataclass(frozen=True, slots=True)
class Vote:
    """How a disagreement was decided, by count; choice is a practice, or empty for the question."""

    id: int
    at: str
    lens: str
    question: str
    choice: str
    yes: int
    no: int
    abstain: int


def note_of(event: Event, said: str = "") -> Note:
    """Return the note an event of a kind in NOTES makes."""
    body = event.body
    return Note(
        event.id, event.kind, event.at, event.lens, event.question, str(body.get("text", "")),
        str(body.get("owner", "")), str(body.get("due", "")), said,
    )  # fmt: skip


def vote_of(event: Event) -> Vote:
    """Return the vote an event tells of."""
    yes, no, abstain = (int(event.body.get(name, 0)) for name in ("yes", "no", "abstain"))
    return Vote(event.id, event.at, event.lens, event.question, str(event.body.get("choice", "")), yes, no, abstain)


def typed_action(text: str) -> tuple[str, str, str]:
    """Return words, owner and due date of an action typed as `Test the restore @Ada !2026-12-01`.

    A name of several words stands in quotes: `@"Data team"`. A date that is none stays part of the words.
    """
    owner, due = _OWNER.search(text), _DUE.search(text)
    if due is not None:
        try:
            date.fromisoformat(due[1])
        except ValueError:
            due = None
    for found in (owner, due):
        if found is not None:
            text = text.replace(found[0], "", 1)
    return " ".join(text.split()), (owner[1] or owner[2]) if owner else "", due[1] if due else ""
