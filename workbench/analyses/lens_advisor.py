"""Which lenses a workload should be reviewed with, and why: rules over what is known about it.

A rule holds when all its conditions do. A lens is as strongly called for as its strongest rule; what only the names in
the dependency graph say counts one step less. Nothing is learnt and nothing leaves the computer: the same workload
gives the same advice, and each reason names what it was seen in.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from workbench.domain.workload import Workload
from workbench.i18n import _
from workbench.library.lens_advice import AdviceRule, LensAdvice, Strength

__all__ = ["Known", "Proposal", "Reason", "advise"]

FRAMEWORK = "wellarchitected"
Element = tuple[str, str, str]
"""Kind, type and name of an element of the dependency graph."""


@dataclass(frozen=True, slots=True)
class Known:
    """What advice is given on.

    Attributes:
        lenses: Aliases of the lenses in use.
        elements: Elements of the dependency graph.
    """

    workload: Workload
    lenses: tuple[str, ...] = ()
    elements: tuple[Element, ...] = ()


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a lens is called for.

    Attributes:
        text: What the lens is good for here.
        found: Where it was seen, in words; empty where it holds for every workload.
    """

    text: str
    found: str = ""

    @property
    def words(self) -> str:
        """Return both as one text."""
        return f"{self.text} {self.found}".strip()


@dataclass(frozen=True, slots=True)
class Proposal:
    """A lens that is called for, the strongest reason first."""

    lens: str
    strength: Strength
    reasons: tuple[Reason, ...]


def advise(known: Known, advice: LensAdvice, names: dict[str, str] | None = None) -> tuple[Proposal, ...]:
    """Return the lenses that are called for and not in use, the Framework first, then by strength.

    Args:
        known: The workload and what stands around it.
        advice: The rules.
        names: Name by alias, for lenses that a reason names.
    """
    scene = _Scene(known, advice, names or {})
    called: dict[str, list[tuple[Strength, Reason]]] = {}
    later = [rule for rule in advice.rules if rule.lenses]
    for rule in (*(rule for rule in advice.rules if not rule.lenses), *later):
        wanted = {alias for alias, found in called.items() if max(one[0] for one in found) >= Strength.GOOD}
        seen = scene.look(rule, wanted)
        if seen is not None and rule.lens not in known.lenses:
            strength = Strength(max(Strength.WEAK, rule.strength - seen.is_indirect))
            called.setdefault(rule.lens, []).append((strength, Reason(rule.reason, seen.words)))
    return tuple(sorted((_proposal(*item) for item in called.items()), key=_rank))


def _rank(one: Proposal) -> tuple[bool, int, int, str]:
    return (one.lens != FRAMEWORK, -one.strength, -len(one.reasons), one.lens)


def _proposal(lens: str, found: list[tuple[Strength, Reason]]) -> Proposal:
    found.sort(key=lambda one: -one[0])
    texts: dict[str, list[str]] = {}
    for _strength, reason in found:
        texts.setdefault(reason.text, []).append(reason.found)
    reasons = tuple(
        Reason(text, " ".join(dict.fromkeys(part for part in parts if part))) for text, parts in texts.items()
    )
    return Proposal(lens, found[0][0], reasons)


@dataclass(frozen=True, slots=True)
class _Seen:
    words: str = ""
    is_indirect: bool = False


