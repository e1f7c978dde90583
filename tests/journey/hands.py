"""Hands and eyes of a person: real keys and mouse, and the accessible tree to know where things are and when it is done."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.journey.stage import Stage, StageError

__all__ = ["Hands", "Seen", "Step"]

PATIENCE_S = 25.0
"""How long anything may take on a busy machine; nothing waits that long where it works."""
_QUIET_S = 0.06
_IDLE_SHARE = 0.02


@dataclass(frozen=True, slots=True)
class Seen:
    """One element as a screen reader is told of it; x, y, width and height on the screen [px]."""

    name: str
    role: str
    description: str
    states: tuple[str, ...]
    box: tuple[int, int, int, int]
    links: dict[str, list[str]] = field(default_factory=dict)
    depth: int = 0

    @property
    def middle(self) -> tuple[int, int]:
        """Where to click."""
        x, y, width, height = self.box
        return x + width // 2, y + height // 2


@dataclass(slots=True)
class Step:
    """What one part of a journey took: times [s], the processor's without what the accessible tree costs."""

    title: str
    keys: int = 0
    letters: int = 0
    clicks: int = 0
    wall_s: float = 0.0
    cpu_s: float = 0.0


class Hands:
    """Drives the program of a stage.

    Args:
        stage: With the program started.
        pictures: A folder for a picture after each step; None takes none.
    """

    def __init__(self, stage: Stage, pictures: Path | None = None) -> None:
        self.stage, self.pictures = stage, pictures
        self.steps: list[Step] = []
        self.now = Step("")
        self.listening_s = 0.0

    @contextmanager
    def step(self, title: str) -> Iterator[Step]:
        """Count what is done inside as one step, and take a picture at its end."""
        self.now, heard = Step(title), self.listening_s
        started, cpu = time.monotonic(), self.stage.cpu_s
        yield self.now
        if self.stage.is_running:
            self.quiet()
            self.now.cpu_s = self.stage.cpu_s - cpu - (self.listening_s - heard)
        self.now.wall_s = time.monotonic() - started
        self.steps.append(self.now)
        self.picture(f"{len(self.steps):02d}-{title.replace(' ', '-')}")

    # -- hands ---------------------------------------------------------------------------------

    def x(self, *arguments: str) -> str:
        """Run xdotool."""
        done = subprocess.run(
            ["xdotool", *arguments], capture_output=True, text=True, timeout=20, env=self.stage.environment, check=False
        )
        return done.stdout.strip()

    def hold(self) -> None:
        """Give the keys to the newest window where nobody has them: there is no window manager that would."""
        held = self.x("getwindowfocus", "getwindowpid")
        if self.stage.program is not None and held != str(self.stage.program.pid):
            newest = self.windows()[-1:]
            if newest:
                self.x("windowfocus", "--sync", newest[0])
                self.until(lambda: bool(self.see(states=["active"], deepest=1)), "a window that takes keys")

    def windows(self) -> list[str]:
        """Return the windows of the program that are shown, the newest last."""
        assert self.stage.program is not None
        found = self.x("search", "--onlyvisible", "--pid", str(self.stage.program.pid), "--name", ".").split()
        return sorted(found, key=int)

    def key(self, *keys: str) -> None:
        """Press keys one after the other ("ctrl+k", "Return"), and wait until each is worked off."""
        for key in keys:
            self.hold()
            self.x("key", "--clearmodifiers", key)
            self.now.keys += 1
            self.quiet()

    def type(self, text: str) -> None:
        """Write a text where the focus is."""
        self.hold()
        self.x("type", "--delay", "2", text)
        self.now.letters += len(text)
        self.quiet()

    def click(self, seen: Seen | tuple[int, int], button: int = 1) -> None:
        """Click into the middle of what is seen."""
        x, y = seen.middle if isinstance(seen, Seen) else seen
        self.x("mousemove", "--sync", str(x), str(y), "click", str(button))
        self.now.clicks += 1
        self.quiet()

    # -- eyes ----------------------------------------------------------------------------------

    def see(self, name: str | None = None, role: str = "", *, part: bool = False, **more: Any) -> list[Seen]:
        """Return what is on the screen under a name (or a part of it) and a role."""
        cpu = self.stage.cpu_s
        found = self.stage.listen({"name": name, "role": role, "part": part, **more})
        self.listening_s += self.stage.cpu_s - cpu
        return [Seen(**{**one, "states": tuple(one["states"]), "box": tuple(one["box"])}) for one in found]

    def find(self, name: str | None = None, role: str = "", *, part: bool = False, **more: Any) -> Seen:
        """Return the first that is seen under that name, as soon as there is one."""
        found: list[Seen] = []

        def is_there() -> bool:
            found[:] = self.see(name, role, part=part, most=1, **more)
            return bool(found)

        self.until(is_there, f"{role or 'element'} {name!r}")
        return found[0]

    def until(self, fact: Callable[[], bool], what: str, patience_s: float = PATIENCE_S) -> None:
        """Wait until a fact holds.

        Raises:
            StageError: It does not; with what is on the screen.
        """
        end, pause = time.monotonic() + patience_s, 0.02
        while not fact():
            if time.monotonic() > end:
                self.picture("failed")
                names = [f"{one.role} {one.name!r}" for one in self.see() if one.name]
                raise StageError(f"not in {patience_s:.0f} s: {what}\non the screen: {', '.join(names)}")
            time.sleep(pause)
            pause = min(pause * 1.5, 0.3)

    def quiet(self, patience_s: float = 5.0) -> None:
        """Wait until the program has nothing left to do, as its processor time tells; after `patience_s` go on."""
        end, cpu, since = time.monotonic() + patience_s, self.stage.cpu_s, time.monotonic()
        while time.monotonic() < end:
            time.sleep(0.01)
            now, at = self.stage.cpu_s, time.monotonic()
            if now - cpu > _IDLE_SHARE * (at - since) + 0.0005:
                cpu, since = now, at
            elif at - since > _QUIET_S:
                return

    def picture(self, name: str, window: str = "root") -> None:
        """Save what the screen, or one window, shows."""
        if self.pictures is not None:
            self.pictures.mkdir(parents=True, exist_ok=True)
            target = str(self.pictures / f"{name}.png")
            subprocess.run(
                ["import", "-silent", "-window", window, target], timeout=30, env=self.stage.environment, check=False
            )
