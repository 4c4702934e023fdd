"""What a source said when a translation was made from it, from the site's git history where it has one."""

from collections.abc import Iterator, Mapping
from itertools import islice

from kb.history import HistoryError, as_translation, versions
from kb.model import Library, Translation
from kb.translation_state import section_hashes

OLDEST = 100
"""How many versions of a file are looked through."""


class GitHistory:
    """Finds former versions of sources by the hashes that translations are stamped with."""

    def __init__(self, library: Library) -> None:
        self._root = library.root
        self._versions: dict[str, list[Translation]] = {}

    def source_when(self, source: Translation, hashes: Mapping[str, str]) -> Translation | None:
        """The newest version of a source with these hashes of sections, or with the most of them; None without any."""
        if not hashes:
            return None
        if source.path not in self._versions:
            self._versions[source.path] = list(self._read(source))
        best, most = None, 0
        for version in self._versions[source.path]:
            own = section_hashes(version)
            agreeing = sum(own.get(section) == value for section, value in hashes.items())
            if agreeing > most:
                best, most = version, agreeing
        return best

    def _read(self, source: Translation) -> Iterator[Translation]:
        try:
            for version in islice(versions(self._root, source.path), OLDEST):
                yield as_translation(version.text, source.slug, source.locale, source.path)
        except HistoryError:  # a site without git has no old words
            return
