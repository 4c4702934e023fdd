"""Renders the blocks that `kb.markdown` reads: what search, links and translators take for a heading, for code or for
raw HTML is that on the page, and nothing else is.

Markdown's own rules for headings are replaced: they make headings of `#tags`, and of lines that belong to something
else.
"""

import re
from itertools import count
from xml.etree import ElementTree

from markdown import Markdown
from markdown.blockprocessors import BlockProcessor
from markdown.extensions import Extension
from markdown.extensions.attr_list import get_attrs_and_remainder
from markdown.preprocessors import Preprocessor

from kb.markdown.code import Fence, fences
from kb.markdown.html_blocks import html_blocks
from kb.markdown.lines import TAB
from kb.markdown.sections import Heading, headings, split_title

_MARK = "\ue014"
_PLACE = re.compile(rf"{_MARK}(\d+)(?:\n|\Z)")
_HASHES = re.compile(r"(?:^|\n)#{1,6}[ \t]+(?P<words>[^\n]*)(?:\n|$)")
_BRACES_LAST = re.compile(r"(?<!\\)\{(?=[^{}`\n]*\}$)")
_INFO = re.compile(r"\{.*|[\w#.+-]*")
_OPTION = re.compile(r"[ \t](?:hl_lines|linenums|title)=(?:\"[^\"]*\"|'[^']*')")


class AsRead(Extension):
    """Puts the preprocessor and the two kinds of headings in their places; `found` are the headings of the text."""

    def __init__(self) -> None:
        super().__init__()
        self.found: tuple[Heading, ...] = ()

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Markdown's API
        """Called by Markdown when the extension is set up; after white space is settled (30), before fences (25)."""
        md.preprocessors.register(_AsRead(md, self), "as-read", 27)
        md.parser.blockprocessors.register(_Headings(md, self), "hashheader", 78)
        md.parser.blockprocessors.register(_BoldLines(md.parser), "bold-lines", 70)
        md.parser.blockprocessors.deregister("setextheader")


class _AsRead(Preprocessor):
    """Writes fences and raw HTML so that they begin and end where they were read, and a mark for each heading."""

    def __init__(self, md: Markdown, extension: AsRead) -> None:
        super().__init__(md)
        self.extension = extension

    def run(self, lines: list[str]) -> list[str]:
        text = "\n".join(lines).replace(_MARK, "")
        self.extension.found = found = headings(text)
        numbers = count()
        edits = [
            *((fence.start, fence.end, _fence(fence)) for fence in fences(text)),
            *((block.end, block.end, block.missing) for block in html_blocks(text) if block.missing),
            *((heading.start, heading.end, f"\n{_MARK}{next(numbers)}\n") for heading in found),
        ]
        for start, end, written in sorted(edits, reverse=True):
            text = text[:start] + written + text[end:]
        return text.split("\n")


def _fence(fence: Fence) -> str:
    """The code between fences as Markdown's rules want them: alike, and all lines as deep as they are.

    Code that begins an item stands below it.
    """
    info = _INFO.match(fence.language)
    language = info[0] + "".join(_OPTION.findall(fence.language)) if info else ""
    indent = fence.indent + " " * (TAB * len(fence.item.split()))
    lines = fence.body.removesuffix("\n").split("\n") if fence.body else []
    width = len(fence.indent) + len(fence.item)
    inner = [f"{indent}{_dedented(line, width)}" if line.strip() else "" for line in lines]
    lead = f"{fence.indent}{fence.item}\n\n" if fence.item else ""
    return "\n".join([f"{lead}{indent}{fence.mark}{language}", *inner, f"{indent}{fence.mark}"])


def _dedented(line: str, width: int) -> str:
    return line[min(width, len(line) - len(line.lstrip(" "))) :]


class _Headings(BlockProcessor):
    def __init__(self, md: Markdown, extension: AsRead) -> None:
        super().__init__(md.parser)
        self.extension = extension

    def test(self, parent: ElementTree.Element, block: str) -> bool:  # noqa: ARG002 - its API
        return _PLACE.match(block) is not None

    def run(self, parent: ElementTree.Element, blocks: list[str]) -> None:
        block = blocks.pop(0)
        place = _PLACE.match(block)
        assert place is not None, "the block was tested"
        if rest := block[place.end() :]:
            blocks.insert(0, rest)
        heading = self.extension.found[int(place[1])]
        element = ElementTree.SubElement(parent, f"h{heading.level}")
        element.text = _BRACES_LAST.sub(r"\\{", heading.title)
        for name, value in get_attrs_and_remainder(heading.attributes)[0]:
            if name == ".":
                element.set("class", f"{element.get('class', '')} {value}".strip())
            elif value is not None:
                element.set(name, value)


class _BoldLines(BlockProcessor):
    """In lists and quotations, where no section begins, lines that look like headings are bold."""

    def test(self, parent: ElementTree.Element, block: str) -> bool:  # noqa: ARG002 - its API
        return _HASHES.search(block) is not None

    def run(self, parent: ElementTree.Element, blocks: list[str]) -> None:
        block = blocks.pop(0)
        match = _HASHES.search(block)
        assert match is not None, "the block was tested"
        if before := block[: match.start()]:
            self.parser.parseBlocks(parent, [before])
        paragraph = ElementTree.SubElement(parent, "p")
        paragraph.text = ""  # a footnote's mark is added to it
        ElementTree.SubElement(paragraph, "strong").text = split_title(match["words"])[0]
        if after := block[match.end() :]:
            blocks.insert(0, after)
