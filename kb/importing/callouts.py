"""Boxes, folds and tabs of other dialects as the blocks of ours. Lines in, lines out; code is tokens by now."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from kb.importing.model import Page

KINDS = {
    **dict.fromkeys(("note", "info", "abstract", "summary", "tldr", "seealso", "todo", "example", "quote"), "note"),
    **dict.fromkeys(("cite", "question", "help", "faq", "important", "primary", "secondary", "default"), "note"),
    **dict.fromkeys(("tip", "hint", "success", "check", "done", "solution"), "tip"),
    **dict.fromkeys(
        ("warning", "warn", "caution", "attention", "danger", "error", "bug", "failure", "fail"), "warning"
    ),
    **dict.fromkeys(("missing", "deprecated"), "warning"),
    "risk": "risk",
}
"""What boxes are called elsewhere, and which of ours comes nearest."""
FOLDS = ("details", "collapse", "faq")
TABS = ("tab", "tabs", "tab-set", "code-group", "steps", "html", "define", "admonition", "caption")
"""Blocks that only lay out what they hold; it stays, under its name in bold."""
UNNAMED = frozenset({"note", "tip", "warning", "risk", "info", "caution", "danger", "important", "hint"})
"""Boxes that our own word for their kind names well enough; others keep their name as a title."""

DEEPEST = 12
"""Blocks in blocks that are read; deeper ones are somebody's mistake, and stay as they are."""
_BEGINNINGS = frozenset("/:!?=>{")

_SLASHES = re.compile(
    r"(?P<indent>[ \t]*)(?P<marks>/{3,})[ \t]*(?P<name>[A-Za-z][\w-]*)[ \t]*(?:\|?[ \t]*(?P<title>.*?))?[ \t]*"
)
_COLONS = re.compile(
    r"(?P<indent>[ \t]*)(?P<marks>:{3,})[ \t]*\{?(?P<name>[A-Za-z][\w-]*)\}?[ \t]*(?:\[(?P<bracket>[^\]]*)\])?"
    r"(?:\{[^}]*?(?:title=\"(?P<quoted>[^\"]*)\")?[^}]*\})?[ \t]*(?P<title>.*?)[ \t]*"
)
_MARKS = re.compile(
    r"(?P<indent>[ \t]*)(?P<marks>!!!|\?\?\?\+?|===[!+]?)[ \t]*(?P<name>[A-Za-z][\w-]*)?(?:[ \t]+[\w-]+)*"
    r"[ \t]*(?:\"(?P<title>.*)\")?[ \t]*"
)
_ALERT = re.compile(r"(?P<indent>[ \t]*)>[ \t]*\[!(?P<name>[A-Za-z]+)\][+-]?[ \t]*(?P<title>.*?)[ \t]*")
_TAGGED = re.compile(
    r"(?P<indent>[ \t]*)\{(?:%|\{[<%])-?\s*(?P<tag>hint|tabs|tab|notice|callout|admonition|alert)\b"
    r"(?P<rest>[^}]*?)-?(?:%|[%>]\})\}[ \t]*"
)
_TAG_WORDS = re.compile(r"\"(?P<quoted>[^\"]*)\"|(?P<bare>[\w-]+)\b(?!=)")
_OPTION = re.compile(r"[ \t]{4,}[\w-]+:[ \t].*")


@dataclass(slots=True)
class _Block:
    """A block: its head as found, and the lines inside, without the indentation and marks of the block."""

    indent: str
    name: str
    title: str
    lines: list[str] = field(default_factory=list)


def convert(page: Page) -> None:
    """Rewrite every box, fold and tab of a page."""
    lines, _ = _converted(page.text.split("\n"), page)
    page.text = "\n".join(lines)


def _converted(lines: list[str], page: Page, level: int = 0) -> tuple[list[str], int]:
    """The lines with their blocks rewritten, and how deep blocks of ours stand in each other there."""
    out: list[str] = []
    deepest, number = 0, 0
    while number < len(lines):
        found = None
        if level < DEEPEST and lines[number].lstrip(" \t")[:1] in _BEGINNINGS:
            found = next((each for read in _READERS if (each := read(lines, number))), None)
        if found is None:
            out.append(lines[number])
            number += 1
            continue
        block, number = found
        written, depth = _written(block, page, level)
        if out and out[-1].strip():
            out.append("")
        out += [*(f"{block.indent}{line}" if line else "" for line in written), ""]
        deepest = max(deepest, depth)
    return out, deepest


def _written(block: _Block, page: Page, level: int) -> tuple[list[str], int]:
    """A block in our Markdown; the outer of two needs more marks than the inner."""
    inner, depth = _converted(block.lines, page, level + 1)
    while inner and not inner[-1].strip():
        inner.pop()
    while inner and not inner[0].strip():
        inner.pop(0)
    name, title = block.name.lower(), block.title.strip().strip("\"'").replace("\n", " ")
    if name in FOLDS and title:
        head = f"faq | {title}"
    elif name in KINDS:
        kind = KINDS[name]
        shown = title or ("" if name in UNNAMED else block.name)
        head = f"{kind} | {shown}" if shown else kind
    else:
        if name not in TABS and name not in FOLDS:
            page.note("block", f"{name!r} is no block here; what it holds stays", block.name)
        return ([f"**{title}**", "", *inner] if title else inner), depth
    marks = "/" * (3 + depth)
    return [f"{marks} {head}", "", *inner, "", marks], depth + 1


