"""What the service knows: accounts and Regions with their lenses, workloads, reviews and milestones."""

from __future__ import annotations

import copy
import datetime
import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from tests.sync.peer.clock import ManualClock, RealClock
from workbench.domain.lens import Lens, Question

RiskFunction = Callable[[Question, frozenset[str], frozenset[str]], str]
"""Question, selected choices and not-applicable ones; gives HIGH, MEDIUM or NONE."""


@dataclass
class Behaviour:
    """What the facts leave open, or what happens only now and then; tests may set each.

    Attributes:
        latency_s: Time on the wire per call, half before the work and half after it [s].
        most_per_page: Smaller pages than a client asks for; None gives the documented maximum.
        settling_reads: ListAnswers calls that find nothing just after CreateWorkload (section 3).
        draft_settling_lists: ListLenses calls that do not show a new draft yet (custom_lens_spec section 7).
        keeps_empty_notes: Notes cleared with "" come back as "" and not absent (open, section 15).
    """

    latency_s: float = 0.0
    most_per_page: int | None = None
    settling_reads: int = 0
    draft_settling_lists: int = 0
    keeps_empty_notes: bool = False


@dataclass(frozen=True, eq=False)
class LensVersion:
    """One published text of a lens; never copied, as nothing can change it."""

    version: str
    raw: dict[str, Any]
    lens: Lens
    major: bool = True

    @cached_property
    def raw_choices(self) -> dict[tuple[str, str], dict[str, Any]]:
        """The choices as written, by question and choice id."""
        questions = (question for pillar in self.raw["pillars"] for question in pillar.get("questions", ()))
        return {(q["id"], choice["id"]): choice for q in questions for choice in q.get("choices", ())}

    def __deepcopy__(self, memo: dict[int, Any]) -> LensVersion:
        return self


@dataclass
class LensRecord:
    """A lens of AWS or of an account, with its published versions in order and perhaps a draft."""

    arn: str
    alias: str
    owner: str
    created_at: datetime.datetime
    updated_at: datetime.datetime
    versions: list[LensVersion] = field(default_factory=list)
    draft: dict[str, Any] | None = None
    draft_at: datetime.datetime | None = None
    draft_hidden: int = 0
    tags: dict[str, str] = field(default_factory=dict)
    deprecated: set[str] = field(default_factory=set)
    deleted: bool = False
    shared_with: dict[str, str] = field(default_factory=dict)

    @property
    def official(self) -> bool:
        """True for lenses of AWS."""
        return self.owner == "Amazon Web Services"

    @property
    def latest(self) -> LensVersion:
        """The newest published version."""
        return self.versions[-1]


@dataclass
class ChoiceMark:
    """What was said about one choice."""

    status: str
    reason: str = "NONE"
    notes: str | None = None


@dataclass
class Answer:
    """The answer to one question."""

    marks: dict[str, ChoiceMark] = field(default_factory=dict)
    notes: str | None = None
    applicable: bool = True
    reason: str | None = None
    jira: dict[str, Any] | None = None

    @property
    def selected(self) -> list[str]:
        """Selected choices in the order they were given."""
        return [choice_id for choice_id, mark in self.marks.items() if mark.status == "SELECTED"]


@dataclass
class Review:
    """One lens of a workload."""

    lens_arn: str
    alias: str
    version: LensVersion
    updated_at: datetime.datetime
    answers: dict[str, Answer] = field(default_factory=dict)
    notes: str | None = None
    pillar_notes: dict[str, str] = field(default_factory=dict)
    jira: dict[str, Any] | None = None

    def answer(self, question_id: str) -> Answer:
        """Return the answer to a question of this version, empty where none was given."""
        return self.answers.setdefault(question_id, Answer())


@dataclass
class Milestone:
    """A saved state."""

    number: int
    name: str
    recorded_at: datetime.datetime
    workload: Workload


@dataclass
class Share:
    """A workload shown to another account."""

    id: str
    shared_with: str
    permission: str
    status: str = "PENDING"


@dataclass
class Workload:
    """A workload; `members` holds its properties under their API names."""

    id: str
    owner: str
    region: str
    members: dict[str, Any]
    updated_at: datetime.datetime
    tags: dict[str, str] = field(default_factory=dict)
    reviews: dict[str, Review] = field(default_factory=dict)
    profiles: list[str] = field(default_factory=list)
    milestones: list[Milestone] = field(default_factory=list)
    shares: list[Share] = field(default_factory=list)
    restricted_from: datetime.datetime | None = None
    acknowledged: bool = False
    hidden_reads: int = 0
    checks: dict[tuple[str, str, str], list[dict[str, Any]]] = field(default_factory=dict)

    @property
    def arn(self) -> str:
        """The workload's ARN."""
        return f"arn:aws:wellarchitected:{self.region}:{self.owner}:workload/{self.id}"

    @property
    def name(self) -> str:
        """The workload's name."""
        return str(self.members["WorkloadName"])

    def frozen(self) -> Workload:
        """Return a copy as a milestone keeps it: without milestones and shares."""
        kept, shares, self.milestones, self.shares = self.milestones, self.shares, [], []
        try:
            return copy.deepcopy(self)
        finally:
            self.milestones, self.shares = kept, shares


@dataclass
class Profile:
    """A profile as GetProfile shows it, and the questions it puts first."""

    view: dict[str, Any]
    prioritized: frozenset[str]


@dataclass
class Template:
    """A review template; a workload that nobody lists holds its answers."""

    arn: str
    workload: Workload


@dataclass
class Done:
    """A request that carried a token, and what it gave."""

    operation: str
    parameters: dict[str, Any]
    result: dict[str, Any]


@dataclass
class Place:
    """One account in one Region."""

    account: str
    region: str
    workloads: dict[str, Workload] = field(default_factory=dict)
    lenses: dict[str, LensRecord] = field(default_factory=dict)
    profiles: dict[str, Profile] = field(default_factory=dict)
    templates: dict[str, Template] = field(default_factory=dict)
    settings: dict[str, Any] = field(default_factory=dict)
    done: dict[str, Done] = field(default_factory=dict)


@dataclass
class World:
    """All accounts and Regions, the official lenses, the clock, and how risk comes about."""

    clock: RealClock | ManualClock
    risk_of: RiskFunction
    behaviour: Behaviour = field(default_factory=Behaviour)
    places: dict[tuple[str, str], Place] = field(default_factory=dict)
    official: dict[str, LensRecord] = field(default_factory=dict)
    ids_given: int = 0

    def place(self, account: str, region: str) -> Place:
        """Return an account in a Region."""
        return self.places.setdefault((account, region), Place(account, region))

    def in_region(self, region: str) -> list[Place]:
        """Return every account in a Region."""
        return [place for (_account, where), place in self.places.items() if where == region]

    def new_id(self) -> str:
        """Return 32 hexadecimal digits; the same sequence in every new peer."""
        self.ids_given += 1
        return hashlib.md5(f"peer {self.ids_given}".encode(), usedforsecurity=False).hexdigest()

    def lens(self, arn: str) -> LensRecord | None:
        """Return a lens of any account by ARN."""
        records = (*self.official.values(), *(r for place in self.places.values() for r in place.lenses.values()))
        return next((record for record in records if record.arn == arn), None)
