"""Lenses: list, import, publish, export, compare, upgrade (wa_tool_api section 8, custom_lens_spec section 7)."""

from __future__ import annotations

import json
import re
from typing import Any

from tests.sync.peer.lens_check import refuse_bad_lens
from tests.sync.peer.lens_records import apply_minor_version, carry_over, version_of
from tests.sync.peer.operations.milestones import save_milestone
from tests.sync.peer.refusals import QUOTAS, conflict, denied, invalid, not_found, over_quota
from tests.sync.peer.views import without_empty
from tests.sync.peer.visit import OWN, Visit
from tests.sync.peer.world import LensRecord, LensVersion
from workbench.domain.lens import Lens


def _type_of(visit: Visit, record: LensRecord) -> str:
    if record.official:
        return "AWS_OFFICIAL"
    return "CUSTOM_SELF" if record.owner == visit.place.account else "CUSTOM_SHARED"


def _visible(visit: Visit) -> list[LensRecord]:
    shared = [
        record
        for other in visit.world.in_region(visit.place.region)
        for record in other.lenses.values()
        if other is not visit.place and record.shared_with.get(visit.place.account) == "ACCEPTED"
    ]
    return [
        each for each in (*visit.world.official.values(), *visit.place.lenses.values(), *shared) if not each.deleted
    ]


def _summaries(visit: Visit, record: LensRecord, wanted: str) -> list[dict[str, Any]]:
    """The published version and the draft of a lens are two entries."""
    base = {
        "LensArn": record.arn,
        "LensAlias": record.alias if record.official else record.arn,
        "LensType": _type_of(visit, record),
        "CreatedAt": record.created_at,
        "Owner": record.owner,
    }
    found = []
    if record.versions and wanted != "DRAFT":
        newest = record.latest
        found.append(
            {
                **base,
                "LensName": newest.lens.name,
                "Description": newest.lens.description or None,
                "UpdatedAt": record.updated_at,
                "LensVersion": newest.version,
                "LensStatus": "DEPRECATED" if newest.version in record.deprecated else "CURRENT",
            }
        )
    if record.draft is not None and wanted != "PUBLISHED" and record.owner == visit.place.account:
        if record.draft_hidden > 0:
            record.draft_hidden -= 1
        else:
            text = {"LensName": record.draft["name"], "Description": record.draft.get("description")}
            found.append({**base, **text, "UpdatedAt": record.draft_at})
    return found


def list_lenses(visit: Visit, p: dict[str, Any]) -> dict[str, Any]:
    """ListLenses."""
    wanted = p.get("LensStatus", "ALL")
    found = [
        summary
        for record in _visible(visit)
        for summary in _summaries(visit, record, wanted)
        if p.get("LensType") in (None, summary["LensType"])
        and summary["LensName"].lower().startswith(p.get("LensName", "").lower())
    ]
    page, more = visit.page(found, p)
    return {"LensSummaries": page, **more}


def _version(record: LensRecord, version: str | None) -> LensVersion:
    if version is None and record.versions:
        return record.latest
    for each in record.versions:
        if each.version == version:
            return each
    raise not_found("LENS_VERSION", f"{record.arn} {version or ''}".strip())


def get_lens(visit: Visit, p: dict[str, Any]) -> dict[str, Any]:
    """GetLens: no import status in it (custom_lens_spec section 7)."""
    record = visit.lens(p["LensAlias"])
    found = _version(record, p.get("LensVersion"))
    lens = {
        "LensArn": record.arn,
        "LensVersion": found.version,
        "Name": found.lens.name,
        "Description": found.lens.description,
        "Owner": record.owner,
        "Tags": dict(record.tags),
    }
    return {"Lens": without_empty(lens)}


# ---------------------------------------------------------------------------------------- custom lenses
def _own(visit: Visit, alias: str) -> LensRecord:
    record = visit.lens(alias)
    if record.official or record.owner != visit.place.account:
        raise denied(visit.caller.arn, f"wellarchitected:{visit.operation}", record.arn)
    return record


def _normalized(name: str) -> str:
    return re.sub(r"\s", "", name).lower()


def import_lens(visit: Visit, p: dict[str, Any]) -> dict[str, Any]:
    """ImportLens: a new draft, or the draft of the lens with this ARN; answers LensArn only."""
    alias = p.get("LensAlias")
    if alias is not None and ":lens/" not in alias:
        raise invalid(f"Invalid lens alias {alias} (allowed value as alias is LensARN)", "LensAlias")
    raw = refuse_bad_lens(p["JSONString"])
    record = _own(visit, alias) if alias else _new_lens(visit, raw["name"])
    if record.versions and record.latest.raw["name"] != raw["name"]:
        raise invalid("Lens name must match published name", "JSONString")
    record.draft, record.draft_at = raw, visit.now
    record.draft_hidden = visit.world.behaviour.draft_settling_lists
    record.tags.update(p.get("Tags", {}))
    visit.place.lenses[record.arn] = record
    return {"LensArn": record.arn}


def _new_lens(visit: Visit, name: str) -> LensRecord:
    kept = [record for record in visit.place.lenses.values() if not record.deleted]
    for record in kept:
        text = record.draft or record.latest.raw
        if _normalized(text["name"]) == _normalized(name):
            raise invalid(f"A lens with normalized name {_normalized(name)} already exists.", "JSONString")
    if len(kept) >= QUOTAS["lens"][1]:
        raise over_quota("lens")
    arn = f"arn:aws:wellarchitected:{visit.place.region}:{visit.place.account}:lens/{visit.world.new_id()}"
    return LensRecord(arn, arn, visit.place.account, visit.now, visit.now)


