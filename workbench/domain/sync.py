"""Nouns of the sync with the AWS Well-Architected Tool: the link, what the Tool holds, calls, receipts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from workbench.domain.workload import Workload
from workbench.i18n import N_

__all__ = [
    "MILESTONE_BUDGET",
    "NOTICE_TITLES",
    "STATE_TITLES",
    "Call",
    "CallState",
    "JobKind",
    "Job",
    "Link",
    "Permission",
    "Receipt",
    "SyncState",
    "ToolAnswer",
    "ToolChoice",
    "ToolFacts",
    "ToolMilestone",
    "ToolReview",
    "ToolState",
    "combination_of",
    "split_combination",
]

MILESTONE_BUDGET = 100
"""Milestones the Tool keeps per workload; a hard quota (Service Quotas of AWS Well-Architected Tool)."""


class SyncState(StrEnum):
    """How the two sides stand to each other."""

    IN_SYNC = "in_sync"
    MINE_AHEAD = "mine_ahead"
    THEIRS_AHEAD = "theirs_ahead"
    BOTH = "both"
    OFFLINE = "offline"


STATE_TITLES = {
    SyncState.IN_SYNC: N_("In sync"),
    SyncState.MINE_AHEAD: N_("Mine ahead"),
    SyncState.THEIRS_AHEAD: N_("Theirs ahead"),
    SyncState.BOTH: N_("Both changed"),
    SyncState.OFFLINE: N_("Offline"),
}


NOTICE_TITLES = {
    "LENS_VERSION_UPGRADED": N_("Newer version of the lens"),
    "LENS_VERSION_DEPRECATED": N_("Version of the lens is retired"),
}
"""Kinds of notices of the Tool about a lens under a review."""


class Permission(StrEnum):
    """What the account may do with the workload; OWNER is our own workload."""

    OWNER = "OWNER"
    CONTRIBUTOR = "CONTRIBUTOR"
    READONLY = "READONLY"


@dataclass(frozen=True, slots=True)
class Link:
    """What ties a workload to one in the Tool.

    Attributes:
        remote_id: 32 hex digits; ids are per Region.
        account: Owner of the remote workload.
        created_here: This product created the remote workload.
        lenses: Our lens alias and what the Tool calls it (official alias, or ARN of a custom lens).
        base_sha256: Blob of the Snapshot both sides had in common last.
        milestones_from: Remote milestones up to this number were there before the link and stay there.
    """

    workload_id: str
    remote_id: str
    arn: str = ""
    account: str = ""
    region: str = ""
    profile: str = ""
    endpoint_url: str = ""
    created_here: bool = False
    linked_at: str = ""
    lenses: tuple[tuple[str, str], ...] = ()
    base_sha256: str = ""
    milestones_from: int = 0


@dataclass(frozen=True, slots=True)
class ToolChoice:
    """One choice as the Tool keeps it; status "" where it keeps nothing.

    Attributes:
        status: "", UNSELECTED, SELECTED or NOT_APPLICABLE.
    """

    status: str = ""
    reason: str = "NONE"
    note: str = ""


@dataclass(frozen=True, slots=True)
class ToolAnswer:
    """One answer as the Tool keeps it.

    Attributes:
        known: Every choice id of the question in the Tool's lens version.
        choices: Choices the Tool keeps something about, by id.
        prioritized: A profile puts the question first.
    """

    question_id: str
    pillar_id: str = ""
    known: tuple[str, ...] = ()
    choices: tuple[tuple[str, ToolChoice], ...] = ()
    notes: str = ""
    applicable: bool = True
    reason: str = "NONE"
    risk: str = "UNANSWERED"
    jira_url: str = ""
    prioritized: bool = False

    def choice(self, choice_id: str) -> ToolChoice:
        """Return what is kept about a choice."""
        return next((kept for key, kept in self.choices if key == choice_id), ToolChoice())

    @property
    def selected(self) -> tuple[str, ...]:
        """Selected choices, sorted."""
        return tuple(key for key, kept in self.choices if kept.status == "SELECTED")

    @property
    def is_empty(self) -> bool:
        """True when nobody said anything."""
        return not any(kept != ToolChoice() for _key, kept in self.choices) and not self.notes and self.applicable


@dataclass(frozen=True, slots=True)
class ToolReview:
    """One lens review as the Tool keeps it.

    Attributes:
        lens: Our alias of the lens.
        alias: What the Tool calls it.
        status: CURRENT, NOT_CURRENT, DEPRECATED, DELETED or UNSHARED.
        updated_at: UTC, ISO 8601.
        settled: The stamp was old enough when read to tell later changes; see STAMP_S in sync.reading.
        pillars: Pillar id and name in the Tool's order.
        pillar_notes: Pillar id and text, empty texts left out.
    """

    lens: str
    alias: str
    arn: str = ""
    version: str = ""
    name: str = ""
    status: str = "CURRENT"
    updated_at: str = ""
    settled: bool = False
    notes: str = ""
    pillars: tuple[tuple[str, str], ...] = ()
    pillar_notes: tuple[tuple[str, str], ...] = ()
    answers: tuple[ToolAnswer, ...] = ()

    def answer(self, question_id: str) -> ToolAnswer | None:
        """Return an answer, or None for a question this lens version does not have."""
        return next((one for one in self.answers if one.question_id == question_id), None)

    @property
    def is_empty(self) -> bool:
        """True when nobody said anything in it."""
        return not self.notes and not self.pillar_notes and all(one.is_empty for one in self.answers)


@dataclass(frozen=True, slots=True)
class ToolMilestone:
    """A milestone as the Tool lists it; `at` is UTC, ISO 8601."""

    number: int
    name: str
    at: str


@dataclass(frozen=True, slots=True)
class ToolFacts:
    """What the Tool says about a workload beside its fields; read and shown, never written.

    Attributes:
        owner_acknowledged: The review owner was acknowledged; None where the Tool does not say.
        restricted: A date after which reviews need that acknowledgement.
        jira_status, jira_type: In force, the account's setting included where the workload inherits it.
        shared: With accounts of others, or with us.
        profile: ARN of its profile, which makes questions prioritised.
        refused_at: When the Tool last refused to let us write on a workload shared with us: UTC, ISO 8601. No operation
            tells a guest what the share allows, so this is what is known of it.
    """

    remote_id: str
    arn: str = ""
    owner: str = ""
    permission: Permission = Permission.OWNER
    updated_at: str = ""
    owner_acknowledged: bool | None = None
    restricted: str = ""
    jira_status: str = ""
    jira_type: str = ""
    shared: bool = False
    profile: str = ""
    refused_at: str = ""


@dataclass(frozen=True)
class ToolState:
    """Everything read about one workload.

    Attributes:
        workload: The fields in our words; its id is the link's.
        read_at: The Tool's clock, UTC, ISO 8601.
    """

    workload: Workload
    facts: ToolFacts
    reviews: tuple[ToolReview, ...] = ()
    milestones: tuple[ToolMilestone, ...] = ()
    read_at: str = ""

    def review(self, lens: str) -> ToolReview | None:
        """Return the review of a lens by our alias, or None."""
        return next((one for one in self.reviews if one.lens == lens), None)

    def with_review(self, review: ToolReview) -> ToolState:
        """Return the state with one review put in place of the one of the same lens."""
        kept = tuple(review if one.lens == review.lens else one for one in self.reviews)
        return replace(self, reviews=kept if self.review(review.lens) else (*kept, review))


def combination_of(selected: Iterable[str], neutral: Iterable[str]) -> str:
    """Return selected and not applicable choices as one text; see split_combination."""
    return f"{' '.join(sorted(selected))}|{' '.join(sorted(neutral))}"


def split_combination(text: str) -> tuple[frozenset[str], frozenset[str]]:
    """Return what combination_of joined."""
    selected, _bar, neutral = text.partition("|")
    return frozenset(selected.split()), frozenset(neutral.split())


class CallState(StrEnum):
    """How far one logical call is."""

    WAITING = "waiting"
    SENT = "sent"
    DONE = "done"
    CONFLICT = "conflict"
    REFUSED = "refused"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Call:
    """One logical call; its id is the ClientRequestToken wherever the operation takes one.

    Attributes:
        op: Operation of the Tool's API.
        lens, question: Our lens alias and the question it is about; may be empty.
        fields: Members that change, in the API's words.
        why: In words for people.
        seen: What the Tool held when the call was planned, by member.
        wanted: What it shall hold afterwards, by member.
        phase: "live", or "replay" and "restore" while older milestones are played back.
        outcome: What came of it: a made id, a refusal, what was found instead.
    """

    id: str
    op: str
    lens: str = ""
    question: str = ""
    fields: tuple[str, ...] = ()
    why: str = ""
    seen: dict[str, Any] = field(default_factory=dict)
    wanted: dict[str, Any] = field(default_factory=dict)
    phase: str = "live"
    state: CallState = CallState.WAITING
    outcome: dict[str, Any] = field(default_factory=dict)

    @property
    def is_open(self) -> bool:
        """True while it may still have to be made."""
        return self.state in (CallState.WAITING, CallState.SENT)


class JobKind(StrEnum):
    """What a job in the outbox is for."""

    CREATE = "create"
    PUSH = "push"


@dataclass(frozen=True, slots=True)
class Job:
    """Calls that belong together, kept in the workspace until all are settled.

    Attributes:
        sent_sha256: Blob of the Snapshot whose answers the calls bring to the Tool.
        facts: What the job needs to go on: remote id, lens names in the Tool, milestone.
    """

    id: str
    workload_id: str
    kind: JobKind
    started_at: str
    sent_sha256: str = ""
    facts: dict[str, Any] = field(default_factory=dict)
    state: str = "open"
    receipt: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Receipt:
    """What a push did, in numbers and sentences.

    Attributes:
        done: Calls that took effect, in words.
        verified: How many of them were read back and found as sent.
        differing: What reading back showed to differ, in words.
        conflicts: What was changed in the Tool meanwhile and therefore not sent, in words.
        refused: What the Tool refused, with its reason.
        stays: What stays on this side, with the reason.
        requests: Requests made, repeats included.
    """

    done: tuple[str, ...] = ()
    verified: int = 0
    differing: tuple[str, ...] = ()
    conflicts: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    stays: tuple[str, ...] = ()
    milestone: str = ""
    requests: int = 0
    seconds: float = 0.0

    @property
    def is_clean(self) -> bool:
        """True when everything sent is in the Tool."""
        return not (self.differing or self.conflicts or self.refused)
