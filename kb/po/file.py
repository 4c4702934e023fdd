"""PO files as translators' tools read and write them, and the units in them."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from io import BytesIO

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import write_po

from kb.catalogs import parse_catalog
from kb.files import decode
from kb.locales import Locale
from kb.po.interface import repeated
from kb.po.unit import Unit
from kb.problems import Problem, Severity, SourceRef

CHECK = "po"
WIDTH = 76
"""What gettext's own programs wrap lines at, so that a tool that saves the file changes only what it changed."""

HEAD = """\
# Words of the help centre “{name}”, written by kb i18n export; kb i18n import brings them back.
# Keep what is not words as it is: {{{{…}}}}, `code`, the address in [words](address), <tags>.
# The last comment of an entry, in square brackets, tells the import what it was made from."""

_STATE = re.compile(r"\[(?:made from (?P<section>[0-9a-f]+), )?said (?P<said>[0-9a-f]+|nothing)\]")
_GAP = "\ue000"


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry as it came back. `string` is empty, and `strings` filled, for one with plural forms.

    `section_hash` is that of the source section it was made from, `said` the fingerprint of what the site said then;
    both are empty where a tool dropped the comment that holds them.
    """

    context: str
    source: str
    string: str
    is_fuzzy: bool
    place: SourceRef
    section_hash: str
    said: str
    message: Message


def fingerprint(text: str) -> str:
    """What tells two texts apart to the last space."""
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:12] if text else "nothing"


@dataclass(frozen=True, slots=True)
class PoFile:
    """What a PO file holds, and what keeps it from being read."""

    entries: tuple[Entry, ...]
    catalog: Catalog
    problems: tuple[Problem, ...]

    @property
    def language(self) -> str:
        """The language that its header names (`zh_Hans`), empty without one."""
        return str(self.catalog.locale_identifier or "")


@dataclass(frozen=True, slots=True)
class Begun:
    """The entries of the file that an export replaces, and fingerprints of what former imports wrote, by context.

    Work that was not brought back yet stays in the new file, and so does what the header says of the translators.
    """

    entries: Mapping[str, Entry]
    ours: Mapping[str, str]
    catalog: Catalog | None = None


def po_bytes(units: Iterable[Unit], locale: Locale, name: str, now: datetime, begun: Begun) -> bytes:
    """A PO file of units."""
    catalog = Catalog(
        locale=locale.gettext_name, project=name, version="1", charset="utf-8", fuzzy=False, creation_date=now,
        revision_date=now, last_translator=name, language_team=locale.tag, header_comment=HEAD.format(name=name),
    )  # fmt: skip
    if before := begun.catalog:
        catalog.revision_date, catalog.last_translator = before.revision_date, before.last_translator
        catalog.language_team = before.language_team
    for unit in units:
        unit, string, is_fuzzy = _with_begun(unit, begun)
        section = f"made from {unit.section_hash}, " if unit.section_hash else ""
        notes = [" ".join(note.split()) for note in unit.notes]
        message = catalog.add(
            unit.source, string, locations=[(unit.place.path, unit.place.line)], context=unit.context,
            flags=["fuzzy"] if is_fuzzy else [],
            auto_comments=[*notes, f"[{section}said {fingerprint(unit.target)}]"],
            user_comments=_remarks(begun.entries.get(unit.context)),
            previous_id=unit.previous.replace(" ", _GAP) if is_fuzzy else (),
        )  # fmt: skip
        message.flags &= {"fuzzy"}  # a per cent sign makes no format
    buffer = BytesIO()
    write_po(buffer, catalog, width=WIDTH, include_previous=True)
    # Babel wraps previous words between any two, which breaks their quotes; without spaces it cannot.
    return buffer.getvalue().replace(_GAP.encode(), b" ").replace(b"EMAIL@ADDRESS", b"")


def _remarks(entry: Entry | None) -> list[str]:
    """What translators noted on an entry; Babel takes what its source said before for a note too."""
    return [note for note in entry.message.user_comments if not note.startswith("|")] if entry else []


def _with_begun(unit: Unit, begun: Begun) -> tuple[Unit, str, bool]:
    """The unit with what a translator has begun on it: (unit, words, whether they are fuzzy)."""
    entry = begun.entries.get(unit.context)
    ours = unit, unit.target, unit.is_stale and bool(unit.target)
    if entry is None or not entry.string:
        return ours
    if entry.source != unit.source:
        is_work = fingerprint(entry.string) != entry.said and entry.string != unit.target
        return (replace(unit, previous=entry.source), entry.string, True) if is_work else ours
    if entry.string == unit.target:
        is_confirmed = not entry.is_fuzzy and entry.section_hash == unit.section_hash
        return unit, unit.target, ours[2] and not is_confirmed
    if fingerprint(entry.string) == entry.said:
        return ours
    if fingerprint(unit.target) not in {entry.said, begun.ours.get(unit.context)}:
        note = f"The site says by now: {unit.target}"
        return replace(unit, notes=(*unit.notes, note)), entry.string, True
    return unit, entry.string, entry.is_fuzzy


def read_po_file(raw: bytes, name: str) -> PoFile:
    """A PO file; an entry that is there twice is a problem too."""
    catalog, problems = parse_catalog(raw, name)
    if not problems:
        problems = [_twice(SourceRef(name, line), first) for line, first in repeated(decode(raw, name)[0])]
    return PoFile(tuple(_entry(message, name) for message in catalog if message.id), catalog, tuple(problems))


def say_the_same(one: PoFile, other: PoFile) -> bool:
    """Whether two files have the same entries with the same comments, however they are wrapped."""
    return list(map(_content, one.entries)) == list(map(_content, other.entries))


def _content(entry: Entry) -> tuple[object, ...]:
    message = entry.message
    comments = " ".join(message.auto_comments), " ".join(_remarks(entry))
    return entry.context, message.id, message.string, entry.is_fuzzy, comments, message.locations


def _twice(place: SourceRef, first: int) -> Problem:
    return Problem(CHECK, Severity.ERROR, place, f"this entry is on line {first} too; leave one out")


def _entry(message: Message, path: str) -> Entry:
    states = list(_STATE.finditer(" ".join(message.auto_comments)))  # a text that a comment quotes may look like one
    found = states[-1] if states else None
    source = message.id if isinstance(message.id, str) else message.id[0]
    string = message.string if isinstance(message.string, str) else ""
    return Entry(
        message.context or "", source, string.strip(), message.fuzzy,
        SourceRef(path, message.lineno or 1),
        (found["section"] or "") if found else "", found["said"] if found else "", message,
    )  # fmt: skip
