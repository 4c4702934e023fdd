"""What rendering gives. Serving needs only this, and not the libraries that render, which take 5 MB and 0.1 s."""

from dataclasses import dataclass

from kb.rendering.plain_text import PlainSection


@dataclass(frozen=True, slots=True)
class RenderedArticle:
    """An article ready to publish. `html` and `markdown` carry `LOCALE_MARK` where a reader's locale belongs.

    `headings` are (id, title, level) of levels 2 and 3; `sections` the words that search indexes.
    """

    title: str
    summary: str
    html: str
    markdown: str
    headings: tuple[tuple[str, str, int], ...]
    sections: tuple[PlainSection, ...]
