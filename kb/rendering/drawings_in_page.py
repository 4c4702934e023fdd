"""Puts drawings into the HTML of an article, after everything else about it has been decided and made safe."""

import re
from collections.abc import Mapping

from kb.media import DRAWING_SUFFIX, Image
from kb.rendering.inline_svg import ID_MARK, inline_svg
from kb.rendering.links import media_address

_TAG = re.compile(r'<(?P<name>/?[a-z][a-z0-9]*)(?P<attributes>(?:\s[^\s"=<>/]+="[^"]*")*)\s*>')
"""A tag as sanitising writes it, taken whole, so that nothing within an attribute is taken for one."""
_ATTRIBUTE = re.compile(r'\s([^\s"=<>/]+)="([^"]*)"')
_BOX = ' class="picture"'


def with_drawings(html: str, base_path: str, images: Mapping[str, Image]) -> str:
    """The sanitised HTML with the figures that show drawings holding these, named by their alternative text.

    Drawings that may not be part of a page stay images.
    """
    if DRAWING_SUFFIX not in html:
        return html
    drawings = {
        media_address(base_path, image.public_name): image.content
        for image in images.values()
        if image.content is not None
    }
    pieces: list[str] = []
    position = shown = 0
    is_in_box = False
    for tag in _TAG.finditer(html):
        if tag["name"] == "img" and is_in_box:
            attributes = dict(_ATTRIBUTE.findall(tag["attributes"]))
            drawing = drawings.get(attributes.get("src", ""))
            if drawing is not None and (inside := inline_svg(drawing)):
                shown += 1
                opening = f'<svg class="drawing" role="img" aria-label="{attributes.get("alt", "")}"'
                pieces += [html[position : tag.start()], opening, inside.replace(ID_MARK, f"_drawing-{shown}-")]
                position = tag.end()
        is_in_box = tag["name"] == "div" and tag["attributes"] == _BOX
    return "".join([*pieces, html[position:]])
