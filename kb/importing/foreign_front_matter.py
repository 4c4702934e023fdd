"""Front matter as Jekyll, Hugo, MkDocs, Docusaurus and VitePress write it, and which of our keys says the same."""

import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

import yaml

from kb.site_files import one_line
from kb.yaml_source import LOADER

_FENCED = {
    "---": re.compile(r"\A---[ \t]*\n(?P<keys>.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE),
    "+++": re.compile(r"\A\+\+\+[ \t]*\n(?P<keys>.*?)^\+\+\+[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE),
    ";;;": re.compile(r"\A;;;[ \t]*\n(?P<keys>.*?)^;;;[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE),
}
_SLASHED = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})")

TITLE = ("title", "linkTitle", "sidebar_label", "nav_title")
SUMMARY = ("summary", "description", "excerpt")
KEYWORDS = ("keywords", "tags", "terms")
ORDER = ("order", "sidebar_position", "weight", "nav_order", "position")
UPDATED = ("updated", "last_update", "lastmod", "last_modified_at", "date")
ALIASES = ("aliases", "redirect_from")
QUESTIONS = ("questions",)
ADDRESS = ("permalink", "slug", "url", "category", "categories", "locale", "lang", "id")
"""Keys that say where a page is; links and folders say it here."""
STATUS = ("draft", "published", "status", "unlisted")
USED = frozenset(
    (*TITLE, *SUMMARY, *KEYWORDS, *ORDER, *UPDATED, *ALIASES, *QUESTIONS, *ADDRESS, *STATUS, "review_by", "owner")
)


@dataclass(frozen=True, slots=True)
class Header:
    """What the front matter of a foreign file says, with its keys as they are written."""

    keys: Mapping[str, object]
    body: str
    fault: str = ""


def split_header(text: str) -> Header:
    """The front matter and the rest of a text; `fault` says why a front matter could not be read.

    One that cannot be read stays out of the body: readers would see it as prose.
    """
    content = text.lstrip("\n")
    if re.match(r"\{\s*\"", content):  # Hugo's JSON has no fences
        return _json_header(content) or Header({}, text)
    pattern = _FENCED.get(content[:3])
    match = pattern.match(content) if pattern else None
    if match is None:
        return Header({}, text)
    body = content[match.end() :]
    try:
        value = _parsed(content[:3], match["keys"])
    except (yaml.YAMLError, tomllib.TOMLDecodeError, ValueError) as error:
        return Header(_by_line(match["keys"]), body, str(error).splitlines()[0])
    if value is None:
        return Header({}, body)
    if not isinstance(value, dict):  # a rule, a paragraph, a rule
        return Header({}, text)
    return Header({str(key): each for key, each in value.items()}, body)


def _json_header(text: str) -> Header | None:
    try:
        keys, end = json.JSONDecoder().raw_decode(text)
    except ValueError:
        return None
    return Header(keys, text[end:])


def _parsed(fence: str, keys: str) -> object:
    if fence == "+++":
        return tomllib.loads(keys)
    if fence == ";;;":
        return json.loads(keys)
    return yaml.load(keys, Loader=LOADER)


def _by_line(keys: str) -> dict[str, object]:
    """What can be told of keys that are no YAML: `title: What: a colon` says its title all the same."""
    found = re.findall(r"^(\w[\w-]*):[ \t]+(\S.*)$", keys, re.MULTILINE)
    return {key: value.strip().strip("'\"") for key, value in found}


def text_of(keys: Mapping[str, object], names: tuple[str, ...]) -> str:
    """The first of these keys that says something, as one line of text."""
    for name in names:
        value = keys.get(name)
        if isinstance(value, str | int | float) and not isinstance(value, bool) and str(value).strip():
            return one_line(str(value))
    return ""


def texts_of(keys: Mapping[str, object], names: tuple[str, ...]) -> list[str]:
    """All that these keys list, as a list or with commas, each once."""
    found: list[str] = []
    for name in names:
        value = keys.get(name)
        items = value if isinstance(value, list) else str(value).split(",") if isinstance(value, str) else []
        found += [one_line(str(item)) for item in items if isinstance(item, str | int | float)]
    return list(dict.fromkeys(item for item in found if item))


def order_of(keys: Mapping[str, object]) -> int | None:
    """The place in its category that the file claims, if it is a number."""
    for name in ORDER:
        value = keys.get(name)
        if isinstance(value, int | float) and not isinstance(value, bool):
            return round(value)
        if isinstance(value, str) and value.strip().isdigit():
            return int(value)
    return None


def day_of(keys: Mapping[str, object], names: tuple[str, ...] = UPDATED) -> str:
    """The day the content last changed, as `2026-11-20`, or nothing."""
    for name in names:
        value = keys.get(name)
        if isinstance(value, Mapping):
            value = value.get("date")
        if isinstance(value, datetime | date):
            return value.isoformat()[:10]
        if isinstance(value, str) and (match := _SLASHED.match(value.strip())):
            try:
                return date(*map(int, match.groups())).isoformat()
            except ValueError:
                continue
    return ""


def is_draft(keys: Mapping[str, object]) -> bool:
    """Whether the file says that readers do not see it yet."""
    return keys.get("draft") is True or keys.get("published") is False or keys.get("status") == "draft"
