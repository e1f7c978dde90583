"""The nouns of a report: sections of blocks, every text already in the reader's language."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from workbench.i18n import N_

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from workbench.figures.architecture import Scene

__all__ = [
    "KIND_TITLES",
    "PLAIN",
    "Block",
    "Brand",
    "Bullet",
    "Bullets",
    "Cell",
    "Chart",
    "Column",
    "Content",
    "Facts",
    "Kind",
    "Number",
    "Numbers",
    "Part",
    "QuestionBlock",
    "Section",
    "Table",
    "Text",
]


class Kind(StrEnum):
    """Who a report is for; every kind is made of the same blocks."""

    SUMMARY = "summary"
    FULL = "full"
    BOARD = "board"
    REGISTER = "register"


KIND_TITLES = {
    Kind.SUMMARY: N_("One page"),
    Kind.FULL: N_("Full report"),
    Kind.BOARD: N_("Board deck"),
    Kind.REGISTER: N_("Register"),
}


@dataclass(frozen=True, slots=True)
class Brand:
    """What makes a report that of a company.

    Attributes:
        logo: A PNG or JPEG picture; none if empty.
        first, second: Colours, #rrggbb; those of the workbench if empty.
        cover: A line for the cover, such as who may read it.
    """

    logo: bytes = b""
    first: str = ""
    second: str = ""
    cover: str = ""


PLAIN = Brand()
"""The look of the workbench itself."""


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph.

    Attributes:
        tone: "plain", "quiet", "warning", or "lead" for the first words of a report.
    """

    text: str
    tone: str = "plain"


@dataclass(frozen=True, slots=True)
class Bullet:
    """One line of a list, with a mark before it if there is one."""

    text: str
    mark: str = ""
    quiet: str = ""


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list; the title says what it lists."""

    title: str
    items: tuple[Bullet, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """Pairs of label and value.

    Attributes:
        codes: Labels whose value is a hash or an id, set in a fixed width.
    """

    pairs: tuple[tuple[str, str], ...]
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Number:
    """One number with its base ("of 57 questions")."""

    value: str
    label: str
    base: str
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Numbers:
    """The few numbers to see first."""

    items: tuple[Number, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table.

    Attributes:
        share: Share of the width; 0 for as narrow as its content.
        is_number: Aligned to the right.
        key: What programs call it; the same in every language.
        is_detail: Left out on paper, where there is no room for it.
    """

    title: str
    share: float = 1.0
    is_number: bool = False
    key: str = ""
    is_detail: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell.

    Attributes:
        mark: Name of the mark before the text: a risk or the state of a practice.
        quiet: A second, quieter line.
        tone: "plain", "strong", "quiet", "warning" or "code".
        link: Address behind the text, http or https only.
        value: What programs read where the text is for people: a day (YYYY-MM-DD), a number, a word of the domain.
            None where the text is all there is.
    """

    text: str = ""
    mark: str = ""
    quiet: str = ""
    tone: str = "plain"
    link: str = ""
    value: str | int | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A table; an empty title where the heading above says what it lists."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def on_paper(self) -> Table:
        """Return the table without the columns that have no room on paper."""
        kept = [n for n, column in enumerate(self.columns) if not column.is_detail]
        if len(kept) == len(self.columns):
            return self
        return Table(
            self.title, tuple(self.columns[n] for n in kept), tuple(tuple(row[n] for n in kept) for row in self.rows)
        )


@dataclass(frozen=True)
class Chart:
    """A figure or an architecture of workbench.figures.

    Attributes:
        id: Unique in the report.
        title: The finding, one sentence.
        alt: What is to be seen, in words, for those who cannot see it.
        draw: Makes the matplotlib figure from a Palette, or the scene; called by formats that show pictures.
        data: The numbers that are drawn, to be read as a table.
        shows_data: The table stands below the picture; else only where somebody asks for it.
        is_beside: It stands beside another one of these, where there is room for both.
    """

    id: str
    title: str
    alt: str
    draw: Callable[..., Figure | Scene] = field(compare=False, repr=False)
    data: Table | None = None
    shows_data: bool = True
    is_beside: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """A labelled part of a question: why, notes, evidence, acceptance.

    Attributes:
        is_said: The text was typed by people of the review and keeps its line breaks.
    """

    label: str
    lines: tuple[str, ...]
    tone: str = "plain"
    is_said: bool = False


@dataclass(frozen=True, slots=True)
class QuestionBlock:
    """One question in full.

    Attributes:
        anchor: Unique in the report; lists point to it.
        answer: The answer in numbers ("4 of 7 practices in place, 1 partly").
        practices: State, practice, what was said; None where the lens has no practices.
    """

    anchor: str
    code: str
    title: str
    mark: str
    risk: str
    answer: str
    url: str
    practices: Table | None
    parts: tuple[Part, ...]


Block = Text | Bullets | Facts | Numbers | Table | Chart | QuestionBlock


@dataclass(frozen=True)
class Section:
    """A chapter of the report, or a part of one.

    Attributes:
        id: Unique in the report; the same on every day and in every language.
        notes: What the one who presents it may say; one paragraph each.
    """

    id: str
    title: str
    blocks: tuple[Block, ...] = ()
    sections: tuple[Section, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Content:
    """Everything a report says; the formats only lay it out.

    Attributes:
        kicker: What kind of document it is.
        title: The workload.
        subtitle: Lenses and date.
        lead: What the workload does.
        facts: The title page's facts.
        notice: How to read the numbers.
        language: Code such as "en".
        running: Short words for the foot of every page.
        labels: The few words that layouts add: "contents", "page", "skip".
        created_on: YYYY-MM-DD.
        kind: Who it is for.
        brand: Logo, colours and cover line.
        subject: What it is about, for programs: keys are the same in every language.
    """

    kicker: str
    title: str
    subtitle: str
    lead: str
    facts: Facts
    notice: str
    running: str
    sections: tuple[Section, ...]
    labels: tuple[tuple[str, str], ...] = ()
    language: str = "en"
    created_on: str = ""
    author: str = ""
    kind: Kind = Kind.FULL
    brand: Brand = PLAIN
    subject: tuple[tuple[str, str | int], ...] = ()

    def all_sections(self) -> Iterator[Section]:
        """Yield every section and its parts, in order."""
        for section in self.sections:
            yield section
            yield from section.sections

    def section(self, section_id: str) -> Section | None:
        """Return a section by id, or None."""
        return next((one for one in self.all_sections() if one.id == section_id), None)

    def charts(self) -> tuple[Chart, ...]:
        """Return every chart, in order."""
        return tuple(block for one in self.all_sections() for block in one.blocks if isinstance(block, Chart))
