"""`kb new`: a file for an article or a translation that is to be written."""

from collections.abc import Callable
from pathlib import Path

import click

from cli.content import article_named, refuse_errors
from cli.options import answer_to, can_ask, locale_named, now, site_option
from indexer.slugs import suggested_slug
from kb.errors import ContentError
from kb.files import write_all
from kb.layout import ARTICLES, SITE_FILE
from kb.loader import load
from kb.locales import Locale
from kb.model import Library
from kb.names import SLUG, refuse_category, refuse_slug
from kb.new_article import ArticleKind, NewArticle, translation_to_write


@click.command()
@click.argument("title", required=False)
@click.option("--category", "-c", help="The folder below articles/ it belongs in.")
@click.option("--locale", "-l", "tag", help="The language of the title; the site's source locale by default.")
@click.option("--slug", help="Its address; suggested from the title by default, Chinese by pinyin.")
@click.option(
    "--kind",
    type=click.Choice([kind.value for kind in ArticleKind]),
    default=ArticleKind.STEPS.value,
    show_default=True,
    help="Which headings it begins with.",
)
@click.option("--owner", default="", help="Who looks after it.")
@click.option("--translate", metavar="SLUG", help="Begin the translation of this article into --locale instead.")
@site_option
def new(
    title: str | None,
    category: str | None,
    tag: str | None,
    slug: str | None,
    kind: str,
    owner: str,
    translate: str | None,
    site_root: Path,
) -> None:
    """Write the file of a new article, as a draft: kb new "怎么提现" --category deposits

    On a terminal, what is not given is asked for. The path is printed.
    """
    loaded = load(site_root)
    library = loaded.library
    refuse_errors(loaded.problems, {SITE_FILE})
    if translate is not None:
        if title or category or slug or owner:
            raise click.UsageError("--translate takes only --locale; the rest is that of the article")
        path, text = _translation(translate, tag, library)
    else:
        if category is None:
            category = _ask_category(library)
        refuse_category(category, library)
        locale = locale_named(tag, library.site) if tag else _ask_locale(library)
        question = "Title: the reader's question or task"
        title = _ask(question, "TITLE", checked=_on_one_line) if title is None else _on_one_line(title)
        path = _free_path(slug, category, locale, library) if slug else _ask_path(title, category, locale, library)
        text = NewArticle(title, locale, ArticleKind(kind), owner).text(now().date())
    if (library.root / path).exists():
        raise ContentError(f"{path} is there already; nothing was written")
    write_all(library.root, {path: text.encode()})
    click.echo(path)
    if translate is not None:
        click.echo(f"translate it, set 'status: published', then: kb i18n stamp {translate} -l {tag}", err=True)
    else:
        click.echo("write it, set 'status: published' when it is ready, then: kb check", err=True)


def _translation(slug: str, tag: str | None, library: Library) -> tuple[str, str]:
    """The path and the text of a translation to be written."""
    if tag is None:
        raise click.UsageError("name the language of the translation with --locale")
    article, locale = article_named(slug, library), locale_named(tag, library.site)
    source = article.translations.get(library.site.source_locale.tag)
    if source is None:
        raise ContentError(f"{article.slug!r} has no source in {library.site.source_locale}; write it first")
    if existing := article.translations.get(locale.tag):
        raise ContentError(f"{existing.path} is there already; nothing was written")
    path = f"{ARTICLES}/{article.category_id}/{article.slug}.{locale}.md"
    return path, translation_to_write(source, now().date())


def _free_path(slug: str, category: str, locale: Locale, library: Library) -> str:
    """Where a new article goes; one whose source is still to be written may have its slug already."""
    article = library.articles.get(slug)
    is_source = article and locale == library.site.source_locale and locale.tag not in article.translations
    if article and is_source and article.category_id != category:
        raise ContentError(f"{slug!r} lies in category {article.category_id!r}; write its source there")
    refuse_slug(slug, library, owner=slug if is_source else None)
    return f"{ARTICLES}/{category}/{slug}.{locale}.md"


def _on_one_line(title: str) -> str:
    """A title as front matter has it: without line ends, and without what only a terminal understands."""
    title = " ".join("".join(each if each.isprintable() else " " for each in title).split())
    if not title:
        raise ContentError("the title is empty; write the reader's question or task")
    return title


def _ask(question: str, option: str, default: str | None = None, checked: Callable[[str], str] = str) -> str:
    if not can_ask():
        raise click.UsageError(f"{option} is missing")
    return answer_to(question, default, checked)


def _ask_category(library: Library) -> str:
    known = [each.id for each in library.categories]
    if not known:
        raise ContentError("the site has no categories yet; write articles/CATEGORY/category.yaml first")
    if not can_ask():
        raise click.UsageError(f"--category is missing; known are {', '.join(known)}")

    def checked(answer: str) -> str:
        refuse_category(answer, library)
        return answer

    return _ask(f"Category ({', '.join(known)})", "--category", known[0] if len(known) == 1 else None, checked)


def _ask_locale(library: Library) -> Locale:
    source = library.site.source_locale
    if not can_ask() or len(library.site.locales) == 1:
        return source
    listed = ", ".join(locale.tag for locale in library.site.locales)
    return locale_named(
        _ask(f"Language ({listed})", "--locale", source.tag, lambda tag: locale_named(tag, library.site).tag),
        library.site,
    )


def _ask_path(title: str, category: str, locale: Locale, library: Library) -> str:
    """The path under the slug suggested from the title, for the user to change; they may answer with an English
    title.
    """
    suggested = suggested_slug(title, library.trade_words(locale))
    if not can_ask():
        if not suggested:
            raise click.UsageError("no slug can be made of this title; give one with --slug, like withdraw-crypto")
        return _free_path(suggested, category, locale, library)

    def checked(answer: str) -> str:
        slug = answer if SLUG.fullmatch(answer) else suggested_slug(answer) or answer
        return _free_path(slug, category, locale, library)

    return _ask("Slug, or a title in English", "--slug", suggested or None, checked)
