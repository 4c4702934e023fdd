"""Renders an article: Markdown and facts in, safe HTML, its headings and its words out."""

from collections.abc import Callable, Mapping

from markdown import Markdown
from markdown.extensions import Extension
from markdown.extensions.tables import TableExtension

from kb.catalogs import N_
from kb.facts import Fact, insert_facts
from kb.locales import Locale
from kb.markdown.references import Kind, references
from kb.markdown.sections import headings
from kb.model import Translation
from kb.rendering.article import RenderedArticle
from kb.rendering.as_read import AsRead
from kb.rendering.blocks import HelpBlocks
from kb.rendering.drawings_in_page import with_drawings
from kb.rendering.links import LOCALE_MARK, Target, category_path, media_address, parse_target
from kb.rendering.naming import MSGIDS
from kb.rendering.plain_text import PlainSection, plain_sections
from kb.rendering.sanitise import sanitise
from kb.rendering.tree import HelpTree, Surroundings

CALLOUT_MSGIDS = {"note": N_("Note"), "tip": N_("Tip"), "warning": N_("Warning"), "risk": N_("Risk")}
"""The interface messages that title callouts without a title of their own."""

RENDERED_MSGIDS = (*CALLOUT_MSGIDS.values(), *MSGIDS)
"""All messages that rendering takes from the catalog of an article's language."""


class Renderer:
    """Renders articles of one site; keeps one Markdown converter a locale, so it is not for use by several threads."""

    def __init__(self, facts: Mapping[str, Fact], labels: Callable[[Locale, str], str]) -> None:
        self._facts = facts
        self._labels = labels
        self._converters: dict[Locale, tuple[Markdown, HelpTree]] = {}

    def render(self, translation: Translation, around: Surroundings) -> RenderedArticle:
        """The article, its facts inserted, its links resolved within `around`."""
        locale = translation.locale
        body = self._insert(translation.body.replace(LOCALE_MARK, ""), locale)
        converter, tree = self._converter(locale)
        tree.around = around
        html = sanitise(converter.reset().convert(body), media_address(around.base_path))
        title, summary = self._insert(translation.title, locale), self._insert(translation.summary, locale)
        sections = plain_sections(html)
        return RenderedArticle(
            title=title,
            summary=summary,
            html=with_drawings(html, around.base_path, around.images),
            markdown=_as_markdown(title, summary, body, around),
            headings=tuple(_contents(body, sections)),
            sections=sections,
        )

    def _insert(self, text: str, locale: Locale) -> str:
        return insert_facts(text, self._facts, locale)

    def _converter(self, locale: Locale) -> tuple[Markdown, HelpTree]:
        if locale not in self._converters:
            tree = HelpTree({msgid: self._labels(locale, msgid) for msgid in MSGIDS})
            labels = {name: self._labels(locale, msgid) for name, msgid in CALLOUT_MSGIDS.items()}
            self._converters[locale] = (markdown_with(HelpBlocks(labels), tree), tree)
        return self._converters[locale]


def markdown_with(*ours: Extension) -> Markdown:
    """A converter of our dialect of Markdown, with our own extensions last."""
    return Markdown(
        extensions=[
            "attr_list",
            "def_list",
            "footnotes",
            "sane_lists",
            TableExtension(use_align_attribute=True),
            "pymdownx.superfences",
            "pymdownx.highlight",
            AsRead(),
            *ours,
        ],
        extension_configs={
            "footnotes": {"UNIQUE_IDS": False, "BACKLINK_TEXT": "↩"},
            "pymdownx.highlight": {"use_pygments": False},
        },
        output_format="html",
    )


def _contents(body: str, sections: tuple[PlainSection, ...]) -> list[tuple[str, str, int]]:
    """The table of contents: the body's headings, with the words they were rendered to."""
    words = {section.id: section.title for section in sections}
    return [
        (heading.id, words.get(heading.id, heading.title), heading.level)
        for heading in headings(body)
        if heading.id and heading.level in (2, 3)
    ]


def _as_markdown(title: str, summary: str, body: str, around: Surroundings) -> str:
    """The article as Markdown for machines: the links and images of the site resolved, nothing else changed."""
    lead = f"# {title}\n\n" + (f"> {summary}\n\n" if summary else "")
    for target in {each.target for each in references(body, "") if each.kind in (Kind.LINK, Kind.IMAGE)}:
        if address := _address(target, around):
            for end in (")", " "):  # a caption may follow
                body = body.replace(f"]({target}{end}", f"]({address}{end}")
    return lead + body.strip() + "\n"


def _address(target: str, around: Surroundings) -> str | None:
    """The address of what a link or image of the site means; None for everything else."""
    parsed = parse_target(target)
    match parsed.kind:
        case Target.ARTICLE:
            return around.article_address(parsed)
        case Target.CATEGORY:
            return category_path(around.base_path, parsed.name)
        case Target.MEDIA if parsed.name in around.images:
            return media_address(around.base_path, around.images[parsed.name].public_name)
        case _:
            return None
