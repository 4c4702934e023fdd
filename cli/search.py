"""`kb search`: what a visitor would find."""

import json
import time
from pathlib import Path

import click

from cli.explain import explanation_lines, plain_explanation
from cli.options import locale_named, site_option, store_of
from cli.output import counted
from indexer.builds.published import open_current
from indexer.explanation import explain
from indexer.model import SearchHit, SearchRequest


@click.command()
@click.argument("query")
@site_option
@click.option("--locale", "-l", "tag", help="Language of the visitor; the site's source language by default.")
@click.option("--category", "-c", help="Only this category.")
@click.option("--limit", type=click.IntRange(1, 100), default=10, show_default=True)
@click.option("--explain", "explains", is_flag=True, help="Print what was asked, tried and found, with scores.")
@click.option("--json", "as_json", is_flag=True, help="Print the hits as JSON.")
def search(
    query: str, site_root: Path, tag: str | None, category: str | None, limit: int, explains: bool, as_json: bool
) -> None:
    """Search the live build."""
    build = open_current(store_of(site_root))
    try:
        request = SearchRequest(query, locale_named(tag, build.library.site), category, limit)
        started = time.perf_counter()
        results = build.searcher.search(request)
        milliseconds = (time.perf_counter() - started) * 1000
        explanation = explain(build.searcher, request) if explains else None
    finally:
        build.close()
    if as_json:
        printed: dict[str, object] = {
            "query": query,
            "total": results.total,
            "corrected_query": results.corrected_query,
        }
        printed["hits"] = [_plain(hit) for hit in results.hits]
        if explanation:
            printed["explanation"] = plain_explanation(explanation)
        click.echo(json.dumps(printed, ensure_ascii=False, indent=2))
        return
    for number, hit in enumerate(results.hits, start=1):
        section = f"#{hit.section_id} {hit.section_title}".rstrip() if hit.section_title else ""
        click.echo(f"{number:2}. {hit.title}  [{hit.locale}] {hit.category_id}/{hit.slug}{section}  {hit.score:.2f}")
        click.echo(f"    {_marked(hit)}")
    if explanation:
        click.echo()
        for line in explanation_lines(explanation):
            click.echo(line)
    if results.corrected_query:
        click.echo(f"searched for {results.corrected_query!r} instead", err=True)
    click.echo(f"{counted(results.total, 'article')}, {milliseconds:.1f} ms", err=True)


def _plain(hit: SearchHit) -> dict[str, object]:
    return {
        "slug": hit.slug,
        "category": hit.category_id,
        "locale": hit.locale.tag,
        "title": hit.title,
        "section": {"id": hit.section_id, "title": hit.section_title},
        "score": hit.score,
    }


def _marked(hit: SearchHit) -> str:
    """The snippet with its matches set off."""
    text = hit.snippet.text
    for start, end in reversed(hit.snippet.highlights):
        text = text[:start] + click.style(text[start:end], bold=True) + text[end:]
    return text.replace("\n", " ")
