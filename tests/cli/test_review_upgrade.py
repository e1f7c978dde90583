"""Upgrading a review, and texts of a lens in a spreadsheet, on the command line."""

from __future__ import annotations

import json

import openpyxl
import pytest

from tests.library.lens_samples import first, good_lens, question


@pytest.fixture
def shop(wb, empty, tmp_path):
    """A workload reviewed with version 1, and version 2 in the workspace: rye has another id, oat is new."""
    old, new = good_lens(), good_lens()
    old["version"], new["version"] = "1", "2"
    entry = first(new)
    gone = entry["choices"][0]["id"]
    fresh = f"{gone}_next"
    entry["choices"][0]["id"] = fresh
    for rule in entry["riskRules"]:
        rule["condition"] = rule["condition"].replace(gone, fresh)
    new["pillars"][0]["questions"].append(question("oat"))
    for name, data in (("old.json", old), ("new.json", new)):
        (tmp_path / name).write_text(json.dumps(data), encoding="utf-8")
        wb("lens", "import", tmp_path / name)
    wb("workload", "create", "--name", "Shop", "--description", "A shop", "--environment", "PRODUCTION", "--region",
       "eu-west-1", "--owner", "Team")  # fmt: skip
    alias = wb("lens", "import", tmp_path / "old.json", "--json").json["files"][0]["alias"]
    wb("lens", "add", "Shop", f"{alias}@1")
    wb("review", "answer", "Shop", "-q", entry["id"], "-s", gone, "--notes", "Seen")
    return {"question": entry["id"], "gone": gone, "fresh": fresh, "alias": alias, "folder": tmp_path}


def test_a_preview_changes_nothing_and_proposes(wb, shop):
    ran = wb("review", "upgrade", "Shop", "--to", "2", "--preview", "--json")
    assert ran.code == 0, ran.err
    told = ran.json
    assert (told["from"], told["to"], told["questions"]["new"]) == ("1", "2", 1)
    (proposed,) = told["suggestions"]
    place = f"{shop['question']}/"
    assert (proposed["old"], proposed["new"]) == (place + shop["gone"], place + shop["fresh"])
    assert 0.55 <= proposed["score"] <= 1
    assert wb("milestone", "list", "Shop", "--json").json == []
    assert f"--map {proposed['old']}={proposed['new']}" in wb("review", "upgrade", "Shop", "--to", "2", "--preview").out


def test_upgrade_with_a_mapping_then_undo(wb, shop):
    before = wb("review", "show", "Shop", "--json").json
    mapping = f"{shop['gone']}={shop['fresh']}"
    ran = wb("review", "upgrade", "Shop", "--to", "2", "--map", mapping, "--json")
    assert ran.code == 0, ran.err
    assert [one["name"] for one in wb("milestone", "list", "Shop", "--json").json] == [ran.json["milestone"]]
    (review,) = wb("review", "show", "Shop", "--json").json["reviews"].values()
    assert review["answers"][shop["question"]]["selected"] == [shop["fresh"]]
    assert review["answers"][shop["question"]]["notes"] == "Seen"
    assert wb("review", "retired", "Shop", "--json").json == []
    assert wb("milestone", "verify", "Shop").code == 0
    assert wb("workspace", "undo").code == 0
    assert wb("review", "show", "Shop", "--json").json == before
    assert wb("milestone", "list", "Shop", "--json").json == []


def test_what_is_not_mapped_is_listed_as_retired_and_does_no_harm(wb, shop):
    assert wb("review", "upgrade", "Shop", "--to", "2").code == 0
    (gone,) = wb("review", "retired", "Shop", "--json").json
    assert (gone["question"], gone["whole"], gone["retired_with"]) == (shop["question"], False, "2")
    assert [one["id"] for one in gone["practices"]] == [shop["gone"]]
    assert "retired with version 2" in wb("review", "retired", "Shop").out
    shown = wb("review", "show", "Shop", "--json")
    (shop["folder"] / "again.json").write_text(shown.out, encoding="utf-8")
    assert shop["gone"] not in shown.out
    assert wb("review", "import", "Shop", shop["folder"] / "again.json").code == 0
    assert len(wb("review", "retired", "Shop", "--json").json) == 1
    for command in (
        ("risk", "Shop"), ("workload", "show", "Shop"), ("evidence", "list", "Shop"),
        ("milestone", "compare", "Shop", "--from", "1", "--to", "now"), ("milestone", "save", "Shop", "--name", "After"),
        ("report", "Shop", "--format", "md", "--output", shop["folder"] / "r.md"),
        ("package", "export", "Shop", "--output", shop["folder"] / "p.wawb-package"),
    ):  # fmt: skip
        ran = wb(*command)
        assert ran.code == 0, (command, ran.err)
    assert wb("workspace", "check").code == 0


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--to", "9"), "no other version"),
        (("--to", "1"), "no other version"),
        (("--to", "2", "--map", "nonsense"), "no mapping"),
        (("--to", "2", "--map", "nothing=nowhere"), "has no nothing"),
    ],
)
def test_what_cannot_be_done_is_said(wb, shop, options, words):
    ran = wb("review", "upgrade", "Shop", *options)
    assert ran.code == 3
    assert words in ran.err
    assert wb("milestone", "list", "Shop", "--json").json == []


def test_texts_go_out_and_come_back(wb, shop):
    table, target = shop["folder"] / "t.xlsx", shop["folder"] / "changed.json"
    lens = shop["folder"] / "old.json"
    assert wb("lens", "export", lens, "--format", "xlsx", "--output", table).code == 0
    assert wb("lens", "texts", table, "--lens", lens, "--json").json["changes"] == []
    book = openpyxl.load_workbook(table)
    book["Questions"]["D2"] = "How do you bake rye on time?"
    book.save(table)
    ran = wb("lens", "texts", table, "--lens", lens)
    assert "How do you bake rye on time?" in ran.out
    assert "Nothing was written" in ran.err
    assert wb("lens", "texts", table, "--lens", lens, "--output", target).code == 0
    assert first(json.loads(target.read_text()))["title"] == "How do you bake rye on time?"
    kept = wb("lens", "texts", table, "--lens", lens, "--keep", "--json")
    assert kept.json["kept_as"].startswith(f"{shop['alias']}@1+")
    again = wb("lens", "texts", table, "--lens", lens, "--keep", "--as-version", "2")
    assert again.code == 3
    assert "other content" in again.err
    book["Questions"]["D2"] = "=A1"
    book.save(table)
    bad = wb("lens", "texts", table, "--lens", lens)
    assert bad.code == 3
    assert "Questions!D2 holds a formula" in bad.err
