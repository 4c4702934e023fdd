"""jieba for the engines that have no Chinese segmenter of their own."""

import logging
from collections.abc import Iterator
from typing import Any


def words(text: str) -> Iterator[str]:
    """The words of a text, one after the other."""
    yield from jieba().cut(text)


def search_words(text: str) -> Iterator[str]:
    """The words, and the shorter words inside the long ones."""
    yield from jieba().cut_for_search(text)


def jieba() -> Any:
    """The library, told not to report on standard error that it reads its dictionary."""
    import jieba

    jieba.setLogLevel(logging.WARNING)
    return jieba
