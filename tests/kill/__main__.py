"""`python -m tests.kill ROUNDS FOLDER [SEED]`: kill -9 a program that edits, and look at what is left.

Every round forks a child from this preloaded process. The child opens the file as the window does and edits; it
writes one byte after each commit. Killed at a random moment, every acknowledged edit must be there, at most the one
after it, and the file must be whole and free. Prints one line of JSON.
"""

from __future__ import annotations

import json
import os
import random
import select
import signal
import sys
import time
from collections import Counter
from itertools import islice
from pathlib import Path
from typing import NoReturn

from tests.generator import LENS_TEXTS
from tests.kill.story import LENS, State, Told, facts_in, moves
from workbench.domain.workload import Workload
from workbench.operations import History
from workbench.operations.workloads import AddLens, CreateWorkload
from workbench.store.derived import recount
from workbench.store.queries.milestones import verify_chain
from workbench.store.queries.portfolio import tallies_of
from workbench.store.workspace import Workspace

LONGEST_S = 0.2
"""A child lives this long at most after it opened the file [s]."""


def child(path: Path, seed: str, state: State, started: float, pipe: int) -> NoReturn:
    """Edit until killed; one byte on the pipe for "open" and for every committed edit."""
    clock = Told(started)
    workspace = Workspace.open(path, who="Reviewer")
    history = History(workspace, "Reviewer", clock=clock)
    os.write(pipe, b"o")
    for move in moves(seed, state):
        clock.seconds += move.pause_s
        move.make(history)
        os.write(pipe, b"a")
    raise AssertionError("the story never ends")


def kill_one(path: Path, seed: str, state: State, started: float, rng: random.Random) -> tuple[bool, int]:
    """Run and kill one child; return whether it got to open the file, and how many edits it acknowledged."""
    here, there = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            os.close(here)
            child(path, seed, state, started, there)
        except BaseException as error:  # noqa: BLE001 - a forked child must not return into the parent
            print(repr(error), file=sys.stderr, flush=True)  # noqa: T201
        finally:
            os._exit(1)
    os.close(there)
    said = b""
    if rng.random() < 0.9:  # the others are killed while they open the file
        select.select([here], [], [], 30)
        said = os.read(here, 1)
    time.sleep(rng.random() ** 2 * LONGEST_S if said else rng.random() * 0.015)
    os.kill(pid, signal.SIGKILL)
    _pid, status = os.waitpid(pid, 0)
    while piece := os.read(here, 65536):
        said += piece
    os.close(here)
    if not os.WIFSIGNALED(status):
        raise AssertionError(f"round {seed}: the child ended by itself")
    return said.startswith(b"o"), said.count(b"a")


def look(path: Path, seed: str, state: State, acknowledged: int, thorough: bool) -> tuple[State, int]:
    """Open what is left; return the state it is in and how many edits it holds."""
    candidates = [state, *(move.after for move in islice(moves(seed, state), acknowledged + 1))]
    with Workspace.open(path, who="Looking") as workspace:  # no waiting: the lock must be free
        facts = facts_in(workspace)
        for number in (acknowledged, acknowledged + 1):
            if candidates[number].facts == facts:
                break
        else:
            raise AssertionError(f"round {seed}: {acknowledged} edits were acknowledged, the file holds others")
        if found := workspace.check():
            raise AssertionError(f"round {seed}: {found}")
        if thorough:
            with workspace.transaction() as session:
                if verify_chain(session, "w"):
                    raise AssertionError(f"round {seed}: the chain of milestones is broken")
                kept = tallies_of(session, "r")
                session.connection().exec_driver_sql("DELETE FROM tally")
                recount(session, "r", LENS, LENS.pillars)
                if kept != tallies_of(session, "r"):
                    raise AssertionError(f"round {seed}: the counts do not fit the answers")
    return candidates[number], number


def main(rounds: int, folder: Path, seed: str = "7") -> dict[str, float]:
    """Run the rounds; raise AssertionError at the first edit that is lost."""
    path = folder / "killed.wawb"
    with Workspace.create(path) as workspace:
        history = History(workspace, "Reviewer")
        history.do(CreateWorkload(Workload("w", "Killed", aws_regions=("eu-west-1",))))
        history.do(AddLens("w", "r", LENS_TEXTS[0]))
    rng = random.Random(seed)
    state, totals, begun = State(), Counter[str](), time.monotonic()
    for number in range(rounds):
        name = f"{seed}-{number}"
        opened, acknowledged = kill_one(path, name, state, 600.0 * number, rng)
        state, held = look(path, name, state, acknowledged, thorough=number % 10 == 0)
        totals += Counter(acknowledged=acknowledged, unacknowledged_present=held - acknowledged, opened=opened)
    return {"rounds": rounds, "seconds": round(time.monotonic() - begun, 1), **totals}


if __name__ == "__main__":
    print(json.dumps(main(int(sys.argv[1]), Path(sys.argv[2]), *sys.argv[3:4])))  # noqa: T201
