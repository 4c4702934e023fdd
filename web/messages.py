"""Interface messages and dates as templates write them. A page asks for dozens, so none is looked up the long way."""

from datetime import date
from functools import lru_cache
from gettext import NullTranslations

from babel.dates import format_date
from flask_babel import get_translations
from markupsafe import Markup

from kb.locales import Locale
from web.negotiation import request_locale


class MessageWriter:
    """The messages of one build in the language of the current answer, like Jinja's own functions of these names.

    Catalogs are kept by locale, for Flask-Babel finds them anew for every message, and so are messages without values.
    """

    def __init__(self) -> None:
        self._catalogs: dict[str, NullTranslations] = {}
        self._plain: dict[tuple[str, str], Markup] = {}

    def gettext(self, message: str, /, **values: object) -> Markup:
        """The message with its values, which are escaped."""
        if values:
            return Markup(self._catalog().gettext(message)) % values
        key = request_locale().tag, message
        if key not in self._plain:
            self._plain[key] = Markup(self._catalog().gettext(message) % {})
        return self._plain[key]

    def ngettext(self, singular: str, plural: str, number: int, /, **values: object) -> Markup:
        """The form of a message that goes with a number, which it may call `num`."""
        return Markup(self._catalog().ngettext(singular, plural, number)) % {"num": number, **values}

    def _catalog(self) -> NullTranslations:
        tag = request_locale().tag
        if tag not in self._catalogs:
            self._catalogs[tag] = get_translations()
        return self._catalogs[tag]


def date_text(day: date, form: str = "medium") -> str:
    """A day in the form that readers of the current answer write it; `form` as CLDR names it."""
    return _date_text(day, form, request_locale())


@lru_cache(maxsize=4096)
def _date_text(day: date, form: str, locale: Locale) -> str:
    return format_date(day, form, locale=locale.cldr)
