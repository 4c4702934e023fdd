"""Blocks of raw HTML as Markdown: headings, lists, tables, quotations, folds. The innermost is rewritten first."""

import html
import re
from collections.abc import Callable

from kb.importing.code import OPEN

_ATTRIBUTE = re.compile(
    r"""(?P<name>[^\s"'<>/=]+)(?:\s*=\s*(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<bare>[^\s>]+)))?"""
)
_TAGS = re.compile(r"</?[A-Za-z][^<>]*>")


def attributes_of(rest: str) -> dict[str, str]:
    """The attributes in what follows a tag's name, by lower-case name; entities stay as they are."""
    return {
        match["name"].lower(): match["double"] or match["single"] or match["bare"] or ""
        for match in _ATTRIBUTE.finditer(rest.rstrip("/"))
    }


def _element(tag: str, barred: str) -> re.Pattern[str]:
    """An element of this tag with none of the `barred` tags in it."""
    return re.compile(
        rf"<(?P<tag>{tag})\b(?P<rest>(?:[^<>\"']|\"[^\"]*\"|'[^']*')*)>(?P<inner>(?:(?!<(?:{barred})\b).)*?)</(?P=tag)\s*>",
        re.DOTALL | re.IGNORECASE,
    )


Rule = Callable[[re.Match[str]], str]


def in_place(rule: Rule) -> Rule:
    """The rule, its lines set off by empty ones and as deep as the element stood."""

    def apply(match: re.Match[str]) -> str:
        before = match.string[match.string.rfind("\n", 0, match.start()) + 1 : match.start()]
        indent = before if not before.strip() else ""
        lines = rule(match).strip("\n").split("\n")
        body = "\n".join(f"{indent}{line}" if line else "" for line in lines)
        return f"\n\n{body}\n\n"

    return apply


def _words(inner: str) -> str:
    return " ".join(inner.split())


def _heading(match: re.Match[str]) -> str:
    name = attributes_of(match["rest"]).get("id")
    words = _words(re.sub(r"</?(?:strong|b|span|p|div|br|hr)\b[^<>]*>", " ", match["inner"], flags=re.IGNORECASE))
    if not words:
        return f'<a id="{name}"></a>' if name else ""
    return f"{'#' * int(match['tag'][1])} {words}" + (f" {{#{name}}}" if name else "")


def _paragraphs(inner: str) -> str:
    text = re.sub(r"<(?:p|div)\b[^<>]*>|</(?:p|div)\s*>", "\n\n", inner, flags=re.IGNORECASE)
    return re.sub(r"\n[ \t]*\n\s*", "\n\n", text).strip()


def _list(match: re.Match[str]) -> str:
    marker = "1." if match["tag"].lower() == "ol" else "-"
    items = re.split(r"<li\b[^<>]*>", re.sub(r"</li\s*>", "", match["inner"], flags=re.IGNORECASE), flags=re.IGNORECASE)
    lines: list[str] = []
    for number, item in enumerate(items):
        text = _paragraphs(item)
        if not text or (number == 0 and not text):
            continue
        if number == 0:  # words before the first item
            lines += [*text.split("\n"), ""]
            continue
        first, *others = text.split("\n")
        lines.append(f"{marker} {first.strip()}")
        lines += [f"    {line}" if line.strip() else "" for line in others]
    return "\n".join(lines)


_ROW = re.compile(r"<tr\b[^<>]*>(?P<inner>.*?)(?=<tr\b|</tr\s*>|\Z)", re.DOTALL | re.IGNORECASE)
_CELL = re.compile(
    r"<(?P<tag>t[dh])\b(?P<rest>[^<>]*)>(?P<inner>.*?)(?=<t[dhr]\b|</t[dhr]\s*>|\Z)", re.DOTALL | re.IGNORECASE
)
_CAPTION = re.compile(r"<caption\b[^<>]*>(?P<inner>.*?)</caption\s*>", re.DOTALL | re.IGNORECASE)


