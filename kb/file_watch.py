"""Which of a site's files changed, by looking at all of them again and again.

Looking at a thousand files takes a few milliseconds, and works on every system, in containers and over a network,
where being told by the operating system does not.
"""

import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from kb.file_memory import Signature, signature_of
from kb.layout import ARTICLES, FACTS_FILE, SITE_FILE, TRANSLATIONS

Snapshot = Mapping[str, Signature]
"""The files of a site by their path from its folder, with `/`."""

_PASSING = re.compile(
    r"\..*|.*~|#.*#|4913|.*\.(bak|crdownload|orig|part|swp|swx|tmp)|.*___jb_(tmp|old)___", re.IGNORECASE
)
"""Files that editors and operating systems write for themselves (Vim tries whether it may write with `4913`)."""


def is_passing(path: str) -> bool:
    """Whether a path is that of a file which some editor keeps for itself, and which is no part of the site."""
    return _PASSING.fullmatch(path.rsplit("/", 1)[-1]) is not None


def snapshot(root: Path) -> Snapshot:
    """All files from which the site in a folder is made, as they are now. What goes away meanwhile is left out."""
    found = dict(_below(root / ARTICLES, ARTICLES))
    found |= _below(root / TRANSLATIONS, TRANSLATIONS)
    for name in (SITE_FILE, FACTS_FILE):
        if signature := signature_of(root / name):
            found[name] = signature
    return found


def changes(before: Snapshot, after: Snapshot) -> frozenset[str]:
    """The paths that came, went or changed between two looks."""
    return frozenset(path for path, _ in before.items() ^ after.items())


def _below(folder: Path, name: str) -> Iterator[tuple[str, Signature]]:
    try:
        entries = list(os.scandir(folder))
    except OSError:
        return
    for entry in entries:
        path = f"{name}/{entry.name}"
        if is_passing(path):
            continue
        try:
            if entry.is_dir():
                yield from _below(folder / entry.name, path)
            else:
                status = entry.stat()
                yield path, Signature(status.st_mtime_ns, status.st_size, status.st_ino)
        except OSError:
            continue
