"""Lenses as the service keeps them: official ones from lens files, versions, and what published text means."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

from tests.sync.peer.visit import OFFICIAL_ARN
from tests.sync.peer.world import Answer, LensRecord, LensVersion, Review, World
from workbench.library.lens_format import lens_from_json
from workbench.library.shelf import Shelf

AWS = "Amazon Web Services"


def version_of(raw: dict[str, Any], version: str, *, official: bool = False, major: bool = True) -> LensVersion:
    """Return a published version of a lens text."""
    return LensVersion(version, raw, lens_from_json({**raw, "version": version, "official": official}, "lens"), major)


@lru_cache(maxsize=8)
def _official_version(text: str) -> tuple[str, LensVersion]:
    """Return the alias and version of a lens file; read once, as no peer can change it."""
    raw = json.loads(text)
    return raw["alias"], version_of(raw, raw["version"], official=True)


def load_official(world: World, text: str) -> LensRecord:
    """Publish an official lens, or a newer version of one, from the text of a lens file."""
    alias, version = _official_version(text)
    record = world.official.get(alias)
    if record is None:
        record = LensRecord(OFFICIAL_ARN + alias, alias, AWS, world.clock.now(), world.clock.now())
        world.official[alias] = record
    record.versions.append(version)
    record.updated_at = world.clock.now()
    return record


def load_framework(world: World) -> LensRecord:
    """Publish the Framework from the lens file that ships with the product."""
    return load_official(world, Shelf().text("wellarchitected"))


def carry_over(review: Review, version: LensVersion) -> None:
    """Move a review to another version (custom_lens_spec section 7, upgrade semantics)."""
    kept: dict[str, Answer] = {}
    for question_id, answer in review.answers.items():
        question = version.lens.question(question_id)
        if question is not None:
            answer.marks = {key: mark for key, mark in answer.marks.items() if question.choice(key)}
            kept[question_id] = answer
    review.answers, review.version = kept, version


def apply_minor_version(world: World, record: LensRecord) -> None:
    """Move every review of a lens to its newest version, silently (custom_lens_spec section 7)."""
    for place in world.places.values():
        for workload in place.workloads.values():
            review = workload.reviews.get(record.alias)
            if review is not None:
                carry_over(review, record.latest)
