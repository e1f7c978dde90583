"""The list of backups to go back to."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QDateTime, QLocale, Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from workbench.i18n import N_, _
from workbench.store.backups import Backup
from workbench.ui.theme import theme
from workbench.ui.widgets.kbd import plain_button, primary_button
from workbench.ui.widgets.labels import dim_label, label
from workbench.ui.widgets.views import dress_view

__all__ = ["BackupsDialog", "REASONS"]

REASONS = {
    "daily": N_("daily"),
    "migration": N_("before an upgrade"),
    "import": N_("before an import"),
    "restore": N_("before going back"),
    "purge": N_("before a removal"),
    "hand": N_("by hand"),
}


class BackupsDialog(QDialog):
    """Choose one copy; `chosen` holds its path after Restore."""

    def __init__(self, path: Path, backups: tuple[Backup, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Restore a backup"))
        self.chosen: Path | None = None
        self.list = QListWidget()
        dress_view(self.list, _("Backups"))
        locale = QLocale()
        for backup in backups:
            moment = QDateTime.fromSecsSinceEpoch(int(backup.at.timestamp()))
            when = locale.toString(moment, QLocale.FormatType.ShortFormat)
            size = locale.formattedDataSize(backup.size)
            item = QListWidgetItem(f"{when}   {_(REASONS.get(backup.reason, backup.reason))}   {size}")
            item.setData(Qt.ItemDataRole.UserRole, str(backup.path))
            self.list.addItem(item)
        restore = primary_button(_("Restore"), self._restore)
        restore.setEnabled(bool(backups))
        self.list.setCurrentRow(0)
        self.list.itemActivated.connect(lambda _item: self._restore())
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(plain_button(_("Cancel"), self.reject))
        buttons.addWidget(restore)
        whole = QVBoxLayout(self)
        theme().space(whole, 12, (20, 20, 20, 16))
        whole.addWidget(label(_("Go back to an earlier state of {file}").format(file=path.name), strong=True))
        text = _("The state of now is kept as a backup first, so this can be taken back the same way.")
        if not backups:
            text = _("There is no backup of this file yet. One is made each day that it is opened.")
        whole.addWidget(dim_label(text, wrap=True))
        whole.addWidget(self.list, 1)
        whole.addLayout(buttons)
        self.resize(theme().px(560), theme().px(420))

    def _restore(self) -> None:
        item = self.list.currentItem()
        if item is not None:
            self.chosen = Path(item.data(Qt.ItemDataRole.UserRole))
            self.accept()
