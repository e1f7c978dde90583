"""Lens files on the command line: check, lint, import, evaluate, diff, export."""

from __future__ import annotations

import io
import json
import sys

import pytest

from tests.library.lens_samples import first, good_lens, question


@pytest.fixture
def files(tmp_path):
    """Write lenses by file name; returns the folder."""
    folder = tmp_path / "lenses"
    folder.mkdir()

    def write(name, data):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(data if isinstance(data, str) else json.dumps(data, indent=1), encoding="utf-8")
        return path

    write.folder = folder
    return write


def newer():
    data = good_lens()
    first(data)["title"] = "How do you bake good rye?"
    data["pillars"][0]["questions"].append(question("oat"))
    return data


def test_check_counts_and_lists_with_place_and_rule(wb, files):
    good = wb("lens", "check", files("good.json", good_lens()), "--json")
    assert good.code == 0
    assert (good.json["ok"], good.json["errors"], good.json["warnings"]) == (True, [], [])
    assert good.json["counts"] | {"pillars": 2, "questions": 3, "choices": 9} == good.json["counts"]
    bad = good_lens()
    first(bad)["choices"][1]["title"] = "x" * 129
    del first(bad)["riskRules"][2]
    path = files("bad.json", bad)
    ran = wb("lens", "check", path, "--json")
    assert ran.code == 1
    one = ran.json["errors"][0]
    assert (one["rule"], one["path"]) == ("choice-title-length", "pillars[0].questions[0].choices[1].title")
    assert path.read_text().splitlines()[one["line"] - 1][one["column"] - 1 :].startswith('"xxx')
    assert {each["rule"] for each in ran.json["warnings"]} >= {"rule-default-missing", "outcome-uncovered"}
    shown = wb("lens", "check", path)
    assert (shown.code, "choice-title-length" in shown.out, "can be reviewed with" in shown.err) == (1, True, True)
    assert wb("lens", "check", path, "--fail-on", "never").code == 0
    warned = files("warned.json", {**good_lens(), "_note": "x"})
    assert (wb("lens", "check", warned).code, wb("lens", "check", warned, "--fail-on", "warning").code) == (0, 1)


@pytest.mark.parametrize(("text", "rule", "line"), [
    ("{", "json-syntax", 1), ('{\n "pillars": 1}', "not-a-lens", 1), ("", "json-syntax", 1), ('{"a": 1,\n "b" 2}', "json-syntax", 2),
])  # fmt: skip
def test_what_cannot_be_read_at_all_exits_3(wb, files, text, rule, line):
    ran = wb("lens", "check", files("x.json", text), "--json")
    assert (ran.code, ran.json["readable"], ran.json["ok"]) == (3, False, False)
    assert [(one["rule"], one["line"]) for one in ran.json["errors"]] == [(rule, line)]
    assert wb("lens", "check", files.folder / "gone.json").code == 3
    assert wb("lens", "import", files.folder / "gone.json", "--workspace", files.folder / "no.wawb").code == 3


def test_a_long_list_is_cut_by_kind_and_whole_on_request(wb, files):
    data = good_lens()
    data["pillars"][1]["questions"] = [question(f"q{n}x", note="x") for n in range(9)]
    path = files("x.json", data)
    assert wb("lens", "check", path).out.count('key "note"') == 5
    assert "and 4 more (--all lists them)" in wb("lens", "check", path).out
    assert wb("lens", "check", path, "--all").out.count('key "note"') == 9


def test_lint_shows_outcomes_and_counter_examples(wb, files):
    data = good_lens()
    first(data)["riskRules"][0]["condition"] = "rye_dough && !rye_oven"
    path = files("x.json", data)
    found = {one["question"]: one for one in wb("lens", "lint", path, "--json").json}
    assert [one["risk"] for one in found["wheat"]["outcomes"]] == ["NONE", "MEDIUM", "HIGH", "UNANSWERED"]
    assert (found["wheat"]["combinations"], found["wheat"]["exact"], found["wheat"]["findings"]) == (8, True, [])
    odd = next(one for one in found["rye"]["findings"] if one["rule"] == "outcome-not-monotone")
    assert (odd["example"], odd["then"], odd["risks"]) == (["rye_dough"], ["rye_dough", "rye_oven"], ["NONE", "MEDIUM"])
    assert "rye_oven raises the risk" in wb("lens", "lint", path, "-q", "baking/rye").out
    assert wb("lens", "lint", path, "-q", "nobody").code == 3
    assert "1 of them with findings" in wb("lens", "lint", path).out


