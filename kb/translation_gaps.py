"""What of a locale has no words besides its articles: messages, terms, categories, labels and texts of the settings."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kb.catalogs import merged_catalog
from kb.extraction import shipped_template
from kb.images import collect_images
from kb.locales import Locale
from kb.model import Library


@dataclass(frozen=True, slots=True)
class Gaps:
    """What the source locale has and this one has not: messages and terms by id, categories by id, labels by
    `<drawing>:<label>`, settings by key.
    """

    messages: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    settings: tuple[str, ...] = ()


def gaps_by_locale(library: Library, locales: Sequence[Locale]) -> Mapping[str, Gaps]:
    """What has no words, by locale tag."""
    wanted = [message for message in shipped_template() if message.id]
    drawings = collect_images(library)[0].drawings
    found: dict[str, Gaps] = {}
    for locale in locales:
        catalog, _ = merged_catalog(library.root, locale)
        own_terms = {term.id for term in library.terms.get(locale.tag, ())}
        is_source = locale == library.site.source_locale
        found[locale.tag] = Gaps(
            messages=tuple(
                str(each.id[0] if isinstance(each.id, tuple | list) else each.id)
                for each in wanted
                if catalog.get(each.id, each.context) is None
            ),
            terms=tuple(
                each.id for each in library.terms.get(library.site.source_locale.tag, ()) if each.id not in own_terms
            ),
            categories=tuple(each.id for each in library.categories if locale.tag not in each.titles),
            labels=()
            if is_source
            else tuple(f"{path}:{label}" for path, drawing in drawings.items() for label in drawing.missing(locale)),
            settings=tuple(key for key, texts in _settings(library) if locale.tag not in texts),
        )
    return found


def texts_of_settings(library: Library) -> tuple[str, ...]:
    """The keys of the texts that the settings have in the source locale."""
    return tuple(key for key, _ in _settings(library))


def _settings(library: Library) -> Iterator[tuple[str, Mapping[str, object]]]:
    """The texts of `site.yaml` that the source locale has, by their key."""
    site = library.site
    texts: list[tuple[str, Mapping[str, object]]] = [
        ("name", site.name),
        ("tagline", site.tagline),
        ("search_examples", site.search_examples),
        *((f"disclaimers.{name}", texts) for name, texts in site.disclaimers.items()),
        *((f"legal_links.{number}.titles", link.titles) for number, link in enumerate(site.legal_links)),
        *((f"social_links.{number}.titles", link.titles) for number, link in enumerate(site.social_links)),
        *((f"incidents.{number}.message", incident.message) for number, incident in enumerate(site.incidents)),
    ]
    return ((key, each) for key, each in texts if site.source_locale.tag in each)
