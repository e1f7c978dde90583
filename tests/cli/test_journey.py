"""A whole review on the command line, from nothing, in the words of the issue."""

from __future__ import annotations

import json

from tests.cli.conftest import CREATE

FIRST, SECOND, THIRD = (
    "rel_fault_isolation_multiaz_region_system",
    "rel_fault_isolation_single_az_system",
    "rel_fault_isolation_use_bulkhead",
)


def question(wb, name="Shop", code="fault-isolation"):
    shown = wb("review", "show", name, "--json").json
    return shown["reviews"]["wellarchitected"]["answers"][code]


def test_from_nothing_to_a_comparison(wb, tmp_path):
    file = tmp_path / "new.wawb"
    assert wb("workspace", "create", file).code == 0
    place = ("--workspace", file)
    made = wb(*place, "workload", "create", "--name", "N of it", "--description", "Does it", "--environment", "PRODUCTION",
              "--region", "us-east-1", "--owner", "Owner", "--lens", "wellarchitected")  # fmt: skip
    assert made.code == 0
    assert made.out == ""
    done = wb("review", "answer", "N of it", "--lens", "wellarchitected", "--question", "fault-isolation",
              "--select", FIRST, "--not-applicable", f"{THIRD}:OUT_OF_SCOPE:one tenant: no cells", "--notes", "seen", *place)  # fmt: skip
    assert done.code == 0
    shown = wb("review", "show", "n OF it", "--json", *place).json
    assert shown["workload"] == "N of it"
    answers = shown["reviews"]["wellarchitected"]["answers"]
    assert len(answers) == 57
    assert answers["fault-isolation"] == {
        "selected": [FIRST],
        "choices": {
            FIRST: {"status": "SELECTED", "reason": "NONE", "note": "", "state": "yes"},
            THIRD: {"status": "NOT_APPLICABLE", "reason": "OUT_OF_SCOPE", "note": "one tenant: no cells",
                    "state": "not_applicable"},
        },
        "notes": "seen", "applicable": True, "reason": "NONE",
    }  # fmt: skip
    risk = wb("risk", "N of it", "--json", *place).json
    assert set(risk) == {"workload", "reviews"}
    review = risk["reviews"]["wellarchitected"]
    assert review["counts"] == {"MEDIUM": 1, "UNANSWERED": 56}
    one = review["questions"]["fault-isolation"]
    assert one.pop("rule").startswith(f"{FIRST} && {THIRD}")
    assert one == {
        "pillar": "reliability", "risk": "MEDIUM", "estimated": True, "missing": [SECOND], "ways_down": [[SECOND]], "by_tool": False,
    }  # fmt: skip
    assert wb("milestone", "save", "N of it", "--name", "Baseline", *place).code == 0
    assert wb("review", "answer", "N of it", "-q", "REL 10", "-s", "REL10-BP01", "-s", "REL10-BP02", *place).code == 0
    compared = wb("milestone", "compare", "N of it", "--from", "1", "--to", "now", "--json", *place).json
    change = compared["reviews"]["wellarchitected"]["questions"]["fault-isolation"]
    assert (change["from"], change["to"], change["move"], change["way"]) == ("MEDIUM", "NONE", "closed", "practice")
    assert change["choices"][SECOND]["to"]["state"] == "yes"
    assert compared["summary"]["closed"] == 1
    assert [one["name"] for one in wb("milestone", "list", "N of it", "--json", *place).json] == ["Baseline"]
    listed = wb("workload", "list", "--json", *place).json
    assert [(one["name"], one["answered"], one["milestone"]["number"]) for one in listed] == [("N of it", 1, 1)]


def test_what_show_prints_import_reads_without_a_step(wb, shop, tmp_path):
    wb("review", "answer", "Shop", "-q", "REL10", "--partly", "REL10-BP01:half", "--dont-know", "REL10-BP02:Ops:ask",
       "--no", "REL10-BP03", "--flag", "--park", "--owner", "Ops")  # fmt: skip
    wb("review", "answer", "Shop", "-q", "SEC 1", "--question-not-applicable", "--reason", "out-of-scope")
    shown = wb("review", "show", "Shop", "--json").out
    (tmp_path / "r.json").write_text(shown, encoding="utf-8")
    imported = wb("review", "import", "Shop", tmp_path / "r.json", "--json")
    assert imported.json == {"changed": 0, "problems": [], "warnings": []}
    assert wb("workspace", "undo", "--json").json["step"] == "Set one answer"
    assert question(wb, code="securely-operate")["applicable"] is True
    wb(*CREATE, "--name", "Twin")
    assert wb("review", "import", "Twin", tmp_path / "r.json").code == 0
    mine = wb("review", "show", "Twin", "--json").json["reviews"]
    assert mine == json.loads(shown)["reviews"]


