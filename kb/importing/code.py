"""Keeps code apart while a text is rewritten, and writes it back as our Markdown reads it.

Other dialects fence code in ways that ours shows as prose: options after the language, a longer closing fence, four
spaces and no fence, a fence in a quotation.
"""

import html
import re

OPEN, CLOSE = "\ue010", "\ue011"
TOKEN = re.compile(f"{OPEN}(\\d+){CLOSE}")
BLOCK_TOKEN = re.compile(rf"^(?P<before>(?:[ \t>]|[-*+][ \t]|\d+[.)][ \t])*){OPEN}(?P<number>\d+){CLOSE}[ \t]*$")

_FENCE = re.compile(
    r"^(?P<before>(?:[ \t]*>)*[ \t]*(?:(?:[-*+]|\d+[.)])[ \t]+)?)(?P<fence>`{3,}|~{3,})(?P<info>[^\n`]*)$"
)
_INLINE = re.compile(r"(?<![`\\])(?P<ticks>`+)(?!`)(?P<code>(?:(?!\n[ \t]*\n).)+?)(?<!`)(?P=ticks)(?!`)", re.DOTALL)
_PRE = re.compile(r"<pre\b[^>]*>(?P<code>.*?)</pre\s*>", re.DOTALL | re.IGNORECASE)
_LANGUAGE = re.compile(r"\{?[ \t]*\.?(?P<language>[A-Za-z][\w+#-]*)(?![\w=\"'])")
_TITLE = re.compile(r"""(?:title|filename|file|name)=["'](?P<title>[^"'\n]+)["']|\[(?P<name>[^\]\n]+)\]""")
_TAGS = re.compile(r"<[^<>]*>")
_LIST_ITEM = re.compile(r"^[ \t]*(?:[-*+]|\d+[.)])[ \t]")


def strip_marks(text: str) -> str:
    """A text without the characters that stand for code."""
    return text.replace(OPEN, "").replace(CLOSE, "")


def keep_apart(text: str, code: list[str]) -> tuple[str, list[str]]:
    """The text with a token for each piece of code, which is added to `code`; and options that fences lose."""
    options: list[str] = []
    text = _PRE.sub(lambda match: f"\n\n{_of_pre(match['code'], code)}\n\n", _fences(text, code, options))
    return _inline(_indented(text, code), code), options


def _store(code: list[str], piece: str) -> str:
    code.append(piece)
    return f"{OPEN}{len(code) - 1}{CLOSE}"


def _fences(text: str, code: list[str], options: list[str]) -> str:
    lines = text.split("\n")
    out: list[str] = []
    number = 0
    while number < len(lines):
        match = _FENCE.match(lines[number])
        if match is None:
            out.append(lines[number])
            number += 1
            continue
        closing = re.compile(rf"[ \t>]*{re.escape(match['fence'][0])}{{{len(match['fence'])},}}[ \t]*$")
        end = next((at for at in range(number + 1, len(lines)) if closing.match(lines[at])), len(lines))
        body = [_without_prefix(line, match["before"]) for line in lines[number + 1 : end]]
        piece, title = fenced("\n".join(body), match["info"], options)
        out.append(f"{match['before']}**{title}**\n\n{_blank(match['before'])}" if title else match["before"])
        out[-1] += _store(code, piece)
        number = end + 1
    return "\n".join(out)


def _blank(before: str) -> str:
    """What stands before further lines of a list item whose first line has its marker."""
    return re.sub(r"[^\s>]", " ", before)


def _without_prefix(line: str, before: str) -> str:
    """A line of code without the quotation marks and the indentation of its fence."""
    position = 0
    for char in _blank(before):
        if position >= len(line) or (line[position] not in " \t>"):
            break
        if char == ">" and line[position] != ">":
            break
        position += 1
    return line[position:]


def fenced(body: str, info: str = "", options: list[str] | None = None) -> tuple[str, str]:
    """Code between fences as ours are written, and the title that its options gave it."""
    language = _LANGUAGE.match(info.strip())
    title = _TITLE.search(info)
    rest = info.strip()[language.end() :] if language else info.strip()
    rest = _TITLE.sub("", rest).strip(" {}\t")
    if rest and options is not None:
        options.append(rest)
    longest = max(map(len, re.findall(r"^[ \t]*(`{3,})", body, re.MULTILINE)), default=2)
    fence = "`" * max(3, longest + 1)
    name = language["language"] if language else ""
    return f"{fence}{name}\n{body}\n{fence}", (title["title"] or title["name"]) if title else ""


def _of_pre(body: str, code: list[str]) -> str:
    return _store(code, fenced(html.unescape(_TAGS.sub("", body)).strip("\n"))[0])


def _indented(text: str, code: list[str]) -> str:
    """Four spaces after an empty line are code, unless a list is open, where they are a paragraph of it."""
    if "\n    " not in text and "\n\t" not in text and not text.startswith(("    ", "\t")):
        return text
    lines = text.split("\n")
    out: list[str] = []
    in_container, was_blank, number = False, True, 0
    while number < len(lines):
        line = lines[number]
        is_deep = line.startswith(("    ", "\t")) and bool(line.strip())
        if is_deep and was_blank and not in_container and not line.strip().startswith(OPEN):
            end = number
            while end < len(lines) and (lines[end].startswith(("    ", "\t")) or not lines[end].strip()):
                end += 1
            while not lines[end - 1].strip():
                end -= 1
            body = [re.sub(r"^(?:\t| {1,4})", "", each) for each in lines[number:end]]
            out.append(_store(code, fenced(restore("\n".join(body), code))[0]))
            number, was_blank = end, False
            continue
        if line.strip() and not line.startswith((" ", "\t")):
            in_container = bool(_LIST_ITEM.match(line) or re.match(r"!!!|\?\?\?|===|\[\^|:[ \t]|\{%", line))
        elif _LIST_ITEM.match(line):
            in_container = True
        was_blank = not line.strip()
        out.append(line)
        number += 1
    return "\n".join(out)


def _inline(text: str, code: list[str]) -> str:
    return _INLINE.sub(lambda match: _store(code, match[0]), text)


def restore(text: str, code: list[str]) -> str:
    """The text with its code back, blocks indented like the line they stand on and never inside a quotation."""
    if OPEN not in text:
        return text
    return "\n".join(_restored(line, code) for line in text.split("\n"))


def _restored(line: str, code: list[str]) -> str:
    if OPEN not in line:
        return line
    match = BLOCK_TOKEN.match(line)
    piece = code[int(match["number"])] if match else ""
    if match is None or not piece.startswith("```") or "\n" not in piece:
        return TOKEN.sub(lambda found: restore(code[int(found[1])], code), line)
    before = match["before"]
    if ">" in before:
        return f"\n{restore(piece, code)}\n"
    deep = _blank(before)
    first, *others = restore(piece, code).split("\n")
    return "\n".join([before + first, *(f"{deep}{each}" if each else "" for each in others)])