def test_import_of_files_and_folders_is_one_step(wb, empty, files):
    files("bakery-1.0.json", good_lens())
    files(
        "more/cake.json",
        {
            **good_lens(),
            "name": "Cake lens",
            "pillars": [{"id": "cake", "name": "Cake", "questions": [question("sugar")]}],
        },
    )
    files("more/package.json", {"name": "no lens"})
    files("more/.hidden/x.json", "broken")
    ran = wb("lens", "import", files.folder, "--json")
    assert ran.code == 0
    assert [(one["status"], one.get("alias"), one.get("version")) for one in ran.json["files"]][::2] == [
        ("new", "bakery-lens", "1.0"), ("skipped", None, None)]  # fmt: skip
    listed = {one["alias"]: one for one in wb("lens", "list", "--json").json if one["origin"] == "workspace"}
    assert set(listed) == {"bakery-lens", "cake-lens"}
    assert listed["bakery-lens"]["questions"] == 3
    assert wb("workspace", "undo").code == 0
    assert not [one for one in wb("lens", "list", "--json").json if one["origin"] == "workspace"]


def test_the_same_content_and_newer_versions_are_noticed(wb, shop, files):
    old = files("bakery-1.0.json", good_lens())
    assert wb("lens", "add", "Shop", old).code == 0
    again = wb("lens", "import", files("copy.json", json.dumps(good_lens())), "--json").json["files"][0]
    assert (again["status"], again["same_as"]["version"]) == ("same", "1.0")
    path = files("bakery-1.1.json", newer())
    found = wb("lens", "import", path, "--json").json["files"][0]
    assert (found["status"], found["version"], found["version_of"]["version"]) == ("version", "1.1", "1.0")
    assert (found["version_of"]["by"], found["version_of"]["shared_questions"]) == ("name", 3)
    assert [one["name"] for one in found["used_by"]] == ["Shop"]
    renamed = {**newer(), "name": "Bread lens 2"}
    by_ids = wb("lens", "import", files("bread.json", renamed), "--json").json["files"][0]
    assert (by_ids["status"], by_ids["version_of"]["by"]) == ("version", "ids")
    assert len(by_ids["version"]) == 8, "no version anywhere: a hash of the content tells them apart"
    assert wb("lens", "show", "bakery-lens").code == 3
    assert wb("lens", "show", "bakery-lens@1.1").code == 0
    assert "known already" in wb("lens", "import", path).out


def test_a_version_can_be_named_once_and_never_stands_for_two_contents(wb, empty, files):
    path = files("bakery.json", good_lens())
    assert wb("lens", "import", path, "--as-version", "spring").code == 0
    other = wb("lens", "import", files("other.json", newer()), "--as-version", "spring", "--json").json["files"][0]
    assert other["version"].startswith("spring+")
    assert wb("lens", "import", files.folder, "--as-version", "x").code == 2
    ours = files("ours.json", {"alias": "ours", "version": "1", **good_lens(), "name": "Ours"})
    assert wb("lens", "import", ours).code == 0
    clash = wb("lens", "import", files("ours2.json", {"alias": "ours", "version": "1", **newer(), "name": "Ours"}))
    assert (clash.code, "taken by other content" in clash.err) == (3, True)


def test_one_bad_file_does_not_stop_the_others(wb, empty, files):
    ran = wb(
        "lens", "import", files("good.json", good_lens()), files("bad.json", "{"), files.folder / "gone.json", "--json"
    )
    assert ran.code == 3
    assert [one["status"] for one in ran.json["files"]] == ["new", "failed", "failed"]
    assert wb("lens", "show", "bakery-lens").code == 0


