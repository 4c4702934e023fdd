"""What a file of a site said before, from the history that git keeps of it, renames included.

Only reading: no command here changes a repository, and a site without git is no error, only without a history.
"""

import os
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from kb.errors import HelpCentreError
from kb.files import decode
from kb.front_matter import UNTITLED, FrontMatter, parse
from kb.locales import Locale
from kb.markdown.sections import split_sections
from kb.model import Status, Translation

FORMAT = "%x00%H %cs"
"""One commit of `git log`: a NUL, its hash and its day."""


class HistoryError(HelpCentreError):
    """The history of a file cannot be read; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Version:
    """A file as one commit left it. `commit` is the full hash, `day` the commit's date as YYYY-MM-DD."""

    commit: str
    day: str
    text: str

    @property
    def name(self) -> str:
        """The commit as people name it."""
        return self.commit[:10]


def versions(root: Path, path: str) -> Iterator[Version]:
    """The committed versions of a file of the site at `root`, the newest first, from before renames too.

    They are read one by one as they are asked for.

    Raises:
        HistoryError: the site is not in a git repository, or git is missing or refuses.
    """
    listed = git(root, "log", "--follow", "--full-history", "--name-only", f"--format={FORMAT}", "--", path)
    for entry in listed.decode("utf-8", "surrogateescape").split("\0")[1:]:
        head, *names = [line for line in entry.splitlines() if line]
        commit, _, day = head.partition(" ")
        if names:
            try:
                raw = git(root, "show", f"{commit}:{names[-1]}")
            except HistoryError:
                continue  # the commit that removed the file, or one whose objects a shallow clone does not have
            yield Version(commit, day, decode(raw, path)[0])


def version_at(root: Path, path: str, revision: str) -> Version:
    """A file as it was at a revision that the user names.

    Raises:
        HistoryError: there is no such revision, or no such file in it.
    """
    if revision.startswith("-"):
        raise HistoryError(f"{revision!r} is not a revision of git")
    try:
        commit, _, day = git(root, "show", "-s", "--format=%H %cs", f"{revision}^{{commit}}").decode().partition(" ")
    except HistoryError as error:
        raise HistoryError(f"{revision!r} is not a revision of this repository: {error}") from error
    try:
        raw = git(root, "show", f"{commit}:./{path}")
    except HistoryError as error:
        raise HistoryError(f"{path} is not in {revision!r}; name a revision that has it with --since") from error
    return Version(commit.strip(), day.strip(), decode(raw, path)[0])


def uncommitted(root: Path, paths: Sequence[str]) -> list[str]:
    """Those of the files whose present content git does not have, so that it could not bring it back.

    Raises:
        HistoryError: the site is not in a git repository, or git is missing or refuses.
    """
    status = git(root, "status", "--porcelain", "-z", "--untracked-files=all", "--no-renames", "--", *paths)
    prefix = git(root, "rev-parse", "--show-prefix").decode("utf-8", "surrogateescape").strip()
    found = [entry[3:] for entry in status.decode("utf-8", "surrogateescape").split("\0") if entry]
    return [path.removeprefix(prefix) for path in found]


def as_translation(text: str, slug: str, locale: Locale, path: str) -> Translation:
    """An article file of the past, as far as it can be read: only its words matter, not whether it was right."""
    file = parse(text, path)
    header = file.front_matter or FrontMatter(title=UNTITLED)
    return Translation(
        slug=slug,
        locale=locale,
        title=header.title,
        summary=header.summary,
        keywords=(),
        questions=(),
        status=Status.PUBLISHED,
        updated=None,
        review_by=None,
        owner="",
        body=file.body,
        body_line=file.body_line,
        sections=split_sections(file.body, file.body_line),
        source=header.source,
        path=path,
    )


def git(root: Path, *arguments: str) -> bytes:
    """What git answers in a folder.

    Raises:
        HistoryError: it is not installed, or answers with an error.
    """
    command = ["git", "-c", "core.quotePath=false", "--literal-pathspecs", "-C", str(root), *arguments]
    environment = {**os.environ, "LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0"}
    try:
        done = subprocess.run(command, capture_output=True, check=False, env=environment)
    except OSError as error:
        raise HistoryError(f"git cannot be run: {error.strerror or error}") from error
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        reason = said[0].removeprefix("fatal: ") if said else f"exit code {done.returncode}"
        raise HistoryError(f"git: {reason}")
    return done.stdout
