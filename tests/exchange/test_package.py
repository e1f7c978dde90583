"""The package file itself: what is written can be read, and nothing odd gets through."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.analyses.states import lens_of, lens_text, review_of, snapshots
from workbench.domain.evidence import Evidence, EvidenceKind
from workbench.domain.milestone import Milestone, chain_hash
from workbench.domain.snapshot import Snapshot, canonical, digest, snapshot_to_json
from workbench.domain.workload import Workload
from workbench.errors import BadInput
from workbench.exchange import seal
from workbench.exchange.pack import write_contents
from workbench.exchange.package import Contents, Package, SharedState
from workbench.exchange.unpack import is_sealed, read_package

TEXT = lens_text("x")
SHA, _LENS = lens_of(TEXT)
FILE = b"proof" * 40_000
PASS = "correct horse"


@pytest.fixture(autouse=True)
def _quick_derivation(monkeypatch: pytest.MonkeyPatch) -> None:
    """Half a second per passphrase is for attackers; readers take any cost from the header."""
    monkeypatch.setattr(seal, "_LOG2_N", 10)


def contents(**more) -> Contents:
    file = hashlib.sha256(FILE).hexdigest()
    item = Evidence("e1", "r-x", "q1", EvidenceKind.FILE, "Proof", sha256=file, size=len(FILE))
    state = canonical(snapshot_to_json(Snapshot(Workload("w1", "Payments"), (review_of(TEXT),), (item,))))
    earlier = canonical(snapshot_to_json(Snapshot(Workload("w1", "Pay"))))
    chain = chain_hash("w1", 1, "Baseline", "2026-01-01", "Ada", digest(earlier), "")
    milestone = Milestone(
        "m1", "w1", 1, "Baseline", "2026-01-01", "Ada", digest(earlier), "", chain, True, (("x", "p", "HIGH", 2),)
    )
    full = {
        "workload_id": "w1", "name": "Payments", "created": "2026-01-01", "program": "test", "state": state,
        "shared": (SharedState("0" * 64), SharedState(digest(earlier), earlier)), "lenses": {SHA: TEXT.encode()},
        "milestones": (milestone,), "saved": {digest(earlier): earlier}, "files": ((file, len(FILE)),),
        "open_file": lambda sha256: iter([FILE[:1000], FILE[1000:]]),
    } | more  # fmt: skip
    return Contents(**full)


@pytest.mark.parametrize("change", [
    {"acceptances": [{"review_id": "r-x", "question_id": "q1", "why": "w", "by": "b", "until": "never"}]},
    {"improvements": [{"review_id": "r-x", "question_id": "q1", "due": "20260101"}]},
], ids=["acceptance", "improvement"])  # fmt: skip
def test_a_day_that_is_no_date_is_refused(tmp_path, change):
    state = canonical(json.loads(contents().state) | change)
    with pytest.raises(BadInput, match="a date"):
        read_package(write(tmp_path, state=state))


def write(path: Path, **more) -> Path:
    passphrase = more.pop("passphrase", "")
    target = path / "one.wawb-package"
    size = write_contents(contents(**more), target, passphrase=passphrase)
    assert size == target.stat().st_size
    assert [each.name for each in path.iterdir()] == [target.name]
    return target


def assert_whole(package: Package) -> None:
    assert package.state.workload == Workload("w1", "Payments")
    assert package.lens_texts == {SHA: TEXT}
    assert [(one.name, one.used, one.counts) for one in package.milestones] == [
        ("Baseline", False, (("x", "p", "HIGH", 2),))
    ]
    assert [bool(one.data) for one in package.shared] == [False, True]
    (file,) = package.files
    assert b"".join(package.pieces(file)) == FILE
    assert package.warnings == ()


@pytest.mark.parametrize("passphrase", ["", PASS, "schlüssel ✓"])
def test_what_was_written_is_read(tmp_path, passphrase):
    path = write(tmp_path, passphrase=passphrase)
    package = read_package(path, passphrase)
    assert_whole(package)
    assert is_sealed(path) == package.sealed == bool(passphrase)


def test_the_same_contents_give_the_same_bytes(tmp_path):
    assert write(tmp_path).read_bytes() == write(tmp_path).read_bytes()


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(snapshots())
def test_any_state_comes_back_equal(tmp_path, state):
    lenses = {lens_of(text)[0]: text.encode() for text in (TEXT, lens_text("y"))}
    path = write(tmp_path, state=canonical(snapshot_to_json(state)), lenses=lenses, files=())
    assert read_package(path).state == state


# ---------------------------------------------------------------------------------------------------- sealed
def test_passphrases(tmp_path):
    path = write(tmp_path, passphrase=PASS)
    assert b"Payments" not in path.read_bytes()
    with pytest.raises(BadInput, match="is sealed"):
        read_package(path)
    with pytest.raises(BadInput, match="passphrase does not open"):
        read_package(path, PASS + " ")


def test_two_sealed_packages_share_no_bytes(tmp_path):
    first = write(tmp_path, passphrase=PASS).read_bytes()
    second = write(tmp_path, passphrase=PASS).read_bytes()
    assert first[11:27] != second[11:27]  # the salt, hence the key
    assert first[seal.HEADER : seal.HEADER + 64] != second[seal.HEADER : seal.HEADER + 64]


def sealed_of(data: bytes) -> bytes:
    raw = io.BytesIO()
    with seal.SealedWriter(raw, PASS) as out:
        for at in range(0, len(data), 1000):
            out.write(data[at : at + 1000])
    return raw.getvalue()


@pytest.mark.parametrize("size", [0, 1, seal.PIECE - 1, seal.PIECE, seal.PIECE + 1, 3 * seal.PIECE])
def test_sealed_bytes_come_back_at_any_place(size):
    data = (bytes(range(251)) * (size // 251 + 1))[:size]
    reader = io.BufferedReader(seal.SealedReader(io.BytesIO(sealed_of(data)), PASS))
    assert reader.read() == data
    for at in (0, size // 2, max(0, size - 1), size, size + 10):
        reader.seek(at)
        assert reader.read(seal.PIECE) == data[at : at + seal.PIECE]


def test_no_cut_no_swap_no_changed_bit_opens():
    piece = seal.PIECE + 16
    whole = sealed_of(bytes(2 * seal.PIECE + 100))
    head, first, second, last = (
        whole[: seal.HEADER], whole[seal.HEADER :][:piece], whole[seal.HEADER + piece :][:piece],
        whole[seal.HEADER + 2 * piece :])  # fmt: skip
    bad = [
        whole[:n]
        for n in (0, 7, 20, seal.HEADER, seal.HEADER + 5, seal.HEADER + piece, seal.HEADER + 2 * piece, len(whole) - 1)
    ]
    bad += [
        head + second + first + last,
        head + first + last,
        head + last,
        whole + b"x",
        whole + last,
        head + first + first + last,
    ]
    bad += [
        whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :]
        for at in (0, 8, 9, 12, 30, 60, seal.HEADER + piece, len(whole) - 1)
    ]
    for data in bad:
        with pytest.raises(BadInput):
            seal.SealedReader(io.BytesIO(data), PASS).readall()


def test_a_header_cannot_ask_for_endless_work():
    whole = bytearray(sealed_of(b"x"))
    whole[8] = 40
    with pytest.raises(BadInput):
        seal.SealedReader(io.BytesIO(bytes(whole)), PASS)


# ---------------------------------------------------------------------------------------------------- hostile
def rebuilt(path: Path, change=None, *, manifest=None, extra=(), trust: bool = True) -> Path:
    """The package with members changed (None drops one); `trust` brings the list of contents in line."""
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    listed = json.loads(members.pop("manifest.json"))
    for name, data in (change or {}).items():
        if data is None:
            members.pop(name)
        else:
            members[name] = data
    if trust:
        listed["members"] = [{"name": n, "sha256": digest(d), "size": len(d)} for n, d in members.items()]
        if "workload.json" in members:
            listed["state"] = digest(members["workload.json"])
    listed |= manifest or {}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in [*members.items(), *extra]:
            archive.writestr(name, data)
        archive.writestr("manifest.json", json.dumps(listed))
    return path


def test_a_rebuilt_package_is_fine(tmp_path):
    assert_whole(read_package(rebuilt(write(tmp_path))))


def test_members_that_are_not_ours_are_never_looked_at(tmp_path):
    extra = [
        ("../../etc/passwd", b"root"),
        ("/abs", b"x"),
        ("C:\\x", b"x"),
        ("evidence/../x", b"x"),
        ("a/b.json", b"{"),
    ]
    assert_whole(read_package(rebuilt(write(tmp_path), extra=extra)))
    assert [each.name for each in tmp_path.iterdir()] == ["one.wawb-package"]
    with pytest.raises(BadInput):
        read_package(rebuilt(write(tmp_path), {"../x": b"x"}))


@pytest.mark.parametrize("folder", ["workload.json", "milestones.json", "lenses", "milestones", "states", "evidence"])
def test_a_changed_member_is_named(tmp_path, folder):
    path = write(tmp_path)
    with zipfile.ZipFile(path) as archive:
        name = next(n for n in archive.namelist() if n.startswith(folder))
        data = archive.read(name)
    with pytest.raises(BadInput, match=name.split("/")[0]):
        read_package(rebuilt(path, {name: data[:-1] + b" "}, trust=False))
    with pytest.raises(BadInput):
        read_package(rebuilt(write(tmp_path), {name: None}, trust=False))


def test_a_newer_format_says_so(tmp_path):
    with pytest.raises(BadInput, match="newer version"):
        read_package(rebuilt(write(tmp_path), manifest={"format": "wb-package/2"}))
    with pytest.raises(BadInput, match="no package"):
        read_package(rebuilt(write(tmp_path), manifest={"format": "else/1"}))


@pytest.mark.parametrize("manifest", [
    {"members": 3}, {"members": [3]}, {"members": [{"name": []}]}, {"members": [{}]}, {"shared": ["x"]}, {"shared": [3]},
    {"workload": []}, {"workload": {"id": "w2"}}, {"state": 3}, {"state": "0" * 64}, {"format": []}, {"created": None},
])  # fmt: skip
def test_odd_lists_of_contents(tmp_path, manifest):
    with pytest.raises(BadInput):
        read_package(rebuilt(write(tmp_path), manifest=manifest))


def state_with(change) -> bytes:
    data = json.loads(contents().state)
    change(data)
    return json.dumps(data).encode()


@pytest.mark.parametrize("change", [
    lambda s: s["workload"].update(name=3),
    lambda s: s["workload"].update(name=" "),
    lambda s: s["workload"].update(name="\ud800"),
    lambda s: s["workload"].update(aws_regions=[3]),
    lambda s: s["workload"].update(tags=["a"]),
    lambda s: s.update(reviews=s["reviews"] * 2),
    lambda s: s["reviews"][0].update(id=None),
    lambda s: s["reviews"][0].update(unknown=1),
    lambda s: s["reviews"][0].update(lens_sha256="0" * 64),
    lambda s: s["reviews"][0].update(answers=[{"question_id": "q1", "notes": {}}]),
    lambda s: s["reviews"][0].update(answers=[{"question_id": "q1", "flagged": 1}]),
    lambda s: s["reviews"][0].update(answers=[{"question_id": "q1", "marks": [{"choice_id": "a", "state": "maybe"}]}]),
    lambda s: s["reviews"][0].update(answers=[{"question_id": "q1", "marks": [{"choice_id": "a", "state": []}]}]),
    lambda s: s["reviews"][0].update(answers=[{"question_id": "q1", "owner": "a"}, {"question_id": "q1", "owner": "b"}]),
    lambda s: s["evidence"][0].update(review_id="elsewhere"),
    lambda s: s["evidence"][0].update(size=-1),
    lambda s: s["evidence"][0].update(size=10**30),
    lambda s: s.update(acceptances=[{"review_id": "r-x", "question_id": "q1", "why": "a", "by": "b"}]),
    lambda s: s.update(evidence=3),
    lambda s: s.pop("workload"),
])  # fmt: skip
def test_odd_states(tmp_path, change):
    with pytest.raises(BadInput):
        read_package(rebuilt(write(tmp_path), {"workload.json": state_with(change)}))


@pytest.mark.parametrize("data", [b"", b"[]", b"3", b"{", b"\xff", b"[" * 100_000, b'{"workload":NaN}', b"9" * 10_000])
@pytest.mark.parametrize("name", ["workload.json", "milestones.json"])
def test_json_that_is_none(tmp_path, name, data):
    if (name, data) == ("milestones.json", b"[]"):
        return  # a workload without milestones
    with pytest.raises(BadInput):
        read_package(rebuilt(write(tmp_path), {name: data}))


@pytest.mark.parametrize("change", [
    {"number": 2}, {"workload_id": "w2"}, {"content_sha256": "0" * 64}, {"name": 3}, {"id": ""},
    {"counts": [["x", "p", "WORSE", 1]]}, {"counts": [["x"]]}, {"counts": 3}, {"else": 1},
])  # fmt: skip
def test_odd_milestones(tmp_path, change):
    path = write(tmp_path)
    with zipfile.ZipFile(path) as archive:
        (one,) = json.loads(archive.read("milestones.json"))
    with pytest.raises(BadInput):
        read_package(rebuilt(path, {"milestones.json": json.dumps([one | change]).encode()}))


def test_a_broken_chain_is_a_warning(tmp_path):
    (one,) = contents().milestones
    package = read_package(write(tmp_path, milestones=(replace(one, name="Renamed"),)))
    assert package.warnings == ("Milestone 1 does not follow from the one before.",)


def test_a_missing_evidence_file_is_a_warning(tmp_path):
    assert "Proof" in read_package(write(tmp_path, files=())).warnings[0]


def test_zip_bombs(tmp_path):
    path = write(tmp_path)
    with pytest.raises(BadInput, match="too large"):
        read_package(rebuilt(path, {"milestones.json": b" " * 15_000_000 + b"[]"}))
    with pytest.raises(BadInput, match="too large"):
        read_package(rebuilt(write(tmp_path), {"milestones.json": b"[" + b"0" * 17_000_000}))
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(20_001):
            archive.writestr(f"x{number}", b"")
    with pytest.raises(BadInput, match="parts"):
        read_package(path)


def test_a_member_twice_or_packed_oddly(tmp_path):
    path = write(tmp_path)
    with pytest.warns(UserWarning, match="Duplicate"):
        rebuilt(path, extra=[("workload.json", b"{}")])
    with pytest.raises(BadInput, match="twice"):
        read_package(path)
    path = write(tmp_path)
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_LZMA) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    with pytest.raises(BadInput, match="packed in a way"):
        read_package(path)


def test_files_that_are_none(tmp_path):
    for name, data in {"empty": b"", "text": b"hello", "magic": seal.MAGIC, "zip": b"PK\5\6" + bytes(18)}.items():
        (tmp_path / name).write_bytes(data)
        with pytest.raises(BadInput):
            read_package(tmp_path / name, PASS)
    for path in (tmp_path / "missing", tmp_path):
        with pytest.raises(BadInput):
            read_package(path)


def test_a_cut_package_never_opens(tmp_path):
    path = write(tmp_path)
    whole = path.read_bytes()
    for size in range(0, len(whole), 5003):
        path.write_bytes(whole[:size])
        with pytest.raises(BadInput):
            read_package(path)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_any_changed_bytes_give_a_message_or_the_same_package(tmp_path, data):
    path = write(tmp_path)
    whole = bytearray(path.read_bytes())
    for _n in range(data.draw(st.integers(1, 4))):
        # most bytes are evidence; the ends hold the structure
        at = data.draw(st.one_of(st.integers(0, len(whole) - 1), st.integers(1, 3000).map(lambda n: len(whole) - n)))
        whole[at] = data.draw(st.integers(0, 255))
    path.write_bytes(whole)
    try:
        package = read_package(path)
    except BadInput:
        return
    assert package.state == Snapshot(package.state.workload, package.state.reviews, package.state.evidence)
    assert_whole(package)


def test_damaged_evidence_in_the_workspace_is_not_exported(tmp_path):
    with pytest.raises(BadInput, match="damaged or missing"):
        write(tmp_path, open_file=lambda sha256: iter([b"else"]))
    assert list(tmp_path.iterdir()) == []


def test_a_part_that_no_reader_would_take_is_not_written(tmp_path):
    with pytest.raises(BadInput, match="too large"):
        write(tmp_path, lenses={SHA: b" " * (21 * 1024 * 1024)})


def test_a_failed_last_step_leaves_no_file(tmp_path):
    def fail() -> None:
        raise BadInput("no room")

    with pytest.raises(BadInput, match="no room"):
        write_contents(contents(), tmp_path / "x.wawb-package", settle=fail)
    assert list(tmp_path.iterdir()) == []


def test_only_the_newest_shared_states_travel_whole(tmp_path):
    states = [canonical(snapshot_to_json(Snapshot(Workload("w1", f"Pay {n}")))) for n in range(25)]
    package = read_package(write(tmp_path, shared=tuple(SharedState(digest(data), data) for data in states)))
    assert [one.sha256 for one in package.shared] == [digest(data) for data in states]
    assert [bool(one.data) for one in package.shared] == [False] * 5 + [True] * 20
