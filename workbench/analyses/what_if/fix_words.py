"""What a change does, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.analyses.failure.words import Words, listed
from workbench.i18n import _, n_
from workbench.library.fix_rules import COST_TITLES

if TYPE_CHECKING:
    from workbench.analyses.what_if.fix_candidates import Candidate
    from workbench.analyses.what_if.fixes import Fix

__all__ = ["cost_text", "effect_lines"]

_NAMES = 6


def cost_text(one: Candidate) -> str:
    """Return how much effort a change is, a judgement."""
    return _(COST_TITLES[one.rule.cost])


def effect_lines(words: Words, one: Fix) -> list[str]:
    """Say what a change does, one line for each journey."""
    lines = []
    for effect in one.effects:
        parts = []
        if effect.removed:
            names = listed([_plain(words.name(each)) for each in effect.removed], _NAMES)
            parts.append(_("without single point {names}").format(names=names))
        if effect.added:
            parts.append(_("but with {names}").format(names=listed([_plain(each) for each in effect.added], _NAMES)))
        if not effect.removed and effect.pairs_after < effect.pairs_before:
            parts.append(n_("one pair less", "{n} pairs less", effect.pairs_before - effect.pairs_after))
        if effect.gained:
            parts.append(_("availability up by {gain}").format(gain=f"{100 * effect.gained:.3g} %"))
        if parts:
            lines.append(f"{_plain(effect.journey.title)}: {', '.join(parts)}")
    return lines


def _plain(text: str) -> str:
    return " ".join(text.split())
