"""Verbs on the lenses a workspace holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from workbench.i18n import _
from workbench.library.lens_format import read_lens_text
from workbench.operations.workloads import keep_lens
from workbench.store.edits import Edits

__all__ = ["KeepLens"]


@dataclass(frozen=True)
class KeepLens:
    """Bring a lens into the workspace, ready to review with.

    Attributes:
        lens_text: The exact text to keep; one that is there already is not kept twice.
    """

    WHAT: ClassVar[str] = "import lens"
    lens_text: str

    @property
    def title(self) -> str:
        return _("Import lens {name}").format(name=read_lens_text(self.lens_text).name)

    def apply(self, edits: Edits) -> None:
        keep_lens(edits, self.lens_text)
