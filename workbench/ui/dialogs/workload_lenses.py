"""The lenses of a workload: how each stands, adding and removing them, and the ones it calls for."""

from __future__ import annotations

from collections import Counter
from functools import partial
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from workbench.analyses.lens_advisor import Proposal
from workbench.domain.ids import new_id
from workbench.domain.risk import Risk
from workbench.domain.workload import Workload
from workbench.host.own_shelf import OwnShelf
from workbench.i18n import _
from workbench.library.lenses_at_hand import Sources
from workbench.operations.workloads import AddLens, RemoveLens
from workbench.store.queries.answers import reviews_of
from workbench.store.queries.lens_versions import newer_versions
from workbench.store.queries.lenses import lens_by_hash
from workbench.store.queries.portfolio import tallies_of
from workbench.store.queries.retired import count_retired
from workbench.ui.desk import Desk
from workbench.ui.dialogs.add_lens import AddLensDialog
from workbench.ui.dialogs.lens_advisor import advise_work, in_words
from workbench.ui.dialogs.lens_upgrade import ask_upgrade
from workbench.ui.dialogs.retired import RetiredDialog
from workbench.ui.theme import theme
from workbench.ui.widgets.kbd import plain_button
from workbench.ui.widgets.labels import label
from workbench.ui.widgets.lens_proposals import LensProposals
from workbench.ui.widgets.lens_rows import LensRow, LensRows

__all__ = ["WorkloadLenses"]


class WorkloadLenses(QWidget):
    """Rows of lenses, a button for another one, and proposals.

    Args:
        desk: The page's desk.
    """

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._workload: Workload | None = None
        self._newer: dict[str, str] = {}
        self._proposals: tuple[Proposal, ...] = ()
        self._dismissed: dict[str, set[str]] = {}
        self.rows = LensRows()
        self.add_button = plain_button(_("Add lens..."), self.add_lens, "L", "add")
        self.proposals = LensProposals()
        column = QVBoxLayout(self)
        theme().space(column, 12)
        column.addWidget(label(_("Lenses"), strong=True))
        column.addWidget(self.rows)
        column.addWidget(self.add_button)
        column.addWidget(self.proposals)
        self.rows.opened.connect(lambda review_id: desk.place.go(review_id=review_id, page="review"))
        self.rows.removed.connect(self.remove_lens)
        self.rows.upgrade_asked.connect(self.upgrade_lens)
        self.rows.retired_asked.connect(self.show_retired)
        self.proposals.added.connect(self.add_proposed)
        self.proposals.dismissed.connect(self.dismiss)
        self.proposals.recalled.connect(self.recall)

    @property
    def _workload_id(self) -> str:
        return self._workload.id if self._workload else ""

    # -- showing -------------------------------------------------------------------------------

    def show_workload(self, workload: Workload, *, is_new: bool) -> dict[str, str]:
        """Show the lenses of a workload; return the names of their pillars by id.

        Args:
            workload: As it is stored.
            is_new: The lenses themselves may be others; False where only answers or fields changed.
        """
        rows, pillars = [], {}
        with self._desk.workspace.reading() as session:
            if is_new or workload.id != self._workload_id:
                self._newer = newer_versions(session, Sources(self._desk.shelf, OwnShelf()), workload.id)
            for review in reviews_of(session, workload.id, with_answers=False):
                counts: Counter[Risk] = Counter()
                for tally in tallies_of(session, review.id).values():
                    counts.update(tally)
                lens = lens_by_hash(session, review.lens_sha256)
                retired = count_retired(session, review.id, lens) if lens else 0
                shown = (review.id, review.lens_name, review.lens_version)
                rows.append(LensRow(*shown, counts, self._newer.get(review.id, ""), retired))
                pillars.update({pillar.id: pillar.name for pillar in lens.pillars} if lens else {})
        can_write = not self._desk.editor.read_only
        if tuple(rows) != self.rows.rows or not rows:
            self.rows.show_lenses(rows, can_remove=can_write)
        self.add_button.setEnabled(can_write)
        self.add_button.setToolTip("" if can_write else _("The workspace is open read-only."))
        if is_new or workload != self._workload:
            self._workload = workload
            self._advise()
        return pillars

    def _advise(self) -> None:
        workload = self._workload
        if workload is None or self._desk.editor.read_only:
            self.proposals.show_proposals(())
            return
        work = advise_work(self._desk.workspace, self._desk.shelf, workload)
        then = partial(self._take, workload.id)
        self._desk.tasks.start(_("Looking for fitting lenses"), work, then, self, key="workload.advice", quiet=True)

    def _take(self, workload_id: str, found: tuple[Proposal, ...]) -> None:
        if workload_id == self._workload_id:
            self._proposals = found
            self._show_proposals()

    def _show_proposals(self) -> None:
        away = self._dismissed.get(self._workload_id, set())
        wanted = [in_words(self._desk.shelf, one) for one in self._proposals if one.lens not in away]
        self.proposals.show_proposals(wanted, len(self._proposals) - len(wanted))

    # -- doing ---------------------------------------------------------------------------------

    def add_lens(self) -> None:
        """Ask for a lens and add it."""
        dialog = AddLensDialog(self._desk, self._workload_id, self.window())
        dialog.exec()
        dialog.deleteLater()

    def add_proposed(self, alias: str) -> None:
        """Add a lens of the shelf; the note offers Undo."""
        if self._desk.editor.do(AddLens(self._workload_id, new_id(), self._desk.shelf.text(alias))) is not None:
            name = next(entry.name for entry in self._desk.shelf.entries() if entry.alias == alias)
            self._desk.say(_("Added {lens}").format(lens=name), self._desk.editor.undo)

    def dismiss(self, alias: str) -> None:
        """Do not propose a lens for this workload any more."""
        self._dismissed.setdefault(self._workload_id, set()).add(alias)
        self._show_proposals()

    def recall(self) -> None:
        """Propose again what was waved away."""
        self._dismissed.pop(self._workload_id, None)
        self._show_proposals()

    def upgrade_lens(self, review_id: str = "") -> None:
        """Show what another version of a lens would change, and move to it where wanted."""
        chosen = review_id or next((row.review_id for row in self.rows.rows if row.newer), "") or next(
            (row.review_id for row in self.rows.rows), "")  # fmt: skip
        ask_upgrade(self._desk, self._workload_id, chosen, self.window())

    def show_retired(self, review_id: str) -> None:
        """Show what earlier versions of a lens had and this one lacks."""
        dialog = RetiredDialog(self._desk, self._workload_id, review_id, self.window())
        dialog.open()

    def remove_lens(self, review_id: str) -> None:
        """Take a lens off with its answers; the note offers Undo."""
        row = next((row for row in self.rows.rows if row.review_id == review_id), None)
        if row is not None and self._desk.editor.do(RemoveLens(review_id)) is not None:
            if self._desk.place.review_id == review_id:
                left = [one.review_id for one in self.rows.rows if one.review_id != review_id]
                self._desk.place.go(review_id=left[0] if left else "")
            self._desk.say(_("Removed {lens}").format(lens=row.name), self._desk.editor.undo)

    # -- state between runs --------------------------------------------------------------------

    def save_state(self) -> dict[str, Any]:
        """Return what was waved away, by workload."""
        return {"dismissed": {key: sorted(away) for key, away in self._dismissed.items() if away}}

    def restore_state(self, state: dict[str, Any]) -> None:
        """Go back to what save_state returned."""
        known = state.get("dismissed", {})
        if isinstance(known, dict):
            self._dismissed = {
                str(key): {str(one) for one in away} for key, away in known.items() if isinstance(away, list)
            }
        self._show_proposals()
