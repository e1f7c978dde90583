"""Lens files from anywhere: encodings, slips, what is no lens, and what is kept."""

from __future__ import annotations

import codecs
import json
import os
import random
import time
import tracemalloc
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.library.lens_samples import first, good_lens, spoilt
from workbench.analyses.lens_verdict import judge
from workbench.errors import BadInput
from workbench.library.lens_file import MOST_BYTES, UnreadableLens, open_lens_file, read_lens_bytes
from workbench.library.lens_format import read_lens_text

GOOD = json.dumps(good_lens(), indent=2)


def title(lens):
    first(lens)["title"] = "Wie bäckt man Brot?"


@pytest.mark.parametrize(("content", "rule"), [
    (codecs.BOM_UTF8 + GOOD.encode(), "encoding-bom"),
    (GOOD.encode("utf-16"), "encoding"), (codecs.BOM_UTF16_BE + GOOD.encode("utf-16-be"), "encoding"),
    (GOOD.encode("utf-32"), "encoding"),
    (spoilt(title).encode("cp1252"), "encoding"),
    (GOOD.replace("{", "{ // ours\n", 1).encode(), "json-comment"),
    (GOOD.replace('"pillars"', '"name": "Again", "pillars"').encode(), "json-duplicate-key"),
    (GOOD.replace('"2021-11-01"', "NaN").encode(), "json-nan"),
    ((GOOD + "}").encode(), "json-text-after"),
    (GOOD.replace("stays open", "stays\nopen").encode(), "json-control"),
    (GOOD.replace("stays open", r"stays \open").encode(), "json-escape"),
    (GOOD.replace("stays open", r"stays \ud800").encode(), "json-surrogate"),
    (GOOD.replace('"Selling",', '"Selling",').replace('"pillars": [', '"x": [1,], "pillars": [').encode(), "json-trailing-comma"),
])  # fmt: skip
def test_what_is_wrong_with_the_file_is_named_and_read_over(content, rule):
    file = read_lens_bytes(content, "bakery.json")
    assert rule in [one.rule for one in file.slips]
    assert [each.id for each in file.lens.questions()] == ["rye", "wheat", "shop"]
    kept = file.text()
    assert read_lens_text(kept).question("rye").title == file.lens.question("rye").title
    assert json.loads(kept.encode())["pillars"] == file.data["pillars"]


def test_a_wrong_byte_is_shown_at_its_place():
    file = read_lens_bytes(spoilt(title).encode("cp1252"), "x.json")
    assert file.lens.question("rye").title == "Wie bäckt man Brot?"
    line = next(number for number, text in enumerate(spoilt(title).splitlines(), 1) if "bäckt" in text)
    assert (file.slips[0].line, "0xE4" in file.slips[0].text) == (line, True)


def test_a_good_file_is_kept_to_the_letter():
    text = GOOD.replace("\n", "\r\n") + "\r\n\r\n"
    assert read_lens_bytes(text.encode(), "x.json").text() == text
    named = read_lens_bytes(text.encode(), "x.json").text('1.0 "b"')
    assert named.replace('"version": "1.0 \\"b\\"",', "") == text
    assert read_lens_text(named).version == '1.0 "b"'


@pytest.mark.parametrize(("content", "rule", "said"), [
    (b"", "json-syntax", "ends where a value"), (b"PK\x03\x04....", "file-unreadable", "ZIP"), (b"\x1f\x8b\x08", "file-unreadable", "gzip"),
    (b"[1, 2]", "not-a-lens", "no list of pillars"), (b'{"pillars": {}}', "not-a-lens", "no list of pillars"),
    (b"<html><script>alert(1)</script></html>", "json-syntax", "value is expected"), (bytes(range(128, 160)), "file-unreadable", "no text"),
    (b" " * (MOST_BYTES + 1), "file-unreadable", "larger than 5 MB"), (b"\xff\xfe\x00\x01", "json-syntax", "value is expected"),
    (b'{"pillars": ' + b"[" * 100_000, "file-unreadable", "nested more than"),
])  # fmt: skip
def test_what_is_no_lens_is_said_in_words(content, rule, said):
    with pytest.raises(UnreadableLens, match=said) as caught:
        read_lens_bytes(content, "bakery.json")
    assert caught.value.finding.rule == rule
    assert caught.value.hint


def test_a_missing_comma_is_shown_at_its_place():
    with pytest.raises(UnreadableLens, match=r"bakery.json, line 3, column 3: "):
        read_lens_bytes(GOOD.replace('"2021-11-01",', '"2021-11-01"').encode(), "bakery.json")


