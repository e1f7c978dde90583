"""Files, folders and archives of an import: what is taken, what is refused, and that one bad file stops nothing."""

from __future__ import annotations

import gzip
import io
import json
import tarfile
import zipfile

import pytest

from workbench.errors import BadInput
from workbench.importers import walk
from workbench.importers.reading import import_path
from workbench.progress import Cancelled, Silent

COMPOSE = "services:\n  web: {image: nginx, ports: ['80:80'], depends_on: [db]}\n  db: {image: postgres}\n"
GRAPH = json.dumps({"format": "wb-graph/1", "nodes": {"a": {"requires": ["b"]}, "b": {}}, "journeys": []})


def read(path):
    return import_path(path, Silent())


@pytest.fixture
def folder(tmp_path):
    top = tmp_path / "system"
    (top / "sub").mkdir(parents=True)
    (top / ".git").mkdir()
    (top / "node_modules").mkdir()
    (top / "compose.yaml").write_text(COMPOSE, encoding="utf-8")
    (top / "sub" / "graph.json").write_text(GRAPH, encoding="utf-8")
    (top / "broken.yaml").write_text("a:\n  b: c\n - d", encoding="utf-8")
    (top / "README.md").write_text("# Read me", encoding="utf-8")
    (top / "picture.png").write_bytes(b"\x89PNG\0\0\0")
    (top / ".git" / "compose.yaml").write_text(COMPOSE, encoding="utf-8")
    (top / "node_modules" / "compose.yaml").write_text(COMPOSE, encoding="utf-8")
    return top


def test_a_folder_is_read_together_and_one_bad_file_stops_nothing(folder):
    found = read(folder)
    assert {one.file: one.format for one in found.reports} == {
        "compose.yaml": "compose", "sub/graph.json": "wb-graph", "broken.yaml": ""
    }  # fmt: skip
    assert {"web", "db", "a", "b"} <= set(found.graph.nodes)
    bad = next(one for one in found.reports if one.file == "broken.yaml")
    assert bad.errors[0].line == 3
    assert set(found.left_out) == {"README.md", "picture.png"}
    assert not found.failed


def test_a_zip_and_a_tar_hold_what_the_folder_holds(folder, tmp_path):
    whole = read(folder)
    packed, tarred = tmp_path / "s.zip", tmp_path / "s.tar.gz"
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in folder.rglob("*"):
            if path.is_file():
                archive.write(path, path.relative_to(folder).as_posix())
    with tarfile.open(tarred, "w:gz") as archive:
        archive.add(folder, ".")
    for path in (packed, tarred):
        again = read(path)
        assert again.graph.nodes.keys() == whole.graph.nodes.keys()
        assert {one.file for one in again.reports} == {one.file for one in whole.reports}


def test_entries_that_lead_outside_are_refused(tmp_path):
    path = tmp_path / "slip.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("../../etc/compose.yaml", COMPOSE)
        archive.writestr("/abs/compose.yaml", COMPOSE)
        archive.writestr("ok/compose.yaml", COMPOSE)
    tarred = tmp_path / "slip.tar"
    with tarfile.open(tarred, "w") as archive:
        for name in ("../up.yaml", "ok.yaml"):
            entry = tarfile.TarInfo(name)
            entry.size = len(COMPOSE)
            archive.addfile(entry, io.BytesIO(COMPOSE.encode()))
        link = tarfile.TarInfo("link.yaml")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
    for each in (path, tarred):
        found = read(each)
        refused = [one for one in found.reports if one.errors]
        assert all("leads out of the archive" in one.errors[0].text for one in refused)
        assert refused
        assert "web" in found.graph.nodes
    assert not (tmp_path.parent / "up.yaml").exists()


def test_bombs_are_bounded(tmp_path, monkeypatch):
    monkeypatch.setattr(walk, "MOST_BYTES", 100_000)
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("zeros.json", " " * 5_000_000)
        archive.writestr("compose.yaml", COMPOSE)
    found = read(path)
    assert [one.file for one in found.reports if one.errors] == ["zeros.json"]
    assert "web" in found.graph.nodes
    packed = tmp_path / "one.json.gz"
    packed.write_bytes(gzip.compress(b" " * 5_000_000))
    assert read(packed).failed


def test_too_many_files_stop_at_the_limit(tmp_path, monkeypatch):
    monkeypatch.setattr(walk, "MOST_FILES", 5)
    for n in range(9):
        (tmp_path / f"{n}.json").write_text(GRAPH, encoding="utf-8")
    found = read(tmp_path)
    assert sum(bool(one.format) for one in found.reports) == 5
    assert any("more than" in one.text for report in found.reports for one in report.errors)


def test_a_link_out_of_the_folder_is_not_followed(folder, tmp_path):
    outside = tmp_path / "outside.yaml"
    outside.write_text("services: {secret: {image: x}}", encoding="utf-8")
    (folder / "link.yaml").symlink_to(outside)
    (folder / "circle").symlink_to(folder)
    assert "secret" not in read(folder).graph.nodes


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("empty.yaml", b"  \n", "is empty"),
        ("list.yaml", b"- 1\n- 2\n", "none of the formats"),
        ("broken.json", b'{"a": ', "no valid JSON"),
        ("latin.yaml", "services: {a: {image: \xe9}}".encode("latin-1"), "no UTF-8"),
        ("picture.png", b"\x89PNG\0\0\0\0", "is no text"),
        ("broken.zip", b"PK\x03\x04 nonsense", "no archive"),
        ("broken.gz", b"\x1f\x8b nonsense", "no archive"),
    ],
)
def test_a_file_that_cannot_be_used_says_why(tmp_path, name, data, said):
    path = tmp_path / name
    path.write_bytes(data)
    found = read(path)
    assert found.failed
    assert said in found.reports[0].errors[0].text
    assert found.reports[0].file == name


def test_text_with_byte_order_marks_is_read(tmp_path):
    for name, encoding in (("a.yaml", "utf-8-sig"), ("b.yaml", "utf-16")):
        (tmp_path / name).write_text(COMPOSE, encoding=encoding)
        assert "web" in read(tmp_path / name).graph.nodes


def test_a_path_that_is_not_there_is_bad_input(tmp_path):
    with pytest.raises(BadInput):
        read(tmp_path / "gone")


def test_cancel_stops_the_import(folder):
    def stop(done, total, note=""):
        raise Cancelled

    with pytest.raises(Cancelled):
        import_path(folder, stop)
