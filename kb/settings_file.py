"""`site.yaml`: opened, read and checked. What is required but cannot be read is guessed, and checking goes on."""

import os.path
import shlex
from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from kb.errors import ConfigError
from kb.files import read_text
from kb.front_matter import UNTITLED
from kb.layout import ARTICLES, SITE_FILE
from kb.locales import parse_locale
from kb.problems import Problem, Severity, SourceRef
from kb.site import Site
from kb.validation import validate
from kb.yaml_source import Value, YamlDocument, read_yaml

SETTINGS = "site-settings"


class Settings(NamedTuple):
    """The settings, what is wrong with them, where each key stands, and the checks that would only repeat it."""

    site: Site
    problems: list[Problem]
    places: Mapping[str, SourceRef]
    unsure: frozenset[str]


def load_site(root: Path) -> tuple[Site, list[Problem], Mapping[str, SourceRef]]:
    """The settings of the site in a folder, the problems of keys that were left out of them, and each key's place.

    What a required setting would say is guessed from the articles where it is missing or wrong, so that the rest of
    the site can still be checked.

    Raises:
        ConfigError: there is no `site.yaml`.
    """
    settings = read_settings(root)
    return settings.site, settings.problems, settings.places


def read_settings(root: Path) -> Settings:
    """The settings of the site in a folder, as far as they can be read.

    Raises:
        ConfigError: there is no `site.yaml`.
    """
    path = root / SITE_FILE
    if not path.is_file():
        raise ConfigError(f"{root}: no {SITE_FILE} here; {_where(root)}")
    text, problems = read_text(root, path)
    document = read_yaml(text, SITE_FILE, check=SETTINGS)
    problems += document.problems
    if not isinstance(document.value, dict):
        if not problems:
            problems.append(Problem(SETTINGS, Severity.ERROR, SourceRef(SITE_FILE), "must be keys and values"))
        site, _ = validate(Site, YamlDocument({}, SITE_FILE, {}), check=SETTINGS, defaults=_guessed(root, {}))
        assert site is not None, "the defaults stand in for every required key"
        return Settings(site, problems, document.places, frozenset({"unknown-locale", "unknown-risk"}))
    site, found = validate(Site, document, check=SETTINGS, defaults=_guessed(root, document.value))
    assert site is not None, "the defaults stand in for every required key"
    wrong = {problem.source for problem in found}
    unsure = {
        check
        for key, check in (("locales", "unknown-locale"), ("disclaimers", "unknown-risk"))
        if any(place in wrong for name, place in document.places.items() if name.split(".")[0] == key)
    }
    if "locales" not in document.value:
        unsure.add("unknown-locale")
    return Settings(site, problems + found, document.places, frozenset(unsure))


def _where(root: Path) -> str:
    """What to do about a folder that is no site: the nearest above it that is one is most likely meant."""
    for number, folder in enumerate(root.absolute().parents, 1):
        if (folder / SITE_FILE).is_file():
            above = Path(os.path.normpath(root / Path(*[".."] * number))).as_posix()
            return f"there is one in {folder}: go there, or say --site {shlex.quote(above)}"
    return "name the site's folder with --site DIR"


def _guessed(root: Path, settings: dict[str, Value]) -> dict[str, object]:
    """What stands in for required settings: the locales the files are in and `settings` names, the commonest first."""
    names = [path.stem.rpartition(".")[2] for path in (root / ARTICLES).glob("*/*.md")]
    for each in (settings.get(key) for key in ("locales", "source_locale", "name", "fallbacks")):
        names += map(str, each if isinstance(each, list | dict) else [each])
    tags: Counter[str] = Counter()
    for name in names:
        with suppress(ConfigError):
            tags[parse_locale(name).tag] += 1
    locales = [tag for tag, _ in tags.most_common()] or ["en"]
    return {
        "name": {locales[0]: UNTITLED},
        "base_url": "http://localhost",
        "locales": locales,
        "source_locale": locales[0],
    }
