"""Between lens texts and drafts: the text a draft stands for, what of it is published, and copies to begin with."""

from __future__ import annotations

import hashlib
import json
import re
from typing import Any

from workbench.domain.ids import new_id
from workbench.domain.lens import Lens
from workbench.domain.lens_draft import CHOICE, LENS, PILLAR, QUESTION, LensDraft, draft_parts
from workbench.domain.lens_draft_edits import new_lens
from workbench.i18n import _
from workbench.library.lens_export import export_lens
from workbench.library.lens_file import LensFile, read_lens_bytes
from workbench.library.lens_format import EXTENSION_KEYS, alias_of, read_lens_text
from workbench.library.lens_json import written_json

__all__ = [
    "LONGEST_VERSION", "copied_draft", "draft_file", "draft_text", "edited_draft", "is_own", "new_draft", "next_version",
    "published_parts", "version_fault",
]  # fmt: skip

LONGEST_VERSION = 32
_NAME_LIMIT = 128
_VERSION = re.compile(r"[A-Za-z0-9.]+")
_KEPT = {
    "lens": frozenset({"domain", "phases", "phasesOrigin", "scenarios", "principles", "dimensions"}),
    "pillar": EXTENSION_KEYS["pillar"],
    "question": EXTENSION_KEYS["question"] - {"riskRulesOrigin", "titleOrigin"},
    "choice": EXTENSION_KEYS["choice"] - {"idOrigin"},
}
"""Keys of ours that a copy keeps: what helps to review, not where the original comes from."""


def is_own(lens: Lens) -> bool:
    """Tell whether a lens is the person's own, so that its next version can be written; others are copied."""
    return not lens.official and not lens.origin


def new_draft(name: str) -> LensDraft:
    """Return the draft of a lens with one pillar and one question."""
    return LensDraft(new_id(), "1.0", "", draft_parts(new_lens(name)))


def edited_draft(text: str) -> LensDraft:
    """Return a draft of the next version of a lens of one's own.

    Args:
        text: The published text, as it is kept.

    Raises:
        BadInput: It is no lens.
    """
    lens = read_lens_text(text)
    data = json.loads(text)
    data.pop("version", None)
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    return LensDraft(new_id(), next_version(lens.version), sha256, draft_parts(data))


def copied_draft(text: str) -> LensDraft:
    """Return a draft of a new lens that begins as a copy of another one, as the WA Tool would take it, guidance kept.

    Raises:
        BadInput: It is no lens.
    """
    data, copy = json.loads(text), json.loads(export_lens(text))
    name = _("Copy of {name}").format(name=read_lens_text(text).name)[:_NAME_LIMIT]
    copy["name"] = name
    if "alias" in data:
        _keep_ours(copy, data, LENS)
        copy = {"alias": alias_of(name), **copy}
    return LensDraft(new_id(), "1.0", "", draft_parts(copy))


def _keep_ours(copy: dict[str, Any], data: dict[str, Any], kind: str) -> None:
    for key in _KEPT[kind] & data.keys():
        copy[key] = data[key]
    inner = {LENS: ("pillars", PILLAR), PILLAR: ("questions", QUESTION), QUESTION: ("choices", CHOICE)}.get(kind)
    if inner is not None:
        for one, original in zip(copy[inner[0]], data.get(inner[0], ()), strict=True):
            _keep_ours(one, original, inner[1])


def draft_text(draft: LensDraft, version: str = "") -> str:
    """Return the lens text a draft stands for; the same draft gives the same text.

    Args:
        draft: The draft.
        version: How to call it when it is published; none is written if empty.
    """
    data = draft.data()
    if "alias" in data:
        if not draft.base_sha256:
            data["alias"] = alias_of(draft.name)
        return written_json({**data, "version": version} if version else data) + "\n"
    text = written_json(data) + "\n"
    return read_lens_bytes(text.encode(), draft.name).text(version) if version else text


def draft_file(draft: LensDraft) -> LensFile:
    """Return a draft as a lens file to be judged.

    Raises:
        UnreadableLens: It is too large.
    """
    return read_lens_bytes(draft_text(draft).encode(), draft.name)


def published_parts(text: str) -> frozenset[tuple[str, ...]]:
    """Return the addresses of all parts of a published text; see LensDraft.address."""
    draft = LensDraft("", "", "", draft_parts(json.loads(text)))
    return frozenset(draft.address(part) for part in draft.parts if part.kind != LENS)


def next_version(version: str) -> str:
    """Return what the next version is to be called: the last number one higher, "1.0" after none."""
    found = re.fullmatch(r"(.*?)(\d+)(\D*)", version, re.DOTALL)
    if found is None:
        return f"{version}.1" if version else "1.0"
    return f"{found[1]}{int(found[2]) + 1:0{len(found[2])}d}{found[3]}"


def version_fault(version: str) -> str:
    """Return what the WA Tool would say against a version name; empty if nothing.

    Source: CreateLensVersion, https://docs.aws.amazon.com/wellarchitected/latest/APIReference/API_CreateLensVersion.html
    """
    if not version:
        return _("A version has a name.")
    if len(version) > LONGEST_VERSION:
        return _("A version has at most {n} characters.").format(n=LONGEST_VERSION)
    return "" if _VERSION.fullmatch(version) else _("A version is made of letters, digits and periods.")
