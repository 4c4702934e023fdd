"""Checks of settings and terms against the content: a setting that has no effect is a mistake."""

from collections.abc import Collection, Iterable, Iterator
from difflib import get_close_matches
from pathlib import Path

from kb.catalogs import engine_translations
from kb.checks.base import Finding, Subject, no_article
from kb.files import relative
from kb.layout import FACTS_FILE, SITE_FILE, STAMPS_FILE, TERMS_FILE, TRANSLATIONS
from kb.media import SHAREABLE_SUFFIXES, is_shareable, read_image
from kb.model import Article, Library, Status
from kb.problems import SourceRef
from kb.validation import suggestion

CATALOGS = "LC_MESSAGES"


def site_references(subject: Subject) -> Iterator[Finding]:
    """Articles, locales and files that `site.yaml` names and the site does not have."""
    library, site = subject.library, subject.library.site
    tags = {locale.tag for locale in site.locales}
    if not any(words.strip() for words in site.name.values()):
        example = f"{{{site.source_locale.tag}: …}}"
        yield subject.setting("name"), f"the help centre has no name; give it one in its source's language: {example}"
    if site.source_locale.tag not in tags:
        yield subject.setting("source_locale"), f"{site.source_locale} is not among 'locales'; add it there"
    published = library.published().articles
    for key, slug in _articles_used(subject):
        if slug not in library.articles:
            yield subject.setting(key), no_article(slug, library)
        elif slug not in published:
            yield subject.setting(key), _unseen(library.articles[slug], library)
        elif library.articles[slug].expire_at:
            message = f"article {slug!r} has 'expire_at', after which this leads nowhere; remove one of them"
            yield subject.setting(key), message
    for number, incident in enumerate(site.incidents):
        if incident.start and incident.end and incident.end <= incident.start:
            yield subject.setting(f"incidents.{number}.end"), "'end' is not after 'start', so nobody sees the banner"
    for key, used in _locales_used(subject):
        for tag in used:
            if tag not in tags:
                yield subject.setting(f"{key}.{tag}"), f"{tag!r} is not among 'locales'{suggestion(tag, tags)}"
    yield from _images_used(subject)


def _unseen(article: Article, library: Library) -> str:
    source = article.translations.get(library.site.source_locale.tag)
    if source is None or source.status is Status.DRAFT:
        return f"article {article.slug!r} is a draft, which readers do not see; publish it"
    return f"article {article.slug!r} is {source.status}, so readers do not see it; name another"


def _images_used(subject: Subject) -> Iterator[Finding]:
    site = subject.library.site
    for key, name, role in (("logo", site.logo, "logo"), ("share_image", site.share_image, "image of shared links")):
        if not name:
            continue
        try:
            read_image(subject.library.root / name)
        except FileNotFoundError:
            yield subject.setting(key), f"there is no file {name!r} in the site's folder"
        except (OSError, ValueError) as error:
            yield subject.setting(key), f"{name!r} cannot be the {role}: {error}"
        else:
            if key == "share_image" and not is_shareable(name):
                known = ", ".join(sorted(suffix[1:] for suffix in SHAREABLE_SUFFIXES))
                yield subject.setting(key), f"{name!r} cannot be the {role}: chats show only {known}"


def _articles_used(subject: Subject) -> Iterator[tuple[str, str]]:
    site = subject.library.site
    if site.contact is not None:
        yield "contact", site.contact
    for number, slug in enumerate(site.emergencies):
        yield f"emergencies.{number}", slug
    for number, incident in enumerate(site.incidents):
        if incident.article is not None:
            yield f"incidents.{number}.article", incident.article
    for key, links in (("legal_links", site.legal_links), ("social_links", site.social_links)):
        for number, link in enumerate(links):
            scheme, _, address = link.url.partition(":")
            if scheme == "article":
                yield f"{key}.{number}.url", address.partition("#")[0]


