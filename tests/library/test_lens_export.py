"""What leaves the workbench for the WA Tool, and what is recognised when it comes back."""

from __future__ import annotations

import json

import pytest

from tests.library.lens_samples import first, good_lens, question
from workbench.library.lens_export import export_lens
from workbench.library.lens_file import read_lens_bytes
from workbench.library.lens_format import read_lens_text
from workbench.library.lens_known import content_digest, nearest_kin, version_in_name
from workbench.library.shelf import Shelf


def errors(text):
    return [one for one in read_lens_bytes(text.encode(), "x.json").findings if one.severity == "error"]


def test_an_authors_text_leaves_as_it_came():
    data = {"_version": "7", **good_lens(), "_note": ["ünknown"]}
    first(data)["number"] = 4
    first(data)["choices"][0]["color"] = {"b": 1, "a": 2}
    text = "\n " + json.dumps(data, indent=5, ensure_ascii=False).replace("\n", "\r\n")
    file = read_lens_bytes(text.encode(), "x.json")
    assert export_lens(file.text()) == text
    assert export_lens(file.text('2.0 "beta"')) == text


def test_a_lens_of_ours_leaves_without_our_keys_and_with_what_aws_asks_for():
    data = {"alias": "bakery", "version": "3", "official": False, **good_lens(), "_note": "kept"}
    data["description"] = 'Bread; "slowly" – 50 %'
    del first(data)["riskRules"], first(data)["description"], first(data)["choices"][0]["improvementPlan"]
    first(data)["guidance"] = {"about": "Bread; not cake."}
    first(data)["choices"][0] |= {"code": "B1", "riskIfAbsent": "HIGH", "guidance": {"meaning": "Dough rests."}}
    text = export_lens(json.dumps(data))
    written = json.loads(text)
    assert errors(text) == []
    assert list(written) == ["schemaVersion", "name", "description", "pillars", "_note"]
    assert first(written)["description"] == "Bread, not cake."
    assert first(written)["choices"][0]["improvementPlan"]["displayText"] == "Dough rests."
    assert first(written)["riskRules"][-1] == {"condition": "default", "risk": "HIGH_RISK"}
    assert set(first(written)["choices"][0]) == {"id", "title", "helpfulResource", "improvementPlan"}
    assert export_lens(text) == text


def test_a_text_over_the_limit_is_written_without_white_space():
    data = good_lens()
    data["_note"] = [1] * 60_000
    text = json.dumps(data, indent=8)
    assert len(text) > 500_000
    assert export_lens(text) == json.dumps(data, separators=(",", ":"))


def test_half_a_surrogate_pair_can_be_written():
    data = {"alias": "bakery", **good_lens(), "_note": "\ud800"}
    assert json.loads(export_lens(json.dumps(data)).encode())["_note"] == "\ud800"


@pytest.mark.parametrize("alias", Shelf().aliases())
def test_lenses_of_the_shelf_can_be_exported_and_stay_the_same(alias):
    text = export_lens(Shelf().text(alias))
    assert export_lens(text) == text
    allowed = {
        "question-title-length",
        "choice-title-length",
        "question-title-characters",
        "choice-title-characters",
        "choice-count",
        "rule-count",
        "question-count",
    }
    assert {one.rule for one in errors(text)} <= allowed, "what only AWS can change, and what is not published"


def lens(data):
    return read_lens_text(json.dumps(data))


def test_the_same_content_is_known_however_it_is_written():
    data = good_lens()
    texts = [
        json.dumps(data),
        json.dumps(data, indent=3),
        json.dumps(dict(reversed(data.items()))),
        json.dumps({**data, "version": "2", "alias": "x"}),
    ]
    assert len({content_digest(text) for text in texts}) == 1
    data["pillars"].reverse()
    assert content_digest(json.dumps(data)) != content_digest(texts[0])


def test_another_version_is_known_by_name_or_by_ids():
    old = good_lens()
    new = good_lens()
    new["pillars"][0]["questions"].append(question("oat"))
    assert (nearest_kin(lens(new), [lens(old)]).by_name, nearest_kin(lens(new), [lens(old)]).shared) == (True, 3)
    new["name"] = "Bakery lens v2"
    kin = nearest_kin(lens(new), [lens({**old, "name": "Other", "pillars": old["pillars"][1:]}), lens(old)])
    assert (kin.lens.name, kin.by_name, kin.shared) == ("Bakery lens", False, 3)
    other = {
        "name": "Cake",
        "pillars": [
            {
                "id": "baking",
                "name": "B",
                "questions": [question("rye", title="Who pays for sugar?"), question("x1"), question("x2")],
            }
        ],
    }
    assert nearest_kin(lens(other), [lens(old)]) is None
    assert nearest_kin(lens(other), []) is None


@pytest.mark.parametrize(("name", "version"), [
    ("bakery-1.3.2.json", "1.3.2"), ("bakery-v1.3.5-PUBLISHED.json", "1.3.5"), ("bakery_v1.02.json", "1.02"), ("bakery.json", ""), ("bakery2.json", ""),
])  # fmt: skip
def test_the_version_in_a_file_name(name, version):
    assert version_in_name(name) == version
