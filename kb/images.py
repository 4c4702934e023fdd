"""The images that articles show, read once for checks and rendering."""

import posixpath
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kb.drawings import PLACEHOLDER, Drawing, parse
from kb.facts import Fact
from kb.files import read_text, relative
from kb.layout import ARTICLES
from kb.locales import Locale
from kb.markdown.references import Kind, Reference, references
from kb.media import Image, read_media
from kb.model import Library, Translation
from kb.problems import Problem
from kb.rendering.links import Target, parse_target
from kb.validation import validate
from kb.yaml_source import read_yaml


@dataclass(frozen=True, slots=True)
class ImageShelf:
    """Images by path below `articles/`, the drawings with labels among them, and why others cannot be used."""

    images: Mapping[str, Image]
    drawings: Mapping[str, Drawing]
    faults: Mapping[str, str]

    def in_locale(self, locale: Locale, chain: Sequence[Locale], facts: Mapping[str, Fact]) -> dict[str, Image]:
        """The images as one language shows them, drawings with its labels."""
        drawn = {
            path: self.images[path].with_content(drawing.in_locale(locale, chain, facts).encode(), locale.tag)
            for path, drawing in self.drawings.items()
        }
        return {**self.images, **drawn}


def as_named_from(category_id: str, images: Mapping[str, Image]) -> dict[str, Image]:
    """Images by path below `articles/`, as articles of one category name them: relative to their folder."""
    return {posixpath.relpath(path, category_id): image for path, image in images.items()}


def media_path(category_id: str, destination: str) -> str:
    """The path below `articles/` of an image or file that an article of this category names."""
    return posixpath.normpath(posixpath.join(category_id, destination))


def media_references(translation: Translation, category_id: str) -> list[tuple[Reference, str]]:
    """The images and files an article refers to, with their path below `articles/`."""
    found = []
    for each in references(translation.body, translation.path, translation.body_line):
        if each.kind not in (Kind.IMAGE, Kind.LINK):
            continue
        target = parse_target(each.target)
        if target.kind is Target.MEDIA:
            found.append((each, media_path(category_id, target.name)))
    return found


def collect_images(library: Library) -> tuple[ImageShelf, list[Problem]]:
    """Every image the library's articles refer to that lies within the site, and what is wrong with files of labels."""
    root = library.root / ARTICLES
    images: dict[str, Image] = {}
    drawings: dict[str, Drawing] = {}
    faults: dict[str, str] = {}
    problems: list[Problem] = []
    for translation in library.translations():
        category_id = library.articles[translation.slug].category_id
        for _, path in media_references(translation, category_id):
            if path in images or path in faults:
                continue
            try:
                if not (root / path).resolve().is_relative_to(root.resolve()):
                    raise FileNotFoundError(path)
                image = read_media(root / path)
                drawing, found = _drawing(library, root / path)
                problems += found
                images[path] = image
                if drawing:
                    drawings[path] = drawing
            except FileNotFoundError:
                faults[path] = f"there is no file articles/{path}"
            except (OSError, ValueError) as error:
                faults[path] = str(error)
    return ImageShelf(images, drawings, faults), problems


def _drawing(library: Library, path: Path) -> tuple[Drawing | None, list[Problem]]:
    """The drawing in an SVG file with placeholders, with the labels of the site's locales that lie beside it.

    Raises:
        ValueError: the SVG file, with placeholders or without, cannot be shown.
    """
    if path.suffix.lower() != ".svg":
        return None, []
    svg, undecodable = read_text(library.root, path)
    if undecodable:
        raise ValueError(undecodable[0].message)
    parse(svg)
    if not PLACEHOLDER.search(svg):
        return None, []
    labels: dict[str, Mapping[str, str]] = {}
    problems: list[Problem] = []
    for locale in library.site.locales:
        file = labels_path(path, locale)
        if file.is_file():
            name = relative(library.root, file)
            text, found = read_text(library.root, file)
            document = read_yaml(text, name, check="drawing-labels")
            given, wrong = validate(dict[str, str], document, check="drawing-labels")
            problems += [*found, *document.problems, *wrong]
            labels[locale.tag] = given or {}
    drawing = Drawing(svg, labels)
    drawing.in_locale(library.site.source_locale, (), library.facts)  # lengths that cannot be read are found here
    return drawing, problems


def labels_path(drawing: Path, locale: Locale) -> Path:
    """Where the labels of a drawing lie: `media/flow.svg` has `media/flow.ja.yaml` beside it."""
    return drawing.with_name(f"{drawing.stem}.{locale.tag}.yaml")
