"""A help centre of any number of Chinese articles, made from the sentences of the repository's own.

The same number of articles is always the same site, byte for byte, so that measurements can be compared.
"""

import random
import re
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from kb.layout import ARTICLES, CATEGORY_FILE, FACTS_FILE, SITE_FILE, TERMS_FILE, TRANSLATIONS
from kb.loader import load
from kb.locales import Locale
from kb.markdown.sections import INTRO
from kb.model import Library, Section, Translation

ROOT = Path(__file__).parents[1]
CHINESE = Locale("zh-Hans")
SEED = 20261121
SECTIONS = 7
"""Sections of an article, its introduction included."""

_IMAGE = re.compile(r"^!\[.*\n?", re.MULTILINE)
_LINK = re.compile(r"\((?:article|category):[^()\s]*\)|\(#[^()\s]*\)")
_SENTENCE = re.compile(r"[^。！？\n]+[。！？]?")
_PROSE = re.compile(r"[\u4e00-\u9fff]")


@dataclass(frozen=True, slots=True)
class _Shelf:
    """What the articles of one category are made from."""

    titles: list[str]
    summaries: list[str]
    keywords: list[str]
    introductions: list[str]
    sections: list[tuple[str, str]]
    sentences: list[str]


def write_site(root: Path, articles: int) -> None:
    """Write a site of so many articles into a folder, which is emptied first."""
    if root.exists():
        shutil.rmtree(root)
    library = load(ROOT).library
    shelves = {category.id: _shelf(library, category.id) for category in library.categories}
    _write_settings(root, library)
    chance = random.Random(SEED)
    homes = [category for category, shelf in shelves.items() if shelf.sections]
    slugs = [f"article-{number:05}" for number in range(articles)]
    for number, slug in enumerate(slugs):
        category = homes[number % len(homes)]
        path = root / ARTICLES / category / f"{slug}.{CHINESE}.md"
        path.write_text(_article(shelves[category], slugs, number, chance), encoding="utf-8")


def change(root: Path, number: int, words: str) -> None:
    """Add a sentence to the end of one article."""
    (path,) = (root / ARTICLES).glob(f"*/article-{number:05}.{CHINESE}.md")
    path.write_text(f"{path.read_text('utf-8')}\n{words}\n", encoding="utf-8")


def _shelf(library: Library, category_id: str) -> _Shelf:
    own = [article for article in library.articles.values() if article.category_id == category_id]
    texts = [article.translations[CHINESE.tag] for article in own]
    bodies = [(section.title, _plain(section.text)) for text in texts for section in _sections(text)]
    return _Shelf(
        titles=[text.title for text in texts],
        summaries=[text.summary for text in texts],
        keywords=[word for text in texts for word in text.keywords],
        introductions=[_plain(each.text) for text in texts for each in text.sections if each.id == INTRO],
        sections=bodies,
        sentences=[
            sentence.strip()
            for _, body in bodies
            for paragraph in body.split("\n\n")
            if _PROSE.match(paragraph)
            for sentence in _SENTENCE.findall(paragraph)
        ],
    )


def _sections(text: Translation) -> Iterator[Section]:
    return (each for each in text.sections if each.id not in (INTRO, "faq") and "/// faq" not in each.text)


def _plain(markdown: str) -> str:
    return _IMAGE.sub("", markdown).strip()


def _article(shelf: _Shelf, slugs: list[str], number: int, chance: random.Random) -> str:
    title = f"{chance.choice(shelf.titles)}：{chance.choice(shelf.sections)[0]}（{number}）"
    header: dict[str, Any] = {
        "title": title,
        "summary": chance.choice(shelf.summaries),
        "keywords": chance.sample(shelf.keywords, min(5, len(shelf.keywords))),
        "questions": [f"请问{title}"],
        "status": "published",
        "updated": "2026-11-20",
        "owner": "support",
        "order": number,
        "related": chance.sample(slugs, min(3, len(slugs))),
    }
    header["related"] = [slug for slug in header["related"] if slug != slugs[number]]
    parts = [chance.choice(shelf.introductions)]
    for place in range(1, SECTIONS):
        heading, body = chance.choice(shelf.sections)
        parts.append(f"## {heading} {{#section-{place}}}\n\n{_mixed(body, shelf, chance)}")
    body = _LINK.sub(lambda _: f"(article:{chance.choice(slugs)})", "\n\n".join(parts))
    return f"---\n{_front_matter(header)}---\n{body}\n"


def _mixed(body: str, shelf: _Shelf, chance: random.Random) -> str:
    """A section with other sentences in its prose; lists, tables and blocks stay whole."""
    paragraphs = [
        "".join(chance.choice(shelf.sentences) for _ in _SENTENCE.findall(paragraph))
        if _PROSE.match(paragraph)
        else paragraph
        for paragraph in body.split("\n\n")
    ]
    return "\n\n".join([*paragraphs, "".join(chance.sample(shelf.sentences, 2))])


def _front_matter(header: Mapping[str, Any]) -> str:
    text = yaml.safe_dump(dict(header), allow_unicode=True, sort_keys=False, width=10_000)
    return text.replace("'2026-11-20'", "2026-11-20")


def _write_settings(root: Path, library: Library) -> None:
    """Everything but the articles, in the one language."""
    site = {
        "name": {CHINESE.tag: "帮助中心"},
        "base_url": "https://help.example.com",
        "locales": [CHINESE.tag],
        "source_locale": CHINESE.tag,
        "checks": {"promise": "warning"},
    }
    _write_yaml(root / SITE_FILE, site)
    _write_yaml(root / FACTS_FILE, _in_chinese(_read_yaml(ROOT / FACTS_FILE)))
    for category in library.categories:
        shelf = _in_chinese(_read_yaml(ROOT / ARTICLES / category.id / CATEGORY_FILE))
        _write_yaml(root / ARTICLES / category.id / CATEGORY_FILE, shelf)
    terms = _read_yaml(ROOT / TRANSLATIONS / CHINESE.gettext_name / TERMS_FILE)
    plain = [{key: value for key, value in term.items() if key != "article"} for term in terms]
    _write_yaml(root / TRANSLATIONS / CHINESE.gettext_name / TERMS_FILE, plain)


def _in_chinese(value: Any) -> Any:
    """The same without the words of other languages."""
    if not isinstance(value, dict):
        return value
    if CHINESE.tag in value:
        return {CHINESE.tag: value[CHINESE.tag]}
    return {key: _in_chinese(each) for key, each in value.items()}


def _read_yaml(path: Path) -> Any:
    return yaml.safe_load(path.read_text("utf-8"))


def _write_yaml(path: Path, value: Any) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(yaml.safe_dump(value, allow_unicode=True, sort_keys=False, width=10_000), encoding="utf-8")
