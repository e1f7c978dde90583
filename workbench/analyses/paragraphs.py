"""Two changed texts brought together paragraph by paragraph, where they changed different ones."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

__all__ = ["merged_paragraphs"]

_Change = tuple[int, int, list[str]]


def merged_paragraphs(base: str, mine: str, theirs: str) -> str | None:
    """Return the text with the changes of both sides, or None where both touched the same or a neighbouring place.

    Args:
        base: The text both come from.
        mine, theirs: The two texts; paragraphs are parted by empty lines.

    Source:
        Three-way merge of sequences; Khanna, Kunal, Pierce, "A Formal Investigation of Diff3", FSTTCS 2007.
    """
    old = _paragraphs(base)
    changes = [_changes(old, _paragraphs(text)) for text in (mine, theirs)]
    for start, end, _new in changes[0]:
        for other_start, other_end, _other in changes[1]:
            if start <= other_end and other_start <= end:
                return None
    merged = list(old)
    for start, end, new in sorted((*changes[0], *changes[1]), key=lambda change: change[0], reverse=True):
        merged[start:end] = new
    return "\n\n".join(merged)


def _paragraphs(text: str) -> list[str]:
    return [part for part in re.split(r"\r?\n[ \t]*(?:\r?\n)+", text.strip()) if part]


def _changes(old: list[str], new: list[str]) -> list[_Change]:
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    return [(i, j, new[k:n]) for kind, i, j, k, n in matcher.get_opcodes() if kind != "equal"]
