"""JSON Schemas of the files that people write, so that their editors complete and validate while they type.

Made from the types that read the files (`made`), by `docs/generate.py`, and shipped as `kb/schemas/*.json` (`text`). A
schema knows one file alone: what depends on others, such as whether a slug exists, is for `kb check`.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from importlib.resources import files
from typing import Any

from pydantic import TypeAdapter

from kb.category_file import ICONS, CategoryFile
from kb.checks import CHECKS
from kb.facts import UNITS
from kb.facts_file import SHAPES
from kb.front_matter import FrontMatter
from kb.names import SLUG
from kb.site import FOOTER_SCHEMES, CheckSetting, Site
from kb.terms_file import TermEntry
from kb.videos import PROVIDERS

Schema = dict[str, Any]
DIALECT = "https://json-schema.org/draft/2020-12/schema"
SLUG_PATTERN = f"^{SLUG.pattern}$"

_DAY = r"^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])"
_TIME = r"[Tt ] ?\d\d?:\d\d(:\d\d(\.\d+)?)? ?(Z|[+-]\d\d?(:?\d\d)?)"
FORMATS = {"date": rf"{_DAY}([T ]00:00(:00)?Z?)?$", "date-time": f"{_DAY}{_TIME}$"}
"""What texts of a format look like: most validators take a format for a remark."""
MOMENT = {"type": "string", "pattern": f"{_DAY}({_TIME})?$"}
"""A time, or a day alone, which is no `date-time`."""


def _of(kind: Any) -> Schema:
    schema: Schema = _plain(TypeAdapter(kind).json_schema())
    return schema


def _plain(schema: Any) -> Any:
    """Without what only says that a key was made from a name, or what its default is: `null` is not for files."""
    if isinstance(schema, list):
        return [_plain(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    plain = {key: _plain(value) for key, value in schema.items() if not (key == "title" and isinstance(value, str))}
    if isinstance(form := plain.get("format"), str):
        plain["pattern"] = FORMATS[form]
    return plain


def _site() -> Schema:
    schema = _of(Site)
    keys = schema["properties"]
    setting = {"enum": [*(each.value for each in CheckSetting), False]}  # YAML 1.1 reads a bare off as false
    own = {check.id: {"description": check.about, **setting} for check in CHECKS if not check.is_always_on}
    keys["checks"] = {"type": "object", "properties": own, "additionalProperties": False}
    keys["name"]["minProperties"] = 1
    keys["locales"] |= {"minItems": 1, "uniqueItems": True}
    keys["base_url"]["pattern"] = r"^https?://[^\s/?#@]+(/[^\s?#]*)?$"
    keys["edit_url"]["anyOf"][0]["pattern"] = r"^https?://[^\s{}]+\{path\}[^\s{}]*$"
    schema["$defs"]["Link"]["properties"]["url"]["pattern"] = rf"^({'|'.join(FOOTER_SCHEMES)}):\S+$"
    keys["videos"]["items"] = {"enum": sorted(PROVIDERS)}
    return schema


def _category() -> Schema:
    schema = _of(CategoryFile)
    schema["properties"]["titles"]["minProperties"] = 1
    schema["properties"]["icon"] = {"enum": list(ICONS), "default": "guide"}
    return schema


def _front_matter() -> Schema:
    schema = _of(FrontMatter)
    for key in ("publish_at", "expire_at"):
        schema["properties"][key]["anyOf"][0] = MOMENT
    schema["properties"]["aliases"]["items"] = {"type": "string", "pattern": SLUG_PATTERN}
    return schema


def _facts() -> Schema:
    number, words = {"type": "number"}, {"type": "string", "minLength": 1}
    values: Mapping[str, Schema] = {
        "currency": words,
        "unit": {"enum": list(UNITS)},
        "text": {"type": "object", "additionalProperties": words, "minProperties": 1},
    }
    shapes = [
        {
            "type": "object",
            "properties": {key: values.get(key, number) for key in sorted(shape)},
            "required": sorted(shape),
            "additionalProperties": False,
        }
        for shape in SHAPES
    ]
    return {"type": ["object", "null"], "additionalProperties": {"anyOf": shapes}}


def _terms() -> Schema:
    return {"type": ["array", "null"], "items": _of(TermEntry)}


def _labels() -> Schema:
    return {"type": ["object", "null"], "additionalProperties": {"type": "string"}}


SCHEMAS: Mapping[str, tuple[str, Callable[[], Schema]]] = {
    "front-matter": ("What stands between the --- lines of an article", _front_matter),
    "site": ("site.yaml: the settings of a help centre", _site),
    "category": ("category.yaml: a shelf of articles", _category),
    "facts": ("facts.yaml: fees, limits and times that are written once", _facts),
    "terms": ("terms.yaml: the words of the trade in one language", _terms),
    "labels": ("The words of a drawing in one language, by label", _labels),
}
"""By name: what each describes, and how it is made."""


DESCRIPTIONS: Mapping[str, Mapping[str, str]] = {
    "category": {
        "titles": "the category's name by locale; required",
        "descriptions": "one sentence about it by locale",
        "order": "its place among the categories",
        "icon": "the drawing beside its name",
    },
    "terms": {
        "id": "what the same term has in every language; required",
        "term": "the word readers should see; required",
        "synonyms": "other words for it, which searches understand",
        "definition": "what it means, in one or two sentences",
        "article": "slug of the article that explains it",
        "reading": "how it is read, in kana or pinyin, for its place in the glossary",
        "everyday": "those of its words that mean other things too",
    },
}
"""What is said of the keys that no table of the guides describes."""


def made(name: str, descriptions: Mapping[str, str]) -> str:
    """A schema as JSON text; `descriptions` are by key, as the guides give them."""
    about, make = SCHEMAS[name]
    descriptions = {**descriptions, **DESCRIPTIONS.get(name, {})}
    schema = {"$schema": DIALECT, "title": about, **make()}
    for key, value in _properties(schema):
        if key in descriptions:
            value.setdefault("description", descriptions[key])
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def _properties(schema: Schema) -> Iterator[tuple[str, Schema]]:
    """The keys of the file itself, or of each of its entries."""
    yield from schema.get("properties", schema.get("items", {}).get("properties", {})).items()


def text(name: str) -> str:
    """A schema as it is shipped."""
    return files(__name__).joinpath(f"{name}.json").read_text(encoding="utf-8")
