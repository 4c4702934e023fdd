"""Locales as BCP 47 tags, their canonical form, and the choice of one among those a site offers."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import babel
from babel.core import get_global

from kb.errors import ConfigError

TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z]{4})?(-([A-Za-z]{2}|[0-9]{3}))?")

PSEUDO_LOCALES = ("en-XA", "ar-XB")
"""CLDR's locales for trying out an interface, which Babel leaves out; they follow the rules of their language."""


@dataclass(frozen=True, slots=True, order=True)
class Locale:
    """A language as readers choose it, named by its canonical BCP 47 tag (`zh-Hans`, `pt-BR`)."""

    tag: str

    @property
    def gettext_name(self) -> str:
        """The name gettext's folders use: `zh_Hans`."""
        return self.tag.replace("-", "_")

    @property
    def language(self) -> str:
        """The primary language subtag: `zh`."""
        return self.tag.split("-", 1)[0]

    @property
    def cldr(self) -> babel.Locale:
        """The CLDR data of this locale."""
        return _cldr(self.tag)

    @property
    def direction(self) -> str:
        """`ltr` or `rtl`, as HTML's `dir` writes it."""
        return _direction(self.tag)

    @property
    def native_name(self) -> str:
        """The language's name for itself: `简体中文`, `English`."""
        return _native_name(self.tag)

    def __str__(self) -> str:
        return self.tag


@lru_cache(maxsize=256)
def _cldr(tag: str) -> babel.Locale:
    if tag not in PSEUDO_LOCALES:
        return babel.Locale.parse(tag, sep="-")
    language, _, territory = tag.partition("-")
    locale = babel.Locale(language)
    _ = locale.text_direction  # reads the language's data, which is not there under the name it takes next
    locale.territory = territory
    return locale


@lru_cache(maxsize=256)
def _direction(tag: str) -> str:
    return _cldr(tag).text_direction


@lru_cache(maxsize=256)
def _native_name(tag: str) -> str:
    cldr = _cldr(tag)
    name = cldr.get_language_name(cldr) or tag
    if tag in PSEUDO_LOCALES:
        return f"{name} ({tag})"
    name = cldr.languages.get(tag.replace("-", "_"), name)
    return str(name[:1].upper() + name[1:])


def parse_locale(tag: str) -> Locale:
    """The locale of a tag in canonical case (`ZH-hans` → `zh-Hans`).

    Raises:
        ConfigError: the tag is malformed, or CLDR does not know its language.
    """
    if not TAG.fullmatch(tag):
        raise ConfigError(f"{tag!r} is not a BCP 47 language tag; write it like zh-Hans, en or pt-BR")
    subtags = tag.split("-")
    canonical = "-".join([subtags[0].lower(), *map(_canonical_case, subtags[1:])])
    try:
        _cldr(canonical)
    except (babel.UnknownLocaleError, ValueError) as error:
        raise ConfigError(f"{tag!r} is not a language CLDR knows; look it up in the IANA registry") from error
    return Locale(canonical)


def _canonical_case(subtag: str) -> str:
    return subtag.title() if len(subtag) == 4 else subtag.upper()


@lru_cache(maxsize=1024)
def language_and_script(tag: str) -> tuple[str, str] | None:
    """(language, script) of a tag after CLDR's likely subtags: `zh-TW` → `("zh", "Hant")`; None for nonsense."""
    if not TAG.match(tag):
        return None
    parts = tag.replace("_", "-").split("-")
    language = parts[0].lower()
    rest = [_canonical_case(part) for part in parts[1:] if 2 <= len(part) <= 4 and part.isalnum()]
    script = next((part for part in rest if len(part) == 4), None)
    territory = next((part for part in rest if len(part) in (2, 3)), None)
    if script:
        return language, script
    likely = get_global("likely_subtags")
    for candidate in (f"{language}_{territory}", language):
        if expanded := likely.get(candidate):
            return language, expanded.split("_")[1]
    return (language, "Latn") if language in get_global("likely_subtags") else None


def match_locale(tag: str, offered: Sequence[Locale]) -> Locale | None:
    """The offered locale that a tag means: the same tag in any case, else the same language and script, else None."""
    lowered = tag.lower().replace("_", "-")
    for locale in offered:
        if locale.tag.lower() == lowered:
            return locale
    wanted = language_and_script(tag)
    if wanted is None:
        return None
    return next((locale for locale in offered if language_and_script(locale.tag) == wanted), None)


def negotiate(preferences: Iterable[str], offered: Sequence[Locale], default: Locale) -> Locale:
    """The first preference (most wanted first, as in Accept-Language) that an offered locale satisfies.

    A reader of one Chinese script is better served by the other than by a foreign language, so a second pass
    accepts the same language in another script.
    """
    wanted = list(preferences)
    for tag in wanted:
        if found := match_locale(tag, offered):
            return found
        language = tag.split("-", 1)[0].lower()
        for locale in offered:
            if locale.language == language:
                return locale
    return default


def fallback_chain(locale: Locale, fallbacks: Mapping[str, Sequence[Locale]], default: Locale) -> tuple[Locale, ...]:
    """The locales to read after `locale`, nearest first, the site's source locale last, `locale` itself left out."""
    chain = [*fallbacks.get(locale.tag, ()), default]
    return tuple(dict.fromkeys(step for step in chain if step != locale))
