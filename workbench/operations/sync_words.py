"""What a sync says beside its calls: remarks for the person, and the plan as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from workbench.domain.lens import Lens
from workbench.domain.snapshot import Snapshot
from workbench.domain.sync import Permission, ToolState
from workbench.i18n import N_, _, n_

if TYPE_CHECKING:
    from workbench.operations.syncing import SyncPreview

__all__ = ["notes_on", "plain", "preview_json", "prioritized_questions"]


def notes_on(state: ToolState, their_side: Snapshot, lenses: Mapping[str, Lens]) -> tuple[str, ...]:
    """Say what a person should know beside the plan: versions that differ, profiles, shares, Jira.

    Args:
        state: What the Tool holds.
        their_side: The same in our words.
        lenses: Our lens texts by hash.
    """
    notes = []
    for review in their_side.reviews:
        theirs, lens = state.review(review.lens_alias), lenses.get(review.lens_sha256)
        if theirs is None:
            continue
        if review.lens_version and theirs.version and review.lens_version != theirs.version:
            notes.append(_("{lens}: the Tool reviews version {theirs}, this workspace {ours}; answers are matched by their ids.").format(
                lens=review.lens_name, theirs=theirs.version, ours=review.lens_version))  # fmt: skip
        if theirs.status not in ("CURRENT", ""):
            notes.append(_("{lens}: the Tool says {status}. {way}").format(
                lens=review.lens_name, status=theirs.status, way=_(WAYS.get(theirs.status, ""))).strip())  # fmt: skip
        unknown = [
            a.question_id for a in theirs.answers if lens and not a.is_empty and lens.question(a.question_id) is None
        ]
        if unknown:
            notes.append(_("{lens}: {questions} are answered in the Tool but are not in the version here; what was said is kept.").format(
                lens=review.lens_name, questions=", ".join(unknown)))  # fmt: skip
    facts = state.facts
    if facts.profile:
        first = prioritized_questions(state, their_side, lenses)
        told = n_(
            "A profile puts one question first: {codes}.", "A profile puts {n} questions first: {codes}.", len(first)
        )
        notes.append(told.replace("{codes}", ", ".join(code for code, _title in first)) if first else
                     _("A profile is set; it puts no question first."))  # fmt: skip
    if facts.permission is Permission.READONLY:
        notes.append(_("The workload is shared with you for reading; ask its owner for the right to contribute."))
    elif facts.shared:
        notes.append(_("The workload is shared with you: answers and notes are sent, everything else is its owner's."))
    if facts.jira_status == "ENABLED":
        notes.append(_("Jira: {mode}.").format(mode=_("automatic") if facts.jira_type == "AUTO" else _("by hand")))
    return tuple(notes)


def prioritized_questions(
    state: ToolState, their_side: Snapshot, lenses: Mapping[str, Lens]
) -> tuple[tuple[str, str], ...]:
    """Return code and title of each question that a profile of the workload puts first, in the order of the lens."""
    found = []
    for review in their_side.reviews:
        theirs, lens = state.review(review.lens_alias), lenses.get(review.lens_sha256)
        first = [one.question_id for one in theirs.answers if one.prioritized] if theirs else []
        order = {question.id: question for question in lens.questions()} if lens else {}
        for key in sorted(first, key=lambda one: (one not in order, list(order).index(one) if one in order else 0)):
            question = order.get(key)
            found.append((question.code or key, question.short or question.title) if question else (key, ""))
    return tuple(found)


WAYS = {
    "NOT_CURRENT": N_(
        "A newer version is out; upgrade the review in the Tool or with the lens library when it suits you."
    ),
    "DEPRECATED": N_("The version is retired; upgrade the review, its answers can still be written until then."),
    "DELETED": N_("Its owner deleted the lens; answers here and there stay readable."),
    "UNSHARED": N_("Its owner no longer shares the lens; ask for it, or import a copy of your own."),
}


def preview_json(look: SyncPreview) -> dict[str, Any]:
    """Return the plan as the command line prints it and a file keeps it."""
    return {
        "state": str(look.standing),
        "calls": [
            {"op": call.op, "lens": call.lens, "question": call.question, "fields": list(call.fields), "why": call.why}
            for call in look.plan.calls
        ],
        "conflicts": [
            {"id": one.id, "path": " / ".join(one.title), "base": plain(one.base), "mine": plain(one.mine),
             "theirs": plain(one.theirs), "choice": one.choice}
            for one in look.merge.conflicts
        ],
        "taken": [
            {"path": " / ".join(one.title), "from": plain(one.before), "to": plain(one.after)} for one in look.merge.taken
        ],
        "problems": [{"path": list(one.path), "text": one.text, "length": one.length, "limit": one.limit}
                     for one in look.plan.problems],
        "stays": list(look.plan.stays), "notes": list(look.notes), "tickets": list(look.plan.tickets),
        "hit_rates": [asdict(rate) for rate in look.hit_rates],
    }  # fmt: skip


def plain(value: Any) -> Any:
    """Return a value of a conflict as JSON."""
    if hasattr(value, "__dataclass_fields__"):
        return {name: plain(getattr(value, name)) for name in value.__dataclass_fields__}
    if isinstance(value, tuple | list | set | frozenset):
        return [plain(each) for each in value]
    if isinstance(value, Mapping):
        return {str(key): plain(each) for key, each in value.items()}
    return value if value is None or isinstance(value, bool | int | float) else str(value)
