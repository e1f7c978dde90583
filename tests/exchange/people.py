"""People with a workspace each who send packages to one another."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.analyses.states import answer, lens_text
from workbench.domain.answer import Answer
from workbench.domain.evidence import Evidence, EvidenceKind
from workbench.domain.plan import Acceptance
from workbench.domain.snapshot import Snapshot
from workbench.domain.workload import Workload
from workbench.operations import History
from workbench.operations.answers import TakeOverAnswer
from workbench.operations.evidence import AddEvidence, copy_evidence_file
from workbench.operations.milestones import SaveMilestone
from workbench.operations.packages import import_package, read_package, write_package
from workbench.operations.plan import AcceptRisk
from workbench.operations.workloads import AddLens, CreateWorkload
from workbench.store.queries.answers import take_snapshot
from workbench.store.workspace import Workspace

FILE = bytes(range(256)) * 12_000  # 3 MB, so more than one piece


class Copy:
    """One person's workspace."""

    def __init__(self, folder: Path, who: str) -> None:
        self.folder = folder
        self.workspace = Workspace.create(folder / f"{who}.wawb", who=who)
        self.history = History(self.workspace, who)

    def state(self, workload_id: str = "w1") -> Snapshot | None:
        with self.workspace.reading() as session:
            return take_snapshot(session, workload_id)

    def answer(self, question_id: str) -> Answer:
        return self.state().reviews[0].answer(question_id)

    def say(self, question_id: str, marks: str = "", **more) -> None:
        review = self.state().reviews[0]
        self.history.do(TakeOverAnswer(review.id, answer(question_id, marks, **more)))

    def send(self, name: str = "out", **more) -> Path:
        target = self.folder / f"{name}.wawb-package"
        write_package(self.workspace, "w1", target, **more)
        return target

    def take(self, path: Path, choices=None):
        return import_package(self.history, read_package(path), choices)


@contextmanager
def people(folder: Path) -> Iterator[Callable[[str], Copy]]:
    """Make copies by name; at the end every file is whole."""
    made: list[Copy] = []

    def make(who: str) -> Copy:
        made.append(Copy(folder, who))
        return made[-1]

    yield make
    for one in made:
        assert one.workspace.check() == ()
        one.workspace.close()


def reviewed(one: Copy) -> Copy:
    """Give somebody a reviewed workload with a milestone and an evidence file."""
    one.history.do(CreateWorkload(Workload("w1", "Payments", tags=(("owner", "Ada"),), aws_regions=("eu-west-1",))))
    one.history.do(AddLens("w1", "r1", lens_text("x")))
    one.say("q1", "a:no b:yes", notes="first")
    one.history.do(SaveMilestone("w1", "m1", "Baseline"))
    source = one.folder / "proof.bin"
    source.write_bytes(FILE)
    sha256, size = copy_evidence_file(one.workspace, source)
    one.history.do(AddEvidence(
        Evidence("e1", "r1", "q1", EvidenceKind.FILE, "Proof", sha256=sha256, file_name="proof.bin", size=size)))  # fmt: skip
    one.history.do(AcceptRisk(Acceptance("r1", "q1", "cost", "Ada", "2099-01-01")))
    return one