def test_an_import_is_one_step(wb, shop, tmp_path):
    answers = {"fault-isolation": {"selected": [FIRST]}, "identities": {"notes": "later"}}
    review = {"notes": "lens", "pillar_notes": {"security": "s"}, "answers": answers}
    (tmp_path / "r.json").write_text(json.dumps({"reviews": {"wellarchitected": review}}), encoding="utf-8")
    before = wb("review", "show", "Shop", "--json").out
    assert wb("review", "import", "Shop", tmp_path / "r.json", "--json").json["changed"] == 4
    assert wb("workspace", "undo").code == 0
    assert wb("review", "show", "Shop", "--json").out == before
    assert wb("workspace", "redo").code == 0
    assert question(wb)["selected"] == [FIRST]


def test_unknown_ids_are_all_listed_and_nothing_is_applied_unless_partial(wb, shop, tmp_path):
    review = {"answers": {"fault-isolation": {"selected": [FIRST, "ghost"], "notes": "n"}, "nobody": {}}}
    (tmp_path / "r.json").write_text(json.dumps({"reviews": {"wellarchitected": review, "x": {}}}), encoding="utf-8")
    paths = ["reviews.wellarchitected.answers.fault-isolation.selected[1]",
             "reviews.wellarchitected.answers.nobody", "reviews.x"]  # fmt: skip
    refused = wb("review", "import", "Shop", tmp_path / "r.json")
    assert refused.code == 3
    assert refused.out == ""
    assert all(path in refused.err for path in paths)
    assert question(wb)["notes"] == ""
    partial = wb("review", "import", "Shop", tmp_path / "r.json", "--partial", "--json")
    assert partial.code == 0
    assert [one["path"] for one in partial.json["problems"]] == paths
    assert all(path in partial.err for path in paths)
    assert question(wb)["selected"] == [FIRST]
    assert question(wb)["notes"] == "n"


def test_answer_replaces_the_selection_and_leaves_what_it_does_not_name(wb, shop):
    wb(
        "review",
        "answer",
        "Shop",
        "-q",
        "REL10",
        "-s",
        "REL10-BP01",
        "--partly",
        "REL10-BP03:two cells",
        "--notes",
        "a",
    )
    wb("review", "answer", "Shop", "-q", "REL10", "-s", SECOND)
    assert question(wb)["selected"] == [SECOND]
    assert question(wb)["choices"][THIRD]["note"] == "two cells"
    assert question(wb)["notes"] == "a"
    wb("review", "answer", "Shop", "-q", "REL10", "--select", "", "--clear", "REL10-BP03", "--notes", "")
    assert question(wb)["selected"] == []
    assert question(wb)["choices"] == {}
    wb("review", "answer", "Shop", "-q", "REL10", "-s", "none")
    assert question(wb)["selected"] == ["rel_fault_isolation_no"]


def test_fail_on_decides_the_exit_code(wb, shop):
    assert wb("risk", "Shop", "--fail-on", "medium").code == 0
    wb("review", "answer", "Shop", "-q", "REL10", "-s", "REL10-BP01", "-s", "REL10-BP03")
    assert wb("risk", "Shop", "--fail-on", "high").code == 0
    hit = wb("risk", "Shop", "--fail-on", "medium", "--json")
    assert hit.code == 1
    assert hit.json["reviews"]["wellarchitected"]["counts"]["MEDIUM"] == 1
    assert "REL 10" in hit.err
    wb("review", "answer", "Shop", "-q", "REL10", "-s", "REL10-BP01")
    assert wb("risk", "Shop", "--fail-on", "high").code == 1
    assert wb("risk", "Shop", "--fail-on", "medium").code == 1
    accepted = wb("risk", "accept", "Shop", "-q", "REL10", "--why", "Cheap", "--by", "Head", "--until", "2999-01-01",
                  "--traded-for", "COST")  # fmt: skip
    assert accepted.code == 0
    assert wb("risk", "Shop", "--fail-on", "high").code == 1, "an accepted risk stays counted"
    assert wb("risk", "Shop", "--fail-on", "high", "--but-accepted").code == 0
    assert wb("risk", "accepted", "Shop", "--json").json[0]["traded_for"] == "costOptimization"
    assert wb("risk", "reopen", "Shop", "-q", "REL10").code == 0
    assert wb("risk", "reopen", "Shop", "-q", "REL10").code == 3
    assert wb("risk", "accept", "Shop", "-q", "SEC1", "--why", "w", "--by", "b", "--until", "2999-01-01").code == 3


