"""`kb i18n update`: catalogs for the locales of any site, from a checkout and from an installed wheel."""

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import click
import pytest
from babel.messages.pofile import read_po
from click.testing import CliRunner

from indexer.builds.published import open_current
from indexer.builds.store import BuildStore
from kb.catalogs import gettext_of, merged_catalog
from kb.locales import Locale
from web.app import create_app

ROOT = Path(__file__).parents[2]
FR = "translations/fr/LC_MESSAGES/messages.po"
EN = "translations/en/LC_MESSAGES/messages.po"


Run = Callable[..., str]


@pytest.fixture
def run(command: click.Group) -> Run:
    """What the command says when all is well."""

    def run_it(*arguments: str) -> str:
        result = CliRunner().invoke(command, arguments)
        assert result.exit_code == 0, result.output
        return result.output

    return run_it


@pytest.fixture
def french(make_site) -> Path:  # type: ignore[no-untyped-def]
    """A site that has followed the first two steps of "Adding a locale" in docs/translating.md."""
    root: Path = make_site()
    replace(root / "site.yaml", "[zh-Hans, en, ar]", "[zh-Hans, en, ar, fr]")
    replace(root / "site.yaml", "ar: [en, zh-Hans]}", "ar: [en, zh-Hans], fr: [en, zh-Hans]}")
    replace(root / "site.yaml", "en: Small Shop Help}", "en: Small Shop Help, fr: Aide}")
    replace(root / "articles/deposits/category.yaml", "titles: {", "titles: {fr: Dépôts et retraits, ")
    replace(root / "articles/security/category.yaml", "titles: {", "titles: {fr: Sécurité, ")
    return root


def replace(path: Path, old: str, new: str) -> None:
    """Edit a file as a person would."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_a_locale_is_added_as_the_documentation_says(french: Path, run: Run) -> None:
    """From the settings to a page in French that shows an article in the next language."""
    site = str(french)
    assert f"{FR}:1:1: missing-catalog: the interface is not translated to fr; run 'kb i18n update'" in run(
        "check", "--site", site
    )
    said = run("i18n", "update", "--site", site)
    assert f"fr: {FR} holds the " in said
    assert "en: ships with the engine; no file is needed" in said
    assert [path.relative_to(french).as_posix() for path in french.rglob("*.po")] == [FR]
    replace(french / FR, 'msgid "Search"\nmsgstr ""', 'msgid "Search"\nmsgstr "Rechercher"')
    assert "missing-catalog" not in run("check", "--site", site)
    run("build", "--site", site)
    build = open_current(BuildStore(french / "var" / "builds"))
    try:
        client = create_app(build).test_client()
        assert "Rechercher" in client.get("/fr/").text
        assert "What a withdrawal costs" in client.get("/fr/deposits/withdrawal-fees").text
    finally:
        build.close()


def test_updating_again_keeps_translations_and_what_is_no_longer_asked_for(french: Path, run: Run) -> None:
    """Also the translators' own words at the head; a second run changes nothing."""
    run("i18n", "update", "--site", str(french))
    path = french / FR
    replace(path, 'msgid "Search"\nmsgstr ""', 'msgid "Search"\nmsgstr "Rechercher"')
    replace(path, "# Messages of the help centre's interface.", "# Traduit par Aline.")
    path.write_text(path.read_text("utf-8") + '\nmsgid "Gone"\nmsgstr "Parti"\n', encoding="utf-8")
    run("i18n", "update", "--site", str(french))
    text = path.read_text("utf-8")
    assert text.startswith("# Traduit par Aline.")
    assert 'msgid "Search"\nmsgstr "Rechercher"' in text
    assert '#~ msgid "Gone"\n#~ msgstr "Parti"' in text
    run("i18n", "update", "--site", str(french))
    assert path.read_text("utf-8") == text


def test_a_catalog_of_a_locale_that_the_engine_ships_stays_as_it_is(make_site, run: Run) -> None:  # type: ignore[no-untyped-def]
    """It holds only what the site says differently."""
    own = 'msgid ""\nmsgstr "Language: en\\n"\n\nmsgid "Search"\nmsgstr "Look up"\n'
    root = make_site(changes={EN: own})
    assert f"{EN} overrides its messages" in run("i18n", "update", "--site", str(root))
    assert (root / EN).read_text("utf-8") == own


def test_what_a_site_says_differently_is_shown(make_site) -> None:  # type: ignore[no-untyped-def]
    """Its own words, and the engine's for all the rest."""
    own = 'msgid ""\nmsgstr "Language: en\\n"\n\nmsgid "Search"\nmsgstr "Look up"\n'
    translate = gettext_of(merged_catalog(make_site(changes={EN: own}), Locale("en"))[0])
    assert (translate("Search"), translate("Note")) == ("Look up", "Note")


def test_a_damaged_catalog_is_named_and_not_overwritten(french: Path, command: click.Group) -> None:
    """What could not be read would be lost."""
    damaged = 'msgid "Search\nmsgstr "Rechercher"\n'
    (french / FR).parent.mkdir(parents=True)
    (french / FR).write_text(damaged, encoding="utf-8")
    result = CliRunner().invoke(command, ["i18n", "update", "--site", str(french)])
    assert f"{FR}:1:1: catalog: cannot be read" in str(result.exception)
    assert (french / FR).read_text("utf-8") == damaged


def test_no_catalog_is_written_for_locales_that_are_guessed(french: Path, command: click.Group) -> None:
    """With an error in site.yaml it is not sure which the site has."""
    replace(french / "site.yaml", "locales: [", "locals: [")
    result = CliRunner().invoke(command, ["i18n", "update", "--site", str(french)])
    assert "unknown key 'locals'" in str(result.exception)
    assert not (french / "translations").exists()


def test_an_installed_engine_writes_the_same_catalog(french: Path, tmp_path: Path) -> None:
    """Its template lies beside the code, as in the wheel, and there is no checkout to extract from."""
    for package in ("kb", "indexer", "web", "cli"):
        shutil.copytree(ROOT / package, tmp_path / "lib" / package, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "translations", tmp_path / "lib" / "kb" / "translations")
    command = [sys.executable, "-m", "cli", "i18n", "update", "--site", str(french)]
    result = subprocess.run(command, cwd=tmp_path / "lib", capture_output=True, text=True, check=False)
    assert (result.returncode, "Traceback" in result.stderr) == (0, False), result.stderr
    with (french / FR).open("rb") as file, (ROOT / "translations/messages.pot").open("rb") as template:
        assert {each.id for each in read_po(file)} == {each.id for each in read_po(template)}


def test_the_engines_own_catalogs_are_up_to_date() -> None:
    """Updating them in a checkout would change nothing."""
    from kb.catalogs import catalog_path
    from kb.extraction import extract, is_own_checkout, update
    from kb.settings_file import load_site

    assert is_own_checkout(ROOT)
    folder, template = ROOT / "translations", extract(ROOT)
    for locale in load_site(ROOT)[0].locales:
        assert update(folder, template, locale) == catalog_path(folder, locale).read_text("utf-8"), locale
