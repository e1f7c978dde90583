"""The report as PDF: tagged, PDF/UA-1, with contents and charts that have words; laid out by typst, without a network."""

from __future__ import annotations

import json
import re
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import Any, ClassVar

from workbench.errors import WorkbenchError
from workbench.figures import LIGHT
from workbench.figures.drawing import font_files, has_glyphs
from workbench.i18n import N_, _
from workbench.library.places import resources_dir
from workbench.progress import Progress, Silent
from workbench.reports.brand import legible
from workbench.reports.content.links import is_web_link
from workbench.reports.content.model import Cell, Content, Kind, Section, Table
from workbench.reports.pictures import picture_of, width_of
from workbench.reports.writing import EVERY_KIND, check_target, clean_text, put_file

__all__ = ["Pdf"]

_TEMPLATES = {
    Kind.FULL: "report.typ", Kind.SUMMARY: "one-page.typ", Kind.BOARD: "board.typ", Kind.REGISTER: "register.typ",
}  # fmt: skip
_UNPRINTED = {"draw", "key", "brand", "subject"}
"""What is for programs, and what stands beside the content."""
_LONG_WORD = re.compile(r"\S{26,}")
_JOINTS = re.compile(r"([/_\-.:?&=,;@])(?=\w)")
_LETTERS = re.compile(r"(\w{22})(?=\w)")


class Pdf:
    """A4, tagged, for printing and for screen readers."""

    id: ClassVar[str] = "pdf"
    title: ClassVar[str] = N_("PDF")
    suffix: ClassVar[str] = ".pdf"
    kinds: ClassVar[tuple[Kind, ...]] = EVERY_KIND

    def write(self, content: Content, target: Path, progress: Progress) -> Path:
        """Write the report; see Format.write."""
        check_target(target)
        charts = content.charts()
        steps = len(charts) + 3
        document = _compiled(_data(content, progress, steps), content.kind, format="pdf", pdf_standards=["ua-1"])
        progress(len(charts) + 2, steps, _("Writing the file"))
        with put_file(target) as part:
            part.write_bytes(bytes(document))
        progress(steps, steps)
        return target

    def preview(
        self, content: Content, sections: int = 2, *, pixels_per_inch: float = 110, progress: Progress | None = None
    ) -> tuple[bytes, ...]:
        """Return the first pages as PNG: of the full report the cover and the first sections, without their contents page.

        Of a register, which is long, the first rows of its first tables stand for all; the others are shown whole.
        """
        short = content
        if content.kind is Kind.FULL:
            short = replace(content, sections=content.sections[:sections])
        elif content.kind is Kind.REGISTER:
            short = replace(content, sections=tuple(_beginning(one) for one in content.sections[:3]))
        pages = _compiled(
            _data(short, progress or Silent(), len(short.charts()) + 1), content.kind, format="png", ppi=pixels_per_inch
        )
        found = tuple(bytes(page) for page in pages) if isinstance(pages, list) else (bytes(pages),)
        return found[:1] + found[2:] if content.kind is Kind.FULL else found


def _beginning(section: Section) -> Section:
    blocks = tuple(replace(one, rows=one.rows[:30]) if isinstance(one, Table) else one for one in section.blocks)
    return replace(section, blocks=blocks)


def _data(content: Content, progress: Progress, steps: int) -> str:
    """Everything the template needs, charts drawn."""
    pictures = {}
    charts = content.charts()
    for done, chart in enumerate(charts):
        progress(done, steps, _("Drawing charts"))
        pictures[chart.id] = picture_of(chart, content.kind)
    progress(len(charts), steps, _("Laying out pages"))
    colours = legible(content.brand)
    data = {
        "content": _plain(content),
        "brand": {"first": colours.first, "second": colours.second, "cover": clean_text(colours.cover)},
        "logo": list(content.brand.logo),
        "palette": {entry.name: getattr(LIGHT, entry.name) for entry in fields(LIGHT)},
        "pictures": pictures,
        "widths": {name: round(100 * width_of(svg), 1) for name, svg in pictures.items()},
    }
    return json.dumps(data, ensure_ascii=False)


def _compiled(data: str, kind: Kind, **how: Any) -> Any:
    import typst

    templates = resources_dir() / "templates"
    try:
        return typst.compile(
            templates / _TEMPLATES[kind], root=templates, font_paths=[*font_files()],
            ignore_system_fonts=has_glyphs(data), sys_inputs={"data": data}, **how,
        )  # fmt: skip
    except typst.TypstError as error:
        raise WorkbenchError(
            _("The PDF cannot be laid out."),
            _("Write the report as HTML, and send the details to the makers of the workbench."),
            (str(error),),
        ) from error


def _plain(value: Any) -> Any:
    """Turn content into JSON values: every block knows its kind, every text is clean and can break."""
    if isinstance(value, str):
        return _LONG_WORD.sub(_breakable, clean_text(value))
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    if isinstance(value, Table):
        value = value.on_paper()
    if is_dataclass(value) and not isinstance(value, type):
        entry: dict[str, Any] = {"kind": type(value).__name__}
        for each in fields(value):
            current = getattr(value, each.name)
            if each.name in ("link", "url"):
                entry[each.name] = current if current.startswith("#") or is_web_link(current) else ""
            elif each.name in ("id", "anchor", "mark"):
                entry[each.name] = current
            elif each.name not in _UNPRINTED and not (isinstance(value, Cell) and each.name == "value"):
                entry[each.name] = _plain(current)
        return entry
    return value


def _breakable(match: re.Match[str]) -> str:
    """Let a long word break: after joints, and wherever 22 letters have none."""
    return _LETTERS.sub("\\1\u200b", _JOINTS.sub("\\1\u200b", match[0]))