_Read = tuple[_Block, int]


def _slashes(lines: list[str], number: int) -> _Read | None:
    match = _SLASHES.fullmatch(lines[number])
    if match is None:
        return None
    block, after = _until_marks(lines, number, match, match["title"] or "")
    while block.lines and _OPTION.fullmatch(block.lines[0]):  # `    type: warning`
        option = block.lines.pop(0).strip().partition(":")
        if option[0] == "type" and block.name not in KINDS and block.name not in FOLDS:
            block.name = option[2].strip()
    return block, after


def _colons(lines: list[str], number: int) -> _Read | None:
    match = _COLONS.fullmatch(lines[number])
    if match is None:
        return None
    return _until_marks(lines, number, match, match["bracket"] or match["quoted"] or match["title"])


def _until_marks(lines: list[str], number: int, match: re.Match[str], title: str) -> _Read:
    """The block up to the line of as many marks; where it is missing, to the end of the text."""
    closing = re.compile(rf"[ \t]*{re.escape(match['marks'])}[ \t]*")
    opening = re.compile(rf"[ \t]*{re.escape(match['marks'])}[ \t]*\{{?[A-Za-z].*")
    open_blocks, end = 1, number + 1
    while end < len(lines):
        if closing.fullmatch(lines[end]):
            open_blocks -= 1
            if not open_blocks:
                break
        elif opening.fullmatch(lines[end]):
            open_blocks += 1
        end += 1
    if end == len(lines) and open_blocks > 1:  # same marks for inner blocks that never close: the first end counts
        end = next((at for at in range(number + 1, len(lines)) if closing.fullmatch(lines[at])), len(lines))
    body = [_dedented(line, match["indent"]) for line in lines[number + 1 : end]]
    return _Block(match["indent"], match["name"], title, body), end + 1


def _dedented(line: str, indent: str) -> str:
    return line[len(indent) :] if line.startswith(indent) else line.lstrip()


def _indented(lines: list[str], number: int) -> _Read | None:
    """`!!! note "Title"` and what is four spaces deeper."""
    match = _MARKS.fullmatch(lines[number])
    if match is None or not (match["name"] or match["title"]) or (match["marks"] == "===" and match["title"] is None):
        return None
    deep = f"{match['indent']}    "
    end = number + 1
    while end < len(lines) and (not lines[end].strip() or lines[end].expandtabs(4).startswith(deep)):
        end += 1
    while not lines[end - 1].strip():
        end -= 1
    body = [line.expandtabs(4)[len(deep) :] for line in lines[number + 1 : end]]
    marks, title = match["marks"], match["title"] or ""
    name = "tab" if marks.startswith("=") else "details" if marks.startswith("?") and title else match["name"] or "note"
    return _Block(match["indent"], name, title, body), end


def _alert(lines: list[str], number: int) -> _Read | None:
    """`> [!NOTE]` and the quotation below it."""
    match = _ALERT.fullmatch(lines[number])
    if match is None:
        return None
    end = number + 1
    while end < len(lines) and lines[end].lstrip().startswith(">"):
        end += 1
    body = [re.sub(r"^[ \t]*>[ ]?", "", line) for line in lines[number + 1 : end]]
    return _Block(match["indent"], match["name"].lower(), match["title"], body), end


def _tagged(lines: list[str], number: int) -> _Read | None:
    """`{% hint style="info" %}` of GitBook, `{{% notice tip %}}` of Hugo's themes."""
    match = _TAGGED.fullmatch(lines[number])
    if match is None:
        return None
    tag = match["tag"]
    closing = re.compile(rf"[ \t]*\{{(?:%|\{{[<%])-?\s*(?:end|/){tag}\s*-?(?:%|[%>]\}})\}}[ \t]*")
    end = next((at for at in range(number + 1, len(lines)) if closing.fullmatch(lines[at])), len(lines))
    words = [each["quoted"] or each["bare"] for each in _TAG_WORDS.finditer(match["rest"]) if each[0]]
    kind = next((word.lower() for word in words if word.lower() in KINDS), "tab" if tag in TABS else "note")
    titles = [word for word in words if word.lower() not in {*KINDS, "style", "type", "title", "icon"}]
    title = titles[-1] if titles and titles[-1] != kind else ""
    body = [_dedented(line, match["indent"]) for line in lines[number + 1 : end]]
    return _Block(match["indent"], kind, title, body), end + 1


_READERS: tuple[Callable[[list[str], int], _Read | None], ...] = (_slashes, _colons, _indented, _alert, _tagged)
