"""What makes prose hard to read, as far as it can be told without understanding it."""

import re
from collections.abc import Iterator

from kb.style.prose import HIDDEN
from kb.text_amount import BY_CHARACTER, amount

LONGEST = {"characters": 90, "words": 40}
"""What a sentence may have; characters in Chinese and Japanese."""

_UNTOLD = BY_CHARACTER - {"zh", "yue", "ja"}
"""Languages in which neither words nor, in some, the ends of sentences are to be seen."""

_PART = r"[^。！？；!?.;؟؛؞۔।॥։\n]"
_SENTENCE = re.compile(rf"{_PART}+(?:\.(?=\S){_PART}*|\n{_PART}*)*")
"""What stands between two full stops or semicolons."""

_ONCE = {"zh": "的了在是和被吗嗎也", "ja": "をがに"}
"""Characters that mean nothing when they stand twice; most others do, as in 常常, 看看 or 目的的."""

_MEANT = re.compile(
    "目的的|的的[确確士]|了了[解然]|[不得]了了|[实實存现現]在在|[但还還就可于於若要凡总總只正算也或便即都]是是|是是非|"
    "和和[气氣]|也也门|ががん"
)

_TWICE = re.compile(r"(?<![\w'’-])([^\W\d_]{2,})[ \t]*\n?[ \t]+\1(?![\w'’-])", re.IGNORECASE)
_SLIPS = frozenset({"en", "es", "fr", "de", "pt", "it", "nl"})
"""Languages in which a repeated word is a slip. Where words are doubled for their meaning (Korean, Arabic, Vietnamese,
Indonesian, Turkish), nothing is said."""

_LEGITIMATE = frozenset(
    {"that", "had", "is", "it", "very", "bye", "muy", "nous", "vous", "très", "die", "das", "der", "sie", "den", "wer"}
    | {"muito", "piano", "molto", "dat"}
)
"""Words that may stand twice, in any of these languages: texts are quoted, and left untranslated."""


def long_sentences(prose: str, language: str) -> Iterator[tuple[int, int, int]]:
    """(offset, what it has, what it may have) of each sentence that is too long."""
    if language in _UNTOLD:
        return
    if language == "hy":
        prose = prose.replace(":", "։")  # which keyboards lack
    longest = LONGEST["characters" if language in BY_CHARACTER else "words"]
    for match in _SENTENCE.finditer(prose):
        if len(match[0]) <= longest:  # most are so short that nothing needs counting
            continue
        has = amount(match[0].replace(HIDDEN, " "))
        if has > longest:
            yield match.start() + len(match[0]) - len(match[0].lstrip()), has, longest


def repeated_words(prose: str, language: str) -> Iterator[tuple[int, str]]:
    """(offset, the words as they stand) of what stands twice by mistake."""
    if once := _ONCE.get(language):
        meant = {place for match in _MEANT.finditer(prose) for place in range(*match.span())}
        for match in re.finditer(rf"([{once}])\1", prose):
            if match.start() not in meant or match.end() - 1 not in meant:
                yield match.start(), match[0]
    elif language in _SLIPS:
        for match in _TWICE.finditer(prose):
            if match[1].lower() not in _LEGITIMATE:
                yield match.start(), " ".join(match[0].split())
