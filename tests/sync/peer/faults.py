"""Faults by schedule: which call fails, how, and whether the work was done before it failed."""

from __future__ import annotations

import random
from collections.abc import Container
from dataclasses import dataclass, field
from enum import StrEnum
from fnmatch import fnmatchcase

from tests.sync.peer.refusals import Refusal, broken, conflict, denied, expired_token, throttled


class Kind(StrEnum):
    """What goes wrong; "after" means that the work was done and only the answer is bad or missing."""

    THROTTLE = "throttle"
    ERROR = "error"
    ERROR_AFTER = "error after"
    CONFLICT = "conflict"
    DENIED = "denied"
    EXPIRED = "expired"
    SLOW = "slow"
    CUT_BEFORE = "cut before"
    CUT_AFTER = "cut after"
    GARBAGE = "garbage"
    TORN = "torn"


REFUSING = frozenset({Kind.THROTTLE, Kind.ERROR, Kind.CONFLICT, Kind.DENIED, Kind.EXPIRED})
"""Kinds that answer with an error in place of the work."""
NOT_APPLIED = REFUSING | {Kind.CUT_BEFORE, Kind.GARBAGE}
"""Kinds after which nothing has changed at the service."""


@dataclass
class Fault:
    """One entry of the schedule.

    Args:
        kind: What goes wrong. SLOW answers late, after the work. GARBAGE is the page of some proxy in place of the
            service. TORN ends in the middle of a good answer.
        operation: Pattern of operation names.
        nth: Which matching calls, counted from 1 since the fault was added: a number or several; None means any.
        probability: Chance of each call that `nth` lets through.
        seed: Makes the chances repeatable.
        times: Strike so often at most; None means without end.
        milliseconds: Delay of SLOW [ms].
    """

    kind: Kind | str
    operation: str = "*"
    nth: int | Container[int] | None = None
    probability: float = 1.0
    seed: int = 0
    times: int | None = None
    milliseconds: float = 0.0
    seen: int = field(default=0, init=False)
    struck: int = field(default=0, init=False)

    def __post_init__(self) -> None:
        self.kind = Kind(self.kind)
        self._chance = random.Random(self.seed)

    def strikes(self, operation: str) -> bool:
        """Count a call and tell whether this fault strikes it."""
        if not fnmatchcase(operation, self.operation):
            return False
        self.seen += 1
        if self.times is not None and self.struck >= self.times:
            return False
        if self.nth is not None and self.seen not in ({self.nth} if isinstance(self.nth, int) else self.nth):
            return False
        if self.probability < 1.0 and self._chance.random() >= self.probability:
            return False
        self.struck += 1
        return True


def refusal_of(kind: Kind, caller_arn: str, operation: str, resource: str) -> Refusal:
    """Return the error that a refusing kind answers with."""
    match kind:
        case Kind.THROTTLE:
            return throttled()
        case Kind.CONFLICT:
            return conflict("The resource is being changed by another request", resource, "WORKLOAD")
        case Kind.DENIED:
            return denied(caller_arn, f"wellarchitected:{operation}")
        case Kind.EXPIRED:
            return expired_token()
        case _:
            return broken()
