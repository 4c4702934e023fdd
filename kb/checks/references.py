"""Checks of what articles refer to: links, images, facts and raw HTML."""

import re
from collections.abc import Iterator
from pathlib import Path

from kb.checks.base import Finding, Subject, no_article
from kb.checks.headings import anchors_of
from kb.facts import names_in
from kb.images import labels_path, media_path, media_references
from kb.layout import ARTICLES
from kb.locales import Locale
from kb.markdown.references import Kind, Reference, references
from kb.model import Library, Status, Translation
from kb.problems import SourceRef
from kb.rendering.links import LinkTarget, Target, parse_target
from kb.rendering.sanitise import is_allowed
from kb.validation import suggestion

_ATTRIBUTE = re.compile(r"""([^\s"'<>/=]+)(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>]*))?""")
_IN_MARKDOWN = {
    "a": "[words](article:… or https://…)",
    "img": "![what it shows](media/…)",
    "track": "a '/// video | Title' block",
    "video": "a '/// video | Title' block",
}
"""Tags that hold addresses, which only Markdown's own links and images let checks see, and what to write instead."""


def _of(translation: Translation, *kinds: Kind) -> Iterator[Reference]:
    for reference in references(translation.body, translation.path, translation.body_line):
        if reference.kind in kinds:
            yield reference


def broken_links(subject: Subject) -> Iterator[Finding]:
    """Links to articles, sections, categories or files that are not there."""
    library = subject.library
    for translation in library.translations():
        for link in _of(translation, Kind.LINK):
            target = parse_target(link.target)
            if target.kind is Target.MEDIA:
                path = media_path(library.articles[translation.slug].category_id, target.name)
                if path not in subject.images.images:
                    yield (
                        link.place,
                        f"{link.target!r} leads nowhere: {subject.images.faults.get(path, 'no such file')}",
                    )
            elif fault := _fault(target, translation, library):
                yield link.place, fault


def _fault(target: LinkTarget, translation: Translation, library: Library) -> str | None:
    """Why a link cannot be followed, or None. A link to a missing translation follows the fallback chain."""
    match target.kind:
        case Target.ARTICLE:
            article = library.articles.get(target.name)
            if article is None:
                return no_article(target.name, library)
            shown = article.resolve(translation.locale, library.fallbacks(translation.locale))
            if target.section and shown and target.section not in anchors_of(shown.translation):
                near = suggestion(target.section, anchors_of(shown.translation))
                return f"article {target.name!r} has no section {target.section!r}{near}"
        case Target.SECTION if target.section not in anchors_of(translation):
            return (
                f"this article has no section {target.section!r}{suggestion(target.section, anchors_of(translation))}"
            )
        case Target.CATEGORY if library.category(target.name) is None:
            known = [category.id for category in library.categories]
            return f"category {target.name!r} is not defined{suggestion(target.name, known)}"
        case Target.UNKNOWN:
            return f"{target.name!r} is not an address the site can link to; use article:, category:, #… or https:"
        case _:
            pass
    return None


def links_to_drafts(subject: Subject) -> Iterator[Finding]:
    """Published articles that send readers to a draft."""
    library = subject.library
    drafts = {source.slug for source in library.sources() if source.status is Status.DRAFT}
    for translation in library.translations():
        if not translation.is_finished:
            continue
        for link in _of(translation, Kind.LINK):
            target = parse_target(link.target)
            if target.kind is Target.ARTICLE and target.name in drafts:
                yield link.place, f"this published article links to the draft {target.name!r}; publish it or unlink it"


def images(subject: Subject) -> Iterator[Finding]:
    """Images that are missing or cannot be read."""
    library = subject.library
    for translation in library.translations():
        for image, path in media_references(translation, library.articles[translation.slug].category_id):
            if image.kind is not Kind.IMAGE:
                continue
            if path in subject.images.faults:
                yield image.place, f"image {image.target!r}: {subject.images.faults[path]}"
            elif not subject.images.images[path].is_picture:
                yield (
                    image.place,
                    f"{image.target!r} is no image; show a video by a '/// video | Title' block",
                )
        for image in _of(translation, Kind.IMAGE):
            if parse_target(image.target).kind is not Target.MEDIA:
                yield (
                    image.place,
                    f"image {image.target!r} must lie in the category's media/ folder; no page loads others",
                )


