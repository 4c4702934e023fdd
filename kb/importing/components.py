"""What wikis and site generators write instead of Markdown, as Markdown that the other steps read.

Obsidian's `[[Page#Section|words]]` and `![[image.png]]`, GitBook's embeds, Hugo's code, tabs and videos, Starlight's
`<Aside>`, and lines of script.
"""

import re
from collections.abc import Callable
from urllib.parse import quote

from kb.importing.code import fenced
from kb.importing.html_blocks import attributes_of
from kb.importing.model import Page
from kb.media import IMAGE_SUFFIXES

WIKI = "wiki:"
"""What an address begins with that names a file wherever it lies."""

_WIKI = re.compile(
    r"(?P<embed>!?)\[\[(?!_?toc_?\]\]|\])(?P<target>[^\[\]|\n#]*)(?P<anchor>#[^\[\]|\n]*)?(?:\|(?P<words>[^\[\]\n]*))?"
    r"\]\](?![(\[])",
    re.IGNORECASE,
)
_HIGHLIGHT = re.compile(
    r"\{\{<\s*highlight\s+(?P<lang>[\w+#-]+)[^>]*>\}\}\n?(?P<code>.*?)\{\{<\s*/\s*highlight\s*>\}\}", re.DOTALL
)
_HUGO_TAB = re.compile(r"[ \t]*(\{\{[<%]\s*/?\s*(?:tabs?|notice|callout|admonition|alert|hint)\b[^}]*[%>]\}\})[ \t]*")
_YOUTUBE = re.compile(r"\{\{<\s*youtube\s+(?:id=)?\"?(?P<id>[\w-]{6,})\"?[^}]*>\}\}")
_EMBED = re.compile(r"\{%\s*embed\s+url=\"(?P<url>[^\"]+)\"[^%]*%\}")
_END_EMBED = re.compile(r"\{%\s*endembed\s*%\}")
_CODE_TITLE = re.compile(r"\{%\s*code\s[^%]*?title=\"(?P<title>[^\"]+)\"[^%]*%\}")
_ASIDE = re.compile(r"<Aside\b(?P<rest>[^<>]*)>(?P<inner>.*?)</Aside>", re.DOTALL)
_SCRIPT = re.compile(
    r"^(?:import[ \t]*(?:[\w$*]+[ \t]*,?[ \t]*)?\{[^{}]*\n[^{}]*\}[ \t]*from[ \t]*['\"][^'\"\n]+['\"];?[ \t]*$"
    r"|export[ \t]+(?:default[ \t]+)?(?:const|let|var|function|async|class)\b[^\n]*[({\[][ \t]*\n"
    r"(?:(?:[ \t]+|[)}\]])[^\n]*\n?)+)",
    re.MULTILINE,
)


def before_code(page: Page) -> None:
    """Rewrite what holds code, or is code."""
    page.text = _HIGHLIGHT.sub(lambda match: fenced(match["code"].strip("\n"), match["lang"])[0], page.text)
    page.text = _CODE_TITLE.sub(lambda match: f"**{match['title']}**\n", page.text)


def after_code(page: Page) -> None:
    """Rewrite what stands in prose."""
    if page.file.path.endswith(".mdx"):
        page.text = _SCRIPT.sub(lambda match: _script(match, page), page.text)
    for pattern, rule in _RULES:
        page.text = pattern.sub(rule, page.text)


def _script(match: re.Match[str], page: Page) -> str:
    page.note("script", f"lines of script were left out: {match[0].split(chr(10))[0]} …", match[0])
    return ""


def _wiki(match: re.Match[str]) -> str:
    target, anchor = match["target"].strip(), (match["anchor"] or "").strip()
    words = (match["words"] or "").strip()
    address = f"{WIKI if target else ''}{quote(target)}{quote(anchor, safe='#^')}"
    if match["embed"] and target.lower().endswith(tuple(IMAGE_SUFFIXES)):
        is_size = re.fullmatch(r"\d+(?:x\d+)?", words)
        return f"![{'' if is_size else words}]({address})"
    return f"[{words or (target.rpartition('/')[2] + anchor.replace('#', ' › ')).strip(' ›')}]({address})"


def _aside(match: re.Match[str]) -> str:
    attributes = attributes_of(match["rest"])
    title = attributes.get("title", "")
    return f"\n\n:::{attributes.get('type', 'note')}{f'[{title}]' if title else ''}\n{match['inner'].strip()}\n:::\n\n"


_RULES: tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]], ...] = (
    (_WIKI, _wiki),
    (_HUGO_TAB, r"\n\n\1\n\n"),
    (_YOUTUBE, r"[YouTube](https://www.youtube.com/watch?v=\g<id>)"),
    (_EMBED, r"[\g<url>](\g<url>)\n\n"),
    (_END_EMBED, ""),
    (_ASIDE, _aside),
)
