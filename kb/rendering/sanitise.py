"""The allow-list that all rendered HTML passes, and the same list as a question that checks can ask.

Marks of the list: no scripts, no inline styles, no event handlers, no frames, no forms, and nothing is loaded from
another site. A link may name the player of a known site's video, which loads when a reader starts it.
"""

import re
from functools import lru_cache

import nh3

from kb.videos import is_player

_ATTRIBUTES: dict[str, set[str]] = {
    "a": {"href", "title", "class", "rel", "id", "aria-label", "data-player"},
    "abbr": {"title"},
    "blockquote": {"cite"},
    "code": {"class"},
    "details": {"class", "id", "open"},
    "div": {"class", "id", "role", "tabindex", "aria-labelledby"},
    "figure": {"class", "id"},
    "h2": {"id"},
    "h3": {"id"},
    "h4": {"id"},
    "h5": {"id"},
    "h6": {"id"},
    "img": {"src", "alt", "title", "width", "height", "loading", "decoding"},
    "li": {"id", "class", "value"},
    "ol": {"start", "class", "type", "role"},
    "p": {"class"},
    "pre": {"class"},
    "section": {"class", "id"},
    "span": {"class", "lang", "dir"},
    "sup": {"id", "class"},
    "td": {"class", "colspan", "rowspan"},
    "th": {"class", "colspan", "rowspan", "scope"},
    "track": {"src", "kind", "srclang", "label", "default"},
    "ul": {"class"},
    "video": {"src", "poster", "controls", "preload", "width", "height", "playsinline", "aria-label"},
}
_PLAIN = (
    "b bdi bdo br caption cite col colgroup dd del dfn dl dt em figcaption hr i ins kbd mark q rp rt ruby s samp "
    "small strong sub summary table tbody tfoot thead tr u var wbr"
)
_GLOBAL = {"lang", "dir"}

URL_SCHEMES = frozenset({"http", "https", "mailto", "tel"})

_CONTROLS = re.compile(r"[\x00-\x20]")
"""What browsers remove from addresses before they read them."""
_OTHER_HOST = re.compile(r"[/\\]{2}")
_FILE_NAME = re.compile(r"[^/\\?#]+")
_OF_THE_SITE = frozenset({("img", "src"), ("video", "src"), ("video", "poster"), ("track", "src")})
"""What browsers load by themselves."""
_IMAGE_OF_NOTHING = re.compile(r'<img(?:\s(?!src=)[^\s"=<>]+="[^"<>]*")*>')


@lru_cache(maxsize=1)
def _tags() -> frozenset[str]:
    return frozenset(_PLAIN.split()) | frozenset(_ATTRIBUTES)


def is_allowed(tag: str, attribute: str | None = None) -> bool:
    """Whether a tag, or one of its attributes, survives sanitising."""
    if tag not in _tags():
        return False
    return attribute is None or attribute in _GLOBAL | _ATTRIBUTES.get(tag, set())


def sanitise(html: str, media: str = "/media/") -> str:
    """The HTML with everything outside the allow-list removed, well-formed.

    Images and videos stay when they are files directly below the site's own address `media`.
    """

    def keep(tag: str, attribute: str, value: str) -> str | None:
        if (tag, attribute) in _OF_THE_SITE:
            return value if value.startswith(media) and _FILE_NAME.fullmatch(value, len(media)) else None
        if attribute == "data-player":
            return value if is_player(value) else None
        if attribute == "preload":
            return "none"
        if attribute == "href" and _OTHER_HOST.match(_CONTROLS.sub("", value)):
            return None
        return value

    clean = nh3.clean(
        html,
        tags=set(_tags()),
        attributes={**_ATTRIBUTES, "*": _GLOBAL},
        attribute_filter=keep,
        set_tag_attribute_values={"pre": {"tabindex": "0"}},  # code may be wide: the keyboard must scroll it too
        url_schemes=set(URL_SCHEMES),
        link_rel=None,
        strip_comments=True,
    )
    return _IMAGE_OF_NOTHING.sub("", clean)
