"""What the window shows while no workspace is open."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from workbench.i18n import _
from workbench.ui.theme import theme
from workbench.ui.widgets.kbd import link_button, plain_button, primary_button
from workbench.ui.widgets.labels import dim_label, heading, label

__all__ = ["Welcome"]


class Welcome(QWidget):
    """Create, open, look at the sample, or go on with a recent file."""

    def __init__(
        self,
        create: Callable[[], object],
        open_file: Callable[[], object],
        open_sample: Callable[[], object],
        recent: Sequence[Path],
        open_recent: Callable[[Path], object],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        column = QVBoxLayout()
        theme().space(column, 8)
        title = heading(_("Review workloads with the network off"), "display")
        title.setWordWrap(True)
        column.addWidget(title)
        column.addWidget(
            dim_label(
                _(
                    "A workspace is one file with workloads, answers, evidence and milestones. "
                    "Keep one per customer; everything you type is saved at once."
                ),
                wrap=True,
            )
        )
        column.addSpacing(theme().px(8))
        row = QHBoxLayout()
        theme().space(row, 8)
        self.create_button = primary_button(_("Create workspace"), create)
        self.open_button = plain_button(_("Open workspace"), open_file)
        self.sample_button = plain_button(_("Look at the sample"), open_sample)
        for button in (self.create_button, self.open_button, self.sample_button):
            row.addWidget(button)
        row.addStretch(1)
        column.addLayout(row)
        if recent:
            column.addSpacing(theme().px(16))
            column.addWidget(label(_("Recent"), strong=True))
            for path in recent[:6]:
                line = QHBoxLayout()
                theme().space(line, 8)
                button = link_button(path.stem, partial(open_recent, path))
                button.setAccessibleDescription(str(path))
                line.addWidget(button)
                line.addWidget(dim_label(str(path.parent), step="small"), 1)
                column.addLayout(line)
        inner = QWidget()
        inner.setLayout(column)
        inner.setMaximumWidth(theme().px(620))
        across = QHBoxLayout()
        across.addStretch(1)
        across.addWidget(inner, 8)
        across.addStretch(1)
        whole = QVBoxLayout(self)
        whole.addStretch(2)
        whole.addLayout(across)
        whole.addStretch(3)
