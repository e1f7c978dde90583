"""What helps to run a question in the room, what a practice means, and what AWS itself calls both."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from workbench.domain.lens import Aspect, Choice, Lens, Question
from workbench.i18n import _
from workbench.store.queries.official import OfficialText
from workbench.ui.days import day_text
from workbench.ui.theme import theme
from workbench.ui.widgets.guide_text import Block, GuideText
from workbench.ui.widgets.labels import LinkLabel

__all__ = ["GuidePanel", "official_blocks", "practice_blocks", "practice_links", "room_blocks"]

Links = Sequence[tuple[str, str]]
"""Text and address, in order."""


class GuidePanel(QWidget):
    """Guidance with links below it."""

    link_asked = Signal(str)
    """An address; UI thread."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.text = GuideText()
        self.links: list[LinkLabel] = []
        self._column = QVBoxLayout(self)
        theme().space(self._column, 6)
        self._column.addWidget(self.text)

    def show_guide(self, blocks: Sequence[Block], links: Links = ()) -> None:
        """Show text and links; an address is shown once."""
        self.text.show_blocks(blocks)
        wanted = {address: words for words, address in reversed(links) if address}
        while len(self.links) < len(wanted):
            link = LinkLabel()
            link.setWordWrap(True)
            link.setMinimumWidth(1)
            link.opened.connect(self.link_asked)
            self.links.append(link)
            self._column.addWidget(link)
        shown = [(words, address) for words, address in links if wanted.get(address) == words]
        for number, link in enumerate(self.links):
            link.setVisible(number < len(shown))
            if number < len(shown):
                link.set_link(f"{shown[number][0]} ↗", shown[number][1])

    @property
    def addresses(self) -> list[str]:
        """The addresses that are shown, in order."""
        return [link.toolTip() for link in self.links if not link.isHidden()]


def room_blocks(lens: Lens, question: Question) -> list[Block]:
    """Return what to know and ask about a question; the open question itself stands under the title."""
    about = (
        (question.about, question.description) if question.ask else (question.description if question.about else "",)
    )
    phases = _named(lens.phases, question.phases)
    origins = {
        "topic": _("The title is the heading of AWS's page; the question itself is not published."),
        "ours": _("The title is ours; AWS publishes none."),
    }
    return [
        Block(_("What it is about") if question.ask else "", about),
        Block(_("Go on with"), question.probes, is_list=True),
        Block(_("Red flags"), question.red_flags, is_list=True),
        Block(_("Sounds good"), (question.good,)),
        Block(_("Evidence to ask for"), question.evidence, is_list=True),
        Block(_("Help of the lens author"), (question.help_text,)),
        Block(_("Phase") if len(question.phases) == 1 else _("Phases"), (phases,)),
        Block("", (origins.get(question.title_origin, "") if lens.official or lens.origin else "",), tone="text_dim"),
    ]


def practice_blocks(lens: Lens, choice: Choice) -> list[Block]:
    """Return what a practice means and how one would see it."""
    return [
        Block("", (choice.title,), is_strong=True),
        Block("", (choice.meaning, choice.help_text), tone="text_dim"),
        Block(_("How one would see it"), (choice.see,)),
        Block(_("How to get there"), (choice.improvement,)),
        Block(_("Speaks to"), (_named(lens.dimensions, choice.dimensions),)),
    ]


def practice_links(choice: Choice) -> Links:
    """Return the pages about a practice."""
    further = ((one.text or _("further page"), one.url) for one in (*choice.more_help, *choice.more_improvement))
    return [
        (_("official page"), choice.url), (_("help"), choice.help_url), (_("improvement plan"), choice.improvement_url),
        *further,
    ]  # fmt: skip


def official_blocks(text: OfficialText, question: Question, choice: Choice | None) -> tuple[list[Block], Links]:
    """Return question and focused practice in AWS's words, with their pages."""
    practice = text.choice(choice.id) if choice is not None else None
    read = _("As your AWS account showed it on {day}").format(day=day_text(text.at))
    version = _("version {version}").format(version=text.version) if text.version else ""
    title = text.title if text.title != question.title else ""
    blocks = [
        Block("", (title,), is_strong=True),
        Block("", (text.description,)),
        Block(_("Practice"), (practice.title, practice.description) if practice is not None else ()),
        Block("", (", ".join(part for part in (read, version) if part) + ".",), tone="text_dim"),
    ]
    links = [(_("official page of the question"), text.url), (_("improvement plan"), text.improvement_url)]
    if practice is not None:
        links = [(_("official page of the practice"), practice.url), (_("its improvement plan"), practice.improvement_url),
                 *links]  # fmt: skip
    return blocks, links


def _named(aspects: tuple[Aspect, ...], ids: tuple[str, ...]) -> str:
    return ", ".join(one.name for one in aspects if one.id in ids)
