"""Counts what every page had in the tree, has in the Markdown that the site serves, and shows on its page."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from kb.files import decode
from kb.images import as_named_from, collect_images
from kb.importing.counting import Counts, count_foreign, count_ours
from kb.importing.foreign_front_matter import split_header
from kb.importing.model import Report
from kb.loader import load
from kb.rendering.article import RenderedArticle
from kb.rendering.renderer import Renderer
from kb.rendering.tree import Surroundings

_HEADING = re.compile(r"<h[1-6][\s>]|<details class=\"faq\"")
_LINK = re.compile(r"<a(?![^>]*class=\"(?:link-here|enlarge|footnote-))[\s>]|<img\s")
"""Links of the text, not those that rendering adds to headings, images and footnotes."""
_CODE = re.compile(r"<pre[\s>]")


@dataclass(frozen=True, slots=True)
class Comparison:
    """One page: what it had, what its served Markdown has, what is shown, and what notes say is not there."""

    path: str
    article: str
    before: Counts
    served: Counts
    shown: Counts
    noted: Mapping[str, int]

    def missing(self) -> dict[str, int]:
        """What neither the site nor a note accounts for, by name; empty when nothing is lost."""
        lost: dict[str, int] = {}
        before, served, shown = asdict(self.before), asdict(self.served), asdict(self.shown)
        for name, number in before.items():
            gap = number - min(served[name], shown[name]) - self.noted.get(name, 0)
            if gap > 0:
                lost[name] = gap
        return lost


def verify(root: Path, target: Path, report: Report) -> Iterator[Comparison]:
    """Compare every page of a tree with its article, in the order of their paths."""
    library = load(target).library
    renderer = Renderer(library.facts, lambda _, msgid: msgid)
    shelf, _ = collect_images(library)
    homes = {slug: article.category_id for slug, article in library.articles.items()}
    around = {
        category.id: Surroundings("", homes, as_named_from(category.id, shelf.images))
        for category in library.categories
    }
    translations = {each.path: each for each in library.translations()}
    noted = Counter((note.path, note.lost) for note in report.notes if note.lost)
    for path, name in sorted(report.articles.items()):
        if (translation := translations.get(name)) is None:
            continue  # a file that gave its folder a title
        raw, _ = decode((root / path).read_bytes(), path)
        header = split_header(raw)
        in_heading = path in report.titled
        rendered = renderer.render(translation, around[homes[translation.slug]])
        html = rendered.html
        yield Comparison(
            path,
            name,
            count_foreign(header.body),
            count_ours(_body(rendered), title_from_heading=in_heading),
            Counts(len(_HEADING.findall(html)) + in_heading, len(_LINK.findall(html)), len(_CODE.findall(html))),
            {name: noted[path, name] for name in ("headings", "links", "code")},
        )


def _body(rendered: RenderedArticle) -> str:
    """The served Markdown without the title and the summary above it."""
    lead = f"# {rendered.title}\n\n" + (f"> {rendered.summary}\n\n" if rendered.summary else "")
    return rendered.markdown.removeprefix(lead)
