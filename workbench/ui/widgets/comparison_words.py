"""What a comparison says in words: its finding, and one line per question with what lies behind it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher

from workbench.analyses.differences import (
    ACCEPTED_TITLES,
    MOVE_TITLES,
    WAY_TITLES,
    Accepted,
    Comparison,
    EvidenceChange,
    FieldChange,
    MarkChange,
    Move,
    QuestionChange,
    Way,
    other_words,
)
from workbench.analyses.graph_differences import difference_lines, finding_lines
from workbench.analyses.scenario_differences import scenario_lines
from workbench.domain.answer import REASON_TITLES, STATE_TITLES, Mark, MarkState, Reason
from workbench.domain.evidence import STRENGTH_TITLES, Evidence, Strength, worth_title
from workbench.domain.risk import Risk
from workbench.domain.workload import field_named
from workbench.i18n import N_, _, n_
from workbench.ui.days import day_text, time_text
from workbench.ui.widgets.entry import Entry
from workbench.ui.widgets.marks import risk_title

__all__ = ["PICTURES", "changed_entries", "comparison_sentence", "question_entry"]

Names = Mapping[tuple[str, str], str]
"""Our short name of a question by lens alias and question id."""

PICTURES = ("graph:pictures",)
"""Key of the line that shows both architectures."""
_MOST_LINES = 200
_STRONGER = (Strength.CLAIMED, Strength.SHOWN, Strength.VERIFIED)
_TONES = {Strength.CLAIMED: "medium", Strength.SHOWN: "dim", Strength.VERIFIED: "none"}
_FIELD_TITLES = {
    "applicable": N_("Question applies"),
    "reason": N_("Reason"),
    "notes": N_("Notes"),
    "owner": N_("Owner"),
    "flagged": N_("Flagged"),
    "parked": N_("Parked"),
    "verdict": N_("Verdict"),
    "inherited": N_("Inherited from"),
}
_CLOSED_BY = {
    Way.PRACTICE: N_("Closed by practice"),
    Way.CHOICE_NOT_APPLICABLE: N_("Closed by practices not applicable"),
    Way.QUESTION_NOT_APPLICABLE: N_("Closed by question not applicable"),
    Way.MIXED: N_("Closed by practice and by not applicable together"),
    Way.VERDICT: N_("Closed by verdict"),
    Way.LENS: N_("Closed by a change of the lens"),
}


def comparison_sentence(changes: Sequence[QuestionChange], whole: Comparison | None = None) -> str:
    """Say in one sentence what happened to the risks.

    Args:
        changes: What is told of.
        whole: The comparison they are from, to tell what else changed; None where only a part is looked at.
    """
    count = {move: sum(1 for one in changes if one.move is move) for move in Move}
    expired = sum(1 for one in changes if one.accepted is Accepted.EXPIRED)
    accepted = sum(1 for one in changes if one.accepted is Accepted.ACCEPTED)
    told = (Accepted.EXPIRED, Accepted.ENDED, Accepted.ACCEPTED)
    answers = sum(1 for o in changes if o.move is Move.UNCHANGED and o.answer_changed and o.accepted not in told)
    parts = []
    for n, text in (
        (count[Move.CLOSED], n_("{n} risk closed", "{n} risks closed", count[Move.CLOSED])),
        (count[Move.OPENED], n_("{n} opened", "{n} opened", count[Move.OPENED])),
        (count[Move.REOPENED], n_("{n} reopened", "{n} reopened", count[Move.REOPENED])),
        (count[Move.RAISED], n_("{n} raised", "{n} raised", count[Move.RAISED])),
        (count[Move.LOWERED], n_("{n} lowered", "{n} lowered", count[Move.LOWERED])),
        (count[Move.WITHDRAWN], n_("{n} no longer answered", "{n} no longer answered", count[Move.WITHDRAWN])),
        (accepted, n_("{n} accepted", "{n} accepted", accepted)),
        (expired, n_("{n} acceptance expired", "{n} acceptances expired", expired)),
        (answers, n_("{n} more answer changed", "{n} more answers changed", answers)),
    ):
        if n:
            parts.append(text)
    parts += other_words(whole) if whole else ()
    return ", ".join(parts) or _("Nothing changed")


def changed_entries(
    comparison: Comparison, names: Names, *, lens_alias: str = "", pillar_id: str = "", details: bool = True
) -> tuple[Entry, ...]:
    """Return the changes grouped by what became of the risk, worst news first.

    Args:
        comparison: What was compared.
        names: Our short names.
        lens_alias, pillar_id: Only these; all if empty.
        details: Put practices, notes and evidence below each question.
    """
    found = [
        one for one in comparison.changed if lens_alias in ("", one.lens_alias) and pillar_id in ("", one.pillar_id)
    ]
    groups: list[tuple[str, list[QuestionChange]]] = []
    for move in (Move.REOPENED, Move.OPENED, Move.RAISED):
        groups.append((_(MOVE_TITLES[move]), [one for one in found if one.move is move]))
    groups.append((_("Acceptance expired"), [one for one in found if one.accepted is Accepted.EXPIRED]))
    groups.append((_("Acceptance ended"), [one for one in found if one.accepted is Accepted.ENDED]))
    for way, title in _CLOSED_BY.items():
        groups.append((_(title), [one for one in found if one.move is Move.CLOSED and one.way is way]))
    groups.append((_("Closed"), [one for one in found if one.move is Move.CLOSED and one.way is None]))
    groups.append((_("Accepted, still counted"), [one for one in found if one.accepted is Accepted.ACCEPTED]))
    for move in (Move.LOWERED, Move.WITHDRAWN):
        groups.append((_(MOVE_TITLES[move]), [one for one in found if one.move is move]))
    told = (Accepted.EXPIRED, Accepted.ENDED, Accepted.ACCEPTED)
    answers = [o for o in found if o.move is Move.UNCHANGED and o.answer_changed and o.accepted not in told]
    groups.append((_("Answer changed, same risk"), answers))
    for move in (Move.ADDED, Move.RETIRED):
        groups.append((_(MOVE_TITLES[move]), [one for one in found if one.move is move]))
    entries = [
        Entry(title, (f"group:{title}",), note=str(len(ones)), heading=True,
              children=tuple(question_entry(one, names, details=details, group=title) for one in ones))
        for title, ones in groups if ones
    ]  # fmt: skip
    if details and not pillar_id:
        entries += _other_entries(comparison, lens_alias)
    return tuple(entries)


def question_entry(change: QuestionChange, names: Names, *, details: bool = True, group: str = "") -> Entry:
    """Return the line of one question; with details, what changed is below it."""
    tag, tone = _support(change)
    if details and change.accepted not in (Accepted.NO, Accepted.STILL):
        said = _(ACCEPTED_TITLES[change.accepted])
        tag = "" if group.startswith(said) else said
        tone = "dim" if change.accepted is Accepted.ACCEPTED else "medium"
    elif details and change.way is not None and change.move is Move.LOWERED:
        tag, tone = _(WAY_TITLES[change.way]), "dim"
    moved = change.before_risk is not change.after_risk
    who = " · ".join(part for part in (change.who, day_text(change.at)) if part) if details else ""
    return Entry(
        names.get((change.lens_alias, change.question_id)) or change.title,
        ("question", change.lens_alias, change.question_id, group),
        code=change.code,
        trailing=who,
        tag=tag,
        tone=tone,
        risk=change.after_risk,
        before=change.before_risk if moved else None,
        children=_details(change) if details else (),
    )


def _support(change: QuestionChange) -> tuple[str, str]:
    """What a closed risk stands on."""
    if change.move is not Move.CLOSED or change.way not in (Way.PRACTICE, Way.MIXED):
        return "", "dim"
    own = [item.strength for item in change.supported_by if item.is_ours]
    if not own:
        return _("No evidence"), "medium"
    best = max(own, key=_STRONGER.index)
    return _(STRENGTH_TITLES[best]), _TONES[best]


def _line(text: str, *, dim: bool = False) -> Entry:
    return Entry(text, wraps=True, dim=dim)


def _details(change: QuestionChange) -> tuple[Entry, ...]:
    lines = []
    if change.acceptance is not None and change.accepted is not Accepted.NO:
        one = change.acceptance
        text = _("{what} by {by} until {until}: {why}")
        what = _(ACCEPTED_TITLES[change.accepted])
        lines.append(_line(text.format(what=what, by=one.by, until=day_text(one.until), why=one.why)))
    for mark in change.marks:
        lines += _mark_lines(mark)
    for field in change.fields:
        lines += _field_lines(field)
    for evidence in change.evidence:
        lines.append(_line(_evidence_text(evidence)))
    changed = {item.after.id for item in change.evidence if item.after}
    for item in change.supported_by:
        if item.id not in changed:
            lines.append(_line(_("Supported by {what}").format(what=_item_text(item)), dim=True))
    if change.who:
        at = time_text(change.at)
        lines.append(_line(_("Last changed by {who}, {at}").format(who=change.who, at=at), dim=True))
    if not change.answer_changed and change.move is not Move.UNCHANGED:
        lines.append(_line(_("The answer is the same; the lens or its rules changed."), dim=True))
    return tuple(lines)


def _mark_lines(mark: MarkChange) -> list[Entry]:
    name = f"{mark.code} {mark.title}".strip()
    lines = []
    if mark.state_changed:
        lines.append(_line(f"{name}: {_state(mark.before)} → {_state(mark.after)}"))
    old, new = (mark.before.note if mark.before else ""), (mark.after.note if mark.after else "")
    if old != new:
        lines += _text_lines(_("Note on {what}").format(what=mark.code or mark.title), old, new)
    before, after = (mark.before.owner if mark.before else ""), (mark.after.owner if mark.after else "")
    if before != after:
        lines.append(_line(f"{_('Owner of')} {name}: {before or _('nobody')} → {after or _('nobody')}"))
    return lines


def _state(mark: Mark | None) -> str:
    text = _(STATE_TITLES[mark.state if mark else None])
    if mark and mark.state is MarkState.NOT_APPLICABLE and mark.reason is not Reason.NONE:
        text += f" ({_(REASON_TITLES[mark.reason]).lower()})"
    return text


def _field_lines(change: FieldChange) -> list[Entry]:
    title = _(_FIELD_TITLES.get(change.name, change.name))
    if change.name == "notes":
        return _text_lines(title, str(change.before), str(change.after))
    return [_line(f"{title}: {_value(change.before)} → {_value(change.after)}")]


def _value(value: object) -> str:
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, Risk):
        return risk_title(value)
    if isinstance(value, Reason):
        return _(REASON_TITLES[value])
    if isinstance(value, tuple):
        return ", ".join("=".join(one) if isinstance(one, tuple) else str(one) for one in value) or _("nothing")
    return str(value) if value not in ("", None) else _("nothing")


def _text_lines(title: str, old: str, new: str) -> list[Entry]:
    """What was taken out of a text and what was added, sentence by sentence."""
    was, now = ([part for part in re.split(r"(?<=[.!?])\s+|\n+", text) if part] for text in (old, new))
    lines = [_line(title, dim=True)]
    for what, a, b, c, d in SequenceMatcher(a=was, b=now, autojunk=False).get_opcodes():
        if what != "equal":
            lines += [_line(f"−  {' '.join(was[a:b])}", dim=True)] if b > a else []
            lines += [_line(f"+  {' '.join(now[c:d])}")] if d > c else []
    return lines if len(lines) > 1 else []


def _item_text(item: Evidence) -> str:
    parts = (_(worth_title(item)).lower(), item.by, day_text(item.on))
    return f'"{item.title or item.file_name}" ({", ".join(part for part in parts if part)})'


def _evidence_text(change: EvidenceChange) -> str:
    if change.after is None:
        return _("Evidence removed: {what}").format(what=_item_text(change.before)) if change.before else ""
    if change.before is None:
        return _("Evidence added: {what}").format(what=_item_text(change.after))
    if change.strength_changed:
        old = _(STRENGTH_TITLES[change.before.strength]).lower()
        return _("Evidence changed: {what}, was {old}").format(what=_item_text(change.after), old=old)
    return _("Evidence changed: {what}").format(what=_item_text(change.after))


def _other_entries(comparison: Comparison, lens_alias: str) -> list[Entry]:
    """Notes of lenses and pillars, fields of the workload, lenses added, changed or not readable."""
    entries: list[Entry] = []
    lines: list[Entry] = []
    for review in comparison.reviews:
        if lens_alias not in ("", review.lens_alias):
            continue
        if not (review.in_before and review.in_after):
            text = _("Lens added: {name}") if review.in_after else _("Lens removed: {name}")
            lines.append(_line(text.format(name=review.lens_name)))
        elif review.before_version != review.after_version:
            text = _("Lens {name}: version {before} → {after}").format(
                name=review.lens_name, before=review.before_version, after=review.after_version)  # fmt: skip
            lines.append(_line(text))
        names = {pillar.pillar_id: pillar.name for pillar in review.pillars}
        for change in review.fields:
            pillar = change.name.partition("/")[2]
            title = _("Notes on {what}").format(what=names.get(pillar, pillar) or review.lens_name)
            lines += _text_lines(title, str(change.before), str(change.after))
    for name in comparison.unreadable:
        lines.append(_line(_("The lens {name} is not in this file; its risks cannot be compared.").format(name=name)))
    if lines:
        entries.append(Entry(_("Lenses and notes"), ("group:notes",), heading=True, children=tuple(lines)))
    if comparison.workload and not lens_alias:
        fields = []
        for change in comparison.workload:
            title = _(field_named(change.name).label)
            if isinstance(change.before, str) and len(str(change.before)) + len(str(change.after)) > 120:
                fields += _text_lines(title, change.before, str(change.after))
            else:
                fields.append(_line(f"{title}: {_value(change.before)} → {_value(change.after)}"))
        entries.append(Entry(_("Workload"), ("group:workload",), heading=True, children=tuple(fields)))
    if not lens_alias:
        entries += _graph_entries(comparison)
    return entries


def _graph_entries(comparison: Comparison) -> list[Entry]:
    """What changed in the dependency graph; the command line lists all of it."""
    entries = []
    if comparison.graph.graphs is not None:
        entries.append(Entry(_("Both architectures as pictures"), PICTURES, note=_("Enter shows them side by side")))
    kept = scenario_lines(comparison.scenarios, comparison.graph.titles)
    for title, lines in (*finding_lines(comparison.graph), *difference_lines(comparison.graph), *kept):
        children = [_line(line) for line in lines[:_MOST_LINES]]
        if more := len(lines) - len(children):
            children.append(_line(n_("and one more", "and {n} more", more), dim=True))
        name = _("Dependency graph: {what}").format(what=title[:1].lower() + title[1:])
        entries.append(
            Entry(name, (f"group:graph:{title}",), note=str(len(lines)), heading=True, children=tuple(children))
        )
    return entries
