"""Writes translated words into an article's file: those that changed, and no other character.

A section that the translation lacks, or that lacks pieces of its source, is laid out as its source is, once all of it
is translated. Nothing that a translator wrote is dropped.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from kb.front_matter import split
from kb.markdown.sections import INTRO, headings
from kb.markdown.segments import Segment, segments
from kb.model import Translation
from kb.po.alignment import Pair
from kb.po.articles import ASKED, PREFIX, ArticleWords
from kb.po.unit import from_lines, has_words
from kb.rendering.skeleton import block_tags
from kb.translation_state import section_hashes, stamp
from kb.yaml_values import edit_yaml, scalar, value_text

Edit = tuple[Segment, str]


def breaks_structure(body: str, piece: Segment, words: str) -> bool:
    """Whether these words in the place of a piece would make another text around them, as `| ` in a cell does."""
    changed = segments.__wrapped__(replaced(body, [(piece, words)]))
    return [_seen(each) for each in changed] != [
        _seen(each, words if each.start == piece.start else None) for each in segments(body)
    ]


def breaking(words: Mapping[str, str], pieces: Mapping[str, tuple[str, Segment]]) -> set[str]:
    """Which of these words, by context, readers would see as other blocks than now: the renderer has the last word."""
    edits: dict[str, dict[str, Edit]] = {}
    for context, text in words.items():
        if context in pieces:
            body, piece = pieces[context]
            edits.setdefault(body, {})[context] = piece, text
    found: set[str] = set()
    for body, own in edits.items():
        now = block_tags(body)
        if block_tags(replaced(body, own.values())) != now:
            guilty = {context for context, edit in own.items() if block_tags(replaced(body, [edit])) != now}
            found |= guilty or set(own)
    return found


def _seen(piece: Segment, words: str | None = None) -> tuple[str, str, str]:
    return piece.kind.value, piece.part, piece.text if words is None else words


def replaced(body: str, edits: Iterable[Edit]) -> str:
    """A body with other words in the places of some pieces."""
    for piece, words in sorted(edits, key=lambda edit: edit[0].start, reverse=True):
        body = body[: piece.start] + piece.written(words) + body[piece.end :]
    return body


@dataclass(frozen=True, slots=True)
class Written:
    """An article's file with new words. `contexts` are the units whose words it now says, `stamped` the sections."""

    text: str
    contexts: frozenset[str]
    stamped: frozenset[str]


def write_words(article: ArticleWords, file: str, words: Mapping[str, str], stamps: Mapping[str, str]) -> Written:
    """The file of a translation with new words, by unit context; `stamps` are hashes of sections brought up to date.

    Raises:
        ValueError: the file cannot be changed without changing more than the words.
    """
    translation = article.translation
    parts = split(file)
    if translation is None or parts is None:
        raise ValueError("there is no front matter to write to")
    header, body, _ = parts
    new_header = edit_yaml(header, dict(_header_changes(article, words)))
    new_body, done = _body(article, body, words)
    start = file.index("\n") + 1
    text = file[:start] + new_header + file[start + len(header) : len(file) - len(body)] + new_body
    done |= {context for context in words if "#" not in context}
    without_place = {unit.section for unit in article.units if unit.context in words and unit.context not in done}
    marks = {section: value for section, value in stamps.items() if section not in without_place}
    if marks:
        text = stamp(text, _in_order(article, {**translation.source, **marks}))
    return Written(text, frozenset(done), frozenset(marks))


def _in_order(article: ArticleWords, marks: Mapping[str, str]) -> dict[str, str]:
    """Stamps in the source's order, those of sections it no longer has last."""
    order = [*section_hashes(article.source), *marks]
    return {section: marks[section] for section in dict.fromkeys(order) if section in marks}


def _header_changes(
    article: ArticleWords, words: Mapping[str, str]
) -> Iterator[tuple[tuple[str], str | tuple[str, ...]]]:
    for key in ("title", "summary", *ASKED):
        if (text := words.get(f"{PREFIX}{article.source.slug}/{key}")) is not None:
            yield (key,), from_lines(text) if key in ASKED else text


