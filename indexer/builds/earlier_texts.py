"""What a source said when it was last published, for sites without a history in git.

A build holds articles as machines read them: facts inserted, links resolved. Both are taken back here; whether that
gave the very words that were translated, their hash tells, and who asks must compare it.
"""

import re
from collections.abc import Iterator, Mapping

from indexer.builds.json_files import read_json
from indexer.builds.model import ArticleRecord
from indexer.builds.published import record_path
from indexer.builds.store import BuildStore
from kb.errors import IndexUnavailableError
from kb.facts import Fact, names_in
from kb.markdown.sections import split_sections
from kb.model import Library, Section, Translation
from kb.rendering.links import LOCALE_MARK
from kb.translation_diff import Earlier, parts_of
from kb.translation_state import SUMMARY, TITLE


def stored_sources(store: BuildStore, library: Library, source: Translation) -> Iterator[Earlier]:
    """A source as the live build and the one before it have it, as far as they can be read."""
    try:
        pointer = store.pointer()
    except IndexUnavailableError:
        return
    for build_id in (pointer.build_id, pointer.previous) if pointer else ():
        if build_id is None:
            continue
        try:
            record = read_json(record_path(store.directory / build_id, source.slug, source.locale), ArticleRecord)
        except IndexUnavailableError:
            continue
        yield Earlier(_sections(record, library, source), f"build {build_id}")


def _sections(record: ArticleRecord, library: Library, source: Translation) -> Mapping[str, Section]:
    article = record.article
    lead = f"# {article.title}\n\n" + (f"> {article.summary}\n\n" if article.summary else "")
    body = _with_names(article.markdown.removeprefix(lead), library.site.base_path)
    parts = [Section(TITLE, article.title, 1, "", 1), Section(SUMMARY, "", 1, article.summary, 1)]
    now = parts_of(source)
    sections: dict[str, Section] = {}
    for part in (*parts, *split_sections(body)):
        own = now.get(part.id)
        first = names_in(f"{own.title}\n{own.text}") if own else []
        names = [name for name in dict.fromkeys((*first, *library.facts)) if name in library.facts]
        facts = {name: library.facts[name] for name in names}
        title, text = (_with_placeholders(each, facts, source) for each in (part.title, part.text))
        sections[part.id] = Section(part.id, title, part.level, text, part.line)
    return sections


def _with_names(body: str, base_path: str) -> str:
    """The addresses of articles and categories as `article:slug#section` and `category:id` again."""
    start = re.escape(f"({base_path}/{LOCALE_MARK}/")
    body = re.sub(rf"{start}[^/()\s]+/([^/()#\s]+)(#[^()\s]*)?\)", r"(article:\1\2)", body)
    return re.sub(rf"{start}([^/()\s]+)/\)", r"(category:\1)", body)


def _with_placeholders(text: str, facts: Mapping[str, Fact], source: Translation) -> str:
    """The values of facts as placeholders again; of two that read alike the one the section inserts today."""
    values: dict[str, str] = {}
    for name, fact in facts.items():
        values.setdefault(fact.format(source.locale), f"{{{{fact:{name}}}}}")
    if not values:
        return text
    longest_first = sorted(values, key=len, reverse=True)
    return re.sub("|".join(map(re.escape, longest_first)), lambda match: values[match[0]], text)
