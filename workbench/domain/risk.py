"""The words of risk: levels, results, and why a result came out."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

__all__ = ["Assessment", "Level", "Risk", "RISK_ORDER"]


class Level(StrEnum):
    """How bad it is when one practice is absent, as the official pages rate it."""

    HIGH = "HIGH"
    MEDIUM = "MEDIUM"
    LOW = "LOW"


class Risk(StrEnum):
    """The result of one question; names as the WA Tool's API gives them."""

    HIGH = "HIGH"
    MEDIUM = "MEDIUM"
    NONE = "NONE"
    UNANSWERED = "UNANSWERED"
    NOT_APPLICABLE = "NOT_APPLICABLE"


RISK_ORDER: tuple[Risk, ...] = (Risk.HIGH, Risk.MEDIUM, Risk.UNANSWERED, Risk.NONE, Risk.NOT_APPLICABLE)
"""Worst first; the order of every list, bar and legend."""


@dataclass(frozen=True, slots=True)
class Assessment:
    """The risk of one answered question and what explains it.

    Attributes:
        question_id: The question.
        pillar_id: Its pillar.
        risk: The result.
        estimated: True where the rules are our estimate (official lenses publish none).
        level_unknown: True where even the practices' levels are unknown.
        rule: The condition that fired, as written in the lens; empty if none was applied.
        missing: Applicable practices that are not in place, in lens order; empty unless HIGH or MEDIUM.
        ways_down: Smallest sets of practices that would lower the risk, each in lens order.
        conflict: True where "none of these" stands beside selected practices (a pulled answer).
        ours: True where a verdict by hand stands in for rules (questions without practices).
        by_tool: True where the Tool gave this result; rule is empty where our rules give another.
    """

    question_id: str
    pillar_id: str
    risk: Risk
    estimated: bool = False
    level_unknown: bool = False
    rule: str = ""
    missing: tuple[str, ...] = ()
    ways_down: tuple[tuple[str, ...], ...] = ()
    conflict: bool = False
    ours: bool = False
    by_tool: bool = False
