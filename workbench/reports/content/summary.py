"""The executive summary: plain sentences made from the numbers."""

from __future__ import annotations

from workbench.analyses.differences import Accepted, Move, Way, other_words
from workbench.domain.answer import MarkState
from workbench.domain.risk import Risk
from workbench.i18n import _, n_
from workbench.reports.content.material import Line, Material
from workbench.reports.content.model import Block, Bullet, Bullets, Number, Numbers, Section, Text
from workbench.reports.content.words import (
    RISK_TITLES,
    day_words,
    high_risks,
    listed,
    medium_risks,
    of_questions,
    sentences,
)

__all__ = ["acceptance_words", "asks", "change_words", "numbers", "standing_words", "summary"]

_WORST = 6
_NAMED = 5


def summary(material: Material) -> Section:
    """Return the first chapter: numbers, then what they mean, then what needs a decision."""
    counts = material.counts()
    blocks: list[Block] = [numbers(material), Text(standing_words(material), "lead")]
    if material.comparison is not None:
        blocks.append(Text(change_words(material)))
    blocks.append(Text(acceptance_words(material)))
    blocks.extend(_unreadable(material))
    worst = material.worst_first()[:_WORST]
    if worst:
        open_risks = counts[Risk.HIGH] + counts[Risk.MEDIUM]
        title = _("Worst first: {shown} of {all} open risks").format(shown=len(worst), all=open_risks)
        blocks.append(Bullets(title, tuple(_worst(line, material.day) for line in worst)))
    asked = asks(material)
    if asked:
        blocks.append(Bullets(_("Needs a decision"), asked))
    return Section("summary", _("Executive summary"), tuple(blocks))


def _answered(material: Material) -> tuple[int, int]:
    counts = material.counts()
    total = len(material.lines) - counts[Risk.NOT_APPLICABLE]
    return total - counts[Risk.UNANSWERED], total


def numbers(material: Material) -> Numbers:
    """Return the few numbers to see first, with their base."""
    counts = material.counts()
    answered, total = _answered(material)
    accepted = len(material.accepted(in_force=True))
    open_risks = counts[Risk.HIGH] + counts[Risk.MEDIUM]
    return Numbers((
        Number(str(counts[Risk.HIGH]), n_("high risk", "high risks", counts[Risk.HIGH]), _("of {n} answered").format(n=answered), "high"),
        Number(str(counts[Risk.MEDIUM]), n_("medium risk", "medium risks", counts[Risk.MEDIUM]), _("of {n} answered").format(n=answered), "medium"),
        Number(str(answered), n_("question answered", "questions answered", answered), _("of {n} applicable").format(n=total)),
        Number(str(accepted), n_("risk accepted", "risks accepted", accepted), _("of {n} open").format(n=open_risks)),
    ))  # fmt: skip


def standing_words(material: Material) -> str:
    """Say how far the review is and what it found."""
    counts = material.counts()
    answered, total = _answered(material)
    if not material.lines:
        return _("No lens is reviewed on this workload yet.")
    left = counts[Risk.UNANSWERED]
    said = _("{answered} of {total} questions are answered.").format(answered=answered, total=total)
    if not left:
        said = n_("The question is answered.", "All {n} questions are answered.", total)
    aside = n_("{n} more is not applicable.", "{n} more are not applicable.", counts[Risk.NOT_APPLICABLE])
    if not counts[Risk.NOT_APPLICABLE]:
        aside = ""
    if not answered:
        return sentences(_("None of {total} questions is answered yet.").format(total=total), aside)
    found = _("They show {high} and {medium}.").format(
        high=high_risks(counts[Risk.HIGH]), medium=medium_risks(counts[Risk.MEDIUM])
    )
    if not counts[Risk.HIGH] and not counts[Risk.MEDIUM]:
        found = _("They show no high and no medium risk.")
    return sentences(said, aside, found, _worst_pillar(material))


def _worst_pillar(material: Material) -> str:
    tallies: dict[tuple[str, str], list[int]] = {}
    for line in material.lines:
        entry = tallies.setdefault((line.review.id, line.pillar.id), [0, 0])
        entry[0] += line.result.risk is Risk.HIGH
        entry[1] += line.result.risk is not Risk.NOT_APPLICABLE
    most = max((high for high, _all in tallies.values()), default=0)
    worst = [key for key, (high, _all) in tallies.items() if high == most]
    if not most or len(worst) > 3:
        return ""
    names = {(line.review.id, line.pillar.id): line.pillar.name for line in material.lines}
    if len(worst) == 1:
        return _("Most high risks are in {pillar}: {n} {base}.").format(
            pillar=names[worst[0]], n=most, base=of_questions(tallies[worst[0]][1])
        )
    return _("Most high risks are in {pillars}, with {n} each.").format(
        pillars=listed([names[key] for key in worst]), n=most
    )


