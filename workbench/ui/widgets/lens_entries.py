"""What lenses say as lines of an outline: their parts, what a search found, what differs, what is wrong."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from workbench.analyses.lens_diff import LensChange
from workbench.domain.lens import Choice, Lens, Question
from workbench.i18n import N_, _, n_
from workbench.library.lens_rules import Finding
from workbench.library.lens_search import LensHit
from workbench.ui.widgets.entry import Entry

__all__ = ["ABOUT", "change_entries", "field_words", "finding_entries", "hit_entries", "outline_entries"]

ABOUT = ("about",)
"""Key of the line that stands for the lens itself."""
_MOST_OF_A_RULE = 50
_PARTS = {
    "lens": N_("Lens"),
    "pillar": N_("Pillar"),
    "question": N_("Question"),
    "practice": N_("Practice"),
    "rules": N_("Rules"),
}
_KINDS = {
    "added": (N_("New"), "none"),
    "removed": (N_("Gone"), "high"),
    "changed": (N_("Changed"), "accent"),
    "moved": (N_("Moved"), "dim"),
}
_FIELDS = {
    "name": N_("name"), "title": N_("title"), "description": N_("description"), "version": N_("version"), "pillar": N_("pillar"),
    "place": N_("place"), "riskRules": N_("risk rules"),
}  # fmt: skip


def outline_entries(lens: Lens, text: str = "", phase: str = "") -> tuple[Entry, ...]:
    """Return pillars, their questions and their practices; keys are (pillar), (pillar, question), (pillar, question, choice).

    Args:
        text: Only what has all these words, with what stands above it; everything below a question that has them itself.
        phase: Only questions of this phase; all if empty.
    """
    words = text.casefold().split()
    pillars = []
    for pillar in lens.pillars:
        questions = []
        for question in pillar.questions:
            if phase and phase not in question.phases:
                continue
            choices = [one for one in question.practices if not words or _has(_words_of(one), words)]
            if words and not choices and not _has(_words_in(question), words):
                continue
            if words and _has(_words_in(question), words):
                choices = list(question.practices)
            lines = tuple(Entry(one.title, (pillar.id, question.id, one.id)) for one in choices)
            title = question.short or question.title
            questions.append(Entry(title, (pillar.id, question.id), code=question.code, children=lines))
        if questions:
            note = n_("{n} question", "{n} questions", len(questions))
            pillars.append(Entry(pillar.name, (pillar.id,), note=note, heading=True, children=tuple(questions)))
    about = () if words or phase else (Entry(_("About this lens"), ABOUT, heading=True),)
    return (*about, *pillars)


def _has(text: str, words: Sequence[str]) -> bool:
    return all(word in text for word in words)


def _words_in(one: Question) -> str:
    texts = (one.id, one.code, one.short, one.title, one.about, one.ask, one.good, one.description, one.help_text)
    return "\n".join((*texts, *one.probes, *one.red_flags, *one.evidence)).casefold()


def _words_of(one: Choice) -> str:
    return "\n".join((one.id, one.code, one.title, one.meaning, one.see, one.help_text, one.improvement)).casefold()


def hit_entries(hits: Sequence[LensHit], names: Mapping[str, str]) -> tuple[Entry, ...]:
    """Return what a search found, grouped by lens; keys are (lens, question, choice).

    Args:
        names: Name of each lens by what the hits call it.
    """
    groups = []
    for lens, some in groupby(hits, key=lambda hit: hit.lens):
        lines = tuple(
            Entry(hit.title, (hit.lens, hit.question_id, hit.choice_id), code=hit.code, note=hit.excerpt)
            for hit in some
        )
        note = n_("{n} place", "{n} places", len(lines))
        groups.append(Entry(names.get(lens, lens), (lens,), note=note, heading=True, children=lines))
    return tuple(groups)


def change_entries(changes: Sequence[LensChange]) -> tuple[Entry, ...]:
    """Return what differs between two lenses, grouped by kind; the key is the number of the change."""
    groups = []
    for kind, (title, tone) in _KINDS.items():
        lines = []
        for number, one in enumerate(changes):
            if one.kind == kind:
                field = field_words(one.field)
                note = _("every selection gets the same result") if one.same_results else ""
                part = _(_PARTS[one.part])
                code = f"{part}, {field}" if field and one.part != "rules" else part
                lines.append(Entry(one.title, (str(number),), note=note, trailing=code, tag="", tone=tone))
        if lines:
            groups.append(Entry(_(title), (kind,), note=f"{len(lines):,}", heading=True, children=tuple(lines)))
    return tuple(groups)


def field_words(field: str) -> str:
    """Return what a field of a difference is called."""
    return _(_FIELDS[field]) if field in _FIELDS else field


def finding_entries(errors: Iterable[Finding], warnings: Iterable[Finding]) -> tuple[Entry, ...]:
    """Return what is wrong with a file: what AWS would refuse, then the rest; the key is ("error" or "warning", number)."""
    groups = []
    for kind, title, found in (
        ("error", _("AWS would refuse"), tuple(errors)),
        ("warning", _("Noted only"), tuple(warnings)),
    ):
        seen: Counter[str] = Counter()
        lines = []
        for number, one in enumerate(found):
            seen[one.rule] += 1
            if seen[one.rule] <= _MOST_OF_A_RULE:
                where = _("line {line}").format(line=f"{one.line:,}")
                lines.append(Entry(one.text, (kind, str(number)), note=f"{one.path} · {where} · {one.rule}"))
        for rule, count in seen.items():
            if count > _MOST_OF_A_RULE:
                more = n_("and {n} more of {rule}", "and {n} more of {rule}", count - _MOST_OF_A_RULE)
                lines.append(Entry(more.replace("{rule}", rule), dim=True))
        if lines:
            groups.append(Entry(title, (kind,), note=f"{len(found):,}", heading=True, children=tuple(lines)))
    return tuple(groups)
