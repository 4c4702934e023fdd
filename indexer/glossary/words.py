"""Words as terms are recognised by them: their dictionary form, and the few other forms that are surely the same word.

What is taken for the same is deliberately little. A stemmer makes one of *limit* and *limited*, or of *trade* and
*trading*; it is right for search, and wrong for telling a reader what a word means.
"""

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple

from indexer.analysis.filters import AccentFold
from indexer.analysis.normalise import normalise
from indexer.analysis.scripts import runs

_ARABIC_PREFIX = re.compile("(?:[وف]?[بك]?ال|[وف]?لل)(?=..)")
"""The article, and the particles that are written together with it."""
_ARABIC_PRONOUN = re.compile("(?:ك|كم|ه|ها|هم|ي|نا)$")
_ARABIC_SIGNS = re.compile("[\u0640\u064b-\u065f\u0670]")
_ARABIC_ALEFS = str.maketrans("أإآٱ", "اااا")
_CAPITALS = re.compile("(?=.*[A-Z])[A-Z0-9]{2,}")


class Unit(NamedTuple):
    """A character of a script without spaces, or a word of another, at `[start, end)` of the text.

    `keys` are what it may be recognised by in a text.
    """

    keys: tuple[str, ...]
    start: int
    end: int


Forms = Callable[[str], tuple[str, ...]]
"""The keys of a normalised word besides itself, as it may stand in a text."""


def units(text: str, language: str) -> list[Unit]:
    """What a text is made of, in order."""
    mapped = normalise(text)
    found: list[Unit] = []
    for run in runs().finditer(mapped.text):
        if run[1] is not None and mapped.origins is None:
            found += [Unit((character,), at, at + 1) for at, character in enumerate(run[0], run.start())]
            continue
        if run[1] is not None:
            found += [Unit((mapped.text[at],), *mapped.original(at, at + 1)) for at in range(*run.span())]
            continue
        start, end = mapped.original(*run.span())
        found.append(Unit(_keys(run[0], text[start:end], language), start, end))
    return found


@lru_cache(maxsize=16_384)
def _keys(word: str, written: str, language: str) -> tuple[str, ...]:
    forms = FORMS.get(language)
    return (word, *(forms(word) if forms else ()), *capitals(written))


def capitals(written: str) -> tuple[str, ...]:
    """The key of a word in capitals (`NFT`, `NFTs`), which the same letters in lower case do not have."""
    bare = written.removesuffix("s")
    return (f"={bare}",) if _CAPITALS.fullmatch(bare) else ()


def name_keys(word: str, language: str) -> tuple[str, ...]:
    """What a word of a term, normalised, is recognised by: itself, and the key of its plural or of its other forms."""
    forms = NAME_FORMS.get(language)
    return (word, *forms(word)) if forms else (word,)


def _english_plural(word: str) -> tuple[str, ...]:
    if len(word) > 4 and word.endswith("ies"):
        return (f"+{word[:-3]}y",)
    if word.endswith(("sses", "shes", "ches", "xes", "zzes")):
        return (f"+{word[:-2]}",)
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return (f"+{word[:-1]}",)
    return ()


def _spanish_plural(word: str) -> tuple[str, ...]:
    return _spanish(word) if len(word) > 3 and word.endswith("s") else ()


def _spanish(word: str) -> tuple[str, ...]:
    """One key for singular and plural, also where the accent goes or comes: comisión, comisiones; orden, órdenes."""
    bare = "ñ".join(AccentFold()(part) for part in word.split("ñ")).removesuffix("s").removesuffix("e")
    return (f"+{bare[:-1]}c" if bare.endswith("z") else f"+{bare}",)


def _arabic(word: str) -> tuple[str, ...]:
    """One key with and without article and signs; in a text also without a possessor: محفظة, المحفظة, محفظتك."""
    bare = bare_arabic(word)
    owned = _ARABIC_PRONOUN.sub("", bare)
    if bare == owned or len(owned) < 3:
        return (f"+{bare}",)
    return (f"+{bare}", f"+{owned}", *([f"+{owned[:-1]}ة"] if owned.endswith("ت") else []))


def bare_arabic(word: str) -> str:
    """A word without signs, without the hamza of its alefs, and without the article and what is written before it."""
    plain = _ARABIC_SIGNS.sub("", word).translate(_ARABIC_ALEFS)
    return _ARABIC_PREFIX.sub("", plain, count=1)


FORMS: Mapping[str, Forms] = MappingProxyType({"en": _english_plural, "es": _spanish_plural, "ar": _arabic})
"""How words of a text may be forms of a term's, by language; where none are given, a word is only itself."""

NAME_FORMS: Mapping[str, Forms] = MappingProxyType(
    {"en": lambda word: (f"+{word}",), "es": _spanish, "ar": lambda word: (f"+{bare_arabic(word)}",)}
)
"""The keys of which forms in `FORMS` may have one. A term in the plural (*futures*) has no singular."""