def test_improvements_keep_what_is_not_named(wb, shop):
    wb("review", "answer", "Shop", "-q", "REL10", "-s", "none")
    assert wb("risk", "improve", "Shop", "-q", "REL10", "--owner", "Ops", "--due", "2027-01-31").code == 0
    assert wb("risk", "improve", "Shop", "-q", "REL10", "--status", "in_progress").code == 0
    one = wb("risk", "improvements", "Shop", "--json").json[0]
    assert (one["owner"], one["due"], one["status"], one["risk"]) == ("Ops", "2027-01-31", "in_progress", "HIGH")
    assert wb("risk", "improve", "Shop", "-q", "REL10", "--due", "soon").code == 3
    assert wb("risk", "improve", "Shop", "-q", "REL10", "--status", "maybe").code == 2


def test_milestones_are_verified_against_a_printed_head(wb, shop):
    first = wb("milestone", "save", "Shop", "--name", "First", "--json").json
    wb("milestone", "save", "Shop", "--name", "Second")
    good = wb("milestone", "verify", "Shop", "--head", first["chain"], "--json")
    assert good.code == 0
    assert (good.json["ok"], good.json["head_found"]) == (True, 1)
    bad = wb("milestone", "verify", "Shop", "--head", "0" * 64, "--json")
    assert bad.code == 3
    assert bad.json["ok"] is False
    assert wb("milestone", "save", "Shop", "--name", "first").code == 3
    assert wb("milestone", "compare", "Shop", "--from", "9").code == 3


def test_a_changed_milestone_is_found(wb, shop, empty):
    import sqlite3

    wb("milestone", "save", "Shop", "--name", "First")
    with sqlite3.connect(empty) as raw:
        raw.execute("UPDATE milestone SET name = 'Other'")
    raw.close()
    found = wb("milestone", "verify", "Shop", "--json")
    assert found.code == 3
    assert found.json["breaks"][0]["number"] == 1
    assert wb("workspace", "check").code == 3


def test_a_milestone_shows_answers_and_risks_as_they_were(wb, shop):
    wb("review", "answer", "Shop", "-q", "REL10", "-s", "none")
    wb("milestone", "save", "Shop", "--name", "First")
    wb("review", "answer", "Shop", "-q", "REL10", "-s", "REL10-BP01")
    then = wb("review", "show", "Shop", "--milestone", "first", "-q", "REL10", "--json").json
    assert then["reviews"]["wellarchitected"]["answers"]["fault-isolation"]["selected"] == ["rel_fault_isolation_no"]
    assert wb("risk", "Shop", "--milestone", "1", "--json").json["reviews"]["wellarchitected"]["counts"]["HIGH"] == 1


def test_the_history_of_a_question_says_who_and_what(wb, shop):
    wb("review", "answer", "Shop", "-q", "REL10", "-s", "REL10-BP01")
    wb("review", "answer", "Shop", "-q", "REL10", "--no", "REL10-BP01:gone")
    entries = wb("review", "history", "Shop", "-q", "REL10", "--json").json
    assert [entry["after"]["state"] for entry in entries] == ["no", "yes"]
    assert all(entry["who"] and entry["at"] for entry in entries)


