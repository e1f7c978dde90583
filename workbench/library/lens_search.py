"""Looking for words in many lenses at once: questions and practices, their codes, ids and guidance."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from workbench.domain.lens import Choice, Lens, Question

__all__ = ["LensHit", "Passage", "passages", "search_lenses"]

_NAMED, _TITLED, _SAID = 0, 1, 2
_BEFORE, _AROUND = 40, 160
_GAPS = re.compile(r"[\s_-]+")


@dataclass(frozen=True, slots=True)
class Passage:
    """A question or practice, ready to be looked through.

    Attributes:
        choice_id: Empty for a question.
        names: Code, ids, as typed without spaces and case.
        heads: Titles in lower case.
        texts: Everything else that is said about it.
        words: All of it in lower case.
    """

    question_id: str
    choice_id: str
    code: str
    title: str
    names: frozenset[str]
    heads: str
    texts: tuple[str, ...]
    words: str


@dataclass(frozen=True, slots=True)
class LensHit:
    """A question or practice that has all the words.

    Attributes:
        lens: What the caller calls the lens.
        rank: 0 where it is called so, 1 where the title has the words, 2 where its texts have them.
        excerpt: The place in its texts; empty where the title has all.
    """

    lens: str
    question_id: str
    choice_id: str
    code: str
    title: str
    rank: int
    excerpt: str


def passages(lens: Lens) -> tuple[Passage, ...]:
    """Return the questions and practices of a lens in its order; None of these is left out."""
    return tuple(_passages(lens))


def _passages(lens: Lens) -> Iterator[Passage]:
    for question in lens.questions():
        yield _passage(question, None, _said_of(question))
        for choice in question.practices:
            yield _passage(question, choice, _told_of(choice))


def _passage(question: Question, choice: Choice | None, texts: tuple[str, ...]) -> Passage:
    node = choice or question
    names = {node.id, node.code} if choice is None else {choice.id, choice.code}
    title = node.title
    heads = f"{title}\n{question.short}" if choice is None else title
    said = tuple(text for text in texts if text)
    words = "\n".join((*names, heads, *said)).casefold()
    return Passage(question.id, choice.id if choice else "", node.code, title,
                   frozenset(_plain(name) for name in names if name), heads.casefold(), said, words)  # fmt: skip


def _said_of(one: Question) -> tuple[str, ...]:
    return (one.about, one.ask, *one.probes, *one.red_flags, one.good, *one.evidence, one.description, one.help_text)


def _told_of(one: Choice) -> tuple[str, ...]:
    more = [each.text for each in (*one.more_help, *one.more_improvement)]
    return (one.meaning, one.see, one.help_text, one.improvement, *more)


def search_lenses(lenses: Iterable[tuple[str, Sequence[Passage]]], text: str) -> tuple[LensHit, ...]:
    """Return what has all words of a text, lens by lens; the best lens first, and in a lens the best place first.

    Args:
        lenses: Pairs of what the lens is called and its passages.
        text: Words, in any order and case; a code or an id finds what is called so first.
    """
    words, name = text.casefold().split(), _plain(text)
    if not words:
        return ()
    groups = []
    for key, some in lenses:
        hits = [hit for one in some if (hit := _hit(key, one, words, name)) is not None]
        if hits:
            groups.append(sorted(hits, key=lambda hit: hit.rank))
    return tuple(hit for group in sorted(groups, key=lambda group: group[0].rank) for hit in group)


def _hit(key: str, one: Passage, words: Sequence[str], name: str) -> LensHit | None:
    if name in one.names:
        rank = _NAMED
    elif all(word in one.words for word in words):
        rank = _TITLED if all(word in one.heads for word in words) else _SAID
    else:
        return None
    excerpt = _excerpt(one.texts, words) if rank == _SAID else ""
    return LensHit(key, one.question_id, one.choice_id, one.code, one.title, rank, excerpt)


def _excerpt(texts: Sequence[str], words: Sequence[str]) -> str:
    """Return the text that has most of the words, cut to the place of the first."""
    best = max(texts, key=lambda text: sum(word in text.casefold() for word in words), default="")
    low = best.casefold()
    places = [at for word in words if (at := low.find(word)) >= 0]
    if not places:
        return ""
    start = max(0, min(places) - _BEFORE)
    start = best.find(" ", start) + 1 if start else 0
    cut = " ".join(best[start : start + _AROUND].split())
    return ("… " if start else "") + cut + (" …" if start + _AROUND < len(best) else "")


def _plain(name: str) -> str:
    return _GAPS.sub("", name.casefold())
