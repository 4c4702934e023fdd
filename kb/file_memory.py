"""What was made of a site's files, remembered for as long as they stay as they are, so that a save costs one file."""

from collections.abc import Callable, Hashable
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

T = TypeVar("T")


class Signature(NamedTuple):
    """By what a file is known to be unchanged. Programs that replace a file rather than write to it change `inode`."""

    modified_ns: int
    size: int
    inode: int


def signature_of(path: Path) -> Signature | None:
    """The signature of a file; None where there is none, or it cannot be asked for."""
    try:
        status = path.stat()
    except OSError:
        return None
    return Signature(status.st_mtime_ns, status.st_size, status.st_ino)


class FileMemory:
    """What was made of each file. Not for use by several threads."""

    def __init__(self) -> None:
        self._kept: dict[tuple[Path, Hashable], tuple[Signature, Any]] = {}

    def recall(self, path: Path, context: Hashable, make: Callable[[], T]) -> T:
        """What `make` returned the last time, unless the file has changed; `context` is what else it depends on.

        The file is looked at before it is read: one that changes meanwhile is read again the next time.
        """
        signature = signature_of(path)
        known = self._kept.get((path, context))
        if known and known[0] == signature:
            made: T = known[1]
            return made
        made = make()
        if signature is not None:
            self._kept[path, context] = (signature, made)
        return made