def _body(article: ArticleWords, body: str, words: Mapping[str, str]) -> tuple[str, set[str]]:
    """The body with new words, and the contexts that were placed in it."""
    slug = article.source.slug
    edits: list[Edit] = []
    lacking: dict[str, list[Pair]] = {}
    done: set[str] = set()
    for pair in article.alignment.pairs:
        context = f"{PREFIX}{slug}#{pair.name}"
        if pair.target is None:
            lacking.setdefault(pair.source.section, []).append(pair)
        elif context in words:
            edits.append((pair.target, words[context]))
            done.add(context)
    text = replaced(body, edits)
    for section, pairs in lacking.items():
        new = {f"{PREFIX}{slug}#{pair.name}" for pair in pairs} & set(words)
        if new and (laid_out := _laid_out(article, section, words)) is not None:
            text = with_section(text, article.source.body, section, laid_out)
            done |= new
    return text, done


def _laid_out(article: ArticleWords, section: str, words: Mapping[str, str]) -> str | None:
    """A section as its source has it with its translation in it, or None where a word is missing or would be lost."""
    if any(piece.section == section and has_words(piece.text) for piece in article.alignment.unpaired):
        return None
    edits: list[Edit] = []
    for pair in article.alignment.pairs:
        if pair.source.section != section:
            continue
        text = words.get(f"{PREFIX}{article.source.slug}#{pair.name}") or (pair.target.text if pair.target else "")
        if not text and has_words(pair.source.text):
            return None
        edits.append((pair.source, text or pair.source.text))
    start, end = section_spans(article.source.body)[section]
    inside = [(piece, text) for piece, text in edits if start <= piece.start < end]
    return replaced(article.source.body[:end], inside)[start:]


def section_spans(body: str) -> dict[str, tuple[int, int]]:
    """Where each section begins, with its heading, and ends."""
    found = headings(body)
    starts = [0, *(heading.start for heading in found), len(body)]
    ids = [INTRO, *(heading.id or f"section-{number}" for number, heading in enumerate(found, start=1))]
    return {id: (starts[number], starts[number + 1]) for number, id in enumerate(ids)}


def with_section(body: str, source: str, section: str, text: str) -> str:
    """A body with a section's text in the place of the one it has, or, if it has none, where the source has it."""
    own, order = section_spans(body), list(section_spans(source))
    if section in own:
        start, end = own[section]
        old = body[start:end]
        tail = old[len(old.rstrip()) :] if old.strip() else "\n\n" * (end < len(body))
        lead = old[: len(old) - len(old.lstrip("\n"))] if old.strip() else ""
        return body[:start] + lead + text.strip("\n") + tail + body[end:]
    following = next((own[each][0] for each in order[order.index(section) + 1 :] if each in own), len(body))
    before, after = body[:following], body[following:]
    if after:
        return f"{before.rstrip()}\n\n{text.strip()}\n\n{after}".lstrip("\n")
    ending = before[len(before.rstrip()) :] or "\n"
    return f"{before.rstrip()}\n\n{text.strip()}{ending}"


def new_file(article: ArticleWords, words: Mapping[str, str], stamps: Mapping[str, str], *, is_complete: bool) -> str:
    """The file of a translation that does not exist yet, built as its source is.

    What is not translated says what the source says, and the file is a draft until nothing is.
    """
    source, address = article.source, f"{PREFIX}{article.source.slug}"
    edits = [(pair.source, text) for pair in article.alignment.pairs if (text := words.get(f"{address}#{pair.name}"))]
    keys = {"title": words[f"{address}/title"], "summary": words.get(f"{address}/summary", "") or source.summary}
    header = "".join(f"{key}:{value_text(text)}\n" for key, text in keys.items() if text)
    for key in ASKED:
        if entries := from_lines(words.get(f"{address}/{key}", "")):
            header += f"{key}:{value_text(entries)}\n"
    header += "".join(f"{key}: {value}\n" for key, value in _kept(source, is_complete=is_complete))
    text = f"---\n{header}---\n{replaced(source.body, edits)}"
    return stamp(text, stamps) if stamps else text


def _kept(source: Translation, *, is_complete: bool) -> Iterator[tuple[str, str]]:
    yield "status", source.status.value if is_complete else "draft"
    for key in ("updated", "review_by"):
        if day := getattr(source, key):
            yield key, day.isoformat()
    if source.owner:
        yield "owner", scalar(source.owner)
