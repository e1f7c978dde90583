from __future__ import annotations

from workbench.library.consequences import consequences
from workbench.library.shelf import Shelf


def test_every_question_and_pillar_of_the_framework_has_one_sentence():
    lens, table = Shelf().lens("wellarchitected"), consequences()
    assert set(table.questions) == {question.id for question in lens.questions()}
    assert set(table.pillars) == {pillar.id for pillar in lens.pillars}
    texts = [*table.questions.values(), *table.pillars.values()]
    assert all(text.endswith(".") and len(text) < 90 for text in texts)
    assert len(set(texts)) == len(texts)


def test_a_question_of_another_lens_falls_back_to_its_pillar():
    table = consequences()
    assert table.of("nobody-knows", "security") == table.pillars["security"]
    assert table.of("nobody-knows", "own-pillar") == ""