@pytest.mark.parametrize(
    ("name", "said"), [("", "a folder"), ("gone.json", "no such file"), ("a\0b", "no such file|cannot be read")]
)
def test_what_is_no_file_is_said_in_words(tmp_path, name, said):
    with pytest.raises(UnreadableLens, match=said):
        open_lens_file(tmp_path / name)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names here")
def test_a_pipe_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe.json")
    with pytest.raises(UnreadableLens, match="no file"):
        open_lens_file(tmp_path / "pipe.json")


def question_of(size):
    ids = [f"c{n}" for n in range(size)]
    return {
        "id": "q",
        "choices": [{"id": each} for each in ids],
        "riskRules": [{"condition": " && ".join(ids), "risk": "NO_RISK"}],
    }


@pytest.mark.parametrize("value", [
    {"pillars": [{}] * 90_000}, {"pillars": [{"id": "p", "questions": [{"id": "q", "choices": [{"id": "c"}] * 30_000}]}]},
    {"pillars": [{"id": "p", "questions": [question_of(15_000)]}]},
    {"pillars": [{"id": "p", "questions": [question_of(15)] * 900}]},
    {"pillars": [{"id": "p", "questions": [question_of(20)] * 700}]},
    {"pillars": [], "name": "a" * 4_000_000}, {"pillars": [], **{f"key{n}": n for n in range(45_000)}},
    {"pillars": [{"id": "p", "questions": [{"id": "q", "choices": [{"id": "c"}], "riskRules": [
        {"condition": "(" * 90_000 + "c", "risk": "NO_RISK"}, {"condition": "!" * 2_000_000 + "c", "risk": "HIGH_RISK"}]}]}]},
], ids=["pillars", "choices", "long rule", "questions", "large questions", "long name", "keys", "nested rules"])  # fmt: skip
def test_large_and_empty_files_end_quickly(value):
    content = json.dumps(value).encode()
    started = time.process_time()
    file = read_lens_bytes(content, "big.json")
    judge(file)
    with suppress(BadInput):
        assert file.lens
    assert time.process_time() - started < 10  # under a second where nothing else runs


def test_no_more_than_a_thousand_problems_are_told():
    with pytest.raises(BadInput) as caught:
        assert read_lens_bytes(json.dumps({"pillars": [{}] * 5_000}).encode(), "big.json").lens
    assert len(caught.value.details) == 1000


def test_memory_is_bounded():
    content = json.dumps({"pillars": [[[]] * 4] * 6_000}).encode()
    tracemalloc.start()
    judge(read_lens_bytes(content, "big.json"))
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 60_000_000


def mutated(chance: random.Random, text: str) -> bytes:
    """Change some bytes of a text: flipped, cut out, doubled, swapped for words that hurt."""
    data = bytearray(text.encode())
    for _time in range(chance.randint(1, 6)):
        at = chance.randrange(len(data) + 1)
        end = min(len(data), at + chance.randint(1, 40))
        what = chance.randrange(5)
        if what == 0 and data:
            data[at % len(data)] = chance.randrange(256)
        elif what == 1:
            del data[at:end]
        elif what == 2:
            data[at:at] = data[at:end] * chance.randint(1, 5)
        elif what == 3:
            data[at:end] = chance.choice(HURT)
        else:
            other = chance.randrange(len(data) + 1)
            data[at:end] = data[other : other + 30]
    return bytes(data)


HURT = (b"null", b"[]", b"{}", b'""', b"1e999", b"NaN", b"\\ud800", b'"\\u0000"', b",", b"}", b"]", b"[[[[[[[[", b"&&", b"!(", b"default", b"_no",
        b"\xff\xfe", b"\x00", b"<script>alert(1)</script>", b"-", b"true", b'{"id": []}', b'"id": "rye"', b"9" * 400, b"\xe2\x80\xae")  # fmt: skip


@settings(max_examples=200)
@given(st.randoms(use_true_random=False))
def test_spoilt_files_are_read_or_refused_never_a_traceback(chance):
    content = mutated(chance, GOOD)
    try:
        file = read_lens_bytes(content, "bakery.json")
    except UnreadableLens:
        return
    verdict = judge(file)
    assert all(one.line >= 1 and one.column >= 1 and one.text for one in verdict.findings)
    try:
        lens = file.lens
    except BadInput:
        return
    again = read_lens_text(file.text())
    assert [each.id for each in again.questions()] == [each.id for each in lens.questions()]
