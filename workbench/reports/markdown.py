"""The report as Markdown: for wikis, pull requests and diffs. Charts become their tables and a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

from workbench.i18n import N_
from workbench.progress import Progress
from workbench.reports.content.links import is_web_link
from workbench.reports.content.model import (
    Block,
    Bullets,
    Cell,
    Chart,
    Content,
    Facts,
    Kind,
    Numbers,
    Part,
    QuestionBlock,
    Section,
    Table,
    Text,
)
from workbench.reports.writing import EVERY_KIND, MARKS, check_target, clean_text, put_file

__all__ = ["Markdown"]

_ALWAYS = re.compile(r"([\\`*_\[\]<>|~$])")
_ENTITY = re.compile(r"&(?=#?\w+;)")
_AT_START = re.compile(r"^(\s*)(#{1,6}(?=\s|$)|[-+=](?=[-=\s]|$)|\d{1,9}(?=[.)](?:\s|$)))")
_ADDRESS = re.compile(r"(?i)\b(javascript|data|vbscript|file):")


class Markdown:
    """GitHub-flavoured Markdown, UTF-8."""

    id: ClassVar[str] = "md"
    title: ClassVar[str] = N_("Markdown")
    suffix: ClassVar[str] = ".md"
    kinds: ClassVar[tuple[Kind, ...]] = EVERY_KIND

    def write(self, content: Content, target: Path, progress: Progress) -> Path:
        """Write the report; see Format.write."""
        check_target(target)
        progress(0, 2)
        text = "\n".join(_document(content)).rstrip() + "\n"
        progress(1, 2)
        with put_file(target) as part:
            part.write_text(text, encoding="utf-8", newline="\n")
        progress(2, 2)
        return target


def _escaped(text: str, joint: str = " ") -> str:
    """Make a text mean itself; lines are joined, so that none starts a block."""
    lines = []
    for line in clean_text(text).split("\n"):
        line = _ALWAYS.sub(r"\\\1", line.strip())
        line = _ENTITY.sub(r"\\&", line)
        line = _ADDRESS.sub(r"\1\\:", line)
        lines.append(_AT_START.sub(_defused, line))
    return joint.join(line for line in lines if line)


def _defused(match: re.Match[str]) -> str:
    space, mark = match.groups()
    return f"{space}{mark}\\" if mark[0].isdigit() else f"{space}\\{mark}"


def _document(content: Content) -> Iterator[str]:
    yield f"# {_escaped(content.title)}"
    yield ""
    yield f"{_escaped(content.kicker)}: {_escaped(content.subtitle)}"
    yield ""
    if content.brand.cover:
        yield f"**{_escaped(content.brand.cover)}**"
        yield ""
    if content.lead:
        yield _escaped(content.lead, "  \n")
        yield ""
    yield from _facts(content.facts)
    if content.notice:
        yield f"> {_escaped(content.notice)}"
        yield ""
    labels = dict(content.labels)
    yield f"## {_escaped(labels.get('contents', ''))}"
    yield ""
    for section in content.sections:
        yield f"- [{_escaped(section.title)}](#{section.id})"
        for part in section.sections:
            yield f"  - [{_escaped(part.title)}](#{part.id})"
    yield ""
    for section in content.sections:
        yield from _section(section, 2)


def _section(section: Section, level: int) -> Iterator[str]:
    yield f'<a id="{section.id}"></a>'
    yield ""
    yield f"{'#' * level} {_escaped(section.title)}"
    yield ""
    for block in section.blocks:
        yield from _block(block, level + 1, section.title)
    for part in section.sections:
        yield from _section(part, level + 1)
    for note in section.notes:
        yield f"> {_escaped(note)}"
        yield ">"
    if section.notes:
        yield ""


def _block(block: Block, level: int, heading: str) -> Iterator[str]:
    if isinstance(block, Text):
        text = _escaped(block.text, "  \n")
        yield f"> {text}".replace("\n", "\n> ") if block.tone in ("quiet", "warning") else text
        yield ""
    elif isinstance(block, Bullets):
        if block.title:
            yield f"**{_escaped(block.title)}**"
            yield ""
        for item in block.items:
            quiet = f" – {_escaped(item.quiet)}" if item.quiet else ""
            yield f"- {_mark(item.mark)}{_escaped(item.text)}{quiet}"
        yield ""
    elif isinstance(block, Facts):
        yield from _facts(block)
    elif isinstance(block, Numbers):
        for number in block.items:
            yield f"- {_mark(number.mark)}**{_escaped(number.value)}** {_escaped(number.label)} {_escaped(number.base)}"
        yield ""
    elif isinstance(block, Table):
        yield from _table(block)
    elif isinstance(block, Chart):
        if block.title != heading:
            yield f"**{_escaped(block.title)}**"
            yield ""
        if block.data is not None:
            yield from _table(block.data)
        else:
            yield _escaped(block.alt)
            yield ""
    else:
        yield from _question(block, level)


def _facts(facts: Facts) -> Iterator[str]:
    for label, value in facts.pairs:
        shown = f"`{value}`" if label in facts.codes else _escaped(value)
        yield f"- **{_escaped(label)}:** {shown}"
    yield ""


def _mark(name: str) -> str:
    return f"{MARKS[name]} " if name else ""


def _table(table: Table) -> Iterator[str]:
    if table.title:
        yield f"**{_escaped(table.title)}**"
        yield ""
    yield "| " + " | ".join(_escaped(column.title) for column in table.columns) + " |"
    yield "|" + "|".join(" ---: " if column.is_number else " --- " for column in table.columns) + "|"
    for row in table.rows:
        yield "| " + " | ".join(_cell(cell) for cell in row) + " |"
    yield ""


def _cell(cell: Cell) -> str:
    text = _escaped(cell.text, "<br>")
    if cell.tone == "code" and cell.text:
        text = f"`{clean_text(cell.text)}`"
    elif cell.tone in ("strong", "warning") and text:
        text = f"**{text}**"
    if cell.link.startswith("#") or is_web_link(cell.link):
        text = f"[{text}](<{cell.link}>)"
    quiet = _escaped(cell.quiet, "<br>")
    return _mark(cell.mark) + "<br>".join(part for part in (text, quiet) if part)


def _question(block: QuestionBlock, level: int) -> Iterator[str]:
    yield f'<a id="{block.anchor}"></a>'
    yield ""
    yield f"{'#' * level} {_escaped(f'{block.code} {block.title}'.strip())}"
    yield ""
    yield f"{_mark(block.mark)}**{_escaped(block.risk)}** – {_escaped(block.answer)}"
    yield ""
    if block.practices is not None:
        yield from _table(block.practices)
    for part in block.parts:
        yield from _part(part)


def _part(part: Part) -> Iterator[str]:
    lines = [_escaped(line, "  \n  ") for line in part.lines if line]
    yield f"- **{_escaped(part.label)}:** " + "  \n  ".join(lines)
    yield ""
