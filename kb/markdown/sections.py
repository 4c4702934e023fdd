"""Sections of a Markdown body: what stands under each heading."""

import re
from dataclasses import dataclass
from functools import lru_cache

from kb.markdown.code import BODIES_KEPT
from kb.markdown.html_blocks import mask_blocks
from kb.model import Section

INTRO = "_intro"
"""The id of what stands before the first heading."""

_HASHES = re.compile(r"^ {0,3}(?P<marks>#{1,6})(?:[ \t]+(?P<words>[^\n]*))?$", re.MULTILINE)
_UNDERLINED = re.compile(
    r"^(?P<words>(?![#>|:/]|[-*+][ \t]|\d+[.)][ \t]|\[[^\]\n]*\]:|\{(?!\{))\S[^\n]*)\n {0,3}(?P<mark>=+|-{2,})[ \t]*$",
    re.MULTILINE,
)
_NEW_LINE = re.compile(r"\s*| {0,3}#{1,6}(?:[ \t].*)?| {0,3}/{3,}.*")
"""What may stand above an underlined heading: its words are one line, not the last of a paragraph."""
_CLOSING = re.compile(r"(?:^|[ \t]+)#+[ \t]*$")
_ATTRIBUTE = r"(?:#[^\s{}]+|\.[^\s{}]+|[\w-]+=(?:\"[^\"{}]*\"|'[^'{}]*'|[^\s{}\"']+))"
_ATTRIBUTES = re.compile(rf"[ \t]*(?<!\\)\{{:?[ \t]*(?P<inner>{_ATTRIBUTE}(?:[ \t]+{_ATTRIBUTE})*)[ \t]*\}}[ \t]*$")
_ID = re.compile(r"(?:^|\s)#(?P<id>[^\s{}]+)")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading in a Markdown text. `id` is None when it has none; `attributes` is what braces after it say.

    `start` and `end` are offsets of its lines, `words` that of its title.
    """

    id: str | None
    title: str
    level: int
    line: int
    start: int
    end: int
    words: int
    attributes: str = ""


@lru_cache(maxsize=BODIES_KEPT)
def headings(body: str, body_line: int = 1) -> tuple[Heading, ...]:
    """The headings of a body in order, those in code and raw HTML left out. They are CommonMark's, but for those in
    lists and quotations, which begin no section. `body_line` is the file's line the body begins on.
    """
    masked = mask_blocks(body)
    found = [*_HASHES.finditer(masked)]
    if _UNDERLINED.search(masked):
        found += [match for match in _UNDERLINED.finditer(masked) if _begins_anew(masked, match.start())]
    read: list[Heading] = []
    for match in sorted(found, key=re.Match.start):
        marks = match.groupdict().get("marks")
        level = len(marks) if marks else 1 if match["mark"].startswith("=") else 2
        title, attributes = split_title(match["words"] or "")
        identifier = _ID.search(attributes)
        line = body_line + body.count("\n", 0, match.start())
        words = match.start("words") if match["words"] else match.end()
        read.append(
            Heading(identifier["id"] if identifier else None, title, level, line, *match.span(), words, attributes)
        )
    return tuple(read)


def _begins_anew(text: str, start: int) -> bool:
    return not start or _NEW_LINE.fullmatch(text, text.rfind("\n", 0, start - 1) + 1, start - 1) is not None


def split_title(words: str) -> tuple[str, str]:
    """The words of a heading's line, and its attributes: what stands in braces at its end. Closing hashes are neither.

    Braces that hold anything else than ids, classes and values are words.
    """
    words = _CLOSING.sub("", words).rstrip()
    if (found := _ATTRIBUTES.search(words)) is None:
        return words, ""
    return _CLOSING.sub("", words[: found.start()]).rstrip(), found["inner"]


def split_sections(body: str, body_line: int = 1) -> tuple[Section, ...]:
    """The sections of a body: what precedes the first heading (when there is any text), then one per heading.

    A heading without an id gets one from its number, so that nothing is lost before the check names it.
    """
    found = headings(body, body_line)
    sections: list[Section] = []
    intro = body[: found[0].start] if found else body
    if intro.strip():
        sections.append(Section(INTRO, "", 1, intro.strip(), body_line))
    for number, heading in enumerate(found, start=1):
        end = found[number].start if number < len(found) else len(body)
        identifier = heading.id or f"section-{number}"
        sections.append(
            Section(identifier, heading.title, heading.level, body[heading.end : end].strip(), heading.line)
        )
    return tuple(sections)
