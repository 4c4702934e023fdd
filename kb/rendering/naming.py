"""The words that links and videos of an article need besides those their author wrote, for all who cannot see
where they stand. They are in the language of the article.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from xml.etree import ElementTree

from kb.catalogs import N_
from kb.rendering.blocks import FAQ
from kb.videos import hosted_video

Words = Mapping[str, str]
"""Messages in one language, by msgid."""

# Translators: name of the small link beside a heading, which leads to that section and copies its address
LINK_TO = N_("Link to “%(title)s”")
# Translators: name of the link on a picture; the title is the picture's caption
LARGER = N_("View larger: %(title)s")
# Translators: button on a video that lies on another site, such as YouTube
PLAY = N_("Load and play from %(site)s")

MSGIDS = (LINK_TO, LARGER, PLAY)

_HEADINGS = ("h2", "h3", "h4")
_STASHED = re.compile(r"\x02(?:(\d+)|[^\x03]*)\x03")
"""How Markdown marks escaped characters, by their number, and raw HTML, which is no word."""


def headings(root: ElementTree.Element, words: Words) -> None:
    """Give each section and question a link to itself, beside its words and not among them."""
    for parent, position, child in _children(root):
        if child.tag in _HEADINGS and child.get("id"):
            box = ElementTree.Element("div", {"class": f"heading heading-{child.tag}"})
            box.tail, child.tail = child.tail, None
            box.extend([child, _link_to(child.get("id", ""), child, words)])
            parent[position] = box
        elif child.tag == "summary" and parent.get("class") == FAQ and parent.get("id"):
            parent.insert(position + 1, _link_to(parent.get("id", ""), child, words))


def _link_to(identifier: str, named: ElementTree.Element, words: Words) -> ElementTree.Element:
    label = words[LINK_TO] % {"title": _text(named)}
    return ElementTree.Element("a", {"class": "link-here", "href": f"#{identifier}", "aria-label": label})


def pictures(root: ElementTree.Element, words: Words) -> None:
    """Say what opens larger: the caption, or else what the picture shows."""
    for figure in root.iter("figure"):
        link, image, caption = figure.find(".//a[@class='enlarge']"), figure.find(".//img"), figure.find("figcaption")
        if link is not None and image is not None:
            title = image.get("alt", "") if caption is None else _text(caption)
            link.set("aria-label", words[LARGER] % {"title": title})


def videos(root: ElementTree.Element, words: Words) -> None:
    """Say what a video loads from before it is started."""
    for link in root.iter("a"):
        if link.get("data-player") and (hosted := hosted_video(link.get("href", ""))):
            link[-1].text = words[PLAY] % {"site": hosted.title}


NAMING: tuple[Callable[[ElementTree.Element, Words], None], ...] = (headings, pictures, videos)


def _children(root: ElementTree.Element) -> Iterator[tuple[ElementTree.Element, int, ElementTree.Element]]:
    """(parent, position, child) of every element as the tree was before, so that it may be changed meanwhile."""
    for parent in list(root.iter()):
        for child in list(parent):
            yield parent, list(parent).index(child), child


def _text(element: ElementTree.Element) -> str:
    """The words of an element on one line."""
    text = _STASHED.sub(lambda match: chr(int(match[1])) if match[1] else "", "".join(element.itertext()))
    return " ".join(text.split())
