"""What a lens of the list is, in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from workbench.i18n import N_, _, n_
from workbench.ui.models.lenses import LensLine, domain_words, guidance_words, publisher_words, size_words, where_words

__all__ = ["CardFacts", "VersionLine", "card_facts", "reader_words"]

_IDS = {
    "api": N_("Those of the WA Tool."), "custom": N_("Those of the custom lens of AWS."),
    "docs": N_("The Tool's are not known; these are made from the codes of the documentation."), "ours": N_("Ours."),
    "": N_("Those of the file."),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class VersionLine:
    """One version of a lens beside the others.

    Attributes:
        key: Of the lens in the list.
        words: Size, where it is, who uses it.
    """

    key: str
    version: str
    words: tuple[str, ...]
    is_shown: bool


@dataclass(frozen=True, slots=True)
class CardFacts:
    """What the card shows.

    Attributes:
        tags: Text and tone.
        facts: Pairs of what and words.
        used_by: Id and name of workloads, with their version where it is another one.
        versions: All versions there are; shown where there are several.
    """

    name: str
    tags: tuple[tuple[str, str], ...]
    about: str
    facts: tuple[tuple[str, str], ...]
    used_by: tuple[tuple[str, str], ...]
    versions: tuple[VersionLine, ...]


def card_facts(line: LensLine, lines: Sequence[LensLine]) -> CardFacts:
    """Return what the card shows of a lens.

    Args:
        lines: All lenses, for its other versions.
    """
    entry = line.entry
    facts = [
        (_("Version"), " · ".join(part for part in (entry.version, entry.alias) if part)),
        (_("Size"), n_("{n} pillar", "{n} pillars", entry.pillars) + ", " + size_words(entry)
         + (", " + n_("{n} phase", "{n} phases", entry.phases) if entry.phases else "")),
        (_("Completeness"), _completeness(line)),
        (_("What is known"), entry.missing),
        (_("Ids"), _(_IDS.get(entry.ids_origin, _IDS[""]))),
    ]  # fmt: skip
    used = [*line.used_by, *((key, _("{name} (another version)").format(name=name)) for key, name in line.used_other)]
    kin = [one for one in lines if one.entry.alias == entry.alias]
    versions = tuple(
        VersionLine(one.key, one.entry.version or _("no version"), _version_words(one), one.key == line.key)
        for one in kin
    )
    tone = "dim" if entry.guidance.is_empty else "accent"
    tags = (
        (publisher_words(entry), "accent"),
        (domain_words(entry), "dim"),
        (guidance_words(entry), tone),
        (where_words(line.at), "dim"),
    )
    return CardFacts(
        entry.name, tags, entry.description, tuple(pair for pair in facts if pair[1]), tuple(used), versions
    )


def _completeness(line: LensLine) -> str:
    entry = line.entry
    none = (
        _("names and links only, no guidance of ours")
        if entry.origin
        else _("texts of its author, no guidance of ours")
    )
    words = none if entry.guidance.is_empty else entry.guidance.words
    levels = _("risk level for {n} of {all} practices").format(n=entry.levels, all=entry.practices)
    return f"{words[:1].upper()}{words[1:]}; {levels}."


def _version_words(line: LensLine) -> tuple[str, ...]:
    return size_words(line.entry), f"{where_words(line.at)}. {line.use_words}"


def reader_words(line: LensLine) -> str:
    """Return the line below the name of a lens that is read."""
    entry = line.entry
    parts = (entry.alias, entry.version, publisher_words(entry), size_words(entry), guidance_words(entry))
    return " · ".join(part for part in parts if part)
