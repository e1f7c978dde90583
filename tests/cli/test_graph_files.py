"""`workbench graph import`, `show` and `export` on files: round trips, stdin, and files that cannot be used."""

from __future__ import annotations

import io
import json
import os
import sys

import pytest

from workbench.library.places import resources_dir

SAMPLES = resources_dir() / "sample" / "graphs"
SHOP = SAMPLES / "three-tier-shop.json"
ALL = sorted(SAMPLES.glob("*.json"))
READERS = [
    ("import",),
    ("show",),
    ("analyse",),
    ("findings",),
    ("fixes",),
    ("recovery",),
    ("export",),
    ("whatif", "--fail", "x"),
]


class Stdin:
    """Bytes where stdin would be."""

    def __init__(self, data: bytes) -> None:
        self.buffer = io.BytesIO(data)

    def isatty(self) -> bool:
        return False


# -- round trips ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ALL, ids=lambda path: path.stem)
def test_what_is_exported_is_what_was_read(wb, tmp_path, path):
    again = tmp_path / "again.json"
    assert wb("graph", "export", path, "--output", again).code == 0
    assert wb("graph", "diff", path, again, "--json").json["elements"] == {
        "added": [], "removed": [], "changed": [], "moved": []
    }  # fmt: skip
    third = wb("graph", "export", again).out
    assert third == again.read_text(encoding="utf-8")
    assert list(json.loads(third)["nodes"]) == list(json.loads(path.read_text(encoding="utf-8"))["nodes"])


def test_a_graph_comes_from_stdin(wb, monkeypatch):
    monkeypatch.setattr(sys, "stdin", Stdin(b"\xef\xbb\xbf" + SHOP.read_bytes()))
    ran = wb("graph", "show", "-", "--json")
    assert (ran.code, ran.json["name"], ran.json["elements"]) == (0, "stdin", 33)


def test_show_counts_and_says_what_nobody_knows(wb):
    facts = wb("graph", "show", SHOP, "--json").json
    assert facts["by_kind"]["subnet"] == 4
    region = next(one for one in facts["domains"] if one["id"] == "region")
    assert region["elements"] > 20
    assert facts["unknown"]["needs"] == [{"owner": "web-tier", "group": 0}]
    assert facts["unknown"]["criticality"] == [{"element": "app-tier", "requires": "feature-flags"}]
    out = wb("graph", "show", SHOP).out
    assert out.index("Region eu-west-1") < out.index("    Subnet public-a"), "domains are a tree"
    assert "How many members carry the peak load" in out


def test_import_alone_checks_and_keeps_nothing(wb, tmp_path):
    path = tmp_path / "g.json"
    path.write_text('{"nodes": {"a": {"colour": "red"}}, "journeys": []}', encoding="utf-8")
    ran = wb("graph", "import", path)
    assert ran.code == 0
    assert "nodes.a.colour" in ran.err
    assert "can be used" in ran.err
    assert wb("graph", "import", path, "--json").json["warnings"]
    assert wb("graph", "import", path, "--merge").code == 2


def test_export_writes_over_no_workspace_and_into_no_missing_folder(wb, empty, tmp_path):
    before = empty.read_bytes()
    ran = wb("graph", "export", SHOP, "--output", empty)
    assert (ran.code, empty.read_bytes()) == (3, before)
    assert wb("graph", "export", SHOP, "--output", tmp_path / "no" / "g.json").code == 3
    told = wb("graph", "export", SHOP, "--output", tmp_path / "g.json", "--json").json
    assert told["size"] == (tmp_path / "g.json").stat().st_size


# -- what cannot be used ----------------------------------------------------------------------------------------

