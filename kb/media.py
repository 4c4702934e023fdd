"""Images and videos of articles: their size on disk and on screen, and the name they are published under."""

import hashlib
from dataclasses import dataclass, replace
from pathlib import Path

import imagesize

from kb.videos import CAPTIONS_SUFFIX, VIDEO_SUFFIXES

IMAGE_SUFFIXES = frozenset({".avif", ".gif", ".jpeg", ".jpg", ".png", ".svg", ".webp"})
SHAREABLE_SUFFIXES = frozenset({".gif", ".jpeg", ".jpg", ".png", ".webp"})
"""What chats and social networks can show beside a link."""
DRAWING_SUFFIX = ".svg"

_MARK = 10
"""How many hexadecimal digits of its hash a file's public name has."""


@dataclass(frozen=True, slots=True)
class Image:
    """An image file. `width` and `height` are CSS pixels, 0 when the file does not say; `public_name` never changes
    its content, so browsers may keep it for ever. `content` is what is published instead of the file as it is; every
    drawing has it, because pages may hold drawings.
    """

    path: Path
    public_name: str
    width: int
    height: int
    size: int
    content: bytes | None = None

    @property
    def is_picture(self) -> bool:
        """Whether it is an image, and no video or captions of one, which articles link to."""
        return self.path.suffix.lower() in IMAGE_SUFFIXES

    def with_content(self, content: bytes, locale: str) -> "Image":
        """The same image as it is drawn for one locale."""
        name = f"{self.path.stem}.{locale}.{_fingerprint(content)}{self.path.suffix.lower()}"
        return replace(self, public_name=name, size=len(content), content=content)


def is_shareable(path: str) -> bool:
    """Whether chats and social networks can show the image of this name."""
    return Path(path).suffix.lower() in SHAREABLE_SUFFIXES


def read_media(path: Path) -> Image:
    """The image, video or captions in a file; of the latter two, only that there is a file of this name.

    Raises:
        OSError: the file cannot be read.
        ValueError: the file is not of a known kind.
    """
    if path.suffix.lower() not in VIDEO_SUFFIXES | {CAPTIONS_SUFFIX}:
        return read_image(path)
    with path.open("rb") as file:
        mark = hashlib.file_digest(file, "sha256").hexdigest()[:_MARK]
    return Image(path, f"{path.stem}.{mark}{path.suffix.lower()}", 0, 0, path.stat().st_size)


def read_image(path: Path) -> Image:
    """The image in a file.

    Raises:
        OSError: the file cannot be read.
        ValueError: the file is not an image of a known kind.
    """
    if path.suffix.lower() not in IMAGE_SUFFIXES:
        raise ValueError(f"{path.suffix or 'a file without ending'} is not an image; use {_known()}")
    raw = path.read_bytes()
    width, height = imagesize.get(str(path))
    is_drawing = path.suffix.lower() == DRAWING_SUFFIX
    if width <= 0 and not is_drawing:
        raise ValueError(f"the file does not hold an image that can be read; use {_known()}")
    name = f"{path.stem}.{_fingerprint(raw)}{path.suffix.lower()}"
    return Image(path, name, max(0, round(width)), max(0, round(height)), len(raw), raw if is_drawing else None)


def _fingerprint(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:_MARK]


def _known() -> str:
    return ", ".join(sorted(suffix[1:] for suffix in IMAGE_SUFFIXES))
