"""The report as a Word document: styles, headings, contents, head rows, links and pictures with words; no office needed."""

from __future__ import annotations

import io
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any, ClassVar

from workbench.i18n import N_, _
from workbench.progress import Progress
from workbench.reports.brand import legible
from workbench.reports.content.model import Content, Facts, Kind, Section
from workbench.reports.office.properties import describe
from workbench.reports.office.word_blocks import WordBlocks
from workbench.reports.office.word_styles import CONTENTS, CONTENTS_PART, LEAD, QUIET, dress, set_language, set_page
from workbench.reports.office.word_xml import element, field, paragraph, run, update_fields
from workbench.reports.writing import EVERY_KIND, check_target, clean_text, put_file, settled_zip

__all__ = ["Docx"]

_LOGO_EMU, _LOGO_WIDEST_EMU = 460_000, 2_160_000
"""Height of the logo, and how wide it may be; 60 mm."""


class Docx:
    """A4, for people who go on writing: read-back drafts, board papers, appendices."""

    id: ClassVar[str] = "docx"
    title: ClassVar[str] = N_("Word")
    suffix: ClassVar[str] = ".docx"
    kinds: ClassVar[tuple[Kind, ...]] = EVERY_KIND

    def write(self, content: Content, target: Path, progress: Progress) -> Path:
        """Write the report; see Format.write."""
        check_target(target)
        steps = len(content.sections) + 2
        progress(0, steps, _("Writing chapters"))
        document, blocks = _begun(content)
        last = content.sections[-2:] if content.kind is Kind.SUMMARY else ()
        for done, section in enumerate(content.sections, 1):
            if section not in last:
                _section(blocks, section, 1)
            progress(done, steps, _("Writing chapters"))
        if last:
            blocks.beside([partial(_section, blocks, section, 1) for section in last])
        made = io.BytesIO()
        document.save(made)
        progress(steps - 1, steps, _("Writing the file"))
        with put_file(target) as part:
            part.write_bytes(settled_zip(made.getvalue()))
        progress(steps, steps)
        return target


def _begun(content: Content) -> tuple[Any, WordBlocks]:
    """Return a document with its title, and what writes the rest."""
    from docx import Document

    document: Any = Document()
    _without_thumbnail(document)
    section = document.sections[0]
    width = set_page(section, content.kind)
    brand = legible(content.brand)
    dress(document, brand, content.kind, width)
    set_language(document, content.language)
    describe(document.core_properties, content)
    _running(section, content)
    blocks = WordBlocks(document, content, width)
    _title(blocks, content)
    if content.kind is Kind.FULL:
        _contents(blocks, content)
        update_fields(document.settings.element)
    return document, blocks


def _without_thumbnail(document: Any) -> None:
    """Leave out the picture of an empty page that the library's template carries."""
    relations = document.part.package.rels
    for key in [key for key, one in relations.items() if one.reltype.endswith("/thumbnail")]:
        del relations[key]


def _title(blocks: WordBlocks, content: Content) -> None:
    labels = dict(content.labels)
    if content.brand.logo:
        blocks.image(content.brand.logo, None, _LOGO_EMU, labels["logo"], widest=_LOGO_WIDEST_EMU)
    named = "" if content.kind is Kind.FULL else f" · {labels[content.kind.value]}"
    blocks.add(
        paragraph([run(content.kicker + named)], QUIET),
        paragraph([run(content.title)], "Title"),
        paragraph([run(content.subtitle)], "Subtitle"),
    )
    if content.brand.cover:
        blocks.add(paragraph([run(content.brand.cover, bold=True)]))
    if content.lead:
        blocks.add(paragraph([run(content.lead)], LEAD))
    if content.kind is Kind.SUMMARY:
        codes = content.facts.codes
        shown = [f"{name}: {value}" for name, value in content.facts.pairs if name not in codes][:4]
        blocks.add(paragraph([run("   ·   ".join(shown))], QUIET))
    else:
        blocks.facts(Facts(content.facts.pairs))
    if content.notice and content.kind is not Kind.SUMMARY:
        blocks.add(paragraph([run(content.notice)], QUIET))


def _contents(blocks: WordBlocks, content: Content) -> None:
    """Write the contents: links with the numbers of their pages, which a word processor works out on opening.

    A TOC field is left alone by LibreOffice until somebody renews it; references to pages are not.
    """
    labels = dict(content.labels)
    entries: list[tuple[str, Section]] = []
    for section in content.sections:
        entries.append((CONTENTS, section))
        entries.extend((CONTENTS_PART, part) for part in section.sections)
    blocks.add(paragraph([_page_break()]), paragraph([run(labels["contents"], bold=True, size=16)]))
    for style, section in entries:
        blocks.add(paragraph(blocks.to_page(section.id, section.title), style))
    blocks.add(paragraph([_page_break()]))


def _page_break() -> Any:
    holder = element("r")
    holder.append(element("br", type="page"))
    return holder


def _section(blocks: WordBlocks, section: Section, level: int) -> None:
    blocks.heading(section.title, level, section.id)
    for block in section.blocks:
        blocks.block(block, level + 1, section.title)
    if section.notes:
        blocks.add(paragraph([run(blocks.label("notes"), bold=True)], QUIET, keep_next=True))
    for note in section.notes:
        blocks.add(paragraph([run(note)], QUIET))
    for part in section.sections:
        _section(blocks, part, level + 1)


def _running(section: Any, content: Content) -> None:
    """Write what stands at the head and at the foot of every page."""
    section.header.paragraphs[0].text = clean_text(f"{content.title} · {content.kicker}")
    foot = section.footer.paragraphs[0]._p
    for one in (run(f"{content.running}   ·   "), *_page_words(content)):
        foot.append(one)


def _page_words(content: Content) -> Iterator[Any]:
    """Yield "Page 2 of 9" with fields for both numbers, in the order the language wants."""
    rest = dict(content.labels)["page"]
    for name, code in (("{page}", "PAGE"), ("{pages}", "NUMPAGES")):
        before, found, rest = rest.partition(name)
        yield run(before)
        if found:
            yield from field(code, "1")
    yield run(rest)
