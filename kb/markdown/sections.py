"""Sections of a Markdown body: what stands under each heading."""

import re
from dataclasses import dataclass
from functools import lru_cache

from kb.markdown.code import BODIES_KEPT, mask_code
from kb.model import Section

INTRO = "_intro"
"""The id of what stands before the first heading."""

_HEADING = re.compile(
    r"^(?P<marks>\#{1,6})[ \t]+(?P<title>[^\n]*?)(?:[ \t]*\{(?P<attributes>[^{}\n]*)\})?[ \t]*\#*[ \t]*$", re.MULTILINE
)
_UNDERLINED = re.compile(r"^(?P<title>[^\s#>/|`:-][^\n]*)\n(?P<mark>=+|-{2,})[ \t]*$", re.MULTILINE)
_ID = re.compile(r"(?:^|\s)#(?P<id>[^\s#]+)")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading in a Markdown text. `id` is None when it has none; `start` and `end` are offsets of its line."""

    id: str | None
    title: str
    level: int
    line: int
    start: int
    end: int


@lru_cache(maxsize=BODIES_KEPT)
def headings(body: str, body_line: int = 1) -> tuple[Heading, ...]:
    """The headings of a body in order, those in code left out. `body_line` is the file's line the body begins on."""
    masked = mask_code(body)
    found = [*_HEADING.finditer(masked), *_UNDERLINED.finditer(masked)]
    read: list[Heading] = []
    for match in sorted(found, key=re.Match.start):
        whole = body[match.start() : match.end()]
        line = body_line + body.count("\n", 0, match.start())
        if "mark" in match.groupdict():
            level = 1 if match["mark"].startswith("=") else 2
            read.append(Heading(None, match["title"], level, line, match.start(), match.end()))
            continue
        title = whole.lstrip("#").strip()
        identifier = None
        if (attributes := match["attributes"]) is not None:
            title = title[: title.rfind("{")].rstrip()
            found_id = _ID.search(attributes)
            identifier = found_id["id"] if found_id else None
        read.append(Heading(identifier, title, len(match["marks"]), line, match.start(), match.end()))
    return tuple(read)


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
