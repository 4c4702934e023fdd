"""Rendering a library for a build, and knowing which articles need it again."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from indexer.builds.fingerprints import renderer_fingerprint
from indexer.builds.json_files import read_json, write_json
from indexer.builds.model import ArticleRecord
from indexer.builds.published import record_path
from kb.errors import IndexUnavailableError
from kb.facts import names_in
from kb.images import as_named_from
from kb.locales import Locale
from kb.markdown.references import Kind, references
from kb.media import Image
from kb.model import Library, Translation
from kb.rendering.article import RenderedArticle
from kb.rendering.links import Target, parse_target
from kb.rendering.renderer import CALLOUT_MSGIDS, Renderer
from kb.rendering.tree import Surroundings

Labels = Callable[[Locale, str], str]
Images = Mapping[str, Mapping[str, Image]]
"""The images as each locale shows them: by locale tag, then by path below `articles/`."""


@dataclass(frozen=True, slots=True)
class RenderedLibrary:
    """Every published translation, rendered, by (slug, locale tag), and which of them were rendered just now.

    `promising` are those whose promises may have changed: what they say, their keywords or the questions themselves.
    """

    articles: Mapping[tuple[str, str], RenderedArticle]
    fresh: frozenset[tuple[str, str]]
    promising: frozenset[tuple[str, str]]


def render_library(
    library: Library, images: Images, labels: Labels, *, into: Path, reuse: Path | None
) -> RenderedLibrary:
    """Render the published `library` into the build folder `into`; what `reuse` holds unchanged is taken from there."""
    renderer = Renderer(library.facts, labels)
    keys = _Keys(library, images, labels)
    articles: dict[tuple[str, str], RenderedArticle] = {}
    fresh: set[tuple[str, str]] = set()
    promising: set[tuple[str, str]] = set()
    for translation in library.translations():
        place = (translation.slug, translation.locale.tag)
        key, promises = keys.key(translation), _promises_key(translation)
        earlier = _earlier(reuse, translation)
        if earlier is not None and earlier.key == key:
            record = ArticleRecord(key, promises, earlier.article)
        else:
            record = ArticleRecord(key, promises, renderer.render(translation, keys.surroundings(translation)))
            fresh.add(place)
        if place in fresh or earlier is None or earlier.promises != promises:
            promising.add(place)
        write_json(record_path(into, translation.slug, translation.locale), record)
        articles[place] = record.article
    return RenderedLibrary(articles, frozenset(fresh), frozenset(promising))


def _earlier(build: Path | None, translation: Translation) -> ArticleRecord | None:
    path = record_path(build, translation.slug, translation.locale) if build else None
    if path is None or not path.is_file():
        return None
    try:
        return read_json(path, ArticleRecord)
    except IndexUnavailableError:
        return None


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
        self._around = {
            (category.id, tag): Surroundings(base_path, self._homes, as_named_from(category.id, shown))
            for tag, shown in images.items()
            for category in library.categories
        }
        self._engine = renderer_fingerprint()

    def surroundings(self, translation: Translation) -> Surroundings:
        """What the article may refer to."""
        return self._around[self._homes[translation.slug], translation.locale.tag]

    def key(self, translation: Translation) -> str:
        """The hash of everything that rendering this article reads."""
        locale = translation.locale
        parts = [self._engine, locale.tag, translation.title, translation.summary, translation.body]
        parts += [self._homes[translation.slug], self._library.site.base_path]
        parts += [self._labels(locale, msgid) for msgid in CALLOUT_MSGIDS.values()]
        for name in names_in(f"{translation.title}\n{translation.summary}\n{translation.body}"):
            fact = self._library.facts.get(name)
            parts.append("" if fact is None else fact.format(locale))
        images = self.surroundings(translation).images
        for reference in references(translation.body, ""):
            if reference.kind in (Kind.LINK, Kind.IMAGE):
                target = parse_target(reference.target)
                image = images.get(target.name)
                parts.append(self._homes.get(target.name, "") if target.kind is Target.ARTICLE else "")
                parts.append(image.public_name if image else "")
        return sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()
