"""How sessions look on the command line: plans, clocks, and both as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from workbench.analyses.session_plan import propose, reasons
from workbench.analyses.session_time import Sitting
from workbench.cli.output import print_pairs, print_table, risk_text
from workbench.domain.session import FORMAT_TITLES
from workbench.domain.session_events import Note, Vote
from workbench.domain.session_json import plan_to_json
from workbench.domain.session_state import SessionState
from workbench.i18n import _
from workbench.store.queries.session_reading import SessionReading

__all__ = ["clock_json", "print_clock", "print_plan", "session_json"]


def session_json(reading: SessionReading, notes: Sequence[Note] = (), votes: Sequence[Vote] = ()) -> dict[str, Any]:
    """Return a session with its minutes and what came out of it as plain values."""
    proposal = propose(reading.plan, reading.asked)
    return plan_to_json(reading.plan) | {
        "over": round(proposal.over, 2),
        "pillar_minutes": [
            {"lens": lens, "pillar": pillar, "minutes": round(minutes, 2)}
            for (lens, pillar), minutes in proposal.pillars.items()
        ],
        "questions": [
            {"lens": one.spot[0], "question": one.spot[1], "pillar": one.pillar, "risk": str(one.risk),
             "minutes": round(proposal.questions[one.spot], 2), "homework": one.spot in reading.plan.homework,
             "why": list(reasons(one))}
            for one in reading.asked
        ],
        "notes": [asdict(one) | {"kind": str(one.kind)} for one in notes],
        "votes": [asdict(one) for one in votes],
    }  # fmt: skip


def print_plan(reading: SessionReading) -> None:
    """Print a plan: the facts, then minutes per pillar and question."""
    plan, proposal = reading.plan, propose(reading.plan, reading.asked)
    print_pairs((
        (_("Session"), plan.name), (_("Day"), plan.day), (_("Format"), _(FORMAT_TITLES[plan.format])),
        (_("Time box"), _("{n} min, breaks {breaks} min").format(n=plan.minutes, breaks=plan.break_minutes)),
        (_("Goals"), plan.goals), (_("Sponsor"), plan.sponsor), (_("Owner"), plan.owner),
        (_("Participants"), ", ".join(one.name for one in plan.participants)),
        (_("Too much by"), _("{n} min").format(n=f"{proposal.over:.0f}") if proposal.over else ""),
    ))  # fmt: skip
    rows: list[Sequence[object]] = []
    for one in reading.asked:
        line = reading.line(one.spot)
        if line is not None:
            home = one.spot in plan.homework
            minutes = _("homework") if home else f"{proposal.questions[one.spot]:.1f}"
            rows.append((line.question.code or one.spot[1], line.question.short or line.question.title, risk_text(one.risk),
                         minutes))  # fmt: skip
    print_table(["!" + _("Question"), _("About"), _("Risk"), ">" + _("Minutes")], rows)


def clock_json(reading: SessionReading, state: SessionState, sitting: Sitting, *, was_cut: bool) -> dict[str, Any]:
    """Return the clock as plain values; seconds."""
    clock = sitting.clock
    return {
        "session": reading.plan.name, "phase": str(state.phase), "sitting": state.sitting, "interrupted": was_cut,
        "question": list(state.spot) if state.spot[1] else None, "done": clock.done, "of": clock.all,
        "left_s": round(clock.left_s), "due_s": round(clock.due_s), "ahead_s": round(clock.ahead_s),
        "ends_in_s": round(sitting.ends_in_s), "drop": [list(spot) for spot in clock.drop],
        "pillars": [
            {"lens": one.pillar[0], "pillar": one.pillar[1], "planned_s": round(one.planned_s), "spent_s": round(one.spent_s),
             "left_s": round(one.left_s), "open": one.open, "questions": one.all}
            for one in clock.pillars
        ],
    }  # fmt: skip


def print_clock(reading: SessionReading, state: SessionState, sitting: Sitting, *, was_cut: bool) -> None:
    """Print the clock: where the session stands, then the pillars, then what could go home."""
    clock = sitting.clock
    minutes = abs(clock.ahead_s) / 60
    words = _("{n} min behind") if clock.ahead_s < 0 else _("{n} min ahead")
    line = reading.line(state.spot)
    codes = [found.question.code or spot[1] for spot in clock.drop if (found := reading.line(spot))]
    print_pairs((
        (_("Session"), reading.plan.name),
        (_("Phase"), _("interrupted") if was_cut else str(state.phase)),
        (_("Clock"), words.format(n=f"{minutes:.0f}")),
        (_("Until the end"), _("{n} min").format(n=f"{sitting.ends_in_s / 60:.0f}")),
        (_("Done"), _("{n} of {all} questions").format(n=clock.done, all=clock.all)),
        (_("Question"), line.question.code or line.question.title if line else ""),
        (_("Could go home"), ", ".join(codes)),
    ))  # fmt: skip
    rows = []
    for one in clock.pillars:
        pillar = reading.pillar(one.pillar)
        rows.append((pillar.name if pillar else one.pillar[1], f"{one.planned_s / 60:.0f}", f"{one.spent_s / 60:.0f}",
                     f"{one.left_s / 60:.0f}", f"{one.open}"))  # fmt: skip
    print_table([_("Pillar"), ">" + _("Planned min"), ">" + _("Spent"), ">" + _("From now"), ">" + _("Open")], rows)
