"""Icons: a page holds each one it shows once, and draws it from there, so that none costs a request."""

from collections.abc import Mapping

from flask import g
from markupsafe import Markup

from web.assets import Icon

DEFAULT_ICON = "guide"

_USE = Markup('<svg class="icon" aria-hidden="true" focusable="false"><use href="#_icon-{}"/></svg>')
_SYMBOL = Markup('<symbol id="_icon-{}" viewBox="{}">{}</symbol>')
_SPRITE = Markup('<svg class="sprite" aria-hidden="true" focusable="false">{}</svg>')


class IconWriter:
    """The icons of the interface, as templates write them."""

    def __init__(self, icons: Mapping[str, Icon]) -> None:
        self._uses = {name: _USE.format(name) for name in icons}
        self._symbols = {name: _SYMBOL.format(name, icon.view_box, Markup(icon.shapes)) for name, icon in icons.items()}

    def icon(self, name: str) -> Markup:
        """A decorative icon; an unknown name gives the default."""
        return self._uses[self.used(name)]

    def used(self, name: str) -> str:
        """The name under which the page can draw an icon, which its sprite will then hold."""
        known = name if name in self._uses else DEFAULT_ICON
        if "icons" not in g:
            g.icons = {}
        g.icons[known] = None
        return known

    def sprite(self) -> Markup:
        """The symbols of the icons that the page has drawn so far; asked for at its end."""
        names = g.pop("icons", {})
        return _SPRITE.format(Markup().join(self._symbols[name] for name in names)) if names else Markup()
