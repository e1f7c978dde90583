"""Finds guidance that says nothing: texts that are missing, repeated, near copies of a title or of each other.

Two texts are compared by the words they share, without the little ones and without endings, as the share of common words in
all words (Jaccard index). Pairs are found through their rarest words, so that the whole shelf takes a moment.

Source: R. J. Bayardo, Y. Ma, R. Srikant, Scaling Up All Pairs Similarity Search, WWW 2007 (the prefix filter).
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from workbench.domain.lens import Lens, Question
from workbench.library.guidance import has_guidance, has_meaning

__all__ = ["GuidanceProblem", "GuidanceText", "check_guidance", "guidance_texts", "words"]

_ALIKE = 0.7
"""Share of common words from which two texts are near copies."""
_LIKE_TITLE = 0.6
"""The same for a text and the title of its question or practice."""
_NEW_WORDS = 0.5
"""Share of words that must not stand in the title already."""
_FEWEST_WORDS = 4
"""Shorter texts are compared with each other for equality only."""
_LITTLE = frozenset(
    "a an and any are as at be been but by can could did do does each every for from had has have how if in into is it its"
    " may more most no nor not of on one only or other our out over so some such than that the their them then there these"
    " they this those to too was we were what when where which who whom whose why will with without would you your".split()
)
_ENDING = re.compile(r"(?<=[a-z]{3})(?:ies|ing|ed|es|ly|s|e|y)$")


@dataclass(frozen=True, slots=True)
class GuidanceText:
    """One text of the guidance.

    Attributes:
        place: Lens, question or practice and field, for example "genai/gensec1/ask".
        title: Title of the question or practice that it is about.
    """

    place: str
    text: str
    title: str


@dataclass(frozen=True, slots=True)
class GuidanceProblem:
    """A text that does not help.

    Attributes:
        kind: "missing", "repeated", "title" or "alike".
        place: Place of the text.
        text: The text.
        other: Place of the text it repeats or resembles; for "title" the title.
    """

    kind: str
    place: str
    text: str = ""
    other: str = ""


def words(text: str) -> frozenset[str]:
    """Return the words that carry meaning, without endings."""
    found = re.findall(r"[^\W_]+", text.lower())
    return frozenset(_ENDING.sub("", word) for word in found if word not in _LITTLE)


def guidance_texts(lens: Lens) -> Iterator[GuidanceText]:
    """Yield all texts of the guidance of a lens but the short names."""
    for question in lens.questions():
        where = f"{lens.alias}/{question.id}"
        for field, text in _question_texts(question):
            yield GuidanceText(f"{where}/{field}", text, question.title)
        for practice in question.practices:
            for field, text in (("meaning", practice.meaning), ("see", practice.see)):
                if text:
                    yield GuidanceText(f"{where}/{practice.id}/{field}", text, practice.title)


def _question_texts(question: Question) -> Iterator[tuple[str, str]]:
    single = (("about", question.about), ("ask", question.ask), ("good", question.good))
    yield from ((field, text) for field, text in single if text)
    several = (("probes", question.probes), ("red_flags", question.red_flags), ("evidence", question.evidence))
    for field, texts in several:
        yield from ((f"{field}[{place}]", text) for place, text in enumerate(texts))


def check_guidance(lenses: Iterable[Lens], must_be_complete: bool = False) -> tuple[GuidanceProblem, ...]:
    """Return all that is wrong with the guidance of some lenses.

    Args:
        lenses: They are also compared with each other.
        must_be_complete: Also report questions and practices whose guidance is missing or has a part only.
    """
    chosen = tuple(lenses)
    texts = [text for lens in chosen for text in guidance_texts(lens)]
    missing = tuple(_missing(chosen)) if must_be_complete else ()
    return (*missing, *_repeated(texts), *_like_title(texts), *_alike(texts))


def _missing(lenses: Iterable[Lens]) -> Iterator[GuidanceProblem]:
    for lens in lenses:
        for question in lens.questions():
            where = f"{lens.alias}/{question.id}"
            parts: list[tuple[str, bool]] = [(where, has_guidance(question))]
            parts += [(f"{where}/{practice.id}", has_meaning(practice)) for practice in question.practices]
            yield from (GuidanceProblem("missing", place) for place, is_there in parts if not is_there)


def _repeated(texts: Iterable[GuidanceText]) -> Iterator[GuidanceProblem]:
    first: dict[str, str] = {}
    for one in texts:
        key = " ".join(re.findall(r"[^\W_]+", one.text.lower()))
        if key in first:
            yield GuidanceProblem("repeated", one.place, one.text, first[key])
        first.setdefault(key, one.place)


def _like_title(texts: Iterable[GuidanceText]) -> Iterator[GuidanceProblem]:
    for one in texts:
        said, named = words(one.text), words(one.title)
        if len(said) < 2 or "/evidence" in one.place:
            continue
        is_alike = len(said & named) >= _LIKE_TITLE * len(said | named)
        if is_alike or len(said - named) < _NEW_WORDS * len(said):
            yield GuidanceProblem("title", one.place, one.text, one.title)


def _alike(texts: list[GuidanceText]) -> Iterator[GuidanceProblem]:
    """Yield pairs that share most words; two such texts share one of the rarest words of each."""
    bags = [words(one.text) for one in texts]
    times = Counter(word for bag in bags for word in bag)
    seen: dict[str, list[int]] = defaultdict(list)
    for here, bag in enumerate(bags):
        if len(bag) < _FEWEST_WORDS:
            continue
        rarest = sorted(bag, key=lambda word: (times[word], word))[: len(bag) - math.ceil(_ALIKE * len(bag)) + 1]
        for there in sorted({other for word in rarest for other in seen[word]}):
            is_alike = len(bag & bags[there]) >= _ALIKE * len(bag | bags[there])
            if is_alike and texts[here].text != texts[there].text:
                yield GuidanceProblem("alike", texts[here].place, texts[here].text, texts[there].place)
        for word in rarest:
            seen[word].append(here)
