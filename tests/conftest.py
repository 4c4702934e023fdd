"""Small sites to test with: copies of the libraries beside this file, changed as a test needs."""

import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

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


@pytest.fixture
def noon() -> datetime:
    """A fixed present."""
    return NOON
