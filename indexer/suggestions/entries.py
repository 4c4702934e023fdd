"""What a build writes for suggestions. Only the build process may import this: pinyin needs large dictionaries."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from importlib.metadata import version
from itertools import pairwise
from pathlib import Path

from indexer.analysis.analyzers import Analysis, Analyzer
from indexer.analysis.scripts import HAN, HANGUL, KATAKANA, runs
from indexer.builds.model import PublishedLibrary
from indexer.hangul import hangul_letters
from indexer.suggestions.keys import Folded, folded
from indexer.suggestions.model import Kind, SuggestionEntry, SuggestionFile
from indexer.thesaurus import analyses_for
from kb.locales import Locale
from kb.model import Term

ARTICLE_WEIGHT, TERM_WEIGHT, SYNONYM_WEIGHT = 0, 1, 2

READINGS = 4
"""The most readings kept of one text."""

_HANGUL_SOURCE = Path(__file__).parents[1] / "hangul.py"

_HAN = re.compile(f"[{HAN}]")
_HANGUL = re.compile(f"[{HANGUL}]")
_KATAKANA = re.compile(f"[{KATAKANA}]")

# The article and the particles written together with it, without which a word is looked for as well.
_ARABIC_ARTICLE = re.compile("[وبكف]?ال|لل")


@dataclass(frozen=True, slots=True)
class _Target:
    """Where a suggestion leads."""

    kind: Kind
    slug: str
    category_id: str
    weight: int


@dataclass(frozen=True, slots=True)
class _Keys:
    """What a text is looked up by: see `SuggestionEntry`."""

    key: str
    starts: tuple[int, ...]
    readings: tuple[str, ...]


_Known = Mapping[tuple[str, str], _Keys]
"""The keys that texts have, by text and tag of the locale that they are written in."""


def suggestion_file(
    locale: Locale,
    library: PublishedLibrary,
    terms: Sequence[Term],
    marks: Mapping[str, str],
    earlier: SuggestionFile | None = None,
) -> SuggestionFile:
    """Everything to suggest in a locale: the title that each article is shown by there, terms and their synonyms.

    Texts that `earlier` has too take their keys from there, if they were made alike; `marks` are the fingerprints of
    the site's analyses by locale tag.
    """
    keyed_by = _keys_fingerprint(marks)
    known: dict[tuple[str, str], _Keys] = {}
    if earlier and earlier.keyed_by == keyed_by:
        for tag, entry in zip(earlier.written_in, earlier.entries, strict=True):
            known[entry.text, tag] = _Keys(entry.key, entry.starts, entry.readings)
    found = list(_entries(locale, library, terms, known))
    return SuggestionFile(keyed_by, tuple(tag for tag, _ in found), tuple(entry for _, entry in found))


def _keys_fingerprint(marks: Mapping[str, str]) -> str:
    """A hash that changes when the same text could get other keys."""
    digest = sha256(f"pypinyin={version('pypinyin')} {sorted(marks.items())}".encode())
    for module in (*sorted(Path(__file__).parent.glob("*.py")), _HANGUL_SOURCE):
        digest.update(module.read_bytes())
    return digest.hexdigest()[:16]


def _entries(
    locale: Locale, library: PublishedLibrary, terms: Sequence[Term], known: _Known
) -> Iterator[tuple[str, SuggestionEntry]]:
    """Each entry with the tag of the locale it is written in."""
    analyses: dict[str, Analysis] = {}
    for text, written_in, target in _texts(locale, library, terms):
        keys = known.get((text, written_in.tag))
        if keys is None:
            analyses = analyses or analyses_for(library.site.locales, library.terms)
            keys = _keys(text, written_in, analyses[written_in.tag].words)
        if keys.key:
            entry = SuggestionEntry(
                text=text,
                kind=target.kind,
                slug=target.slug,
                category_id=target.category_id,
                section_id="",
                weight=target.weight,
                key=keys.key,
                starts=keys.starts,
                readings=keys.readings,
            )
            yield written_in.tag, entry


def _keys(text: str, written_in: Locale, words: Analyzer) -> _Keys:
    key = folded(text)
    starts = _word_starts(text, key, written_in, words)
    return _Keys(key.key, tuple(sorted(starts - {0})), _readings(key.key, starts, written_in))


def _texts(locale: Locale, library: PublishedLibrary, terms: Sequence[Term]) -> Iterator[tuple[str, Locale, _Target]]:
    """Every text to suggest, the locale it is written in, and where it leads."""
    for article in library.articles.values():
        if shown := library.shown(article, locale):
            yield shown.title, shown.locale, _Target("article", article.slug, article.category_id, ARTICLE_WEIGHT)
    for term in terms:
        found = library.articles.get(term.article or "")
        slug, category_id = (found.slug, found.category_id) if found and library.shown(found, locale) else ("", "")
        for number, text in enumerate((term.term, *term.synonyms)):
            weight = SYNONYM_WEIGHT if number else TERM_WEIGHT
            yield text, term.locale, _Target("term", slug, category_id, weight)


def _word_starts(text: str, key: Folded, locale: Locale, words: Analyzer) -> set[int]:
    """The indexes in the key at which words begin: those of the dictionary for Chinese, else what a reader sees."""
    if locale.language == "zh":
        origins = {token.start for token in words.tokens(text)}
    else:
        origins = set(_visible_starts(text, locale))
    found: set[int] = set()
    for at, origin in enumerate(key.origins):
        if origin in origins:
            found.add(at)
            origins.discard(origin)
    return found


def _visible_starts(text: str, locale: Locale) -> Iterator[int]:
    """The offsets at which runs of letters begin, or change to Han or katakana."""
    for run in runs().finditer(text):
        yield run.start()
        for at, (before, char) in enumerate(pairwise(run[0]), run.start() + 1):
            if any(script.match(char) and not script.match(before) for script in (_HAN, _KATAKANA)):
                yield at
        if locale.language == "ar" and (article := _ARABIC_ARTICLE.match(run[0])):
            yield run.start() + article.end()


def _readings(key: str, starts: set[int], locale: Locale) -> tuple[str, ...]:
    """The ways to type the key without its characters."""
    if locale.language == "zh" and _HAN.search(key):
        return _pinyin(key, starts)
    return (" ".join(map(hangul_letters, key)),) if _HANGUL.search(key) else ()


def _pinyin(key: str, starts: set[int]) -> tuple[str, ...]:
    """Pinyin without tones, `v` for ü as input methods take it.

    pypinyin's phrases decide how a character is read. Where they leave it open (重置), the second reading is kept too,
    except for words of one character, whose first reading is the usual one (的, 了).
    """
    from pypinyin import Style, pinyin

    # `list` leaves other characters as they are, one by one.
    spelled = pinyin(key, style=Style.NORMAL, heteronym=True, errors=list)  # type: ignore[arg-type]
    units = [list(dict.fromkeys(each)) for each in spelled]
    ends = {*starts, len(key)}
    first = [each[0] for each in units]
    found = [first]
    for at, (choices, char) in enumerate(zip(units, key, strict=True)):
        is_alone = {at, at + 1} <= ends
        if len(choices) > 1 and not is_alone and _HAN.match(char):
            found.append([*first[:at], choices[1], *first[at + 1 :]])
    return tuple(" ".join(each) for each in found[:READINGS])
