"""The interface's own files under names that change with their content, so that browsers may keep them for ever."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

_CSS_URL = re.compile(r"url\(([\w./-]+)\)")
_SYMBOL = re.compile(r'<symbol id="([\w-]+)"')
_PACKAGE = Path(__file__).parent
_CODE = (".py", ".html", ".xml", ".txt", ".css", ".js", ".svg", ".json")

MIME_TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}


@dataclass(frozen=True, slots=True)
class Asset:
    """One file: the name it is served under, and its bytes."""

    name: str
    content: bytes
    mime_type: str


@dataclass(frozen=True, slots=True)
class Assets:
    """The files by the path they have in `static/`, the icons of the sprite, and a digest of the code itself.

    The digest is part of every page's ETag: a new release may show the same build differently.
    """

    by_path: Mapping[str, Asset]
    icons: frozenset[str]
    code_digest: str

    def served(self, name: str) -> Asset | None:
        """The file served under a fingerprinted name."""
        return next((asset for asset in self.by_path.values() if asset.name == name), None)


def read_assets(directory: Path = _PACKAGE / "static") -> Assets:
    """Every file of `directory`, fingerprinted; style sheets refer to the others by their fingerprinted names."""
    paths = sorted(path for path in directory.rglob("*") if path.suffix in MIME_TYPES)
    found: dict[str, Asset] = {}
    for path in sorted(paths, key=lambda path: path.suffix == ".css"):
        relative = path.relative_to(directory).as_posix()
        content = path.read_bytes()
        if path.suffix == ".css":
            content = _with_fingerprints(content.decode("utf-8"), found).encode("utf-8")
        found[relative] = Asset(_fingerprinted(relative, content), content, MIME_TYPES[path.suffix])
    sprite = found["icons.svg"].content.decode("utf-8") if "icons.svg" in found else ""
    return Assets(found, frozenset(_SYMBOL.findall(sprite)), _digest_of_code())


def _with_fingerprints(style: str, known: Mapping[str, Asset]) -> str:
    """A style sheet whose `url(…)` name the other files as they are served."""
    return _CSS_URL.sub(lambda match: f"url({known[match[1]].name})", style)


def _fingerprinted(path: str, content: bytes) -> str:
    stem, _, suffix = path.replace("/", "-").rpartition(".")
    return f"{stem}.{hashlib.sha256(content).hexdigest()[:12]}.{suffix}"


def _digest_of_code() -> str:
    digest = hashlib.sha256()
    for path in sorted(path for path in _PACKAGE.rglob("*") if path.suffix in _CODE):
        digest.update(path.relative_to(_PACKAGE).as_posix().encode("utf-8"))
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
