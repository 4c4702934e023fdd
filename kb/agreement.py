"""What a text and its translation must have in common: links, figures, names in code, facts, tags and ids."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from kb.han_numbers import han_numbers
from kb.markdown.code import mask_code
from kb.markdown.references import Kind, references
from kb.videos import hosted_video, is_captions, is_video_file

_HALF_HOUR = re.compile("半[个個]?(?:小时|小時|鐘頭|钟头|時間)")
_CODE = re.compile(r"`([^`\n]+)`")
_NUMBER = re.compile(r"(?<![A-Za-z0-9.,:/])(?<![A-Za-z0-9]-)[0-9][0-9,.\u00a0]*[0-9](?![A-Za-rt-wyz0-9/])(?!-\d)")
_DESTINATION = re.compile(r"\]\([^)]*\)|\{[#{][^}]*\}+")
_PLACEHOLDER = re.compile(r"\{\{\s*([^{}\s]*)\s*\}\}")
_ATTRIBUTES = re.compile(r"(?<!\{)\{:?[ \t]*[#.][^{}\n]*\}")
_FOOTNOTE = re.compile(r"\[\^[^\]\s]+\]")


def links(text: str) -> frozenset[str]:
    """Where a text links; videos and their captions may be others in each language."""
    targets = (each.target for each in references(text, "") if each.kind is Kind.LINK)
    return frozenset(each for each in targets if not (is_video_file(each) or is_captions(each) or hosted_video(each)))


def numbers(text: str) -> frozenset[str]:
    """The digits of the figures in a text's prose; single digits are left out, because they may be words elsewhere."""
    prose = _DESTINATION.sub(" ", mask_code(text))
    return frozenset(re.sub(r"\D", "", number) for number in _NUMBER.findall(prose))


def numbers_in_words(text: str) -> frozenset[int]:
    """The numbers that a text says in Han characters."""
    return han_numbers(text) | (frozenset({30}) if _HALF_HOUR.search(text) else frozenset())


def names_in_code(text: str) -> frozenset[str]:
    """The names of settings, parameters and addresses that stand in code; words in other scripts may be translated."""
    return frozenset(name for name in _CODE.findall(text) if name.isascii())


def _images(text: str) -> Iterator[str]:
    return (each.target for each in references(text, "") if each.kind is Kind.IMAGE)


def _placeholders(text: str) -> Iterator[str]:
    return (f"{{{{{match[1]}}}}}" for match in _PLACEHOLDER.finditer(text))


def _tags(text: str) -> Iterator[str]:
    return (each.text for each in references(text, "") if each.kind is Kind.HTML)


def _ids(text: str) -> Iterator[str]:
    return (match[0] for match in _ATTRIBUTES.finditer(mask_code(text)))


def _footnotes(text: str) -> Iterator[str]:
    return (match[0] for match in _FOOTNOTE.finditer(mask_code(text)))


SHARED: tuple[tuple[str, Callable[[str], Iterable[str]]], ...] = (
    ("placeholder", _placeholders),
    ("link to", links),
    ("image", _images),
    ("name in code", names_in_code),
    ("tag", _tags),
    ("id", _ids),
    ("footnote", _footnotes),
)
"""What each piece of a translation must have exactly as its source has it, and how it is called."""


def disagreements(source: str, translation: str) -> Iterator[str]:
    """What keeps a translation from saying what its source says, one clause each."""
    for what, read in SHARED:
        yield from _differences(what, Counter(read(source)), Counter(read(translation)))
    said = {str(number) for text in (source, translation) for number in numbers_in_words(text)}
    yield from _differences("number", Counter(numbers(source) - said), Counter(numbers(translation) - said))
    if source.count("**") % 2 == 0 and translation.count("**") % 2:
        yield "opens ** without closing it; bold words stand between two pairs of stars"


def _differences(what: str, wanted: Counter[str], given: Counter[str]) -> Iterator[str]:
    for name in sorted(wanted | given):
        if not given[name]:
            yield f"lacks the {what} {name}; put it in as the source has it"
        elif not wanted[name]:
            yield f"has the {what} {name}, which its source has not; take it out"
        elif given[name] != wanted[name]:
            yield f"has the {what} {name} {given[name]} times and its source {wanted[name]}; make them the same"


def anchors(text: str) -> frozenset[str]:
    """What tells a piece of text from its neighbours in any language."""
    return frozenset().union(*(read(text) for _, read in SHARED), numbers(text))
