"""What several tests of importing need."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from kb.importing.importer import import_tree
from kb.importing.model import Layout, Report
from kb.importing.trees import read_tree
from kb.importing.verifying import verify

TODAY = date(2026, 11, 21)


@pytest.fixture
def run(tmp_path: Path) -> Callable[..., tuple[Path, Report]]:
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
