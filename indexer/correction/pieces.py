"""A typed text cut into what may be corrected and what must stay as it is."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from indexer.analysis.scripts import runs

LONGEST_WORD = 40
"""Letters without a break beyond which they are an address or noise."""

# The ends of host names that stand in queries; every one would make "sent.but not arrived" an address.
_DOMAINS = "com|net|org|io|co|app|xyz|top|info|cc|vip|pro|me|cn|tw|hk|jp|kr|es"


class Kind(Enum):
    """What a piece is: a word between spaces, a run of a script without them, a code to leave alone, or a gap."""

    WORD = "word"
    RUN = "run"
    CODE = "code"
    GAP = "gap"


@dataclass(frozen=True, slots=True)
class Piece:
    """`[start, end)` of a normalised text."""

    kind: Kind
    start: int
    end: int
    text: str


def pieces(text: str) -> Iterator[Piece]:
    """The pieces of a normalised text, in order and without holes."""
    done = 0
    for code in _codes().finditer(text):
        yield from _words(text, done, code.start())
        yield Piece(Kind.CODE, *code.span(), code[0])
        done = code.end()
    yield from _words(text, done, len(text))


def _words(text: str, start: int, end: int) -> Iterator[Piece]:
    done = start
    for run in runs().finditer(text, start, end):
        if run.start() > done:
            yield Piece(Kind.GAP, done, run.start(), text[done : run.start()])
        kind = Kind.RUN if run[1] is not None else Kind.WORD if len(run[0]) <= LONGEST_WORD else Kind.CODE
        yield Piece(kind, *run.span(), run[0])
        done = run.end()
    if done < end:
        yield Piece(Kind.GAP, done, end, text[done:end])


@lru_cache(maxsize=1)
def _codes() -> re.Pattern[str]:
    """URLs, host names, e-mail addresses, and all that has a digit: amounts, dates, error codes, hashes, networks."""
    url = r"(?:[a-z][a-z0-9+.\-]*://|www\.)[!-~]+"
    mail = r"[a-z0-9_.+\-]+@[a-z0-9\-]+(?:\.[a-z0-9\-]+)+"
    host = rf"(?<![a-z0-9])(?:[a-z0-9\-]+\.)+(?:{_DOMAINS})(?![a-z])"
    code = r"[\-+]?[a-z_\-.:]*[0-9][a-z0-9_\-.:]*"
    return re.compile(rf"{url}|{mail}|{host}|{code}|[^\W\d_]*\d\w*")
