"""Mends what can be mended without reading: text in, text out, with everything that is no prose as it was."""

from collections.abc import Collection
from dataclasses import dataclass

from kb.front_matter import parse, split
from kb.line_ends import as_it_was, plain
from kb.problems import SourceRef
from kb.style.prose import Piece, body_pieces, heads
from kb.style.typography import Correction, corrections, house_style
from kb.yaml_nodes import KeyPath
from kb.yaml_values import edit_yaml

ROUNDS = 4
"""A mended text may show what was hidden before, such as a mark beside one that stood twice."""


@dataclass(frozen=True, slots=True)
class Mend:
    """What was changed at a place: the words about it, before and after."""

    check: str
    place: SourceRef
    before: str
    after: str

    def __str__(self) -> str:
        return f"{self.place}: {self.check}: {self.before!r} → {self.after!r}"


def mended(text: str, path: str, language: str, checks: Collection[str]) -> tuple[str, list[Mend]]:
    """An article file's text with the findings of these checks mended, and what changed.

    Byte order mark and line ends stay. A front matter that cannot be read, or value that cannot be changed alone, is
    left as it is.
    """
    content = plain(text)
    if split(content) is None:
        return text, []
    mends: list[Mend] = []
    for _ in range(ROUNDS):
        content, found = _round(content, path, language, checks)
        if not found:
            break
        mends += found
    return (as_it_was(text, content), mends) if mends else (text, [])


def _round(content: str, path: str, language: str, checks: Collection[str]) -> tuple[str, list[Mend]]:
    parts = split(content)
    assert parts is not None, "corrections never reach the lines about the front matter"
    header, body, body_line = parts
    unwanted = house_style(body, language)
    new_header, mends = _header(content, header, path, language, unwanted, checks)
    new_body = body
    below: list[Mend] = []
    for piece in reversed(body_pieces(body)):
        wanted = [each for each in corrections(piece, language, unwanted) if each.check in checks]
        line = body_line + body.count("\n", 0, piece.start)
        below = [*_mends(piece, wanted, path, line), *below]
        end = piece.start + len(piece.text)
        new_body = new_body[: piece.start] + apply(piece.text, wanted) + new_body[end:]
    start = content.index("\n") + 1
    rest = content[start + len(header) : len(content) - len(body)]
    return content[:start] + new_header + rest + new_body, [*mends, *below]


def _header(
    content: str, header: str, path: str, language: str, unwanted: frozenset[str], checks: Collection[str]
) -> tuple[str, list[Mend]]:
    file = parse(content, path)
    if file.problems or file.front_matter is None:
        return header, []
    changes: dict[KeyPath, str] = {}
    mends: list[Mend] = []
    for piece in heads(file.front_matter.title, file.front_matter.summary):
        wanted = [each for each in corrections(piece, language, unwanted) if each.check in checks]
        if not wanted or "\n" in piece.text:  # a block of lines is laid out by hand
            continue
        change: dict[KeyPath, str] = {(piece.key,): apply(piece.text, wanted)}
        try:
            edit_yaml(header, change)
        except ValueError:
            continue
        changes |= change
        mends += _mends(piece, wanted, path, file.document.place(piece.key).line)
    return edit_yaml(header, changes), mends


def apply(text: str, wanted: Collection[Correction]) -> str:
    """The text with these corrections made."""
    for each in sorted(wanted, key=lambda each: each.start, reverse=True):
        text = text[: each.start] + each.new + text[each.end :]
    return text


AROUND = 8


def _mends(piece: Piece, wanted: Collection[Correction], path: str, line: int) -> list[Mend]:
    mends = []
    for each in wanted:
        left = piece.text[max(0, each.start - AROUND) : each.start]
        right = piece.text[each.end : each.end + AROUND]
        place = SourceRef(path, line + piece.text.count("\n", 0, each.start))
        mends.append(
            Mend(each.check, place, left + piece.text[each.start : each.end] + right, f"{left}{each.new}{right}")
        )
    return mends
