"""Leaving calls out of a push: which others cannot go without them, and the preview that is left."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from workbench.domain.sync import Call
from workbench.i18n import n_
from workbench.operations.syncing import SyncPreview

__all__ = ["CallKey", "call_key", "chosen_calls", "left_with"]

CallKey = tuple[str, ...]
_ONE_PER_PLACE = ("UpdateAnswer", "UpdateLensReview", "UpdateWorkload", "CreateMilestone")


def call_key(call: Call) -> CallKey:
    """Return what a planned call is known by; the same after another comparison, whatever its values are then."""
    about = "" if call.op in _ONE_PER_PLACE and call.phase == "live" else call.why
    return call.op, call.lens, call.question, about


def left_with(calls: Iterable[Call], left_out: Iterable[CallKey]) -> frozenset[CallKey]:
    """Return every call that stays behind when some are left out.

    Answers do not go without the lens they belong to, and milestones, those that are played back included, go only with
    everything else: they would keep a state in the Tool that this workspace never had.
    """
    calls, gone = tuple(calls), set(left_out)
    lenses = {
        lens
        for call in calls
        if call.op == "AssociateLenses" and call_key(call) in gone
        for lens in call.wanted["lenses"]
    }
    gone |= {call_key(call) for call in calls if call.lens in lenses}
    known = {call_key(call) for call in calls}
    if gone & known:
        gone |= {call_key(call) for call in calls if call.op == "CreateMilestone" or call.phase != "live"}
    return frozenset(gone & known)


def chosen_calls(look: SyncPreview, left_out: Iterable[CallKey]) -> SyncPreview:
    """Return the preview without the calls that are left out; what stays here is said."""
    gone = left_with(look.plan.calls, left_out)
    if not gone:
        return look
    calls = tuple(call for call in look.plan.calls if call_key(call) not in gone)
    left = len(look.plan.calls) - len(calls)
    said = n_("One call was left out by choice.", "{n} calls were left out by choice.", left)
    return replace(look, plan=replace(look.plan, calls=calls, stays=(*look.plan.stays, said)))
