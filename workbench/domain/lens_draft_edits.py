"""What an author does to a lens: every change as the parts that become different; nothing is written here.

Ids of what was published stay until somebody changes them on purpose; those of new parts follow the title as long as nobody wrote
another one. A choice that gets another id gets it in the risk rules too, in the same step.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from typing import Any

from workbench.domain.ids import new_id
from workbench.domain.lens_draft import CHOICE, LENS, PILLAR, QUESTION, DraftEdit, DraftPart, LensDraft
from workbench.domain.lens_draft_ids import numbered_id, proposed_id, proposed_pillar_id
from workbench.i18n import _

__all__ = [
    "Published", "add_choice", "add_pillar", "add_question", "change_id", "duplicate", "move", "move_to", "new_lens", "remove",
    "set_resources", "set_rules", "set_text", "set_texts", "standard_rules",
]  # fmt: skip

Published = Collection[tuple[str, ...]]
"""Addresses of the parts that stand in the published version; see LensDraft.address."""
Rules = Sequence[tuple[str, str]]
"""Condition and risk of each rule."""
_WORD = re.compile(r"[\w.\-]+")


def new_lens(name: str) -> dict[str, Any]:
    """Return the object of a lens with one pillar and one question, ready to be rewritten."""
    return {
        "schemaVersion": "2021-11-01", "name": name, "description": "",
        "pillars": [{"id": "pillar_1", "name": _("Pillar 1"), "questions": [_new_question(_("Question 1"), "question_1")]}],
    }  # fmt: skip


def standard_rules(ids: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """Return the rules most lenses begin with: no risk when every practice is there, high risk otherwise."""
    ids = tuple(ids)
    terms = [each for each in ids if not each.endswith("_no")]
    terms += [f"!{each}" for each in ids if each.endswith("_no")] if terms else []
    return (*([(" && ".join(terms), "NO_RISK")] if terms else []), ("default", "HIGH_RISK"))


# -- texts --------------------------------------------------------------------------------------------------------


def set_text(draft: LensDraft, part_id: str, field: str, value: str, published: Published = ()) -> DraftEdit:
    """Write a text of a part: a key of its object, or "object.key"; an object without texts is left out.

    Args:
        draft: The draft.
        part_id: Which part.
        field: For example "title" or "improvementPlan.url".
        value: The whole text.
        published: What must keep its id.
    """
    part = _part(draft, part_id)
    outer, _dot, inner = field.partition(".")
    if inner:
        held = part.body.get(outer)
        texts = {**(held if isinstance(held, dict) else {}), inner: value}
        if inner == "url" and not value:
            texts.pop("url")
        body = {**part.body, outer: texts}
        if not any(texts.values()):
            body.pop(outer)
        changed = replace(part, body=body)
    else:
        changed = part.with_body(**{field: value})
    edit = DraftEdit(_("Change {part}").format(part=_label(part)), (changed,))
    is_title = field in ("title", "name") and part.kind != LENS
    if is_title and part.key == _proposal(draft, part, part.key) and draft.address(part) not in published:
        wanted = _proposal(draft, changed, part.key, published)
        return _with_id(draft.after(edit), part_id, wanted, edit.title, published) if wanted != part.key else edit
    return edit


def set_resources(draft: LensDraft, part_id: str, kind: str, items: Sequence[tuple[str, str]]) -> DraftEdit:
    """Write the additional resources of a choice.

    Args:
        draft: The draft.
        part_id: The choice.
        kind: "HELPFUL_RESOURCE" or "IMPROVEMENT_PLAN".
        items: Text and address of each; none takes the entry out.
    """
    part = _part(draft, part_id)
    value = part.body.get("additionalResources")
    entries = [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []
    content = [{"displayText": text, "url": url} if url else {"displayText": text} for text, url in items]
    known = next((each for each in entries if each.get("type") == kind), None)
    if known is None and content:
        entries = [*entries, {"type": kind, "content": content}]
    elif known is not None:
        entries = [{**each, "content": content} if each is known else each for each in entries]
        entries = [each for each in entries if each.get("type") != kind or each.get("content")]
    body = {**part.body, "additionalResources": entries}
    if not entries:
        body.pop("additionalResources")
    return DraftEdit(_("Change resources of {part}").format(part=_label(part)), (replace(part, body=body),))


def set_rules(draft: LensDraft, part_id: str, rules: Rules) -> DraftEdit:
    """Write the risk rules of a question; keys of ours in known rules are kept by place."""
    part = _part(draft, part_id)
    return DraftEdit(_("Change rules of {part}").format(part=_label(part)), (_with_rules(part, rules),))


def change_id(draft: LensDraft, part_id: str, wanted: str, published: Published = ()) -> DraftEdit:
    """Give a part another id on purpose."""
    part = _part(draft, part_id)
    return _with_id(draft, part_id, wanted, _("Change id of {part}").format(part=_label(part)), published)


def set_texts(draft: LensDraft, data: dict[str, Any], title: str) -> DraftEdit:
    """Take over the texts of an object that has the same parts in the same order.

    Args:
        draft: The draft.
        data: What `draft.data()` gave, with other texts.
        title: What the history calls it.
    """
    put: list[DraftPart] = []

    def walk(part: DraftPart, entry: dict[str, Any]) -> None:
        inner = {LENS: "pillars", PILLAR: "questions", QUESTION: "choices"}.get(part.kind, "")
        body = {key: value for key, value in entry.items() if key != inner}
        if body != part.body:
            put.append(replace(part, body=body))
        for each, one in zip(draft.inside(part.id), entry.get(inner, ()) if inner else (), strict=True):
            walk(each, one)

    walk(draft.lens, data)
    return DraftEdit(title, tuple(put))


# -- parts --------------------------------------------------------------------------------------------------------


def add_pillar(draft: LensDraft, place: int, published: Published = ()) -> DraftEdit:
    """Add a pillar with one question."""
    name = _("Pillar {n}").format(n=len(draft.inside(draft.lens.id)) + 1)
    taken = _taken(draft, PILLAR, "", published)
    part = DraftPart(new_id(), PILLAR, draft.lens.id, 0, {"id": proposed_pillar_id(name, taken), "name": name})
    question = _question_parts(draft, part.id, published)
    put = (*_in_order(draft, part, place), *question)
    return DraftEdit(_("Add pillar"), put, focus=part.id)


def add_question(draft: LensDraft, pillar_id: str, place: int, published: Published = ()) -> DraftEdit:
    """Add a question with one practice, None of these, and rules."""
    question, *choices = _question_parts(draft, pillar_id, published)
    return DraftEdit(_("Add question"), (*_in_order(draft, question, place), *choices), focus=question.id)


def add_choice(draft: LensDraft, question_id: str, place: int, published: Published = ()) -> DraftEdit:
    """Add a practice; rules that ask for every practice ask for it too."""
    question = _part(draft, question_id)
    title = _("Practice {n}").format(n=sum(not each.is_none for each in draft.inside(question_id)) + 1)
    taken = _taken(draft, CHOICE, question_id, published)
    body = {"id": proposed_id(title, taken), "title": title, "improvementPlan": {"displayText": ""}}
    part = DraftPart(new_id(), CHOICE, question_id, 0, body)
    edit = DraftEdit(
        _("Add practice to {part}").format(part=_label(question)), _in_order(draft, part, place), focus=part.id
    )
    return _with_standard_rules(draft, question, edit)


def duplicate(draft: LensDraft, part_id: str, published: Published = ()) -> DraftEdit:
    """Put a copy after a part, with ids of its own where the original's cannot be used twice."""
    part = _part(draft, part_id)
    fresh = {each.id: new_id() for each in draft.whole(part_id)}
    copies = [
        replace(each, id=fresh[each.id], parent=fresh.get(each.parent, each.parent)) for each in draft.whole(part_id)
    ]
    siblings = draft.inside(part.parent)
    place = siblings.index(part) + 1
    edit = DraftEdit(_("Duplicate {part}").format(part=_label(part)), tuple(copies), focus=copies[0].id)
    now = draft.after(replace(edit, put=(*_in_order(draft, copies[0], place), *copies[1:])))
    for each in copies:
        if each.kind == QUESTION or each is copies[0]:
            taken = _taken(now, each.kind, each.parent, published, but=each.id) | {each.key}
            wanted = numbered_id(each.key, taken)
            own = DraftEdit("", (_part(now, each.id).with_body(id=wanted),))  # the rules name the first choice still
            now = now.after(own if each.kind == CHOICE else _with_id(now, each.id, wanted, ""))
    edit = replace(edit, put=tuple(each for each in now.parts if draft.part(each.id) != each))
    question = draft.part(part.parent)
    return _with_standard_rules(draft, question, edit) if part.kind == CHOICE and question else edit


