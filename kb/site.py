"""The settings of a site, as `site.yaml` says them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Annotated, ClassVar
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator

from kb.errors import ConfigError
from kb.locales import Locale
from kb.validation import EXACT, Count, LocaleTag, Positive, Time, suggestion
from kb.videos import PROVIDERS


class CheckSetting(StrEnum):
    """What `site.yaml` may make of a check."""

    ERROR = "error"
    WARNING = "warning"
    OFF = "off"


def _off(value: object) -> object:
    """YAML reads a bare `off` as false."""
    return CheckSetting.OFF if value is False else value


def _base_url(value: str) -> str:
    address = value.rstrip("/")
    parts = urlsplit(address)
    beyond = parts.query or parts.fragment or parts.username is not None or any(map(str.isspace, address))
    if parts.scheme not in {"http", "https"} or not parts.hostname or beyond:
        raise ValueError(f"{value!r} is not an address like https://help.example or https://example.com/help")
    return address


def checked_base_url(value: str) -> str:
    """A site's public address without a slash at its end.

    Raises:
        ConfigError: it is none.
    """
    try:
        return _base_url(value)
    except ValueError as error:
        raise ConfigError(f"base URL {error}") from error


def _edit_url(value: str) -> str:
    parts = urlsplit(value)
    placeholders = value.replace("{path}", "", 1)
    is_address = parts.scheme in {"http", "https"} and parts.hostname and not any(map(str.isspace, value))
    if not is_address or "{path}" not in value or "{" in placeholders or "}" in placeholders:
        raise ValueError(f"{value!r} is not an address with one {{path}}, like https://git.example/edit/main/{{path}}")
    return value


def _footer_address(value: str) -> str:
    scheme, _, rest = value.partition(":")
    if scheme not in FOOTER_SCHEMES or not rest.removeprefix("//") or any(map(str.isspace, value)):
        raise ValueError(f"{value!r} cannot be linked to; use https:, http:, mailto:, tel: or article:slug")
    return value


def _languages(value: tuple[Locale, ...]) -> tuple[Locale, ...]:
    if not value:
        raise ValueError("the list is empty; name at least the source locale")
    for number, locale in enumerate(value):
        if locale in value[:number]:
            raise ValueError(f"{locale.tag!r} is given twice; keep one")
    return value


FOOTER_SCHEMES = ("https", "http", "mailto", "tel", "article")
"""What a footer link may begin with; `article:slug` leads to an article in the reader's language."""


def _video_site(value: str) -> str:
    if value not in PROVIDERS:
        raise ValueError(f"videos of {value!r} cannot be shown{suggestion(value, PROVIDERS)}")
    return value


VideoSite = Annotated[str, AfterValidator(_video_site)]
"""The name of a site whose videos readers may load."""


@dataclass(frozen=True, slots=True)
class Link:
    """A link in the footer; `titles` are by locale tag."""

    __pydantic_config__: ClassVar = EXACT

    titles: Mapping[str, str]
    url: Annotated[str, AfterValidator(_footer_address)]


@dataclass(frozen=True, slots=True)
class Incident:
    """A banner on every page from `start` until `end` (aware times; None is open), by locale tag."""

    __pydantic_config__: ClassVar = EXACT

    message: Mapping[str, str]
    start: Time | None = None
    end: Time | None = None
    article: str | None = None

    def is_active(self, now: datetime) -> bool:
        """Whether the banner shows at `now` (aware)."""
        return (self.start is None or self.start <= now) and (self.end is None or now < self.end)


@dataclass(frozen=True, slots=True)
class Limits:
    """Sizes that keep pages small and requests cheap."""

    __pydantic_config__: ClassVar = EXACT

    image_bytes: Positive = 500_000
    image_pixels: Positive = 12_000_000
    query_characters: Positive = 1_000
    results_per_page: Positive = 10


@dataclass(frozen=True, slots=True)
class Site:
    """One help centre. Texts are by locale tag; `base_url` has no slash at its end and may carry a sub-path."""

    __pydantic_config__: ClassVar = EXACT

    name: Mapping[str, str]
    locales: Annotated[tuple[LocaleTag, ...], AfterValidator(_languages)]
    source_locale: LocaleTag
    base_url: Annotated[str, AfterValidator(_base_url)]
    fallbacks: Mapping[str, tuple[LocaleTag, ...]] = field(default_factory=dict)
    tagline: Mapping[str, str] = field(default_factory=dict)
    logo: str | None = None
    share_image: str | None = None
    edit_url: Annotated[str, AfterValidator(_edit_url)] | None = None
    trusted_proxies: Count = 0
    contact: str | None = None
    emergencies: tuple[str, ...] = ()
    search_examples: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    disclaimers: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    legal_links: tuple[Link, ...] = ()
    social_links: tuple[Link, ...] = ()
    incidents: tuple[Incident, ...] = ()
    videos: tuple[VideoSite, ...] = ()
    checks: Mapping[str, Annotated[CheckSetting, BeforeValidator(_off)]] = field(default_factory=dict)
    limits: Limits = field(default_factory=Limits)

    @property
    def base_path(self) -> str:
        """The path under which the site lives: empty at the root of a host, else like `/help`."""
        after_scheme = self.base_url.split("://", 1)[-1]
        _, slash, path = after_scheme.partition("/")
        return f"/{path}".rstrip("/") if slash else ""

    def language_of(self, texts: Mapping[str, str], locale: Locale) -> Locale | None:
        """The language of the text that `text` gives; None where there is no text."""
        chain = (locale, *self.fallbacks.get(locale.tag, ()), self.source_locale, *map(Locale, texts))
        return next((candidate for candidate in chain if candidate.tag in texts), None)

    def text(self, texts: Mapping[str, str], locale: Locale) -> str:
        """The text of `locale`, or of the first locale along its fallback chain that has one, or nothing."""
        language = self.language_of(texts, locale)
        return texts[language.tag] if language else ""
