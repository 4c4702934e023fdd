"""`kb show`: what the site knows of an article."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path

import click

from cli.content import article_named
from cli.options import now, site_option, store_of
from indexer.builds.published import open_current
from indexer.promises import FIRST, place_of_article
from kb.article_report import ArticleReport, LocaleReport, report_on
from kb.errors import IndexUnavailableError
from kb.loader import load
from kb.model import Article

Places = Mapping[tuple[str, str], int | None]
"""Where an article stands among the results, by locale tag and question; None for what does not find it."""


@click.command()
@click.argument("slug")
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")
@site_option
def show(slug: str, as_json: bool, site_root: Path) -> None:
    """What is known of the article SLUG: its languages, what leads to it and from it, and its search contracts.

    Questions are asked of the live build, if there is one.
    """
    library = load(site_root).library.at(now())
    article = article_named(slug, library)
    report = report_on(article, library)
    places = _places(article, site_root)
    if as_json:
        click.echo(json.dumps(_plain(report, places), ensure_ascii=False, indent=2, default=str))
        return
    for line in _lines(report, places):
        click.echo(line)
    if places is None and any(each.questions for each in report.locales):
        click.echo("questions were not asked: there is no live build; run kb build", err=True)


def _places(article: Article, site_root: Path) -> Places | None:
    """Where each question finds the article; None without a live build."""
    try:
        build = open_current(store_of(site_root))
    except IndexUnavailableError:
        return None
    try:
        return {
            (tag, question): place_of_article(build.searcher, question, translation)
            for tag, translation in article.translations.items()
            for question in translation.questions
            if translation.is_published
        }
    finally:
        build.close()


def _plain(report: ArticleReport, places: Places | None) -> dict[str, object]:
    plain = asdict(report)
    for locale in plain["locales"]:
        locale["questions"] = [
            _question(question, _place(places, locale["locale"], question)) for question in locale["questions"]
        ]
    for link in plain["links_here"]:
        link["place"] = f"{link['place']['path']}:{link['place']['line']}:{link['place']['column']}"
    return plain


def _question(question: str, place: int | str | None) -> dict[str, object]:
    """`holds` is null where it was not asked."""
    asked = not isinstance(place, str)
    return {"question": question, "place": place if asked else None, "holds": _holds(place)}


def _place(places: Places | None, tag: str, question: str) -> int | str | None:
    """The place among the results, None if it is not found, `unknown` if it was not asked."""
    return "unknown" if places is None or (tag, question) not in places else places[tag, question]


def _holds(place: int | str | None) -> bool | None:
    return None if isinstance(place, str) else place is not None and place <= FIRST


def _lines(report: ArticleReport, places: Places | None) -> Iterator[str]:
    title = f" ({report.category_title})" if report.category_title else ""
    yield f"{report.slug} in {report.category}{title}"
    for key, value in (("publish_at", report.publish_at), ("expire_at", report.expire_at)):
        if value:
            yield f"{key} {value}"
    for locale in report.locales:
        yield from _locale(locale, places)
    told = (
        ("links here", [f"{each.slug} {each.place}" for each in report.links_here]),
        ("links to", report.links_to),
        ("related", report.related),
        ("related from", report.related_from),
        ("terms", [f"{each.locale} {each.id} {each.term}" for each in report.terms]),
        ("site.yaml", report.settings),
        ("facts", report.facts),
        ("redirects here", report.redirects_from),
        ("redirects to", [report.redirect] if report.redirect else []),
    )
    for name, entries in told:
        if entries:
            yield f"{name}:"
            yield from (f"  {entry}" for entry in entries)


def _locale(locale: LocaleReport, places: Places | None) -> Iterator[str]:
    yield f"{locale.locale:8} {locale.state:10} {locale.title}".rstrip()
    if locale.path:
        dates = [("updated", locale.updated), ("review by", locale.review_by), ("owner", locale.owner)]
        yield "  " + ", ".join([locale.path, *(f"{name} {value}" for name, value in dates if value)])
    if locale.stale:
        yield f"  stale: {', '.join(locale.stale)}"
    for question in locale.questions:
        yield f"  {_answer(_place(places, locale.locale, question))} {question}"


def _answer(place: int | str | None) -> str:
    if isinstance(place, str):
        return "[not asked]"
    if place is None:
        return "[not found]"
    return f"[found: {place}]" if place <= FIRST else f"[too far: {place}]"