def remove(draft: LensDraft, part_id: str) -> DraftEdit:
    """Take a part out with everything in it."""
    part = _part(draft, part_id)
    siblings = [each for each in draft.inside(part.parent) if each.id != part_id]
    at = draft.inside(part.parent).index(part)
    focus = siblings[min(at, len(siblings) - 1)].id if siblings else part.parent
    gone = tuple(each.id for each in draft.whole(part_id))
    edit = DraftEdit(_("Remove {part}").format(part=_label(part)), (), gone, focus)
    question = draft.part(part.parent)
    return _with_standard_rules(draft, question, edit) if part.kind == CHOICE and question else edit


def move(draft: LensDraft, part_id: str, step: int) -> DraftEdit | None:
    """Move a part up (-1) or down (1); a question at the end of its pillar goes on into the next. None at the very end."""
    part = _part(draft, part_id)
    siblings = draft.inside(part.parent)
    place = siblings.index(part) + step
    if 0 <= place < len(siblings):
        return move_to(draft, part_id, part.parent, place)
    around = draft.part(part.parent)
    if part.kind != QUESTION or around is None:
        return None
    pillars = draft.inside(around.parent)
    at = pillars.index(around) + step
    if not 0 <= at < len(pillars):
        return None
    return move_to(draft, part_id, pillars[at].id, 0 if step > 0 else len(draft.inside(pillars[at].id)))


