"""Words for engines that have none of their own for a language: jieba for Chinese, a pattern for Hindi."""

import logging
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

# Hindi writes vowels as marks, which \w leaves out; one character is a word in Chinese.
WORD_PATTERNS: Mapping[str, str] = MappingProxyType({"hi": r"[\w\u0900-\u0963]+", "zh": r"\w+"})


def words(text: str) -> Iterator[str]:
    """The words of a text, one after the other."""
    yield from quiet_jieba().cut(text)


def search_words(text: str) -> Iterator[str]:
    """The words, and the shorter words inside the long ones."""
    yield from quiet_jieba().cut_for_search(text)


def quiet_jieba() -> Any:
    """The library, told not to report on standard error that it reads its dictionary."""
    import jieba

    jieba.setLogLevel(logging.WARNING)
    return jieba
