"""Texts as no translator writes them, to try an interface before there are translations: CLDR's pseudo-locales.

`en-XA` is accented, a third longer and between `[!!` and `!!]`: what stands without marks was never translated, and
what lacks the closing mark is clipped. `ar-XB` turns every word from right to left. Placeholders, tags, code, link
destinations, ids and facts stay as they are.
"""

import re
from collections.abc import Callable, Iterator

LONGER = 0.35
"""How much longer than English translations into other European languages are at most, on the whole."""

OPEN, CLOSE = "[!! ", " !!]"
_PADDING = " one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
_ACCENTS = str.maketrans(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ", "åƀçđéƒĝĥîĵķļɱñöþɋŕšţûṽŵẋýžÅƁÇĐÉƑĜĤÎĴĶĻṀÑÖÞɊŔŠŢÛṼŴẊÝŽ"
)
_FROM_RIGHT, _TO_LEFT, _END = "\u200f", "\u202e", "\u202c"

Pseudo = Callable[[str], str]
"""Changes one segment: a message, a heading, a paragraph's line."""

_IMAGE = r"!\[(?P<alt>[^\[\]]*)\]\((?P<to>[^\s()]*)(?P<gap>\s*)(?:\"(?P<caption>[^\"]*)\")?\)"
_KEPT = (
    r"(?P<ticks>`+)(?:(?!(?P=ticks)).)+(?P=ticks)|\{\{[^{}]*\}\}|\{[#.:][^{}\n]*\}|%\(\w+\)[a-z]|%%|%[sd]"
    r"|\]\([^\s()]*(?:\([^()]*\)[^\s()]*)*|\]\[[^\]]*\]|\[\^[^\]]*\]|<[^<>]+>|&#?\w+;|https?://[^\s)>]+|[\w.+-]+@[\w.-]+|\\."
)
_TOKEN = re.compile(f"(?P<image>{_IMAGE})|(?P<kept>{_KEPT})")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")

_LEAD = re.compile(r"\s*(?:>\s?|#{1,6}\s+|[-*+]\s+(?:\[[ xX]\]\s+)?|\d+[.)]\s+|\[\^[^\]]+\]:\s+|:\s+)*")
_TRAIL = re.compile(r"\s*(?:\{[#.:][^{}\n]*\})?\s*$")
_BLOCK = re.compile(r"(?P<lead>\s*/{3,}\s*(?:\w+\s*(?:\|\s*)?)?)(?P<rest>.*)")
_FENCE = re.compile(r"\s*(?P<mark>`{3,}|~{3,})")
_TABLE_RULE = re.compile(r"\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*")
_CELL = re.compile(r"(?<!\\)\|")
_DEFINITION = re.compile(r" {0,3}\[(?!\^)[^\]]+\]:\s")


def accented(text: str) -> str:
    """A segment with accents, a third longer, between marks."""
    visible = sum(map(len, _WORD.findall(_TOKEN.sub(" ", text))))
    if not visible:
        return _through(text, accented, str)
    padding = _PADDING[: max(4, round(visible * LONGER))].rstrip()
    return f"{OPEN}{_through(text, accented, _with_accents)}{_with_accents(padding)}{CLOSE}"


def mirrored(text: str) -> str:
    """A segment whose words run from right to left."""
    return _through(text, mirrored, lambda plain: _WORD.sub(f"{_FROM_RIGHT}{_TO_LEFT}\\g<0>{_END}{_FROM_RIGHT}", plain))


PSEUDO: dict[str, Pseudo] = {"en-XA": accented, "ar-XB": mirrored}


def pseudo_markdown(body: str, pseudo: Pseudo) -> str:
    """A Markdown text with every line of prose changed, its structure kept."""
    lines = body.split("\n")
    tables = _table_lines(lines)
    return "\n".join(_lines(lines, tables, pseudo))


def _with_accents(text: str) -> str:
    return text.translate(_ACCENTS)


def _through(text: str, whole: Pseudo, plain: Pseudo) -> str:
    """A text with `plain` done to what lies between what is kept; the words of an image are segments of their own."""
    parts: list[str] = []
    position = 0
    for match in _TOKEN.finditer(text):
        parts += [plain(text[position : match.start()]), _image(match, whole) if match["image"] else match[0]]
        position = match.end()
    return "".join([*parts, plain(text[position:])])


def _image(match: re.Match[str], whole: Pseudo) -> str:
    caption = f'"{whole(match["caption"])}"' if match["caption"] is not None else ""
    return f"![{whole(match['alt'])}]({match['to']}{match['gap']}{caption})"


def _table_lines(lines: list[str]) -> set[int]:
    """Which lines are rows of tables: those around a line of dashes that are parted by bars."""
    rows: set[int] = set()
    for number, line in enumerate(lines):
        if "|" in line and _TABLE_RULE.fullmatch(line) and number and "|" in lines[number - 1]:
            rows |= {number - 1, number}
            for after in range(number + 1, len(lines)):
                if "|" not in lines[after]:
                    break
                rows.add(after)
    return rows


def _lines(lines: list[str], tables: set[int], pseudo: Pseudo) -> Iterator[str]:
    fence = ""
    for number, line in enumerate(lines):
        mark = _FENCE.match(line)
        if fence:
            if mark and mark["mark"].startswith(fence) and not line.strip().strip(fence[0]):
                fence = ""
            yield line
        elif mark:
            fence = mark["mark"]
            yield line
        elif number in tables:
            yield line if _TABLE_RULE.fullmatch(line) else _row(line, pseudo)
        elif block := _BLOCK.fullmatch(line):
            yield block["lead"] + _line(block["rest"], pseudo)
        elif _DEFINITION.match(line):
            yield line
        else:
            yield _line(line, pseudo)


def _row(line: str, pseudo: Pseudo) -> str:
    cells: list[str] = []
    kept: list[str] = []

    def hide(match: re.Match[str]) -> str:
        kept.append(match[0])
        return f"\0{len(kept) - 1}\0"

    hidden = re.sub(r"`[^`]*`", hide, line)
    for cell in _CELL.split(hidden):
        whole = re.sub(r"\0(\d+)\0", lambda match: kept[int(match[1])], cell)
        cells.append(_line(whole, pseudo))
    return "|".join(cells)


def _line(line: str, pseudo: Pseudo) -> str:
    lead = _LEAD.match(line)
    start = lead.end() if lead else 0
    trail = _TRAIL.search(line, start)
    end = trail.start() if trail else len(line)
    segment = line[start:end]
    image = re.fullmatch(_IMAGE, segment)
    changed = _image(image, pseudo) if image else pseudo(segment) if segment else ""
    return line[:start] + changed + line[end:]
