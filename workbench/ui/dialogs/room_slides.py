"""From a running session to what the room may see of it: no risk until revealed, no account ids, no notes unasked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from workbench.domain.session_events import EventKind
from workbench.domain.session_state import Phase, SessionState
from workbench.i18n import _, n_
from workbench.reports.content.masking import masked_text
from workbench.store.queries.review import QuestionLine
from workbench.ui.models.room_session import RoomSession
from workbench.ui.widgets.room_slide import Row, Slide, Unveiled, clock_text, ends_text

__all__ = ["slide_of"]


def slide_of(room: RoomSession, shown: Unveiled) -> Slide:
    """Return what the room may see at this moment."""
    reading = room.reading
    if reading is None or room.log is None:
        return Slide(banner=_("No session is open"))
    hide: Callable[[str], str] = _same if shown.accounts else masked_text
    state = room.now
    slide = _footer(room, state)
    if shown.name:
        slide = replace(slide, name=hide(reading.workload_name))
    if room.was_cut or state.phase is Phase.PAUSED:
        return replace(slide, banner=_("Paused"))
    if state.phase is Phase.BREAK:
        minutes = max(0, round((state.break_plan_s - state.break_s) / 60))
        return replace(slide, banner=_("Break"), under=(n_("1 minute left", "{n} minutes left", minutes),))
    if not state.is_on:
        plan = reading.plan
        if state.phase is Phase.ENDED:
            return replace(slide, banner=_("Thank you"), under=(_("The recap follows by mail."),))
        return replace(
            slide, banner=hide(plan.name), under=tuple(hide(text) for text in (plan.goals, *plan.rules) if text)
        )
    line = room.line
    if line is None:
        return replace(slide, banner=_("Nothing left to talk about"))
    return _question(room, line, slide, shown, hide)


def _question(
    room: RoomSession, line: QuestionLine, slide: Slide, shown: Unveiled, hide: Callable[[str], str]
) -> Slide:
    question, answer = line.question, line.answer
    review = room.review
    pillar = review.lens.pillar(question.pillar_id) if review else None
    is_open = room.is_revealed
    rows = [
        Row(str(n), hide(choice.title), answer.state(choice.id),
            choice.risk_if_absent if is_open else None)
        for n, choice in enumerate(question.practices, 1)
    ]  # fmt: skip
    none = question.none_choice
    if none is not None:
        rows.append(Row("N", _("None of these"), answer.state(none.id), is_none=True))
    return replace(
        slide, trail=" · ".join(part for part in (question.code, pillar.name if pillar else "") if part),
        title=hide(question.title), ask=hide(question.ask or question.about or question.description), rows=tuple(rows),
        risk=line.risk if is_open else None, down=_down(line) if is_open else "",
        out="" if answer.applicable else _("Not applicable"), notes=hide(answer.notes) if shown.notes else "",
    )  # fmt: skip


def _down(line: QuestionLine) -> str:
    """Say in numbers on the screen which practices would lower the risk."""
    places = {choice.id: n for n, choice in enumerate(line.question.practices, 1)}
    ways = [" + ".join(str(places[key]) for key in way if key in places) for way in line.assessment.ways_down[:3]]
    return _("Lower with {ways}").format(ways=_(" or ").join(way for way in ways if way)) if any(ways) else ""


def _footer(room: RoomSession, state: SessionState) -> Slide:
    sitting = room.sitting
    clock = sitting.clock
    parked = sum(note.kind is EventKind.PARKED for note in state.notes.values())
    actions = sum(note.kind is EventKind.ACTION for note in state.notes.values())
    counts = [n_("1 parked", "{n} parked", parked) if parked else "",
              n_("1 action", "{n} actions", actions) if actions else ""]  # fmt: skip
    gone = state.work_s / (state.box_s - state.break_plan_s) if state.box_s > state.break_plan_s else 0.0
    times = (
        (clock_text(clock.ahead_s), ends_text(room.log.now(), sitting.ends_in_s)) if state.is_on and room.log else ()
    )
    return Slide(
        progress=_("{n} of {all}").format(n=clock.done, all=clock.all), done=clock.done / clock.all if clock.all else 0.0,
        planned=min(1.0, gone), clock=" · ".join(times), counts=" · ".join(part for part in counts if part),
    )  # fmt: skip


def _same(text: str) -> str:
    return text