def change_words(material: Material) -> str:
    """Say what moved since the milestone it is compared with; there must be one."""
    comparison = material.comparison
    assert comparison is not None
    since = _("Since {point}").format(point=comparison.before_title)
    if material.earlier is not None:
        since = _('Since milestone {n} "{name}" of {day}').format(
            n=material.earlier.number, name=material.earlier.name, day=day_words(material.earlier.at)
        )
    closed = comparison.moved(Move.CLOSED)
    practice = len(comparison.closed_by(Way.PRACTICE))
    left_out = len(comparison.closed_by(Way.CHOICE_NOT_APPLICABLE)) + len(
        comparison.closed_by(Way.QUESTION_NOT_APPLICABLE)
    )
    by_lens = len(comparison.closed_by(Way.LENS))
    other = len(closed) - practice - left_out - by_lens
    how = [
        n_("{n} by a practice put in place", "{n} by practices put in place", practice) if practice else "",
        _("{n} by marking as not applicable").format(n=left_out) if left_out else "",
        _("{n} by a change of the lens").format(n=by_lens) if by_lens else "",
        _("{n} in other ways").format(n=other) if other else "",
    ]
    ways = [each for each in how if each]
    all_by_practice = _(", all by practices put in place") if practice > 1 else _(", by a practice put in place")
    lowered, raised, reopened = (len(comparison.moved(move)) for move in (Move.LOWERED, Move.RAISED, Move.REOPENED))
    moves = [
        n_("{n} risk was closed", "{n} risks were closed", len(closed))
        + (f" ({listed(ways)})" if len(ways) > 1 or (ways and not practice) else all_by_practice if practice else ""),
        n_("{n} was lowered", "{n} were lowered", lowered) if lowered else "",
        n_("{n} was raised", "{n} were raised", raised) if raised else "",
        n_("{n} was opened", "{n} were opened", len(comparison.moved(Move.OPENED))),
        n_("{n} was reopened", "{n} were reopened", reopened) if reopened else "",
    ]
    closing, *rest = [each for each in moves if each]
    if not comparison.changed and (beside := other_words(comparison)):
        text = _("{since}, no answer and no risk has changed; {beside}.")
        return text.format(since=since, beside=", ".join(beside))
    if not comparison.changed:
        return _("{since}, nothing has changed.").format(since=since)
    accepted = len(comparison.accepted(Accepted.ACCEPTED))
    more = n_("{n} risk was accepted; it stays counted.", "{n} risks were accepted; they stay counted.", accepted)
    return sentences(f"{since}, {closing}; {listed(rest)}.", more if accepted else "")


def acceptance_words(material: Material) -> str:
    """Say how many risks are accepted, and how many acceptances have run out."""
    held = material.accepted(in_force=True)
    expired = material.accepted(in_force=False)
    said = _("No risk is accepted.")
    if held:
        said = n_(
            "{n} open risk is accepted on purpose and stays counted at its level.",
            "{n} open risks are accepted on purpose and stay counted at their level.",
            len(held),
        )
    past = n_("{n} acceptance has expired, so the risk is open again.",
              "{n} acceptances have expired, so the risks are open again.", len(expired))  # fmt: skip
    return sentences(said, past if expired else "")


def _unreadable(material: Material) -> list[Text]:
    return [
        Text(_("The text of the lens {lens} is missing, so its answers and risks are not in this report.").format(
            lens=review.lens_name), "warning")
        for review in material.unreadable
    ]  # fmt: skip


def _worst(line: Line, day: str) -> Bullet:
    why = n_("{n} practice rated high is not in place", "{n} practices rated high are not in place", line.missing_high)
    if not line.missing_high:
        n = len(line.result.missing)
        why = n_("{n} practice is not in place", "{n} practices are not in place", n) if n else ""
    owner = _("owner: {owner}").format(owner=line.owner) if line.owner else _("no owner")
    accepted = ""
    if line.acceptance:
        accepted = _("accepted") if line.acceptance.holds_on(day) else _("acceptance expired")
    risk = _(RISK_TITLES[line.result.risk])
    detail = "; ".join(part for part in (risk, line.pillar.name, why, owner, accepted) if part)
    return Bullet(line.label, line.result.risk.value.lower(), detail)


def asks(material: Material) -> tuple[Bullet, ...]:
    """Return what needs a decision by somebody above the team."""
    accepted = material.accepted(in_force=True)
    expired = material.accepted(in_force=False)
    high = [line for line in material.lines if line.result.risk is Risk.HIGH and line not in accepted]
    nobody = [line for line in high if not line.owner]
    undated = [line for line in high if line.owner and not line.due]
    overdue = [line for line in material.lines if line.is_open and material.is_overdue(line)]
    unknown = [
        line for line in material.lines
        if any(mark.state is MarkState.DONT_KNOW and not (mark.owner or line.answer.owner) for mark in line.answer.marks)
    ]  # fmt: skip
    entries = (
        (expired, n_("{n} acceptance has expired: renew it, or improve",
                     "{n} acceptances have expired: renew them, or improve", len(expired))),
        (nobody, n_("{n} high risk has no owner", "{n} high risks have no owner", len(nobody))),
        (undated, n_("{n} high risk has an owner and no due date",
                     "{n} high risks have an owner and no due date", len(undated))),
        (overdue, n_("{n} improvement is overdue", "{n} improvements are overdue", len(overdue))),
        (unknown, n_("{n} question has a practice nobody knows about and nobody who finds out",
                     "{n} questions have a practice nobody knows about and nobody who finds out", len(unknown))),
    )  # fmt: skip
    return tuple(Bullet(text, "", _codes(lines)) for lines, text in entries if lines)


def _codes(lines: list[Line] | tuple[Line, ...]) -> str:
    shown = [line.question.code or line.label for line in lines[:_NAMED]]
    rest = len(lines) - len(shown)
    return ", ".join(shown) + (" " + n_("and {n} more", "and {n} more", rest) if rest else "")
