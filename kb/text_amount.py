"""How much there is to translate in a text, counted as translators of its script count.

Scripts that write no spaces between words (Han, kana, Thai, Lao, Khmer, Burmese) count by character, all others by
word. Code, link destinations, ids and placeholders stay as they are in a translation and count nothing.
"""

import re

from kb.locales import Locale
from kb.markdown.code import mask_code

UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
BY_CHARACTER = frozenset({"zh", "yue", "ja", "th", "lo", "km", "my"})

_KEPT = re.compile(
    r"\{\{[^{}]*\}\}|\{[#.:][^{}\n]*\}|\]\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*|<[^<>\n]*>|https?://[^\s)>]+"
)
_BLOCK = re.compile(r"^/// *\w*", re.MULTILINE)
_MARKS = "\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0900-\u0963\u0966-\u0dff\u200c\u200d"
"""What belongs to a word without being a letter: accents, vowel signs, and joiners as in Persian."""

_LETTER = rf"(?:(?![{UNSPACED}])(?:[^\W_]|[{_MARKS}]))"
_UNIT = re.compile(rf"[{UNSPACED}]|{_LETTER}+(?:['’.,-]{_LETTER}+)*")


def amount(text: str) -> int:
    """Characters of unspaced scripts and words of all others, added up: `提现 USDT` is three."""
    return len(_UNIT.findall(_KEPT.sub(" ", _BLOCK.sub(" ", mask_code(text)))))


def unit_of(source: Locale) -> str:
    """What `amount` mostly counts in texts of this locale: `characters` or `words`."""
    return "characters" if source.language in BY_CHARACTER else "words"
