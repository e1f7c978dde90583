"""Elements of a text document (WordprocessingML), made directly: fast for a thousand cells, and exact.

Source: ECMA-376 part 1, WordprocessingML, https://ecma-international.org/publications-and-standards/standards/ecma-376/
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from workbench.reports.writing import clean_text

__all__ = ["bookmarked", "cell", "element", "field", "link", "paragraph", "run", "table", "update_fields"]


def element(tag: str, **attributes: str | int) -> Any:
    """Return an element of the namespace w with attributes of it."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    made: Any = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), str(value))
    return made


def _with(tag: str, children: Iterable[Any], **attributes: str | int) -> Any:
    made = element(tag, **attributes)
    for child in children:
        made.append(child)
    return made


def run(text: str, *, bold: bool = False, colour: str = "", size: float = 0, style: str = "") -> Any:
    """Return a run of text; line breaks stay.

    Args:
        text: What it says; what no document can show is left out.
        bold: Heavier.
        colour: #rrggbb; that of the paragraph if empty.
        size: Of the text [pt]; that of the paragraph if 0.
        style: Id of a character style.
    """
    marks = []
    if style:
        marks.append(element("rStyle", val=style))
    if bold:
        marks.append(element("b"))
    if colour:
        marks.append(element("color", val=colour.lstrip("#")))
    if size:
        marks.append(element("sz", val=round(size * 2)))
    made = element("r")
    if marks:
        made.append(_with("rPr", marks))
    for place, line in enumerate(clean_text(text).split("\n")):
        if place:
            made.append(element("br"))
        for part, words in enumerate(line.split("\t")):
            if part:
                made.append(element("tab"))
            said = element("t")
            said.text = words
            said.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
            made.append(said)
    return made


def field(code: str, shown: str) -> list[Any]:
    """Return the runs of a field such as PAGE, with what stands there until a program works it out."""
    instruction = element("instrText")
    instruction.text = f" {code} "
    instruction.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return [
        _with("r", [element("fldChar", fldCharType="begin")]), _with("r", [instruction]),
        _with("r", [element("fldChar", fldCharType="separate")]), run(shown),
        _with("r", [element("fldChar", fldCharType="end")]),
    ]  # fmt: skip


def link(runs: Iterable[Any], *, anchor: str = "", relation: str = "") -> Any:
    """Return a link to a bookmark, or to an address by the id of its relation."""
    from docx.oxml.ns import qn

    made = _with("hyperlink", runs, history=1)
    if anchor:
        made.set(qn("w:anchor"), anchor)
    else:
        made.set(qn("r:id"), relation)
    return made


def bookmarked(name: str, number: int, inner: Iterable[Any]) -> list[Any]:
    """Return elements between the marks of a place that links lead to."""
    return [element("bookmarkStart", id=number, name=name), *inner, element("bookmarkEnd", id=number)]


def paragraph(inner: Iterable[Any], style: str = "", *, align: str = "", keep_next: bool = False) -> Any:
    """Return a paragraph.

    Args:
        inner: Runs, links, bookmarks.
        style: Id of its style.
        align: "right", "center"; as the style says if empty.
        keep_next: Stays on the page of what follows.
    """
    marks = []
    if style:
        marks.append(element("pStyle", val=style))
    if keep_next:
        marks.append(element("keepNext"))
    if align:
        marks.append(element("jc", val=align))
    return _with("p", [*([_with("pPr", marks)] if marks else []), *inner])


def cell(paragraphs: Sequence[Any], width: int) -> Any:
    """Return a cell of a table; width in twentieths of a point."""
    return _with("tc", [_with("tcPr", [element("tcW", w=width, type="dxa")]), *(paragraphs or [paragraph([])])])


def table(head: Sequence[Any], rows: Iterable[Sequence[Any]], widths: Sequence[int], *, title: str, style: str) -> Any:
    """Return a table whose first row is its head on every page.

    Args:
        head: Cells of the head; none for a table without one.
        rows: Cells of the other rows.
        widths: Of the columns, in twentieths of a point.
        title: What it lists, for those who cannot see it.
        style: Id of its style; no lines at all if empty.
    """
    look = element("tblLook", val="0420" if head else "0400", firstRow=1 if head else 0, lastRow=0, firstColumn=0,
                   lastColumn=0, noHBand=0, noVBand=1)  # fmt: skip
    settings = [
        *([element("tblStyle", val=style)] if style else []), element("tblW", w=sum(widths), type="dxa"), element("tblLayout", type="fixed"), look,
    ]  # fmt: skip
    if title:
        settings.append(element("tblCaption", val=clean_text(title)))
    grid = _with("tblGrid", [element("gridCol", w=width) for width in widths])
    made = _with("tbl", [_with("tblPr", settings), grid])
    if head:
        made.append(_with("tr", [_with("trPr", [element("cantSplit"), element("tblHeader")]), *head]))
    for row in rows:
        made.append(_with("tr", [_with("trPr", [element("cantSplit")]), *row]))
    return made


def update_fields(settings: Any) -> None:
    """Ask for the fields of a document to be worked out when it is opened; the schema wants it in one place."""
    from docx.oxml.ns import qn

    after = [qn(f"w:{name}") for name in ("hdrShapeDefaults", "footnotePr", "endnotePr", "compat", "docVars", "rsids")]
    following = next((one for one in settings if one.tag in after), None)
    wanted = element("updateFields", val="true")
    if following is None:
        settings.append(wanted)
    else:
        following.addprevious(wanted)
