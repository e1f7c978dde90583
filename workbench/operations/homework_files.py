"""Homework as files: one for each owner, a sheet for comments, and what all files and drafts that came back propose."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from workbench.analyses.homework import Proposal, open_questions
from workbench.domain.lens import Lens
from workbench.domain.snapshot import Snapshot
from workbench.errors import BadInput
from workbench.exchange.draft_comments import is_draft, read_comments
from workbench.exchange.draft_proposals import proposals_of_comments
from workbench.exchange.homework_proposals import proposals_of
from workbench.exchange.homework_xlsx import file_name, read_homework, write_homework
from workbench.i18n import _
from workbench.operations.after_session import state_of, write_bytes
from workbench.store.workspace import Workspace

__all__ = ["ReadBack", "read_homework_files", "write_comments", "write_homework_files"]

_MOST_BYTES = 64 * 1024 * 1024


@dataclass(frozen=True)
class ReadBack:
    """What files that came back say.

    Attributes:
        proposals: Numbered from 1 over all files; the first file that speaks about a value counts.
        notes: What cannot be used, one sentence each.
    """

    proposals: tuple[Proposal, ...]
    notes: tuple[str, ...]


def write_homework_files(
    workspace: Workspace, workload_id: str, owners: Sequence[str], folder: Path
) -> list[tuple[Path, str, int]]:
    """Write one homework file for each owner into a folder; returns path, owner and number of questions.

    Raises:
        WorkbenchError: A file cannot be written.
    """
    with workspace.reading() as session:
        snapshot, lenses = state_of(session, workload_id)
    written = []
    for owner in owners:
        asked = open_questions(snapshot, lenses, owner)
        if asked:
            target = folder / file_name(snapshot.workload.name, owner)
            write_bytes(target, write_homework(snapshot, lenses, asked, owner))
            written.append((target, owner, len(asked)))
    return written


def write_comments(workspace: Workspace, workload_id: str, target: Path) -> int:
    """Write every answered question as a sheet for comments on a read-back draft; returns how many.

    What comes back is read like homework: proposed changes, accepted line by line.

    Raises:
        BadInput: Nothing is answered yet.
        WorkbenchError: The file cannot be written.
    """
    with workspace.reading() as session:
        snapshot, lenses = state_of(session, workload_id)
    answered = {(review.id, one.question_id) for review in snapshot.reviews for one in review.answers}
    asked = [
        (review.id, question.id)
        for review in snapshot.reviews
        if review.id in lenses
        for question in lenses[review.id].questions()
        if (review.id, question.id) in answered
    ]
    if not asked:
        raise BadInput(_("Nothing is answered yet, so there is nothing to comment on."))
    write_bytes(target, write_homework(snapshot, lenses, asked, _("everybody who took part")))
    return len(asked)


def read_homework_files(snapshot: Snapshot, lenses: Mapping[str, Lens], files: Sequence[Path]) -> ReadBack:
    """Return what files propose: spreadsheets by their cells, drafts by the comments in them.

    Args:
        snapshot: The workload as it is.
        lenses: By review id.
        files: Homework, and read-back drafts, that came back.

    Raises:
        BadInput: A file cannot be read, or holds neither homework nor a comment.
    """
    found: dict[tuple[str, str, str, str, str], Proposal] = {}
    notes: list[str] = []
    for path in files:
        proposed, said = _proposed(_content(path), path.name, snapshot, lenses)
        prefix = f"{path.name}: " if len(files) > 1 else ""
        for one in proposed:
            words = one.proposed if one.field == "comment" else ""  # comments stand beside each other
            key = (one.review_id, one.question_id, one.choice_id, one.field, words)
            other = found.setdefault(key, replace(one, id=len(found) + 1, where=prefix + one.where))
            if other.proposed != one.proposed:
                said.append(_("{cell} and {other} propose different things; {other} counts.").format(
                    cell=one.where, other=other.where))  # fmt: skip
        notes += [prefix + one for one in said]
    return ReadBack(tuple(found.values()), tuple(notes))


def _proposed(
    content: bytes, name: str, snapshot: Snapshot, lenses: Mapping[str, Lens]
) -> tuple[list[Proposal], list[str]]:
    if not is_draft(content):
        return proposals_of(read_homework(content, name), snapshot, lenses)
    draft = read_comments(content, name)
    if not draft.comments:
        raise BadInput(
            _("{file} has no comments.").format(file=name),
            _("Comments are read, changes in the text itself are not."),
            draft.notes,
        )
    return proposals_of_comments(draft, snapshot, lenses)


def _content(path: Path) -> bytes:
    try:
        with path.expanduser().open("rb") as file:
            return file.read(_MOST_BYTES)
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or error
        raise BadInput(_("{file} cannot be read: {why}.").format(file=path, why=why)) from error
