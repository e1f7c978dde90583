"""The report as Markdown: for wikis, pull requests and diffs; pictures in a folder beside it, their numbers in the text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import ClassVar

from workbench.errors import WorkbenchError
from workbench.i18n import N_, _
from workbench.progress import Progress
from workbench.reports.content.links import is_web_link
from workbench.reports.content.masking import masked_text
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
from workbench.reports.pictures import picture_of
from workbench.reports.writing import EVERY_KIND, MARKS, check_target, clean_text, file_name_of, put_file

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
        charts = content.charts()
        folder = target.with_name(f"{target.stem}_files")
        names = _names(charts)
        text = "\n".join(_document(content, {key: f"{folder.name}/{name}" for key, name in names.items()}))
        outdated = _pictures_of(target, folder.name) - set(names.values())
        pictures = {}
        for done, chart in enumerate(charts):
            progress(done, len(charts) + 1, _("Drawing charts"))
            pictures[names[chart.id]] = clean_text(picture_of(chart, content.kind))
        progress(len(charts), len(charts) + 1, _("Writing the file"))
        if charts:
            _make(folder)
        for name, picture in pictures.items():
            with put_file(folder / name) as part:
                part.write_text(picture, encoding="utf-8", newline="\n")
        with put_file(target) as part:
            part.write_text(text.rstrip() + "\n", encoding="utf-8", newline="\n")
        for name in outdated:
            with suppress(OSError):
                (folder / name).unlink(missing_ok=True)
        progress(len(charts) + 1, len(charts) + 1)
        return target


def _names(charts: tuple[Chart, ...]) -> dict[str, str]:
    """Return a file name for each picture: of its id, which may hold what people call a lens, and never an account."""
    found: dict[str, str] = {}
    for chart in charts:
        name = plain = re.sub(r"[^\w.-]+", "-", file_name_of(masked_text(chart.id)))
        taken, n = set(found.values()), 1
        while f"{name}.svg" in taken:
            n += 1
            name = f"{plain}-{n}"
        found[chart.id] = f"{name}.svg"
    return found


def _make(folder: Path) -> None:
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise WorkbenchError(
            _("The folder {folder} for the pictures cannot be made: {why}.").format(
                folder=folder, why=error.strerror or error
            ),
            _("Choose another name or folder for the report."),
        ) from error


def _pictures_of(target: Path, folder: str) -> set[str]:
    """Names of the pictures that a report which is replaced shows; they may say what the new one leaves out."""
    try:
        known = target.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return set()
    return set(re.findall(rf"\]\(<{re.escape(folder)}/([\w.-]+\.svg)>\)", known))


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


_Pictures = Mapping[str, str]
"""Where the picture of each chart is, seen from the report."""


def _document(content: Content, pictures: _Pictures) -> Iterator[str]:
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
        yield from _section(section, 2, pictures)


def _section(section: Section, level: int, pictures: _Pictures) -> Iterator[str]:
    yield f'<a id="{section.id}"></a>'
    yield ""
    yield f"{'#' * level} {_escaped(section.title)}"
    yield ""
    for block in section.blocks:
        yield from _block(block, level + 1, section.title, pictures)
    for part in section.sections:
        yield from _section(part, level + 1, pictures)
    for note in section.notes:
        yield f"> {_escaped(note)}"
        yield ">"
    if section.notes:
        yield ""


def _block(block: Block, level: int, heading: str, pictures: _Pictures) -> Iterator[str]:
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
        yield f"![{_escaped(block.alt)}](<{pictures[block.id]}>)"
        yield ""
        if block.data is not None:
            yield from _table(block.data)
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
