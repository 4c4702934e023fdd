"""Locales: canonical tags, matching what browsers say, fallback chains."""

import pytest

from kb.errors import ConfigError
from kb.locales import Locale, fallback_chain, match_locale, negotiate, parse_locale

OFFERED = [parse_locale(tag) for tag in ("zh-Hans", "zh-Hant", "en", "ja", "es", "ar")]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("zh-Hans", "zh-Hans"),
        ("zh-CN", "zh-Hans"),
        ("zh-SG", "zh-Hans"),
        ("zh", "zh-Hans"),
        ("zh-TW", "zh-Hant"),
        ("zh-HK", "zh-Hant"),
        ("zh-MO", "zh-Hant"),
        ("zh-Hant-HK", "zh-Hant"),
        ("ZH_hans", "zh-Hans"),
        ("en-US", "en"),
        ("es-419", "es"),
        ("ar-EG", "ar"),
        ("pt-BR", None),
        ("xx", None),
        ("*", None),
        ("", None),
        ("<script>", None),
        ("sr-Latn", None),
    ],
)
def test_a_browsers_tag_means_the_offered_locale_of_its_language_and_script(asked: str, found: str | None) -> None:
    """zh-CN reads Simplified and zh-TW Traditional Chinese; a language the site lacks means nothing."""
    locale = match_locale(asked, OFFERED)
    assert (locale.tag if locale else None) == found


@pytest.mark.parametrize(
    ("preferences", "chosen"),
    [
        (["fr", "ja;q", "en"], "en"),
        (["zh-TW", "en"], "zh-Hant"),
        ([], "zh-Hans"),
        (["nonsense", "*"], "zh-Hans"),
    ],
)
def test_the_first_preference_that_the_site_offers_wins(preferences: list[str], chosen: str) -> None:
    """Preferences come most wanted first; without any, the site's default is served."""
    assert negotiate(preferences, OFFERED, OFFERED[0]).tag == chosen


def test_a_reader_of_traditional_chinese_is_given_simplified_before_a_foreign_language() -> None:
    """The other script of one's language serves better than a second language."""
    offered = [parse_locale("en"), parse_locale("zh-Hans")]
    assert negotiate(["zh-TW", "en"], offered, offered[0]).tag == "zh-Hans"


@pytest.mark.parametrize("tag", ["", "z", "zh-", "zh_Hans", "english", "xq-Zzzz-QQ", "../etc"])
def test_a_malformed_or_unknown_tag_is_refused(tag: str) -> None:
    """The message quotes what was given."""
    with pytest.raises(ConfigError, match="language"):
        parse_locale(tag)


def test_a_tag_in_another_case_becomes_canonical() -> None:
    """Language lower, script title, territory upper case."""
    assert parse_locale("ZH-hans").tag == "zh-Hans"
    assert parse_locale("PT-br").tag == "pt-BR"


def test_a_fallback_chain_ends_in_the_source_and_never_repeats() -> None:
    """ja → en → zh-Hans."""
    ja, en, zh = Locale("ja"), Locale("en"), Locale("zh-Hans")
    assert fallback_chain(ja, {"ja": [en, zh]}, zh) == (en, zh)
    assert fallback_chain(zh, {}, zh) == ()


@pytest.mark.parametrize(
    ("tag", "name", "direction"),
    [("zh-Hans", "简体中文", "ltr"), ("ja", "日本語", "ltr"), ("es", "Español", "ltr"), ("ar", "العربية", "rtl")],
)
def test_a_locale_knows_its_own_name_and_direction(tag: str, name: str, direction: str) -> None:
    """The language menu and the page's dir come from CLDR."""
    assert (Locale(tag).native_name, Locale(tag).direction) == (name, direction)
