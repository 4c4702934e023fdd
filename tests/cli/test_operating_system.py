"""What the operating system refuses is one line that names the file, never a traceback."""

import os
from pathlib import Path

import pytest
from click.testing import CliRunner

from cli.main import main
from kb.files import replace_file, write_all


def run(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    """The exit code of the command, in this process."""
    monkeypatch.setattr("sys.argv", ["kb", *arguments])
    with pytest.raises(SystemExit) as stopped:
        main()
    assert isinstance(stopped.value.code, int)
    return stopped.value.code


def test_a_file_where_builds_go_is_named(make_site, command, monkeypatch, capsys) -> None:  # type: ignore[no-untyped-def]
    """`var` must be a folder."""
    root = make_site(changes={"var": "x"})
    assert run(monkeypatch, "build", "--site", str(root)) == 2
    assert capsys.readouterr().err == f"kb: {root / 'var' / 'builds'}: Not a directory\n"


def test_a_site_that_cannot_be_written_is_named(make_site, command, monkeypatch, capsys) -> None:  # type: ignore[no-untyped-def]
    """Its builds need a place."""
    root = make_site()

    def refuse(path: Path, *_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "mkdir", refuse)
    assert run(monkeypatch, "build", "--site", str(root)) == 2
    assert capsys.readouterr().err == f"kb: {root / 'var' / 'builds'}: Permission denied\n"


@pytest.mark.parametrize("name", ["articles/deposits/withdrawal-fees.en.md", "facts.yaml", "site.yaml"])
def test_a_file_that_cannot_be_read_is_one_problem_among_others(make_site, command, monkeypatch, name: str) -> None:  # type: ignore[no-untyped-def]
    """The rest of the site is checked all the same."""
    root = make_site(changes={"articles/notes.txt": "x"})
    refuse_to_read(monkeypatch, root / name)
    result = CliRunner().invoke(command, ["check", "--site", str(root)])
    assert result.exit_code == 1
    assert f"{name}:1:1: file-name: cannot be read: Permission denied\n" in result.stdout
    assert "articles/notes.txt:1:1: file-name: only category folders" in result.stdout


def refuse_to_read(monkeypatch: pytest.MonkeyPatch, forbidden: Path) -> None:
    """Tests may run as root, who may read everything."""
    read = Path.read_bytes

    def refuse(path: Path) -> bytes:
        if path == forbidden:
            raise PermissionError(13, "Permission denied", str(path))
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", refuse)


def test_a_file_that_cannot_be_replaced_stays_as_it_was(tmp_path, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    """And nothing is left beside it."""
    path = tmp_path / "a.md"
    path.write_text("old")
    path.chmod(0o640)
    replace_file(path, b"new")
    assert (path.read_text(), path.stat().st_mode & 0o777) == ("new", 0o640)

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space left"):
        replace_file(path, b"newer")
    assert [each.read_text() for each in tmp_path.iterdir()] == ["new"]


@pytest.mark.parametrize(
    ("step", "error"), [("os.fsync", OSError(28, "No space left on device")), ("os.fsync", KeyboardInterrupt()),
                        ("pathlib.Path.unlink", OSError(13, "Permission denied")),
                        ("pathlib.Path.unlink", KeyboardInterrupt())]
)  # fmt: skip
def test_several_files_are_written_or_none(tmp_path, monkeypatch, step: str, error: BaseException) -> None:  # type: ignore[no-untyped-def]
    """Whatever fails, or whoever stops it, at whichever step; the file is named as the site names it."""
    for name in ("a.md", "b.md", "c.md"):
        (tmp_path / name).write_text(f"old {name}")
    module, _, attribute = step.rpartition(".")
    owner = os if module == "os" else Path
    real, calls = getattr(owner, attribute), iter([False, True] if module == "os" else [True])

    def fail(*given: object, **named: object) -> object:
        if next(calls, False):
            raise error
        return real(*given, **named)

    monkeypatch.setattr(owner, attribute, fail)
    with pytest.raises(type(error)) as raised:
        write_all(tmp_path, {"a.md": b"new", "b.md": b"new"}, ["c.md"])
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {
        name: f"old {name}" for name in ("a.md", "b.md", "c.md")
    }
    if isinstance(error, OSError):
        named = "b.md" if module == "os" else "c.md"
        assert (raised.value.filename, raised.value.strerror) == (named, f"{error.strerror}; nothing was written")


def test_a_read_only_file_is_not_replaced(tmp_path, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    """Although its folder would let it."""
    path = tmp_path / "a.md"
    path.write_text("old")
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(PermissionError, match="is read-only"):
        write_all(tmp_path, {"a.md": b"new"})
    assert path.read_text() == "old"


def test_a_build_that_cannot_be_opened_is_not_made_live_again(make_site, command, monkeypatch, capsys) -> None:  # type: ignore[no-untyped-def]
    """The live one stays."""
    root = make_site()
    for _ in range(2):
        assert CliRunner().invoke(command, ["build", "--site", str(root), "--force"]).exit_code == 0
    pointer = root / "var/builds/current.json"
    before = pointer.read_text()
    older = next(path for path in pointer.parent.iterdir() if path.is_dir() and path.name not in before.split(",")[0])
    manifest = (older / "manifest.json").read_bytes()
    (older / "manifest.json").unlink()
    assert run(monkeypatch, "build", "--site", str(root), "--rollback") == 2
    assert f"kb: build {older.name} cannot be made live again: " in capsys.readouterr().err
    assert pointer.read_text() == before
    (older / "manifest.json").write_bytes(manifest)
    assert CliRunner().invoke(command, ["build", "--site", str(root), "--rollback"]).exit_code == 0
    assert f'"build_id": "{older.name}"' in pointer.read_text()