def _table(match: re.Match[str]) -> str:
    """A table of Markdown; a cell that spans several gives its words once and leaves the others empty."""
    rows: list[list[str]] = []
    is_head = True
    waiting: dict[int, int] = {}  # column → rows still covered by a cell from above
    for row in _ROW.finditer(match["inner"]):
        cells: list[str] = []
        for cell in _CELL.finditer(row["inner"]):
            while waiting.get(len(cells), 0):
                waiting[len(cells)] -= 1
                cells.append("")
            attributes = attributes_of(cell["rest"])
            columns, depth = _span(attributes.get("colspan")), _span(attributes.get("rowspan"))
            if depth > 1:
                waiting.update(dict.fromkeys(range(len(cells), len(cells) + columns), depth - 1))
            cells += [_cell(cell["inner"]), *[""] * (columns - 1)]
        if not rows:
            is_head = "<th" in row["inner"].lower() or "<thead" in match["inner"].lower()
        rows.append(cells)
    if not rows:
        return _paragraphs(_TAGS.sub("", match["inner"]))
    width = max(map(len, rows)) or 1
    if not is_head:
        rows.insert(0, [""] * width)
    lines = [f"| {' | '.join([*row, *[''] * (width - len(row))])} |" for row in rows]
    lines.insert(1, f"|{' --- |' * width}")
    caption = _CAPTION.search(match["inner"])
    return "\n".join([*([f"**{_words(caption['inner'])}**", ""] if caption else []), *lines])


def _span(value: str | None) -> int:
    return min(int(value), 20) if value and value.isdigit() and int(value) else 1


def _cell(inner: str) -> str:
    text = re.sub(r"</?(?:p|div|ul|ol)\b[^<>]*>", " ", inner, flags=re.IGNORECASE)
    text = re.sub(r"\n[ \t]*(?:[-*+]|\d+\.)[ \t]", " <br>", text)
    return re.sub(r"(?<!\\)\|", r"\\|", _words(text)).removeprefix("<br>").strip()


def _quotation(match: re.Match[str]) -> str:
    return "\n".join(f"> {line}".rstrip() for line in _paragraphs(match["inner"]).split("\n"))


def _definitions(match: re.Match[str]) -> str:
    parts = re.split(
        r"<(dt|dd)\b[^<>]*>", re.sub(r"</d[td]\s*>", "", match["inner"], flags=re.IGNORECASE), flags=re.IGNORECASE
    )
    lines = [_paragraphs(parts[0])]
    for tag, inner in zip(parts[1::2], parts[2::2], strict=False):
        first, *others = _paragraphs(inner).split("\n")
        lines += ["", first] if tag.lower() == "dt" else [f":   {first}", *(f"    {line}".rstrip() for line in others)]
    return "\n".join(lines)


def _figure(match: re.Match[str]) -> str:
    caption = re.search(r"<figcaption\b[^<>]*>(.*?)</figcaption\s*>", match["inner"], re.DOTALL | re.IGNORECASE)
    if caption is None:
        return _paragraphs(match["inner"])
    rest = _words(match["inner"].replace(caption[0], " "))
    words = _words(re.sub(r"</?p\b[^<>]*>", " ", caption[1], flags=re.IGNORECASE))
    if re.fullmatch(r"!\[[^\]]*\]\([^\s)]*\)", rest) and not re.search(r"[\[\]<>\"`]", words) and OPEN not in words:
        return f'{rest[:-1]} "{html.unescape(words)}")'
    return f"{rest}\n\n*{words}*" if words else rest


def _fold(match: re.Match[str]) -> str:
    """A question that opens to its answer."""
    summary = re.search(r"<summary\b[^<>]*>(.*?)</summary\s*>", match["inner"], re.DOTALL | re.IGNORECASE)
    body = match["inner"].replace(summary[0], "") if summary else match["inner"]
    title = _words(_TAGS.sub("", summary[1])) if summary else ""
    if not title:
        return body.strip()
    depth = max(map(len, re.findall(r"^[ \t]*(/{3,})", body, re.MULTILINE)), default=2)
    marks = "/" * (depth + 1)
    name = attributes_of(match["rest"]).get("id")
    return f"{marks} faq | {title}" + (f" {{#{name}}}" if name else "") + f"\n\n{body.strip()}\n\n{marks}"


BLOCK_RULES: tuple[tuple[re.Pattern[str], Rule], ...] = (
    (_element("h[1-6]", "h[1-6]"), _heading),
    (_element("figure", "figure"), _figure),
    (_element("[ou]l", "[ou]l|table"), _list),
    (_element("dl", "dl"), _definitions),
    (_element("table", "table"), _table),
    (_element("[ou]l", "[ou]l"), _list),
    (_element("blockquote", "blockquote"), _quotation),
    (_element("details", "details"), _fold),
)
