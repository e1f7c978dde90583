"""Pillars and questions of a session with their minutes, as one list: before, and beside the question in the room."""

from __future__ import annotations

from collections.abc import Mapping

from workbench.analyses.session_plan import Proposal
from workbench.analyses.session_time import Sitting
from workbench.domain.session import SessionPlan, Spot
from workbench.i18n import _
from workbench.store.queries.session_reading import SessionReading
from workbench.ui.widgets.entry import Entry

__all__ = ["minutes_text", "plan_entries", "room_entries"]


def minutes_text(minutes: float) -> str:
    """Return minutes as people plan them: "3.7 min"."""
    return _("{n} min").format(n=f"{minutes:.0f}" if minutes >= 9.95 else f"{minutes:.1f}")


def plan_entries(reading: SessionReading, proposal: Proposal, why: Mapping[Spot, tuple[str, ...]]) -> list[Entry]:
    """Return the plan as entries: what was set by hand is tagged, and so is homework."""
    plan, found = reading.plan, []
    fixed, slots = dict(plan.fixed), {(slot.lens, slot.pillar): slot for slot in plan.pillars}
    several = len(plan.lenses) > 1
    for key, slot in slots.items():
        pillar = reading.pillar(key)
        if pillar is None:
            continue
        lens = reading.readings[slot.lens].lens.name if several else ""
        asked = [one for one in reading.asked if (one.spot[0], one.pillar) == key]
        home = sum(one.spot in plan.homework for one in asked)
        note = " · ".join(
            part for part in (minutes_text(proposal.pillars.get(key, 0.0)), _("{n} questions").format(n=len(asked) - home),
                              _("{n} home").format(n=home) if home else "", _("set by hand") if slot.minutes is not None else "",
                              lens) if part
        )  # fmt: skip
        found.append(Entry(pillar.name, ("pillar", *key), note=note, heading=True))
        for one in asked:
            line = reading.line(one.spot)
            if line is None:
                continue
            is_home = one.spot in plan.homework
            found.append(
                Entry(
                    line.question.short or line.question.title, ("question", *one.spot), code=line.question.code,
                    trailing="" if is_home else minutes_text(proposal.questions.get(one.spot, 0.0)),
                    tag=_("homework") if is_home else _("set") if one.spot in fixed else "",
                    tone="accent" if is_home else "dim", risk=line.risk, dim=is_home,
                    note=", ".join(why.get(one.spot, ())),
                )
            )  # fmt: skip
    return found


def room_entries(reading: SessionReading, sitting: Sitting, plan: SessionPlan) -> list[Entry]:
    """Return the questions of the sitting: what is done is dim, what goes home is tagged."""
    found: list[Entry] = []
    drop = set(sitting.clock.drop)
    for own in sitting.clock.pillars:
        pillar = reading.pillar(own.pillar)
        note = _("{n} open").format(n=own.open) if own.open else _("done")
        found.append(Entry(pillar.name if pillar else own.pillar[1], ("pillar", *own.pillar), note=note, heading=True))
        for slot in sitting.slots:
            line = reading.line(slot.spot) if slot.pillar == own.pillar else None
            if line is None:
                continue
            tag = _("home") if slot.is_homework else _("parked") if line.answer.parked else ""
            trailing = "" if slot.is_done or slot.is_homework else minutes_text(sitting.clock.shares[slot.spot] / 60)
            if slot.spot in drop:
                trailing = _("home?")
            found.append(
                Entry(line.question.code or line.question.short, ("question", *slot.spot), tag=tag, trailing=trailing,
                      risk=line.risk, dim=slot.is_done or slot.is_homework)
            )  # fmt: skip
    return found