def test_evidence_comes_back_as_it_went_in(wb, shop, tmp_path):
    source = tmp_path / "plan.txt"
    source.write_bytes(b"zones\0" * 400_000)
    added = wb("evidence", "add", "Shop", "-q", "REL10", "--file", source, "--choice", "REL10-BP01", "--strength", "verified",
               "--by", "Ops", "--on", "2026-11-01", "--json").json  # fmt: skip
    assert added["size"] == source.stat().st_size
    wb("evidence", "add", "Shop", "-q", "REL10", "--link", "https://wiki.example.com/x", "--title", "Wiki")
    listed = wb("evidence", "list", "Shop", "-q", "REL10", "--json").json
    assert {one["kind"] for one in listed} == {"file", "link"}
    assert wb("evidence", "save", "Shop", added["id"][:8], "--output", tmp_path / "copy.txt").code == 0
    assert (tmp_path / "copy.txt").read_bytes() == source.read_bytes()
    assert wb("evidence", "save", "Shop", added["id"], "--output", tmp_path / "copy.txt").code == 3
    assert wb("evidence", "remove", "Shop", added["id"]).code == 0
    assert len(wb("evidence", "list", "Shop", "--json").json) == 1
    assert wb("evidence", "add", "Shop", "-q", "REL10").code == 2


def test_backups_copy_and_restore(wb, shop, empty, tmp_path):
    assert wb("workspace", "backup", empty).code == 0
    wb("workload", "remove", "Shop")
    assert wb("workload", "list", "--json").json == []
    assert len(wb("workspace", "backups", empty, "--json").json) == 1
    assert wb("workspace", "restore", empty, "1").code == 0
    assert [one["name"] for one in wb("workload", "list", "--json").json] == ["Shop"]
    assert [one["reason"] for one in wb("workspace", "backups", "--json").json] == ["restore", "hand"]
    copy = tmp_path / "copy.wawb"
    assert wb("workspace", "copy", copy).code == 0
    assert wb("workspace", "copy", empty, copy).code == 3
    assert wb("workload", "list", "--workspace", copy, "--json").json[0]["id"] == shop


def test_complete_removal_gives_a_receipt(wb, shop, empty):
    wb("review", "answer", "Shop", "-q", "REL10", "--notes", "a sentence nobody else has")
    wb("workspace", "backup")
    done = wb("workload", "remove", "Shop", "--completely", "--backups", "--json")
    assert done.code == 0
    assert done.json["name"] == "Shop"
    assert len(done.json["backups"]) == 1
    assert b"a sentence nobody else has" not in empty.read_bytes()
    assert wb("workspace", "undo", "--json").json["step"] == ""


def test_lenses_are_added_and_removed(wb, shop, tmp_path):
    own = {"name": "Ours", "pillars": [{"id": "p", "name": "P", "questions": [
        {"id": "fault-isolation", "title": "T", "choices": [{"id": "c1", "title": "C"}]}]}]}  # fmt: skip
    file = tmp_path / "ours.json"
    file.write_text(json.dumps(own), encoding="utf-8")
    assert wb("lens", "check", file).code == 1, "AWS would refuse it; it can be reviewed with all the same"
    assert wb("lens", "add", "Shop", file).code == 0
    assert wb("lens", "add", "Shop", file).code == 3
    ambiguous = wb("review", "answer", "Shop", "-q", "fault-isolation", "--notes", "x")
    assert ambiguous.code == 3
    assert "--lens" in ambiguous.err
    assert wb("review", "answer", "Shop", "-l", "ours", "-q", "fault-isolation", "-s", "c1").code == 0
    assert set(wb("risk", "Shop", "--json").json["reviews"]) == {"wellarchitected", "ours"}
    assert wb("review", "remove-lens", "Shop", "--lens", "ours").code == 0
    assert set(wb("risk", "Shop", "--json").json["reviews"]) == {"wellarchitected"}
    assert wb("review", "add-lens", "Shop", "--lens", "nobody").code == 3
    file.write_text('{"pillars": [{"questions": []}]}', encoding="utf-8")
    assert wb("lens", "check", file, "--json").json["ok"] is False


def test_search_finds_practices_and_notes(wb, shop):
    wb("review", "answer", "Shop", "-q", "REL10", "--notes", "kangaroo crossing")
    hits = wb("workspace", "search", "kangar", "--json").json
    assert [(hit["kind"], hit["question_id"]) for hit in hits] == [("note", "fault-isolation")]
    assert wb("workspace", "search", "bulkhead").out != ""
