"""What a check is, and what it is given."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from kb.images import ImageShelf
from kb.model import Library
from kb.problems import Problem, Severity, SourceRef
from kb.validation import suggestion


@dataclass(frozen=True, slots=True)
class Subject:
    """What checks look at: the whole library, drafts included, its images, and the day it is.

    `settings` says where each key of `site.yaml` stands.
    """

    library: Library
    settings: Mapping[str, SourceRef]
    images: ImageShelf
    today: date

    def setting(self, key: str) -> SourceRef:
        """Where a key of `site.yaml` (`emergencies.0`) stands; the file's start when it is absent."""
        return self.settings.get(key, SourceRef("site.yaml"))


def no_article(slug: str, library: Library) -> str:
    """What is wrong with naming an article that there is not, and what to name instead."""
    if article := library.named(slug):
        return f"article {slug!r} is called {article.slug!r} now; write that"
    return f"there is no article {slug!r}{suggestion(slug, library.articles)}"


Finding = tuple[SourceRef, str]
Run = Callable[[Subject], Iterator[Finding]]


@dataclass(frozen=True, slots=True)
class Check:
    """A named check. `run` is None for ids under which reading the files reports.

    A check with `safety` can be neither lowered nor switched off: readers' safety depends on it. Nor can a
    `structural` one: building relies on what it assures, but for drafts, which are not built. Checks of `style` are
    run by `kb check` alone.
    """

    id: str
    about: str
    run: Run | None = None
    severity: Severity = Severity.ERROR
    safety: bool = False
    structural: bool = False
    style: bool = False

    @property
    def is_always_on(self) -> bool:
        """Whether no setting can lower it."""
        return self.safety or self.structural

    def problems(self, subject: Subject) -> Iterator[Problem]:
        """What the check finds, under its id."""
        if self.run is not None:
            for place, message in self.run(subject):
                yield Problem(self.id, self.severity, place, message)
