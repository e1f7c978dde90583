"""Milestones up and down: one made after a push, those of the Tool brought here with their numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy.orm import Session

from workbench.analyses.risk import assess_review
from workbench.analyses.sync_states import first_base, their_snapshot
from workbench.analyses.tool_risks import risks_that_hold
from workbench.domain.ids import new_id
from workbench.domain.lens import Lens
from workbench.domain.milestone import Milestone, chain_hash
from workbench.domain.risk import Risk
from workbench.domain.snapshot import ReviewState, Snapshot, canonical, digest, snapshot_to_json
from workbench.domain.sync import MILESTONE_BUDGET, Call, Link, Permission, ToolMilestone, ToolState
from workbench.i18n import _, n_
from workbench.library.lens_format import read_lens_text
from workbench.operations.milestones import mark_used
from workbench.store.queries.milestones import milestones_of
from workbench.store.queries.sync import tool_milestones
from workbench.store.workspace import Workspace
from workbench.sync.calling import Tool
from workbench.sync.lens_texts import OfficialTexts, text_for
from workbench.sync.reading import LensNames, read_milestone

__all__ = ["MilestoneWish", "ReadMilestones", "mark_pushed", "milestone_call", "read_new", "with_risks", "wish_of"]

_LONGEST = 100
TOOL = "AWS Well-Architected Tool"
Row = tuple[tuple[tuple[str, Any], ...], bytes]


@dataclass(frozen=True, slots=True)
class MilestoneWish:
    """The milestone to make after a push.

    Attributes:
        milestone: The newest of ours that is not in the Tool.
        older: Those before it that are not in the Tool either.
    """

    milestone: Milestone
    older: tuple[Milestone, ...] = ()


def wish_of(session: Session, link: Link) -> MilestoneWish | None:
    """Return the milestone that goes up with the next push, or None where the Tool has the newest."""
    numbers = tool_milestones(session, link.workload_id, link.remote_id)
    ours = milestones_of(session, link.workload_id)
    last = max((one.number for one in ours if one.id in numbers), default=0)
    news = [one for one in ours if one.number > last]
    return MilestoneWish(news[-1], tuple(news[:-1])) if news else None


def milestone_call(
    wish: MilestoneWish, state: ToolState, numbers: Mapping[str, int]
) -> tuple[Call | None, tuple[str, ...]]:
    """Return the call that makes the milestone, and what to say of milestones that stay here."""
    one = wish.milestone
    if state.facts.permission is not Permission.OWNER:
        return None, (_('Milestone "{name}" stays here: the workload is shared with you; ask its owner to save one.').format(
            name=one.name),)  # fmt: skip
    if len(state.milestones) >= MILESTONE_BUDGET:
        return None, (_('Milestone "{name}" stays here: the Tool has {n} of {n} milestones and takes no more.').format(
            name=one.name, n=MILESTONE_BUDGET),)  # fmt: skip
    name = _name_there(one, {each.name for each in state.milestones})
    left = MILESTONE_BUDGET - len(state.milestones) - 1
    why = _('Create milestone "{name}" ({left} of {budget} left)').format(name=name, left=left, budget=MILESTONE_BUDGET)
    stays: tuple[str, ...] = ()
    if wish.older:
        stays = (n_("One older milestone stays here: {names}.", "{n} older milestones stay here: {names}.", len(wish.older))
                 .replace("{names}", ", ".join(f'"{each.name}"' for each in wish.older)),)  # fmt: skip
    wanted = {"MilestoneName": name, "milestone_id": one.id}
    return Call("", "CreateMilestone", fields=("MilestoneName",), why=why, wanted=wanted), stays


def _name_there(one: Milestone, taken: set[str]) -> str:
    """Return the name with its local date, which the Tool cannot be told otherwise; free there."""
    day, number, end = one.at[:10], 1, ""
    while True:
        tail = f" ({day}){end}"
        name = one.name[: _LONGEST - len(tail)].rstrip() + tail
        if name not in taken:
            return name
        number += 1
        end = f" ({number})"


# ---------------------------------------------------------------------------------------------------- down
@dataclass(frozen=True)
class ReadMilestones:
    """Milestones of the Tool as rows of ours.

    Attributes:
        rows: For PutSnapshot.
        numbers: Milestone id of ours and number there.
        texts: Lens texts that come with them.
    """

    rows: tuple[Row, ...] = ()
    numbers: tuple[tuple[str, int], ...] = ()
    texts: tuple[str, ...] = ()


def read_new(
    ours: tuple[Milestone, ...], tool: Tool, link: Link, names: LensNames, now: Snapshot, lenses: Mapping[str, Lens],
    news: tuple[ToolMilestone, ...],
) -> ReadMilestones:  # fmt: skip
    """Read milestones of the Tool that are not here; they follow ours in the chain, with their own dates.

    Args:
        ours: Milestones that are here.
        now: The workload as it will be; gives ids and lens versions.
        lenses: Lens texts in play, by hash.
    """
    number, previous = (ours[-1].number, ours[-1].chain) if ours else (0, "")
    taken = {one.name.lower() for one in ours}
    texts, rows, numbers = OfficialTexts(), [], []
    headers = {review.lens_alias: replace(review, notes="", pillar_notes=(), answers=()) for review in now.reviews}
    known, made = dict(lenses), []
    for place, one in enumerate(news):
        tool.progress(place, len(news), _('Reading milestone "{name}"').format(name=one.name))
        state = read_milestone(tool, link.remote_id, link.workload_id, names, one.number, texts)
        for alias in (review.lens for review in state.reviews):
            if alias not in headers:
                text = text_for(tool, state, alias, texts.found.get((alias, _version(state, alias)), {}))
                lens, sha256 = read_lens_text(text), digest(text.encode())
                known[sha256] = lens
                made.append(text)
                headers[alias] = ReviewState(new_id(), alias, lens.version, lens.name, sha256)
        blank = Snapshot(replace(first_base(now, False).workload, review_template_arns=()))
        snapshot = with_risks(
            their_snapshot(state, blank, Snapshot(now.workload, tuple(headers.values())), headers), state
        )
        content = canonical(snapshot_to_json(snapshot))
        number, key, name = number + 1, new_id(), _free(one.name, taken)
        taken.add(name.lower())
        sha256 = digest(content)
        chain = chain_hash(link.workload_id, number, name, one.at, TOOL, sha256, previous)
        values = {"id": key, "workload_id": link.workload_id, "number": number, "name": name, "at": one.at, "by": TOOL,
                  "content_sha256": sha256, "previous": previous, "chain": chain, "counts": _counts(snapshot, known)}  # fmt: skip
        rows.append((tuple(values.items()), content))
        numbers.append((key, one.number))
        previous = chain
    return ReadMilestones(tuple(rows), tuple(numbers), tuple(made))


def _version(state: ToolState, alias: str) -> str:
    return next(one.version for one in state.reviews if one.lens == alias)


def _free(name: str, taken: set[str]) -> str:
    free, number = name, 2
    while free.lower() in taken:
        end = f" ({number})"
        free, number = name[: _LONGEST - len(end)] + end, number + 1
    return free


def _counts(snapshot: Snapshot, lenses: Mapping[str, Lens]) -> list[list[object]]:
    found: dict[tuple[str, str, str], int] = {}
    for review in snapshot.reviews:
        lens = lenses.get(review.lens_sha256)
        for one in assess_review(lens, review).values() if lens else ():
            key = (review.lens_alias, one.pillar_id, one.risk.value)
            found[key] = found.get(key, 0) + 1
    return [[*key, n] for key, n in sorted(found.items())]


def with_risks(snapshot: Snapshot, state: ToolState) -> Snapshot:
    """Return a snapshot with the Tool's risk on every answer it holds for."""
    told = {(review, question): risk for review, question, risk in risks_that_hold(snapshot, state) if risk}
    return replace(
        snapshot,
        reviews=tuple(
            replace(
                review,
                answers=tuple(
                    replace(one, tool_risk=Risk(risk) if (risk := told.get((review.id, one.question_id))) else None)
                    for one in review.answers
                ),
            )
            for review in snapshot.reviews
        ),
    )


def mark_pushed(workspace: Workspace, milestone_ids: tuple[str, ...]) -> None:
    """Note that the Tool relies on milestones of ours; they can no longer be undone."""
    if milestone_ids:
        with workspace.transaction() as session:
            for milestone_id in milestone_ids:
                mark_used(session, milestone_id)
