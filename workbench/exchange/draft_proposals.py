"""What comments on a read-back draft would change, line by line: words for the notes, and answers where one is said."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from workbench.analyses.homework import Proposal
from workbench.domain.answer import STATE_TITLES, Answer, MarkState
from workbench.domain.lens import Choice, Lens, Question
from workbench.domain.snapshot import Snapshot
from workbench.exchange.draft_comments import Comment, Draft
from workbench.i18n import _

__all__ = ["proposals_of_comments"]

_ANSWER = re.compile(r"\s*([^\W\d_][\w'’ ]*?)\s*(?:[.,:;!\n]|\s[-–—]\s|$)\s*", re.UNICODE)
_CODE = re.compile(r"\w\w.*\d")
"""A code that no sentence says by chance, such as "REL 1"."""
_LONGEST_QUOTE = 60


@dataclass(frozen=True, slots=True)
class _Known:
    review_id: str
    question: Question
    answer: Answer
    titles: tuple[str, ...]
    code: re.Pattern[str] | None

    def is_named(self, text: str) -> bool:
        """Tell whether a text names the question by its code, or by its title where that says too little."""
        return bool(self.code.search(text)) if self.code else self.is_titled(text)

    def is_titled(self, text: str) -> bool:
        return any(title in text for title in self.titles)


def proposals_of_comments(
    draft: Draft, snapshot: Snapshot, lenses: Mapping[str, Lens]
) -> tuple[list[Proposal], list[str]]:
    """Return what would change, and what is left to be read by a person, one sentence each.

    A comment is about the question that is named nearest to it, and about the practice that its words mark. One that
    begins with an answer of its own, such as "Yes, since October" on a practice, proposes that answer; everything else
    is added to the notes of the question. Who wrote it stands beside the proposal and goes into no note.

    Args:
        draft: What came back.
        snapshot: The workload as it is now.
        lenses: By review id.
    """
    known = list(_questions(snapshot, lenses))
    found: list[Proposal] = []
    notes = list(draft.notes)
    for comment in draft.comments:
        where = _where(comment)
        about = _about(comment, known)
        if about is None:
            said = _('{where} is about no question: "{text}"')
            notes.append(said.format(where=where, text=_short(comment.text)))
            continue
        practice = _practice(comment, about.question)
        for field, now, proposed in _changes(comment, about, practice):
            choice_id = practice.id if practice is not None and field == "state" else ""
            found.append(
                Proposal(len(found) + 1, where, about.review_id, about.question.id, choice_id, field, now, proposed,
                         changed_meanwhile=field != "comment")
            )  # fmt: skip
    return found, notes


def _questions(snapshot: Snapshot, lenses: Mapping[str, Lens]) -> Iterator[_Known]:
    for review in snapshot.reviews:
        lens = lenses.get(review.id)
        for question in lens.questions() if lens else ():
            titles = tuple(_flat(title) for title in (question.title, question.short) if title)
            code = (
                re.compile(rf"(?<!\w){re.escape(_flat(question.code))}(?!\w)") if _CODE.search(question.code) else None
            )
            yield _Known(review.id, question, review.answer(question.id), titles, code)


def _about(comment: Comment, known: list[_Known]) -> _Known | None:
    for text in map(_flat, (comment.marked, *comment.around)):
        named = [one for one in known if one.is_named(text)]
        if named:
            return next((one for one in named if one.is_titled(text)), named[0])
    return None


def _practice(comment: Comment, question: Question) -> Choice | None:
    for text in map(_flat, (comment.marked, comment.around[0] if comment.around else "")):
        named = [choice for choice in question.practices if _flat(choice.title) in text]
        if named:
            return named[0] if len(named) == 1 else None
    return None


def _changes(comment: Comment, about: _Known, practice: Choice | None) -> Iterator[tuple[str, str, str]]:
    """Yield field, what is there now, and what is proposed."""
    rest = comment.text.strip()
    begun = _ANSWER.match(rest)
    word = _flat(begun[1]).replace("’", "'") if begun else ""
    if begun and practice is not None and (state := _state(word)):
        now = about.answer.state(practice.id)
        if now is not state:
            yield "state", str(now or ""), str(state)
        rest = rest[begun.end() :].strip()
    elif begun and practice is None and word in (_flat(text) for text in ("Not applicable", _("Not applicable"))):
        if about.answer.applicable:
            yield "applicable", "yes", "no"
        rest = rest[begun.end() :].strip()
    if rest:
        added = f"{practice.title}: {rest}" if practice is not None else rest
        if added not in about.answer.notes:
            yield "comment", about.answer.notes, added


def _state(word: str) -> MarkState | None:
    """Return the state that a word says, translated or not."""
    return next(
        (
            state
            for state, title in STATE_TITLES.items()
            if state is not None and word in (_flat(title), _flat(_(title)), _flat(str(state).replace("_", " ")))
        ),
        None,
    )


def _where(comment: Comment) -> str:
    if comment.author and comment.on:
        return _("Comment {n} of {author}, {day}").format(n=comment.number, author=comment.author, day=comment.on)
    return _("Comment {n}").format(n=comment.number) + (f" ({comment.author})" if comment.author else "")


def _flat(text: str) -> str:
    return " ".join(text.split()).casefold()


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _LONGEST_QUOTE else flat[: _LONGEST_QUOTE - 1] + "…"
