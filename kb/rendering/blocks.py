"""The blocks of our Markdown: callouts (`/// warning | Title`), questions (`/// faq | Question {#id}`) and videos
(`/// video | Title`).
"""

import re
from collections.abc import Mapping
from typing import Any
from xml.etree import ElementTree

from markdown import Markdown
from pymdownx.blocks import BlocksExtension, BlocksProcessor
from pymdownx.blocks.block import Block

CALLOUTS = ("note", "tip", "warning", "risk")
FAQ = "faq"
VIDEO = "video"
BLOCKS = (*CALLOUTS, FAQ, VIDEO)

_QUESTION = re.compile(r"(?P<question>.*?)\s*(?:\{#(?P<id>[^\s{}]+)\})?\s*")


class Callout(Block):  # type: ignore[misc]
    """A box with an icon and a word; without a title it takes the kind's name in the article's language."""

    ARGUMENT = None

    def on_create(self, parent: ElementTree.Element) -> ElementTree.Element:
        """The box and its title."""
        box = ElementTree.SubElement(parent, "div", {"class": f"callout callout-{self.NAME}"})
        title = ElementTree.SubElement(box, "p", {"class": "callout-title"})
        title.text = self.argument or self.config["labels"].get(self.NAME, self.NAME)
        return box


class Faq(Block):  # type: ignore[misc]
    """A question that opens to its answer; its id makes it a place to link to."""

    NAME = FAQ
    ARGUMENT = True

    def on_create(self, parent: ElementTree.Element) -> ElementTree.Element:
        """The closed entry with its question."""
        match = _QUESTION.fullmatch(self.argument)
        question, identifier = (match["question"], match["id"]) if match else (self.argument, None)
        entry = ElementTree.SubElement(parent, "details", {"class": "faq"})
        if identifier:
            entry.set("id", identifier)
        ElementTree.SubElement(entry, "summary").text = question
        return entry


class Video(Block):  # type: ignore[misc]
    """A figure around what the block holds: a link to a video, maybe a poster and captions."""

    NAME = VIDEO
    ARGUMENT = True

    def on_create(self, parent: ElementTree.Element) -> ElementTree.Element:
        """The figure with its title, which stands first until the rest is known."""
        figure = ElementTree.SubElement(parent, "figure", {"class": VIDEO})
        ElementTree.SubElement(figure, "figcaption").text = self.argument
        return figure


class HelpBlocks(BlocksExtension):  # type: ignore[misc]
    """Registers the blocks with the words their titles use."""

    def __init__(self, labels: Mapping[str, str]) -> None:
        self.labels = labels
        super().__init__()

    def extendMarkdownBlocks(self, md: Markdown, block_mgr: BlocksProcessor) -> None:  # noqa: N802, ARG002 - its API
        """Called by pymdownx when the extension is set up."""
        config: dict[str, Any] = {"labels": self.labels}
        for name in CALLOUTS:
            block_mgr.register(type(name.title(), (Callout,), {"NAME": name}), config)
        block_mgr.register(Faq, config)
        block_mgr.register(Video, config)
