"""What a title's form shows: whether it asks or says what to do cannot be told in every language, this can."""

import re

_LAST_OF_UNSPACED = r"(?<=[가-힣\u3041-\u30ff\u4e00-\u9fff])"
_ENDS = re.compile(rf"[。．।։]$|(?:(?<=\w{{3}})(?<!etc|Inc|Ltd)|{_LAST_OF_UNSPACED})\.$|[,，;；:：、،؛]$")
ASKING = {"el": re.compile(r";$"), "hy": re.compile("՞.*[:։]$")}
"""How a question ends, in languages that end it with what ends a sentence elsewhere."""

SHORT = 7
"""Letters that an abbreviation or two may have."""


def title_fault(title: str, language: str, terms: frozenset[str]) -> str | None:
    """What is wrong with a title, if anything; `terms` are the words of the trade, case-folded."""
    asking = ASKING.get(language)
    if _ENDS.search(title) and not (asking and asking.search(title)):
        return f"title {title!r} ends like a sentence; write the reader's question or task, without a full stop"
    letters = [letter for letter in title if letter.isalpha()]
    if len(title.split()) > 1 and len(letters) > SHORT and all(letter.isupper() for letter in letters):
        return f"title {title!r} is all capitals; write it like a sentence"
    if title.strip().casefold() in terms:
        return f"title {title!r} only names a thing; write what readers ask or want to do with it"
    return None
