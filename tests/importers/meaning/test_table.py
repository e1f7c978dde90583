from __future__ import annotations

import json

import pytest

from workbench.domain.graph import KIND_TITLES
from workbench.errors import BadInput
from workbench.library.places import resources_dir
from workbench.library.resource_types import Part, Scope, read_resource_types, shipped_resource_types

RULES = shipped_resource_types().rules


@pytest.mark.parametrize("type_", sorted(RULES))
def test_every_type_says_what_it_is_and_from_where(type_: str) -> None:
    rule = RULES[type_]
    assert rule.source.startswith("https://docs.aws.amazon.com/")
    assert rule.title
    assert rule.kind in {*KIND_TITLES, "rack"}
    assert type_.count("::") == 2
    if rule.part in (Part.SETTING, Part.NAME):
        assert not rule.failable
    if rule.copies:
        assert rule.scope is Scope.ZONAL


def test_the_agents_and_the_models_are_there() -> None:
    for each in ("Bedrock::Agent", "Bedrock::KnowledgeBase", "BedrockAgentCore::Runtime", "SageMaker::Endpoint"):
        assert f"AWS::{each}" in RULES


def test_every_relation_is_explained() -> None:
    data = json.loads((resources_dir() / "knowledge" / "aws_types.json").read_bytes())
    used = {word for rule in RULES.values() for word in (*rule.paths.values(), rule.referenced)}
    assert used <= set(data["relations"])


@pytest.mark.parametrize("text", ["", "[]", '{"format": "other"}', '{"format": "wb-resource-types/1", "types": {"A": {}}}',
                                  '{"format": "wb-resource-types/1", "types": {"A": {"wrong": 1}}}'])  # fmt: skip
def test_a_table_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(BadInput, match="resource types"):
        read_resource_types(text)
