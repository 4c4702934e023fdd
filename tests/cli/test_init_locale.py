"""`kb i18n init`: a site gets another language whole."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from indexer.builds.published import open_current
from indexer.builds.store import BuildStore
from web.app import create_app

Run = Callable[..., Result]

TERMS = "translations/zh_Hans/terms.yaml"
TERM = "- id: withdrawal\n  term: 提现\n  synonyms: [提币]\n  definition: 转到链上。\n  article: withdrawal-fees\n"


def files(root: Path) -> dict[str, bytes]:
    """Every file below a folder, by path."""
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def test_a_site_with_a_new_locale_builds_at_once(make_site, run: Run) -> None:  # type: ignore[no-untyped-def]
    """Its pages are shown in the fallback languages until they are translated."""
    root = make_site(changes={TERMS: TERM})
    result = run("i18n", "init", "pt-br", "--name", "Ajuda", "--site", str(root))
    assert result.exit_code == 0, result.output
    assert "shown in en, zh-Hans" in result.stderr
    settings = (root / "site.yaml").read_text("utf-8")
    assert "locales: [zh-Hans, en, ar, pt-BR]" in settings
    assert "pt-BR: [en, zh-Hans]" in settings
    assert "pt-BR: Ajuda" in settings
    checked = run("check", "--site", str(root))
    assert checked.exit_code == 0, checked.output
    assert "'titles' has none for pt-BR, so readers see that of its fallback chain; add it (warning)" in checked.stdout
    assert run("build", "--site", str(root)).exit_code == 0
    build = open_current(BuildStore(root / "var" / "builds"))
    try:
        client = create_app(build).test_client()
        assert "Deposits and withdrawals" in client.get("/pt-BR/").text
        assert "What a withdrawal costs" in client.get("/pt-BR/deposits/withdrawal-fees").text
    finally:
        build.close()


def test_terms_wait_behind_comments_and_count_once_these_are_taken_off(make_site, run: Run) -> None:  # type: ignore[no-untyped-def]
    """An entry without words would be a mistake; one behind comments is only not there yet."""
    root = make_site(changes={TERMS: TERM})
    run("i18n", "init", "fr", "--site", str(root))
    path = root / "translations/fr/terms.yaml"
    assert "1 term (withdrawal)" in run("i18n", "status", "-l", "fr", "--site", str(root)).stdout
    text = path.read_text("utf-8")
    head, entry = text.split("#\n")
    filled = re.sub("^# ", "", entry, flags=re.MULTILINE).replace('term: ""', "term: retrait")
    path.write_text(head + filled, encoding="utf-8")
    assert "1 term" not in run("i18n", "status", "-l", "fr", "--site", str(root)).stdout
    assert run("check", "--site", str(root)).exit_code == 0


def test_facts_that_are_words_take_those_of_the_fallback(make_site, run: Run) -> None:  # type: ignore[no-untyped-def]
    """A fact without words would stop the build."""
    facts = "# Ours\nfee-usdt: {amount: 1, currency: USDT}\nreview-time: {text: {zh-Hans: 三天, en: three days, ar: ثلاثة}}\n"
    root = make_site(changes={"facts.yaml": facts})
    result = run("i18n", "init", "fr", "--site", str(root))
    assert "facts.yaml: facts that are words have those of en; translate them" in result.stderr
    assert "ar: ثلاثة, fr: three days}" in (root / "facts.yaml").read_text("utf-8")
    assert run("check", "--site", str(root)).exit_code == 0


def test_a_locale_whose_interface_ships_gets_no_catalog(make_site, run: Run) -> None:  # type: ignore[no-untyped-def]
    """The engine's is used, and the command says so."""
    root = make_site()
    result = run("i18n", "init", "ja", "--site", str(root))
    assert "the interface ships with the engine; no catalog is needed" in result.stderr
    assert not (root / "translations").exists()
    assert "missing-catalog" not in run("check", "--site", str(root)).stdout


def test_nothing_but_the_locale_changes_in_the_settings(make_site, run: Run) -> None:  # type: ignore[no-untyped-def]
    """Comments, order, line ends and byte order mark stay."""
    settings = (
        "\ufeff# Ours.\r\nname:\r\n  en: Help  # short\r\nbase_url: https://help.example\r\n\r\n"
        "locales:\r\n  - zh-Hans # first\r\n  - en\r\n  - ar\r\nsource_locale: zh-Hans\r\n"
    )
    root = make_site(changes={"site.yaml": settings})
    assert run("i18n", "init", "fr", "--site", str(root)).exit_code == 0
    now = (root / "site.yaml").read_bytes().decode("utf-8")
    added = "  - fr\r\n", "fallbacks:\r\n  fr: [en, zh-Hans]\r\n"
    assert now.replace(added[0], "").replace(added[1], "") == settings
    assert now.count("fr") == 2


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["EN"], "en is a locale of this site already"),
        (["french"], "'french' is not a BCP 47 language tag"),
        (["xx"], "'xx' is not a language CLDR knows"),
        (["fr", "--fallback", "de"], "'de' is not a locale of this site"),
    ],
)
def test_a_locale_that_cannot_be_added_is_one_clear_line(
    make_site, run: Run, arguments: list[str], message: str
) -> None:  # type: ignore[no-untyped-def]
    """And no file is written."""
    root = make_site()
    before = files(root)
    result = run("i18n", "init", *arguments, "--site", str(root))
    assert result.exit_code != 0
    assert message in f"{result.output}{result.exception}"
    assert files(root) == before


def test_settings_that_cannot_be_added_to_are_refused_whole(make_site, run: Run) -> None:  # type: ignore[no-untyped-def]
    """Neither catalog nor terms are left behind."""
    root = make_site(changes={TERMS: TERM})
    settings = (root / "site.yaml").read_text("utf-8")
    (root / "site.yaml").write_text(
        settings.replace("fallbacks: {en: [zh-Hans], ar: [en, zh-Hans]}", "fallbacks:"), "utf-8"
    )
    before = files(root)
    result = run("i18n", "init", "fr", "--site", str(root))
    assert "site.yaml" in str(result.exception)
    assert files(root) == before


def test_what_was_written_is_taken_back_when_the_last_file_cannot_be(make_site, run: Run, full_disk) -> None:  # type: ignore[no-untyped-def]
    """A full disk leaves the site as it was."""
    root = make_site(changes={TERMS: TERM})
    before = files(root)
    full_disk(b"fr")
    assert run("i18n", "init", "fr", "--site", str(root)).exit_code != 0
    assert files(root) == before


def test_catalogs_can_be_compiled_for_other_programs(make_site, run: Run) -> None:  # type: ignore[no-untyped-def]
    """With what the site says differently."""
    import gettext

    own = 'msgid ""\nmsgstr "Language: en\\n"\n\nmsgid "Search"\nmsgstr "Look up"\n'
    root = make_site(changes={"translations/en/LC_MESSAGES/messages.po": own})
    assert run("i18n", "compile", "--site", str(root)).exit_code == 0
    with (root / "var/catalogs/en/LC_MESSAGES/messages.mo").open("rb") as file:
        assert gettext.GNUTranslations(file).gettext("Search") == "Look up"
    (root / "translations/en/LC_MESSAGES/messages.po").write_text('msgid "Search\nmsgstr ""\n', encoding="utf-8")
    result = run("i18n", "compile", "--site", str(root))
    assert "messages.po:1:1: catalog: cannot be read" in str(result.exception)