def move_to(draft: LensDraft, part_id: str, parent_id: str, place: int) -> DraftEdit | None:
    """Move a part to a place among the others of a parent; None where it stands there already or cannot."""
    part, parent = _part(draft, part_id), draft.part(parent_id)
    around = draft.part(part.parent)
    if parent is None or around is None or parent.kind != around.kind:
        return None
    if part.kind == CHOICE and parent_id != part.parent:
        return None  # the rules of its question name it
    edit = DraftEdit(
        _("Move {part}").format(part=_label(part)),
        _in_order(draft, replace(part, parent=parent_id), place),
        focus=part_id,
    )
    return edit if edit.put else None


# -- inside -------------------------------------------------------------------------------------------------------


def _part(draft: LensDraft, part_id: str) -> DraftPart:
    found = draft.part(part_id)
    assert found is not None, part_id
    return found


def _label(part: DraftPart) -> str:
    words = part.name or part.key or part.kind
    return f'"{words[:40]}..."' if len(words) > 43 else f'"{words}"'


def _new_question(title: str, key: str) -> dict[str, Any]:
    ids = ("practice_1", f"{key}_no")
    rules = [{"condition": condition, "risk": risk} for condition, risk in standard_rules(ids)]
    return {
        "id": key, "title": title, "description": "",
        "choices": [{"id": ids[0], "title": _("Practice {n}").format(n=1), "improvementPlan": {"displayText": ""}},
                    {"id": ids[1], "title": _("None of these")}],
        "riskRules": rules,
    }  # fmt: skip


