"""Three states of one workload brought together: the common base, mine and theirs, answer by answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any

from workbench.analyses.graph_merge import merge_finding_notes, merge_graphs
from workbench.analyses.inherited_merge import merge_inherited
from workbench.analyses.initiative_merge import merge_initiatives
from workbench.analyses.merge_leftovers import Leftover, leftovers
from workbench.analyses.merge_parts import (
    UNKNOWN,
    Conflict,
    Decision,
    Merger,
    Path,
    Taken,
    Titles,
    Unknown,
    united,
)
from workbench.analyses.scenario_merge import merge_scenarios
from workbench.domain.answer import Answer, Mark, MarkState
from workbench.domain.evidence import Evidence
from workbench.domain.inherited import Inherited
from workbench.domain.lens import Lens
from workbench.domain.plan import Acceptance, Improvement
from workbench.domain.snapshot import ReviewState, Snapshot
from workbench.domain.workload import FIELDS, Kind, Workload
from workbench.errors import BadInput, UnknownName
from workbench.i18n import _

__all__ = ["Bundle", "Conflict", "Decision", "MergeResult", "Taken", "merge", "resolve"]

_TEXTS = {"description", "notes"}
_SETS = {"aws_regions", "non_aws_regions", "account_ids"}


@dataclass(frozen=True)
class MergeResult:
    """The merged state and how it came about.

    Attributes:
        merged: With my workload and review ids; mine where a conflict has no choice yet.
        taken: What came from theirs without a conflict.
        conflicts: Every conflict, with its choice where there is one.
        has_base: False where no common state was known, so that every difference is a conflict.
    """

    merged: Snapshot
    taken: tuple[Taken, ...]
    conflicts: tuple[Conflict, ...]
    leftovers: tuple[Leftover, ...]
    has_base: bool
    states: tuple[Snapshot | None, Snapshot, Snapshot] = field(repr=False)
    lenses: Mapping[str, Lens] = field(repr=False, hash=False)
    choices: Mapping[str, Decision] = field(repr=False, hash=False)

    @property
    def undecided(self) -> tuple[Conflict, ...]:
        """The conflicts that nobody has chosen about."""
        return tuple(conflict for conflict in self.conflicts if conflict.choice is None)


def merge(
    base: Snapshot | None,
    mine: Snapshot,
    theirs: Snapshot,
    *,
    lenses: Mapping[str, Lens] | None = None,
    choices: Mapping[str, Decision] | None = None,
) -> MergeResult:
    """Merge two states that go back to one, per answer and field.

    Args:
        base: The state both come from; None when it is not known, and then every difference is a conflict.
        mine, theirs: The two states; reviews are matched by lens alias, for their ids may differ.
        lenses: Lens texts by hash: names for people, and what a merged lens version no longer has.
        choices: Conflict id and "mine", "theirs" or, for texts, "both".

    Returns:
        The merged state. Neither side loses a change that the other did not change too.
    """
    known = lenses or {}
    reviews = [review for state in (base, theirs, mine) if state for review in state.reviews]
    names = {review.lens_alias: review.lens_name for review in reviews}
    texts = {review.lens_alias: known[review.lens_sha256] for review in reviews if review.lens_sha256 in known}
    merger = Merger(choices or {}, Titles(names, texts))
    workload = _workload(merger, base.workload if base else UNKNOWN, mine.workload, theirs.workload)
    copies = [_bundles(state) if state else None for state in (base, mine, theirs)]
    merged: dict[str, Bundle] = {}
    for alias in _order(base, mine, theirs):
        old = UNKNOWN if copies[0] is None else copies[0].get(alias)
        bundle = _review(merger, alias, old, *(copy.get(alias) if copy else None for copy in copies[1:]))
        if bundle is not None:
            merged[alias] = bundle
    ids = {review.lens_alias: review.id for state in (theirs, mine) for review in state.reviews}
    whole = replace(
        _snapshot(workload, merged, ids),
        graph=merge_graphs(merger, base.graph if base else UNKNOWN, mine.graph, theirs.graph),
        finding_notes=merge_finding_notes(
            merger, base.finding_notes if base else UNKNOWN, mine.finding_notes, theirs.finding_notes
        ),
        initiatives=merge_initiatives(merger, base, mine, theirs, {alias: ids[alias] for alias in merged}),
        scenarios=merge_scenarios(merger, base.scenarios if base else UNKNOWN, mine.scenarios, theirs.scenarios),
    )
    return MergeResult(
        whole, tuple(merger.taken), tuple(merger.conflicts),
        leftovers(whole, mine, theirs, known), base is not None, (base, mine, theirs), known, choices or {},
    )  # fmt: skip


def resolve(result: MergeResult, choices: Mapping[str, Decision]) -> MergeResult:
    """Merge again with more choices; a choice may bring up a new conflict ("none of these" beside practices).

    Raises:
        UnknownName: A choice names no conflict.
        BadInput: A choice is not possible for its conflict.
    """
    again = merge(*result.states, lenses=result.lenses, choices={**result.choices, **choices})
    there = {conflict.id: conflict for conflict in (*result.conflicts, *again.conflicts)}
    unknown = tuple(key for key in choices if key not in there)
    if unknown:
        raise UnknownName(_('There is no conflict "{id}".').format(id=unknown[0]), details=unknown)
    for key, choice in choices.items():
        if choice not in ("mine", "theirs", "base") and not (choice == "both" and there[key].can_join):
            raise BadInput(_('"{choice}" cannot be chosen for {title}.').format(
                choice=choice, title=" – ".join(there[key].title)))  # fmt: skip
    return again


@dataclass(frozen=True)
class Bundle:
    """One lens review and what hangs on it, without ids that differ between copies."""

    review: ReviewState
    evidence: Mapping[str, Evidence]
    acceptances: Mapping[str, Acceptance]
    improvements: Mapping[str, Improvement]
    inherited: Mapping[str, Inherited]


_NOTHING = Bundle(ReviewState("", "", "", "", ""), {}, {}, {}, {})


def _bundles(state: Snapshot) -> dict[str, Bundle]:
    def own(items: Iterable[Any], review_id: str, key: str) -> dict[str, Any]:
        return {getattr(item, key): replace(item, review_id="") for item in items if item.review_id == review_id}

    return {
        review.lens_alias: Bundle(
            replace(review, id=""),
            own(state.evidence, review.id, "id"),
            own(state.acceptances, review.id, "question_id"),
            own(state.improvements, review.id, "question_id"),
            own(state.inherited, review.id, "question_id"),
        )
        for review in state.reviews
    }


def _order(base: Snapshot | None, mine: Snapshot, theirs: Snapshot) -> tuple[str, ...]:
    """Every lens alias of any state: my order, or theirs where I did not change it."""
    orders = [tuple(review.lens_alias for review in state.reviews) if state else () for state in (base, mine, theirs)]
    return tuple(dict.fromkeys([*united(*orders), *orders[1], *orders[2], *orders[0]]))


def _workload(merger: Merger, base: Workload | Unknown, mine: Workload, theirs: Workload) -> Workload:
    values: dict[str, Any] = {}
    for entry in FIELDS:
        old: Any = UNKNOWN if base is UNKNOWN else getattr(base, entry.name)
        own, other = getattr(mine, entry.name), getattr(theirs, entry.name)
        path = ("workload", entry.name)
        if entry.kind is Kind.TAGS:
            values[entry.name] = _by_key(merger, path, UNKNOWN if old is UNKNOWN else dict(old), dict(own), dict(other))
        elif entry.name in _SETS:
            values[entry.name] = merger.members(path, old, own, other, entry.maximum)
        else:
            values[entry.name] = merger.value(path, old, own, other, join=entry.name in _TEXTS)
    return replace(mine, **values)


def _by_key(
    merger: Merger, path: Path, base: dict[str, str] | Unknown, mine: dict[str, str], theirs: dict[str, str], *,
    join: bool = False,
) -> tuple[tuple[str, str], ...]:  # fmt: skip
    """Merge pairs key by key; the result is sorted by key."""
    found = {}
    for key in sorted({*mine, *theirs}):
        old = UNKNOWN if base is UNKNOWN else base.get(key)
        found[key] = merger.value((*path, key), old, mine.get(key), theirs.get(key), join=join)
    return tuple((key, text) for key, text in found.items() if text is not None)


def _review(
    merger: Merger, alias: str, base: Bundle | Unknown | None, mine: Bundle | None, theirs: Bundle | None
) -> Bundle | None:
    if mine is None or theirs is None:  # a whole review came, went, or went while the other side worked on it
        whole: Bundle | None = merger.value(("review", alias), base, mine, theirs)
        return whole
    if mine == theirs:
        return mine
    old = base if base is UNKNOWN else base or _NOTHING
    header = merger.value(("lens", alias), *(_lens(one) for one in (old, mine, theirs)))
    texts = [UNKNOWN if one is UNKNOWN else dict(one.review.pillar_notes) for one in (old, mine, theirs)]
    answers = {a.question_id for one in (mine, theirs) for a in one.review.answers}
    merged = [
        _answer(merger, alias, UNKNOWN if old is UNKNOWN else old.review.answer(key), mine.review.answer(key),
                theirs.review.answer(key))
        for key in sorted(answers)
    ]  # fmt: skip
    notes = merger.value(
        ("notes", alias),
        UNKNOWN if old is UNKNOWN else old.review.notes,
        mine.review.notes,
        theirs.review.notes,
        join=True,
    )
    review = ReviewState(
        "", alias, header[1], header[2], header[0], notes,
        tuple((key, text) for key, text in _pillar_notes(merger, alias, *texts) if text),
        tuple(answer for answer in merged if not answer.is_empty),
    )  # fmt: skip
    evidence, acceptances, improvements = (
        _items(
            merger,
            alias,
            kind,
            UNKNOWN if old is UNKNOWN else getattr(old, name),
            getattr(mine, name),
            getattr(theirs, name),
        )
        for kind, name in (("evidence", "evidence"), ("acceptance", "acceptances"), ("improvement", "improvements"))
    )
    was = UNKNOWN if old is UNKNOWN else old.inherited
    inherited = merge_inherited(merger, alias, review.answers, was, mine.inherited, theirs.inherited)
    return Bundle(review, evidence, acceptances, improvements, inherited)


def _lens(bundle: Bundle | Unknown) -> Any:
    """The lens version that a review answers, as one value."""
    if bundle is UNKNOWN:
        return UNKNOWN
    return bundle.review.lens_sha256, bundle.review.lens_version, bundle.review.lens_name


def _pillar_notes(
    merger: Merger, alias: str, base: dict[str, str] | Unknown, mine: Any, theirs: Any
) -> tuple[tuple[str, str], ...]:
    keys = {*mine, *theirs}

    def full(texts: dict[str, str]) -> dict[str, str]:
        return {key: texts.get(key, "") for key in keys}

    return _by_key(
        merger, ("pillar", alias), UNKNOWN if base is UNKNOWN else full(base), full(mine), full(theirs), join=True
    )


def _items(merger: Merger, alias: str, kind: str, base: Any, mine: Any, theirs: Any) -> dict[str, Any]:
    """Merge evidence, acceptances or improvements; each is one value."""
    found = {}
    for key in sorted({*mine, *theirs}):
        old = UNKNOWN if base is UNKNOWN else base.get(key)
        shown = mine.get(key) or theirs.get(key)
        path = (kind, alias, key)
        item = merger.value(path, old, mine.get(key), theirs.get(key), label=getattr(shown, "title", ""))
        if item is not None:
            found[key] = item
    return found


def _answer(merger: Merger, alias: str, base: Answer | Unknown, mine: Answer, theirs: Answer) -> Answer:
    if mine == theirs:
        return mine
    key = mine.question_id
    values = {}
    for entry in fields(Answer):
        if entry.name in ("question_id", "marks", "applicable", "reason", "tool_risk"):
            continue
        old = UNKNOWN if base is UNKNOWN else getattr(base, entry.name)
        path = ("answer", alias, key, entry.name)
        values[entry.name] = merger.value(
            path, old, getattr(mine, entry.name), getattr(theirs, entry.name), join=entry.name == "notes"
        )
    use = [UNKNOWN if one is UNKNOWN else (one.applicable, one.reason) for one in (base, mine, theirs)]
    applicable, reason = merger.value(("answer", alias, key, "applicable"), *use)
    marks = _marks(merger, alias, base, mine, theirs)
    marks = _without_clash(merger, alias, base, mine, theirs, marks)
    merged = Answer(key, tuple(marks[each] for each in sorted(marks)), applicable, reason, **values)
    told = next((side.tool_risk for side in (mine, theirs) if side.tool_risk and side.rated == merged.rated), None)
    return replace(merged, tool_risk=told)


def _marks(merger: Merger, alias: str, base: Answer | Unknown, mine: Answer, theirs: Answer) -> dict[str, Mark]:
    found = {}
    for choice_id in sorted({mark.choice_id for answer in (mine, theirs) for mark in answer.marks}):
        path = ("mark", alias, mine.question_id, choice_id)
        old = UNKNOWN if base is UNKNOWN else base.mark(choice_id)
        mark = _mark(merger, path, old, mine.mark(choice_id), theirs.mark(choice_id))
        if mark is not None:
            found[choice_id] = mark
    return found


def _mark(
    merger: Merger, path: Path, base: Mark | Unknown | None, mine: Mark | None, theirs: Mark | None
) -> Mark | None:
    if mine is None or theirs is None:
        whole: Mark | None = merger.value(path, base, mine, theirs)
        return whole
    parts = []
    for name in ("state", "note", "owner"):
        nothing = None if name == "state" else ""
        old = base if base is UNKNOWN else _part(base, name) if base else nothing
        parts.append(merger.value((*path, name), old, _part(mine, name), _part(theirs, name), join=name == "note"))
    (state, reason), note, owner = parts
    return Mark(mine.choice_id, state, reason, note, owner)


def _part(mark: Mark, name: str) -> Any:
    """A state is one value with its reason."""
    return (mark.state, mark.reason) if name == "state" else getattr(mark, name)


def _selected(marks: Iterable[Mark]) -> set[str]:
    return {mark.choice_id for mark in marks if mark.state is MarkState.YES}


def _clashes(selected: set[str]) -> bool:
    """True where "none of these" stands beside selected practices."""
    return len(selected) > 1 and any(choice_id.endswith("_no") for choice_id in selected)


def _without_clash(
    merger: Merger, alias: str, base: Answer | Unknown, mine: Answer, theirs: Answer, marks: dict[str, Mark]
) -> dict[str, Mark]:
    """Make a conflict of a "none of these" that the merge, and neither side, put beside practices.

    Conflicts without a choice count as mine and as theirs here, so that both directions find the same.
    """
    if _clashes(_selected(mine.marks)) or _clashes(_selected(theirs.marks)):
        return marks  # a pulled answer that has both is kept and flagged
    other_way = _marks(Merger(merger.choices, merger.titles, "theirs"), alias, base, mine, theirs)
    clash = set().union(*(s for s in (_selected(marks.values()), _selected(other_way.values())) if _clashes(s)))
    if not clash:
        return marks
    sides = [tuple(mark for mark in answer.marks if mark.choice_id in clash) for answer in (mine, theirs)]
    old = UNKNOWN if base is UNKNOWN else tuple(mark for mark in base.marks if mark.choice_id in clash)
    chosen = merger.conflict(("none", alias, mine.question_id), old, *sides)
    if chosen is sides[0]:
        undone = {("mark", alias, mine.question_id, choice_id) for choice_id in clash}
        merger.taken = [one for one in merger.taken if one.path[:4] not in undone]
    kept = {choice_id: mark for choice_id, mark in marks.items() if choice_id not in clash}
    return kept | {mark.choice_id: mark for mark in chosen}


def _snapshot(workload: Workload, merged: Mapping[str, Bundle], ids: Mapping[str, str]) -> Snapshot:
    evidence, acceptances, improvements, inherited = [], [], [], []
    for alias, bundle in merged.items():
        evidence += [replace(item, review_id=ids[alias]) for item in bundle.evidence.values()]
        acceptances += [replace(one, review_id=ids[alias]) for one in bundle.acceptances.values()]
        improvements += [replace(one, review_id=ids[alias]) for one in bundle.improvements.values()]
        inherited += [replace(one, review_id=ids[alias]) for one in bundle.inherited.values()]
    return Snapshot(
        workload,
        tuple(replace(bundle.review, id=ids[alias]) for alias, bundle in merged.items()),
        tuple(sorted(evidence, key=lambda item: (item.review_id, item.question_id, item.title, item.id))),
        tuple(sorted(acceptances, key=lambda one: (one.review_id, one.question_id))),
        tuple(sorted(improvements, key=lambda one: (one.review_id, one.question_id))),
        inherited=tuple(sorted(inherited, key=lambda one: (one.review_id, one.question_id))),
    )