def create_lens_version(visit: Visit, p: dict[str, Any]) -> dict[str, Any]:
    """CreateLensVersion: publishes the draft; a minor version reaches every workload at once."""
    record = _own(visit, p["LensAlias"])
    version = p["LensVersion"]
    if not re.fullmatch(r"[A-Za-z0-9.]+", version):
        raise invalid("LensVersion may hold letters, digits and periods only", "LensVersion")
    if record.draft is None or any(each.version == version for each in record.versions):
        raise conflict(f"Lens version {version} was already published, or there is no draft", record.arn, "LENS")
    if len(record.versions) >= QUOTAS["lens version"][1]:
        raise over_quota("lens version", record.arn)
    major = p.get("IsMajorVersion", False) or not record.versions
    record.versions.append(version_of(record.draft, version, major=major))
    record.draft = record.draft_at = None
    record.updated_at = visit.now
    if not major:
        apply_minor_version(visit.world, record)
    return {"LensArn": record.arn, "LensVersion": version}


def export_lens(visit: Visit, p: dict[str, Any]) -> dict[str, Any]:
    """ExportLens: own lenses only."""
    record = _own(visit, p["LensAlias"])
    if not record.versions and record.draft is not None and "LensVersion" not in p:
        return {"LensJSON": json.dumps(record.draft)}
    return {"LensJSON": json.dumps(_version(record, p.get("LensVersion")).raw)}


def delete_lens(visit: Visit, p: dict[str, Any]) -> dict[str, Any]:
    """DeleteLens: the draft, or all; workloads that use it keep it."""
    record = _own(visit, p["LensAlias"])
    if p["LensStatus"] in ("DRAFT", "ALL"):
        record.draft = record.draft_at = None
    if p["LensStatus"] in ("PUBLISHED", "ALL") or not record.versions:
        record.deleted = True
    return {}


# ---------------------------------------------------------------------------------------- versions
def lens_version_difference(visit: Visit, p: dict[str, Any]) -> dict[str, Any]:
    """GetLensVersionDifference: pillars and questions only, no choices (section 8)."""
    record = visit.lens(p["LensAlias"])
    target = _version(record, p.get("TargetLensVersion"))
    before = record.versions[max(record.versions.index(target) - 1, 0)]
    base = _version(record, p["BaseLensVersion"]) if "BaseLensVersion" in p else before
    return {
        "LensAlias": record.alias,
        "LensArn": record.arn,
        "BaseLensVersion": base.version,
        "TargetLensVersion": target.version,
        "LatestLensVersion": record.latest.version,
        "VersionDifferences": {"PillarDifferences": _pillar_differences(base.lens, target.lens)},
    }


def _pillar_differences(base: Lens, target: Lens) -> list[dict[str, Any]]:
    found = []
    ids = dict.fromkeys(pillar.id for pillar in (*target.pillars, *base.pillars))
    for pillar_id in ids:
        old, new = base.pillar(pillar_id), target.pillar(pillar_id)
        questions = _question_differences(base, target, pillar_id)
        if old is not None and new is not None and old.name == new.name and not questions:
            continue
        pillar = new or old
        assert pillar is not None
        status = "NEW" if old is None else "DELETED" if new is None else "UPDATED"
        found.append(
            {
                "PillarId": pillar_id,
                "PillarName": pillar.name,
                "DifferenceStatus": status,
                "QuestionDifferences": questions,
            }
        )
    return found


def _question_differences(base: Lens, target: Lens, pillar_id: str) -> list[dict[str, Any]]:
    old = {question.id: question for question in base.questions() if question.pillar_id == pillar_id}
    new = {question.id: question for question in target.questions() if question.pillar_id == pillar_id}
    found = []
    for question_id in {**new, **old}:
        before, after = old.get(question_id), new.get(question_id)
        if before == after:
            continue
        status = "NEW" if before is None else "DELETED" if after is None else "UPDATED"
        title = (after or old[question_id]).title
        found.append({"QuestionId": question_id, "QuestionTitle": title, "DifferenceStatus": status})
    return found


def upgrade_lens_review(visit: Visit, p: dict[str, Any]) -> dict[str, Any]:
    """UpgradeLensReview: saves a milestone first and cannot be undone."""
    workload = visit.workload(p["WorkloadId"], OWN)
    review = visit.review(workload, p["LensAlias"])
    record = visit.lens(review.lens_arn)
    if review.version.version == record.latest.version:
        raise conflict(f"Lens {review.alias} is at its latest version already", workload.id, "LENS_REVIEW")
    save_milestone(visit, workload, p["MilestoneName"])
    carry_over(review, record.latest)
    visit.touch(workload, review)
    return {}


OPERATIONS = {
    "ListLenses": list_lenses,
    "GetLens": get_lens,
    "ImportLens": import_lens,
    "CreateLensVersion": create_lens_version,
    "ExportLens": export_lens,
    "DeleteLens": delete_lens,
    "GetLensVersionDifference": lens_version_difference,
    "UpgradeLensReview": upgrade_lens_review,
}
