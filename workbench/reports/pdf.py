"""The report as PDF: tagged, PDF/UA-1, with contents and charts that have words; laid out by typst, without a network."""

from __future__ import annotations

import json
import re
from dataclasses import fields, is_dataclass, replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any, ClassVar

from workbench.errors import WorkbenchError
from workbench.figures import LIGHT, svg_of
from workbench.i18n import N_, _
from workbench.library.places import resources_dir
from workbench.progress import Progress, Silent
from workbench.reports.content.model import Chart, Content
from workbench.reports.writing import check_target, clean_text, is_web_link, put_file

__all__ = ["Pdf"]

_LONG_WORD = re.compile(r"\S{26,}")
_JOINTS = re.compile(r"([/_\-.:?&=,;@])(?=\w)")
_LETTERS = re.compile(r"(\w{22})(?=\w)")
_OUR_SCRIPTS = re.compile("[\x00-\u058f\u1e00-\u2bff\ufb00-\ufb06]*")
"""What the fonts we carry can write: Latin, Greek, Cyrillic, signs. For the rest the computer's fonts are asked."""


class Pdf:
    """A4, tagged, for printing and for screen readers."""

    id: ClassVar[str] = "pdf"
    title: ClassVar[str] = N_("PDF")
    suffix: ClassVar[str] = ".pdf"

    def write(self, content: Content, target: Path, progress: Progress) -> Path:
        """Write the report; see Format.write."""
        check_target(target)
        charts = content.charts()
        steps = len(charts) + 3
        document = _compiled(_data(content, progress, steps), format="pdf", pdf_standards=["ua-1"])
        progress(len(charts) + 2, steps, _("Writing the file"))
        with put_file(target) as part:
            part.write_bytes(bytes(document))
        progress(steps, steps)
        return target

    def preview(self, content: Content, sections: int = 2, *, pixels_per_inch: float = 110) -> tuple[bytes, ...]:
        """Return the cover and the first sections as PNG pages; the contents page is left out, for it would be short."""
        short = replace(content, sections=content.sections[:sections])
        pages = _compiled(_data(short, Silent(), 1), format="png", ppi=pixels_per_inch)
        found = tuple(bytes(page) for page in pages) if isinstance(pages, list) else (bytes(pages),)
        return found[:1] + found[2:]


def _data(content: Content, progress: Progress, steps: int) -> str:
    """Everything the template needs, charts drawn."""
    pictures = {}
    charts = content.charts()
    for done, chart in enumerate(charts):
        progress(done, steps, _("Drawing charts"))
        pictures[chart.id] = svg_of(chart.draw(palette=LIGHT))
    progress(len(charts), steps, _("Laying out pages"))
    data = {
        "content": _plain(content),
        "palette": {entry.name: getattr(LIGHT, entry.name) for entry in fields(LIGHT)},
        "pictures": pictures,
    }
    return json.dumps(data, ensure_ascii=False)


def _compiled(data: str, **how: Any) -> Any:
    import typst

    templates = resources_dir() / "templates"
    try:
        return typst.compile(
            templates / "report.typ", root=templates, font_paths=[_fonts()],
            ignore_system_fonts=_OUR_SCRIPTS.fullmatch(data) is not None, sys_inputs={"data": data}, **how,
        )  # fmt: skip
    except typst.TypstError as error:
        raise WorkbenchError(
            _("The PDF cannot be laid out."),
            _("Write the report as HTML, and send the details to the makers of the workbench."),
            (str(error),),
        ) from error


def _fonts() -> Path:
    """Folder of DejaVu Sans, which matplotlib carries; found without importing matplotlib."""
    spec = find_spec("matplotlib")
    if spec is None or spec.origin is None:
        raise WorkbenchError(_("The fonts of this installation are missing."), _("Install the workbench again."))
    return Path(spec.origin).parent / "mpl-data" / "fonts" / "ttf"


def _plain(value: Any) -> Any:
    """Turn content into JSON values: every block knows its kind, every text is clean and can break."""
    if isinstance(value, str):
        return _LONG_WORD.sub(_breakable, clean_text(value))
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    if is_dataclass(value) and not isinstance(value, type):
        entry: dict[str, Any] = {"kind": type(value).__name__}
        for each in fields(value):
            current = getattr(value, each.name)
            if each.name in ("link", "url"):
                entry[each.name] = current if current.startswith("#") or is_web_link(current) else ""
            elif each.name in ("id", "anchor", "mark"):
                entry[each.name] = current
            elif not (isinstance(value, Chart) and each.name == "draw"):
                entry[each.name] = _plain(current)
        return entry
    return value


def _breakable(match: re.Match[str]) -> str:
    """Let a long word break: after joints, and wherever 22 letters have none."""
    return _LETTERS.sub("\\1\u200b", _JOINTS.sub("\\1\u200b", match[0]))
