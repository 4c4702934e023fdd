"""The settings of a site, as `site.yaml` says them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Annotated, ClassVar

from pydantic import BeforeValidator

from kb.locales import Locale
from kb.validation import EXACT, LocaleTag


class CheckSetting(StrEnum):
    """What `site.yaml` may make of a check."""

    ERROR = "error"
    WARNING = "warning"
    OFF = "off"


def _off(value: object) -> object:
    """YAML reads a bare `off` as false."""
    return CheckSetting.OFF if value is False else value


@dataclass(frozen=True, slots=True)
class Link:
    """A link in the footer; `titles` are by locale tag."""

    __pydantic_config__: ClassVar = EXACT

    titles: Mapping[str, str]
    url: str


@dataclass(frozen=True, slots=True)
class Incident:
    """A banner on every page from `start` until `end` (aware times; None is open), by locale tag."""

    __pydantic_config__: ClassVar = EXACT

    message: Mapping[str, str]
    start: datetime | None = None
    end: datetime | None = None
    article: str | None = None

    def is_active(self, now: datetime) -> bool:
        """Whether the banner shows at `now` (aware)."""
        return (self.start is None or self.start <= now) and (self.end is None or now < self.end)


@dataclass(frozen=True, slots=True)
class Limits:
    """Sizes that keep pages small and requests cheap."""

    __pydantic_config__: ClassVar = EXACT

    image_bytes: int = 500_000
    image_pixels: int = 12_000_000
    query_characters: int = 1_000
    results_per_page: int = 10


@dataclass(frozen=True, slots=True)
class Site:
    """One help centre. Texts are by locale tag; `base_url` has no slash at its end and may carry a sub-path."""

    __pydantic_config__: ClassVar = EXACT

    name: Mapping[str, str]
    locales: tuple[LocaleTag, ...]
    source_locale: LocaleTag
    base_url: str
    fallbacks: Mapping[str, tuple[LocaleTag, ...]] = field(default_factory=dict)
    tagline: Mapping[str, str] = field(default_factory=dict)
    logo: str | None = None
    trusted_proxies: int = 0
    contact: str | None = None
    emergencies: tuple[str, ...] = ()
    search_examples: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    disclaimers: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    legal_links: tuple[Link, ...] = ()
    social_links: tuple[Link, ...] = ()
    incidents: tuple[Incident, ...] = ()
    checks: Mapping[str, Annotated[CheckSetting, BeforeValidator(_off)]] = field(default_factory=dict)
    limits: Limits = field(default_factory=Limits)

    @property
    def base_path(self) -> str:
        """The path under which the site lives: empty at the root of a host, else like `/help`."""
        after_scheme = self.base_url.split("://", 1)[-1]
        _, slash, path = after_scheme.partition("/")
        return f"/{path}".rstrip("/") if slash else ""

    def text(self, texts: Mapping[str, str], locale: Locale) -> str:
        """The text of `locale`, or of the first locale along its fallback chain that has one, or nothing."""
        for candidate in (locale, *self.fallbacks.get(locale.tag, ()), self.source_locale):
            if candidate.tag in texts:
                return texts[candidate.tag]
        return next(iter(texts.values()), "")
