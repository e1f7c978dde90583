"""From the merged state to the fewest calls that bring it to the Tool, in words; and what stands in their way."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from workbench.analyses.lens_limits import lens_refusals
from workbench.analyses.sync_states import FRAMEWORK, lenses_of_theirs
from workbench.analyses.tool_cells import (
    SYNCED,
    Path,
    answer_cells,
    empty,
    in_tool,
    limit_of,
    local_cells,
    matches,
    shortened,
    tool_cells,
)
from workbench.domain.lens import Lens
from workbench.domain.snapshot import ReviewState, Snapshot
from workbench.domain.sync import Call, Permission, ToolAnswer, ToolReview, ToolState
from workbench.domain.sync_json import answer_to_json
from workbench.domain.workload import field_named, problems_of
from workbench.i18n import _, n_

__all__ = ["Plan", "Problem", "plan_calls"]

_PER_CALL, _LENSES = 10, 20
"""Lenses per AssociateLenses call and per workload (API reference)."""
_NOT_CLEARED = ("jira_project", "trusted_advisor", "resource_definition", "jira_management", "jira_type")
"""Fields the Tool offers no way to empty again."""


@dataclass(frozen=True, slots=True)
class Problem:
    """What the Tool would refuse, found before the first call.

    Attributes:
        path: The cell, as in conflicts.
        limit: Characters allowed; 0 where length is not what is wrong.
        shorter: The text as it would be sent when shortening is allowed.
    """

    path: Path
    text: str
    length: int = 0
    limit: int = 0
    shorter: str = ""


@dataclass(frozen=True)
class Plan:
    """Calls in the order they are made, and what is not sent.

    Attributes:
        calls: Without ids; a job gives them.
        problems: While there is one, nothing is sent.
        stays: What stays on this side, with the reason, in sentences.
        tickets: Jira issues that an automatic integration may change because of these calls.
        withheld: Calls that the share of a workload does not allow.
    """

    calls: tuple[Call, ...] = ()
    problems: tuple[Problem, ...] = ()
    stays: tuple[str, ...] = ()
    tickets: tuple[str, ...] = ()
    withheld: int = 0


def plan_calls(
    merged: Snapshot, base: Snapshot, state: ToolState, lenses: Mapping[str, Lens], *, shorten: bool = False
) -> Plan:
    """Compare the merged state with the Tool's and list the calls that remove every difference the Tool can hold.

    Args:
        merged: What both sides shall be.
        base: What both had in common; says which of our answers changed since.
        state: What the Tool holds.
        lenses: Our lens texts by hash.
        shorten: Send texts that are too long cut; here they stay whole.
    """
    work = _Work(merged, base, state, lenses, shorten)
    calls: list[Call] = []
    if state.facts.permission is Permission.OWNER:
        calls += [*work.workload(), *work.tags(), *work.profiles(), *work.attach()]
    elif any(True for _call in (*work.workload(), *work.tags())):
        work.stays.append(_("Fields of the workload stay here: it is shared with you, and its owner changes them."))
    for review in merged.reviews:
        theirs = state.review(review.lens_alias)
        if theirs is None and state.facts.permission is not Permission.OWNER:
            work.stays.append(_("{name} stays here: only the owner adds lenses.").format(name=review.lens_name))
            continue
        calls += [*work.notes(review, theirs), *work.answers(review, theirs)]
    if state.facts.permission is Permission.OWNER:
        calls += work.detach()
    if state.facts.permission is Permission.READONLY:
        return _withheld(len(calls))
    work.look_for_unselected()
    return Plan(tuple(calls), tuple(work.problems), tuple(work.stays), _tickets(state, calls))


def _withheld(n: int) -> Plan:
    """Return the plan for a workload that may only be read."""
    if not n:
        return Plan()
    text = n_("One change stays here: the workload is shared with you for reading only.",
              "{n} changes stay here: the workload is shared with you for reading only.", n)  # fmt: skip
    return Plan(stays=(text,), withheld=n)


def _tickets(state: ToolState, calls: list[Call]) -> tuple[str, ...]:
    facts = state.facts
    if facts.jira_type != "AUTO" or facts.jira_status != "ENABLED":
        return ()
    found = []
    for call in calls:
        review = state.review(call.lens) if call.op == "UpdateAnswer" else None
        answer = review.answer(call.question) if review else None
        if call.op == "UpdateAnswer":
            found.append(answer.jira_url if answer and answer.jira_url else _("a new issue for {question}").format(
                question=call.question))  # fmt: skip
    return tuple(found)


class _Work:
    def __init__(
        self, merged: Snapshot, base: Snapshot, state: ToolState, lenses: Mapping[str, Lens], shorten: bool
    ) -> None:
        self.merged, self.state, self.lenses, self.shorten = merged, state, lenses, shorten
        self.ours, self.before, self.theirs = local_cells(merged), local_cells(base), tool_cells(state)
        self.problems: list[Problem] = []
        self.stays: list[str] = []

    # -- the workload -----------------------------------------------------------------------------
    def workload(self) -> Iterator[Call]:
        wanted: dict[str, Any] = {}
        for name in SYNCED:
            path = ("workload", name)
            if name == "profile_arns" or matches(path, self.ours[path], self.theirs[path]):
                continue
            if name in _NOT_CLEARED and not self.ours[path]:
                self.stays.append(_("{field} cannot be emptied in the Tool; it keeps its value there.").format(
                    field=_(field_named(name).label)))  # fmt: skip
                continue
            self.problems += [Problem(path, text) for text in problems_of(name, self.ours[path])]
            wanted[name] = self.ours[path]
        facts = self.state.facts
        if not wanted and not (facts.restricted and facts.owner_acknowledged is False):
            return
        titles = ", ".join(_(field_named(name).label).lower() for name in wanted)
        why = _("Set {fields}").format(fields=titles) if wanted else _("Acknowledge the review owner")
        seen = {name: self.theirs["workload", name] for name in wanted}
        fields = tuple(member for name in wanted for member in (MEMBERS[name],))
        yield Call("", "UpdateWorkload", fields=tuple(dict.fromkeys(fields)), why=why, seen=seen, wanted=wanted)

    def tags(self) -> Iterator[Call]:
        ours = {path[2]: text for path, text in self.ours.items() if path[:2] == ("workload", "tags")}
        theirs = {path[2]: text for path, text in self.theirs.items() if path[:2] == ("workload", "tags")}
        changed = {key: text for key, text in ours.items() if theirs.get(key) != text}
        gone = sorted(set(theirs) - set(ours))
        if changed:
            pairs = tuple(changed.items())
            self.problems += [Problem(("workload", "tags"), text) for text in problems_of("tags", pairs)]
            yield Call("", "TagResource", fields=("Tags",), why=n_("Set one tag", "Set {n} tags", len(changed)),
                       seen={"Tags": {key: theirs.get(key) for key in changed}}, wanted={"Tags": changed})  # fmt: skip
        if gone:
            yield Call("", "UntagResource", fields=("TagKeys",), wanted={"TagKeys": gone},
                       why=n_("Remove one tag", "Remove {n} tags", len(gone)))  # fmt: skip

    def profiles(self) -> Iterator[Call]:
        ours, theirs = self.ours["workload", "profile_arns"], self.theirs["workload", "profile_arns"]
        if set(ours) == set(theirs):
            return
        if theirs:
            yield Call("", "DisassociateProfiles", fields=("ProfileArns",), why=_("Take the profile off"),
                       wanted={"ProfileArns": list(theirs)})  # fmt: skip
        if ours:
            yield Call("", "AssociateProfiles", fields=("ProfileArns",), why=_("Set the profile"),
                       wanted={"ProfileArns": list(ours)})  # fmt: skip

    # -- lenses -----------------------------------------------------------------------------------
    def attach(self) -> Iterator[Call]:
        missing = [one for one in self.merged.reviews if self.state.review(one.lens_alias) is None]
        for review in missing:
            lens = self.lenses.get(review.lens_sha256)
            if lens is not None and not lens.official:
                self.problems += [
                    Problem(("review", review.lens_alias), _("Lens {name}: {text}").format(name=lens.name, text=text))
                    for text in lens_refusals(lens)
                ]
                wanted = {"sha256": review.lens_sha256, "version": lens.version or "1", "name": lens.name}
                yield Call("", "ImportLens", review.lens_alias, fields=("JSONString",), wanted=wanted,
                           why=_("Import the lens {name}, unless the account has it").format(name=lens.name))  # fmt: skip
                yield Call("", "CreateLensVersion", review.lens_alias, fields=("LensVersion",), wanted=wanted,
                           why=_("Publish the lens {name}, unless it is published").format(name=lens.name))  # fmt: skip
        if len(missing) + len(self.state.reviews) > _LENSES:
            self.problems.append(
                Problem(("review",), _("A workload has {n} lenses at most in the Tool.").format(n=_LENSES))
            )
        for start in range(0, len(missing), _PER_CALL):
            some = missing[start : start + _PER_CALL]
            names = ", ".join(one.lens_name for one in some)
            yield Call("", "AssociateLenses", fields=("LensAliases",), why=_("Add the lens {name}").format(name=names),
                       wanted={"lenses": [one.lens_alias for one in some]})  # fmt: skip

    def detach(self) -> list[Call]:
        stay = {review.lens_alias for review in self.merged.reviews}
        gone = [alias for alias in lenses_of_theirs(self.state, self.merged) if alias not in stay]
        if FRAMEWORK in gone:
            gone.remove(FRAMEWORK)
            self.stays.append(_("The Framework review stays in the Tool: it cannot be taken off a workload there."))
        return [
            Call("", "DisassociateLenses", fields=("LensAliases",), wanted={"lenses": gone[start : start + _PER_CALL]},
                 why=_("Take off the lens {name}, with its answers there").format(
                     name=", ".join(gone[start : start + _PER_CALL])))
            for start in range(0, len(gone), _PER_CALL)
        ]  # fmt: skip

    # -- reviews ----------------------------------------------------------------------------------
    def _text(self, path: Path, text: str, where: str) -> str:
        """Return the text to send, and note a problem where it is too long."""
        limit = limit_of(path)
        if len(text) <= limit:
            return text
        short = shortened(text, limit)
        if not self.shorten:
            message = _("{where}: {n} characters, {over} over the limit of {limit}.").format(
                where=where, n=f"{len(text):,}", over=f"{len(text) - limit:,}", limit=f"{limit:,}")  # fmt: skip
            self.problems.append(Problem(path, message, len(text), limit, short))
        else:
            self.stays.append(_("{where}: the whole text stays here, the Tool gets {limit} characters of it.").format(
                where=where, limit=f"{limit:,}"))  # fmt: skip
        return short

    def notes(self, review: ReviewState, theirs: ToolReview | None) -> Iterator[Call]:
        alias = review.lens_alias
        there = _review_texts(theirs)
        seen: dict[str, Any] = {}
        wanted: dict[str, Any] = {}
        if not matches(("notes", alias), review.notes, there.get("", "")):
            seen["LensNotes"] = there.get("", "")
            wanted["LensNotes"] = self._text(
                ("notes", alias), review.notes, _("Notes of {lens}").format(lens=review.lens_name)
            )
        own = dict(review.pillar_notes)
        known = {key for key, _name in theirs.pillars} if theirs else set(own)
        for key in sorted({*own, *(key for key in there if key)}):
            if key not in known:
                self.stays.append(
                    _("The note on pillar {id} stays here: the Tool's lens has no such pillar.").format(id=key)
                )
            elif not matches(("pillar", alias, key), own.get(key, ""), there.get(key, "")):
                seen.setdefault("PillarNotes", {})[key] = there.get(key, "")
                wanted.setdefault("PillarNotes", {})[key] = self._text(
                    ("pillar", alias, key), own.get(key, ""), _("Notes of pillar {id}").format(id=key))  # fmt: skip
        if wanted:
            n = ("LensNotes" in wanted) + len(wanted.get("PillarNotes", ()))
            yield Call("", "UpdateLensReview", alias, fields=tuple(wanted), seen=seen, wanted=wanted,
                       why=n_("Set one lens or pillar note", "Set {n} lens and pillar notes", n))  # fmt: skip

    def answers(self, review: ReviewState, theirs: ToolReview | None) -> Iterator[Call]:
        lens = self.lenses.get(review.lens_sha256)
        if theirs is None:
            known = (
                [ToolAnswer(q.id, q.pillar_id, tuple(c.id for c in q.choices)) for q in lens.questions()]
                if lens
                else []
            )
        else:
            known = list(theirs.answers)
        there = {answer.question_id for answer in known}
        order = {q.id: place for place, q in enumerate(lens.questions())} if lens else {}
        for answer in sorted(known, key=lambda one: order.get(one.question_id, len(order))):
            if (call := self._answer(review.lens_alias, answer, lens)) is not None:
                yield call
        for own in review.answers:
            if own.question_id not in there:
                self.stays.append(_("{question} stays here: the Tool's version of the lens does not have it.").format(
                    question=own.question_id))  # fmt: skip
                continue
            known_ids = next(one.known for one in known if one.question_id == own.question_id)
            extra = [mark.choice_id for mark in own.marks if mark.choice_id not in known_ids]
            if extra:
                self.stays.append(_("{question}: {choices} stay here: the Tool's version of the lens does not have them.").format(
                    question=own.question_id, choices=", ".join(extra)))  # fmt: skip

    def _answer(self, alias: str, answer: ToolAnswer, lens: Lens | None) -> Call | None:
        key = answer.question_id
        question = lens.question(key) if lens else None
        name = (question.code or question.id) if question else key
        wanted: dict[str, Any] = {}
        choices: dict[str, dict[str, str]] = {}
        for path, theirs in answer_cells(alias, answer).items():
            ours = self.ours.get(path, empty(path))
            if not self._differs(path, ours, theirs):
                continue
            said = in_tool(path, ours)
            if path[-1] == "notes":
                wanted["Notes"] = self._text(path, said, _("Notes of {question}").format(question=name))
            elif path[-1] == "applicable":
                wanted["IsApplicable"], wanted["Reason"] = said
            elif path[-1] == "note":
                choices.setdefault(path[3], {})["note"] = self._text(
                    path, said, _("Note of {choice} in {question}").format(choice=path[3], question=name))  # fmt: skip
            else:
                choices.setdefault(path[3], {}).update(status=said[0] or "UNSELECTED", reason=said[1])
        if choices:
            wanted["choices"] = choices
        if not wanted:
            return None
        return Call("", "UpdateAnswer", alias, key, answer_fields(answer, wanted), _answer_words(answer, wanted, name),
                    answer_to_json(answer), wanted)  # fmt: skip

    def _differs(self, path: Path, ours: Any, theirs: Any) -> bool:
        if path[0] != "mark" or path[-1] != "state":
            return not matches(path, ours, theirs)
        said = in_tool(path, ours)
        if said[0] == "" and theirs[0] == "UNSELECTED":
            return False  # there is no way back to "nothing said"
        if said[0] == "UNSELECTED" and theirs[0] == "":  # told once; the Tool need not keep it
            return bool(in_tool(path, self.before.get(path, empty(path)))[0] != "UNSELECTED")
        return not matches(path, ours, theirs)

    def look_for_unselected(self) -> None:
        """Say how many questions the Tool will call unanswered although they were talked about here."""
        n = 0
        for review in self.merged.reviews:
            lens = self.lenses.get(review.lens_sha256)
            for answer in review.answers:
                question = lens.question(answer.question_id) if lens else None
                if question and answer.applicable and answer.marks and question.none_choice:
                    n += not any(
                        in_tool(("mark", "", "", "", "state"), (m.state, m.reason))[0] != "UNSELECTED"
                        for m in answer.marks
                    )
        if n:
            self.stays.append(n_(
                "One question has only practices that are not in place: the Tool shows it as unanswered until None of these is chosen.",
                "{n} questions have only practices that are not in place: the Tool shows them as unanswered until None of these is chosen.",
                n))  # fmt: skip


def _review_texts(review: ToolReview | None) -> dict[str, str]:
    return {"": review.notes, **dict(review.pillar_notes)} if review else {}


def answer_fields(answer: ToolAnswer, wanted: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the members of UpdateAnswer that carry a change."""
    fields = [name for name in ("Notes", "IsApplicable", "Reason") if name in wanted]
    choices = wanted.get("choices", {})
    if choices:
        fields.insert(0, "ChoiceUpdates")
        selected = set(answer.selected)
        if any(
            (cid in selected) != (kept["status"] == "SELECTED") for cid, kept in choices.items() if "status" in kept
        ):
            fields.insert(0, "SelectedChoices")
    return tuple(fields)


