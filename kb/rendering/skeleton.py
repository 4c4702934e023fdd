"""How a text is built, as readers get it: its blocks without their words."""

import re
from functools import lru_cache

from markdown import Markdown

from kb.rendering.blocks import HelpBlocks
from kb.rendering.renderer import markdown_with

_BLOCK = re.compile(
    r"</?(?:h[1-6]|p|li|ul|ol|table|tr|td|th|dl|dt|dd|details|summary|pre|blockquote|hr|div)"
    r"(?: (?:id|class)=\"[^\"]*\")*"
)


def block_tags(body: str) -> tuple[str, ...]:
    """The tags of a body's blocks in order, with their ids and classes. Nothing is sanitised: it is for no reader."""
    return tuple(_BLOCK.findall(_converter().reset().convert(body)))


@lru_cache(maxsize=1)
def _converter() -> Markdown:
    return markdown_with(HelpBlocks({}))
