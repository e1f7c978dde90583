"""The session from outside: the program as a process, real keys of the X server, and processor time for each of them."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.journey.hands import Hands
from tests.journey.stage import Stage, StageError
from tests.room.script import PICTURED, discuss

__all__ = ["hold"]

QUESTIONS = 57
WORKLOAD = "Payments platform"
FACILITATOR, PRESENTER = (1280, 800), (1280, 720)


@dataclass
class Keys:
    """Presses real keys and takes the program's processor time until it rests again [s]."""

    hands: Hands
    keys: int = 0
    letters: int = 0
    spent_s: float = 0.0
    by_key: dict[str, list[float]] = field(default_factory=dict)

    def press(self, key: str, name: str, *, shift: bool = False) -> None:
        """Press one key."""
        before = self.hands.stage.cpu_s
        self.hands.key(f"shift+{key}" if shift else key)
        self.keys += 1
        self._take(name, before)

    def type(self, text: str) -> None:
        """Write a line and end it."""
        before = self.hands.stage.cpu_s
        self.hands.type(text)
        self.hands.key("Return")
        self.letters += len(text)
        self.keys += 1
        self._take("a line of text", before)

    def _take(self, name: str, before: float) -> None:
        took = self.hands.stage.cpu_s - before
        self.spent_s += took
        self.by_key.setdefault(name, []).append(took)


def hold(home: Path, theme: str, pictures: Path | None) -> dict[str, object]:
    """Plan, hold and end a session of the sample; return figures.

    Raises:
        StageError: A question was left out, not answered, or the program met an unexpected error.
    """
    home.mkdir(parents=True)
    with Stage(home, (FACILITATOR[0] + PRESENTER[0], FACILITATOR[1]), {"theme": theme}) as stage:
        stage.start("--sample")
        hands = Hands(stage, pictures)
        keys = Keys(hands)
        main, room = _open(hands)
        times, counts, seen = [], [], Counter[str]()
        for number in range(QUESTIONS):
            pressed, spent = keys.keys, keys.spent_s
            practices, known, code = _question(hands)
            seen[code] += 1
            discuss(keys, number, practices, known=known)
            if number in PICTURED:
                hands.picture(f"real-room-{number}", main)
                hands.picture(f"real-presenter-{number}", room)
            if number == QUESTIONS // 2:
                keys.press("b", "break", shift=True)
                hands.picture("real-presenter-break", room)
                keys.press("b", "break")
            if number < QUESTIONS - 1:
                keys.press("j", "next")
            times.append(keys.spent_s - spent)
            counts.append(keys.keys - pressed)
        hands.key("ctrl+shift+Return")
        hands.picture("real-presenter-end", room)
        hands.picture("real-room-end", main)
        whole = stage.cpu_s
        hands.key("F5", "ctrl+q")
        assert stage.program is not None
        stage.program.wait(20)
        told = _outside(stage)
    if len(seen) != QUESTIONS:
        raise StageError(f"{QUESTIONS} questions, {len(seen)} shown")
    times.sort()
    return {
        "questions": QUESTIONS,
        "keys per question": round(sum(counts) / QUESTIONS, 2),
        "most keys on a question": max(counts),
        "letters typed": keys.letters,
        "processor time per question, median [ms]": round(times[QUESTIONS // 2] * 1000, 1),
        "processor time per question, 95 % [ms]": round(times[int(QUESTIONS * 0.95)] * 1000, 1),
        "processor time per question, longest [ms]": round(times[-1] * 1000, 1),
        "processor time of the session's keys [s]": round(keys.spent_s, 2),
        "processor time of the program with start, and a screen reader that reads each question [s]": round(whole, 2),
        "per key, median [ms]": {name: round(sorted(each)[len(each) // 2] * 1000, 1) for name, each in keys.by_key.items()},
        **told,
    }  # fmt: skip


def _open(hands: Hands) -> tuple[str, str]:
    """Plan and start a session by keyboard, put the windows side by side, and return them."""
    hands.find("Sample.wawb", "label")
    hands.find("Portfolio", "check box", states=["checked"])
    main = hands.windows()[-1]
    hands.x("windowsize", "--sync", main, *(str(one) for one in FACILITATOR))
    hands.quiet()
    hands.key("ctrl+k")
    hands.until(lambda: hands.windows() != [main], "the palette")  # a popup, which no tree of windows lists
    hands.type(WORKLOAD)
    hands.key("Return")
    hands.find(f"Workload: {WORKLOAD}", "push button")
    hands.key("ctrl+5")
    hands.find("Plan a session", "push button", states=["focused"])
    hands.key("space")
    hands.find("Start the session", "push button")
    hands.picture("real-room-plan", main)
    hands.key("ctrl+Return")
    hands.find("Questions of the session", "tree")
    hands.key("F5")
    hands.find("Presenter", "filler")
    room = next(window for window in hands.windows() if window != main)
    hands.x("windowmove", room, str(FACILITATOR[0]), "0", "windowsize", room, *(str(one) for one in PRESENTER))
    hands.quiet()
    return main, room


def _question(hands: Hands) -> tuple[int, bool, str]:
    """Return how many practices the question has, whether the milestone has an answer, and its code."""
    told = hands.see(within="Question")
    practices = sum(bool(re.search(r"\. Key \d", one.description)) for one in told if one.role == "push button")
    code = " ".join(next(one.name for one in told if one.role == "filler" and one.name).split()[:2])
    guide = next((one.name for one in hands.see(within="For the facilitator") if one.name.strip()), "")
    return practices, "At milestone" in guide and "\nnot answered" not in guide, code


def _outside(stage: Stage) -> dict[str, Any]:
    """Read the session back through the command line."""
    at = ("--workspace", str(stage.folder / "data" / "sample" / "Sample.wawb"))
    events = stage.command("session", "log", WORKLOAD, *at)
    answered = {one["question"] for one in events if one["kind"] == "answered"}
    if len(answered) != QUESTIONS:
        raise StageError(f"{QUESTIONS} questions, {len(answered)} answered")
    if stage.errors():
        raise StageError(f"the log holds errors: {stage.errors()}")
    notes = stage.command("session", "show", WORKLOAD, *at)["notes"]
    return {"events in the log": dict(Counter(one["kind"] for one in events)), "notes": len(notes)}
