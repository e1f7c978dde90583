"""Ids for what a lens author writes: readable, within the limits of the WA Tool, each once, None of these at the end.

Source: ids have 3 to 128 letters, digits and `_`, the API documents 64; an id that ends in `_no` is None of these; Jira shows ids
to people (custom lens format specification of the WA Tool's user guide,
https://docs.aws.amazon.com/wellarchitected/latest/userguide/lenses-format-specification.html).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection

__all__ = ["is_good_id", "numbered_id", "proposed_id", "proposed_pillar_id"]

_LONGEST = 48
_MOST_OF_A_COPY = 57
_GOOD = re.compile(r"[A-Za-z0-9_]{3,128}")
_PILLARS = {
    "operational excellence": "operationalExcellence", "security": "security", "reliability": "reliability",
    "performance efficiency": "performance", "performance": "performance", "cost optimization": "costOptimization",
    "sustainability": "sustainability",
}  # fmt: skip
"""Ids that map a pillar of a custom lens onto a pillar of the Framework."""
_FILLERS = frozenset(
    "a an and any are as at be been by can do does for from has have how in is it its of on or our that the their them there "
    "these this to us use used was we what when where which who why will with you your".split()
)


def proposed_id(text: str, taken: Collection[str] = (), most: int = _LONGEST) -> str:
    """Return an id made of the words that carry a title.

    Args:
        text: The title.
        taken: Ids that are used, or were used for something else.
        most: Most characters before a number that tells it apart.
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    words = re.findall(r"[a-z0-9]+", plain.replace("'", ""))
    kept = [word for word in words if word not in _FILLERS] or words
    found = ""
    for word in kept:
        longer = f"{found}_{word}" if found else word[:most]
        if len(longer) > most:
            break
        found = longer
    if len(found) < 3:
        found = f"item_{found}" if found else "item"
    if found.endswith("_no"):
        found += "_1"  # would be None of these
    return _apart(found, taken)


def proposed_pillar_id(name: str, taken: Collection[str] = ()) -> str:
    """Return an id for a pillar: that of the Framework where the name is one of its six."""
    known = _PILLARS.get(" ".join(name.lower().split()), "")
    return _apart(known, taken) if known else proposed_id(name, taken)


def numbered_id(key: str, taken: Collection[str]) -> str:
    """Return an id for a copy: with the next number that is free, so that "store_2" is followed by "store_3"."""
    found = re.fullmatch(r"(.*?)(?:_no)?(?:_(\d{1,6}))?", key[:_MOST_OF_A_COPY])
    stem, number = (found[1] or "item", int(found[2] or 1) + 1) if found else ("item", 2)
    while f"{stem}_{number}" in taken:
        number += 1
    return f"{stem}_{number}"


def is_good_id(text: str) -> bool:
    """Tell whether the WA Tool takes an id."""
    return _GOOD.fullmatch(text) is not None


def _apart(wanted: str, taken: Collection[str]) -> str:
    found, number = wanted, 2
    while found in taken:
        found, number = f"{wanted}_{number}", number + 1
    return found
