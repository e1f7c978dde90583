"""Comments that people wrote into a draft with a word processor, each with the words it stands on.

Word, LibreOffice and other programs keep them alike: a list of comments, and marks in the text where each begins and ends.
Nothing of ours is looked for in the file, so that a draft may be saved by any program and its text may be moved.

Source: ECMA-376 part 1, 17.13.4 (comments), https://ecma-international.org/publications-and-standards/standards/ecma-376/
"""

from __future__ import annotations

import posixpath
import zipfile
from dataclasses import dataclass, field
from io import BytesIO

from workbench.errors import BadInput
from workbench.exchange.office_parts import OfficeFile, open_office, walk
from workbench.i18n import _, n_

__all__ = ["Comment", "Draft", "is_draft", "read_comments"]

_MAIN = "word/document.xml"
_MOST_COMMENTS = 2_000
_MOST_MARKED = 500
"""Characters of the words a comment is about; a longer mark is about the place where it begins."""
_FARTHEST = 60
"""Paragraphs looked back for what a comment is about."""
_GAPS = {"tab": "\t", "br": "\n", "cr": "\n"}


@dataclass(frozen=True, slots=True)
class Comment:
    """One comment.

    Attributes:
        number: In the order of the text, from 1.
        author, on: Who wrote it and when, YYYY-MM-DD; both may be empty.
        text: What it says.
        marked: The words it is about; empty where it stands at a place.
        around: What stands around it, nearest first: its paragraph, the rest of its table row, what comes before it up
            to the heading.
    """

    number: int
    author: str
    on: str
    text: str
    marked: str
    around: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """What came back; notes say what is in the file and was not read."""

    comments: tuple[Comment, ...] = ()
    notes: tuple[str, ...] = ()


