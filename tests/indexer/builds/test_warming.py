"""Opening everything before the first visitor comes."""

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest

from indexer.builds.published import PublishedBuild, open_current
from indexer.builds.publisher import publish
from indexer.builds.store import BuildStore
from kb.errors import IndexUnavailableError
from kb.loader import load
from kb.locales import Locale

ZH, EN = Locale("zh-Hans"), Locale("en")


@pytest.fixture
def build(make_site: Callable[..., Path], noon: datetime) -> Iterator[PublishedBuild]:
    """A small site, built and opened."""
    root = make_site()
    store = BuildStore(root / "var" / "builds")
    with store.lock(wait=1, on_wait=lambda _: None):
        publish(load(root), store, now=noon)
    opened = open_current(store)
    yield opened
    opened.close()


def test_a_warm_build_opens_no_more_files(build: PublishedBuild) -> None:
    """What corrects and suggests is open in every locale, also where nobody has asked yet."""
    build.warm()
    for file in (*build.directory.glob("lexicons/*.json"), *build.directory.glob("suggestions/*.json")):
        file.unlink()
    (build.directory / "readings.json").unlink()
    assert build.corrector(ZH).corrections("体现手续费")[0].text == "提现手续费"
    for locale in build.library.site.locales:
        assert build.suggester(locale) is build.suggester(locale)
        assert build.corrector(locale).corrections("help") == ()


@pytest.mark.parametrize("name", ["lexicons/en.json", "suggestions/ar.json", "readings.json"])
def test_a_damaged_build_does_not_get_warm(build: PublishedBuild, name: str) -> None:
    """Files that are read late are found damaged before the build is served."""
    (build.directory / name).write_text("{}", encoding="utf-8")
    with pytest.raises(IndexUnavailableError, match="not what this version wrote"):
        build.warm()


def test_locales_share_how_characters_sound(build: PublishedBuild) -> None:
    """The largest table of a corrector is read once, however many locales use it."""
    first = build.corrector(ZH)
    (build.directory / "readings.json").unlink()
    assert build.corrector(EN).corrections("withdrwal")
    assert first is build.corrector(ZH)
