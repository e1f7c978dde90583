"""Saving the plan of a sync as a file."""

from __future__ import annotations

import json
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from workbench.errors import WorkbenchError
from workbench.i18n import _
from workbench.operations.sync_words import preview_json
from workbench.operations.syncing import SyncPreview
from workbench.ui.days import today
from workbench.ui.widgets.report_strip import file_name

__all__ = ["save_plan"]


def save_plan(parent: QWidget, workload: str, look: SyncPreview) -> bool:
    """Ask for a file and write the plan as JSON, as the command line prints it; False where nothing was chosen.

    Raises:
        WorkbenchError: The file cannot be written.
    """
    name, _filter = QFileDialog.getSaveFileName(
        parent, _("Save the plan as a file"), file_name(workload, _("sync plan"), today(), ".json"),
        f"{_('Plan')} (*.json)",
    )  # fmt: skip
    if not name:
        return False
    text = json.dumps(preview_json(look), ensure_ascii=False, indent=2) + "\n"
    try:
        Path(name).write_text(text, encoding="utf-8")
    except OSError as error:
        why = error.strerror or str(error)
        raise WorkbenchError(_("{file} cannot be written: {why}.").format(file=name, why=why)) from error
    return True
