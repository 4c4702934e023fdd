"""Names of foreign files and headings as slugs, categories and ids of ours: ASCII, lower case, unique."""

import posixpath
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache
from hashlib import sha256

from kb.names import RESERVED_NAMES

LONGEST = 80
"""Characters of a slug or id; a longer one is cut between words."""
ROOT = "general"
"""The category of pages that lie in no folder."""
HOME = "overview"
"""The slug of the page that introduces the whole."""
INDEXES = frozenset({"index", "_index", "readme"})

_NUMBERED = re.compile(r"(?P<number>\d{1,6})[-_. ]+(?=\S)")
_FINGERPRINT = re.compile(r"[ _-]+[0-9a-f]{32}$")
"""What Notion adds to the name of every page."""
_LETTERS = str.maketrans({"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ı": "i", "þ": "th"})


@lru_cache(maxsize=1 << 14)
def slugified(text: str) -> str:
    """A text as a slug: accents dropped, Han as pinyin; what has no Latin letters at all becomes a fingerprint."""
    lowered = unicodedata.normalize("NFKD", text.lower().translate(_LETTERS))
    plain = "".join(char for char in lowered if not unicodedata.combining(char))
    if any("\u3400" <= char <= "\u9fff" for char in plain):
        plain = _pinyin(plain)
    words = re.findall(r"[a-z0-9]+", plain.replace("'", "").replace("’", ""))
    slug = "-".join(words)
    if len(slug) > LONGEST:
        slug = slug[: LONGEST + 1].rpartition("-")[0] or slug[:LONGEST]
    has_words = bool(words) and (len(slug) > 1 or slug == text.lower().strip())
    return slug if has_words else f"page-{sha256(text.encode('utf-8', 'surrogatepass')).hexdigest()[:8]}"


def _pinyin(text: str) -> str:
    from pypinyin import lazy_pinyin

    return " ".join(lazy_pinyin(text))


def number_of(name: str) -> tuple[int | None, str]:
    """`01-intro` → (1, `intro`); a date or a name that is only a number stays whole, a fingerprint goes."""
    name = _FINGERPRINT.sub("", name)
    match = _NUMBERED.match(name)
    if match is None or re.match(r"\d{4}-\d\d-\d\d|\d+\.\d", name):
        return None, name
    return int(match["number"]), name[match.end() :]


def is_index(key: str) -> bool:
    """Whether this page stands for its folder."""
    return posixpath.basename(key).lower() in INDEXES


def category_of(key: str) -> str:
    """The category of a page: its first folder."""
    head, slash, _ = key.partition("/")
    if not slash:
        return ROOT
    name = slugified(number_of(head)[1])
    return f"{name}-pages" if name in RESERVED_NAMES else name


def slugs(keys: Iterable[str], wished: Mapping[str, str]) -> dict[str, str]:
    """A slug for each key, unique in the whole site: what its front matter wishes, else the path below its category.

    Where two would share one, each takes its category's name before it; the last resort is a number.
    """
    ordered = sorted(keys)
    short = {key: wished.get(key) or _slug_of(key) for key in ordered}
    taken = Counter(short.values())
    given: dict[str, str] = {}
    used: set[str] = set()
    for key in ordered:
        slug = short[key]
        if taken[slug] > 1 or slug in RESERVED_NAMES:
            slug = slugified(f"{category_of(key)} {slug}") if slug != category_of(key) else slug
        given[key] = _free(slug, used)
        used.add(given[key])
    return given


def _slug_of(key: str) -> str:
    parts = [number_of(part)[1] for part in key.split("/")]
    if is_index(key):
        parts = parts[:-1] or [HOME]
    below = parts[1:] or parts
    return slugified(" ".join(below))


def _free(slug: str, used: set[str]) -> str:
    """The slug, or the first of `slug-2`, `slug-3` … that is free."""
    number, candidate = 1, slug
    while candidate in used or candidate in RESERVED_NAMES:
        number += 1
        candidate = f"{slug}-{number}"
    return candidate


def unique_id(wish: str, used: set[str]) -> str:
    """An id from words, not used before on the page; it is then taken."""
    base = slugified(wish)
    number, candidate = 1, base
    while candidate in used:
        number += 1
        candidate = f"{base}-{number}"
    used.add(candidate)
    return candidate


def title_from(key: str) -> str:
    """What a file's name says about its subject: `01-getting_started` → `Getting started`."""
    parts = [part for part in key.split("/") if part]
    name = parts[-2] if is_index(key) and len(parts) > 1 else parts[-1]
    words = re.sub(r"[-_]+", " ", number_of(name)[1]).strip() or name
    return words[:1].upper() + words[1:]
