"""What a lens says: about itself, a pillar, a question with its practices, or one practice."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QLabel, QScrollArea, QVBoxLayout, QWidget

from workbench.domain.lens import Aspect, Choice, Lens, Pillar, Question
from workbench.domain.risk import Level
from workbench.i18n import N_, _, n_
from workbench.library.guidance import has_guidance
from workbench.ui.links import web_link
from workbench.ui.theme import theme
from workbench.ui.widgets.chip import FlowRow
from workbench.ui.widgets.labels import LinkLabel, dim_label, heading, label, rule, tag_label

__all__ = ["LensText"]

_RISKS = {"HIGH_RISK": N_("High risk"), "MEDIUM_RISK": N_("Medium risk"), "NO_RISK": N_("No risk")}
_LEVELS = {
    Level.HIGH: ("high", N_("High if absent")), Level.MEDIUM: ("medium", N_("Medium if absent")), Level.LOW: ("dim", N_("Low if absent")),
}  # fmt: skip
_WORDINGS = {
    "topic": N_("The wording of this question is not published; this is the heading of its topic."),
    "ours": N_("The wording of this question is not published; this one is ours."),
}
_IDS = {
    "api": N_("Ids are those of the WA Tool."), "custom": N_("Ids are those of the custom lens of AWS."),
    "docs": N_("Ids are made from the codes of the documentation; the Tool's are not known."), "ours": N_("Ids are ours."),
    "": N_("Ids are those of the file."),
}  # fmt: skip
_WIDEST = 760


class LensText(QScrollArea):
    """Titles, meaning, guidance, rules and the official page of one part of a lens, for reading."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(_("Guidance"))
        self.words: list[str] = []
        """All texts shown."""
        self._lens: Lens | None = None

    def show_node(self, node: Lens | Pillar | Question | Choice | None, lens: Lens | None = None) -> None:
        """Show a part of a lens.

        Args:
            node: What to show; None says what to do.
            lens: The lens it belongs to.
        """
        body = QWidget()
        body.setProperty("clear", True)
        body.setMaximumWidth(theme().px(_WIDEST))
        self._column = QVBoxLayout(body)
        theme().space(self._column, 8, (20, 12, 20, 20))
        self.words, self._lens = [], lens
        if isinstance(node, Lens):
            self._about(node)
        elif isinstance(node, Pillar):
            self._pillar(node)
        elif isinstance(node, Question):
            self._question(node)
        elif isinstance(node, Choice):
            self._choice(node)
        else:
            self._say("", _("Select a question or a practice to read what it means."))
        self._column.addStretch(1)
        self.setWidget(body)
        self.verticalScrollBar().setValue(0)

    # -- kinds ---------------------------------------------------------------------------------

    def _about(self, lens: Lens) -> None:
        self._title(lens.name, " · ".join(part for part in (lens.alias, lens.version) if part))
        self._say("", lens.description)
        self._say(
            _("What is known"),
            " ".join(part for part in (lens.completeness, _(_IDS.get(lens.ids_origin, _IDS[""]))) if part),
        )
        phases = (
            _("Phases") if lens.phases_origin != "ours" else _("Phases; which question belongs to which is our reading")
        )
        for title, some in (
            (phases, lens.phases), (_("Design principles"), lens.principles), (_("Scenarios"), lens.scenarios),
            (_("Dimensions"), lens.dimensions),
        ):  # fmt: skip
            self._aspects(title, some)
        self._link(lens.source_url)

    def _aspects(self, title: str, some: Sequence[Aspect]) -> None:
        if some:
            self._head(f"{title} ({len(some)})")
            for one in some:
                self._put(label(one.name, strong=True, wrap=True), one.name)
                if one.about:
                    self._put(label(one.about, wrap=True), one.about)

    def _pillar(self, pillar: Pillar) -> None:
        self._title(pillar.name, pillar.code)
        practices = sum(len(question.practices) for question in pillar.questions)
        count = n_("{n} question", "{n} questions", len(pillar.questions))
        self._say("", f"{count}, " + n_("{n} practice", "{n} practices", practices))
        for question in pillar.questions:
            line = "  ".join(part for part in (question.code, question.title) if part)
            self._put(label(line, wrap=True), line)

    def _question(self, question: Question) -> None:
        is_named = question.code.casefold() == question.id.casefold()
        self._title(
            question.title, " · ".join(part for part in (question.code, "" if is_named else question.id) if part)
        )
        if question.title_origin in _WORDINGS:
            self._put(dim_label(_(_WORDINGS[question.title_origin]), wrap=True), _(_WORDINGS[question.title_origin]))
        names = {one.id: one.name for one in self._lens.phases} if self._lens else {}
        self._tags([(names.get(one, one), "dim") for one in question.phases])
        self._say(_("What it is really about"), question.about)
        self._say(_("Ask the room"), _("“{text}”").format(text=question.ask) if question.ask else "")
        self._list(_("Then ask"), question.probes)
        self._list(_("Red flags"), question.red_flags)
        self._say(_("What good sounds like"), question.good)
        self._list(_("Typical evidence"), question.evidence)
        self._say(_("Description") if question.about else "", question.description)
        self._say(_("Help"), question.help_text)
        if not has_guidance(question) and not (question.description or question.help_text):
            said = _("Names and links only: no guidance is written for this question.")
            self._put(dim_label(said, wrap=True), said)
        self._link(question.url)
        self._head(n_("{n} practice", "{n} practices", len(question.practices)))
        for choice in question.choices:
            self._put(rule(), "")
            self._practice(choice)
        lines = [f"{_(_RISKS.get(one.risk, one.risk))}: {one.condition}" for one in question.rules]
        if lines:
            self._put(rule(), "")
        title = _("Risk rules, estimated: AWS publishes none") if question.rules_origin else _("Risk rules")
        self._say(title, "\n".join(lines), step="small")

    def _choice(self, choice: Choice) -> None:
        self._title(choice.title, choice.code or ("" if choice.is_none else choice.id))
        self._told(choice)
        more = [f"{one.text} {one.url}".strip() for one in (*choice.more_help, *choice.more_improvement)]
        self._list(_("Further help"), more)

    def _practice(self, choice: Choice) -> None:
        if choice.code:
            self._put(dim_label(choice.code, step="small"), choice.code)
        self._put(_readable(label(choice.title, strong=True, wrap=True)), choice.title)
        self._told(choice)

    def _told(self, choice: Choice) -> None:
        tags = []
        if choice.risk_if_absent in _LEVELS:
            tone, text = _LEVELS[choice.risk_if_absent]
            tags.append((_(text), tone))
        elif choice.category:
            tags.append((choice.category.capitalize(), "dim"))
        names = {one.id: one.name for one in self._lens.dimensions} if self._lens else {}
        self._tags([*tags, *((names.get(one, one), "dim") for one in choice.dimensions)])
        none = _("None of the practices above is in place.") if choice.is_none else ""
        self._say("", choice.meaning or none)
        self._say(_("How one would see it"), choice.see, is_small=True)
        self._say(_("Help"), choice.help_text, is_small=True)
        self._say(_("Improvement plan"), choice.improvement, is_small=True)
        self._link(choice.url or choice.help_url or choice.improvement_url)

    # -- pieces --------------------------------------------------------------------------------

    def _put(self, widget: QWidget, words: str) -> None:
        self._column.addWidget(widget)
        if words:
            self.words.append(words)

    def _head(self, text: str) -> None:
        self._column.addSpacing(theme().px(6))
        self._put(label(text, step="large", strong=True, wrap=True), text)

    def _title(self, text: str, code: str) -> None:
        if code:
            self._put(dim_label(code, wrap=True), code)
        self._put(_readable(heading(text)), text)

    def _say(self, title: str, text: str, step: str = "normal", *, is_small: bool = False) -> None:
        if not text:
            return
        if title:
            if not is_small:
                self._column.addSpacing(theme().px(4))
            self._put(label(title, strong=not is_small, tone="dim" if is_small else "", wrap=True), title)
        self._put(_readable(label(text, wrap=True, step=step)), text)  # type: ignore[arg-type]

    def _list(self, title: str, texts: Sequence[str]) -> None:
        if texts:
            self._say(title, "\n".join(f"•  {text}" for text in texts))

    def _tags(self, tags: Sequence[tuple[str, str]]) -> None:
        if tags:
            self._column.addWidget(FlowRow(*(tag_label(text, tone) for text, tone in tags)))
            self.words += [text for text, _tone in tags]

    def _link(self, url: str) -> None:
        if url.startswith(("http://", "https://")):
            link = LinkLabel(_("Official page") if "amazon.com" in url else url, url)
            link.opened.connect(lambda address: QDesktopServices.openUrl(web_link(address)))
            self._put(link, url)


def _readable(words: QLabel) -> QLabel:
    words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return words
