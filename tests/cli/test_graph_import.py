"""`workbench graph import` on what teams have: files, folders, archives, stdin; into a workload, again, and beside others."""

from __future__ import annotations

import io
import json
import sys
import zipfile

import pytest

from tests.cli.test_graph_files import Stdin

SHOP = """services:
  web:
    image: web
    ports: ["80:80"]
    depends_on: [db, cache]
  db: {image: postgres}
  cache: {image: redis}
"""
TEMPLATE = """Parameters:
  Zones: {Type: String}
Resources:
  Store:
    Type: AWS::RDS::DBInstance
    Properties: {MultiAZ: !Ref Zones}
"""
FILE_KEYS = [
    "file", "format", "resources", "references", "resources_expanded", "nodes", "edges", "journeys", "questions",
    "assumptions", "unknown_types", "errors", "warnings",
]  # fmt: skip


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "system"
    (made / "stacks").mkdir(parents=True)
    (made / "shop.yml").write_text(SHOP, encoding="utf-8")
    (made / "stacks" / "store.yaml").write_text(TEMPLATE, encoding="utf-8")
    (made / "notes.txt").write_text("nothing of the kind", encoding="utf-8")
    return made


@pytest.fixture
def file(folder):
    return folder / "shop.yml"


def nodes(wb):
    return wb("graph", "export", "--workload", "Shop", "--json").json["nodes"]


def packed(folder) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for path in sorted(folder.rglob("*.y*ml")):
            archive.write(path, path.relative_to(folder).as_posix())
    return target.getvalue()


# -- without a workspace -----------------------------------------------------------------------------------------
def test_the_json_of_a_file_has_its_documented_shape(wb, file):
    ran = wb("graph", "import", file, "--dry-run", "--json")
    assert ran.code == 0
    assert list(ran.json) == ["files"]
    (report,) = ran.json["files"]
    assert list(report) == FILE_KEYS
    assert (report["file"], report["format"], report["resources"], report["references"]) == (
        "shop.yml",
        "compose",
        3,
        2,
    )
    assert report["journeys"] == ["Use web (port 80)"]
    assert report["errors"] == report["warnings"] == report["unknown_types"] == []
    assert ran.json == wb("graph", "import", file, "--json").json, "nothing is kept without a workload anyway"


def test_a_folder_and_its_archive_say_the_same(wb, folder, tmp_path, monkeypatch):
    archive = tmp_path / "system.zip"
    archive.write_bytes(packed(folder))
    one, two = (wb("graph", "import", path, "--dry-run", "--json") for path in (folder, archive))
    assert [report["file"] for report in one.json["files"]] == ["shop.yml", "stacks/store.yaml"]
    assert one.json == two.json
    monkeypatch.setattr(sys, "stdin", Stdin(archive.read_bytes()))
    assert wb("graph", "import", "-", "--dry-run", "--json").json == one.json
    question = one.json["files"][1]["questions"][0]
    assert list(question) == ["node", "about", "text", "line"]
    assert (question["node"], question["about"], question["line"]) == ("Store", "MultiAZ", 4)


def test_stdin_is_read_by_what_it_holds(wb, monkeypatch):
    monkeypatch.setattr(sys, "stdin", Stdin(SHOP.encode()))
    (report,) = wb("graph", "import", "-", "--dry-run", "--json").json["files"]
    assert (report["file"], report["format"]) == ("stdin", "compose")


@pytest.mark.parametrize("content", [b"", b"services: [", b'{"a":', b"hello", b"PK\x03\x04no archive"])
def test_what_cannot_be_read_ends_with_three_and_says_why(wb, tmp_path, content):
    path = tmp_path / "thing.yaml"
    path.write_bytes(content)
    ran = wb("graph", "import", path, "--dry-run")
    assert (ran.code, ran.out) == (3, "")
    assert "thing.yaml" in ran.err
    told = wb("graph", "import", path, "--dry-run", "--json")
    assert told.code == 3
    if told.out:
        assert told.json["files"][0]["errors"][0]["text"]


def test_one_bad_file_does_not_stop_the_others(wb, folder):
    (folder / "bad.yaml").write_text("Resources:\n  A: [1, 2\n", encoding="utf-8")
    ran = wb("graph", "import", folder, "--dry-run", "--json")
    assert ran.code == 0
    bad = next(one for one in ran.json["files"] if one["file"] == "bad.yaml")
    assert bad["errors"][0]["line"] >= 2
    assert "bad.yaml, line" in wb("graph", "import", folder).err


@pytest.mark.parametrize(
    "wrong", [("",), ("  ",), ("x.yaml", "--merge"), ("x.yaml", "--apart", "a"), ("x.yaml", "--name", "b")]
)
def test_wrong_usage_is_told(wb, wrong):
    ran = wb("graph", "import", *wrong)
    assert (ran.code, ran.out) == (2, "")
    assert "Name a file, a folder or an archive" in ran.err or "belongs to --workload" in ran.err


