"""How well a few typed letters fit a text, and which letters matched."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Match", "fit"]

_BREAKS = set(" -_/.:·()")


@dataclass(frozen=True, slots=True)
class Match:
    """A fit: higher scores are better; positions are indexes into the text."""

    score: int
    positions: tuple[int, ...] = ()


def fit(query: str, text: str) -> Match | None:
    """Fit the words of a query into a text, in any order; None where one of them does not occur.

    A word fits as a substring (best at the start of a word) or as letters in order that start at word starts.
    """
    folded = text.lower()
    score, positions = 0, set()
    for word in query.lower().split():
        found = _word(word, folded)
        if found is None:
            return None
        score += found.score
        positions |= set(found.positions)
    return Match(score - len(text) // 8, tuple(sorted(positions)))


def _word(word: str, text: str) -> Match | None:
    best: Match | None = None
    at = text.find(word)
    while at >= 0:
        starts = at == 0 or text[at - 1] in _BREAKS
        score = 100 + 10 * len(word) + (60 if at == 0 else 40 if starts else 0) - min(at, 30)
        if best is None or score > best.score:
            best = Match(score, tuple(range(at, at + len(word))))
        at = text.find(word, at + 1)
    return best or _letters(word, text)


def _letters(word: str, text: str) -> Match | None:
    """Letters in order; each must continue the last one or start a word, so that noise does not fit."""
    positions: list[int] = []
    at = 0
    for letter in word:
        found = text.find(letter, at)
        while found > 0 and text[found - 1] not in _BREAKS and (not positions or found != positions[-1] + 1):
            found = text.find(letter, found + 1)
        if found < 0:
            return None
        positions.append(found)
        at = found + 1
    return Match(20 + 4 * len(word) - min(positions[0], 15), tuple(positions))
