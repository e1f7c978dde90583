from __future__ import annotations

import pytest

from workbench.domain.graph import KIND_TITLES
from workbench.errors import BadInput
from workbench.library.failure_practices import read_failure_practices, shipped_failure_practices
from workbench.library.shelf import Shelf


def test_every_code_is_a_practice_of_the_lens_and_has_a_reason():
    table = shipped_failure_practices()
    lens = Shelf().lens(table.lens)
    codes = {choice.code for pillar in lens.pillars for question in pillar.questions for choice in question.choices}
    rows = {**table.rules, **table.kinds}
    assert len(rows) > 20
    for key, practices in rows.items():
        assert practices, key
        for one in practices:
            assert one.code in codes, f"{key}: {one.code}"
            assert one.reason.endswith("."), f"{key}: {one.reason}"
            assert len(one.reason) < 120
        assert len({one.code for one in practices}) == len(practices), key
    assert set(table.kinds) <= set(KIND_TITLES)


def test_the_kind_of_the_cause_comes_first_and_each_code_once():
    table = shipped_failure_practices()
    codes = [one.code for one in table.of("single_point", "kms_key")]
    assert codes[0] == "SEC08-BP01"
    assert "REL10-BP01" in codes
    assert len(set(codes)) == len(codes)
    assert table.of("no such rule") == ()


@pytest.mark.parametrize(
    "text", ["", "[]", '{"format": "other/1"}', '{"format": "wb-failure-practices/1", "lens": "x"}']
)
def test_what_is_no_table_is_refused(text):
    with pytest.raises(BadInput, match=r"broken\.json is not a table"):
        read_failure_practices(text, "broken.json")
