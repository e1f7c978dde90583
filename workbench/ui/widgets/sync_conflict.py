"""One conflict side by side: as it was, mine, theirs; and the choice between them."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from workbench.analyses.merge import Conflict
from workbench.i18n import _
from workbench.ui.theme import set_look, theme
from workbench.ui.widgets.chip import FlowRow
from workbench.ui.widgets.kbd import link_button, plain_button
from workbench.ui.widgets.labels import dim_label, label
from workbench.ui.widgets.merge_words import value_text
from workbench.ui.widgets.turning_row import TurningRow

__all__ = ["ConflictPane"]


class _Side(QFrame):
    """One value with its caption."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self.caption = label(title, step="small", strong=True)
        self.from_whom = dim_label("", step="small", wrap=True)
        self.value = label("", wrap=True)
        self.value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.value.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        column = QVBoxLayout(self)
        theme().space(column, 4, (12, 8, 12, 8))
        for widget in (self.caption, self.from_whom, self.value):
            column.addWidget(widget)
        column.addStretch(1)
        set_look(self, ground="raised")

    def show_value(self, value: object, whom: str, is_chosen: bool) -> None:
        """Show a value; the chosen one stands out by its ground and its caption."""
        self.value.setText(value_text(value))
        self.from_whom.setText(whom)
        self.from_whom.setVisible(bool(whom))
        set_look(self, ground="accent" if is_chosen else "raised")


class ConflictPane(QWidget):
    """Shows the current conflict and takes the choice."""

    chosen = Signal(str)
    """"mine", "theirs", "base" or "both" for this conflict, "" takes it back; UI thread."""
    ruled = Signal(str)
    """"mine" or "theirs" for every conflict that is undecided; UI thread."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.conflict: Conflict | None = None
        self.title = label("", strong=True, wrap=True)
        self.sides: dict[str, _Side] = {
            "base": _Side(_("As it was, on both sides")), "mine": _Side(_("Mine, here")),
            "theirs": _Side(_("Theirs, in the Tool")),
        }  # fmt: skip
        row = TurningRow(520, 8)
        for side in self.sides.values():
            row.add(side, 1)
        scroll = QScrollArea()
        scroll.setAccessibleName(_("Values of the conflict"))
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(row)
        self.buttons = {
            "mine": plain_button(_("Keep mine"), lambda: self.choose("mine"), key="M"),
            "theirs": plain_button(_("Take theirs"), lambda: self.choose("theirs"), key="T"),
            "both": plain_button(_("Keep both"), lambda: self.choose("both"), key="B"),
            "base": plain_button(_("As it was"), lambda: self.choose("base"), key="W"),
        }
        for button in self.buttons.values():
            button.setCheckable(True)
        self.rule_words: QLabel = dim_label("")
        self.rules = {
            "mine": link_button(_("mine"), lambda: self.ruled.emit("mine")),
            "theirs": link_button(_("theirs"), lambda: self.ruled.emit("theirs")),
        }
        for widget in (self.rule_words, *self.rules.values()):
            widget.setMinimumHeight(theme().px(28))
        self.rules["mine"].setAccessibleName(_("Keep mine everywhere it is undecided"))
        self.rules["theirs"].setAccessibleName(_("Take theirs everywhere it is undecided"))
        choices = FlowRow(*self.buttons.values(), self.rule_words, *self.rules.values(), gap=8)
        column = QVBoxLayout(self)
        theme().space(column, 8, (0, 8, 0, 0))
        column.addWidget(self.title)
        column.addWidget(scroll, 1)
        column.addWidget(choices)
        self.setMinimumHeight(theme().px(220))

    def show_conflict(self, one: Conflict, left: int, whom: dict[str, str], can_write: bool) -> None:
        """Show a conflict.

        Args:
            one: The conflict.
            left: How many are undecided.
            whom: Who and when, by side, as far as it is known.
            can_write: A choice can be made now.
        """
        self.conflict = one
        self.title.setText(" · ".join(one.title))
        for key, side in self.sides.items():
            side.show_value(getattr(one, key), whom.get(key, ""), (one.choice in (key, "both") and key != "base")
                            or one.choice == key)  # fmt: skip
        for key, button in self.buttons.items():
            button.setEnabled(can_write)
            button.setChecked(one.choice == key)
            set_look(button, strong=one.choice == key)
        self.buttons["both"].setVisible(one.can_join)
        self.rule_words.setText(_("All {n} undecided:").format(n=left))
        for widget in (self.rule_words, *self.rules.values()):
            widget.setVisible(left > 1)
            widget.setEnabled(can_write)

    def choose(self, take: str) -> None:
        """Choose for the conflict that is shown; the same choice again takes it back."""
        one = self.conflict
        if one is None or not self.buttons["mine"].isEnabled() or (take == "both" and not one.can_join):
            return
        self.chosen.emit("" if one.choice == take else take)
