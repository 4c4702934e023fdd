"""`kb eval`: how well search answers graded questions."""

import json
import tempfile
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path

import click

from cli.options import site_option, store_of
from indexer.builds.published import open_current
from indexer.engines.whoosh import WhooshEngine
from indexer.evaluation import RANKS, Measures, Question, evaluate, read_questions
from indexer.finding import Finder
from indexer.model import IndexDocument, SearchRequest
from indexer.thesaurus import Thesaurus, analyses_for
from kb.errors import ContentError
from kb.locales import Locale, parse_locale

FILE = click.Path(path_type=Path, exists=True, dir_okay=False)


@click.command("eval")
@click.argument("questions", type=FILE)
@click.option(
    "--corpus", type=FILE, help="Search these texts instead of the site: JSON lines of id, locale, title, body."
)
@click.option("--apart", multiple=True, metavar="SUBTYPE", help="Measure questions of this subtype by themselves only.")
@click.option("--json", "as_json", is_flag=True, help="Print the measures as JSON.")
@site_option
def evaluation(questions: Path, corpus: Path | None, apart: tuple[str, ...], as_json: bool, site_root: Path) -> None:
    """Measure search with a file of questions whose right answers are known.

    One JSON object a line: id, locale, text, relevant (grades by article, or a list), perhaps kind and subtype.
    """
    asked = read_questions(questions.read_text(encoding="utf-8"), questions.name)
    with tempfile.TemporaryDirectory(prefix="kb-eval-") as folder:
        answer = _of_corpus(corpus, Path(folder)) if corpus else _of_site(site_root)
        measures = evaluate(asked, answer, apart)
    if as_json:
        click.echo(json.dumps({name: asdict(each) for name, each in measures.items()}, ensure_ascii=False, indent=2))
        return
    for name, each in measures.items():
        click.echo(_line(name, each))


def _line(name: str, measured: Measures) -> str:
    text = (
        f"{name:24} n {measured.answerable:5}  hit@1 best {measured.hit_at_1_best:.3f}  hit@1 {measured.hit_at_1:.3f}  "
        f"hit@3 {measured.hit_at_3:.3f}  mrr {measured.mrr:.3f}  ndcg@5 {measured.ndcg:.3f}  empty {measured.empty:.3f}"
    )
    if measured.unanswerable:
        text += f"  unanswerable {measured.unanswerable}, of them empty {measured.rightly_empty:.3f}"
    return text


def _of_site(site_root: Path) -> Callable[[Question], Sequence[str]]:
    searcher = open_current(store_of(site_root)).searcher
    return lambda question: [
        hit.slug
        for hit in searcher.search(SearchRequest(question.text, parse_locale(question.locale), limit=RANKS)).hits
    ]


def _of_corpus(corpus: Path, folder: Path) -> Callable[[Question], Sequence[str]]:
    """Searches texts as the product would, each locale by itself."""
    documents: dict[Locale, list[IndexDocument]] = defaultdict(list)
    for number, line in enumerate(corpus.read_text(encoding="utf-8").splitlines(), start=1):
        try:
            text = json.loads(line)
            locale = parse_locale(text["locale"])
            documents[locale].append(
                IndexDocument(str(text["id"]), "_intro", "", text.get("title", ""), "", "", text["body"], ())
            )
        except (ValueError, KeyError, TypeError) as error:
            raise ContentError(
                f"{corpus.name}:{number}: not a text with id, locale, title and body ({error})"
            ) from error
    analyses = analyses_for(documents, {})
    finders = {}
    for locale, texts in documents.items():
        WhooshEngine().write(folder / locale.tag, texts, analyses[locale.tag])
        index = WhooshEngine().open(folder / locale.tag)
        thesaurus = Thesaurus({}, {locale.tag: analyses[locale.tag]})
        finders[locale.tag] = Finder({locale.tag: index}, lambda _: (), thesaurus)

    def answer(question: Question) -> list[str]:
        finder = finders[question.locale]
        return finder.slugs(finder.asked(question.text, parse_locale(question.locale)))[:RANKS]

    return answer
