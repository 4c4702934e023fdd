"""What a YAML file may say, checked against the dataclass it becomes: unknown keys, missing keys, wrong types.

pydantic validates; this module turns its findings into problems with a place and a remedy.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from difflib import get_close_matches
from functools import lru_cache
from pathlib import PurePosixPath
from typing import Annotated, Any, TypeVar, cast, get_args, get_type_hints

from pydantic import (
    AwareDatetime,
    BeforeValidator,
    Field,
    PlainSerializer,
    StringConstraints,
    TypeAdapter,
    ValidationError,
    WithJsonSchema,
)
from pydantic_core import ErrorDetails, PydanticCustomError

from kb.errors import ConfigError
from kb.locales import TAG, Locale, parse_locale
from kb.problems import Problem, Severity
from kb.yaml_source import Value, YamlDocument

T = TypeVar("T")

EXACT = {"extra": "forbid"}
"""pydantic's settings for a dataclass that is read from a file: `__pydantic_config__ = EXACT`."""


def _locale(value: object) -> object:
    if not isinstance(value, str):
        return value
    try:
        return parse_locale(value)
    except ConfigError as error:
        raise ValueError(str(error)) from error


LocaleTag = Annotated[
    Locale,
    BeforeValidator(_locale),
    PlainSerializer(str),
    WithJsonSchema({"type": "string", "pattern": f"^{TAG.pattern}$"}),
]
"""A locale written as its tag."""

Words = Annotated[
    str, StringConstraints(min_length=1, strip_whitespace=True), WithJsonSchema({"type": "string", "pattern": r"\S"})
]
"""Text that says something."""

Whole = Annotated[int, Field(strict=True)]
"""A whole number, and no truth value."""

Count = Annotated[int, Field(strict=True, ge=0)]
Positive = Annotated[int, Field(strict=True, ge=1)]


_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def _written_out(value: object) -> object:
    """pydantic reads a number, bare or quoted, as the seconds since 1970; nobody means that by a date."""
    is_number = isinstance(value, str) and value.strip().lstrip("+-").replace(".", "").isdigit()
    if is_number or not isinstance(value, date | str):
        raise PydanticCustomError("date_expected", "input should be a date written out")
    return value


Day = Annotated[date, BeforeValidator(_written_out)]
Time = Annotated[AwareDatetime, BeforeValidator(_written_out)]
"""A point in time with its offset from UTC."""


def _beginning(value: object) -> object:
    """A day stands for its beginning in UTC."""
    if isinstance(value, str) and _DAY.fullmatch(value.strip()):
        value = date.fromisoformat(value.strip())
    if isinstance(value, date) and not isinstance(value, datetime):
        return datetime(value.year, value.month, value.day, tzinfo=UTC)
    return value


Moment = Annotated[AwareDatetime, BeforeValidator(_beginning), BeforeValidator(_written_out)]
"""A point in time with its offset from UTC, or a day, which means 00:00 UTC."""


