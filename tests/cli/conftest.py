"""The `kb` command, to be run in the process of the tests."""

import copy
from collections.abc import Callable
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

import cli.main

Run = Callable[..., Result]


@pytest.fixture
def command(monkeypatch: pytest.MonkeyPatch) -> click.Group:
    """A copy for each test: Click keeps in a command what its help option was called when it ran first."""
    own = copy.deepcopy(cli.main.kb)
    monkeypatch.setattr(cli.main, "kb", own)
    return own


@pytest.fixture
def run(command: click.Group) -> Run:
    """The command in this process."""
    return lambda *arguments: CliRunner().invoke(command, arguments)


@pytest.fixture
def full_disk(monkeypatch: pytest.MonkeyPatch) -> Callable[[bytes], None]:
    """Lets no `site.yaml` be written any more that holds these bytes."""

    def fill(held: bytes) -> None:
        real = Path.replace

        def full(temporary: Path, path: Path) -> Path:
            if path.name == "site.yaml" and held in temporary.read_bytes():
                raise OSError(28, "No space left on device", str(path))
            return real(temporary, path)

        monkeypatch.setattr(Path, "replace", full)

    return fill
