"""Which texts a lens has, part by part, each under a key that tells its ids; read and set in the parsed file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from workbench.i18n import _
from workbench.library.lens_extension import UNWRITABLE

__all__ = [
    "CHOICE",
    "COLUMNS",
    "QUESTION",
    "Column",
    "Part",
    "normal",
    "parts_of",
    "put",
    "rules_of",
    "said",
    "text_in",
]


@dataclass(frozen=True, slots=True)
class Column:
    """A text of a part: its heading, where it stands in the part, and how wide its column is."""

    heading: str
    path: tuple[str, ...]
    is_list: bool = False
    width: int = 50
    needed: bool = False


QUESTION = (
    Column("Title", ("title",), needed=True),
    Column("Description", ("description",)),
    Column("Help", ("helpfulResource", "displayText")),
    Column("Short name", ("guidance", "short"), width=25),
    Column("About", ("guidance", "about")),
    Column("Ask", ("guidance", "ask")),
    Column("Probes", ("guidance", "probes"), is_list=True),
    Column("Red flags", ("guidance", "redFlags"), is_list=True),
    Column("Sounds good", ("guidance", "good")),
    Column("Evidence", ("guidance", "evidence"), is_list=True),
)
CHOICE = (
    Column("Title", ("title",), needed=True),
    Column("Help", ("helpfulResource", "displayText")),
    Column("Improvement plan", ("improvementPlan", "displayText")),
    Column("Meaning", ("guidance", "meaning")),
    Column("How one sees it", ("guidance", "see")),
)
COLUMNS: dict[str, tuple[Column, ...]] = {
    "lens": (Column("Description", ("description",), width=80),),
    "pillar": (Column("Title", ("name",), needed=True),),
    "question": QUESTION,
    "choice": CHOICE,
}


@dataclass(frozen=True, slots=True)
class Part:
    """A lens, pillar, question or choice with its key and a few words that tell people which it is."""

    kind: str
    key: str
    data: dict[str, Any]
    ids: tuple[str, str, str] = ("", "", "")
    shown: str = ""
    code: str = ""


def parts_of(data: Mapping[str, Any]) -> Iterator[Part]:
    """Yield the parts of a lens; what has no id, or the id of another, has no key and is left out."""
    seen: set[str] = set()

    def new(part: Part) -> Iterator[Part]:
        if part.key not in seen:
            seen.add(part.key)
            yield part

    whole: dict[str, Any] = data  # type: ignore[assignment]
    yield from new(Part("lens", "lens", whole, shown=_("Lens")))
    for pillar in _objects(data.get("pillars")):
        pillar_id = text_in(pillar.get("id"))
        yield from new(Part("pillar", _key("pillar", pillar_id), pillar, (pillar_id, "", ""), _("Pillar")))
        for question in _objects(pillar.get("questions")):
            question_id = text_in(question.get("id"))
            key, ids = _key("question", pillar_id, question_id), (pillar_id, question_id, "")
            yield from new(
                Part("question", key, question, ids, text_in(pillar.get("name")), text_in(question.get("code")))
            )
            for choice in _objects(question.get("choices")):
                choice_id = text_in(choice.get("id"))
                key, ids = _key("choice", pillar_id, question_id, choice_id), (pillar_id, question_id, choice_id)
                shown = text_in(question.get("title"))
                yield from new(Part("choice", key, choice, ids, shown, text_in(choice.get("code"))))


def _key(kind: str, *ids: str) -> str:
    return "/".join([kind, *(quote(one, safe="") for one in ids)])


def _objects(value: object) -> list[dict[str, Any]]:
    found = value if isinstance(value, list) else []
    return [one for one in found if isinstance(one, dict) and (text_in(one.get("id")))]


def text_in(value: object) -> str:
    """Return a text without signs that no document can hold; empty for anything else."""
    return UNWRITABLE.sub("", value) if isinstance(value, str) else ""


def said(part: Part, column: Column) -> str:
    """Return a text of a part as a cell shows it."""
    value: object = part.data
    for key in column.path:
        value = value.get(key) if isinstance(value, dict) else None
    if column.is_list:
        return "\n".join(filter(None, map(text_in, value))) if isinstance(value, list) else ""
    return text_in(value)


def rules_of(part: Part) -> str:
    """Return the risk rules of a question, one a line, for reading."""
    rules = part.data.get("riskRules")
    found = [rule for rule in rules if isinstance(rule, dict)] if isinstance(rules, list) else []
    return "\n".join(f"{text_in(rule.get('risk'))}: {text_in(rule.get('condition'))}" for rule in found)


def normal(column: Column, text: str) -> str:
    """Return a text without what spreadsheets add or lose on their own: white space at its ends, empty lines of lists."""
    text = text_in(text)
    return "\n".join(filter(None, map(str.strip, text.split("\n")))) if column.is_list else text.strip()


def put(data: dict[str, Any], column: Column, text: str) -> bool:
    """Set a text of a part, or take it out where it is empty; False where something else stands in the way."""
    *outer, leaf = column.path
    holder = data
    for key in outer:
        inner = holder.setdefault(key, {})
        if not isinstance(inner, dict):
            return False
        holder = inner
    if text:
        holder[leaf] = text.split("\n") if column.is_list else text
        return True
    holder.pop(leaf, None)
    if outer and not holder:
        data.pop(outer[0])
    return True
