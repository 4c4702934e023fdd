"""From a site's files to what its editors see, again and again, at the cost of what changed."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from indexer.builds.published import open_build
from indexer.builds.rendering import Labels
from indexer.builds.store import BuildStore
from indexer.builds.writing import images_of_site
from indexer.preview.build import PreviewBuild
from indexer.preview.drafts import Readable, Shelves, shown_library
from indexer.preview.finding import SharedBuild
from indexer.preview.rendering import RenderedOnDemand, Surrounding, publish_new
from kb.catalogs import compile_catalog, gettext_of, merged_catalog
from kb.errors import HelpCentreError
from kb.file_memory import FileMemory
from kb.file_watch import Snapshot, is_passing
from kb.layout import ARTICLES, SITE_FILE, TRANSLATIONS
from kb.loader import load
from kb.model import Library
from kb.problems import Problem
from kb.rendering.renderer import RENDERED_MSGIDS
from kb.settings_file import Settings, read_settings

FOLDER = Path("var") / "preview"
"""What a preview keeps, below the site's folder. Deleting it loses nothing."""


class Workbench:
    """Makes a `PreviewBuild` of each state of a site's files. Not for use by several threads.

    `outdated` are the paths of files that cannot be read now, and of which the last good version is shown; of
    `unreadable` ones there is none.
    """

    def __init__(self, root: Path, clock: Callable[[], datetime]) -> None:
        self._root = root
        self._clock = clock
        folder = root / FOLDER
        self._media, self._catalogs, self.builds = (folder / name for name in ("media", "catalogs", "builds"))
        self._memory = FileMemory()
        self._settings: Settings | None = None
        self._readable: Readable = {}
        self._shelves: Shelves = {}
        self._rendered: RenderedOnDemand | None = None
        self._labels: tuple[object, Labels] | None = None
        self._complete: SharedBuild | None = None
        self.problems: tuple[Problem, ...] = ()
        self.library: Library | None = None
        self.outdated: frozenset[str] = frozenset()
        self.unreadable: frozenset[str] = frozenset()

    def read(self, files: Snapshot) -> None:
        """Read what changed. `problems` are then those that show in files alone.

        Raises:
            HelpCentreError: this is no site now; what was read before stays.
        """
        loaded = load(self._root, self._memory, self._settings_now())
        self.problems = tuple(problem for problem in loaded.problems if not is_passing(problem.source.path))
        library = shown_library(loaded, self._readable, self._shelves)
        self._media.mkdir(parents=True, exist_ok=True)
        around = Surrounding(
            site=library.site,
            facts=library.facts,
            homes={slug: article.category_id for slug, article in library.articles.items()},
            labels=self._labels_of(library, files),
            files=_signatures(files, lambda path: path.startswith(f"{ARTICLES}/") and not path.endswith(".md")),
        )
        publish_new(images_of_site(library), self._media)
        self._rendered = RenderedOnDemand(library, around, self._media, self._rendered)
        self.library = library
        self.outdated = frozenset(path for path in loaded.held_back if path in self._readable)
        self.unreadable = loaded.held_back - self.outdated

    def build(self, number: str) -> PreviewBuild:
        """What was read last, to be served."""
        assert self.library is not None, "read comes first"
        assert self._rendered is not None, "read comes first"
        complete = self.complete()
        folders = (self._media, self._catalogs)
        broken = (self.outdated, self.unreadable)
        return PreviewBuild(number, self.library, self._rendered, folders, complete, self._clock(), *broken)

    def failures(self) -> list[Problem]:
        """What could not be rendered when it was asked for."""
        return list(self._rendered.failures.values()) if self._rendered else []

    def open_complete(self) -> bool:
        """Search in the newest complete build from the next `build` on; whether there is a newer one."""
        store = BuildStore(self.builds)
        try:
            directory = store.current()
            if directory is None or (self._complete and self._complete.build.directory == directory):
                return False
            opened = SharedBuild(open_build(directory))
        except HelpCentreError:  # of another version, or damaged: the next build replaces it
            return False
        before, self._complete = self._complete, opened
        if before:
            before.give_up()
        return True

    def complete(self) -> SharedBuild | None:
        """The complete build that is searched, taken, if there is one."""
        return self._complete.take() if self._complete else None

    def close(self) -> None:
        """Give up the complete build."""
        if self._complete:
            self._complete.give_up()

    def _settings_now(self) -> Settings:
        """The site's settings; while something is wrong with them, the last good ones, for it would be another site."""
        path = self._root / SITE_FILE
        settings = self._memory.recall(path, None, lambda: read_settings(self._root))
        if not settings.problems or self._settings is None:
            self._settings = settings
        return self._settings._replace(problems=settings.problems)

    def _labels_of(self, library: Library, files: Snapshot) -> Labels:
        """The messages that rendering needs; catalogs are compiled anew when one has changed."""
        made_from = (library.site.locales, _signatures(files, lambda path: path.startswith(f"{TRANSLATIONS}/")))
        if self._labels is None or self._labels[0] != made_from:
            labels = {}
            for locale in library.site.locales:
                catalog, _ = merged_catalog(self._root, locale)
                compile_catalog(catalog, self._catalogs, locale)
                labels[locale.tag] = {msgid: gettext_of(catalog)(msgid) for msgid in RENDERED_MSGIDS}
            self._labels = (made_from, labels)
        return self._labels[1]


def _signatures(files: Snapshot, is_wanted: Callable[[str], bool]) -> frozenset[object]:
    return frozenset((path, signature) for path, signature in files.items() if is_wanted(path))
