"""What the killed program does: an endless, reproducible series of edits, and what must be in the file after each.

Parent and child tell the same story from the same seed, so a number is enough to acknowledge an edit.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from tests.generator import LENS_TEXTS
from workbench.domain.answer import MarkState
from workbench.library.lens_format import read_lens_text
from workbench.operations import History, Operation
from workbench.operations.answers import SetMark, SetNotes
from workbench.operations.milestones import SaveMilestone
from workbench.store.queries.answers import answers_of
from workbench.store.queries.milestones import milestones_of
from workbench.store.workspace import Workspace

__all__ = ["LENS", "Facts", "Move", "State", "Told", "facts_in", "moves"]

LENS = read_lens_text(LENS_TEXTS[0])
_BEGIN = datetime(2026, 1, 1, tzinfo=UTC)
QUESTIONS = tuple(LENS.questions())
Facts = tuple[frozenset[tuple[str, str]], frozenset[tuple[str, str]], tuple[str, ...]]
"""Marks (choice and state), notes (question and text), names of milestones."""


@dataclass(frozen=True)
class State:
    """The file as it should be: facts, and what undo and redo would bring."""

    facts: Facts = (frozenset(), frozenset(), ())
    done: tuple[tuple[Facts, Facts], ...] = ()
    undone: tuple[tuple[Facts, Facts], ...] = ()


@dataclass(frozen=True)
class Move:
    """One thing the person does; no operation means undo or redo."""

    kind: str
    operation: Operation | None = None
    token: str = ""
    pause_s: float = 2.0
    after: State = field(default_factory=State)

    def make(self, history: History) -> None:
        """Do it; it is on disk when this returns."""
        if self.kind == "undo":
            history.undo()
        elif self.kind == "redo":
            history.redo()
        elif self.operation is not None:
            history.do(self.operation, self.token)


class Told:
    """The time as the story tells it, so that bursts do not depend on how busy the machine is."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds

    def __call__(self) -> str:
        return (_BEGIN + timedelta(milliseconds=round(self.seconds * 1000))).isoformat(timespec="milliseconds")


def moves(seed: str, state: State) -> Iterator[Move]:
    """Tell the story from a state on, for ever."""
    rng = random.Random(seed)
    number = 0
    while True:
        number += 1
        draw = rng.random()
        if draw < 0.45:
            moved = _mark(rng, state)
        elif draw < 0.60:
            token, question = f"{seed} {number}", rng.choice(QUESTIONS).id
            text, before = "", state
            for length in range(1, rng.randint(2, 6)):
                text = f"{seed} burst {number} " + "typing along"[: 2 * length]
                state = _noted(before, state, question, text)
                yield Move("notes", SetNotes("r", question, text), token, 0.3 if length > 1 else 2.0, state)
            continue
        elif draw < 0.75 and state.done:
            before, _after = state.done[-1]
            state = State(before, state.done[:-1], (*state.undone, state.done[-1]))
            yield Move("undo", after=state)
            continue
        elif draw < 0.90 and state.undone:
            state = State(state.undone[-1][1], (*state.done, state.undone[-1]), state.undone[:-1])
            yield Move("redo", after=state)
            continue
        elif draw >= 0.95:
            name = f"{seed} {number}"
            facts = (state.facts[0], state.facts[1], (*state.facts[2], name))
            operation = SaveMilestone("w", f"m {name}", name)
            moved = Move("milestone", operation, after=_stepped(state, facts))
        else:
            moved = _mark(rng, state)
        state = moved.after
        yield moved


def _stepped(state: State, facts: Facts) -> State:
    """A new step; what was undone cannot be redone, and the model forgets all but the last 50 steps."""
    return State(facts, (*state.done, (state.facts, facts))[-50:])


def _mark(rng: random.Random, state: State) -> Move:
    question = rng.choice(QUESTIONS)
    choice = rng.choice(question.practices).id
    known = dict(state.facts[0])
    wanted = rng.choice([one for one in MarkState if str(one) != known.get(choice)])
    marks = frozenset((known | {choice: str(wanted)}).items())
    after = _stepped(state, (marks, state.facts[1], state.facts[2]))
    return Move("mark", SetMark("r", question.id, choice, wanted), after=after)


def _noted(before: State, state: State, question: str, text: str) -> State:
    notes = frozenset((dict(state.facts[1]) | {question: text}).items())
    return _stepped(replace(before, undone=()), (before.facts[0], notes, before.facts[2]))


def facts_in(workspace: Workspace) -> Facts:
    """Read the same facts from the file."""
    with workspace.reading() as session:
        answers = answers_of(session, "r")
        names = tuple(one.name for one in milestones_of(session, "w"))
    marks = frozenset((mark.choice_id, str(mark.state)) for answer in answers for mark in answer.marks)
    return marks, frozenset((answer.question_id, answer.notes) for answer in answers if answer.notes), names
