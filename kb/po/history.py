"""What the source said when a translation was made from it, from the site's git history where it has one."""

from collections.abc import Iterator, Mapping
from itertools import islice

from kb.history import HistoryError, as_translation, versions
from kb.model import Library, Translation
from kb.po.slots import words_in
from kb.po.unit import Unit
from kb.translation_state import section_hashes, text_hash

OLDEST = 100
"""How many versions of a file are looked through."""


class GitHistory:
    """Finds former versions of sources by the hashes that translations are stamped with."""

    def __init__(self, library: Library) -> None:
        self._root = library.root
        self._locale = library.site.source_locale
        self._versions: dict[str, list[Translation]] = {}
        self._words: dict[str, list[dict[str, str]]] = {}

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

    def words_when(self, unit: Unit, stamped: str) -> str:
        """What the source said in the place of a unit in YAML when it had this hash; empty where nobody knows."""
        path = unit.place.path
        if path not in self._words:
            self._words[path] = [words_in(text, path, self._locale) for text in self._texts(path)]
        said = (version.get(unit.context, "") for version in self._words[path])
        return next((words for words in said if words and text_hash(words) == stamped), "")

    def _read(self, source: Translation) -> Iterator[Translation]:
        for text in self._texts(source.path):
            yield as_translation(text, source.slug, source.locale, source.path)

    def _texts(self, path: str) -> Iterator[str]:
        try:
            for version in islice(versions(self._root, path), OLDEST):
                yield version.text
        except HistoryError:  # a site without git has no old words
            return
