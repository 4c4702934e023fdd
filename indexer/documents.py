"""From rendered articles to what an index holds: one document a section, and nothing an editor did not write."""

from collections.abc import Iterable, Iterator

from indexer.model import IndexDocument
from kb.markdown.sections import INTRO
from kb.model import Article, Translation
from kb.rendering.article import RenderedArticle
from kb.rendering.plain_text import PlainSection


def documents_of(article: Article, translation: Translation, rendered: RenderedArticle) -> Iterator[IndexDocument]:
    """The sections of an article in reading order; keywords are in each, the summary with the first, questions nowhere.

    A heading with nothing under it, such as the one above a list of questions, is no place to lead a reader to. An
    article without any text is found by its title and summary.
    """
    summary = rendered.summary
    for section in _sections(rendered) or [PlainSection(INTRO, "", 1, "")]:
        yield IndexDocument(
            slug=article.slug,
            section_id=section.id,
            category_id=article.category_id,
            title=rendered.title,
            section_title=section.title,
            summary=summary,
            text=section.text,
            keywords=translation.keywords,
        )
        summary = ""


def texts_of(rendered: RenderedArticle, keywords: Iterable[str]) -> Iterator[str]:
    """Every text of an article's documents, each keyword by itself; some may come several times."""
    yield from (text for text in (rendered.title, rendered.summary, *keywords) if text)
    for section in _sections(rendered):
        yield section.text
        if section.title:
            yield section.title


def _sections(rendered: RenderedArticle) -> list[PlainSection]:
    return [section for section in rendered.sections if section.text]
