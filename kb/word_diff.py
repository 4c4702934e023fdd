"""What changed between two texts, in whole words."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

Cut = Callable[[str], Sequence[str]]
"""Cuts a text into words, white space and marks; joined they are the text."""


class Change(StrEnum):
    """What became of a piece of text."""

    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of one of the texts, or of both."""

    change: Change
    text: str


_WORDS = re.compile(r"\{\{[^{}]*\}\}|\w+|\s+|.", re.DOTALL)


def cut_at_spaces(text: str) -> Sequence[str]:
    """Words as spaces and marks part them, placeholders whole."""
    return _WORDS.findall(text)


def word_diff(old: str, new: str, cut: Cut = cut_at_spaces) -> tuple[Piece, ...]:
    """The pieces of both texts in reading order; what was removed stands before what took its place.

    The same and the removed pieces joined are `old`; the same and the added ones are `new`.
    """
    before, after = cut(old), cut(new)
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    return tuple(_joined(_pieces(before, after, matcher)))


def _pieces(before: Sequence[str], after: Sequence[str], matcher: "SequenceMatcher[str]") -> Iterator[Piece]:
    for kind, start, end, new_start, new_end in matcher.get_opcodes():
        if kind == "equal":
            yield Piece(Change.SAME, "".join(before[start:end]))
            continue
        if end > start:
            yield Piece(Change.REMOVED, "".join(before[start:end]))
        if new_end > new_start:
            yield Piece(Change.ADDED, "".join(after[new_start:new_end]))


def _joined(pieces: Iterator[Piece]) -> Iterator[Piece]:
    """Changes with only spaces between them as one change, since a reader sees them as one."""
    run: list[Piece] = []
    held = ""
    for piece in pieces:
        is_gap = piece.change is Change.SAME and not piece.text.strip() and "\n" not in piece.text
        if piece.change is not Change.SAME:
            if held:
                run.append(Piece(Change.SAME, held))
                held = ""
            run.append(piece)
        elif run and is_gap:
            held = piece.text
        else:
            yield from _change(run)
            if held:
                yield Piece(Change.SAME, held)
            run, held = [], ""
            yield piece
    yield from _change(run)
    if held:
        yield Piece(Change.SAME, held)


def _change(run: Sequence[Piece]) -> Iterator[Piece]:
    for change in (Change.REMOVED, Change.ADDED):
        text = "".join(piece.text for piece in run if piece.change in (Change.SAME, change))
        if any(piece.change is change for piece in run):
            yield Piece(change, text)