def drawing_labels(subject: Subject) -> Iterator[Finding]:
    """Drawings that lack words in the language of an article that shows them, and words that no drawing shows."""
    library = subject.library
    seen: set[tuple[str, str]] = set()
    for translation in library.translations():
        category_id = library.articles[translation.slug].category_id
        for _, path in media_references(translation, category_id):
            drawing = subject.images.drawings.get(path)
            if drawing is None or (path, translation.locale.tag) in seen:
                continue
            seen.add((path, translation.locale.tag))
            file = labels_path(Path(ARTICLES, path), translation.locale).as_posix()
            for label in drawing.missing(translation.locale):
                yield SourceRef(file), f"label {label!r} of {path} has no words here; add them"
            for label in drawing.without_place(translation.locale):
                yield SourceRef(file), f"{path} shows no label {label!r}{suggestion(label, drawing.label_ids)}"


def image_text(subject: Subject) -> Iterator[Finding]:
    """Images without the words that stand for them."""
    for translation in subject.library.translations():
        for image in _of(translation, Kind.IMAGE):
            if not image.text.strip():
                yield image.place, f"image {image.target!r} has no alternative text; say in the brackets what it shows"


def image_size(subject: Subject) -> Iterator[Finding]:
    """Images too heavy for a phone."""
    library = subject.library
    limits = library.site.limits
    for translation in library.translations():
        for reference, path in media_references(translation, library.articles[translation.slug].category_id):
            image = subject.images.images.get(path)
            if image is None or not image.is_picture:
                continue
            if image.size > limits.image_bytes:
                size = f"{image.size // 1000} kB"
                yield (
                    reference.place,
                    f"image {reference.target!r} has {size}; the limit is {limits.image_bytes // 1000} kB",
                )
            elif image.width * image.height > limits.image_pixels:
                yield (
                    reference.place,
                    f"image {reference.target!r} has {image.width}×{image.height} pixels; make it smaller",
                )


def unsafe_html(subject: Subject) -> Iterator[Finding]:
    """Raw HTML that sanitising removes, and raw links and images, which no other check sees."""
    for translation in subject.library.translations():
        for tag in _of(translation, Kind.HTML):
            if tag.text.startswith("</"):
                continue
            if not is_allowed(tag.target):
                yield tag.place, f"<{tag.target}> is removed from every page; write Markdown instead"
                continue
            if instead := _IN_MARKDOWN.get(tag.target):
                yield tag.place, f"the address in <{tag.target}> escapes every check; write {instead} instead"
                continue
            for attribute in _ATTRIBUTE.findall(tag.text[1 + len(tag.target) : -1]):
                if not is_allowed(tag.target, attribute.lower()):
                    yield tag.place, f"attribute {attribute!r} of <{tag.target}> is removed from every page"


def unknown_facts(subject: Subject) -> Iterator[Finding]:
    """Placeholders of facts that `facts.yaml` does not define, in articles and in the words of drawings."""
    facts = subject.library.facts
    for path, drawing in subject.images.drawings.items():
        for tag, labels in drawing.labels.items():
            file = labels_path(Path(ARTICLES, path), Locale(tag)).as_posix()
            for label, text in labels.items():
                for name in names_in(text):
                    if name not in facts:
                        message = f"label {label!r}: facts.yaml defines no fact {name!r}{suggestion(name, facts)}"
                        yield SourceRef(file), message
    for translation in subject.library.translations():
        for fact in _of(translation, Kind.FACT):
            if fact.target not in facts:
                yield fact.place, f"facts.yaml defines no fact {fact.target!r}{suggestion(fact.target, facts)}"
        for key, text in (("title", translation.title), ("summary", translation.summary)):
            for name in names_in(text):
                if name not in facts:
                    yield translation.place(key), f"facts.yaml defines no fact {name!r}{suggestion(name, facts)}"


def place_of(translation: Translation, section_id: str) -> SourceRef:
    """Where a section begins in a translation, else where its Markdown begins."""
    for section in translation.sections:
        if section.id == section_id:
            return SourceRef(translation.path, section.line)
    return SourceRef(translation.path, translation.body_line)
