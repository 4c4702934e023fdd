"""A slug suggested from a title: Chinese by its pinyin, Latin letters as they are. What it cannot read, it leaves."""

import re
import unicodedata
from collections.abc import Iterable

from indexer.analysis.han import simplify
from indexer.analysis.normalise import MappedText
from indexer.analysis.reading import ReadingWords
from indexer.analysis.scripts import HAN

MOST_WORDS = 5

_SILENT = """
的 了 吗 呢 吧 啊 是 在 和 与 或 及 有 我 你 您 我的 你的 把 被 让 会 能 可以 要 请 一个 这 那 个 怎么 怎样 如何 怎么办
什么 为什么 多少 哪些 哪里 哪个 几 该 应该 办
a an the of to in on for and or is are do does did can could should my your i you it how what why when where which
el la los las un una de del y o en para por es son mi tu su cómo qué cuándo dónde cuál
"""
SILENT = frozenset(_SILENT.split())
"""Words that a title needs and an address does not."""

READINGS = {"重置": "chongzhi", "重设": "chongshe"}
"""Words of many titles that pypinyin's phrases lack, and whose characters alone it reads as something else."""

_HAN = re.compile(f"[{HAN}]")
_LATIN = re.compile(r"[a-z0-9]+")


def suggested_slug(title: str, phrases: Iterable[str] = ()) -> str:
    """At most five words of the title; nothing where it holds words in a script that has no letters here.

    `phrases` are words of the site's own, which the dictionary may lack.
    """
    cut = ReadingWords(map(_simplified, phrases))
    words: list[str] = []
    for word in cut(_simplified(unicodedata.normalize("NFKC", title).casefold())):
        if word in SILENT or not any(map(str.isalnum, word)):
            continue
        written = _letters(word)
        if not written:
            return ""
        words.append(written)
    return "-".join(words[:MOST_WORDS])


def _simplified(text: str) -> str:
    return simplify(MappedText(text)).text


def _letters(word: str) -> str:
    """A word in ASCII letters and digits; nothing if it has others."""
    if _HAN.match(word):
        from pypinyin import lazy_pinyin  # its dictionaries take a while to load

        word = READINGS.get(word) or "".join(lazy_pinyin(word))
    plain = "".join(each for each in unicodedata.normalize("NFKD", word) if not unicodedata.combining(each))
    return plain if _LATIN.fullmatch(plain) else ""
