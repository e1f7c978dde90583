"""What a lens says about a pillar, a question or a practice, for reading."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QLabel, QScrollArea, QVBoxLayout, QWidget

from workbench.domain.lens import Choice, Pillar, Question
from workbench.domain.risk import Level
from workbench.i18n import _, n_
from workbench.ui.links import web_link
from workbench.ui.theme import theme
from workbench.ui.widgets.labels import LinkLabel, dim_label, heading, label, tag_label

__all__ = ["LensText"]

_RISKS = {"HIGH_RISK": "High risk", "MEDIUM_RISK": "Medium risk", "NO_RISK": "No risk"}


class LensText(QScrollArea):
    """Title, meaning, guidance, rules and the official page of one node of a lens."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(_("Guidance"))
        self.words: list[str] = []
        """All texts shown."""

    def show_node(self, node: Pillar | Question | Choice | None) -> None:
        """Show a pillar, a question or a practice."""
        body = QWidget()
        body.setProperty("clear", True)
        self._column = QVBoxLayout(body)
        theme().space(self._column, 8, (16, 12, 16, 16))
        self.words = []
        if isinstance(node, Pillar):
            self._pillar(node)
        elif isinstance(node, Question):
            self._question(node)
        elif isinstance(node, Choice):
            self._choice(node)
        else:
            self._say("", _("Select a question or a practice to read what it means."))
        self._column.addStretch(1)
        self.setWidget(body)

    def _pillar(self, pillar: Pillar) -> None:
        self._title(pillar.name, pillar.code)
        practices = sum(len(question.practices) for question in pillar.questions)
        count = n_("{n} question", "{n} questions", len(pillar.questions))
        self._say("", f"{count}, " + n_("{n} practice", "{n} practices", practices))

    def _question(self, question: Question) -> None:
        self._title(question.title, question.code)
        self._say("", question.about or question.description)
        if question.about:
            self._say("", question.description)
        self._say(_("Ask the room"), question.ask)
        self._say(_("Help"), question.help_text)
        lines = [f"{_(_RISKS.get(rule.risk, rule.risk))}: {rule.condition}" for rule in question.rules]
        title = _("Risk rules, estimated") if question.rules_origin else _("Risk rules")
        self._say(title, "\n".join(lines), step="small")
        self._link(question.url)

    def _choice(self, choice: Choice) -> None:
        self._title(choice.title, choice.code)
        if choice.risk_if_absent is not None:
            tones = {Level.HIGH: ("high", _("High if absent")), Level.MEDIUM: ("medium", _("Medium if absent"))}
            tone, text = tones.get(choice.risk_if_absent, ("dim", _("Low if absent")))
            self._column.addWidget(tag_label(text, tone))
            self.words.append(text)
        self._say("", choice.meaning or (_("None of the practices above is in place.") if choice.is_none else ""))
        self._say(_("Help"), choice.help_text)
        self._say(_("Improvement plan"), choice.improvement)
        self._link(choice.url or choice.help_url or choice.improvement_url)

    def _title(self, text: str, code: str) -> None:
        if code:
            self._column.addWidget(dim_label(code))
        self._column.addWidget(_readable(heading(text, "large")))
        self.words += [code, text]

    def _say(self, title: str, text: str, step: str = "normal") -> None:
        if not text:
            return
        if title:
            self._column.addWidget(label(title, strong=True))
        self._column.addWidget(_readable(label(text, wrap=True, step=step)))  # type: ignore[arg-type]
        self.words += [title, text]

    def _link(self, url: str) -> None:
        if url.startswith(("http://", "https://")):
            link = LinkLabel(_("Official page") if "amazon.com" in url else url, url)
            link.opened.connect(lambda address: QDesktopServices.openUrl(web_link(address)))
            self._column.addWidget(link)
            self.words.append(url)


def _readable(words: QLabel) -> QLabel:
    words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return words
