"""What template languages and other tools put between the words: comments, Liquid, Jinja, Hugo, MDX, includes.

Tags that a reader would see as gibberish leave the text and are noted; what they enclose stays.
"""

import re
from collections.abc import Callable
from pathlib import Path

from kb.files import decode
from kb.importing.code import fenced
from kb.importing.model import Page

COMMENT = "comment"
TEMPLATE = "template-tag"
INCLUDE = "include"
SCRIPT = "script"
LARGEST_INCLUDE = 200_000

_COMMENT = re.compile(r"<!--.*?-->|\{/\*.*?\*/\}|\{#-?(?!\w).*?#\}", re.DOTALL)
_MDX_LINES = re.compile(
    r"^(?:import[ \t]+(?:[\w{*].*?from[ \t]+)?['\"][^'\"\n]+['\"];?|export[ \t].*?)[ \t]*$", re.MULTILINE
)
_RAW = re.compile(r"\{%-?\s*(?:end)?raw\s*-?%\}|\{%-?\s*(?:end)?verbatim\s*-?%\}")
_HIGHLIGHT = re.compile(
    r"\{%-?\s*highlight\s+(?P<lang>[\w+#-]+)[^%]*%\}\n?(?P<code>.*?)\{%-?\s*endhighlight\s*-?%\}", re.DOTALL
)
_IN_ADDRESS = re.compile(
    r"\{\{-?\s*(?:site\.(?:baseurl|baseurl_root|url)|page\.\w*root|base_url|relURL|\.Site\.BaseURL)(?:\s*\|[^}]*)?\s*-?\}\}"
)
_QUOTED_ADDRESS = re.compile(r"\{\{-?\s*['\"](?P<path>[^'\"]+)['\"]\s*\|\s*(?:relative_url|absolute_url|url)\s*-?\}\}")
_HUGO_REF = re.compile(r"\{\{[<%]-?\s*(?:rel)?ref\s+\"?(?P<path>[^\s\"]+)\"?\s*-?[%>]\}\}")
_LIQUID_LINK = re.compile(r"\{%-?\s*(?:link|post_url)\s+(?P<path>[^\s%]+)\s*-?%\}")
_HUGO_FIGURE = re.compile(r"\{\{[<%]\s*(?:figure|img|image)\s+(?P<attributes>[^}]*?)/?\s*[%>]\}\}")
_TAG = re.compile(r"\{%.*?%\}|\{\{[<%].*?[%>]\}\}", re.DOTALL)
_OF_BOXES = re.compile(
    r"\{%\s*(?:end)?(?:hint|tabs?)\b|\{\{[<%]\s*/?\s*(?:tabs?|notice|callout|admonition|alert|hint)\b"
)
_ATTRIBUTES = re.compile(
    r"\{:[^{}\n]*\}|^[ \t]*\{[ \t]*[.#][^{}\n]*\}[ \t]*$|(?<=[)\]>*_`\ue011])[ \t]?\{[ \t]*[.#:][^{}\n]*\}"
    r"|(?<=[)\ue011])\{[ \t]*[\w-]+=[^{}\n]*\}",
    re.MULTILINE,
)
_VALUE = re.compile(r"(?<!\]\()\{\{(?![<%])[^{}\n]*\}\}")
_ATTRIBUTE_ID = re.compile(r"#(?P<id>[^\s{}#.]+)")
_INCLUDES = (
    re.compile(r"^[ \t]*\{\*[ \t]*(?P<path>\S+).*?\*\}[ \t]*$", re.MULTILINE),
    re.compile(r"^[ \t]*\{![>]?[ \t]*(?P<path>[^\s!]+).*?!\}[ \t]*$", re.MULTILINE),
    re.compile(r"^[ \t]*(?:--+8<--+|;--8<--)[ \t]+[\"'](?P<path>[^\"'\n]+)[\"'][ \t]*$", re.MULTILINE),
    re.compile(r"^[ \t]*<<<[ \t]+(?P<path>\S+).*$", re.MULTILINE),
    re.compile(r"^[ \t]*<!--@include:[ \t]*(?P<path>[^\s>]+?)[ \t]*-->[ \t]*$", re.MULTILINE),
)
_CONTENTS = re.compile(r"^(?:\[\[?_?TOC_?\]?\]|\[\[toc\]\]|[*-] TOC\n\{:toc\})[ \t]*$", re.MULTILINE | re.IGNORECASE)

