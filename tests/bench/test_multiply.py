"""More texts out of a few."""

from bench.multiply import multiplied
from bench.sets import Text

TEXTS = [
    Text("a", "北京地铁", "北京地铁于1969年开通。它有27条线路！谁在乘坐？"),
    Text("b", "Super Bowl", "The game was played in 2016. It was the fiftieth. Nobody left."),
    Text("c", "ไทย", "ไม่มีจุดในประโยคนี้"),
]


def test_the_same_seed_makes_the_same_texts() -> None:
    """And another seed others."""
    assert multiplied(TEXTS, 40) == multiplied(TEXTS, 40)
    assert multiplied(TEXTS, 40) != multiplied(TEXTS, 40, seed=1)


def test_a_larger_collection_begins_with_the_smaller_one() -> None:
    """So that sizes can be compared; the given texts come first and stay as they are."""
    made = multiplied(TEXTS, 40)
    assert made[:3] == TEXTS
    assert made[:20] == multiplied(TEXTS, 20)
    assert multiplied(TEXTS, 2) == TEXTS[:2]


def test_no_two_texts_have_one_id() -> None:
    """Or hits could not be told apart."""
    assert len({text.id for text in multiplied(TEXTS, 200)}) == 200


def test_words_grow_with_the_texts() -> None:
    """Names and numbers that the given texts do not have."""

    def words(count: int) -> int:
        return len({word for text in multiplied(TEXTS, count) for word in f"{text.title} {text.body}".split()})

    assert words(3) < words(30) < words(300)
