"""The schemas that editors use: they accept what the site's readers accept, and see the mistakes that one file shows."""

import json
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from kb.front_matter import split
from kb.schemas import SCHEMAS, text
from kb.yaml_source import read_yaml

ROOT = Path(__file__).parents[2]
MISTAKES = ROOT / "tests" / "libraries" / "twenty_mistakes"


SITE = {"name": {"en": "a"}, "locales": ["en"], "source_locale": "en", "base_url": "https://a.example"}


def as_json(value: object) -> object:
    """A YAML value as a language server sees it: dates are text."""
    if isinstance(value, dict):
        return {key: as_json(each) for key, each in value.items()}
    if isinstance(value, list):
        return [as_json(each) for each in value]
    if isinstance(value, date | datetime):
        return value.isoformat()
    return float(value) if isinstance(value, Decimal) else value


def written(root: Path) -> Iterator[tuple[str, str, object]]:
    """(schema, path, value) of every file of a site that has a schema and can be read as YAML."""
    patterns = {
        "site": "site.yaml",
        "facts": "facts.yaml",
        "category": "articles/*/category.yaml",
        "terms": "translations/*/terms.yaml",
        "labels": "articles/*/media/*.yaml",
        "front-matter": "articles/*/*.md",
    }
    for name, pattern in patterns.items():
        for path in sorted(root.glob(pattern)):
            content = path.read_text(encoding="utf-8", errors="replace")
            if name == "front-matter":
                parts = split(content)
                content = parts[0] if parts else ""
            document = read_yaml(content, path.name, check="")
            if not document.problems:
                yield name, path.relative_to(root).as_posix(), as_json(document.value)


def faults(root: Path) -> list[tuple[str, str]]:
    """(path, key) of what the schemas refuse."""
    validators = {name: Draft202012Validator(json.loads(text(name))) for name in SCHEMAS}
    return [
        (path, ".".join(map(str, error.absolute_path)))
        for name, path, value in written(root)
        for error in validators[name].iter_errors(value)
    ]


@pytest.mark.parametrize("name", SCHEMAS)
def test_each_is_a_schema_whose_keys_are_all_described(name: str) -> None:
    """By the rules of its dialect."""
    schema = json.loads(text(name))
    Draft202012Validator.check_schema(schema)
    keys = {**schema.get("properties", {}), **schema.get("items", {}).get("properties", {})}
    assert [key for key, value in keys.items() if "description" not in value] == []


def test_the_sites_own_files_are_valid() -> None:
    """All kinds of them."""
    assert {name for name, _, _ in written(ROOT)} == set(SCHEMAS)
    assert faults(ROOT) == []


def test_mistakes_that_one_file_shows_are_seen() -> None:
    """Of the twenty, those of keys and types; the rest need the other files."""
    assert sorted(set(faults(MISTAKES))) == [
        ("articles/deposits/withdrawal-fees.en.md", ""),
        ("articles/deposits/withdrawal-fees.zh-Hans.md", "keywords"),
        ("facts.yaml", "review-time"),
        ("site.yaml", ""),
    ]


@pytest.mark.parametrize(
    ("name", "value", "is_valid"),
    [
        ("front-matter", {"title": "a", "updated": "2026-11-20", "status": "draft"}, True),
        ("front-matter", {"title": "a", "tittle": "b"}, False),
        ("front-matter", {"title": "a", "keywords": "b"}, False),
        ("front-matter", {"title": "a", "order": "1"}, False),
        ("front-matter", {"summary": "a"}, False),
        ("front-matter", {"title": " "}, False),
        ("front-matter", {"title": "a", "updated": "soon"}, False),
        ("front-matter", {"title": "a", "updated": "2026-13-01"}, False),
        ("front-matter", {"title": "a", "publish_at": "2026-12-01"}, True),
        ("front-matter", {"title": "a", "publish_at": "2026-12-01T09:00:00+08:00"}, True),
        ("front-matter", {"title": "a", "publish_at": "2026-12-01T09:00"}, False),
        ("category", {"titles": {}}, False),
        ("site", SITE, True),
        ("site", SITE | {"locales": []}, False),
        ("site", SITE | {"locales": ["en", "en"]}, False),
        ("site", SITE | {"locales": ["zh_Hans"]}, False),
        ("site", SITE | {"base_url": "help.example"}, False),
        ("site", SITE | {"base_url": "https://example.com/help/"}, True),
        ("site", SITE | {"edit_url": "https://git.example/edit/"}, False),
        ("site", SITE | {"legal_links": [{"titles": {"en": "a"}, "url": "javascript:a"}]}, False),
        ("site", SITE | {"legal_links": [{"titles": {"en": "a"}, "url": "article:a#b"}]}, True),
        ("site", SITE | {"incidents": [{"message": {"en": "a"}, "start": "2026-12-01"}]}, False),
        ("facts", {"a": {"text": {}}}, False),
        ("category", {"titles": {"en": "a"}, "icon": "nothing"}, False),
        ("facts", {"a": {"amount": 1, "currency": "USDT"}}, True),
        ("facts", {"a": {"amount": 1}}, False),
        ("facts", {"a": {"duration": 1, "unit": "fortnight"}}, False),
        ("terms", [{"id": "a", "term": "b", "synonyms": ["c"]}], True),
        ("terms", [{"id": "a"}], False),
        ("labels", {"start": "a"}, True),
        ("labels", {"start": 1}, False),
    ],
)
def test_a_schema_tells_right_from_wrong(name: str, value: object, is_valid: bool) -> None:
    """As `kb check` does."""
    assert Draft202012Validator(json.loads(text(name))).is_valid(value) is is_valid


@pytest.mark.parametrize(
    ("checks", "is_valid"),
    [
        ({"han-spacing": False}, True),
        ({"promise": "warning"}, True),
        ({"draft-leak": "off"}, False),
        ({"nope": "off"}, False),
    ],
)
def test_the_settings_of_checks_are_known_by_id(checks: dict[str, object], is_valid: bool) -> None:
    """Those that are always on cannot be set; a bare `off` is false to YAML."""
    assert Draft202012Validator(json.loads(text("site"))).is_valid({**SITE, "checks": checks}) is is_valid
