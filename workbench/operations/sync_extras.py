"""What the Tool reports beside a review: read all of it, and keep checks and improvement items as read-only evidence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from typing import ClassVar

from workbench.domain.evidence import Evidence, EvidenceKind, Strength
from workbench.domain.lens import Lens
from workbench.domain.risk import Risk
from workbench.domain.snapshot import digest
from workbench.errors import Refused
from workbench.i18n import N_, _, n_
from workbench.operations.evidence import evidence_values
from workbench.operations.sync_words import prioritized_questions
from workbench.operations.syncing import fetch
from workbench.store.edits import Edits
from workbench.store.tables import EvidenceRow, ReviewRow
from workbench.store.workspace import Workspace
from workbench.sync.calling import Tool
from workbench.sync.extras import Check, ImprovementHint, Notice, improvements, notices, profile_name, trusted_advisor

__all__ = ["CHECK_TITLES", "Extras", "KeepToolEvidence", "LensExtras", "keep_extras", "read_extras", "worst_checks"]

ADVISOR, TOOL = "AWS Trusted Advisor", "AWS Well-Architected Tool"
CHECK_TITLES = {
    "ERROR": N_("Action recommended"),
    "WARNING": N_("Investigation recommended"),
    "FETCH_FAILED": N_("Could not be read"),
    "NOT_AVAILABLE": N_("Not available"),
    "OKAY": N_("No problems found"),
}
"""Status of a check, the worst first; the words are those of the Trusted Advisor console."""
_RISKS = {Risk.HIGH: N_("High risk in the Tool"), Risk.MEDIUM: N_("Medium risk in the Tool")}


@dataclass(frozen=True, slots=True)
class LensExtras:
    """What the Tool reports on one lens review.

    Attributes:
        alias: What the Tool calls the lens.
        version: The version the Tool reviews.
        names: Codes of questions and practices by id.
    """

    review_id: str
    lens: str
    alias: str
    name: str
    version: str
    improvements: tuple[ImprovementHint, ...] = ()
    checks: tuple[Check, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Extras:
    """What the Tool reports beside the answers of a workload.

    Attributes:
        has_advisor: Trusted Advisor is switched on for the workload.
        profile: Name of the profile that puts questions first; empty where there is none.
        first: Code and title of the questions it puts first.
        read_at: The Tool's clock, UTC, ISO 8601.
    """

    workload_id: str
    remote_id: str
    lenses: tuple[LensExtras, ...] = ()
    notices: tuple[Notice, ...] = ()
    has_advisor: bool = False
    profile: str = ""
    first: tuple[tuple[str, str], ...] = ()
    read_at: str = ""
    evidence: tuple[Evidence, ...] = field(default=(), repr=False)


def read_extras(workspace: Workspace, workload_id: str, tool: Tool) -> Extras:
    """Read everything the Tool reports on a linked workload; a worker's half, only facts are kept.

    Trusted Advisor is asked practice by practice, as the API has no other way, and only about lenses of AWS: no other has checks.

    Raises:
        UnknownName: The workload is not here or not linked.
        WorkbenchError: The Tool cannot be read.
    """
    found = fetch(workspace, workload_id, tool)
    state, remote_id = found.state, found.link.remote_id
    has_advisor = state.workload.trusted_advisor == "ENABLED"
    lenses: list[LensExtras] = []
    evidence: list[Evidence] = []
    for own in found.mine.reviews:
        review = state.review(own.lens_alias)
        if review is None:
            continue
        lens = found.lenses.get(own.lens_sha256)
        places = [
            (answer.pillar_id, answer.question_id, choice)
            for answer in review.answers
            for choice in answer.known
            if has_advisor and (lens is None or lens.official) and not choice.endswith("_no")
        ]
        lenses.append(LensExtras(
            own.id, own.lens_alias, review.alias, review.name or own.lens_name, review.version,
            improvements(tool, remote_id, review.alias), trusted_advisor(tool, remote_id, review.arn, places),
            _names(lens),
        ))  # fmt: skip
        known = {question.id for question in lens.questions()} if lens else set()
        evidence += _evidence(lenses[-1], known, state.read_at[:10])
    return Extras(
        workload_id, remote_id, tuple(lenses), notices(tool, remote_id), has_advisor,
        profile_name(tool, state.facts.profile), prioritized_questions(state, found.theirs, found.lenses), state.read_at,
        tuple(evidence),
    )  # fmt: skip


def _names(lens: Lens | None) -> dict[str, str]:
    questions = tuple(lens.questions()) if lens else ()
    named = {question.id: question.code for question in questions}
    return named | {choice.id: choice.code for question in questions for choice in question.choices}


def worst_checks(checks: tuple[Check, ...]) -> tuple[tuple[Check, int, int], ...]:
    """Return one entry per practice and check: the worst result, resources flagged in all accounts, number of accounts.

    Account ids stay out of it: they are kept only where they are the user's own data.
    """
    order = tuple(CHECK_TITLES)

    def place(one: Check) -> tuple[str, str, str]:
        return one.question_id, one.choice_id, one.id

    def rank(one: Check) -> int:
        return order.index(one.status) if one.status in order else len(order)

    found = []
    for _key, some in groupby(sorted(checks, key=place), place):
        several = list(some)
        found.append(
            (min(several, key=rank), sum(one.flagged for one in several), len({one.account for one in several}))
        )
    return tuple(found)


def _evidence(one: LensExtras, known: set[str], day: str) -> Iterator[Evidence]:
    for check, flagged, accounts in worst_checks(one.checks):
        if check.question_id not in known:
            continue
        words = [_(CHECK_TITLES[check.status]) if check.status in CHECK_TITLES else check.status]
        if flagged:
            words.append(n_("{n} resource flagged", "{n} resources flagged", flagged))
        if accounts > 1:
            words.append(_("{n} accounts").format(n=accounts))
        yield Evidence(
            _id(one.review_id, check.question_id, check.choice_id, "check", check.id), one.review_id, check.question_id,
            EvidenceKind.TOOL, check.name, check.choice_id, " · ".join(words), Strength.SHOWN, ADVISOR,
            check.updated_at[:10] or day,
        )  # fmt: skip
    for hint in one.improvements:
        if hint.question_id not in known:
            continue
        risk = _(_RISKS[Risk(hint.risk)]) if hint.risk in [str(each) for each in _RISKS] else hint.risk
        plans = [plan for plan in hint.plans if plan[1] or plan[2]] or [("", "", hint.url)]
        for choice_id, text, url in plans:
            yield Evidence(
                _id(one.review_id, hint.question_id, choice_id, "improvement", text), one.review_id, hint.question_id,
                EvidenceKind.TOOL, ": ".join(part for part in (risk, text or _("improvement plan")) if part), choice_id,
                url, Strength.SHOWN, TOOL, day,
            )  # fmt: skip


def _id(*parts: str) -> str:
    """Return the same id for the same thing each time, so that reading again makes no second one."""
    return digest("\n".join(parts).encode())[:32]


@dataclass(frozen=True)
class KeepToolEvidence:
    """Keep what the Tool reports as evidence, in place of what it reported on these reviews before.

    Attributes:
        reviews: Ids of the reviews that were read.
        items: All evidence of kind TOOL they have now.
    """

    WHAT: ClassVar[str] = "keep what the Tool reports"
    workload_id: str
    reviews: tuple[str, ...]
    items: tuple[Evidence, ...]

    @property
    def title(self) -> str:
        return _("Keep what the Tool reports as evidence")

    def apply(self, edits: Edits) -> None:
        own = {row["id"] for row in edits.rows(ReviewRow, workload_id=self.workload_id)}
        if not own >= set(self.reviews):
            raise Refused(_("The review is gone."), _("Read the Tool again."))
        wanted = {
            item.id: item for item in self.items if item.kind is EvidenceKind.TOOL and item.review_id in self.reviews
        }
        for review_id in self.reviews:
            for row in edits.rows(EvidenceRow, review_id=review_id):
                if row["kind"] == EvidenceKind.TOOL and row["id"] not in wanted:
                    edits.remove(EvidenceRow, id=row["id"])
        for item in wanted.values():
            edits.put(EvidenceRow, {"id": item.id}, **evidence_values(item))


def keep_extras(extras: Extras) -> KeepToolEvidence:
    """Return the step that keeps what was read as evidence."""
    return KeepToolEvidence(extras.workload_id, tuple(one.review_id for one in extras.lenses), extras.evidence)
