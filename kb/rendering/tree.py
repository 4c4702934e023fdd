"""What is done to an article's element tree between Markdown and HTML, one small function a concern."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from html import unescape
from xml.etree import ElementTree

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor
from markdown.util import AMP_SUBSTITUTE

from kb.media import Image
from kb.rendering.links import LinkTarget, Target, article_path, category_path, media_address, parse_target
from kb.rendering.naming import NAMING, Words
from kb.rendering.video_figures import videos

PICTURE = "picture"
"""The class of the box around a figure's image, which may become the drawing itself."""

_HAN = "\u2e80-\u2fdf\u3000-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff00-\uffef"
_HEADINGS = {"h2", "h3", "h4", "h5", "h6"}
_BREAK_IN_HAN = re.compile(f"(?<=[{_HAN}])\n(?=[{_HAN}])")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What an article's links and images may refer to: categories by slug, and images by path from its folder.

    `successors` are the slugs of what is read instead of articles that are no more, by every slug they had.
    """

    base_path: str
    categories: Mapping[str, str]
    images: Mapping[str, Image]
    successors: Mapping[str, str] = field(default_factory=dict)

    def article_address(self, target: LinkTarget) -> str | None:
        """Where a link to an article leads, None if nowhere. The sections of one that is no more are not another's."""
        if home := self.categories.get(target.name):
            return article_path(self.base_path, home, target.name, target.section)
        successor = self.successors.get(target.name, "")
        home = self.categories.get(successor)
        return article_path(self.base_path, home, successor) if home else None


def link_targets(root: ElementTree.Element, around: Surroundings) -> None:
    """Resolve links to articles and categories; mark links that leave the site; unlink what leads nowhere."""
    for link in root.iter("a"):
        target = parse_target(_readable(link.get("href", "")))
        match target.kind:
            case Target.ARTICLE if address := around.article_address(target):
                link.set("href", address)
            case Target.CATEGORY if target.name in around.categories.values():
                link.set("href", category_path(around.base_path, target.name))
            case Target.MEDIA if target.name in around.images:
                link.set("href", media_address(around.base_path, around.images[target.name].public_name))
            case Target.EXTERNAL if target.name.lower().startswith("http"):
                link.set("class", "external")
                link.set("rel", "external noopener")
            case Target.SECTION | Target.EXTERNAL:
                pass
            case _:
                link.attrib.pop("href", None)


def _readable(href: str) -> str:
    """The address, also where Markdown hides it from collectors of e-mail addresses (`<help@example.com>`)."""
    return unescape(href.replace(AMP_SUBSTITUTE, "&")) if AMP_SUBSTITUTE in href else href


def images(root: ElementTree.Element, around: Surroundings) -> None:
    """Give images their published address and size, so that the page does not move while they load."""
    for element in root.iter("img"):
        target = parse_target(element.get("src", ""))
        if image := around.images.get(target.name):
            element.set("src", media_address(around.base_path, image.public_name))
            if image.width and image.height:
                element.set("width", str(image.width))
                element.set("height", str(image.height))
        element.set("loading", "lazy")
        element.set("decoding", "async")


def figures(root: ElementTree.Element, _: Surroundings) -> None:
    """An image alone in its paragraph becomes a figure that opens larger; its Markdown title is the caption."""
    for paragraph in root.iter("p"):
        if len(paragraph) != 1 or paragraph[0].tag != "img" or _text_around(paragraph):
            continue
        image = paragraph[0]
        caption = image.attrib.pop("title", "")
        image.tail = None
        paragraph.tag, paragraph.text = "figure", None
        paragraph.remove(image)
        picture = ElementTree.SubElement(paragraph, "div", {"class": PICTURE})
        picture.append(image)
        ElementTree.SubElement(picture, "a", {"class": "enlarge", "href": image.get("src", "")})
        if caption:
            ElementTree.SubElement(paragraph, "figcaption").text = caption


def _text_around(paragraph: ElementTree.Element) -> str:
    return ((paragraph.text or "") + (paragraph[0].tail or "")).strip()


def steps(root: ElementTree.Element, _: Surroundings) -> None:
    """Numbered lists that are not inside another list are steps.

    They say that they are lists, because Safari takes one whose numbers are drawn by the style sheet for none.
    """
    for ordered in _outside_lists(root):
        ordered.set("class", "steps")
        ordered.set("role", "list")


def _outside_lists(element: ElementTree.Element) -> Iterator[ElementTree.Element]:
    for child in element:
        if child.tag == "ol":
            yield child
        elif child.tag != "ul":
            yield from _outside_lists(child)


def tables(root: ElementTree.Element, _: Surroundings) -> None:
    """Tables scroll in a box of their own, which the keyboard reaches and which has the name of its section; cells are
    aligned by class, since inline styles are not allowed.
    """
    parents = {child: parent for parent in root.iter() for child in parent}
    name: dict[str, str] = {}
    for element in list(root.iter()):
        if element.tag in _HEADINGS and (section := element.get("id")):
            name = {"aria-labelledby": section}
        if element.tag in {"td", "th"} and (align := element.attrib.pop("align", "")):
            element.set("class", f"align-{align}")
        if element.tag == "th":
            element.set("scope", "col")
        if element.tag == "table":
            box = ElementTree.Element("div", {"class": "table-wrap", "role": "group", "tabindex": "0", **name})
            box.tail, element.tail = element.tail, None
            parent = parents[element]
            parent[list(parent).index(element)] = box
            box.append(element)


def han_lines(root: ElementTree.Element, _: Surroundings) -> None:
    """A line break between two Han characters is not a space."""
    for element in root.iter():
        if element.tag in {"pre", "code"}:
            continue
        if element.text:
            element.text = _BREAK_IN_HAN.sub("", element.text)
        for child in element:
            if child.tail:
                child.tail = _BREAK_IN_HAN.sub("", child.tail)


STEPS: tuple[Callable[[ElementTree.Element, Surroundings], None], ...] = (
    link_targets, images, videos, figures, steps, tables, han_lines
)  # fmt: skip


class HelpTree(Extension):
    """Runs the steps on each article and names its parts in its language; `around` is set before each conversion."""

    def __init__(self, words: Words) -> None:
        super().__init__()
        self.words = words
        self.around = Surroundings("", {}, {})

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Markdown's API
        """Called by Markdown when the extension is set up; after inline processing (20), line breaks (10) and the
        attributes that writers give, identifiers above all (8).
        """
        md.treeprocessors.register(_Steps(md, self), "help-tree", 7)


class _Steps(Treeprocessor):
    def __init__(self, md: Markdown, extension: HelpTree) -> None:
        super().__init__(md)
        self.extension = extension

    def run(self, root: ElementTree.Element) -> None:
        for step in STEPS:
            step(root, self.extension.around)
        for name in NAMING:
            name(root, self.extension.words)
