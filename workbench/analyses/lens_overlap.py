"""Practices of two lenses that ask for the same thing, found by their words or named in the shipped list.

Each practice is a vector of words, those of the title counting more than those of its guidance, each word weighted by how
rare it is among the practices of both lenses (Spärck Jones, "A statistical interpretation of term specificity and its
application in retrieval", Journal of Documentation 28, 1972). Two practices are near by the cosine of the angle between
their vectors (Salton, Wong, Yang, "A vector space model for automatic indexing", CACM 18, 1975). A pair counts only if
each is the nearest of the other, and near both as a whole and by title: precision goes before recall, since somebody
may carry an answer over.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from workbench.domain.lens import Choice, Lens, Question
from workbench.library.lens_overlaps import KnownPairs

__all__ = ["Overlap", "overlaps", "words_of"]

LEAST = 0.36
"""Least cosine of two whole practices."""
LEAST_TITLE = 0.5
"""Least cosine of two titles."""
_TITLE, _GUIDANCE, _QUESTION = 3.0, 1.0, 0.5

_WORD = re.compile(r"[a-z][a-z0-9]+")
_EMPTY = frozenset(
    "a about all also an and any are as at be because been before being between both but by can could do does each every "
    "for from further had has have how if in into is it its itself may more most must need needs never no none nor not of "
    "off on once one only or other our out over own per practice same shall should so some such than that the their them "
    "then there these they this those through to too under until up use used user uses using via was we were what when "
    "where which while who whose why will with within without would you your aws amazon implement establish define ensure "
    "create workload workloads appropriate effective based".split()
)
_ENDINGS = (
    ("ization", "ize"), ("isation", "ize"), ("ational", "ate"), ("ations", "ate"), ("ation", "ate"), ("ising", "ize"),
    ("izing", "ize"), ("ised", "ize"), ("ized", "ize"), ("ises", "ize"), ("izes", "ize"), ("ise", "ize"),
    ("ments", "ment"), ("ities", "ity"), ("ies", "y"), ("ings", ""), ("ing", ""), ("edly", ""), ("ed", ""),
    ("sses", "ss"), ("ches", "ch"), ("shes", "sh"), ("xes", "x"), ("s", ""),
)  # fmt: skip
_SHORTEST = 4
_MOST_SHARED = 6


Place = tuple[Question, Choice]
Vector = dict[str, float]


@dataclass(frozen=True, slots=True)
class Overlap:
    """Two practices that ask for the same thing.

    Attributes:
        likeness: Cosine of the two, 0 to 1.
        why: What the shipped list says on the pair; empty where the words alone tell.
        shared: Beginnings of the words that both have, the most telling first.
    """

    first: Place
    second: Place
    likeness: float
    why: str = ""
    shared: tuple[str, ...] = ()


def _stem(word: str) -> str:
    for ending, instead in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST and not word.endswith(("ss", "us", "is")):
            word = word[: -len(ending)] + instead
            break
    return word[:-1] if word.endswith("e") and len(word) > _SHORTEST else word


def words_of(text: str) -> list[str]:
    """Return the words that tell something, lower case, without accents and endings."""
    plain = unicodedata.normalize("NFKD", text.casefold()).encode("ascii", "ignore").decode()
    return [_stem(word) for word in _WORD.findall(plain) if word not in _EMPTY]


def _counts(question: Question, choice: Choice) -> tuple[Mapping[str, float], Mapping[str, float]]:
    title: dict[str, float] = dict(Counter(words_of(choice.title)))
    whole: dict[str, float] = defaultdict(float)
    texts = (
        (choice.title, _TITLE), (f"{choice.meaning} {choice.help_text}", _GUIDANCE), (question.title, _QUESTION),
    )  # fmt: skip
    for text, weight in texts:
        for word in words_of(text):
            whole[word] += weight
    return title, whole


def _unit(counts: Mapping[str, float], rarity: Mapping[str, float]) -> Vector:
    vector = {word: (1 + math.log1p(n)) * rarity[word] for word, n in counts.items()}
    length = math.sqrt(sum(value * value for value in vector.values()))
    return {word: value / length for word, value in vector.items()} if length else {}


def _cosine(one: Vector, other: Vector) -> float:
    return sum(value * other[word] for word, value in one.items() if word in other)


@dataclass(frozen=True, slots=True)
class _Practice:
    place: Place
    title: Vector
    whole: Vector


def _practices(lens: Lens) -> list[Place]:
    return [(question, choice) for question in lens.questions() for choice in question.practices]


def _vectors(*sides: list[Place]) -> list[list[_Practice]]:
    counted = [[(place, *_counts(*place)) for place in side] for side in sides]
    total = sum(len(side) for side in sides)
    seen = Counter(word for side in counted for _place, _title, whole in side for word in whole)
    rarity = {word: math.log((1 + total) / (1 + n)) for word, n in seen.items()}
    return [[_Practice(place, _unit(title, rarity), _unit(whole, rarity)) for place, title, whole in side]
            for side in counted]  # fmt: skip


def _likeness(first: list[_Practice], second: list[_Practice]) -> dict[tuple[int, int], float]:
    """Return the cosine of all pairs that share a word."""
    holders: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for number, practice in enumerate(second):
        for word, value in practice.whole.items():
            holders[word].append((number, value))
    found: dict[tuple[int, int], float] = {}
    for number, practice in enumerate(first):
        sums: dict[int, float] = defaultdict(float)
        for word, value in practice.whole.items():
            for other, theirs in holders.get(word, ()):
                sums[other] += value * theirs
        found.update({(number, other): total for other, total in sums.items()})
    return found


def overlaps(first: Lens, second: Lens, known: KnownPairs | None = None) -> tuple[Overlap, ...]:
    """Return the practices of two lenses that ask for the same thing, in the order of the first lens.

    Args:
        first, second: Two lenses; a lens does not overlap with itself.
        known: Pairs somebody judged; those called different never appear.
    """
    if first.alias == second.alias:
        return ()
    judged = known or KnownPairs()
    mine, others = _vectors(_practices(first), _practices(second))
    likeness = _likeness(mine, others)
    for here, there in _named(judged, first, second):
        likeness.setdefault((here, there), 0.0)
    best_here: dict[int, float] = defaultdict(float)
    best_there: dict[int, float] = defaultdict(float)
    for (here, there), value in likeness.items():
        best_here[here], best_there[there] = max(best_here[here], value), max(best_there[there], value)
    found = []
    for (here, there), value in sorted(likeness.items()):
        one, other = mine[here], others[there]
        pair = (first.alias, second.alias, one.place[1].id, other.place[1].id)
        why = judged.same.get(pair)
        if why is None:
            is_best = value == best_here[here] == best_there[there]
            is_near = is_best and value >= LEAST and _cosine(one.title, other.title) >= LEAST_TITLE
            if not is_near or pair in judged.different:
                continue
        found.append(Overlap(one.place, other.place, round(value, 3), why or "", _shared(one.whole, other.whole)))
    return tuple(found)


def _named(judged: KnownPairs, first: Lens, second: Lens) -> list[tuple[int, int]]:
    here, there = ({place[1].id: number for number, place in enumerate(_practices(lens))} for lens in (first, second))
    pairs = (key[2:] for key in judged.same if key[:2] == (first.alias, second.alias))
    return [(here[one], there[other]) for one, other in pairs if one in here and other in there]


def _shared(one: Vector, other: Vector) -> tuple[str, ...]:
    both = {word: value * other[word] for word, value in one.items() if word in other}
    return tuple(sorted(both, key=lambda word: (-both[word], word))[:_MOST_SHARED])
