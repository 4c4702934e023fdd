"""Taking over files of an earlier build or index that would be written again with the same content."""

import shutil
from pathlib import Path


def take_over(earlier: Path, target: Path) -> None:
    """Give `target` the content of an earlier file, by a second name for it where the disk can.

    Nothing changes a file of a finished build, and removing one name leaves the other.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        target.hardlink_to(earlier)
    except OSError:
        shutil.copyfile(earlier, target)
