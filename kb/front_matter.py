"""An article file is YAML between two `---` lines, then Markdown. Text in, text out; no file is opened here."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from io import StringIO
from typing import ClassVar, Literal

from kb.problems import Problem, Severity, SourceRef
from kb.validation import EXACT, Day, Moment, Whole, Words, validate
from kb.yaml_source import YamlDocument, read_yaml

FENCE = "---"
CHECK = "front-matter"
_BLANK = " \t\r\n"

UNTITLED = "–"
"""Stands in for a title that is missing, so that the rest of the file can be checked."""


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What an editor or translator may say about an article, as the file says it."""

    __pydantic_config__: ClassVar = EXACT

    title: Words
    summary: str = ""
    keywords: list[str] = field(default_factory=list)
    questions: list[str] = field(default_factory=list)
    status: Literal["draft", "published", "retired"] = "published"
    updated: Day | None = None
    review_by: Day | None = None
    owner: str = ""
    order: Whole = 0
    aliases: list[str] = field(default_factory=list)
    related: list[str] = field(default_factory=list)
    risk: str | None = None
    publish_at: Moment | None = None
    expire_at: Moment | None = None
    redirect: str | None = None
    source: dict[str, str] = field(default_factory=dict)


ARTICLE_KEYS = ("order", "aliases", "related", "risk", "publish_at", "expire_at", "redirect")
"""Keys that hold for an article in all languages and stand in its source file only."""


@dataclass(frozen=True, slots=True)
class ArticleFile:
    """A split article file. `body_line` is the 1-based line on which the Markdown begins."""

    front_matter: FrontMatter | None
    document: YamlDocument
    body: str
    body_line: int
    problems: tuple[Problem, ...]

    @property
    def places(self) -> Mapping[str, SourceRef]:
        """Where each front matter key stands."""
        return self.document.places

    @property
    def is_trusted(self) -> bool:
        """Whether its status is sure: nothing is wrong in the front matter, or it says `draft` all the same."""
        return not self.problems or (self.front_matter is not None and self.front_matter.status == "draft")


def split(text: str) -> tuple[str, str, int] | None:
    """(YAML, Markdown, 1-based line of the Markdown) of an article file, or None without a closed front matter."""
    # Not str.splitlines(): a form feed or U+2028 is part of its line, as in every editor.
    lines = StringIO(text, newline="").readlines()
    if not lines or lines[0].rstrip(_BLANK) != FENCE:
        return None
    for number, line in enumerate(lines[1:], start=1):
        if line.rstrip(_BLANK) == FENCE:
            return "".join(lines[1:number]), "".join(lines[number + 1 :]), number + 2
    return None


def parse(text: str, path: str) -> ArticleFile:
    """An article file read as far as it can be, with everything that is wrong in its front matter."""
    parts = split(text)
    if parts is None:
        message = "the file must begin with front matter between two '---' lines, with at least a title"
        problem = Problem(CHECK, Severity.ERROR, SourceRef(path), message)
        return ArticleFile(None, YamlDocument(None, path, {}), text, 1, (problem,))
    header, body, body_line = parts
    document = read_yaml(header, path, check=CHECK, line_offset=1)
    problems = list(document.problems)
    front_matter = None
    if isinstance(document.value, dict):
        front_matter, found = validate(FrontMatter, document, check=CHECK, defaults={"title": UNTITLED})
        problems += found
    elif not problems:
        message = "the front matter must be keys and values, with at least a title"
        problems.append(Problem(CHECK, Severity.ERROR, SourceRef(path), message))
    return ArticleFile(front_matter, document, body, body_line, tuple(problems))
