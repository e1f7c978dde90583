"""The JSON reader that keeps places: it agrees with Python's own, and reads over slips."""

from __future__ import annotations

import json
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.library.lens_json import NotJsonError, PlacedJson, path_text, read_placed_json

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=4),
    max_leaves=20,
)


@settings(max_examples=150)
@given(VALUES, st.booleans(), st.sampled_from([None, 0, 3]))
def test_it_reads_what_python_writes_and_knows_where_it_stands(value, plain, indent):
    text = json.dumps(value, ensure_ascii=plain, indent=indent)
    placed = read_placed_json(text)
    assert placed.value == value
    assert {fault.rule for fault in placed.faults} <= {"json-surrogate"}
    decoder = json.JSONDecoder()
    for path, offset in placed.spots.items():
        part = value
        for step in path:
            part = part[step]
        assert decoder.raw_decode(text, offset)[0] == part


PIECES = st.sampled_from(['{', '}', '[', ']', ',', ':', '"', '"a"', '"b": 1', '\\', '\\u', 'd83d', '\n', ' ', '1', '-', '.5', 'e9', 'true', 'nul',
                          'NaN', '//', '/*', '*/', '\x00', '\ufeff', '\x7f', 'é'])  # fmt: skip


@settings(max_examples=400)
@given(st.lists(PIECES | st.text(max_size=3), max_size=25).map("".join))
def test_any_text_is_read_like_python_reads_it_or_refused_in_words(text):
    try:
        strict = json.loads(text)
    except (ValueError, RecursionError):
        strict = ...
    try:
        placed = read_placed_json(text)
    except NotJsonError as caught:
        error, placed = caught, None
    if placed is None:
        assert strict is ...
        assert 0 <= error.offset <= len(text)
        assert error.text
        return
    assert all(0 <= fault.offset <= len(text) for fault in placed.faults)
    if not placed.faults:
        assert placed.value == strict
    elif strict is not ...:
        assert {fault.rule for fault in placed.faults} <= {"json-duplicate-key", "json-nan", "json-surrogate"}


@pytest.mark.parametrize(("text", "value", "rule", "line", "column"), [
    ('{"a": 1, // no\n "b": 2}', {"a": 1, "b": 2}, "json-comment", 1, 10),
    ('{"a": /* no\n */ 1}', {"a": 1}, "json-comment", 1, 7),
    ('[1,\n 2,\n]', [1, 2], "json-trailing-comma", 2, 3),
    ('{"a": 1,}', {"a": 1}, "json-trailing-comma", 1, 8),
    ('{"a": 1,\r\n "a": 2}', {"a": 2}, "json-duplicate-key", 2, 2),
    ('[NaN]', [None], "json-nan", 1, 2), ('[-Infinity]', [None], "json-nan", 1, 2), ('[1e999]', [None], "json-nan", 1, 2),
    ('["a\nb"]', ["a\nb"], "json-control", 1, 4),
    ('["\\x41 \\n \\ud83d\\ude00"]', ["\\x41 \n \U0001f600"], "json-escape", 1, 3),
    ('["\\ud83d"]', ["\ud83d"], "json-surrogate", 1, 2),
    ('[1] x', [1], "json-text-after", 1, 5),
])  # fmt: skip
def test_slips_are_read_over_and_named(text, value, rule, line, column):
    placed = read_placed_json(text)
    assert placed.value == value
    assert [(fault.rule, *placed.line_and_column(fault.offset)) for fault in placed.faults] == [(rule, line, column)]


@pytest.mark.parametrize(("text", "said", "line", "column"), [
    ("", "ends where a value", 1, 1), ("{", 'inside the "{" of line 1', 1, 2), ("[1 2]", '"," or "]" is expected', 1, 4),
    ('{"a" 1}', '":" is expected', 1, 6), ('["abc', "not closed", 1, 2), ("{a: 1}", "key in quotation marks", 1, 2),
    ("[\n tru]", "A value is expected", 2, 2), ("[1,,2]", "A value is expected", 1, 4), ("[01]", 'is expected where "1"', 1, 3),
    ("{'a': 1}", "key in quotation marks", 1, 2), ("[" + "9" * 400 + "]", "300 digits", 1, 2), ("[/]", "out of place", 1, 2),
    ("[1]]"[:2], "inside", 1, 3),
])  # fmt: skip
def test_what_cannot_be_meant_otherwise_is_refused_with_its_place(text, said, line, column):
    with pytest.raises(NotJsonError, match=said.replace("[", r"\[")) as caught:
        read_placed_json(text)
    assert PlacedJson(text).line_and_column(caught.value.offset) == (line, column)


@pytest.mark.parametrize("text", [
    "[" * 4_000_000, '{"a":' * 800_000, "[[]," * 1_200_000, '"' + "\\" * 4_000_000, '{"a":"' + "\n" * 4_000_000, "//\n" * 1_500_000,
    "[" + "1" * 4_000_000, "[" + "1," * 2_000_000, '["' + '\\u0000' * 700_000 + '\n"]',
], ids=["deep", "deep objects", "wide", "backslashes", "line feeds", "comments", "digits", "numbers", "escapes"])  # fmt: skip
def test_hostile_texts_end_quickly(text):
    started = time.process_time()
    try:
        read_placed_json(text)
    except NotJsonError:
        pass
    assert time.process_time() - started < 10  # a second at most where nothing else runs


def test_paths_are_written_as_people_write_them():
    assert path_text(()) == "$"
    assert path_text(("pillars", 0, "questions", 12, "title")) == "pillars[0].questions[12].title"
