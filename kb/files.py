"""Reading text files of a site: UTF-8, with a byte order mark and any line ends tolerated."""

import codecs
from pathlib import Path

from kb.problems import Problem, Severity, SourceRef

CHECK = "encoding"


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

    Raises:
        OSError: the file cannot be opened.
    """
    return decode(path.read_bytes(), relative(root, path))


def relative(root: Path, path: Path) -> str:
    """A path as problems name it: from the site's folder, with `/`."""
    return path.relative_to(root).as_posix()
