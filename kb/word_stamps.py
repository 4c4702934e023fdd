"""How far the words that stand in YAML have fallen behind their source: terms, titles of categories, labels.

They are named by address: `term:withdrawal/definition`, or by its beginning, `term:withdrawal` or `term:`.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from kb.errors import ContentError
from kb.files import read_text
from kb.history import version_at, versions
from kb.line_ends import as_it_was
from kb.locales import Locale
from kb.media import DRAWING_SUFFIX
from kb.model import Library
from kb.po.slots import LABEL, Slot, slots_of, words_in
from kb.stamps_file import stamps_path, stamps_text
from kb.translation_state import text_hash
from kb.validation import suggestion


@dataclass(frozen=True, slots=True)
class StaleWords:
    """The words of a locale whose source changed since, and those that nobody ever compared with it."""

    changed: tuple[Slot, ...] = ()
    unstamped: tuple[Slot, ...] = ()


def stale_words(library: Library, locale: Locale) -> StaleWords:
    """What a translator has to look at again; nothing in the source locale itself."""
    if locale == library.site.source_locale:
        return StaleWords()
    stamps = library.stamps.get(locale.tag, {})
    stale = [slot for slot in stamped_slots(library, locale) if slot.unit.is_stale]
    return StaleWords(
        changed=tuple(slot for slot in stale if slot.unit.context in stamps),
        unstamped=tuple(slot for slot in stale if slot.unit.context not in stamps),
    )


def stamped_slots(library: Library, locale: Locale) -> Iterator[Slot]:
    """The words that get a stamp: those that are there, without lists, which each language writes anew."""
    for _, slots in slots_of(library, locale):
        yield from (slot for slot in slots if slot.unit.section and slot.unit.target)


def is_address(name: str) -> bool:
    """Whether this names words and not an article."""
    return ":" in name


def addressed(slots: Iterable[Slot], addresses: Collection[str]) -> list[Slot]:
    """The slots that addresses name, each by its whole or its beginning."""
    return [slot for slot in slots if any(_is_at(slot.unit.context, address) for address in addresses)]


def check_addresses(library: Library, addresses: Collection[str]) -> None:
    """Refuse an address that names nothing in the source.

    Raises:
        ContentError: there are no such words.
    """
    known = [slot.unit.context for _, slots in slots_of(library, library.site.source_locale) for slot in slots]
    for address in addresses:
        if not any(_is_at(context, address) for context in known):
            near = suggestion(address, [*known, *(context.rpartition("/")[0] for context in known)])
            raise ContentError(f"there are no words at {address!r}{near}")


def _is_at(context: str, address: str) -> bool:
    return context == address or context.startswith(address if address.endswith((":", "/")) else f"{address}/")


class BeforeChange:
    """What the source said before a change that needs no translating: at a revision that the user names, or in the
    last committed version of each file with other words.
    """

    def __init__(self, library: Library, since: str | None = None) -> None:
        self._root = library.root
        self._locale = library.site.source_locale
        self._since = since
        self._said: dict[str, Mapping[str, str]] = {}

    def words(self, slot: Slot) -> str:
        """What the source said in a slot's place; empty where it said nothing.

        Raises:
            HistoryError: there is no history, or no such revision in it.
        """
        path = slot.unit.place.path
        if path not in self._said:
            self._said[path] = self._before(path)
        return self._said[path].get(slot.unit.context, "")

    def _before(self, path: str) -> Mapping[str, str]:
        if self._since is not None:
            return words_in(version_at(self._root, path, self._since).text, path, self._locale)
        now = words_in(read_text(self._root, self._root / path)[0], path, self._locale)
        earlier = (words_in(version.text, path, self._locale) for version in versions(self._root, path))
        return next((words for words in earlier if words != now), {})


def new_stamps(
    library: Library, locale: Locale, slots: Iterable[Slot], change: BeforeChange | None = None
) -> dict[str, str]:
    """The stamps that differ once these words are said to be as their source is.

    With a change only of those that were so before it.
    """
    stamps = library.stamps.get(locale.tag, {})
    found = {}
    for unit, slot in ((slot.unit, slot) for slot in slots if slot.unit.is_stale):
        stamped = stamps.get(unit.context)
        if change is None or (stamped and text_hash(change.words(slot)) == stamped):
            found[unit.context] = unit.section_hash
    return found


def stamps_file(library: Library, locale: Locale, changed: Mapping[str, str]) -> tuple[str, bytes]:
    """The path and the content of a locale's stamps with these; those of words that are no more are forgotten."""
    path = stamps_path(locale)
    file = library.root / path
    known = {slot.unit.context for slot in stamped_slots(library, locale)} | set(changed)
    stamps = {**library.stamps.get(locale.tag, {}), **changed}
    text = stamps_text({address: value for address, value in stamps.items() if address in known})
    before = file.read_bytes().decode("utf-8") if file.is_file() else ""
    return path, as_it_was(before, text).encode("utf-8")


def stamps_of_moved_drawings(library: Library, moved: Mapping[str, str]) -> dict[str, bytes]:
    """The files of stamps, by path, once these files have other paths: labels keep theirs where drawings go."""
    drawings = {_labels_at(old): _labels_at(new) for old, new in moved.items() if old.endswith(DRAWING_SUFFIX)}
    written = {}
    for locale in library.site.locales:
        stamps = library.stamps.get(locale.tag, {})
        starts = ((address, f"{address.rpartition('/')[0]}/") for address in stamps)
        own = [(address, start) for address, start in starts if start in drawings]
        kept = {drawings[start] + address[len(start) :]: stamps[address] for address, start in own}
        if kept:
            path, content = stamps_file(library, locale, kept)
            written[path] = content
    return written


def _labels_at(drawing: str) -> str:
    """The address of the labels of a drawing, but for their own names."""
    path = PurePosixPath(drawing)
    return f"{LABEL}{path.parent.parent.name}/{path.stem}/"
