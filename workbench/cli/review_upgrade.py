"""`workbench review upgrade` and `workbench review retired`: a review under another version of its lens."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from workbench.cli.lens_names import FoundLens, find_lens, kept_in, sources
from workbench.cli.names import Case, case_of
from workbench.cli.opening import JsonOption, LensOption, NameArgument, WorkspaceOption, reading, writing
from workbench.cli.output import RISK_TITLES, print_json, print_table, print_text, say
from workbench.errors import BadInput, UnknownName
from workbench.i18n import _

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from workbench.analyses.lens_likeness import Likeness, Ref
    from workbench.analyses.lens_upgrade import QuestionFate, Upgrade
    from workbench.domain.lens import Lens
    from workbench.domain.risk import Risk
    from workbench.domain.snapshot import ReviewState
    from workbench.store.queries.retired import Retired

__all__ = ["retired", "upgrade"]


def upgrade(
    ctx: typer.Context,
    name: NameArgument,
    to: Annotated[
        str, typer.Option("--to", metavar="VERSION", help=_("The version to move to; or ALIAS@VERSION, or a lens file."))
    ],
    lens: LensOption = "",
    preview: Annotated[bool, typer.Option("--preview", help=_("Show what would become of every question; change nothing."))] = False,
    maps: Annotated[
        list[str] | None,
        typer.Option("--map", metavar="OLD=NEW", help=_("What a question or practice has become, by ids: Q1=Q2, or Q1/A=Q2/B. "
                     "Repeat for more; only what is named is carried over to another id.")),
    ] = None,
    milestone: Annotated[str, typer.Option("--milestone", metavar="NAME", help=_("How to call the milestone that is saved first."))] = "",
    as_json: JsonOption = False,
    workspace: WorkspaceOption = None,
) -> None:  # fmt: skip
    """Move a review to another version of its lens."""
    from workbench.analyses.lens_likeness import propose
    from workbench.analyses.lens_upgrade import plan_upgrade

    if preview:
        with reading(ctx, workspace) as session:
            case = case_of(session, name)
            review, old = case.review(lens)
            new = _version(to, old, session)
        mapping = _mapping(maps or (), old, new.lens)
        plan = plan_upgrade(old, new.lens, review.answers, mapping)
        _show(plan, propose(old, new.lens), mapping, review, new.lens, as_json)
        return
    from workbench.domain.ids import new_id
    from workbench.operations.lens_upgrade import UpgradeLens, name_before
    from workbench.store.queries.milestones import milestones_of

    with writing(ctx, workspace) as desk:
        with desk.workspace.reading() as session:
            case = case_of(session, name)
            review, old = case.review(lens)
            new = _version(to, old, session)
            taken = [one.name for one in milestones_of(session, case.id)]
        mapping = _mapping(maps or (), old, new.lens)
        plan = plan_upgrade(old, new.lens, review.answers, mapping)
        title = milestone or name_before(new.lens, taken)
        desk.history.do(UpgradeLens(review.id, new_id(), title, review.lens_sha256, new.text, tuple(mapping.items())))
    if as_json:
        _show(plan, (), mapping, review, new.lens, as_json, milestone=title)
        return
    say(_('Milestone "{name}" saved; {lens} is at version {version} now. workbench workspace undo takes both back.').format(
        name=title, lens=new.lens.name, version=new.lens.version))  # fmt: skip
    _say_counts(plan)


def _version(text: str, old: Lens, session: Session) -> FoundLens:
    """Return the version a person means; versions of the lens go before everything else of that name."""
    from workbench.library.lens_versions import other_versions

    places, kept = sources(), kept_in(session)
    others = other_versions(old, places.at_hand(kept), lambda one: places.lens(one, kept))
    found = [one for one in others if text in (one.entry.version, one.title)]
    if len(found) == 1:
        return FoundLens(places.text(found[0], kept), places.lens(found[0], kept), found[0].where, found[0].title)
    if not found and text != old.version:
        try:
            return find_lens(text, session)
        except UnknownName:
            pass
    raise UnknownName(
        _('There is no other version "{version}" of {lens}.').format(version=text, lens=old.alias) if not found
        else _('"{version}" is ambiguous: {n} lenses match.').format(version=text, n=len(found)),
        _("Other versions: {names}.").format(names=", ".join(one.title for one in others)) if others
        else _("Bring it into the workspace first: workbench lens import FILE."),
    )  # fmt: skip


def _mapping(maps: list[str] | tuple[str, ...], old: Lens, new: Lens) -> dict[Ref, Ref]:
    found: dict[Ref, Ref] = {}
    for text in maps:
        left, sign, right = text.partition("=")
        if not sign:
            raise BadInput(_('"{text}" is no mapping.').format(text=text), _("Write it as OLD=NEW, by ids."))
        source = _ref(left, old)
        found[source] = _ref(right, new)
    return found


def _ref(text: str, lens: Lens) -> Ref:
    text = text.strip()
    if lens.question(text):
        return text, ""
    question_id, _sign, choice_id = text.rpartition("/")
    question = lens.question(question_id)
    if question is not None and question.choice(choice_id):
        return question_id, choice_id
    holders = [one.id for one in lens.questions() if one.choice(text)]
    if len(holders) == 1:
        return holders[0], text
    raise UnknownName(
        _('The practice "{id}" is in several questions.').format(id=text) if holders
        else _("Version {version} of the lens has no {id}.").format(version=lens.version or lens.name, id=text),
        _("Name it by question id, or by question id and choice id: QUESTION/CHOICE."),
    )  # fmt: skip


# -- showing ----------------------------------------------------------------------------------------------------


def _id(ref: Ref) -> str:
    return "/".join(part for part in ref if part)


def _show(
    plan: Upgrade, proposals: tuple[Likeness, ...], mapping: dict[Ref, Ref], review: ReviewState, new: Lens,
    as_json: bool, milestone: str = "",
) -> None:  # fmt: skip
    from workbench.analyses.lens_upgrade import FATE_TITLES, Fate

    open_ones = [one for one in proposals if one.old not in mapping]
    if as_json:
        print_json({
            "lens": review.lens_alias, "from": review.lens_version, "to": new.version, "milestone": milestone,
            "questions": {str(fate): n for fate, n in plan.counts().items()},
            "choices": {str(fate): n for fate, n in plan.choice_counts().items()},
            "plan": [_fate_json(one) for one in plan.questions],
            "suggestions": [
                {"old": _id(one.old), "new": _id(one.new), "score": one.score, "merges": one.is_merge,
                 "old_title": one.old_title, "new_title": one.new_title} for one in open_ones
            ],
        })  # fmt: skip
        return
    for fate in (Fate.RENAMED, Fate.MERGED, Fate.NEW, Fate.RETIRED, Fate.KEPT):
        rows = [_row(one) for one in plan.questions if one.fate is fate and (fate is not Fate.KEPT or one.is_changed)]
        if rows:
            title = _("Kept, with other practices or another risk") if fate is Fate.KEPT else _(FATE_TITLES[fate])
            print_table([_("Id"), _("Question"), _("Practices"), "!" + _("Risk")], rows, title)
    if open_ones:
        print_text(_("Suggestions by likeness of name and text; carried over only where you name them:"))
    for one in open_ones:
        print_text(
            f"{one.score:.2f}  --map {_id(one.old)}={_id(one.new)}" + (_("  (two become one)") if one.is_merge else "")
        )
        for title in dict.fromkeys((one.old_title, one.new_title)):
            print_text(title, 6)
    _say_counts(plan)


def _say_counts(plan: Upgrade) -> None:
    from workbench.analyses.lens_upgrade import FATE_TITLES

    for title, counts in ((_("Questions"), plan.counts()), (_("Practices"), plan.choice_counts())):
        words = ", ".join(f"{n:,} {_(FATE_TITLES[fate]).lower()}" for fate, n in counts.items() if n)
        print_text(f"{title}: {words}")


def _row(one: QuestionFate) -> tuple[str, ...]:
    from workbench.analyses.lens_upgrade import FATE_TITLES, Fate

    ids = "\n".join(dict.fromkeys([*(old.id for old in one.olds), one.shown.id]))
    titles = "\n".join(dict.fromkeys([*(old.title for old in one.olds), one.shown.title]))
    counts = {fate: sum(choice.fate is fate for choice in one.choices) for fate in Fate}
    words = ", ".join(f"{n} {_(FATE_TITLES[fate]).lower()}" for fate, n in counts.items() if n)
    return ids, titles, words, _risks(one.before, one.after)


def _risks(before: Risk | None, after: Risk | None) -> str:
    words = [_(RISK_TITLES[risk]) if risk else "-" for risk in (before, after)]
    return words[0] if words[0] == words[1] else f"{words[0]} > {words[1]}"


def _fate_json(one: QuestionFate) -> dict[str, Any]:
    return {
        "fate": str(one.fate), "old": [old.id for old in one.olds], "new": one.new.id if one.new else None,
        "title": one.shown.title, "old_titles": [old.title for old in one.olds], "answered": one.answered,
        "risk": [risk.value if risk else None for risk in (one.before, one.after)],
        "choices": [
            {"fate": str(choice.fate), "old": [f"{question_id}/{old.id}" for question_id, old in choice.olds],
             "new": choice.new.id if choice.new else None,
             "title": choice.new.title if choice.new else choice.olds[0][1].title,
             "state": str(choice.mark.state) if choice.mark else None}
            for choice in one.choices
        ],
    }  # fmt: skip


def retired(
    ctx: typer.Context,
    name: NameArgument,
    lens: LensOption = "",
    as_json: JsonOption = False,
    workspace: WorkspaceOption = None,
) -> None:
    """Show what was said under questions and practices that the lens lacks now."""
    from workbench.store.queries.retired import retired_of

    with reading(ctx, workspace) as session:
        case: Case = case_of(session, name)
        review, _lens = case.review(lens)
        found = retired_of(session, case.id, review.id)
    if as_json:
        print_json([_retired_json(one) for one in found])
        return
    if not found:
        say(_("Nothing was retired."))
    for one in found:
        _print_retired(one)


def _retired_json(one: Retired) -> dict[str, Any]:
    titles = {choice.id: choice.title for choice in one.question.choices} if one.question else {}
    answer = one.answer
    return {
        "question": one.question_id, "title": one.question.title if one.question else "", "whole": one.is_whole,
        "version": one.version, "retired_with": one.retired_with, "applicable": answer.applicable,
        "reason": str(answer.reason), "notes": answer.notes, "owner": answer.owner,
        "practices": [
            {"id": mark.choice_id, "title": titles.get(mark.choice_id, ""), "state": str(mark.state),
             "reason": str(mark.reason), "note": mark.note, "owner": mark.owner} for mark in answer.marks
        ],
        "evidence": [item.title for item in one.evidence],
        "acceptance": one.acceptance.why if one.acceptance else "",
        "improvement": one.improvement.note if one.improvement else "",
    }  # fmt: skip


def _print_retired(one: Retired) -> None:
    from workbench.domain.answer import REASON_TITLES, STATE_TITLES

    titles = {choice.id: choice.title for choice in one.question.choices} if one.question else {}
    print_text(f"{one.question_id}  {one.question.title if one.question else ''}".rstrip())
    with_ = _("Retired with version {version}") if one.is_whole else _("Practices retired with version {version}")
    print_text(with_.format(version=one.retired_with), 2)
    if not one.answer.applicable:
        print_text(_("Not applicable: {why}").format(why=_(REASON_TITLES[one.answer.reason])), 2)
    for mark in one.answer.marks:
        said = "; ".join(part for part in (_(STATE_TITLES[mark.state]), mark.note, mark.owner) if part)
        print_text(f"{titles.get(mark.choice_id) or mark.choice_id}: {said}", 2)
    lines = [
        one.answer.notes,
        one.acceptance.why if one.acceptance else "",
        one.improvement.note if one.improvement else "",
    ]
    for line in (*lines, *(item.title for item in one.evidence)):
        if line:
            print_text(line, 2)
    print_text()
