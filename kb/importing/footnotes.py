"""Footnotes of one name in several sections: ours keeps only the last of them, so each gets a name of its own."""

import re

_DEFINITION = re.compile(r"^ {0,3}\[\^(?P<name>[^\]\s]+)\]:", re.MULTILINE)
_MARK = re.compile(r"\[\^(?P<name>[^\]\s]+)\]")


def convert(text: str) -> str:
    """The text with repeated footnotes renamed; a mark belongs to the next definition of its name, else the last."""
    if "[^" not in text:
        return text
    ends: dict[str, list[int]] = {}
    for match in _DEFINITION.finditer(text):
        ends.setdefault(match["name"], []).append(match.end())
    repeated = {name: places for name, places in ends.items() if len(places) > 1}
    if not repeated:
        return text

    def renamed(match: re.Match[str]) -> str:
        places = repeated.get(match["name"])
        if places is None:
            return match[0]
        number = next((at for at, end in enumerate(places) if match.end() <= end), len(places) - 1)
        return f"[^{match['name']}-{number + 1}]" if number else match[0]

    return _MARK.sub(renamed, text)
