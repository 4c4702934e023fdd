"""The interface's own files under names that change with their content, so that browsers may keep them for ever."""

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from web.compression import encoded

_CSS_URL = re.compile(r"url\(([\w./-]+)\)")
_SYMBOL = re.compile(r'<symbol id="([\w-]+)" viewBox="([\d ]+)">(.*?)</symbol>', re.DOTALL)
_PACKAGE = Path(__file__).parent
_CODE = (".py", ".html", ".xml", ".txt", ".css", ".js", ".svg", ".json")

MIME_TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}

BUNDLES: Mapping[str, tuple[str, ...]] = {
    "site.css": (
        "css/tokens.css",
        "css/ground.css",
        "css/frame.css",
        "css/search.css",
        "css/home.css",
        "css/page.css",
        "css/article.css",
        "css/prose.css",
        "css/results.css",
        "css/glossary.css",
        "css/dead-end.css",
        "css/narrow.css",
        "css/media.css",
    ),
    "site.js": (
        "js/theme.js",
        "js/unfolding.js",
        "js/contents.js",
        "js/search.js",
        "js/copy-link.js",
        "js/larger.js",
        "js/video.js",
        "js/glossary.js",
    ),
}
"""What is served as one file, so that a page needs few requests: its parts, in the order of the cascade."""


@dataclass(frozen=True, slots=True)
class Asset:
    """One file: the name it is served under, its bytes as they are and by encoding."""

    name: str
    content: bytes
    mime_type: str
    encodings: Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class Icon:
    """A symbol of the sprite: its coordinates and its shapes as SVG."""

    view_box: str
    shapes: str


@dataclass(frozen=True, slots=True)
class Assets:
    """The files by the path they have in `static/` or in `BUNDLES`, the icons, and a digest of the code itself.

    The digest is part of every page's ETag: a new release may show the same build differently.
    """

    by_path: Mapping[str, Asset]
    icons: Mapping[str, Icon]
    code_digest: str

    def served(self, name: str) -> Asset | None:
        """The file served under a fingerprinted name."""
        return next((asset for asset in self.by_path.values() if asset.name == name), None)


def read_assets(directory: Path = _PACKAGE / "static") -> Assets:
    """The files that pages load, fingerprinted; style sheets refer to images by their fingerprinted names."""
    found: dict[str, Asset] = {}
    for path, text in _texts(directory):
        suffix = Path(path).suffix
        content = (_with_fingerprints(text, found) if suffix == ".css" else text).encode("utf-8")
        found[path] = Asset(_fingerprinted(path, content), content, MIME_TYPES[suffix], encoded(content))
    sprite = (directory / "icons.svg").read_text(encoding="utf-8")
    icons = {name: Icon(view_box, shapes) for name, view_box, shapes in _SYMBOL.findall(sprite)}
    return Assets(found, icons, _digest_of_code())


def _texts(directory: Path) -> Iterator[tuple[str, str]]:
    """The path and text of each served file, images first. The icons are not among them: pages hold those they show."""
    for path in sorted(directory.glob("*.svg")):
        if path.name != "icons.svg":
            yield path.name, path.read_text(encoding="utf-8")
    for name, parts in BUNDLES.items():
        yield name, "\n".join((directory / part).read_text(encoding="utf-8") for part in parts)


def _with_fingerprints(style: str, known: Mapping[str, Asset]) -> str:
    """A style sheet whose `url(…)` name the other files as they are served."""
    return _CSS_URL.sub(lambda match: f"url({known[match[1]].name})", style)


def _fingerprinted(path: str, content: bytes) -> str:
    stem, _, suffix = path.rpartition(".")
    return f"{stem}.{hashlib.sha256(content).hexdigest()[:12]}.{suffix}"


def _digest_of_code() -> str:
    digest = hashlib.sha256()
    for path in sorted(path for path in _PACKAGE.rglob("*") if path.suffix in _CODE):
        digest.update(path.relative_to(_PACKAGE).as_posix().encode("utf-8"))
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
