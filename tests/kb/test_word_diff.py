"""What changed between two texts, in words."""

from hypothesis import given
from hypothesis import strategies as st

from indexer.analysis.reading import ReadingWords
from kb.word_diff import Change, word_diff

CUT = ReadingWords(["未到账"])
TEXTS = st.text(st.sampled_from("充值未到账手续费 提領費用。abc{}:\nカタカナひらهلا"), max_size=40)


def told(old: str, new: str) -> str:
    """A difference as it is printed."""
    marks = {Change.SAME: "{}", Change.REMOVED: "[-{}-]", Change.ADDED: "{{+{}+}}"}
    return "".join(marks[piece.change].format(piece.text) for piece in word_diff(old, new, CUT))


def test_chinese_is_compared_in_words() -> None:
    """The site's own words among them; half a word is never marked."""
    assert told("充值未到账怎么办", "充值没到账怎么办") == "充值[-未到账-]{+没到账+}怎么办"
    assert told("提现手续费很高", "提现费用很高") == "提现[-手续费-]{+费用+}很高"


def test_words_that_changed_together_are_marked_together() -> None:
    """The space between them belongs to both."""
    assert told("one two three", "one 2 3") == "one [-two three-]{+2 3+}"


@given(TEXTS)
def test_cutting_loses_nothing(text: str) -> None:
    """Joined, the words are the text."""
    assert "".join(CUT(text)) == text


@given(TEXTS, TEXTS)
def test_the_pieces_hold_both_texts(old: str, new: str) -> None:
    """Each text can be read back from them."""
    pieces = word_diff(old, new, CUT)
    assert "".join(piece.text for piece in pieces if piece.change is not Change.ADDED) == old
    assert "".join(piece.text for piece in pieces if piece.change is not Change.REMOVED) == new