def _locales_used(subject: Subject) -> Iterator[tuple[str, Iterable[str]]]:
    site = subject.library.site
    yield "name", site.name
    yield "tagline", site.tagline
    yield "search_examples", site.search_examples
    yield "fallbacks", site.fallbacks
    for tag, chain in site.fallbacks.items():
        yield f"fallbacks.{tag}", [locale.tag for locale in chain]
    for name, texts in site.disclaimers.items():
        yield f"disclaimers.{name}", texts
    for number, incident in enumerate(site.incidents):
        yield f"incidents.{number}.message", incident.message
    for key, links in (("legal_links", site.legal_links), ("social_links", site.social_links)):
        for number, link in enumerate(links):
            yield f"{key}.{number}.titles", link.titles


def term_articles(subject: Subject) -> Iterator[Finding]:
    """Terms explained by articles that do not exist, and words that stand for two terms."""
    articles = subject.library.articles
    for terms in subject.library.terms.values():
        owners: dict[str, str] = {}
        for term in terms:
            if term.article is not None and term.article not in articles:
                yield (
                    term.source,
                    f"term {term.id!r}: {no_article(term.article, subject.library)}",
                )
            for word in dict.fromkeys(each.casefold() for each in (term.term, *term.synonyms)):
                if word in owners:
                    yield term.source, f"{word!r} stands for {owners[word]!r} and {term.id!r}; keep it in one"
                owners.setdefault(word, term.id)


def files_without_effect(subject: Subject) -> Iterator[Finding]:
    """Terms and catalogs that no locale of the site reads, and misspelt names beside `site.yaml`."""
    root, site = subject.library.root, subject.library.site
    for path in sorted(root.iterdir()):
        near = get_close_matches(path.name.lower(), (SITE_FILE, FACTS_FILE), n=1, cutoff=0.85)
        if near and path.name not in (SITE_FILE, FACTS_FILE) and path.suffix.lower() in (".yaml", ".yml"):
            yield SourceRef(path.name), f"the site does not read this file (did you mean {near[0]!r}?); rename it"
    folders = {locale.gettext_name: locale.tag for locale in site.locales}
    for path in _shown(root / TRANSLATIONS):
        place = SourceRef(relative(root, path))
        if not path.is_dir():
            if path.suffix in (".yaml", ".yml", ".po"):
                yield place, f"the site does not read this file; it belongs in a locale's folder of {TRANSLATIONS}/"
        elif path.name in folders:
            yield from _files_of_a_locale(root, path)
        elif not _is_only_the_engines(path):
            meant = path.name.replace("-", "_")
            fault = (
                f"the site does not read this folder; gettext writes it {meant!r}, so rename it"
                if meant in folders
                else f"{path.name!r} is not a locale of the site{suggestion(path.name, folders)}"
            )
            yield place, fault


def _files_of_a_locale(root: Path, folder: Path) -> Iterator[Finding]:
    for path in _shown(folder):
        if path.suffix in (".yaml", ".yml", ".po") and path.name not in (TERMS_FILE, STAMPS_FILE):
            message = f"the site does not read this file; a locale has {TERMS_FILE} and {CATALOGS}/messages.po"
            yield SourceRef(relative(root, path)), message


def _is_only_the_engines(folder: Path) -> bool:
    """Whether this holds no more than a catalog of the engine, in a checkout where a site may have fewer locales."""
    own = [path.name for path in _shown(folder)]
    return folder.resolve().is_relative_to(engine_translations().resolve()) and own == [CATALOGS]


def _shown(folder: Path) -> list[Path]:
    return sorted(path for path in folder.glob("*") if not path.name.startswith("."))


def check_settings(
    subject: Subject, known: Collection[str], safety: Collection[str], structural: Collection[str]
) -> Iterator[Finding]:
    """Settings of checks that do not exist, or that may not be lowered, for readers' safety or the build's."""
    for name in subject.library.site.checks:
        place = subject.setting(f"checks.{name}")
        if name not in known:
            yield place, f"there is no check {name!r}{suggestion(name, known)}"
        elif name in safety:
            yield place, f"check {name!r} protects readers and cannot be lowered or switched off; remove the setting"
        elif name in structural:
            yield place, f"check {name!r} keeps builds whole and cannot be lowered or switched off; remove the setting"
