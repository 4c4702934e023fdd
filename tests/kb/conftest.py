"""What several tests of importing need."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from kb.checks import check_library
from kb.importing.importer import import_tree
from kb.importing.model import Layout, Report
from kb.importing.trees import read_tree
from kb.importing.verifying import verify
from kb.loader import load
from kb.problems import errors_of

TODAY = date(2026, 11, 21)
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360f8cf50"
    "0f0003860180b5a3a1ce0000000049454e44ae426082"
)

Import = Callable[..., tuple[Path, Report]]


def article(site: Path, name: str) -> str:
    """The text of an article file."""
    return (site / "articles" / name).read_text(encoding="utf-8")


def errors(site: Path) -> list[str]:
    """What stops the site from being built."""
    return [str(problem) for problem in errors_of(check_library(load(site), TODAY))]


@pytest.fixture
def run(tmp_path: Path) -> Import:
    """Writes a tree, imports it, and returns the site and the report; every page is counted before and after."""

    def write_and_import(files: dict[str, str | bytes], **options: str) -> tuple[Path, Report]:
        root = tmp_path / "tree"
        for name, content in files.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        layout = Layout(options["layout"]) if "layout" in options else None
        tree = read_tree(root, layout, options.get("source_locale"))
        site = tmp_path / "site"
        report = import_tree(tree, site, name="Help", base_url="https://help.example", today=TODAY)
        assert report.found == len(tree.files) + len(tree.others)
        assert {each.path: each.missing() for each in verify(root, site, report) if each.missing()} == {}
        return site, report

    return write_and_import
