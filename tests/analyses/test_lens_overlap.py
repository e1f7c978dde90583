"""What two lenses both ask for: found by words where they tell enough, by the shipped list where they do not."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.analyses.lens_overlap import overlaps, words_of
from workbench.domain.lens import Choice, Lens, Pillar, Question
from workbench.errors import BadInput
from workbench.library.lens_overlaps import KnownPairs, read_known_pairs, shipped_known_pairs
from workbench.library.shelf import Shelf

SHELF = Shelf()


def codes(first: str, second: str) -> set[tuple[str, str]]:
    found = overlaps(SHELF.lens(first), SHELF.lens(second), shipped_known_pairs())
    return {(one.first[1].code or one.first[1].id, one.second[1].code or one.second[1].id) for one in found}


def lens(alias: str, *titles: str) -> Lens:
    choices = (*(Choice(f"{alias}{n}", title) for n, title in enumerate(titles)), Choice("q_no", "None of these"))
    return Lens(alias, "1", alias, pillars=(Pillar("p", "P", questions=(Question("q", "", "p", choices=choices),)),))


@pytest.mark.parametrize(
    ("first", "second", "wanted"),
    [
        ("wellarchitected", "machinelearning", {("SEC03-BP02", "MLSEC03-BP01"), ("SUS02-BP02", "MLSUS05-BP01")}),
        ("wellarchitected", "genai", {("SEC03-BP02", "GENSEC01-BP01"), ("PERF05-BP04", "GENPERF02-BP01")}),
        ("wellarchitected", "iot", {("REL01-BP01", "IOTREL02-BP01"), ("SEC03-BP02", "IOTSEC04-BP01")}),
        ("wellarchitected", "serverless", {("SEC02-BP03", "sec_sec_q3_a4"), ("REL05-BP02", "rel_rel_q1_a1")}),
        ("wellarchitected", "softwareasaservice", {("REL05-BP02", "rel_rel_q1_a1")}),
        ("wellarchitected", "disaster-recovery", {("REL13-BP01", "DR 3.1")}),
        ("wellarchitected", "financialservices", {("SEC11-BP03", "FSISEC06-BP03")}),
        ("wellarchitected", "sap", {("OPS05-BP09", "2.6"), ("OPS07-BP04", "3.5")}),
    ],
)
def test_pairs_that_everybody_would_name(first, second, wanted):
    assert wanted <= codes(first, second)


@pytest.mark.parametrize(
    ("second", "unlike"),
    [
        ("devops", ("OPS07-BP05", "OA.BCL.10")),
        ("maori-data", ("OPS07-BP05", "MD_SEC02-BP03")),
        ("machinelearning", ("COST09-BP01", "MLPERF04-BP05")),
        ("iot", ("REL11-BP05", "IOTOPS08-BP01")),
        ("softwareasaservice", ("SUS02-BP02", "rel_rel_q1_a2")),
        ("financialservices", ("SEC08-BP02", "FSISEC08-BP02")),
    ],
)
def test_pairs_that_share_words_only(second, unlike):
    assert unlike not in codes("wellarchitected", second)


def test_few_and_near_rather_than_many():
    for second in (
        "games-industry",
        "hybrid-networking",
        "healthcare",
        "frugal-architect",
        "data-residency-hybrid-cloud",
    ):
        assert len(codes("wellarchitected", second)) <= 12


def test_the_order_of_the_lenses_does_not_matter():
    for second in ("genai", "serverless", "financialservices"):
        assert {(b, a) for a, b in codes(second, "wellarchitected")} == codes("wellarchitected", second)


def test_titles_that_say_the_same_are_found_and_none_of_these_never():
    first = lens("a", "Encrypt every backup", "Count the penguins", "Paint the fence")
    second = lens("b", "Encrypt each backup", "Sail the boat", "Feed the cat")
    (found,) = overlaps(first, second)
    assert (found.first[1].id, found.second[1].id, found.why) == ("a0", "b0", "")
    assert set(found.shared) == {"encrypt", "backup"}
    assert overlaps(first, first) == ()


def test_what_was_judged_goes_before_words():
    first, second = (
        lens("a", "Encrypt every backup", "Count the penguins"),
        lens("b", "Encrypt each backup", "Feed the cat"),
    )
    judged = KnownPairs({("a", "b", "a1", "b1"): "Both look after animals."}, frozenset({("a", "b", "a0", "b0")}))
    (found,) = overlaps(first, second, judged)
    assert (found.first[1].id, found.second[1].id, found.why) == ("a1", "b1", "Both look after animals.")
    assert found.likeness == 0.0


@given(st.lists(st.text(max_size=30), max_size=6), st.lists(st.text(max_size=30), max_size=6))
@settings(max_examples=60, deadline=None)
def test_any_text_gives_mutual_pairs_and_no_error(ours, theirs):
    found = overlaps(lens("a", *ours), lens("b", *theirs))
    assert all(0 <= one.likeness <= 1.001 for one in found)
    assert len({one.first[1].id for one in found}) <= len(ours)


def test_words_are_told_apart_by_their_beginning():
    assert words_of("Encrypting the encrypted, Encryption!") == ["encrypt", "encrypt", "encryption"]
    assert words_of("Policies and policy") == ["policy", "policy"]
    assert words_of("Māori data") == ["maori", "data"]


def test_every_pair_of_the_list_is_on_the_shelf_and_has_a_reason():
    known = shipped_known_pairs()
    ids = {alias: {c.id for q in SHELF.lens(alias).questions() for c in q.practices} for alias in SHELF.aliases()}
    for one, other, first, second in (*known.same, *known.different):
        assert first in ids[one], first
        assert second in ids[other], second
    assert len(known.same) >= 2 * 80
    assert all(why.endswith(".") and len(why) < 140 for why in known.same.values())
    assert not set(known.same) & known.different


@pytest.mark.parametrize("text", ["", "[]", '{"format": "x"}', '{"format": "wb-lens-overlaps/1", "lenses": [{}]}'])
def test_what_is_no_list_is_refused(text):
    with pytest.raises(BadInput, match=r"broken\.json is not a list"):
        read_known_pairs(text, "broken.json")
