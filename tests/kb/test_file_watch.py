"""Which files changed, and what need not be read again."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from kb.file_memory import FileMemory
from kb.file_watch import changes, is_passing, snapshot
from kb.loader import load

MakeSite = Callable[..., Path]
FEES = "articles/deposits/withdrawal-fees.en.md"


def test_a_saved_a_new_and_a_removed_file_are_changes(make_site: MakeSite) -> None:
    root = make_site()
    before = snapshot(root)
    (root / FEES).write_text("---\ntitle: Fees\n---\nNew.\n", "utf-8")
    (root / "articles/security/enable-2fa.zh-Hans.md").rename(root / "articles/security/two-factor.zh-Hans.md")
    (root / "facts.yaml").unlink()
    assert changes(before, snapshot(root)) == {
        FEES,
        "articles/security/enable-2fa.zh-Hans.md",
        "articles/security/two-factor.zh-Hans.md",
        "facts.yaml",
    }


def test_a_file_replaced_by_one_of_the_same_size_and_time_is_a_change(make_site: MakeSite) -> None:
    root = make_site()
    before, times = snapshot(root), (root / FEES).stat()
    other = root / "articles/deposits/.new"
    other.write_bytes((root / FEES).read_bytes().replace(b"Lost", b"Gone"))
    os.utime(other, ns=(times.st_atime_ns, times.st_mtime_ns))
    other.replace(root / FEES)
    assert changes(before, snapshot(root)) == {FEES}


@pytest.mark.parametrize(
    "name", [".fees.en.md.swp", "fees.en.md~", "#fees.en.md#", "4913", ".DS_Store", "fees.en.md.tmp"]
)
def test_files_that_editors_keep_for_themselves_are_no_changes(make_site: MakeSite, name: str) -> None:
    root = make_site()
    before = snapshot(root)
    (root / "articles/deposits" / name).write_text("half", "utf-8")
    assert changes(before, snapshot(root)) == frozenset()
    assert is_passing(f"articles/deposits/{name}")


def test_a_folder_without_anything_is_looked_at_without_complaint(tmp_path: Path) -> None:
    assert snapshot(tmp_path) == {}


def test_a_memory_reads_a_file_again_only_when_it_changed(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_text("one", "utf-8")
    memory, reads = FileMemory(), []

    def read() -> str:
        reads.append(path.read_text("utf-8"))
        return reads[-1]

    assert [memory.recall(path, None, read), memory.recall(path, None, read)] == ["one", "one"]
    path.write_text("three", "utf-8")
    assert memory.recall(path, None, read) == "three"
    assert memory.recall(path, "in another context", read) == "three"
    assert reads == ["one", "three", "three"]


def test_a_site_loaded_from_memory_is_the_site_loaded_anew(make_site: MakeSite) -> None:
    root = make_site("twenty_mistakes")
    memory = FileMemory()
    first = load(root, memory)
    assert load(root, memory) == first == load(root)


def test_what_did_not_change_is_the_same_object_after_a_save(make_site: MakeSite) -> None:
    root = make_site()
    memory = FileMemory()
    before = load(root, memory).library.articles
    (root / FEES).write_text("---\ntitle: Fees, new\n---\nNew.\n", "utf-8")
    after = load(root, memory).library.articles
    assert after["withdrawal-fees"].translations["en"].title == "Fees, new"
    assert after["withdrawal-fees"].translations["zh-Hans"] is before["withdrawal-fees"].translations["zh-Hans"]
