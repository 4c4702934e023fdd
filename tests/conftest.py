"""Small sites to test with: copies of the libraries beside this file, changed as a test needs."""

import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from web.live import LiveSite

ROOT = Path(__file__).parents[1]
LIBRARIES = Path(__file__).with_name("libraries")
NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)

MakeSite = Callable[..., Path]


@pytest.fixture
def make_site(tmp_path: Path) -> MakeSite:
    """Copies a library into an empty folder; `changes` maps paths to new content, or to None to remove a file."""

    def make(library: str = "small", changes: dict[str, str | bytes | None] | None = None) -> Path:
        root = tmp_path / library
        shutil.copytree(LIBRARIES / library, root)
        for name, content in (changes or {}).items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            if content is None:
                path.unlink()
            elif isinstance(content, bytes):
                path.write_bytes(content)
            else:
                path.write_text(content, encoding="utf-8", newline="")
        return root

    return make


@pytest.fixture(scope="session")
def live() -> "Iterator[LiveSite]":
    """The site of this repository as it is now: the build that `kb build` left if it is current, else a new one."""
    from bench import browsers

    with browsers.live(ROOT) as site:
        yield site


@pytest.fixture
def noon() -> datetime:
    """A fixed present."""
    return NOON
