"""Checks of headings and questions: their ids are addresses, shared by all languages."""

import re
from collections.abc import Iterator
from difflib import get_close_matches

from kb.checks.base import Finding, Subject
from kb.markdown.code import mask_code
from kb.markdown.sections import Heading, headings
from kb.model import Translation
from kb.problems import SourceRef
from kb.rendering.blocks import BLOCKS, FAQ, VIDEO
from kb.validation import suggestion

ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_BLOCK = re.compile(
    r"^(?P<indent> {0,3})(?P<marks>/{3,})(?:[ \t]*(?P<name>[^\s|/][^\s|]*)(?P<rest>[^\n]*))?[ \t]*$", re.MULTILINE
)
_HEAD = re.compile(r" *(?:\|(?P<title>.*))?")
"""What may follow a block's name; anything else, and readers see the block as it is written."""
_QUESTION_ID = re.compile(r"\{#(?P<id>[^\s{}]+)\}\s*$")


def heading_ids(subject: Subject) -> Iterator[Finding]:
    """Headings and questions without an id, with a malformed one, or with one used before on the page."""
    for translation in subject.library.translations():
        seen: set[str] = set()
        for identifier, what, place in _anchors(translation):
            if identifier is None:
                yield place, f"{what} has no id; add one that all languages share, like {{#how-fees-work}}"
            elif not ID.fullmatch(identifier):
                yield place, f"id {identifier!r} must be lower-case ASCII letters, digits and single hyphens"
            elif identifier in seen:
                yield place, f"id {identifier!r} is used twice in this article; ids are addresses and must differ"
            else:
                seen.add(identifier)
        for heading in headings(translation.body, translation.body_line):
            if heading.level == 1:
                place = SourceRef(translation.path, heading.line)
                yield place, "the title is the page's only first-level heading; begin with ## here"


def heading_ids_differ(subject: Subject) -> Iterator[Finding]:
    """Translations whose headings and questions are not those of their source."""
    for translation in subject.library.translations():
        source = subject.library.source_of(translation)
        if source is None:
            continue
        wanted = [identifier for identifier, _, _ in _anchors(source) if identifier]
        given = {identifier: place for identifier, _, place in _anchors(translation) if identifier}
        lacking = [identifier for identifier in wanted if identifier not in given]
        for identifier, place in given.items():
            if identifier in wanted:
                continue
            yield place, f"id {identifier!r} is not in {source.path}{suggestion(identifier, lacking)}"
            lacking = [each for each in lacking if each not in get_close_matches(identifier, lacking, n=1)]
        if lacking and not any(identifier is None for identifier, _, _ in _anchors(translation)):
            end = SourceRef(translation.path, translation.body_line + translation.body.rstrip().count("\n"))
            yield end, f"the source also has {', '.join(map(repr, lacking))}; translate what stands there"


def blocks(subject: Subject) -> Iterator[Finding]:
    """Blocks that are unknown, wrongly written, never closed, or closed without having been opened."""
    for translation in subject.library.translations():
        masked = mask_code(translation.body)
        opened: list[tuple[int, SourceRef, str]] = []
        for match in _BLOCK.finditer(masked):
            line = translation.body_line + masked.count("\n", 0, match.start())
            place = SourceRef(translation.path, line, len(match["indent"]) + 1)
            marks, name = len(match["marks"]), match["name"]
            if name is None:
                if opened and opened[-1][0] == marks:
                    opened.pop()
                else:
                    yield place, f"{match['marks']} closes nothing; remove it, or open a block above"
                continue
            if name not in BLOCKS:
                yield place, f"unknown block {name!r}{suggestion(name, BLOCKS)}"
            elif remedy := _remedy(match["marks"], name, translation.body[match.start("rest") : match.end("rest")]):
                yield place, f"readers would see this line as it is; write `{remedy}`"
            opened.append((marks, place, name))
        for marks, place, name in opened:
            yield place, f"block {name!r} is never closed; end it with a line {'/' * marks}"


def _remedy(marks: str, name: str, rest: str) -> str | None:
    """How to write a block's first line so that it is one; None when it is."""
    head = _HEAD.fullmatch(rest)
    title = (head["title"] or "" if head else rest).strip()
    if name == FAQ and not _QUESTION_ID.sub("", title).strip():
        return f"{marks} {name} | the question {title or '{#id}'}"
    if name == VIDEO and not title:
        return f"{marks} {name} | what the video shows"
    if head:
        return None
    return f"{marks} {name} | {title.lstrip('|').strip()}" if title else f"{marks} {name}"


_Anchor = tuple[str | None, str, SourceRef]


def _anchors(translation: Translation) -> list[_Anchor]:
    """(id or None, what it is, where) of every heading below the title and every question, in reading order."""
    anchors = [_of_heading(each, translation.path) for each in headings(translation.body, translation.body_line)]
    masked = mask_code(translation.body)
    for match in _BLOCK.finditer(masked):
        if match["name"] == FAQ:
            line = translation.body_line + masked.count("\n", 0, match.start())
            identifier = _QUESTION_ID.search(match["rest"] or "")
            place = SourceRef(translation.path, line, match.start("name") - match.start() + 1)
            anchors.append((identifier["id"] if identifier else None, "this question", place))
    return sorted(anchors, key=lambda anchor: anchor[2])


def _of_heading(heading: Heading, path: str) -> _Anchor:
    return heading.id, f"heading {heading.title!r}", SourceRef(path, heading.line)


def anchors_of(translation: Translation) -> frozenset[str]:
    """The ids that links may lead to in a translation."""
    return frozenset(identifier for identifier, _, _ in _anchors(translation) if identifier)
