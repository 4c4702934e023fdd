"""`kb i18n status`: what there is to translate, and what first."""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

import click

from cli.content import refuse_errors
from cli.options import locale_named, site_option
from cli.output import counted, is_colored
from kb.errors import ContentError
from kb.layout import SITE_FILE
from kb.loader import load
from kb.model import Library
from kb.text_amount import unit_of
from kb.translation_gaps import Gaps
from kb.translation_status import ArticleStatus, LocaleStatus, State, translation_status
from kb.validation import suggestion
from kb.word_stamps import StaleWords

NEXT = 5
"""How many articles to do are listed for a locale unless all are asked for."""

COLUMNS = ("translated", "stale", "drafts", "missing")

WORK = {
    State.STALE: "changed since",
    State.UNSTAMPED: "never compared",
    State.DRAFT: "draft",
    State.MISSING: "missing",
}


@click.command()
@click.option("--locale", "-l", "tags", multiple=True, help="Only these languages; all by default.")
@click.option("--category", "-c", "category_id", help="Only the articles of this category.")
@click.option("--todo", is_flag=True, help=f"List all there is to do, not only {NEXT} of each kind.")
@click.option("--json", "as_json", is_flag=True, help="Print everything as JSON.")
@site_option
def status(tags: tuple[str, ...], category_id: str | None, todo: bool, as_json: bool, site_root: Path) -> None:
    """What is translated, stale and missing in each language, how much there is to do, and what to do next.

    Articles are in the order readers need them: the emergencies of site.yaml, the article that leads to people, then
    the editors' order. The amount is of the source: characters of Chinese, Japanese and Thai, words of all else.
    """
    loaded = load(site_root)
    library = loaded.library
    refuse_errors(loaded.problems, {SITE_FILE})
    locales = [locale_named(tag, library.site) for tag in tags] or None
    if category_id is not None and library.category(category_id) is None:
        known = suggestion(category_id, [category.id for category in library.categories])
        raise ContentError(f"there is no category {category_id!r}{known}")
    found = translation_status(library, locales, category_id)
    unit = unit_of(library.site.source_locale)
    if as_json:
        click.echo(json.dumps(_plain(found, library, unit), ensure_ascii=False, indent=2))
        return
    for each in found:
        if each.articles or _told(each.gaps) or each.words != StaleWords():
            click.echo("\n".join(_lines(each, library, unit, None if todo else NEXT)), color=is_colored())


def _lines(status: LocaleStatus, library: Library, unit: str, limit: int | None) -> Iterator[str]:
    counts = status.counts()
    yield click.style(f"{status.locale} {status.locale.native_name}", bold=True)
    if status.articles:
        ids = [category.id for category in library.categories]
        shelves = [id for id in ids if any(each.category_id == id for each in status.articles)]
        width = max(map(len, [*shelves, "category"]))
        heading = f"{unit} to do"
        yield f"  {'category':{width}}  {'  '.join(COLUMNS)}  {heading}"
        for name, row in [*((id, status.counts(id)) for id in shelves), ("all", counts)]:
            cells = "  ".join(f"{getattr(row, column):>{len(column)}}" for column in COLUMNS)
            yield f"  {name:{width}}  {cells}  {row.amount:>{len(heading)}}"
    if to_do := status.to_do:
        yield "  next:"
        yield from (f"    {_task(each, unit)}" for each in to_do[:limit])
        if limit is not None and len(to_do) > limit:
            yield f"    and {len(to_do) - limit} more; --todo lists them"
    if told := _told(status.gaps):
        yield f"  without words: {told}"
    yield from _stale(status.words, limit)
    yield ""


def _task(article: ArticleStatus, unit: str) -> str:
    which = f": {', '.join(article.sections)}" if article.state is State.STALE else ""
    return f"{article.path} ({WORK[article.state]}{which}; {article.amount} {unit})"


def _told(gaps: Gaps) -> str:
    """`3 messages, 1 term (uid)`: how much is missing, and what where it is little."""
    told = []
    for name, noun in (
        ("messages", "message"),
        ("terms", "term"),
        ("categories", "category title"),
        ("labels", "label"),
        ("settings", "setting"),
    ):
        if missing := getattr(gaps, name):
            few = f" ({', '.join(missing)})" if len(missing) <= NEXT and name != "messages" else ""
            told.append(counted(len(missing), noun) + few)
    return ", ".join(told)


def _stale(words: StaleWords, limit: int | None) -> Iterator[str]:
    """`changed since: term:uid/definition`: the terms, titles of categories and labels to look at again."""
    for what, slots in (("changed since", words.changed), ("never compared", words.unstamped)):
        addresses = [slot.unit.context for slot in slots]
        if limit is not None and len(addresses) > limit:
            kinds = Counter(f"{address.partition(':')[0]}:" for address in addresses)
            addresses = [f"{count} at {kind}" for kind, count in kinds.items()]
        if addresses:
            yield f"  {what}: {', '.join(addresses)}"


def _plain(found: Sequence[LocaleStatus], library: Library, unit: str) -> dict[str, object]:
    return {
        "source_locale": library.site.source_locale.tag,
        "unit": unit,
        "locales": [
            {
                "locale": each.locale.tag,
                "counts": asdict(each.counts()),
                "categories": {
                    category.id: asdict(each.counts(category.id))
                    for category in library.categories
                    if any(article.category_id == category.id for article in each.articles)
                },
                "articles": [
                    {**asdict(article), "locale": article.locale.tag, "state": article.state.value}
                    for article in each.articles
                ],
                "without_words": asdict(each.gaps),
                "stale_words": {
                    "changed": [slot.unit.context for slot in each.words.changed],
                    "unstamped": [slot.unit.context for slot in each.words.unstamped],
                },
            }
            for each in found
        ],
    }