def test_a_missing_path_is_bad_input(wb, tmp_path):
    assert wb("graph", "import", tmp_path / "no.yaml", "--json").code == 3


# -- into a workload ---------------------------------------------------------------------------------------------
def test_an_import_again_keeps_what_was_said_and_drawn(wb, shop, file, tmp_path):
    dry = wb("graph", "import", file, "--workload", "Shop", "--dry-run", "--json").json
    assert list(dry)[:4] == ["files", "workload", "dry_run", "changed"]
    assert (dry["dry_run"], dry["changed"], dry["import"]) == (True, True, "shop.yml")
    assert wb("graph", "show", "--workload", "Shop").code == 3
    assert wb("graph", "import", file, "--workload", "Shop").code == 0
    drawn = wb("graph", "export", "--workload", "Shop", "--json").json
    drawn["nodes"]["web"]["label"] = "Front door"
    drawn["nodes"]["probe"] = {"requires": ["cache"]}
    mine = tmp_path / "mine.json"
    mine.write_text(json.dumps(drawn), encoding="utf-8")
    assert wb("graph", "import", mine, "--workload", "Shop").code == 0
    again = wb("graph", "import", file, "--workload", "Shop", "--json").json
    assert (again["changed"], again["conflicts"], again["met"]) == (False, [], [])
    file.write_text(SHOP.replace(", cache]", "]").replace("  cache: {image: redis}\n", "") + "  queue: {image: rabbit}\n",
                    encoding="utf-8")  # fmt: skip
    told = wb("graph", "import", file, "--workload", "Shop")
    assert told.code == 0
    assert "they stay, marked" in told.out
    now = nodes(wb)
    assert now.keys() >= {"web", "db", "queue", "probe", "cache"}
    assert now["web"]["label"] == "Front door"
    assert now["cache"]["attributes"]["gone"] == "shop.yml"
    assert wb("workspace", "undo").code == 0
    assert "queue" not in nodes(wb)


def test_what_changed_on_both_sides_is_chosen(wb, shop, tmp_path):
    drawing = 'digraph { web [label="Web"]; db [label="Store"]; web -> db }'
    file = tmp_path / "shop.dot"
    file.write_text(drawing, encoding="utf-8")
    assert wb("graph", "import", file, "--workload", "Shop").code == 0
    drawn = wb("graph", "export", "--workload", "Shop", "--json").json
    drawn["nodes"]["web"]["label"], drawn["nodes"]["db"]["label"] = "Front door", "Ledger"
    mine = tmp_path / "mine.json"
    mine.write_text(json.dumps(drawn), encoding="utf-8")
    assert wb("graph", "import", mine, "--workload", "Shop").code == 0
    file.write_text(drawing.replace("Web", "Portal").replace("Store", "Books"), encoding="utf-8")
    again = ("graph", "import", file, "--workload", "Shop")
    dry = wb(*again, "--dry-run", "--json").json
    ids = [one["id"] for one in dry["conflicts"]]
    assert ids
    assert {one["takes"] for one in dry["conflicts"]} == {"mine"}
    told = wb(*again, "--dry-run")
    assert ids[0].split("/")[0] in told.out
    assert "--prefer theirs" in told.err
    assert wb(*again, "--choose", "node/nobody=theirs").code == 3
    assert wb(*again, "--choose", f"{ids[0]}=ours").code == 2
    every = wb(*again, "--dry-run", "--json", "--prefer", "theirs", "--choose", f"{ids[0]}=mine").json
    assert [one["takes"] for one in every["conflicts"]] == ["mine", *["theirs"] * (len(ids) - 1)]
    assert wb(*again, "--choose", f"{ids[0]}=theirs").code == 0
    key = ids[0].split("/")[1]
    assert nodes(wb)[key]["label"] not in ("Front door", "Ledger")
    assert wb("workspace", "undo").code == 0
    assert nodes(wb)[key]["label"] in ("Front door", "Ledger")


def test_sources_live_beside_each_other_and_replace_lets_one_count(wb, shop, folder, file):
    assert wb("graph", "import", folder / "stacks" / "store.yaml", "--workload", "Shop").code == 0
    assert wb("graph", "import", file, "--workload", "Shop").code == 0
    assert nodes(wb).keys() >= {"Store", "web", "db"}
    assert "Store" in nodes(wb), "another source says nothing of it"
    assert wb("graph", "import", file, "--workload", "Shop", "--replace").code == 0
    assert "Store" not in nodes(wb)


def test_another_file_of_the_same_name_is_another_source(wb, shop, file, tmp_path):
    other = tmp_path / "other" / "shop.yml"
    other.parent.mkdir()
    other.write_text("services:\n  ledger: {image: ledger}\n  books: {image: books}\n", encoding="utf-8")
    assert wb("graph", "import", file, "--workload", "Shop").code == 0
    assert wb("graph", "import", other, "--workload", "Shop", "--json").json["import"] == "shop.yml 2"
    assert nodes(wb).keys() >= {"web", "ledger"}
    forced = wb("graph", "import", other, "--workload", "Shop", "--name", "shop.yml", "--json").json
    assert (forced["import"], "web" in forced["elements"]["removed"]) == ("shop.yml", True)


