"""The report as one HTML file: nothing is loaded from elsewhere, light and dark, made to print too."""

from __future__ import annotations

import base64
import re
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from workbench.figures import DARK, LIGHT, Palette
from workbench.i18n import N_, _
from workbench.library.places import resources_dir
from workbench.progress import Progress
from workbench.reports.brand import legible, picture_type
from workbench.reports.content.links import is_web_link
from workbench.reports.content.model import Chart, Content, Kind
from workbench.reports.pictures import picture_of
from workbench.reports.writing import EVERY_KIND, check_target, clean_text, put_file

if TYPE_CHECKING:
    from markupsafe import Markup

__all__ = ["Html"]


class Html:
    """One file for mail, wiki and browser."""

    id: ClassVar[str] = "html"
    title: ClassVar[str] = N_("HTML")
    suffix: ClassVar[str] = ".html"
    kinds: ClassVar[tuple[Kind, ...]] = EVERY_KIND

    def write(self, content: Content, target: Path, progress: Progress) -> Path:
        """Write the report; see Format.write."""
        check_target(target)
        charts = content.charts()
        steps = len(charts) + 2
        pictures: dict[str, Markup] = {}
        for done, chart in enumerate(charts):
            progress(done, steps, _("Drawing charts"))
            pictures[chart.id] = _inline(chart)
        progress(len(charts), steps, _("Writing the file"))
        text = _rendered(content, pictures)
        with put_file(target) as part:
            part.write_text(text, encoding="utf-8", newline="\n")
        progress(steps, steps)
        return target


def _rendered(content: Content, pictures: dict[str, Markup]) -> str:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(resources_dir() / "templates"), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True,
        finalize=lambda value: clean_text(value) if type(value) is str else value,
    )  # fmt: skip
    environment.filters["safe_link"] = lambda link: link if link.startswith("#") or is_web_link(link) else ""
    environment.filters["kind"] = lambda block: type(block).__name__
    colours = legible(content.brand)
    light = _variables(LIGHT) | {"accent": colours.first}
    return environment.get_template("report.html").render(
        content=content, labels=dict(content.labels), pictures=pictures, light=light, dark=_variables(DARK),
        logo=_as_address(content.brand.logo),
    )  # fmt: skip


def _as_address(logo: bytes) -> str:
    if not logo:
        return ""
    return f"data:{picture_type(logo)};base64,{base64.b64encode(logo).decode()}"


def _variables(palette: Palette) -> dict[str, str]:
    return {entry.name.replace("_", "-"): getattr(palette, entry.name) for entry in fields(palette)}


def _inline(chart: Chart) -> Markup:
    """The chart as an element of the page: own ids, colours from the page, words for those who cannot see it."""
    from markupsafe import Markup, escape

    text = picture_of(chart)
    text = re.sub(r"<style.*?</style>", "", text, flags=re.DOTALL)
    text = re.sub(r'\bid="([^"]+)"', rf'id="{chart.id}-\1"', text)
    text = re.sub(r"url\(#([^)]+)\)", rf"url(#{chart.id}-\1)", text)
    text = re.sub(r'href="#([^"]+)"', rf'href="#{chart.id}-\1"', text)
    for entry in fields(LIGHT):
        text = text.replace(getattr(LIGHT, entry.name), f"var(--{entry.name.replace('_', '-')})")
    text = re.sub(r'<svg[^>]*viewBox="([^"]+)"[^>]*>', rf'<svg viewBox="\1" role="img" aria-label="{escape(chart.alt)}" '
                  'stroke-linejoin="round" xmlns:xlink="http://www.w3.org/1999/xlink">', text, count=1)  # fmt: skip
    return Markup(text)  # made by matplotlib or our own writer, which escape the texts in it
