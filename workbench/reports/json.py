"""The report as JSON for other programs: the same content, with keys that are the same in every language and release."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, ClassVar

from workbench.i18n import N_
from workbench.progress import Progress
from workbench.reports.content.model import (
    Block,
    Bullets,
    Cell,
    Chart,
    Content,
    Facts,
    Kind,
    Numbers,
    QuestionBlock,
    Section,
    Table,
    Text,
)
from workbench.reports.writing import EVERY_KIND, check_target, clean_text, put_file

__all__ = ["FORMAT", "Json", "plain_content"]

FORMAT = "wb-report/1"
"""Counts up when a key is taken away or means something else; new keys leave it as it is."""


class Json:
    """One JSON object, UTF-8; what its keys mean is in the guide."""

    id: ClassVar[str] = "json"
    title: ClassVar[str] = N_("JSON")
    suffix: ClassVar[str] = ".json"
    kinds: ClassVar[tuple[Kind, ...]] = EVERY_KIND

    def write(self, content: Content, target: Path, progress: Progress) -> Path:
        """Write the report; see Format.write."""
        check_target(target)
        progress(0, 2)
        text = json.dumps(plain_content(content), ensure_ascii=False, indent=1) + "\n"
        progress(1, 2)
        with put_file(target) as part:
            part.write_text(text, encoding="utf-8", newline="\n")
        progress(2, 2)
        return target


def plain_content(content: Content) -> dict[str, Any]:
    """Return a report as plain JSON values."""
    found: dict[str, Any] = _clean({
        "format": FORMAT,
        "kind": content.kind.value,
        "language": content.language,
        "created_on": content.created_on,
        "author": content.author,
        "subject": dict(content.subject),
        "title": content.title,
        "subtitle": content.subtitle,
        "lead": content.lead,
        "cover": content.brand.cover,
        "notice": content.notice,
        "facts": _facts(content.facts),
        "sections": [_section(one) for one in content.sections],
    })  # fmt: skip
    return found


def _clean(value: Any) -> Any:
    """Leave out of every text what no document can show."""
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, dict):
        return {key: _clean(each) for key, each in value.items()}
    return [_clean(each) for each in value] if isinstance(value, list) else value


def _section(section: Section) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "id": section.id,
        "title": section.title,
        "blocks": [_block(one) for one in section.blocks],
    }
    if section.sections:
        entry["sections"] = [_section(one) for one in section.sections]
    if section.notes:
        entry["notes"] = list(section.notes)
    return entry


def _block(block: Block) -> dict[str, Any]:
    if isinstance(block, Text):
        return {"type": "text", "tone": block.tone, "text": block.text}
    if isinstance(block, Bullets):
        items = [_lean({"text": one.text, "more": one.quiet, "mark": one.mark}) for one in block.items]
        return {"type": "list", "title": block.title, "items": items}
    if isinstance(block, Facts):
        return {"type": "facts", "pairs": _facts(block)}
    if isinstance(block, Numbers):
        items = [
            _lean({"value": one.value, "label": one.label, "base": one.base, "mark": one.mark}) for one in block.items
        ]
        return {"type": "numbers", "items": items}
    if isinstance(block, Table):
        return _table(block)
    if isinstance(block, Chart):
        entry = {"type": "chart", "id": block.id, "title": block.title, "alt": block.alt}
        return entry | ({"data": _table(block.data)} if block.data else {})
    return _question(block)


def _facts(facts: Facts) -> list[dict[str, str]]:
    return [{"label": label, "value": value} for label, value in facts.pairs]


def _table(table: Table) -> dict[str, Any]:
    return {
        "type": "table",
        "title": table.title,
        "columns": [{"key": column.key, "title": column.title} for column in table.columns],
        "rows": [
            {
                key: value
                for column, cell in zip(table.columns, row, strict=True)
                for key, value in _cell(column.key, cell)
            }
            for row in table.rows
        ],
    }


def _cell(key: str, cell: Cell) -> list[tuple[str, str | int]]:
    found: list[tuple[str, str | int]] = [(key, cell.text if cell.value is None else cell.value)]
    found += [(f"{key}_{name}", text) for name, text in (("more", cell.quiet), ("mark", cell.mark)) if text]
    return found + ([(f"{key}_link", cell.link)] if cell.link and cell.link != cell.text else [])


def _question(block: QuestionBlock) -> dict[str, Any]:
    parts = [{"label": part.label, "lines": [line for line in part.lines if line]} for part in block.parts]
    entry: dict[str, Any] = {
        "type": "question", "id": block.anchor, "code": block.code, "title": block.title, "risk": block.mark,
        "risk_words": block.risk, "answer": block.answer, "link": block.url, "parts": parts,
    }  # fmt: skip
    return entry | ({"practices": _table(block.practices)} if block.practices else {})


def _lean(entry: dict[str, str]) -> dict[str, str]:
    return {key: value for key, value in entry.items() if value}