def test_ids_that_are_here_are_said_and_may_be_kept_apart(wb, shop, file, tmp_path):
    drawn = tmp_path / "drawn.json"
    drawn.write_text('{"nodes": {"db": {"label": "Ledger"}}, "journeys": []}', encoding="utf-8")
    assert wb("graph", "import", drawn, "--workload", "Shop").code == 0
    told = wb("graph", "import", file, "--workload", "Shop", "--dry-run")
    assert "Here already, taken to be the same" in told.out
    assert wb("graph", "import", file, "--workload", "Shop", "--dry-run", "--json").json["met"] == ["db"]
    assert wb("graph", "import", file, "--workload", "Shop", "--apart", "db").code == 0
    now = nodes(wb)
    assert now["db"] == {"label": "Ledger"}
    assert now["web"]["requires"][0]["id"] == "db (shop.yml)"


# -- what a file leaves open -------------------------------------------------------------------------------------
def test_an_answer_is_not_asked_for_again(wb, shop, folder):
    template = folder / "stacks" / "store.yaml"
    assert wb("graph", "import", template, "--workload", "Shop").code == 0
    listed = wb("graph", "show", "--workload", "Shop", "--json").json["questions"]
    assert listed[0]["kind"] == "left_open"
    assert (listed[0]["about"], listed[0]["data"]) == ("Store", {"about": "MultiAZ"})
    assert "Left open by store.yaml, line 4." in listed[0]["effect"]
    assert any(
        one["kind"] == "left_open" for one in wb("graph", "analyse", "--workload", "Shop", "--json").json["questions"]
    )
    assert "MultiAZ" in wb("graph", "findings", "--workload", "Shop").out
    assert wb("graph", "findings", "--workload", "Shop", "--json").json["questions"] == listed
    told = wb("graph", "answer", "Shop", "store", "multiaz", "yes", "--json").json
    assert (told["element"], told["about"], told["changed"]) == ("Store", "MultiAZ", True)
    assert told["effect"] == "Store is now a group of 2 copies."
    assert nodes(wb)["Store"]["attributes"]["answers"] == {"MultiAZ": "yes"}
    again = wb("graph", "import", template, "--workload", "Shop", "--json").json
    assert again["changed"] is False
    assert "MultiAZ" not in [one["about"] for one in again["files"][0]["questions"]]
    said = wb("graph", "answer", "Shop", "Store", "AvailabilityZone", "I do not know yet")
    assert "Recorded" in said.err


SUBNETS = """Parameters:
  Nets: {Type: 'List<AWS::EC2::Subnet::Id>'}
Resources:
  One: {Type: AWS::ElastiCache::CacheCluster, Properties: {NumCacheNodes: 1, CacheSubnetGroupName: !Ref Group}}
  Two: {Type: AWS::ElastiCache::CacheCluster, Properties: {NumCacheNodes: 1, CacheSubnetGroupName: !Ref Group}}
  Group: {Type: AWS::ElastiCache::SubnetGroup, Properties: {Description: x, SubnetIds: !Ref Nets}}
  Front: {Type: 'AWS::EC2::Instance', Properties: {SubnetId: !Select [0, !Ref Nets]}}
  Back: {Type: 'AWS::EC2::Instance', Properties: {SubnetId: !Select [0, !Ref Nets]}}
"""


def test_one_answer_counts_for_every_element_it_is_asked_of(wb, shop, tmp_path):
    template = tmp_path / "net.yaml"
    template.write_text(SUBNETS, encoding="utf-8")
    assert wb("graph", "import", template, "--workload", "Shop").code == 0
    listed = wb("graph", "show", "--workload", "Shop", "--json").json["questions"]
    several = [one for one in listed if "elements" in one["data"]]
    assert several, listed
    (first, *others), about = several[0]["data"]["elements"], several[0]["data"]["about"]
    told = wb("graph", "answer", "Shop", first, about, "eu-west-1a", "--all", "--json").json
    assert told["also"] == others
    now = nodes(wb)
    assert all("az:eu-west-1a" in now[one]["domains"] for one in (first, *others))
    left = [one["text"] for one in told["questions"]]
    assert several[0]["text"] not in left


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        (("Nobody", "Store", "MultiAZ", "no"), 3), (("Shop", "Nothing", "MultiAZ", "no"), 3),
        (("Shop", "Store", "Colour", "red"), 3), (("Shop", "Store", "MultiAZ", " "), 3), (("Shop", "Store", "MultiAZ"), 2),
    ],
)  # fmt: skip
def test_an_answer_to_nothing_is_told(wb, shop, folder, wrong, code):
    assert wb("graph", "import", folder, "--workload", "Shop").code == 0
    ran = wb("graph", "answer", *wrong)
    assert (ran.code, ran.out) == (code, "")
