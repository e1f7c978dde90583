"""Findings of the failure analysis, the questions it asks, and what people decided about both."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from workbench.i18n import N_

__all__ = [
    "CATEGORY_TITLES", "SEVERITY_TITLES", "STATUS_TITLES", "Category", "Finding", "FindingNote", "FindingStatus",
    "Question", "QuestionKind", "Severity", "boundary_id", "finding_id", "finding_named",
    "question_id",
]  # fmt: skip


_FINDING = re.compile(r"\bf-[0-9a-f]{12}\b")


class Category(StrEnum):
    """What kind of weakness it is; the categories of AWS Resilience Hub.

    Source: https://docs.aws.amazon.com/prescriptive-guidance/latest/resilience-analysis-framework/overview.html
    """

    SINGLE_POINT_OF_FAILURE = "SINGLE_POINT_OF_FAILURE"
    SHARED_FATE = "SHARED_FATE"
    EXCESSIVE_LOAD = "EXCESSIVE_LOAD"
    EXCESSIVE_LATENCY = "EXCESSIVE_LATENCY"
    MISCONFIGURATION_AND_BUGS = "MISCONFIGURATION_AND_BUGS"


CATEGORY_TITLES = {
    Category.SINGLE_POINT_OF_FAILURE: N_("Single point of failure"),
    Category.SHARED_FATE: N_("Shared fate"),
    Category.EXCESSIVE_LOAD: N_("Excessive load"),
    Category.EXCESSIVE_LATENCY: N_("Excessive latency"),
    Category.MISCONFIGURATION_AND_BUGS: N_("Misconfiguration and bugs"),
}


class Severity(StrEnum):
    """How bad a finding is, worst first."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


SEVERITY_TITLES = {Severity.HIGH: N_("High"), Severity.MEDIUM: N_("Medium"), Severity.LOW: N_("Low")}


class FindingStatus(StrEnum):
    """What people decided about a finding."""

    OPEN = "open"
    ACCEPTED = "accepted"
    RESOLVED = "resolved"
    IRRELEVANT = "irrelevant"


STATUS_TITLES = {
    FindingStatus.OPEN: N_("Open"),
    FindingStatus.ACCEPTED: N_("Accepted"),
    FindingStatus.RESOLVED: N_("Resolved"),
    FindingStatus.IRRELEVANT: N_("Irrelevant"),
}


@dataclass(frozen=True, slots=True)
class FindingNote:
    """A decision about one finding or one boundary line; it outlives the analysis that found it.

    Attributes:
        finding_id: Id of a finding, or `boundary_id` of a journey and an element.
        reason: Why it was decided so.
        until: Last day it holds, YYYY-MM-DD; empty is without end.
        by: Who decided.
        on: Day of the decision, YYYY-MM-DD.
    """

    finding_id: str
    status: FindingStatus = FindingStatus.OPEN
    reason: str = ""
    until: str = ""
    comment: str = ""
    by: str = ""
    on: str = ""

    def holds_on(self, day: str) -> bool:
        """Whether the decision is in force on a day (YYYY-MM-DD)."""
        return not self.until or day <= self.until


@dataclass(frozen=True, slots=True)
class Finding:
    """One weakness, with the path that proves it.

    Attributes:
        id: See `finding_id`.
        rule: Name of the rule that found it, for example "single_point"; practices are listed by it.
        journeys: Ids of the journeys it touches.
        elements: Ids of what it is about, the cause first.
        path: Element ids from the entry of a journey, or from the owner of a group, to the cause; the longest line.
        path_words: The proof, one sentence per step, from the entry to the cause.
        assumptions: What has to be true for it and nobody has confirmed.
        practices: Codes of the practices it speaks to, for example REL10-BP01.
        managed: The provider answers for the cause.
        status: What people decided, as far as it holds today.
        note: That decision, also when it has expired.
        detail: The numbers behind it, as plain values.
    """

    id: str
    category: Category
    rule: str
    severity: Severity
    journeys: tuple[str, ...]
    elements: tuple[str, ...]
    title: str
    explanation: str
    path: tuple[str, ...] = ()
    path_words: tuple[str, ...] = ()
    assumptions: tuple[str, ...] = ()
    practices: tuple[str, ...] = ()
    managed: bool = False
    status: FindingStatus = FindingStatus.OPEN
    note: FindingNote | None = None
    detail: Mapping[str, Any] = field(default_factory=dict, hash=False)

    @property
    def is_open(self) -> bool:
        """Whether nobody has settled it, or the decision has expired."""
        return self.status is FindingStatus.OPEN


class QuestionKind(StrEnum):
    """What nobody has said yet; LEFT_OPEN is what an imported file does not say."""

    GROUP_NEEDS = "group_needs"
    CRITICALITY = "criticality"
    MUST_SURVIVE = "must_survive"
    OBJECTIVE = "objective"
    DOMAIN = "domain"
    LEFT_OPEN = "left_open"
    UNAVAILABILITY = "unavailability"


@dataclass(frozen=True, slots=True)
class Question:
    """Something to ask the room, and what the answer would change.

    Attributes:
        id: See `question_id`.
        about: Id of the element or journey it is about.
        options: The answers to choose from; empty where any value may be given.
        effect: Why it matters, in one or two sentences.
        data: The same as plain values.
    """

    id: str
    about: str
    kind: QuestionKind
    text: str
    options: tuple[str, ...] = ()
    effect: str = ""
    data: Mapping[str, Any] = field(default_factory=dict, hash=False)


def finding_id(
    category: Category, rule: str, *, journey: str = "", owner: str = "", elements: Iterable[str] = ()
) -> str:  # fmt: skip
    """Return an id that stays the same as long as the finding is about the same things.

    Order of the file, labels and other findings have no influence.
    """
    return "f-" + _digest(category, rule, journey, owner, sorted(set(elements)))


def finding_named(text: str) -> str:
    """Return the id of the finding that a text refers to, the last one of several; "" for none."""
    found = _FINDING.findall(text)
    return str(found[-1]) if found else ""


def question_id(kind: QuestionKind, about: str, elements: Iterable[str] = ()) -> str:
    """Return the lasting id of a question about an element or a journey."""
    return "q-" + _digest(kind, about, sorted(set(elements)))


def boundary_id(journey: str, element: str) -> str:
    """Return the id under which people accept that a journey does not survive the loss of an element."""
    return f"boundary:{journey}:{element}"


def _digest(*parts: str | list[str]) -> str:
    return hashlib.sha256(json.dumps(parts, separators=(",", ":")).encode()).hexdigest()[:12]
