"""The `kb` command, to be run in the process of the tests."""

import copy
from collections.abc import Callable

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
