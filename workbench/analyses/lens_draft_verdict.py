"""What is wrong with a lens that is being written, part by part."""

from __future__ import annotations

from dataclasses import dataclass, field

from workbench.analyses.lens_verdict import Verdict, judge
from workbench.domain.lens_draft import LENS, DraftPart, LensDraft
from workbench.i18n import _
from workbench.library.lens_drafts import draft_file
from workbench.library.lens_file import UnreadableLens
from workbench.library.lens_rules import ERROR, Finding

__all__ = ["Judged", "PlacedFinding", "judge_draft", "part_words"]


@dataclass(frozen=True, slots=True)
class PlacedFinding:
    """A finding with the part it is about.

    Attributes:
        field: The rest of its path inside the part, for example "title" or "riskRules[1].condition".
    """

    finding: Finding
    part_id: str
    field: str

    @property
    def is_error(self) -> bool:
        """True where AWS would refuse it."""
        return self.finding.severity == ERROR


@dataclass(frozen=True)
class Judged:
    """What was found in one state of a draft.

    Attributes:
        counts: Pillars, questions, practices and so on.
        findings: In the order of the file.
        by_part: The same by part.
    """

    counts: dict[str, int] = field(default_factory=dict)
    findings: tuple[PlacedFinding, ...] = ()
    by_part: dict[str, list[PlacedFinding]] = field(default_factory=dict)

    @property
    def errors(self) -> int:
        """How many findings AWS would refuse the lens for."""
        return sum(each.is_error for each in self.findings)


def judge_draft(draft: LensDraft) -> Judged:
    """Check a draft in every way there is, as the file it would be."""
    try:
        verdict = judge(draft_file(draft))
    except UnreadableLens as error:
        verdict = Verdict({}, (error.finding,))
    placed = []
    for finding in verdict.findings:
        part, rest = draft.at(finding.path)
        placed.append(PlacedFinding(finding, part.id, rest))
    by_part: dict[str, list[PlacedFinding]] = {}
    for each in placed:
        by_part.setdefault(each.part_id, []).append(each)
    return Judged(verdict.counts, tuple(placed), by_part)


def part_words(draft: LensDraft, part: DraftPart) -> str:
    """Return where a part stands, for people: "Security, Question 3, Keys are rotated"."""
    names: list[str] = []
    here: DraftPart | None = part
    while here is not None and here.kind != LENS:
        names.insert(0, here.name or here.key)
        here = draft.part(here.parent)
    return ", ".join(names) or _("Lens")
