"""What an article calls that which somebody asked for in other words."""

from indexer.engines.base import Mark
from indexer.model import OtherName
from indexer.naming import other_names
from indexer.query import Alternative, Clause, Query

WITHDRAWAL = Clause(
    (Alternative(("提币",), text="提币"), Alternative(("提现",), text="提现"), Alternative(("出", "金"), text="出金"))
)
QUERY = Query((WITHDRAWAL, Clause((Alternative(("限额",)),))), ())


def named(text: str = "", title: str = "") -> list[OtherName]:
    """The names of a section whose text and titles have these words, parted by spaces."""
    marks = [Mark(at, at + 1, word) for at, word in enumerate(text.split())]
    return list(other_names(QUERY, marks, lambda words: set(words) & set(title.split())))


def test_a_section_that_uses_another_word_is_named_by_it() -> None:
    """Whether the word stands in the text or in a title."""
    assert named(text="限额 提现") == named(title="提现") == [OtherName("提币", "提现")]


def test_what_a_reader_sees_needs_no_other_name() -> None:
    """In the text or a title."""
    assert named(text="提币 提现") == named(text="提现", title="提币") == []


def test_all_words_of_a_name_stand_there() -> None:
    """Those of the text and of the titles together."""
    assert named(text="出") == []
    assert named(text="出", title="金") == [OtherName("提币", "出金")]
