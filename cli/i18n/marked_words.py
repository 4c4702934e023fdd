"""Changed words as people read them: coloured on a terminal, elsewhere between marks."""

from collections.abc import Iterator, Sequence

import click

from kb.word_diff import Change, Piece

PLAIN = {Change.SAME: ("", ""), Change.REMOVED: ("[-", "-]"), Change.ADDED: ("{+", "+}")}
CONTEXT = 2
"""How many unchanged lines are shown around changed ones: an empty line and the paragraph beyond it."""


def changed_lines(pieces: Sequence[Piece], *, colored: bool) -> Iterator[str]:
    """The lines with changes, marked, and those around them; how many are left out between."""
    lines = "".join(_marked(piece, colored) for piece in pieces).split("\n")
    changed: set[int] = set()
    number = 0
    for piece in pieces:
        end = number + piece.text.count("\n")
        if piece.change is not Change.SAME:
            changed.update(range(number, end + 1))
        number = end
    kept = {near for each in changed for near in range(each - CONTEXT, each + CONTEXT + 1)}
    skipped = 0
    for number, line in enumerate(lines):
        if number not in kept:
            skipped += 1
            continue
        if skipped:
            yield f"  … {skipped} unchanged"
        skipped = 0
        yield f"  {line}".rstrip()
    if skipped:
        yield f"  … {skipped} unchanged"


def _marked(piece: Piece, colored: bool) -> str:
    if piece.change is Change.SAME:
        return piece.text
    # Each line is marked on its own, so that a line shown alone keeps its marks.
    return "\n".join(_marked_line(line, piece.change, colored) if line else "" for line in piece.text.split("\n"))


def _marked_line(line: str, change: Change, colored: bool) -> str:
    if not colored:
        start, end = PLAIN[change]
        return f"{start}{line}{end}"
    removed = change is Change.REMOVED
    return click.style(
        line, fg="red" if removed else "green", strikethrough=removed or None, underline=not removed or None
    )
