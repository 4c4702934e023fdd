"""`terms.yaml`: text in, the terms of one locale and problems out."""

from dataclasses import dataclass, field
from typing import ClassVar

from kb.locales import Locale
from kb.model import Term
from kb.problems import Problem, Severity, SourceRef
from kb.validation import EXACT, Words, validate
from kb.yaml_source import YamlDocument, read_yaml

CHECK = "terms"


@dataclass(frozen=True, slots=True)
class TermEntry:
    """One entry, as the file says it."""

    __pydantic_config__: ClassVar = EXACT

    id: Words
    term: Words
    synonyms: list[Words] = field(default_factory=list)
    definition: str = ""
    article: str | None = None
    reading: str = ""
    everyday: list[Words] = field(default_factory=list)


def read_terms(text: str, path: str, locale: Locale) -> tuple[tuple[Term, ...], list[Problem]]:
    """The terms of a file in its order, and what is wrong with the others."""
    document = read_yaml(text, path, check=CHECK)
    problems = list(document.problems)
    if document.value is None:
        return (), problems
    if not isinstance(document.value, list):
        message = "the file must be a list of terms, each with '- id:' and 'term:'"
        return (), [*problems, Problem(CHECK, Severity.ERROR, SourceRef(path), message)]
    terms: dict[str, Term] = {}
    for number in range(len(document.value)):
        entry, found = validate(TermEntry, document, check=CHECK, at=(number,))
        problems += found
        if entry is None:
            continue
        place = document.place(number)
        if entry.id in terms:
            message = f"term {entry.id!r} is defined twice, first on line {terms[entry.id].source.line}; merge the two"
            problems.append(Problem(CHECK, Severity.ERROR, document.place(number, "id"), message))
            continue
        problems += _without_effect(entry, document, number)
        terms[entry.id] = Term(
            entry.id,
            locale,
            entry.term,
            tuple(entry.synonyms),
            entry.definition,
            entry.article,
            place,
            entry.reading,
            tuple(entry.everyday),
        )
    return tuple(terms.values()), problems


def _without_effect(entry: TermEntry, document: YamlDocument, number: int) -> list[Problem]:
    """What `everyday` names though the entry does not have it."""
    return [
        Problem(CHECK, Severity.ERROR, document.place(number, "everyday", at), message)
        for at, word in enumerate(entry.everyday)
        if word not in (entry.term, *entry.synonyms)
        for message in [f"{word!r} is neither the term nor one of its synonyms; 'everyday' names some of these"]
    ]
