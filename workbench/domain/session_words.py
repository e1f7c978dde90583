"""People, pre-work and rules of a session as lines that can be typed and pasted, and back."""

from __future__ import annotations

import re
from collections.abc import Iterable

from workbench.domain.session import CheckItem, Participant

__all__ = ["checklist_of", "checklist_text", "lines_of", "participants_of", "participants_text", "with_names"]

_AGREED = "*"


def lines_of(text: str) -> tuple[str, ...]:
    """Return the lines that say something."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def participants_of(text: str) -> tuple[Participant, ...]:
    """Read `name, role, discipline` a line; a star at the end says that the person agreed to be named."""
    found = []
    for line in lines_of(text):
        agreed = line.endswith(_AGREED)
        parts = [part.strip() for part in line.rstrip(_AGREED + " ").split(",", 2)]
        if parts[0]:
            name, role, discipline = (*parts, "", "")[:3]
            found.append(Participant(name, role, discipline, agreed))
    return tuple(found)


def participants_text(people: tuple[Participant, ...]) -> str:
    """Return the lines participants_of reads."""
    lines = []
    for one in people:
        parts = [one.name, one.role, one.discipline]
        while len(parts) > 1 and not parts[-1]:
            parts.pop()
        lines.append(", ".join(parts) + (f" {_AGREED}" if one.agreed else ""))
    return "\n".join(lines)


def checklist_of(text: str) -> tuple[CheckItem, ...]:
    """Read one item a line; `x ` in front says that it is done."""
    found = []
    for line in lines_of(text):
        done = line[:2].lower() in ("x ", "x")
        found.append(CheckItem(line[2:].strip() if done else line, done))
    return tuple(item for item in found if item.text)


def checklist_text(items: tuple[CheckItem, ...]) -> str:
    """Return the lines checklist_of reads."""
    return "\n".join(f"x {item.text}" if item.done else item.text for item in items)


def with_names(text: str, names: Iterable[str]) -> str:
    """Return a line with every known name after @ spelled as it is known, in quotes where it has several words.

    `Test the restore @data team` becomes `Test the restore @"Data team"` where somebody is called Data team.
    """
    known = sorted({name.strip() for name in names if name.strip() and '"' not in name}, key=len, reverse=True)
    if not known:
        return text
    spelled = {name.casefold(): name for name in known}
    one_of = "|".join(map(re.escape, known))
    found = re.compile(rf'(?<!\S)@(?:"({one_of})"|({one_of})(?!\w))', re.IGNORECASE)

    def quoted(match: re.Match[str]) -> str:
        said = match[1] or match[2]
        name = spelled.get(said.casefold(), said)
        return f'@"{name}"' if " " in name else f"@{name}"

    return found.sub(quoted, text)