Rewrite = Callable[[re.Match[str]], str]


def before_code(page: Page, root: Path) -> None:
    """Rewrite what holds code or would hide it: `highlight` blocks, includes of files, `raw`."""
    page.text = _RAW.sub("", page.text)
    page.text = _HIGHLIGHT.sub(lambda match: fenced(match["code"].strip("\n"), match["lang"])[0], page.text)
    for pattern in _INCLUDES:
        page.text = pattern.sub(lambda match: _included(match, page, root), page.text)


def after_code(page: Page) -> None:
    """Rewrite what stands in prose, once code is kept apart."""
    text = page.text
    if page.file.path.endswith(".mdx"):
        text = _noted(_MDX_LINES, text, page, SCRIPT, "a line of script was left out")
    text = _noted(_COMMENT, text, page, COMMENT, "a comment was left out; readers never saw it")
    text = _CONTENTS.sub("", text)
    for pattern in (_QUOTED_ADDRESS, _HUGO_REF, _LIQUID_LINK):
        text = pattern.sub(lambda match: match["path"], text)
    text = _IN_ADDRESS.sub("", text)
    text = _HUGO_FIGURE.sub(_figure, text)
    text = _TAG.sub(lambda match: _template_tag(match, page), text)
    page.text = _ATTRIBUTES.sub(_attribute, text)
    for value in dict.fromkeys(_VALUE.findall(page.text)):
        page.note(TEMPLATE, f"{_short(value)} stays as it is written; its value is not here", value)


def _noted(pattern: re.Pattern[str], text: str, page: Page, kind: str, message: str) -> str:
    def drop(match: re.Match[str]) -> str:
        page.note(kind, f"{message}: {_short(match[0])}", match[0])
        return ""

    return pattern.sub(drop, text)


def _short(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= 60 else f"{words[:57]}…"


def _template_tag(match: re.Match[str], page: Page) -> str:
    if re.match(
        r"\{%\s*(?:end)?(?:hint|tabs?)\b|\{\{[<%]\s*/?\s*(?:tabs?|notice|callout|admonition|alert|hint)\b",
        match[0],
    ):
        return match[0]  # a callout or a tab, which callouts read
    page.note(TEMPLATE, f"the template tag {_short(match[0])} was left out; what it inserted is not here", match[0])
    return ""


def _figure(match: re.Match[str]) -> str:
    attributes = dict(re.findall(r"(\w+)=[\"']?([^\"'>]*)[\"']?(?:\s|$)", match["attributes"]))
    words = attributes.get("alt") or attributes.get("title") or attributes.get("caption") or ""
    return f"![{words}]({attributes['src'].replace(' ', '%20')})" if attributes.get("src") else match[0]


def _attribute(match: re.Match[str]) -> str:
    """Nothing for a class or a target; an id stays as the anchor it is."""
    found = _ATTRIBUTE_ID.search(match[0])
    return f'<a id="{found["id"]}"></a>' if found else ""


def _included(match: re.Match[str], page: Page, root: Path) -> str:
    """The file that an include names, as code, if it lies in the tree; else its name, which readers can look up."""
    indent = match[0][: len(match[0]) - len(match[0].lstrip())]
    name = match["path"].removeprefix("@/").split("{")[0]
    for folder in (root / page.file.folder, root):
        path = (folder / name).resolve()
        if path.is_relative_to(root.resolve()) and path.is_file() and path.stat().st_size < LARGEST_INCLUDE:
            text, problems = decode(path.read_bytes(), name)
            if not problems and path.suffix in {".md", ".mdx"}:
                page.note(INCLUDE, f"the text of {name} was written out here; change it in both places", match[0])
                return text
            if not problems:
                block = fenced(text.rstrip("\n"), path.suffix.lstrip("."))[0]
                page.note(INCLUDE, f"the code of {name} was written out here; change it in both places", match[0])
                return "\n".join(f"{indent}{line}" for line in block.split("\n"))
    short = re.sub(r"^(?:\.\.?/)+", "", name)
    page.note(INCLUDE, f"the code of {short} is not in the tree; its name stands in its place", match[0])
    return f"{indent}`{short}`"
