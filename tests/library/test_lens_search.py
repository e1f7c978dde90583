"""Looking for words in many lenses."""

from __future__ import annotations

import time

from workbench.domain.lens import Choice, Lens, Pillar, Question
from workbench.library.lens_search import passages, search_lenses
from workbench.library.shelf import Shelf


def lens(*questions: Question) -> Lens:
    return Lens("x", "1", "X", pillars=(Pillar("p", "P", questions=questions),))


BREAD = Question(
    "rye", "How do you bake rye?", "p", code="BAKE 1", about="The dough that waits, and who watches it at night.",
    choices=(Choice("rye_dough", "Dough rests", meaning="It stands overnight."), Choice("rye_no", "None of these")),
)  # fmt: skip
SALT = Question("salt", "How do you salt?", "p", code="BAKE 10", red_flags=("Nobody weighs it before the night shift",))


def found(text: str, *lenses: Lens):
    return search_lenses(((f"l{n}", passages(one)) for n, one in enumerate(lenses or (lens(BREAD, SALT),))), text)


def test_codes_and_ids_come_first_then_titles_then_texts():
    assert [(hit.question_id, hit.rank) for hit in found("bake 1")][:2] == [("rye", 0), ("salt", 2)]
    assert [(hit.choice_id, hit.rank) for hit in found("RYE_DOUGH")] == [("rye_dough", 0)]
    assert [(hit.question_id, hit.choice_id, hit.rank) for hit in found("dough")] == [
        ("rye", "rye_dough", 1),
        ("rye", "", 2),
    ]


def test_all_words_must_be_in_one_place_in_any_order():
    assert [hit.question_id for hit in found("night watches")] == ["rye"]
    assert found("night rests nobody") == ()
    assert found("   ") == ()
    assert found("none of these") == (), "None of these is no practice"


def test_the_excerpt_shows_the_words_and_a_lens_that_is_called_so_comes_first():
    (hit, *_rest) = found("weighs")
    assert hit.excerpt == "Nobody weighs it before the night shift"
    long = lens(Question("q", "Q", "p", about="word " * 100 + "needle in the stack " + "word " * 100))
    excerpt = found("needle", long)[0].excerpt
    assert excerpt.startswith("… ")
    assert excerpt.endswith(" …")
    assert "needle in the stack" in excerpt
    assert [hit.lens for hit in found("salt", lens(Question("a", "A", "p", about="salt")), lens(SALT))] == ["l1", "l0"]


def test_the_whole_shelf_is_searched_at_the_pace_of_typing():
    shelf = Shelf()
    read = [(alias, passages(shelf.lens(alias))) for alias in shelf.aliases()]
    began = time.perf_counter()
    hits = search_lenses(read, "backup restore test")
    assert time.perf_counter() - began < 0.5
    assert {"wellarchitected", "backup"} <= {hit.lens for hit in hits}
