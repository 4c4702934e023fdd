"""Where words end in each language, so that no term is found inside a longer word."""

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

from indexer.analysis.analyzers import Analysis
from indexer.analysis.scripts import HAN, HANGUL, HIRAGANA, KATAKANA

IsWord = Callable[[int, int], bool]
"""Whether `[start, end)` of a text begins and ends with a word."""

_JOINED_BEFORE = re.compile(r"\w[-‐‑.@_]$|[@_#]$")
_JOINED_AFTER = re.compile(r"[-‐‑.@_]\w|_")
_HAN = re.compile(f"[{HAN}]")
_KATAKANA = re.compile(f"[{KATAKANA}]")
_HIRAGANA = re.compile(f"[{HIRAGANA}]")
_HANGUL = re.compile(f"[{HANGUL}]")
_HANGUL_REST = re.compile(f"[{HANGUL}]*")

# What may stand between hiragana that end a term and the next word.
_JAPANESE_PARTICLE = re.compile("[をがはにのでとへもや]")

# Particles that are written to a noun, those of place and direction before those that may follow them; and the verbs
# that make one of a noun (출금하려면, 체결되면).
_KOREAN_PARTICLES = re.compile(
    "(?:(?:들)?(?:에서|에게|에|으로|로|까지|부터|보다|처럼|마다|만|과|와|이나|나|이란|란|이라는|라는|별)?"
    "(?:을|를|이|가|은|는|의|도)?|이다|입니다|이며|이고|이므로|인|일|이라면|라면|인지|인데"
    f"|(?:하|할|한|합|해|했|함|되|될|된|됩|돼|됐|됨|시키|시킬|시킨)[{HANGUL}]*)"
)


def words_of(text: str, language: str, analysis: Analysis) -> IsWord:
    """What tells where words of a text begin and end."""
    own = BORDERS.get(language)
    inner = own(text, analysis) if own else None

    def is_word(start: int, end: int) -> bool:
        if _JOINED_BEFORE.search(text, max(0, start - 2), start) or _JOINED_AFTER.match(text, end):
            return False
        return inner is None or inner(start, end)

    return is_word


def _chinese(text: str, analysis: Analysis) -> IsWord:
    """By the words that the site's segmenter cuts: none of them may reach over an end."""
    inside: set[int] = set()
    for token in analysis.words.tokens(text):
        inside.update(range(token.start + 1, token.end))

    def is_word(start: int, end: int) -> bool:
        # What no dictionary has is left in single characters, so that one alone is hardly a word.
        return end - start > 1 and start not in inside and end not in inside

    return is_word


def _japanese(text: str, _: Analysis) -> IsWord:
    """By scripts: kanji go on in kanji, katakana in katakana. A compound is a longer word (出金 in 出金申請)."""

    def is_word(start: int, end: int) -> bool:
        before, after = text[max(0, start - 1) : start], text[end : end + 1]
        for script in (_HAN, _KATAKANA):
            if script.match(text[start]) and script.match(before):
                return False
            if script.match(text[end - 1]) and script.match(after):
                return False
        if _HIRAGANA.match(text[start]) and _HIRAGANA.match(before):
            return False
        is_open = _HIRAGANA.match(text[end - 1]) and _HIRAGANA.match(after)
        return not is_open or _JAPANESE_PARTICLE.match(after) is not None

    return is_word


def _korean(text: str, _: Analysis) -> IsWord:
    """By spaces, with what is written to a noun: 출금을, 출금하려면; not 출금수수료."""

    def is_word(start: int, end: int) -> bool:
        if not _HANGUL.match(text[start]) and not _HANGUL.match(text[end - 1]):
            return True
        if _HANGUL.match(text[start]) and _HANGUL.match(text[max(0, start - 1) : start]):
            return False
        rest = _HANGUL_REST.match(text, end)
        return rest is None or _KOREAN_PARTICLES.fullmatch(rest[0]) is not None

    return is_word


BORDERS: Mapping[str, Callable[[str, Analysis], IsWord]] = MappingProxyType(
    {"zh": _chinese, "ja": _japanese, "ko": _korean}
)
"""By language; elsewhere spaces and punctuation tell."""
