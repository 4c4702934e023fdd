"""Which words former imports brought back, so that a translator may go on with a file that was imported.

What the site says and an import wrote is nobody else's work, and the next import may replace it. Kept in `var/`:
without it, imports only ask for another export more often.
"""

import json
from collections.abc import Mapping
from pathlib import Path

from kb.files import replace_file

Fingerprints = Mapping[str, Mapping[str, str]]
"""By locale tag and context, what tells the words apart that were written."""


def read_brought_back(root: Path) -> dict[str, dict[str, str]]:
    """What is remembered for the site at `root`; nothing where that cannot be read."""
    try:
        found = json.loads(_path(root).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) and all(isinstance(each, dict) for each in found.values()) else {}


def remember(root: Path, new: Fingerprints) -> None:
    """Add what an import wrote.

    Raises:
        OSError: it cannot be written.
    """
    if not new:
        return
    known = read_brought_back(root)
    for tag, words in new.items():
        known[tag] = {**known.get(tag, {}), **words}
    path = _path(root)
    path.parent.mkdir(parents=True, exist_ok=True)
    replace_file(path, json.dumps(known, ensure_ascii=False, indent=0, sort_keys=True).encode("utf-8"))


def _path(root: Path) -> Path:
    return root / "var" / "po" / "brought-back.json"
