"""`facts.yaml`: text in, facts and problems out."""

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal

from kb.facts import UNITS, Duration, Fact, Money, Number, Percent, Text
from kb.locales import Locale
from kb.problems import Problem, Severity, SourceRef
from kb.validation import suggestion
from kb.yaml_source import Value, YamlDocument, read_yaml

CHECK = "facts"

LARGEST = 18
"""Digits before and after the decimal point that a number may have."""

Shape = Mapping[str, Value]


def _money(shape: Shape) -> Fact:
    return Money(_number(shape, "amount"), _text(shape, "currency"))


def _percent(shape: Shape) -> Fact:
    return Percent(_number(shape, "percent"))


def _count(shape: Shape) -> Fact:
    return Number(_number(shape, "number"))


def _duration(shape: Shape) -> Fact:
    return Duration(_number(shape, "duration"), _unit(shape))


def _range(shape: Shape) -> Fact:
    return Duration(_number(shape, "from"), _unit(shape), _number(shape, "to"))


def _words(shape: Shape) -> Fact:
    texts = shape["text"]
    if not isinstance(texts, dict) or not all(isinstance(each, str) for each in texts.values()):
        raise ValueError("'text' must map each locale to its words")
    return Text({tag: str(each) for tag, each in texts.items()})


SHAPES: Mapping[frozenset[str], Callable[[Shape], Fact]] = {
    frozenset({"amount", "currency"}): _money,
    frozenset({"percent"}): _percent,
    frozenset({"number"}): _count,
    frozenset({"duration", "unit"}): _duration,
    frozenset({"from", "to", "unit"}): _range,
    frozenset({"text"}): _words,
}


def read_facts(text: str, path: str, locales: Iterable[Locale]) -> tuple[dict[str, Fact], list[Problem]]:
    """The facts of a file by name, and what is wrong with it.

    A wrong fact keeps its name, with nothing to say, so that the articles that insert it are not reported too.
    """
    document = read_yaml(text, path, check=CHECK)
    problems = list(document.problems)
    facts: dict[str, Fact] = {}
    if document.value is None:
        return facts, problems
    if not isinstance(document.value, dict):
        return facts, [*problems, _problem(SourceRef(path), "the file must map names to facts")]
    for name, value in document.value.items():
        try:
            facts[name] = _fact(value)
            problems += _gaps(name, facts[name], document, locales)
        except ValueError as error:
            facts[name] = Text({})
            problems.append(_problem(document.place(name), f"fact {name!r}: {error}"))
    return facts, problems


def _fact(value: Value) -> Fact:
    if not isinstance(value, dict) or frozenset(value) not in SHAPES:
        known = " · ".join("{" + ", ".join(sorted(shape)) + "}" for shape in SHAPES)
        raise ValueError(f"must have the keys of one of {known}")
    return SHAPES[frozenset(value)](value)


def _number(shape: Shape, key: str) -> Decimal:
    value = shape[key]
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise ValueError(f"{key!r} must be a number, not {value!r}")
    number = Decimal(value)
    exponent = number.as_tuple().exponent
    if not isinstance(exponent, int) or number.adjusted() >= LARGEST or exponent < -LARGEST:
        raise ValueError(f"{key!r} may have {LARGEST} digits before and after the point, not {value}")
    return number


def _text(shape: Shape, key: str) -> str:
    value = shape[key]
    if not isinstance(value, str) or not value:
        raise ValueError(f"{key!r} must be text, not {value!r}; put it in quotes")
    return value


def _unit(shape: Shape) -> str:
    unit = _text(shape, "unit")
    if unit not in UNITS:
        raise ValueError(f"unknown unit {unit!r}{suggestion(unit, UNITS)}")
    return unit


def _gaps(name: str, fact: Fact, document: YamlDocument, locales: Iterable[Locale]) -> list[Problem]:
    if not isinstance(fact, Text):
        return []
    tags = [locale.tag for locale in locales]
    problems = [
        _problem(
            document.places.get(f"{name}.text.{tag}@key", document.place(name, "text", tag)),
            f"fact {name!r}: {tag!r} is not a locale of the site{suggestion(tag, tags)}",
        )
        for tag in fact.text
        if tag not in tags
    ]
    if missing := [tag for tag in tags if not fact.text.get(tag, "").strip()]:
        message = f"fact {name!r} has no words for {', '.join(missing)}; add them"
        problems.append(_problem(document.place(name), message))
    return problems


def _problem(place: SourceRef, message: str) -> Problem:
    return Problem(CHECK, Severity.ERROR, place, message)