def test_a_lens_with_errors_is_imported_and_reviewed_with(wb, shop, files):
    data = good_lens()
    first(data)["title"] = "Wie lange, und warum; <b>wirklich</b>?"
    data["pillars"][1]["questions"][0]["id"] = "rye"
    first(data)["riskRules"].insert(0, {"condition": "salt &&", "risk": "NO_RISK"})
    text = json.dumps(data).replace('"schemaVersion"', '// ours\n"schemaVersion"')
    ran = wb("lens", "import", files("odd.json", text), "--json").json["files"][0]
    assert (ran["status"], ran["errors"] > 3) == ("new", True)
    assert wb("lens", "add", "Shop", "bakery-lens").code == 0
    assert wb("review", "answer", "Shop", "-l", "bakery-lens", "-q", "baking/rye", "-s", "rye_dough").code == 0
    risks = wb("risk", "Shop", "-l", "bakery-lens", "--json").json["reviews"]["bakery-lens"]["questions"]
    assert (risks["baking/rye"]["risk"], risks["selling/rye"]["risk"]) == ("MEDIUM", "UNANSWERED")


def test_evaluate(wb, files, tmp_path, monkeypatch):
    assert "list of selected" in " ".join(wb("lens", "evaluate", "--help").out.replace("│", " ").split())
    path = files("x.json", good_lens())
    asked = [["rye", ["rye_dough"], []], ["baking/wheat", [], ["wheat_oven"]], ["shop", [], []]]
    vectors = tmp_path / "v.json"
    vectors.write_text(json.dumps(asked))
    assert wb("lens", "evaluate", path, "--vectors", vectors, "--json").json == ["MEDIUM", "HIGH", "UNANSWERED"]
    assert "UNANSWERED" in wb("lens", "evaluate", path, "--vectors", vectors).out
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(vectors.read_bytes())))
    assert wb("lens", "evaluate", path, "--vectors", "-", "--json").json[0] == "MEDIUM"
    vectors.write_text('[["rye", ["salt"], []]]')
    assert wb("lens", "evaluate", path, "--vectors", vectors, "--json").code == 3
    vectors.write_text("[")
    assert wb("lens", "evaluate", path, "--vectors", vectors).code == 3
    assert wb("lens", "evaluate", path, "--vectors", tmp_path / "gone").code == 3


def test_diff(wb, files):
    old, new = files("a-1.0.json", good_lens()), files("a-2.0.json", newer())
    found = wb("lens", "diff", old, new, "--json").json
    assert (found["before"]["version"], found["after"]["version"]) == ("1.0", "2.0")
    assert (found["counts"]["question"]["added"], found["counts"]["question"]["changed"]) == (1, 1)
    assert {
        "part": "question",
        "kind": "added",
        "pillar_id": "baking",
        "question_id": "oat",
        "title": "How do you bake oat?",
    } in found["changes"]
    shown = wb("lens", "diff", old, new).out
    assert "+ How do you bake good rye?" in shown
    assert wb("lens", "diff", old, old).out.strip() == "Both say the same."
    renamed = files("b.json", {**newer(), "name": "Other"})
    assert "Lens name must match published name" in wb("lens", "diff", old, renamed).out


def test_what_was_imported_is_exported_to_the_letter(wb, empty, files, tmp_path):
    path = files("bakery-1.0.json", {"_version2": 1, **good_lens(), "_note": "ü"})
    wb("lens", "import", path)
    out = tmp_path / "out.json"
    assert wb("lens", "export", "bakery-lens", "--output", out).code == 0
    assert out.read_bytes() == path.read_bytes()
    assert wb("lens", "export", "bakery-lens@1.0").out == path.read_text(encoding="utf-8")
    assert wb("lens", "export", path).out == path.read_text(encoding="utf-8")
    assert wb("lens", "export", "bakery-lens", "-o", tmp_path / "no" / "x.json").code == 3


def test_the_shelf_is_exported_without_a_workspace(wb):
    ran = wb("lens", "export", "wellarchitected")
    assert ran.code == 0
    assert "alias" not in ran.json
    assert "AWS would refuse it for 1 reason" in ran.err, "one official title is longer than custom lenses allow"
    assert "Did you mean wellarchitected" in wb("lens", "export", "wellarchitect").err