def _question_parts(draft: LensDraft, pillar_id: str, published: Published) -> tuple[DraftPart, ...]:
    title = _("Question {n}").format(n=sum(each.kind == QUESTION for each in draft.parts) + 1)
    entry = _new_question(title, proposed_id(title, _taken(draft, QUESTION, pillar_id, published)))
    choices = entry.pop("choices")
    question = DraftPart(new_id(), QUESTION, pillar_id, 0, entry)
    return (question, *(DraftPart(new_id(), CHOICE, question.id, n, each) for n, each in enumerate(choices)))


def _in_order(draft: LensDraft, part: DraftPart, place: int) -> tuple[DraftPart, ...]:
    """Return the part at a place among its siblings, and the siblings that must make room."""
    row = [each for each in draft.inside(part.parent) if each.id != part.id]
    place = max(0, min(place, len(row)))
    row.insert(place, part)
    placed = [replace(each, place=number) for number, each in enumerate(row)]
    return tuple(each for each in placed if draft.part(each.id) != each)


def _taken(draft: LensDraft, kind: str, parent: str, published: Published, but: str = "") -> set[str]:
    """Return the ids a part of a kind cannot have: those of others, and those a published version gave a meaning."""
    if kind == CHOICE:
        around = draft.part(parent)
        old = {each[-1] for each in published if each[0] == CHOICE and around is not None and each[1] == around.key}
        return old | {each.key for each in draft.inside(parent) if each.id != but}
    old = {each[-1] for each in published if each[0] == kind}
    return old | {each.key for each in draft.parts if each.kind == kind and each.id != but}


def _proposal(draft: LensDraft, part: DraftPart, own: str, published: Published = ()) -> str:
    taken = _taken(draft, part.kind, part.parent, published, but=part.id) - {own}
    if part.is_none:
        return ""
    return (proposed_pillar_id if part.kind == PILLAR else proposed_id)(part.name, taken)


def _with_id(draft: LensDraft, part_id: str, wanted: str, title: str, published: Published = ()) -> DraftEdit:
    """Return the change that gives a part an id: with the rules that name it, and the None choice named after it."""
    part = _part(draft, part_id)
    put = {part.id: part.with_body(id=wanted)}
    if part.kind == CHOICE and (question := draft.part(part.parent)) is not None:
        put[question.id] = _with_rules(question, _renamed(question.rules, part.key, wanted))
    if part.kind == QUESTION:
        none = next((each for each in draft.inside(part_id) if each.key == f"{part.key}_no"), None)
        if none is not None and draft.address(none) not in published:
            put[none.id] = none.with_body(id=f"{wanted}_no")
            put[part.id] = _with_rules(put[part.id], _renamed(part.rules, none.key, f"{wanted}_no"))
    return DraftEdit(title, tuple(put.values()))


def _renamed(rules: Rules, old: str, new: str) -> Rules:
    return [(_WORD.sub(lambda word: new if word[0] == old else word[0], condition), risk) for condition, risk in rules]


def _with_rules(part: DraftPart, rules: Rules) -> DraftPart:
    value = part.body.get("riskRules")
    known = [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []
    entries = [{**(known[n] if n < len(known) else {}), "condition": condition, "risk": risk}
               for n, (condition, risk) in enumerate(rules)]  # fmt: skip
    return part.with_body(riskRules=entries)


def _with_standard_rules(draft: LensDraft, question: DraftPart, edit: DraftEdit) -> DraftEdit:
    """Keep rules that ask for every practice so, when there is one more or less."""
    if question.rules != standard_rules(each.key for each in draft.inside(question.id)):
        return edit
    now = draft.after(edit)
    rules = standard_rules(each.key for each in now.inside(question.id))
    return replace(edit, put=(*edit.put, _with_rules(_part(now, question.id), rules)))
