"""A sync as lines of an outline: the plan, a receipt, the log."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from workbench.domain.sync import MILESTONE_BUDGET, Call, CallState, Job, JobKind, Receipt
from workbench.i18n import N_, _, n_
from workbench.operations.sync_choice import CallKey, call_key
from workbench.operations.syncing import SyncPreview
from workbench.ui.days import time_text
from workbench.ui.widgets.entry import Entry
from workbench.ui.widgets.merge_words import value_text

__all__ = ["CHOICE_TITLES", "job_entries", "plan_entries", "plan_ticks", "receipt_entries", "receipt_sentence"]

_MOST = 500
CHOICE_TITLES = {"mine": N_("Mine"), "theirs": N_("Theirs"), "base": N_("As it was"), "both": N_("Both")}
_STATES = {"open": N_("Interrupted"), "abandoned": N_("Given up"), "refused": N_("Refused")}
Words = Callable[[str], str]


def plan_entries(
    look: SyncPreview, staying: frozenset[CallKey], words: Words, sent: Mapping[CallKey, str] | None = None
) -> list[Entry]:
    """Return what a sync would do on each side, decisions first.

    Args:
        look: The preview.
        staying: Calls that are left out.
        words: Masks account ids where that is wanted.
        sent: While a push is under way: a few words by call.
    """
    found = [*_conflicts(look), *_calls(look, staying, words, sent or {}), *_taken(look)]
    for title, texts in (
        (_("The Tool would refuse"), [one.text for one in look.plan.problems]),
        (_("Jira issues that may change"), look.plan.tickets),
        (_("Stays here"), look.plan.stays),
        (_("To know"), [*look.notes, *_facts(look)]),
    ):
        if texts:
            lines = tuple(Entry(words(text), wraps=True, dim=True) for text in texts)
            found.append(Entry(title, ("group", title), heading=True, note=str(len(texts)), children=lines))
    return found


def _conflicts(look: SyncPreview) -> list[Entry]:
    known = look.merge.conflicts
    if not known:
        return []
    lines = tuple(
        Entry(
            (one.title[1:] or one.title)[0], ("conflict", one.id), note=" · ".join(one.title[2:]),
            tag=_(CHOICE_TITLES[one.choice]) if one.choice else _("Decide"), tone="dim" if one.choice else "medium",
        )
        for one in known
    )  # fmt: skip
    left = len(look.undecided)
    note = n_("{n} to decide", "{n} to decide", left) if left else _("all decided")
    return [Entry(_("Changed on both sides"), ("group", "conflicts"), heading=True, note=note, children=lines)]


def _calls(look: SyncPreview, staying: frozenset[CallKey], words: Words, sent: Mapping[CallKey, str]) -> list[Entry]:
    names = {review.lens_alias: review.lens_name for review in look.merge.merged.reviews}
    groups: dict[str, list[Entry]] = {}
    for call in look.plan.calls:
        key = call_key(call)
        where = names.get(call.lens, call.lens) or (_("milestone") if call.op == "CreateMilestone" else _("workload"))
        if call.phase != "live":
            where = _("older milestones, played back")
        text = words(call.why)
        is_held = call.op == "CreateMilestone" and key in staying and len(staying) < len(look.plan.calls)
        note = _("Goes only with everything else") if is_held else ""
        groups.setdefault(where, []).append(
            Entry(text, ("call", *key), note=note,
                  dim=key in staying, trailing=sent.get(key, "")))  # fmt: skip
    found = []
    for where, lines in groups.items():
        stay = sum(1 for line in lines if line.key[1:] in staying)
        calls = n_("{n} call", "{n} calls", len(lines))
        note = _("{n} of {calls}").format(n=len(lines) - stay, calls=calls) if stay else calls
        title = _("To the Tool: {what}").format(what=where)
        found.append(Entry(title, ("calls", where), heading=True, note=note, children=tuple(lines)))
    return found


def plan_ticks(look: SyncPreview, staying: frozenset[CallKey]) -> dict[tuple[str, ...], bool]:
    """Return which calls have a tick."""
    return {("call", *call_key(call)): call_key(call) not in staying for call in look.plan.calls}


def _taken(look: SyncPreview) -> list[Entry]:
    lines = [
        Entry(
            " · ".join(one.title[1:] or one.title), ("taken", *one.path),
            note=f"{value_text(one.before)} → {value_text(one.after)}",
        )
        for one in look.merge.taken[:_MOST]
    ]  # fmt: skip
    lines += [
        Entry(_('Milestone "{name}"').format(name=one.name), ("milestone", str(one.number)), trailing=time_text(one.at))
        for one in look.fetched.milestones
    ]
    if not lines:
        return []
    count = len(look.merge.taken) + len(look.fetched.milestones)
    title = _("From the Tool")
    return [Entry(title, ("group", "taken"), heading=True, note=n_("{n} change", "{n} changes", count),
                  children=tuple(lines))]  # fmt: skip


def _facts(look: SyncPreview) -> list[str]:
    known = len(look.fetched.state.milestones)
    names = {review.lens_alias: review.lens_name for review in look.merge.merged.reviews}
    found = [_("The Tool has {n} of {most} milestones.").format(n=known, most=MILESTONE_BUDGET)]
    found += [
        _("{lens} {version}: our estimate agrees with the Tool on {hits} of {n} questions.").format(
            lens=names.get(rate.lens, rate.lens), version=rate.version, hits=rate.hits, n=rate.compared)
        for rate in look.hit_rates
    ]  # fmt: skip
    return found


def receipt_sentence(receipt: Receipt) -> str:
    """Return what a push did in one line."""
    done = n_("{n} call made", "{n} calls made", len(receipt.done))
    parts = [done, _("{n} read back as sent").format(n=receipt.verified)]
    parts += [_('milestone "{name}"').format(name=receipt.milestone)] if receipt.milestone else []
    parts += [n_("{n} request", "{n} requests", receipt.requests), _("{s:.1f} s").format(s=receipt.seconds)]
    return " · ".join(parts)


def receipt_entries(receipt: Receipt, calls: Iterable[Call], words: Words) -> list[Entry]:
    """Return a receipt, what needs a look first."""
    waiting = [call.why for call in calls if call.state in (CallState.WAITING, CallState.SENT)]
    found = []
    for title, texts, tone in (
        (_("Reads back differently"), receipt.differing, "medium"),
        (_("Changed in the Tool meanwhile, not sent"), receipt.conflicts, "medium"),
        (_("Refused by the Tool"), receipt.refused, "high"),
        (_("Not made"), waiting, "medium"),
        (_("Stays here"), receipt.stays, "dim"),
        (_("Made"), receipt.done, "dim"),
    ):
        if texts:
            lines = tuple(Entry(words(text), wraps=tone != "dim") for text in texts)
            found.append(Entry(title, ("group", title), heading=True, note=str(len(texts)), children=lines))
    return found


def job_entries(jobs: Iterable[Job]) -> list[Entry]:
    """Return the log of past syncs, the newest first."""
    return [_job(one) for one in jobs]


def _job(one: Job) -> Entry:
    done = len(one.receipt.get("done", ()))
    title = _("Created in the Tool") if one.kind is JobKind.CREATE else n_("Pushed {n} call", "Pushed {n} calls", done)
    bad = sum(len(one.receipt.get(name, ())) for name in ("differing", "conflicts", "refused"))
    tag = _(_STATES[one.state]) if one.state in _STATES else _("{n} to look at").format(n=bad) if bad else ""
    if one.state == "open":
        title = _("Creating in the Tool") if one.kind is JobKind.CREATE else _("Push")
    return Entry(title, ("job", one.id), note=time_text(one.started_at), tag=tag, tone="medium")
