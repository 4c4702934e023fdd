"""What a title's form shows: whether it asks or says what to do cannot be told in every language, this can."""

import re

_ENDS = re.compile(r"[。．]$|(?<=\w{3})(?<!etc)\.$|[,，;；:：、]$")
SHORT = 7
"""Letters that an abbreviation or two may have."""


def title_fault(title: str, terms: frozenset[str]) -> str | None:
    """What is wrong with a title, if anything; `terms` are the words of the trade, case-folded."""
    if _ENDS.search(title):
        return f"title {title!r} ends like a sentence; write the reader's question or task, without a full stop"
    letters = [letter for letter in title if letter.isalpha()]
    if len(title.split()) > 1 and len(letters) > SHORT and all(letter.isupper() for letter in letters):
        return f"title {title!r} is all capitals; write it like a sentence"
    if title.strip().casefold() in terms:
        return f"title {title!r} only names a thing; write what readers ask or want to do with it"
    return None
