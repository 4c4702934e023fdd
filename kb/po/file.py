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
from kb.locales import Locale
from kb.po.unit import Unit
from kb.problems import Problem, SourceRef

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
class Begun:
    """The entries of the file that an export replaces, and fingerprints of what former imports wrote, by context.

    Work that was not brought back yet stays in the new file.
    """

    entries: Mapping[str, Entry]
    ours: Mapping[str, str]


def po_bytes(units: Iterable[Unit], locale: Locale, name: str, now: datetime, begun: Begun) -> bytes:
    """A PO file of units."""
    catalog = Catalog(
        locale=locale.gettext_name, project=name, version="1", charset="utf-8", fuzzy=False, creation_date=now,
        revision_date=now, last_translator=name, language_team=locale.tag, header_comment=HEAD.format(name=name),
    )  # fmt: skip
    for unit in units:
        unit, string, is_fuzzy = _with_begun(unit, begun)
        section = f"made from {unit.section_hash}, " if unit.section_hash else ""
        notes = [" ".join(note.split()) for note in unit.notes]
        message = catalog.add(
            unit.source, string, locations=[(unit.place.path, unit.place.line)], context=unit.context,
            flags=["fuzzy"] if is_fuzzy else [],
            auto_comments=[*notes, f"[{section}said {fingerprint(unit.target)}]"],
            previous_id=unit.previous.replace(" ", _GAP) if is_fuzzy else (),
        )  # fmt: skip
        message.flags &= {"fuzzy"}  # a per cent sign makes no format
    buffer = BytesIO()
    write_po(buffer, catalog, width=WIDTH, include_previous=True)
    # Babel wraps previous words between any two, which breaks their quotes; without spaces it cannot.
    return buffer.getvalue().replace(_GAP.encode(), b" ").replace(b"EMAIL@ADDRESS", b"")


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


def read_entries(raw: bytes, name: str) -> tuple[list[Entry], str, list[Problem]]:
    """The entries of a PO file, the language its header names (`zh_Hans`), and what keeps it from being read."""
    catalog, problems = parse_catalog(raw, name)
    entries = [_entry(message, name) for message in catalog if message.id]
    return entries, str(catalog.locale_identifier or ""), problems


def _entry(message: Message, path: str) -> Entry:
    found = _STATE.search(" ".join(message.auto_comments))
    source = message.id if isinstance(message.id, str) else message.id[0]
    string = message.string if isinstance(message.string, str) else ""
    return Entry(
        message.context or "", source, string.strip(), message.fuzzy,
        SourceRef(path, message.lineno or 1),
        (found["section"] or "") if found else "", found["said"] if found else "", message,
    )  # fmt: skip