BAD = {
    "empty": b"",
    "blank": b" \n\t ",
    "text": b"hello",
    "cut": SHOP.read_bytes()[:500],
    "binary": bytes(range(256)) * 40,
    "utf-16": SHOP.read_text(encoding="utf-8").encode("utf-16"),
    "deep": b"[" * 200_000,
    "deep objects": b'{"nodes":' * 100_000,
    "list": b"[]",
    "number": b"1",
    "twice": b'{"nodes": {"a": {}, "a": {}}, "journeys": []}',
    "nan": b'{"nodes": {"a": {"unavailability": NaN}}, "journeys": []}',
    "huge number": b'{"nodes": {"a": {"rto_s": 1' + b"0" * 10_000 + b'}}, "journeys": []}',
    "surrogate": b'{"nodes": {"\\ud800": {}}, "journeys": []}',
    "no nodes": b'{"journeys": []}',
    "unknown id": b'{"nodes": {"a": {"requires": ["b"]}}, "journeys": []}',
    "unknown entry": b'{"nodes": {"a": {}}, "journeys": [{"id": "j", "node": "b"}]}',
    "needs": b'{"nodes": {"a": {}, "g": {"groups": [{"needs": 2, "members": ["a"]}]}}, "journeys": []}',
    "doubled": b'{"nodes": {"a": {}, "g": {"groups": [{"members": ["a", "a"]}]}}, "journeys": []}',
    "another format": b'{"format": "wb-graph/2", "nodes": {}, "journeys": []}',
    "xml": b"<html><body/></html>",
    "broken xml": b"<opsa-mef><define",
    "xml bomb": b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><opsa-mef>&b;</opsa-mef>',
    "xml that reads files": b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]><opsa-mef>&a;</opsa-mef>',
}


@pytest.mark.parametrize("kind", BAD)
def test_a_file_that_is_no_graph_is_told(wb, tmp_path, kind):
    path = tmp_path / "bad.graph"
    path.write_bytes(BAD[kind])
    ran = wb("graph", "analyse", path, "--json")
    assert (ran.code, ran.out) == (3, "")
    assert ran.err.strip()
    assert len(ran.err) < 3000


@pytest.mark.parametrize("command", READERS, ids=" ".join)
def test_every_command_tells_a_missing_file_a_folder_and_wrong_ids(wb, tmp_path, command):
    bad = tmp_path / "bad.json"
    bad.write_bytes(BAD["unknown id"])
    for path in (tmp_path / "missing.json", tmp_path, bad):
        ran = wb("graph", command[0], path, *command[1:])
        assert (ran.code, ran.out) == (3, "")
        assert path.name in ran.err or "nodes.a.requires[0]" in ran.err


def test_every_wrong_place_is_listed(wb, tmp_path):
    path = tmp_path / "bad.json"
    nodes = {"a": {"requires": ["x"], "unavailability": 2}, "b": {"failable": "no"}}
    path.write_text(json.dumps({"nodes": nodes, "journeys": [{"node": "a"}]}), encoding="utf-8")
    err = wb("graph", "import", path).err
    for where in ("nodes.a.requires[0]", "nodes.a.unavailability", "nodes.b.failable", "journeys[0].id"):
        assert where in err


@pytest.mark.skipif(os.name != "posix", reason="a device of POSIX")
def test_what_has_no_end_is_not_read_for_ever(wb):
    ran = wb("graph", "show", "/dev/zero")
    assert ran.code == 3


def test_names_never_steer_the_terminal(wb, tmp_path):
    path = tmp_path / "g.json"
    evil = "x\x1b[31m\x07\u202ey"
    nodes = {
        evil: {"label": evil + "\r2", "type": evil, "kind": evil},
        "two\nlines": {"requires": [evil], "label": "a\nb"},
    }
    journeys = [{"id": evil, "label": evil, "node": "two\nlines", "criticality": evil}]
    path.write_text(json.dumps({"nodes": nodes, "journeys": journeys}), encoding="utf-8")
    for command in (("show",), ("analyse",), ("findings",), ("recovery",), ("fixes",), ("whatif", "--fail", evil),
                    ("analyse", "--fail-on", "single-point-of-failure"), ("whatif", "--fail", "\x1bno")):  # fmt: skip
        ran = wb("graph", command[0], path, *command[1:])
        assert ran.code in (0, 1, 3)
        assert not set("\x1b\x07\r\u202e") & set(ran.out + ran.err), command
    assert evil in wb("graph", "analyse", path, "--json").json["blast_radius"]