def _answer_words(answer: ToolAnswer, wanted: Mapping[str, Any], name: str) -> str:
    parts = []
    choices = wanted.get("choices", {})
    if states := sum("status" in kept for kept in choices.values()):
        parts.append(n_("set one practice", "set {n} practices", states))
    if noted := sum(bool(kept.get("note")) for kept in choices.values()):
        parts.append(n_("write one practice note", "write {n} practice notes", noted))
    if cleared := sum("note" in kept and not kept["note"] for kept in choices.values()):
        parts.append(n_("clear one practice note", "clear {n} practice notes", cleared))
    if "Notes" in wanted:
        parts.append(_("write the notes") if wanted["Notes"] else _("clear the notes"))
    if "IsApplicable" in wanted:
        parts.append(_("make it applicable") if wanted["IsApplicable"] else _("make it not applicable"))
    return f"{name}: {', '.join(parts)}"


MEMBERS = {
    "name": "WorkloadName", "description": "Description", "environment": "Environment", "review_owner": "ReviewOwner",
    "industry_type": "IndustryType", "industry": "Industry", "notes": "Notes", "pillar_priorities": "PillarPriorities",
    "aws_regions": "AwsRegions", "non_aws_regions": "NonAwsRegions", "account_ids": "AccountIds",
    "architectural_design": "ArchitecturalDesign", "applications": "Applications", "trusted_advisor": "DiscoveryConfig",
    "resource_definition": "DiscoveryConfig", "jira_management": "JiraConfiguration", "jira_type": "JiraConfiguration",
    "jira_project": "JiraConfiguration", "improvement_status": "ImprovementStatus", "profile_arns": "ProfileArns",
}  # fmt: skip
"""Our fields and the members of Create- and UpdateWorkload that carry them."""
