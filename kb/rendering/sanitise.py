"""The allow-list that all rendered HTML passes, and the same list as a question that checks can ask.

Marks of the list: no scripts, no inline styles, no event handlers, no frames, no forms.
"""

from functools import lru_cache

import nh3

_ATTRIBUTES: dict[str, set[str]] = {
    "a": {"href", "title", "class", "rel", "id"},
    "abbr": {"title"},
    "blockquote": {"cite"},
    "code": {"class"},
    "details": {"class", "id", "open"},
    "div": {"class", "id", "role", "tabindex"},
    "figure": {"class", "id"},
    "h2": {"id"},
    "h3": {"id"},
    "h4": {"id"},
    "h5": {"id"},
    "h6": {"id"},
    "img": {"src", "alt", "title", "width", "height", "loading", "decoding"},
    "li": {"id", "class", "value"},
    "ol": {"start", "class", "type"},
    "p": {"class"},
    "pre": {"class"},
    "section": {"class", "id"},
    "span": {"class", "lang", "dir"},
    "sup": {"id", "class"},
    "td": {"class", "colspan", "rowspan"},
    "th": {"class", "colspan", "rowspan", "scope"},
    "ul": {"class"},
}
_PLAIN = (
    "b bdi bdo br caption cite col colgroup dd del dfn dl dt em figcaption hr i ins kbd mark q rp rt ruby s samp "
    "small strong sub summary table tbody tfoot thead tr u var wbr"
)
_GLOBAL = {"lang", "dir"}

URL_SCHEMES = frozenset({"http", "https", "mailto", "tel"})


@lru_cache(maxsize=1)
def _tags() -> frozenset[str]:
    return frozenset(_PLAIN.split()) | frozenset(_ATTRIBUTES)


def is_allowed(tag: str, attribute: str | None = None) -> bool:
    """Whether a tag, or one of its attributes, survives sanitising."""
    if tag not in _tags():
        return False
    return attribute is None or attribute in _GLOBAL | _ATTRIBUTES.get(tag, set())


def sanitise(html: str) -> str:
    """The HTML with everything outside the allow-list removed, well-formed."""
    return nh3.clean(
        html,
        tags=set(_tags()),
        attributes={**_ATTRIBUTES, "*": _GLOBAL},
        url_schemes=set(URL_SCHEMES),
        link_rel=None,
        strip_comments=True,
    )
