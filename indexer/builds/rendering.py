"""Rendering a library for a build, and knowing which articles need it again."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from indexer.builds.fingerprints import renderer_fingerprint
from indexer.builds.json_files import read_json, write_json
from indexer.builds.model import ArticleRecord
from indexer.builds.published import ARTICLES, record_path
from indexer.builds.workers import Workers
from indexer.files import take_over
from kb.errors import IndexUnavailableError
from kb.facts import Fact, names_in
from kb.images import as_named_from
from kb.locales import Locale
from kb.markdown.references import Kind, references
from kb.media import Image
from kb.model import Library, Translation
from kb.rendering.article import RenderedArticle
from kb.rendering.links import Target, parse_target
from kb.rendering.renderer import RENDERED_MSGIDS, Renderer
from kb.rendering.tree import Surroundings

Labels = Mapping[str, Mapping[str, str]]
"""The messages that rendering uses, by locale tag and message id."""
Images = Mapping[str, Mapping[str, Image]]
"""The images as each locale shows them: by locale tag, then by path below `articles/`."""
Place = tuple[str, str]
"""A slug and a locale tag."""


@dataclass(frozen=True, slots=True)
class RenderedLibrary:
    """Every published translation, rendered, and which of them were rendered just now.

    `promising` are those whose promises may have changed: what they say, their keywords or the questions themselves.
    `earlier` are the records of the build before by locale tag, those included that this one does not have.
    """

    articles: Mapping[Place, RenderedArticle]
    fresh: frozenset[Place]
    promising: frozenset[Place]
    earlier: Mapping[str, Sequence[ArticleRecord]]

    def of(self, translation: Translation) -> RenderedArticle:
        """What a translation was rendered to."""
        return self.articles[translation.slug, translation.locale.tag]


@dataclass(frozen=True, slots=True)
class _Job:
    """A translation to be rendered, and what its record says besides."""

    translation: Translation
    around: tuple[str, str]
    key: str
    promises: str


@dataclass(frozen=True, slots=True)
class _Workshop:
    """What rendering needs besides the translations."""

    facts: Mapping[str, Fact]
    labels: Labels
    around: Mapping[tuple[str, str], Surroundings]
    into: Path

    def render(self, jobs: Sequence[_Job]) -> list[RenderedArticle]:
        """Render translations and write their records."""
        renderer = Renderer(self.facts, lambda locale, msgid: self.labels[locale.tag][msgid])
        done: list[RenderedArticle] = []
        for job in jobs:
            translation = job.translation
            article = renderer.render(translation, self.around[job.around])
            record = ArticleRecord(job.key, job.promises, translation.keywords, article)
            write_json(record_path(self.into, translation.slug, translation.locale), record)
            done.append(article)
        return done


def render_library(
    library: Library, images: Images, labels: Labels, workers: Workers, *, into: Path, reuse: Path | None
) -> RenderedLibrary:
    """Render the published `library` into the build folder `into`; what `reuse` holds unchanged is taken from there."""
    keys = _Keys(library, images, labels)
    earlier = _earlier_records(reuse, library) if reuse else {}
    articles: dict[Place, RenderedArticle] = {}
    jobs: list[_Job] = []
    promising: set[Place] = set()
    for translation in library.translations():
        place = (translation.slug, translation.locale.tag)
        key, promises = keys.key(translation), _promises_key(translation)
        before = earlier.get(place)
        if before is None or before.key != key:
            jobs.append(_Job(_to_render(translation), keys.around(translation), key, promises))
            promising.add(place)
            continue
        articles[place] = before.article
        target = record_path(into, translation.slug, translation.locale)
        if reuse and before.promises == promises:
            take_over(record_path(reuse, translation.slug, translation.locale), target)
        else:
            promising.add(place)
            write_json(target, ArticleRecord(key, promises, translation.keywords, before.article))
    shop = _Workshop(library.facts, labels, keys.surroundings, into)
    rendered = workers.map(f"rendering {len(jobs)} of {len(articles) + len(jobs)}", shop.render, jobs)
    fresh = [(job.translation.slug, job.translation.locale.tag) for job in jobs]
    articles |= dict(zip(fresh, rendered, strict=True))
    of_locale: dict[str, list[ArticleRecord]] = defaultdict(list)
    for (_, tag), record in earlier.items():
        of_locale[tag].append(record)
    return RenderedLibrary(articles, frozenset(fresh), frozenset(promising), of_locale)


def _to_render(translation: Translation) -> Translation:
    """The translation without what rendering does not read, since it may be sent to another process."""
    return replace(translation, sections=(), source={}, places={})


def _earlier_records(build: Path, library: Library) -> dict[Place, ArticleRecord]:
    """The records of an earlier build that can be read, in the locales the site has now."""
    records: dict[Place, ArticleRecord] = {}
    for locale in library.site.locales:
        for path in sorted((build / ARTICLES / locale.tag).glob("*.json")):
            try:
                records[path.stem, locale.tag] = read_json(path, ArticleRecord)
            except IndexUnavailableError:
                continue  # damaged: rendered again
    return records


def _promises_key(translation: Translation) -> str:
    parts = "\0".join([*translation.keywords, "", *translation.questions])
    return sha256(parts.encode("utf-8", "surrogatepass")).hexdigest()[:16]


class _Keys:
    """What each article is rendered from, as a hash: its own words, and only those other things that it refers to."""

    def __init__(self, library: Library, images: Images, labels: Labels) -> None:
        self._library = library
        self._labels = labels
        self._homes = {slug: article.category_id for slug, article in library.articles.items()}
        base_path = library.site.base_path
        self.surroundings = {
            (category.id, tag): Surroundings(
                base_path, self._homes, as_named_from(category.id, shown), library.successors
            )
            for tag, shown in images.items()
            for category in library.categories
        }
        self._engine = renderer_fingerprint()
        self._formatted: dict[tuple[str, str], str] = {}

    def around(self, translation: Translation) -> tuple[str, str]:
        """Under what an article's surroundings are found: its category and its locale."""
        return self._homes[translation.slug], translation.locale.tag

    def key(self, translation: Translation) -> str:
        """The hash of everything that rendering this article reads."""
        locale = translation.locale
        parts = [self._engine, locale.tag, translation.title, translation.summary, translation.body]
        parts += [self._homes[translation.slug], self._library.site.base_path]
        parts += [self._labels[locale.tag][msgid] for msgid in RENDERED_MSGIDS]
        text = f"{translation.title}\n{translation.summary}\n{translation.body}"
        parts += [self._fact(name, locale) for name in names_in(text)]
        around = self.surroundings[self.around(translation)]
        for reference in references(translation.body, translation.path, translation.body_line):
            if reference.kind in (Kind.LINK, Kind.IMAGE):
                target = parse_target(reference.target)
                image = around.images.get(target.name)
                parts.append(around.article_address(target) or "" if target.kind is Target.ARTICLE else "")
                parts.append(image.public_name if image else "")
        return sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()

    def _fact(self, name: str, locale: Locale) -> str:
        if (name, locale.tag) not in self._formatted:
            fact = self._library.facts.get(name)
            self._formatted[name, locale.tag] = "" if fact is None else fact.format(locale)
        return self._formatted[name, locale.tag]
