"""Is a lens known already: the same content, or another version of it?"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from workbench.domain.lens import Lens
from workbench.library.lens_file import open_lens_file
from workbench.library.lens_format import EXTENSION_KEYS, read_lens_text

__all__ = ["Kin", "content_digest", "nearest_kin", "read_for_review", "version_in_name"]

_LEAST_SHARE = 0.5
_LIKE_TITLE = 0.5
_VERSION = re.compile(r"(?<![a-z0-9])v?(\d+(?:\.\d+)+)(?![a-z0-9]*\d)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Kin:
    """Another version of a lens.

    Attributes:
        lens: The known lens.
        by_name: True where both have the same alias, which follows from the name; else their ids agree.
        shared: Number of question ids both have.
    """

    lens: Lens
    by_name: bool
    shared: int


def read_for_review(path: Path) -> tuple[str, Lens]:
    """Return the text to keep of a lens file, and the lens; a version that only the file's name tells becomes part of the text.

    Raises:
        BadInput: It cannot be read, or its questions and choices cannot be told apart; details list every problem.
    """
    file = open_lens_file(path)
    text = file.text("" if file.lens.version else version_in_name(path.name))
    return text, read_lens_text(text, path.name)


def content_digest(text: str) -> str:
    """Return a hash that is the same for the same lens however it is written, and whatever we call it.

    Args:
        text: A lens text.
    """
    data = json.loads(text)
    own = {key: value for key, value in data.items() if key not in EXTENSION_KEYS["lens"]}
    return hashlib.sha256(json.dumps(own, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def nearest_kin(lens: Lens, known: Iterable[Lens]) -> Kin | None:
    """Return the known lens that this one is another version of.

    It is one where the alias is the same, or where at least half of the questions of the smaller one are in both: same id, a choice id in
    common, and at least half of the words of the titles.

    Args:
        lens: The new one.
        known: Lenses to look through; of several the one that shares most questions is taken, the later one first.
    """
    found: list[tuple[bool, int, int, Lens]] = []
    for place, other in enumerate(known):
        shared = _shared(lens, other)
        size = min(sum(1 for _question in each.questions()) for each in (lens, other))
        by_name = lens.alias == other.alias
        if by_name or (size > 1 and shared >= _LEAST_SHARE * size):
            found.append((by_name, shared, place, other))
    if not found:
        return None
    by_name, shared, _place, other = max(found, key=lambda one: one[:3])
    return Kin(other, by_name, shared)


def _shared(lens: Lens, other: Lens) -> int:
    count = 0
    for question in lens.questions():
        match = other.question(question.id)
        if match is None or not {one.id for one in question.choices} & {one.id for one in match.choices}:
            continue
        words, others = (set(re.findall(r"\w+", title.lower())) for title in (question.title, match.title))
        count += len(words & others) >= _LIKE_TITLE * len(words | others)
    return count


def version_in_name(name: str) -> str:
    """Return the version that a file name ends in: "1.3.2" of "orr-v1.3.2-PUBLISHED.json"; empty if there is none."""
    found = _VERSION.findall(name)
    return str(found[-1]) if found else ""
