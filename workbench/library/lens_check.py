"""Checks a lens against the WA Tool's format: every limit and character rule, each breach with its place.

What the rules of a question do over all combinations of choices is checked by `analyses/lens_lint.py`.
Source: see `lens_rules.py`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Any

from workbench.domain.rules import Default, names_in, parse_condition
from workbench.errors import BadInput
from workbench.i18n import _
from workbench.library.lens_format import EXTENSION_KEYS
from workbench.library.lens_json import Path, PlacedJson, path_text
from workbench.library.lens_rules import RULES, Finding

__all__ = ["MOST_CHARACTERS", "RISKS", "check_lens"]

MOST_CHARACTERS = 500_000
RISKS = ("HIGH_RISK", "MEDIUM_RISK", "NO_RISK")
_MOST_FINDINGS = 2_000
_KEYS = {
    "lens": ("schemaVersion", "name", "description", "pillars"),
    "pillar": ("id", "name", "questions"),
    "question": ("id", "title", "description", "helpfulResource", "choices", "riskRules"),
    "choice": ("id", "title", "helpfulResource", "improvementPlan", "additionalResources"),
    "resource": ("displayText", "url"),
    "additional": ("type", "content"),
    "rule": ("condition", "risk"),
}
_PLAIN = re.compile(r"[A-Za-z0-9 \r\n\-_.,:/()@!&#+'?’]*")
_ID = re.compile(r"[A-Za-z0-9_]*")
_LONG_TEXT, _SHORT_TEXT, _API_TEXT, _API_HELP, _API_ID = 2048, 128, 1024, 64, 64
_TYPES = ("HELPFUL_RESOURCE", "IMPROVEMENT_PLAN")
_LIKE_NONE = re.compile(r"\s*none of (these|the above)\b", re.IGNORECASE)
_SHOWN = 60


def check_lens(json: PlacedJson) -> list[Finding]:
    """Return everything that AWS would refuse or that deserves a look, in the order of the file.

    Args:
        json: What the reader gave; its value must be an object. Slips it read over are not repeated here.

    Returns:
        At most some 2,000 findings; the last one then says that there are more.
    """
    return _Check(json).all()


class _Full(Exception):  # noqa: N818 - no failure: the list is long enough
    pass


class _Check:
    def __init__(self, json: PlacedJson) -> None:
        self.json = json
        self.ours = "alias" in json.value
        self.found: list[Finding] = []

    def note(self, rule: str, path: Path, text: str) -> None:
        line, column = self.json.place(path)
        if len(self.found) >= _MOST_FINDINGS:
            said = _("There are more findings than the {n} listed.").format(n=f"{_MOST_FINDINGS:,}")
            self.found.append(Finding("too-many-findings", "$", 1, 1, said))
            raise _Full
        self.found.append(Finding(rule, path_text(path), line, column, text))

    def all(self) -> list[Finding]:
        try:
            self.lens(self.json.value)
        except _Full:
            pass
        return self.found

    # -- parts ---------------------------------------------------------------------------------

    def lens(self, lens: dict[str, Any]) -> None:
        size = len(self.json.text)
        if size > MOST_CHARACTERS:
            self.note("file-size", (), _("The file has {n} characters; AWS takes 500,000.").format(n=f"{size:,}"))
        self.keys(lens, "lens", ())
        if lens.get("schemaVersion") != "2021-11-01":
            self.note("schema-version", ("schemaVersion",), _('schemaVersion is {value}; it must be "2021-11-01".').format(
                value=_quoted(lens.get("schemaVersion"))))  # fmt: skip
        self.text(lens, "name", (), "lens-name", _SHORT_TEXT)
        self.text(lens, "description", (), "lens-description", _LONG_TEXT)
        pillar_ids: dict[str, Path] = {}
        question_ids: dict[str, Path] = {}
        for path, pillar in self.entries(lens, "pillars", (), "pillar-count", 10):
            self.keys(pillar, "pillar", path)
            self.id(pillar, path, "pillar-id", pillar_ids)
            self.text(pillar, "name", path, "pillar-name", _SHORT_TEXT)
            for at, question in self.entries(pillar, "questions", path, "question-count", 20):
                self.question(question, at, question_ids)

    def question(self, question: dict[str, Any], path: Path, known: dict[str, Path]) -> None:
        self.keys(question, "question", path)
        self.id(question, path, "question-id", known)
        self.text(question, "title", path, "question-title", _SHORT_TEXT)
        self.text(question, "description", path, "question-description", _LONG_TEXT)
        self.resource(question, "helpfulResource", path, "question-help", 2048)
        ids: dict[str, Path] = {}
        for at, choice in self.entries(question, "choices", path, "choice-count", 15):
            self.choice(choice, at, ids)
        nones = [each for each in ids if each.endswith("_no")]
        if ids and not nones:
            self.note("none-choice-missing", (*path, "choices"), _("No choice has an id that ends in _no."))
        for each in nones[1:]:
            self.note("none-choice-several", (*ids[each], "id"), _("{id} is a second None of these.").format(id=each))
        self.rules(question, path, set(ids))

    def choice(self, choice: dict[str, Any], path: Path, known: dict[str, Path]) -> None:
        self.keys(choice, "choice", path)
        choice_id = self.id(choice, path, "choice-id", known)
        title = self.text(choice, "title", path, "choice-title", _SHORT_TEXT)
        is_none = choice_id.endswith("_no")
        if choice_id and not is_none and _LIKE_NONE.match(title):
            self.note("none-choice-id", (*path, "id"), _('"{title}" has the id {id}.').format(
                title=_short(title.strip()), id=_short(choice_id)))  # fmt: skip
        self.resource(choice, "helpfulResource", path, "choice-help", 1024)
        if choice.get("improvementPlan") is None and not is_none:
            self.note("improvement-plan-missing", (*path, "improvementPlan"), _("The choice has no improvementPlan."))
        self.resource(choice, "improvementPlan", path, "improvement-plan", 1024, is_needed=not is_none)
        seen: set[str] = set()
        for at, more in self.entries(choice, "additionalResources", path, "additional-resource-count", 2, least=0):
            self.keys(more, "additional", at)
            kind = more.get("type")
            if kind not in _TYPES or kind in seen:
                said = (
                    _("The type {value} is given twice.") if kind in _TYPES else _("{value} is no type of resources.")
                )
                self.note("additional-resource-type", (*at, "type"), said.format(value=_quoted(kind)))
            if isinstance(kind, str):
                seen.add(kind)
            items = self.entries(more, "content", at, "additional-resource-count", 5)
            for item_at, item in items:
                self.content(item, item_at, "additional-resource", 1024)

    def rules(self, question: dict[str, Any], path: Path, ids: set[str]) -> None:
        risks: set[str] = set()
        conditions: list[tuple[Path, str]] = []
        for at, rule in self.entries(question, "riskRules", path, "rule-count", 3):
            self.keys(rule, "rule", at)
            risk = rule.get("risk")
            if risk not in RISKS:
                self.note("rule-risk", (*at, "risk"), _("{value} is no risk.").format(value=_quoted(risk)))
            elif risk in risks:
                self.note(
                    "rule-risk-duplicate", (*at, "risk"), _("There is a rule for {risk} already.").format(risk=risk)
                )
            else:
                risks.add(risk)
            condition = rule.get("condition")
            if isinstance(condition, str) and condition.strip():
                conditions.append((at, condition))
                self.condition((*at, "condition"), condition, ids)
            else:
                self.note("rule-condition-missing", (*at, "condition"), _("The rule has no condition."))
        defaults = [number for number, (_at, text) in enumerate(conditions) if text.strip() == "default"]
        if conditions and not defaults:
            self.note("rule-default-missing", (*path, "riskRules"), _("No rule has the condition default."))
        for number in defaults:
            if number < len(conditions) - 1:
                self.note(
                    "rule-default-place", (*conditions[number][0], "condition"), _("default is not the last rule.")
                )

    def condition(self, path: Path, condition: str, ids: set[str]) -> None:
        try:
            parsed = parse_condition(condition)
        except BadInput as error:
            self.note("rule-syntax", path, error.message)
            return
        if isinstance(parsed, Default):
            return
        for name in names_in(parsed):
            if name not in ids:
                self.note("rule-unknown-choice", path, _("The rule names {id}, which is no choice of the question.").format(
                    id=_short(name)))  # fmt: skip

    # -- values --------------------------------------------------------------------------------

    def keys(self, entry: dict[str, Any], kind: str, path: Path) -> None:
        known = _KEYS[kind]
        ours = EXTENSION_KEYS.get(kind, ()) if self.ours else ()
        for key in entry:
            if key not in known and key not in ours:
                near = next((one for one in known if one.lower() == key.strip().lower()), "")
                said = _('The format has no key "{key}" here.').format(key=_short(key))
                self.note(
                    "unknown-key",
                    (*path, key),
                    said + (" " + _('Is "{near}" meant?').format(near=near) if near else ""),
                )

    def entries(
        self, entry: dict[str, Any], key: str, path: Path, rule: str, most: int, least: int = 1
    ) -> Iterator[tuple[Path, dict[str, Any]]]:
        """Yield the objects of a list with their paths; note a wrong number and what is no object."""
        value = entry.get(key)
        at = (*path, key)
        if value is None and not least:
            return
        if value is not None and not isinstance(value, list):
            self.note("wrong-type", at, _("{key} is no list.").format(key=key))
            return
        size = len(value or ())
        if not least <= size <= most:
            said = _("{key} has {n} entries; it must have {least} to {most}.")
            self.note(rule, at, said.format(key=key, n=f"{size:,}", least=least, most=most))
        for number, each in enumerate(value or ()):
            if isinstance(each, dict):
                yield (*at, number), each
            else:
                self.note("wrong-type", (*at, number), _("{value} is no object.").format(value=_quoted(each)))

    def id(self, entry: dict[str, Any], path: Path, rule: str, known: dict[str, Path]) -> str:
        value = entry.get("id")
        at = (*path, "id")
        if value is not None and not isinstance(value, str):
            self.note("wrong-type", at, _("{value} is no text.").format(value=_quoted(value)))
            return ""
        if not value:
            self.note(f"{rule}-missing", at, _("It has no id."))
            return ""
        said = _("The id {id} has {n} characters.").format(id=_short(value), n=f"{len(value):,}")
        if not 3 <= len(value) <= _SHORT_TEXT:
            self.note(f"{rule}-length", at, said)
        elif len(value) > _API_ID:
            self.note(f"{rule}-long", at, said)
        if not _ID.fullmatch(value):
            signs = _signs(sign for sign in value if not _ID.fullmatch(sign))
            self.note(f"{rule}-characters", at, _("The id {id} holds {signs}.").format(id=_short(value), signs=signs))
        if value in known:
            line, _column = self.json.place((*known[value], "id"))
            self.note(
                f"{rule}-duplicate", at, _("The id {id} is taken in line {line}.").format(id=_short(value), line=line)
            )
        else:
            known[value] = path
        return value

    def text(self, entry: dict[str, Any], key: str, path: Path, rule: str, most: int) -> str:
        value = entry.get(key)
        at = (*path, key)
        if value is not None and not isinstance(value, str):
            self.note("wrong-type", at, _("{value} is no text.").format(value=_quoted(value)))
            return ""
        if value is None or not value.strip():
            self.note(f"{rule}-missing", at, _("There is no {key}.").format(key=key))
            return ""
        size = len(value)
        if size > most:
            said = _("{key} has {n} characters; at most {most} are allowed.")
            self.note(f"{rule}-length", at, said.format(key=key, n=f"{size:,}", most=f"{most:,}"))
        elif size > _API_TEXT:
            self.note(f"{rule}-long", at, _("{key} has {n} characters.").format(key=key, n=f"{size:,}"))
        if not _PLAIN.fullmatch(value):
            odd = [sign for sign in value if not _PLAIN.fullmatch(sign)]
            foreign = [sign for sign in odd if ord(sign) > 127 and unicodedata.category(sign)[0] in "LMN"]
            others = [sign for sign in odd if sign not in foreign]
            if others:
                said = _("{key} holds {signs}, which AWS does not accept here.")
                self.note(f"{rule}-characters", at, said.format(key=key, signs=_signs(others)))
            if foreign:
                self.note(f"{rule}-ascii", at, _("{key} holds {signs}.").format(key=key, signs=_signs(foreign)))
        return value

    def resource(
        self, entry: dict[str, Any], key: str, path: Path, rule: str, longest_url: int, is_needed: bool = False
    ) -> None:
        value = entry.get(key)
        if value is None:
            return
        if isinstance(value, dict):
            self.content(value, (*path, key), rule, longest_url, is_needed)
        else:
            self.note("wrong-type", (*path, key), _("{value} is no object.").format(value=_quoted(value)))

    def content(self, entry: dict[str, Any], path: Path, rule: str, longest_url: int, is_needed: bool = False) -> None:
        self.keys(entry, "resource", path)
        for key in ("displayText", "url"):
            if entry.get(key) is not None and not isinstance(entry[key], str):
                self.note("wrong-type", (*path, key), _("{value} is no text.").format(value=_quoted(entry[key])))
        text = entry["displayText"] if isinstance(entry.get("displayText"), str) else ""
        url = entry["url"] if isinstance(entry.get("url"), str) else None
        if not text.strip():
            if url or is_needed:
                self.note(f"{rule}-text-missing", (*path, "displayText"), _("There is no displayText."))
            else:
                self.note(f"{rule}-empty", path, _("It holds neither text nor address."))
        size = len(text)
        if size > _LONG_TEXT:
            said = _("displayText has {n} characters; at most 2,048 are allowed.")
            self.note(f"{rule}-length", (*path, "displayText"), said.format(n=f"{size:,}"))
        elif size > _API_HELP and f"{rule}-long" in RULES:
            self.note(
                f"{rule}-long", (*path, "displayText"), _("displayText has {n} characters.").format(n=f"{size:,}")
            )
        if url is not None:
            self.url(url, (*path, "url"), rule, longest_url)

    def url(self, url: str, path: Path, rule: str, longest: int) -> None:
        if not url.strip():
            self.note(f"{rule}-url-empty", path, _("The url is empty."))
            return
        if re.search(r"\s", url):
            self.note(f"{rule}-url-space", path, _("The url holds white space."))
        if not url.startswith(("http://", "https://")):
            self.note(
                f"{rule}-url",
                path,
                _("The url {url} begins with neither http:// nor https://.").format(url=_quoted(url)),
            )
        if len(url) > longest:
            said = _("The url has {n} characters; at most {most} are allowed.")
            self.note(f"{rule}-url-length", path, said.format(n=f"{len(url):,}", most=f"{longest:,}"))


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else text[:_SHOWN] + "..."


def _quoted(value: object) -> str:
    if value is None:
        return _("nothing")
    if isinstance(value, dict | list):
        return _("an object") if isinstance(value, dict) else _("a list")
    return f'"{_short(value)}"' if isinstance(value, str) else _short(repr(value))


def _signs(signs: Iterator[str] | list[str]) -> str:
    """Return the signs, each once, in the order they come; those without a picture by their number."""
    found = list(dict.fromkeys(signs))
    shown = [sign if sign.isprintable() and not sign.isspace() else f"U+{ord(sign):04X}" for sign in found[:10]]
    return " ".join(shown) + (" ..." if len(found) > 10 else "")
