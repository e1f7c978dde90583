"""Verbs of the lens studio: begin a draft, change parts of it, publish it as a version, drop it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from workbench.domain.lens_draft import DraftEdit, DraftPart, LensDraft
from workbench.errors import BadInput, Refused
from workbench.i18n import _
from workbench.library.lens_drafts import draft_text, next_version, version_fault
from workbench.library.lens_format import read_lens_text
from workbench.operations.workloads import keep_lens
from workbench.store.edits import Edits
from workbench.store.queries.lens_drafts import lens_draft
from workbench.store.queries.lenses import lens_by_hash
from workbench.store.tables import DraftPartRow, LensDraftRow, LensRow

__all__ = ["EditDraft", "PublishDraft", "RemoveDraft", "SetDraftVersion", "StartDraft"]


def _row(draft_id: str, part: DraftPart) -> tuple[dict[str, Any], dict[str, Any]]:
    key = {"draft_id": draft_id, "part_id": part.id}
    return key, {"kind": part.kind, "parent": part.parent, "place": part.place, "body": part.body}


def _known(edits: Edits, draft_id: str) -> LensDraft:
    draft = lens_draft(edits.session, draft_id)
    if draft is None:
        raise Refused(_("The draft is gone."))
    return draft


@dataclass(frozen=True)
class StartDraft:
    """Begin to write a lens: a new one, a copy, or the next version of one."""

    WHAT: ClassVar[str] = "start lens draft"
    draft: LensDraft

    @property
    def title(self) -> str:
        return _('Draft of "{name}"').format(name=self.draft.name)

    def apply(self, edits: Edits) -> None:
        draft = self.draft
        edits.put(LensDraftRow, {"id": draft.id}, version=draft.version, base_sha256=draft.base_sha256)
        edits.put_all(DraftPartRow, [_row(draft.id, part) for part in draft.parts])


@dataclass(frozen=True)
class EditDraft:
    """Change parts of a draft.

    Attributes:
        draft_id: The draft.
        edit: What becomes different; nothing else is touched.
    """

    WHAT: ClassVar[str] = "edit lens draft"
    draft_id: str
    edit: DraftEdit

    @property
    def title(self) -> str:
        return self.edit.title

    def apply(self, edits: Edits) -> None:
        if edits.get(LensDraftRow, id=self.draft_id) is None:
            raise Refused(_("The draft is gone."))
        keys = [{"draft_id": self.draft_id, "part_id": part_id} for part_id in self.edit.gone]
        edits.remove_all(DraftPartRow, keys)
        edits.put_all(DraftPartRow, [_row(self.draft_id, part) for part in self.edit.put])


@dataclass(frozen=True)
class SetDraftVersion:
    """Say what the next version is to be called."""

    WHAT: ClassVar[str] = "name lens version"
    draft_id: str
    version: str

    @property
    def title(self) -> str:
        return _("Change version")

    def apply(self, edits: Edits) -> None:
        if edits.get(LensDraftRow, id=self.draft_id) is None:
            raise Refused(_("The draft is gone."))
        edits.put(LensDraftRow, {"id": self.draft_id}, version=self.version)


@dataclass(frozen=True)
class PublishDraft:
    """Keep a draft as a version of a lens, never to be changed again; the draft goes on as the next one."""

    WHAT: ClassVar[str] = "publish lens"
    draft_id: str
    version: str

    @property
    def title(self) -> str:
        return _("Publish version {version}").format(version=self.version)

    def apply(self, edits: Edits) -> None:
        draft = _known(edits, self.draft_id)
        if fault := version_fault(self.version):
            raise BadInput(fault)
        text = draft_text(draft, self.version)
        lens = read_lens_text(text, draft.name)
        base = lens_by_hash(edits.session, draft.base_sha256) if draft.base_sha256 else None
        if base is not None and base.name != lens.name:
            raise BadInput(
                _('The published lens is called "{name}"; the Tool takes a new version under the same name only.').format(
                    name=base.name),
                _("Give it its name back, or copy the lens and publish the copy as a new one."),
            )  # fmt: skip
        known = edits.rows(LensRow, alias=lens.alias)
        if base is None and known:
            raise BadInput(
                _('There is a lens "{name}" already; case and spaces do not tell names apart.').format(
                    name=known[0]["name"]),
                _("Choose another name."),
            )  # fmt: skip
        if any(row["version"] == self.version for row in known):
            raise BadInput(
                _("There is a version {version} already; a published version is never changed.").format(
                    version=self.version),
                _("Choose another version."),
            )  # fmt: skip
        sha256 = keep_lens(edits, text)
        edits.put(LensDraftRow, {"id": draft.id}, version=next_version(self.version), base_sha256=sha256)


@dataclass(frozen=True)
class RemoveDraft:
    """Drop a draft; published versions stay."""

    WHAT: ClassVar[str] = "remove lens draft"
    draft_id: str

    @property
    def title(self) -> str:
        return _("Remove draft")

    def apply(self, edits: Edits) -> None:
        rows = edits.rows(DraftPartRow, draft_id=self.draft_id)
        edits.remove_all(DraftPartRow, [{"draft_id": self.draft_id, "part_id": row["part_id"]} for row in rows])
        edits.remove(LensDraftRow, id=self.draft_id)
