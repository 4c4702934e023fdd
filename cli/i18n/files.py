"""What the commands of `kb i18n` ask of the files they write from."""

from collections.abc import Collection, Iterable, Mapping
from difflib import get_close_matches
from pathlib import Path

from kb.errors import ContentError
from kb.files import replace_file
from kb.model import Article, Library
from kb.problems import Problem, errors_of


def refuse_errors(problems: Iterable[Problem], paths: Collection[str]) -> None:
    """What was read of a file with errors is in part a guess: no file may be written from it.

    Raises:
        ContentError: there is an error in one of the files at `paths`.
    """
    for problem in errors_of(problems):
        if problem.source.path in paths:
            raise ContentError(f"{problem}; mend it first, nothing was written")


def article_named(slug: str, library: Library) -> Article:
    """The article with this slug, or that once had it.

    Raises:
        ContentError: there is none.
    """
    if slug in library.articles:
        return library.articles[slug]
    for article in library.articles.values():
        if slug in article.aliases:
            return article
    raise ContentError(f"there is no article {slug!r}{_close(slug, library)}")


def _close(slug: str, library: Library) -> str:
    near = get_close_matches(slug, library.articles, n=1)
    return f" (did you mean {near[0]!r}?)" if near else ""


def write_all(root: Path, files: Mapping[str, bytes], removed: Collection[str] = ()) -> None:
    """Write files of a site in their order and remove others, or nothing: when one fails, all are as they were.

    Raises:
        OSError: a file cannot be written or removed.
    """
    before: dict[Path, bytes | None] = {}
    try:
        for name, content in files.items():
            path = root / name
            before[path] = path.read_bytes() if path.exists() else None
            path.parent.mkdir(parents=True, exist_ok=True)
            replace_file(path, content)
        for name in removed:
            path = root / name
            before[path] = path.read_bytes()
            path.unlink()
    except OSError:
        for path, earlier in before.items():
            if earlier is not None:
                replace_file(path, earlier)
            else:
                path.unlink(missing_ok=True)
        raise
