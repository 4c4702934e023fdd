"""The glossary's page: every term that has a definition, as a reader of the language looks for it."""

from dataclasses import dataclass

from flask import Blueprint, Response, abort
from flask_babel import gettext, ngettext

from kb.locales import Locale
from web.frame import Address, Subject
from web.headers import unchanged
from web.pages import home_link, locale_of, require_address
from web.rendering import page
from web.serving import serving
from web.terms import ExplainedTerm, explained, glossary_locale, written_glossaries

glossary = Blueprint("glossary", __name__)
glossary.before_request(unchanged)

SYNONYMS_SHOWN = 4
"""The most usual come first in a terms file; the last are there for search."""


@dataclass(frozen=True, slots=True)
class Row:
    """An entry of the page."""

    explained: ExplainedTerm
    synonyms: tuple[str, ...]
    search_url: str


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter of the page's index with what stands under it."""

    name: str
    anchor: str
    rows: list[Row]


@glossary.get("/<tag>/glossary", strict_slashes=False)
def terms(tag: str) -> Response:
    """The terms of the reader's language, else of the first along its fallback chain that has some."""
    locale = locale_of(tag)
    current = serving()
    shown = glossary_locale(locale)
    if shown is None:
        abort(404)
    require_address(current.urls.glossary(locale))
    letters = _letters(shown, locale)
    count = sum(len(letter.rows) for letter in letters)
    about = ngettext("%(num)d word explained in plain language.", "%(num)d words explained in plain language.", count)
    # Translators: title of the page that explains the words of the trade
    subject = Subject(gettext("Glossary"), about, (home_link(locale),))
    return page(
        "glossary.html",
        locale,
        Address(current.urls.glossary, written_glossaries(), shown, subject),
        shown=shown,
        letters=letters,
        title=subject.title,
        about=about,
    )


def _letters(shown: Locale, reader: Locale) -> list[Letter]:
    current = serving()
    groups = current.build.glossary(shown).groups.items()
    return [
        Letter(
            name,
            f"_letter-{number}",
            [
                Row(
                    explained(entry, shown, reader),
                    entry.synonyms[:SYNONYMS_SHOWN],
                    current.urls.search(reader, entry.term),
                )
                for entry in entries
            ],
        )
        for number, (name, entries) in enumerate(groups, start=1)
    ]
