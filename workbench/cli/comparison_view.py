"""A comparison of two states as JSON and as tables."""

from __future__ import annotations

from typing import Any

from rich.text import Text

from workbench.analyses.differences import (
    ACCEPTED_TITLES,
    MOVE_TITLES,
    WAY_TITLES,
    Accepted,
    Comparison,
    Move,
    QuestionChange,
    Way,
)
from workbench.analyses.scenario_differences import scenario_lines
from workbench.cli.graph_differences_view import differences_json, print_differences, print_lines
from workbench.cli.output import count, print_table, print_text, risk_text, say
from workbench.domain.answer import STATE_TITLES, Mark
from workbench.domain.failure_scenario import FailureScenario
from workbench.domain.risk import RISK_ORDER, Risk
from workbench.i18n import _

__all__ = ["comparison_json", "print_comparison"]


def comparison_json(found: Comparison) -> dict[str, Any]:
    """Return what changed as plain values; questions without a change are left out."""
    return {
        "summary": {
            **{str(move): len(found.moved(move)) for move in Move if move is not Move.UNCHANGED},
            "closed_by": {str(way): len(found.closed_by(way)) for way in Way if found.closed_by(way)},
            "accepted": len(found.accepted(Accepted.ACCEPTED)),
            "acceptance_expired": len(found.accepted(Accepted.EXPIRED)),
            "answers_changed": sum(one.answer_changed for one in found.changed),
        },
        "counts": dict(zip(("from", "to"), (_counts(each) for each in found.totals()), strict=True)),
        "workload_fields": [_field(one) for one in found.workload],
        "unreadable": list(found.unreadable),
        "graph": differences_json(found.graph),
        "scenarios": [{"from": _scenario(one.before), "to": _scenario(one.after)} for one in found.scenarios],
        "reviews": {
            review.lens_alias: {
                "versions": {"from": review.before_version, "to": review.after_version},
                "pillars": {
                    one.pillar_id: {"from": _counts(one.before), "to": _counts(one.after)} for one in review.pillars
                },
                "fields": [_field(one) for one in review.fields],
                "questions": {one.question_id: _question(one) for one in review.changed},
            }
            for review in found.reviews
        },
    }


def _counts(pairs: tuple[tuple[Risk, int], ...]) -> dict[str, int]:
    return {str(risk): n for risk, n in pairs}


def _field(one: Any) -> dict[str, Any]:
    return {"name": one.name, "from": _plain(one.before), "to": _plain(one.after)}


def _plain(value: object) -> Any:
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    return value if value is None or isinstance(value, bool | int) else str(value)


def _question(one: QuestionChange) -> dict[str, Any]:
    acceptance = one.acceptance
    return {
        "code": one.code, "pillar": one.pillar_id, "from": _plain(one.before_risk), "to": _plain(one.after_risk),
        "move": str(one.move), "way": _plain(one.way), "accepted": str(one.accepted),
        "acceptance": acceptance and {"why": acceptance.why, "by": acceptance.by, "until": acceptance.until},
        "choices": {mark.choice_id: {"from": _mark(mark.before), "to": _mark(mark.after)} for mark in one.marks},
        "fields": [_field(entry) for entry in one.fields],
        "evidence_changes": len(one.evidence),
        "evidence": [{"title": item.title, "strength": str(item.strength), "by": item.by, "on": item.on}
                     for item in one.supported_by],
        "who": one.who, "at": one.at,
    }  # fmt: skip


def _mark(mark: Mark | None) -> dict[str, str] | None:
    if mark is None:
        return None
    return {"state": str(mark.state), "reason": str(mark.reason), "note": mark.note, "owner": mark.owner}


def print_comparison(found: Comparison) -> None:
    """Print counts by pillar and every question with something to tell."""
    print_text(_("{start} compared with {end}").format(start=found.before_title, end=found.after_title))
    for alias in found.unreadable:
        say(_("The lens {alias} is not in the file; its risks cannot be compared.").format(alias=alias))
    for review in found.reviews:
        rows = []
        for pillar in review.pillars:
            was, now = dict(pillar.before), dict(pillar.after)
            rows.append([pillar.name, *(_pair(was.get(risk, 0), now.get(risk, 0)) for risk in RISK_ORDER)])
        titles = [">" + risk_text(risk).plain for risk in RISK_ORDER]
        print_table([_("Pillar"), *titles], rows, review.lens_name)
        changed = [one for one in review.changed]
        if changed:
            print_table(
                ["!" + _("Code"), _("Risk"), _("What happened"), _("Practices"), _("By")],
                [
                    (one.code or one.question_id, _risks(one), _story(one), _practices(one), _who(one))
                    for one in changed
                ],
            )
        else:
            print_text(_("Nothing changed."))
    print_differences(found.graph)
    for title, lines in scenario_lines(found.scenarios, found.graph.titles):
        print_lines(title, lines)


def _scenario(one: FailureScenario | None) -> dict[str, Any] | None:
    return {"id": one.id, "name": one.name, "failed": list(one.failed)} if one else None


def _pair(was: int, now: int) -> str:
    return count(now) if was == now else f"{was} > {now}"


def _risks(one: QuestionChange) -> Text:
    if one.before_risk is one.after_risk or one.before_risk is None:
        return risk_text(one.after_risk) if one.after_risk else Text("")
    parts = [risk_text(one.before_risk), Text(" > "), risk_text(one.after_risk) if one.after_risk else Text("-")]
    return Text.assemble(*parts)


def _story(one: QuestionChange) -> str:
    parts = [] if one.move is Move.UNCHANGED else [_(MOVE_TITLES[one.move])]
    if one.way:
        parts.append(_(WAY_TITLES[one.way]).lower())
    if one.accepted is not Accepted.NO:
        parts.append(_(ACCEPTED_TITLES[one.accepted]).lower())
    if not parts and one.answer_changed:
        parts.append(_("Answer changed"))
    if one.evidence:
        parts.append(_("evidence"))
    return ", ".join(parts)


def _practices(one: QuestionChange) -> str:
    lines = []
    for mark in one.marks:
        if mark.state_changed:
            was, now = (STATE_TITLES[side.state if side else None] for side in (mark.before, mark.after))
            lines.append(f"{mark.code or mark.title}: {_(was).lower()} > {_(now).lower()}")
    return "\n".join(lines)


def _who(one: QuestionChange) -> str:
    return f"{one.who}, {one.at[:10]}" if one.who else ""
