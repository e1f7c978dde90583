"""What sync commands print: plan, conflicts, receipt, standing."""

from __future__ import annotations

import json
from typing import Any

from workbench.cli.output import print_json, print_pairs, print_table, print_text, say
from workbench.domain.sync import STATE_TITLES, Receipt
from workbench.i18n import _, n_
from workbench.operations.sync_words import plain, preview_json
from workbench.operations.syncing import SyncPreview

__all__ = ["print_preview", "print_receipt", "receipt_json", "tell_conflicts"]

_SHOWN = 60


def _short(value: Any) -> str:
    text = (
        "-"
        if value in (None, "", ())
        else value
        if isinstance(value, str)
        else json.dumps(plain(value), ensure_ascii=False)
    )
    return text if len(text) <= _SHOWN else text[:_SHOWN] + "…"


def print_preview(look: SyncPreview, as_json: bool) -> None:
    """Print what a sync would do on each side."""
    if as_json:
        print_json(preview_json(look))
        return
    print_pairs([(_("State"), _(STATE_TITLES[look.standing]))])
    if look.merge.taken:
        rows = [(" – ".join(one.title), _short(one.before), _short(one.after)) for one in look.merge.taken]
        print_table([_("Comes from the Tool"), _("Here"), _("Then")], rows)
    if look.fetched.milestones:
        print_table([">" + _("No."), _("Milestone of the Tool")], [(m.number, m.name) for m in look.fetched.milestones])
    if look.plan.calls:
        print_table(["!" + _("Call"), _("What it does")], [(call.op, call.why) for call in look.plan.calls])
    if look.merge.conflicts:
        lines = [
            (one.id, _short(one.base), _short(one.mine), _short(one.theirs), one.choice or "-")
            for one in look.merge.conflicts
        ]
        print_table([_("Conflict"), _("Base"), _("Mine"), _("Theirs"), "!" + _("Choice")], lines)
    for title, texts in (
        (_("The Tool would refuse:"), [one.text for one in look.plan.problems]), (_("Stays here:"), look.plan.stays),
        (_("Jira issues that may change:"), look.plan.tickets), (_("To know:"), look.notes),
    ):  # fmt: skip
        if texts:
            print_text(title)
            for text in texts:
                print_text(f"  {text}")
    for rate in look.hit_rates:
        print_text(_("{lens} {version}: our estimate agrees with the Tool on {hits} of {n} questions.").format(
            lens=rate.lens, version=rate.version, hits=rate.hits, n=rate.compared))  # fmt: skip


def tell_conflicts(look: SyncPreview) -> None:
    """Say which conflicts need a decision, and how it is made."""
    say(n_("One conflict needs a decision:", "{n} conflicts need a decision:", len(look.undecided)))
    for one in look.undecided:
        say(
            f"  {one.id}  {' – '.join(one.title)}  ({_('mine')}: {_short(one.mine)}, {_('theirs')}: {_short(one.theirs)})"
        )
    say(_("Decide: workbench sync resolve NAME --conflict ID --take mine|theirs|base; or push with --prefer."))


def receipt_json(receipt: Receipt) -> dict[str, Any]:
    """Return a receipt as JSON."""
    return {name: plain(getattr(receipt, name)) for name in receipt.__dataclass_fields__}


def print_receipt(receipt: Receipt) -> None:
    """Print what a push did."""
    print_pairs([
        (_("Done"), n_("one call", "{n} calls", len(receipt.done))),
        (_("Read back as sent"), receipt.verified), (_("Milestone"), receipt.milestone),
        (_("Requests"), f"{receipt.requests:,}"), (_("Seconds"), f"{receipt.seconds:.1f}"),
    ])  # fmt: skip
    for title, texts in (
        (_("Reads back differently:"), receipt.differing), (_("Changed in the Tool meanwhile, not sent:"), receipt.conflicts),
        (_("Refused:"), receipt.refused), (_("Stays here:"), receipt.stays),
    ):  # fmt: skip
        if texts:
            print_text(title)
            for text in texts:
                print_text(f"  {text}")