@lru_cache(maxsize=32)
def _adapter(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


def validate(
    kind: type[T],
    document: YamlDocument,
    *,
    check: str,
    at: tuple[str | int, ...] = (),
    defaults: Mapping[str, object] | None = None,
) -> tuple[T | None, list[Problem]]:
    """The document as `kind`, and every problem in it.

    Keys in error are left out and reported, so that one mistake does not hide the next; `defaults` stands in for
    required keys. The value is None only when a required key without a default is missing or wrong.
    `at` is the path of the part to validate; `check` the id under which problems are filed.
    """
    value = _part(document.value, at)
    if value is None and document.problems:
        return None, []  # what could not be read is reported already
    try:
        whole: T = _adapter(cast(Any, kind)).validate_python(value)
    except ValidationError as error:
        details = error.errors(include_url=False, include_context=True)
    else:
        return whole, []
    problems = list(_problems(details, kind, document, check, at))
    if not isinstance(value, dict):
        return None, problems
    wrong = {detail["loc"][0] for detail in details if detail["loc"]}
    sound = {**(defaults or {}), **{key: each for key, each in value.items() if key not in wrong}}
    try:
        part: T = _adapter(cast(Any, kind)).validate_python(sound)
    except ValidationError:
        return None, problems
    return part, problems


def _part(value: Value, at: Iterable[str | int]) -> object:
    part: Any = value
    for key in at:
        part = part[key]
    return part


def _problems(
    details: list[ErrorDetails], kind: type[Any], document: YamlDocument, check: str, at: tuple[str | int, ...]
) -> Iterator[Problem]:
    reported = {problem.source for problem in document.problems}
    misspelt = _misspelt(details)
    for detail in details:
        if detail["type"].startswith("missing") and detail["loc"] in misspelt:
            continue  # the key is there under a wrong name, which is reported
        keys = _yaml_path(document, (*at, *detail["loc"]))
        place = document.place(*keys)
        if detail["type"] in {"unexpected_keyword_argument", "extra_forbidden"}:
            place = document.places.get(".".join(map(str, keys)) + "@key", place)
        if not detail["type"].startswith("missing"):  # what is missing has no place of its own
            if place in reported:
                continue  # a union reports each of its members; the first says enough
            reported.add(place)
        name = _name(keys, PurePosixPath(document.path).stem)
        yield Problem(check, Severity.ERROR, place, _message(detail, name, _known_keys(kind, detail["loc"][:-1])))


def _misspelt(details: list[ErrorDetails]) -> set[tuple[str | int, ...]]:
    """The locations of missing keys that an unknown key beside them looks like."""
    missing = [detail["loc"] for detail in details if detail["type"].startswith("missing")]
    found: set[tuple[str | int, ...]] = set()
    for detail in details:
        if detail["type"] == "unexpected_keyword_argument":
            *parents, name = detail["loc"]
            beside = [str(location[-1]) for location in missing if list(location[:-1]) == parents]
            found |= {(*parents, close) for close in get_close_matches(str(name), beside, n=1)}
    return found


def _known_keys(kind: Any, location: Iterable[str | int]) -> list[str]:
    """The keys of the dataclass that a location within `kind` leads to; none where it leads to something else."""
    for step in location:
        if is_dataclass(kind):
            kind = get_type_hints(kind).get(str(step))
        else:  # the values of Mapping[str, T], the items of list[T] and tuple[T, ...]
            kind = next((each for each in reversed(get_args(kind)) if each is not Ellipsis), None)
    return [each.name for each in fields(kind)] if is_dataclass(kind) else []


def _yaml_path(document: YamlDocument, location: tuple[str | int, ...]) -> tuple[str | int, ...]:
    """A pydantic location without the names of union members, which the file does not contain."""
    path: list[str | int] = []
    for step in location:
        if ".".join(map(str, [*path, step])) in document.places:
            path.append(step)
    last = location[-1] if location else ""
    return (*path, last) if last not in path and isinstance(last, str) and last.islower() else tuple(path)


def _message(detail: ErrorDetails, name: str, known: Iterable[str]) -> str:
    given = detail["input"]
    if detail["type"] in {"unexpected_keyword_argument", "extra_forbidden"}:
        return f"unknown key {name!r}{suggestion(name, known)}"
    for beginning, message in MESSAGES:
        if detail["type"].startswith(beginning):
            listed = given if isinstance(given, str) else "…"
            reason = detail["msg"].removeprefix("Value error, ")
            context = detail.get("ctx", {})
            return message.format(
                name=repr(name),
                given=_describe(given),
                list=listed,
                reason=reason,
                expected=context.get("expected", "another value"),
                least=context.get("ge"),
            )
    return f"{name!r}: {detail['msg'][:1].lower()}{detail['msg'][1:]}, not {_describe(given)}"


MESSAGES = (
    ("missing", "{name} is missing; add it"),
    ("string_type", "{name} must be text, not {given}; put it in quotes"),
    ("string_too_short", "{name} is empty; write it"),
    ("value_error", "{name}: {reason}"),
    ("int_type", "{name} must be a whole number, not {given}"),
    ("greater_than_equal", "{name} must be {least} or more, not {given}"),
    ("date_expected", "{name} must be a date like 2026-11-21, not {given}"),
    ("date_", "{name} must be a date like 2026-11-21, not {given}"),
    ("datetime_", "{name} must be a time like 2026-11-21T08:00:00Z, not {given}"),
    ("timezone_aware", "{name} has no time zone: {given}; write it like 2026-11-21T08:00:00Z or …T16:00:00+08:00"),
    ("enum", "{name} must be {expected}, not {given}"),
    ("literal_error", "{name} must be {expected}, not {given}"),
    ("dataclass", "{name} must be a mapping of keys to values, not {given}"),
    ("dict_type", "{name} must be a mapping of keys to values, not {given}"),
    ("mapping_type", "{name} must be a mapping of keys to values, not {given}"),
    ("list_type", "{name} must be a list, not {given}; write [{list}]"),
    ("tuple_type", "{name} must be a list, not {given}; write [{list}]"),
)
"""How pydantic's findings are said to an editor, by the beginning of their type; the others are said as they are."""


def _name(keys: tuple[str | int, ...], file: str) -> str:
    match keys:
        case (int(number),):
            return f"{file}[{number + 1}]"
        case (*_, parent, int(number)):
            return f"{parent}[{number + 1}]"
        case (*_, last):
            return str(last)
        case _:
            return "the file"


def suggestion(name: str, known: Iterable[str]) -> str:
    """` (did you mean 'title'?)` for a name close to a known one, else the list of the known ones, else nothing."""
    names = sorted(known)
    if close := get_close_matches(name, names, n=1, cutoff=0.6):
        return f" (did you mean {close[0]!r}?)"
    return f"; known are {', '.join(names)}" if 0 < len(names) <= 24 else ""


def _describe(value: object) -> str:
    match value:
        case bool():
            return f"the truth value {str(value).lower()} (YAML reads yes, no, on and off as truth values)"
        case None:
            return "nothing"
        case dict():
            return "a mapping"
        case list():
            return "a list"
        case _:
            return repr(str(value))
