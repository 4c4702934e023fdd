"""The `kb` command, to be run in the process of the tests."""

import copy

import click
import pytest

import cli.main


@pytest.fixture
def command(monkeypatch: pytest.MonkeyPatch) -> click.Group:
    """A copy for each test: Click keeps in a command what its help option was called when it ran first."""
    own = copy.deepcopy(cli.main.kb)
    monkeypatch.setattr(cli.main, "kb", own)
    return own
