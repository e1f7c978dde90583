"""The sync with a Tool 20 ms away: API calls and seconds of four everyday cases; `python -m tests.bench.sync` alone."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.bench.figures import Figure, table
from tests.sync.desk import Desk, MovingClock, framework
from tests.sync.peer import Behaviour, Peer
from workbench.domain.answer import Answer, Mark, MarkState
from workbench.operations.answers import ImportAnswers, SetMark

LATENCY_S = 0.02
MILESTONES = 20


def full_answers() -> ImportAnswers:
    """Return an answer to every question of the Framework: all but the last practice in place, with notes."""
    answers = []
    for question in framework().questions():
        *most, last = question.practices
        marks = [Mark(choice.id, MarkState.YES) for choice in most] + [Mark(last.id, MarkState.NO, note="Next quarter")]
        ordered = tuple(sorted(marks, key=lambda mark: mark.choice_id))
        answers.append(("r1", Answer(question.id, ordered, notes="Talked through with the team.")))
    return ImportAnswers(tuple(answers))


def four_cases(folder: Path, latency_s: float = LATENCY_S) -> Iterator[Figure]:
    """Measure first push, push of one answer, no-op sync, and pull with milestones."""
    with Peer(clock=MovingClock(), behaviour=Behaviour(latency_s=latency_s)) as peer:
        desk = Desk(folder, peer)
        desk.create()
        desk.do(full_answers())
        remote = desk.link_new()
        yield _measured(peer, "first push of a fully answered Framework review", desk.push)
        desk.look()
        question = next(framework().questions())
        desk.do(SetMark("r1", question.id, question.practices[0].id, MarkState.PARTLY))
        yield _measured(peer, "push of one changed answer", desk.push)
        desk.look()
        yield _measured(peer, "no-op sync", desk.push)
        for number in range(MILESTONES):
            peer.save_milestone(remote, f"Milestone {number}")
        other = Desk(folder, peer, "other")
        yield _measured(peer, f"pull of a review with {MILESTONES} milestones", lambda: other.pull_new(remote))
        desk.close()
        other.close()


def _measured(peer: Peer, name: str, work: Callable[[], object]) -> Figure:
    peer.forget_calls()
    started = time.monotonic()
    work()
    seconds = time.monotonic() - started
    writes = len(peer.calls.of(writes=True))
    return Figure(f"sync: {name}", seconds, "s", note=f"{len(peer.calls):,} calls, {writes:,} of them writing")


def sync_figures() -> Iterator[Figure]:
    """Measure the four cases in a folder of their own."""
    with tempfile.TemporaryDirectory(prefix="workbench-sync-") as folder:
        yield from four_cases(Path(folder))


if __name__ == "__main__":
    print(table(list(sync_figures())))
