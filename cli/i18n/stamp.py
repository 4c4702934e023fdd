"""`kb i18n stamp`: a translation says what its source says now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import click

from cli.content import article_named, refuse_errors
from cli.options import locale_named, site_option
from kb.errors import ContentError
from kb.files import decode, write_all
from kb.history import as_translation, version_at, versions
from kb.layout import SITE_FILE
from kb.loader import Loaded, load
from kb.locales import Locale
from kb.model import Library, Translation
from kb.stamps_file import stamps_path
from kb.translation_state import compare, section_hashes, still_current
from kb.translation_state import stamp as stamp_text
from kb.word_stamps import BeforeChange, addressed, check_addresses, is_address, new_stamps, stamped_slots, stamps_file


@click.command()
@click.argument("names", metavar="[SLUG|ADDRESS]...", nargs=-1)
@click.option("--locale", "-l", "tags", multiple=True, help="Only these languages; all by default.")
@click.option("--all", "everything", is_flag=True, help="Stamp every article, term, category title and label.")
@click.option(
    "--unchanged",
    is_flag=True,
    help="The change of the source needs no translating: stamp only what was current before it.",
)
@click.option("--since", metavar="REVISION", help="With --unchanged: the source as it was before the change, in git.")
@site_option
def stamp(
    names: tuple[str, ...], tags: tuple[str, ...], everything: bool, unchanged: bool, since: str | None, site_root: Path
) -> None:
    """Record that translations say what their source says now.

    Run it after translating: kb i18n stamp SLUG… [-l LOCALE]…

    Words in YAML have addresses, which kb i18n status prints: term:ID, category:ID, label:CATEGORY/DRAWING. A kind
    alone, term: for example, stands for all of it.

    An editor whose change alters no meaning, such as a mended typing error, runs kb i18n stamp --unchanged SLUG: what
    was current before is current again, and what was stale stays stale. Before means the last committed version with
    other words, or --since.
    """
    if bool(names) == everything:
        raise click.UsageError("name what to stamp, or use --all" + (", not both" if everything else ""))
    if since is not None and not unchanged:
        raise click.UsageError("--since goes with --unchanged")
    loaded = load(site_root)
    library = loaded.library
    wanted = [locale_named(tag, library.site) for tag in tags] or list(library.site.locales)
    if tags and library.site.source_locale in wanted:
        raise ContentError(f"{library.site.source_locale} is the source locale; name a translation of it")
    slugs, addresses = [name for name in names if not is_address(name)], [name for name in names if is_address(name)]
    check_addresses(library, addresses)
    translations = _translations(library, slugs, wanted) if slugs or everything else []
    sources = {source.path: source for each in translations if (source := library.source_of(each))}
    refuse_errors(loaded.problems, {SITE_FILE, *sources})
    if unchanged:
        before = {path: _before(library, source, since) for path, source in sources.items()}
        stamps = {each.path: _unchanged(each, library, before) for each in translations}
    else:
        stamps = {each.path: _complete(each, library) for each in translations}
    stamped = {path: _stamped(library, path, hashes) for path, hashes in stamps.items() if hashes is not None}
    words = _Words(addresses, everything, BeforeChange(library, since) if unchanged else None)
    for locale in wanted if addresses or everything else ():
        words.stamp(loaded, locale)
    write_all(library.root, {**stamped, **words.files})
    told = [f"{len(stamped)} of {len(translations)} translations"] if translations or not words.all else []
    told += [f"{words.stamped} of {words.all} words in YAML"] if words.all else []
    kept = "what was stale before" if unchanged else "what was current"
    click.echo(f"stamped {' and '.join(told)}; {kept} stays as it is", err=True)


@dataclass(slots=True)
class _Words:
    """The words in YAML that are stamped: how many of how many, and the new content of the files of stamps."""

    addresses: Sequence[str]
    everything: bool
    change: BeforeChange | None
    files: dict[str, bytes] = field(default_factory=dict)
    stamped: int = 0
    all: int = 0

    def stamp(self, loaded: Loaded, locale: Locale) -> None:
        """Stamp a locale's words.

        Raises:
            ContentError: one of the files that hold them cannot be read.
        """
        library = loaded.library
        if locale == library.site.source_locale:
            return
        slots = list(stamped_slots(library, locale))
        slots = slots if self.everything else addressed(slots, self.addresses)
        read = {path for slot in slots for path in (slot.file, slot.unit.place.path)}
        refuse_errors(loaded.problems, {stamps_path(locale), *read})
        self.all += len(slots)
        if new := new_stamps(library, locale, slots, self.change):
            self.stamped += len(new)
            path, content = stamps_file(library, locale, new)
            self.files[path] = content


def _translations(library: Library, slugs: Sequence[str], wanted: Sequence[Locale]) -> list[Translation]:
    named = {article_named(slug, library).slug for slug in slugs}
    return [
        translation
        for translation in library.translations()
        if translation.locale in wanted
        and (not slugs or translation.slug in named)
        and library.source_of(translation) is not None
    ]


def _complete(translation: Translation, library: Library) -> Mapping[str, str] | None:
    """The stamps of a translation that is as its source is, or None if they are there."""
    source = library.source_of(translation)
    if source is None or (translation.source and compare(translation, source).is_current):
        return None
    return section_hashes(source)


def _before(library: Library, source: Translation, since: str | None) -> Translation | None:
    """A source before its change: the last committed version with other words; None where there is none.

    Raises:
        HistoryError: there is no history, or no such revision in it.
    """
    if since is not None:
        return _earlier(source, version_at(library.root, source.path, since).text)
    now = section_hashes(source)
    found = (_earlier(source, version.text) for version in versions(library.root, source.path))
    return next((each for each in found if section_hashes(each) != now), None)


def _earlier(source: Translation, text: str) -> Translation:
    return as_translation(text, source.slug, source.locale, source.path)


def _unchanged(
    translation: Translation, library: Library, before: Mapping[str, Translation | None]
) -> Mapping[str, str] | None:
    """The stamps of a translation after a change without meaning, or None if they stay."""
    source = library.source_of(translation)
    earlier = before[source.path] if source else None
    if source is None or earlier is None:
        return None
    stamps = still_current(translation, earlier, source)
    return stamps if stamps != dict(translation.source) else None


def _stamped(library: Library, path: str, hashes: Mapping[str, str]) -> bytes:
    """The new content of a translation's file.

    Raises:
        ContentError: the file cannot be stamped as it is.
    """
    raw = (library.root / path).read_bytes()
    _, problems = decode(raw, path)
    if problems:
        raise ContentError(f"{problems[0]}; nothing was written")
    try:
        return stamp_text(raw.decode("utf-8"), hashes).encode("utf-8")
    except ValueError as error:
        raise ContentError(f"{path}: {error}; nothing was written") from error
