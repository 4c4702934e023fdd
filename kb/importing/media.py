"""Copies the images that pages show into their categories."""

import posixpath
from collections import defaultdict
from hashlib import sha256
from pathlib import Path

from kb.drawings import parse
from kb.importing.links import IMAGE
from kb.importing.model import Page
from kb.importing.naming import category_of, slugified
from kb.layout import ARTICLES, MEDIA
from kb.media import read_image


class MediaShelf:
    """The images taken so far. One that two languages show is copied once; two of one name get different ones."""

    def __init__(self, root: Path, target: Path) -> None:
        self.root = root
        self.target = target
        self.copies: dict[str, list[str]] = defaultdict(list)
        self._faults: dict[str, str] = {}
        self._names: dict[tuple[str, str], str] = {}
        self._contents: dict[tuple[str, str], str] = {}

    def take(self, source: str, page: Page) -> str | None:
        """The address of an image as articles of the page's category name it; None if it cannot be shown."""
        if fault := self._fault(source):
            page.note(IMAGE, f"the image {source} cannot be shown: {fault}")
            return None
        category = category_of(page.file.key)
        if name := self._names.get((category, source)):
            return f"{MEDIA}/{name}"
        raw = (self.root / source).read_bytes()
        fingerprint = sha256(raw).hexdigest()
        name = self._free_name(category, source, fingerprint)
        self._names[category, source] = name
        path = self.target / ARTICLES / category / MEDIA / name
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(raw)
        self.copies[source].append(f"{ARTICLES}/{category}/{MEDIA}/{name}")
        return f"{MEDIA}/{name}"

    def _fault(self, source: str) -> str:
        if source not in self._faults:
            try:
                read_image(self.root / source)
                if source.lower().endswith(".svg"):
                    parse((self.root / source).read_text(encoding="utf-8"))
                self._faults[source] = ""
            except (OSError, ValueError) as error:
                self._faults[source] = str(error)
        return self._faults[source]

    def _free_name(self, category: str, source: str, fingerprint: str) -> str:
        stem, ending = posixpath.splitext(posixpath.basename(source))
        folder = posixpath.basename(posixpath.dirname(source))
        ending = ending.lower()
        for wish in (stem, f"{folder} {stem}", f"{stem} {fingerprint[:8]}"):
            name = f"{slugified(wish)}{ending}"
            if self._contents.setdefault((category, name), fingerprint) == fingerprint:
                return name
        raise AssertionError("two files of one fingerprint are one")