def is_draft(content: bytes) -> bool:
    """Tell whether a file is a text document, whatever its name is."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            return any(name.lstrip("/").startswith("word/") for name in archive.namelist())
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError, ValueError):
        return False


def read_comments(content: bytes, name: str) -> Draft:
    """Return the comments of a DOCX file.

    Args:
        content: The file, after anybody worked on it in any program.
        name: What to call it in messages.

    Raises:
        BadInput: It is no DOCX file, damaged, sealed with a password, or far larger than any draft.
    """
    old = BadInput(
        _("{file} is an old or an encrypted document.").format(file=name),
        _("Save it as a DOCX file without a password."),
    )

    def damaged(error: Exception) -> BadInput:
        return BadInput(
            _("{file} is no DOCX file, or it is damaged: {why}.").format(file=name, why=error),
            _("Save it again as a DOCX file from the word processor."),
        )

    with open_office(content, name, old, damaged) as parts:
        return _read(parts)


def _read(parts: OfficeFile) -> Draft:
    main = parts.main(_MAIN)
    content = parts.part(main)
    if content is None:
        raise ValueError(_("there is no text in it"))
    links = dict(parts.links(main).values())
    said = _Said(parts.part(links.get("comments", posixpath.join(posixpath.dirname(main), "comments.xml"))) or b"")
    if len(said.found) > _MOST_COMMENTS:
        raise parts.too_large()
    body = _Body(content, frozenset(said.found))
    comments: list[Comment] = []
    for key in sorted(body.places, key=lambda one: body.places[one]):
        text = "\n".join(line for line in said.found[key].lines if line.strip()).strip()
        if text:
            one = said.found[key]
            marked = " ".join(body.marked.get(key, "").split())
            comments.append(Comment(len(comments) + 1, one.author, one.on, text, marked, body.around(body.places[key])))
    notes = []
    if body.changes:
        n = body.changes
        notes.append(n_("One tracked change is not read; only comments are.",
                        "{n} tracked changes are not read; only comments are.", n).format(n=n))  # fmt: skip
    return Draft(tuple(comments), tuple(notes))


@dataclass
class _Entry:
    author: str
    on: str
    lines: list[str] = field(default_factory=list)


class _Said:
    """What the comments say, by id."""

    def __init__(self, content: bytes) -> None:
        self.found: dict[str, _Entry] = {}
        self._now: _Entry | None = None
        self._in_text = False
        if content:
            walk(content, self._start, self._end, self._text)

    def _start(self, name: str, values: dict[str, str]) -> None:
        self._in_text = name == "t"
        if name == "comment":
            author = " ".join(values.get("author", "").split())
            self._now = self.found.setdefault(values.get("id", ""), _Entry(author, values.get("date", "")[:10]))
        elif self._now is not None and name == "p":
            self._now.lines.append("")
        elif name in _GAPS:
            self._add(_GAPS[name])

    def _end(self, name: str) -> None:
        self._in_text = False
        if name == "comment":
            self._now = None

    def _text(self, text: str) -> None:
        if self._in_text:
            self._add(text)

    def _add(self, text: str) -> None:
        if self._now is not None and self._now.lines:
            self._now.lines[-1] += text


@dataclass
class _Paragraph:
    row: int
    style: str = ""
    text: str = ""

    @property
    def is_heading(self) -> bool:
        return self.style.casefold().startswith(("heading", "title"))


class _Body:
    """The text with where comments stand.

    Attributes:
        places: Place of the paragraph in which a comment begins, by its id.
        marked: The beginning of the words between its marks.
        changes: How many tracked changes there are.
    """

    def __init__(self, content: bytes, known: frozenset[str]) -> None:
        self.places: dict[str, int] = {}
        self.marked: dict[str, str] = {}
        self.changes = 0
        self._known = known
        self._beside: dict[int, list[_Paragraph]] = {}
        self._paragraphs: list[_Paragraph] = []
        self._inside: list[int] = []  # paragraphs that are open: a text box stands inside one
        self._open: set[str] = set()
        self._rows: list[int] = []
        self._count = 0
        self._in_text = False
        walk(content, self._start, self._end, self._text)

    def _start(self, name: str, values: dict[str, str]) -> None:
        self._in_text = name == "t"
        key = values.get("id", "")
        if name == "p":
            self._inside.append(len(self._paragraphs))
            one = _Paragraph(self._rows[-1] if self._rows else 0)
            self._paragraphs.append(one)
            self._beside.setdefault(one.row, []).append(one)
        elif name == "tr":
            self._count += 1
            self._rows.append(self._count)
        elif name == "pStyle" and self._inside:
            self._paragraphs[self._inside[-1]].style = values.get("val", "")
        elif name in ("commentRangeStart", "commentReference") and key in self._known:
            # between two paragraphs the mark belongs to the one that follows
            self.places.setdefault(key, self._inside[-1] if self._inside else len(self._paragraphs))
            if name == "commentRangeStart":
                self._open.add(key)
        elif name == "commentRangeEnd":
            self._open.discard(key)
        elif name in ("ins", "del") and "author" in values:
            self.changes += 1
        elif name in _GAPS:
            self._add(_GAPS[name])

    def _end(self, name: str) -> None:
        self._in_text = False
        if name == "p" and self._inside:
            self._inside.pop()
            self._mark(" ")
        elif name == "tr" and self._rows:
            self._rows.pop()

    def _text(self, text: str) -> None:
        if self._in_text:
            self._add(text)

    def _add(self, text: str) -> None:
        if self._inside:
            self._paragraphs[self._inside[-1]].text += text
            self._mark(text)

    def _mark(self, text: str) -> None:
        for key in tuple(self._open):
            self.marked[key] = (self.marked.get(key, "") + text)[:_MOST_MARKED]
            if len(self.marked[key]) == _MOST_MARKED:
                self._open.discard(key)

    def around(self, place: int) -> tuple[str, ...]:
        """Return what stands around a place, nearest first."""
        if place >= len(self._paragraphs):
            return ()
        own = self._paragraphs[place]
        found = [own.text]
        if own.row:
            found += [one.text for one in self._beside[own.row][:_FARTHEST] if one is not own]
        for one in () if own.is_heading else reversed(self._paragraphs[max(0, place - _FARTHEST) : place]):
            found.append(one.text)
            if one.is_heading:
                break
        lines = (" ".join(text.split()) for text in found)
        return tuple(line for line in lines if line)
