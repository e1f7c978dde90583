"""Which parts of a newer lens look like parts of an older one whose ids are gone: proposals that a person confirms or not."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher

from workbench.domain.lens import Choice, Lens, Question

__all__ = ["Likeness", "Ref", "propose"]

Ref = tuple[str, str]
"""Question id and choice id; an empty choice id means the question itself."""

LEAST = 0.55
"""Below this score two parts have too little in common to be shown beside each other."""
_TITLE_SHARE = 0.6
_CLOSER_LOOK = 4
_LED = 0.1
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Likeness:
    """An old part and the new part it may have become.

    Attributes:
        score: 0 to 1, how much names and texts have in common.
        is_merge: True where the new part has an older self by its id, so that two would become one.
    """

    old: Ref
    new: Ref
    old_title: str
    new_title: str
    score: float
    is_merge: bool


@dataclass(frozen=True)
class _Words:
    """A part with its words counted once."""

    ref: Ref
    title: str
    title_words: frozenset[str]
    text_words: frozenset[str]

    @classmethod
    def of_question(cls, one: Question) -> _Words:
        texts = (one.description, one.about, one.help_text, *(choice.title for choice in one.practices))
        return cls((one.id, ""), one.title, _words(one.title), _words(*texts))

    @classmethod
    def of_choice(cls, question: Question, one: Choice) -> _Words:
        texts = (one.help_text, one.improvement, one.meaning)
        return cls((question.id, one.id), one.title, _words(one.title), _words(*texts))


def propose(old: Lens, new: Lens) -> tuple[Likeness, ...]:
    """Propose what questions and choices without a namesake in the new lens may have become, the most alike first.

    A part that the new lens lacks by its id is compared with those that are new, and with those that stay. The score is the
    mean of Dice's coefficient of the words and the ratio of matching signs of the titles, weighed 60 to 40 with Dice's coefficient of
    the words of their texts where both have texts. Every old part is proposed at most once, and so is every new one; a part
    that stays may take in several. Of choices that are alike, one in the question that belongs to the old one goes first.

    Source:
        L. R. Dice, Measures of the amount of ecologic association between species, Ecology 26 (1945), 297-302;
        J. W. Ratcliff and D. Metzener, Pattern matching: the Gestalt approach, Dr. Dobb's Journal, July 1988.
    """
    questions = _best(_pairs(_questions(old), _questions(new), {}), {})
    leads = {each.id: each.id for each in old.questions() if new.question(each.id)}
    leads |= {one.old[0]: one.new[0] for one in questions}
    choices = _best(_pairs(_practices(old), _practices(new), leads), leads)
    implied = [one for one in choices if one.old[1] == one.new[1] and leads.get(one.old[0]) == one.new[0]]
    found = [*questions, *(one for one in choices if one not in implied), *_nones(old, new, leads)]
    return tuple(sorted(found, key=lambda one: (-one.score, one.old, one.new)))


def _questions(lens: Lens) -> list[_Words]:
    return [_Words.of_question(one) for one in lens.questions()]


def _practices(lens: Lens) -> list[_Words]:
    return [_Words.of_choice(question, one) for question in lens.questions() for one in question.practices]


def _nones(old: Lens, new: Lens, leads: dict[str, str]) -> Iterable[Likeness]:
    """Pair "none of these" of questions that belong together; it says the same everywhere, so its words tell nothing."""
    for question_id, target_id in leads.items():
        one, other = (lens.question(key) for lens, key in ((old, question_id), (new, target_id)))
        none, target = (each.none_choice if each else None for each in (one, other))
        if none and target and none.id != target.id:
            yield Likeness((question_id, none.id), (target_id, target.id), none.title, target.title, 1.0, False)


def _best(pairs: Iterable[Likeness], leads: dict[str, str]) -> list[Likeness]:
    """Choose pairs so that every old part is in one, and every new one without an older self too; the best first."""

    def rank(one: Likeness) -> tuple[float, Ref, Ref]:
        is_led = leads.get(one.old[0]) == one.new[0]
        return -one.score - (_LED if is_led else 0), one.old, one.new

    taken: set[Ref] = set()
    found = []
    for one in sorted(pairs, key=rank):
        if one.old not in taken and (one.is_merge or one.new not in taken):
            taken |= {one.old} if one.is_merge else {one.old, one.new}
            found.append(one)
    return found


def _pairs(old: list[_Words], new: list[_Words], leads: dict[str, str]) -> Iterable[Likeness]:
    old_refs, new_refs = {one.ref for one in old}, {one.ref for one in new}
    for gone in old:
        if gone.ref in new_refs:
            continue
        led = leads.get(gone.ref[0])
        rough = sorted(
            (
                (_dice(gone.title_words, one.title_words) + _dice(gone.text_words, one.text_words) + (one.ref[0] == led),
                 one.ref, one)
                for one in new
            ),
            key=lambda entry: (-entry[0], entry[1]),
        )  # fmt: skip
        for _rough, ref, one in rough[:_CLOSER_LOOK]:
            score = round(_score(gone, one), 2)
            if score >= LEAST:
                yield Likeness(gone.ref, ref, gone.title, one.title, score, ref in old_refs)


def _score(one: _Words, other: _Words) -> float:
    signs = SequenceMatcher(None, one.title.lower(), other.title.lower(), autojunk=False).ratio()
    title = (_dice(one.title_words, other.title_words) + signs) / 2
    if not one.text_words or not other.text_words:
        return title
    return _TITLE_SHARE * title + (1 - _TITLE_SHARE) * _dice(one.text_words, other.text_words)


def _words(*texts: str) -> frozenset[str]:
    return frozenset(word for text in texts for word in _WORD.findall(text.lower()))


def _dice(one: frozenset[str], other: frozenset[str]) -> float:
    return 2 * len(one & other) / (len(one) + len(other)) if one or other else 0.0
