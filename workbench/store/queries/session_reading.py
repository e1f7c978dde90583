"""What a session works with: its plan, the reviews it asks about, and what each question deserves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from sqlalchemy.orm import Session

from workbench.analyses.session_plan import Asked
from workbench.domain.lens import Pillar
from workbench.domain.risk import Level
from workbench.domain.session import PillarSlot, SessionPlan, Spot
from workbench.store.queries.answers import reviews_of, workload_of
from workbench.store.queries.review import QuestionLine, ReviewReading, read_review

__all__ = ["SessionReading", "asked_of", "every_pillar", "read_session"]


@dataclass(frozen=True)
class SessionReading:
    """A planned session with its reviews.

    Attributes:
        readings: By lens alias; lenses the workload is no longer reviewed with are left out.
        asked: The questions of the planned pillars, in order.
        priorities: Pillar ids of the workload, the most important first.
        findings: Titles of open findings of the graph, by practice code of a lens: (alias, code).
    """

    plan: SessionPlan
    workload_name: str
    readings: Mapping[str, ReviewReading]
    priorities: tuple[str, ...] = ()
    findings: Mapping[Spot, tuple[str, ...]] = field(default_factory=dict)
    asked: tuple[Asked, ...] = ()

    def line(self, spot: Spot) -> QuestionLine | None:
        """Return a question with its answer, or None."""
        reading = self.readings.get(spot[0])
        return reading.lines.get(spot[1]) if reading else None

    def pillar(self, slot: Spot) -> Pillar | None:
        """Return a pillar by lens alias and id, or None."""
        reading = self.readings.get(slot[0])
        return reading.lens.pillar(slot[1]) if reading else None

    def findings_of(self, spot: Spot) -> tuple[str, ...]:
        """Return the findings that speak to a practice of the question, each once."""
        line = self.line(spot)
        if line is None:
            return ()
        found = (title for choice in line.question.practices for title in self.findings.get((spot[0], choice.code), ()))
        return tuple(dict.fromkeys(found))

    def with_plan(self, plan: SessionPlan) -> SessionReading:
        """Return the reading with another plan of the same workload."""
        return asked_of(replace(self, plan=plan))

    def with_line(self, alias: str, reading: ReviewReading) -> SessionReading:
        """Return it with another state of one review."""
        return asked_of(replace(self, readings={**self.readings, alias: reading}))


def read_session(session: Session, plan: SessionPlan) -> SessionReading:
    """Return a plan with the reviews it asks about, as they are now."""
    workload = workload_of(session, plan.workload_id)
    readings = {}
    for review in reviews_of(session, plan.workload_id, with_answers=False):
        reading = read_review(session, plan.workload_id, review.id)
        if reading is not None:
            readings[review.lens_alias] = reading
    return asked_of(
        SessionReading(
            plan, workload.name if workload else "", readings, workload.pillar_priorities if workload else ()
        )
    )


def every_pillar(reading: SessionReading) -> tuple[PillarSlot, ...]:
    """Return all pillars of all lenses: priorities of the workload first, then in lens order."""
    ranks = {pillar: place for place, pillar in enumerate(reading.priorities)}
    slots = [(alias, pillar.id) for alias, one in reading.readings.items() for pillar in one.lens.pillars]
    slots.sort(key=lambda slot: ranks.get(slot[1], len(ranks)))
    return tuple(PillarSlot(alias, pillar) for alias, pillar in slots)


def asked_of(reading: SessionReading) -> SessionReading:
    """Return the reading with what each question of the planned pillars deserves worked out anew."""
    ranks = {pillar: place for place, pillar in enumerate(reading.priorities)}
    found = []
    for slot in reading.plan.pillars:
        pillar = reading.pillar((slot.lens, slot.pillar))
        for question in pillar.questions if pillar else ():
            spot = (slot.lens, question.id)
            line = reading.line(spot)
            if line is not None:
                levels = sum(choice.risk_if_absent is Level.HIGH for choice in question.practices)
                found.append(
                    Asked(
                        spot, slot.pillar, line.risk, line.is_changed, len(reading.findings_of(spot)), levels,
                        ranks.get(slot.pillar, -1), line.answer.parked,
                    )
                )  # fmt: skip
    return replace(reading, asked=tuple(found))