class _Scene:
    """A workload prepared for many rules."""

    def __init__(self, known: Known, advice: LensAdvice, names: dict[str, str]) -> None:
        workload = known.workload
        self._known, self._names = known, names
        tags = [part for pair in workload.tags for part in pair]
        self._texts = (
            (_("description"), _plain(workload.description), False), (_("name"), _plain(workload.name), False),
            (_("industry"), _plain(workload.industry), False), (_("notes"), _plain(workload.notes), False),
            (_("tags"), _joined(tags), False),
            (_("dependency graph"), _joined({element[2] for element in known.elements}), True),
        )  # fmt: skip
        self._tags = _joined(tags)
        self._laws = sorted({advice.law_of[region] for region in workload.aws_regions if region in advice.law_of})

    def look(self, rule: AdviceRule, wanted: Collection[str]) -> _Seen | None:
        """Return what makes a rule hold, or None."""
        if not self._is_possible(rule):
            return None
        said, is_indirect = [], False
        if rule.words:
            place = self._text(rule)
            if place is None:
                return None
            said.append(place[0])
            is_indirect = place[1]
        for sentence in (self._tag(rule), self._element(rule), self._lens(rule, wanted), self._industry(rule)):
            if sentence is None:
                return None
            said.append(sentence)
        said.append(self._place(rule))
        return _Seen(" ".join(part for part in said if part), is_indirect)

    def _is_possible(self, rule: AdviceRule) -> bool:
        """Check the conditions that are only true or false."""
        workload = self._known.workload
        count = len(set(workload.aws_regions))
        return (
            (not rule.environments or workload.environment in rule.environments)
            and (not rule.places or bool(workload.aws_regions and workload.non_aws_regions))
            and count >= rule.regions
            and (not rule.most_regions or 1 <= count <= rule.most_regions)
            and len(self._laws) >= rule.jurisdictions
            and (not rule.jurisdictions_any or bool(set(self._laws) & set(rule.jurisdictions_any)))
        )

    def _text(self, rule: AdviceRule) -> tuple[str, bool] | None:
        for title, text, is_indirect in self._texts:
            for phrase in rule.without:
                text = text.replace(_plain(phrase), " ")
            for phrase in rule.words:
                if _plain(phrase) in text:
                    said = _('Seen in the {place}: "{word}".').format(place=title, word=phrase)
                    return said, is_indirect
        return None

    def _tag(self, rule: AdviceRule) -> str | None:
        if not rule.tags:
            return ""
        found = next((phrase for phrase in rule.tags if _plain(phrase) in self._tags), "")
        return _('Seen in the tags: "{word}".').format(word=found) if found else None

    def _element(self, rule: AdviceRule) -> str | None:
        if not rule.kinds and not rule.types:
            return ""
        starts = tuple(start.lower() for start in rule.types)
        for kind, type_name, name in self._known.elements:
            is_type = bool(starts) and type_name.lower().startswith(starts)
            if kind in rule.kinds or is_type:
                what = type_name if is_type else kind.replace("_", " ")
                return _("Seen in the dependency graph: {name} ({kind}).").format(name=name, kind=what)
        return None

    def _lens(self, rule: AdviceRule, wanted: Collection[str]) -> str | None:
        if not rule.lenses:
            return ""
        for known, text in (
            (self._known.lenses, _("Reviewed with: {lens}.")),
            (wanted, _("Proposed as well: {lens}.")),
        ):
            found = next((alias for alias in rule.lenses if alias in known), "")
            if found:
                return text.format(lens=self._names.get(found, found))
        return None

    def _industry(self, rule: AdviceRule) -> str | None:
        industry = self._known.workload.industry_type
        if not rule.industries:
            return ""
        return _("Industry type: {name}.").format(name=industry) if industry in rule.industries else None

    def _place(self, rule: AdviceRule) -> str:
        workload = self._known.workload
        if rule.jurisdictions or rule.jurisdictions_any:
            return _("Jurisdictions of its Regions: {laws}.").format(laws=", ".join(self._laws))
        if rule.places:
            places = ", ".join((*workload.aws_regions, *workload.non_aws_regions))
            return _("Places: {places}.").format(places=places)
        if rule.regions or rule.most_regions:
            return _("AWS Regions: {regions}.").format(regions=", ".join(workload.aws_regions))
        return ""


_WORD = re.compile(r"[a-z0-9]+")
_SHORTEST = 4


@lru_cache(maxsize=2048)
def _plain(text: str) -> str:
    """Return words without case, accents, punctuation and plural, with a space around each."""
    bare = unicodedata.normalize("NFKD", text.casefold()).encode("ascii", "ignore").decode()
    return f" {' '.join(_singular(word) for word in _WORD.findall(bare))} "


def _singular(word: str) -> str:
    if len(word) < _SHORTEST or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    return word[:-3] + "y" if word.endswith("ies") and len(word) > _SHORTEST else word[:-1]


def _joined(texts: Iterable[str] | Sequence[str]) -> str:
    """Return several texts as one in which no phrase reaches from one to the next."""
    return " | ".join(_plain(text) for text in sorted(texts))
