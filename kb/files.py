"""Text files of a site: UTF-8, with a byte order mark and any line ends tolerated, and replaced in one step."""

import codecs
import errno
import os
import shutil
from collections.abc import Collection, Mapping
from pathlib import Path

from kb.problems import Problem, Severity, SourceRef

CHECK = "encoding"
UNREADABLE = "file-name"
"""The id of a file that the operating system does not let us read."""


def decode(raw: bytes, path: str) -> tuple[str, list[Problem]]:
    """The text of a file with `\\n` line ends and no byte order mark, and a problem where it is not UTF-8.

    Undecodable bytes become U+FFFD, so that the rest of the file can still be checked.
    """
    raw = raw.removeprefix(codecs.BOM_UTF8).replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    try:
        return raw.decode("utf-8"), []
    except UnicodeDecodeError as error:
        before = raw[: error.start]
        line_start = before.rfind(b"\n") + 1
        column = len(before[line_start:].decode("utf-8", "replace")) + 1
        message = f"byte 0x{raw[error.start]:02x} is not UTF-8; save the file as UTF-8"
        place = SourceRef(path, before.count(b"\n") + 1, column)
        return raw.decode("utf-8", "replace"), [Problem(CHECK, Severity.ERROR, place, message)]


def read_text(root: Path, path: Path) -> tuple[str, list[Problem]]:
    """The text of a file of the site at `root`, named in problems by its path from there.

    A file that cannot be read is empty text and a problem, so that the rest of the site can still be checked.
    """
    name = relative(root, path)
    try:
        raw = path.read_bytes()
    except OSError as error:
        message = f"cannot be read: {error.strerror or error}"
        return "", [Problem(UNREADABLE, Severity.ERROR, SourceRef(name), message)]
    return decode(raw, name)


def replace_file(path: Path, content: bytes) -> None:
    """Give a file new content in one step, its permissions kept: whatever fails, it holds the old or the new.

    Raises:
        OSError: the file cannot be written; it is as it was.
    """
    path = path.resolve()
    temporary = _beside(path, content)
    try:
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def _beside(path: Path, content: bytes) -> Path:
    """A file beside `path`, whose place it can take, with its permissions."""
    if path.exists() and not os.access(path, os.W_OK):  # replacing it would not ask
        raise PermissionError(errno.EACCES, "is read-only", str(path))
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with temporary.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            shutil.copymode(path, temporary)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    return temporary


def write_all(root: Path, files: Mapping[str, bytes], removed: Collection[str] = ()) -> None:
    """Write files of a site in their order and remove others, or nothing: when one fails, or the command is
    interrupted, all are as they were.

    All are written beside those they replace first, since that is what a full disk stops.

    Raises:
        OSError: a file, named as in `files` or `removed`, cannot be written or removed.
    """
    ready: dict[Path, Path] = {}
    before: dict[Path, bytes | None] = {}
    name = ""
    try:
        for name, content in files.items():
            path = (root / name).resolve()
            path.parent.mkdir(parents=True, exist_ok=True)
            ready[path] = _beside(path, content)
        gone = [(root / name).resolve() for name in removed]
        for path in [*ready, *gone]:
            name = relative(root.resolve(), path) if path.is_relative_to(root.resolve()) else str(path)
            before[path] = path.read_bytes() if path.exists() else None
            if path in ready:
                ready[path].replace(path)
            else:
                path.unlink()
    except BaseException as error:
        for path, earlier in before.items():
            if earlier is not None:
                replace_file(path, earlier)
            else:
                path.unlink(missing_ok=True)
        for temporary in ready.values():
            temporary.unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise OSError(error.errno, f"{error.strerror}; nothing was written", name) from error
        raise


def relative(root: Path, path: Path) -> str:
    """A path as problems name it: from the site's folder, with `/`."""
    return path.relative_to(root).as_posix()
