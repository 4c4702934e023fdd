"""Decides what becomes of each entry that came back: it is written, refused, or left. Nothing is written here."""

import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from kb.agreement import disagreements
from kb.po.file import CHECK, Entry, fingerprint
from kb.po.unit import Unit, as_lines, from_lines
from kb.problems import Problem, Severity

UNTRANSLATED = "not translated yet"
FUZZY = "marked fuzzy"
SOURCE_CHANGED = "source changed since the export"
NOT_EXPORTED = "not in the files"
NEWER = "newer in the site"
NO_PLACE = "no place in the translation yet"

CHANGED_TWICE = "was changed in the site since the export, and here too; export again and choose, or use --overwrite"

Fault = Callable[[Unit, str], str | None]
"""What is wrong with words in the place of a unit, or None."""


@dataclass(slots=True)
class Verdicts:
    """What becomes of the entries for some units.

    `words` are to be written, by context. `confirmed` are the contexts whose translation is sure, unchanged ones
    too. `left` counts the reasons why entries are not written, `refused` says what is wrong and where, and `homeless`
    which new words belong to nothing in the source.
    """

    words: dict[str, str] = field(default_factory=dict)
    confirmed: dict[str, Entry] = field(default_factory=dict)
    left: Counter[str] = field(default_factory=Counter)
    refused: list[Problem] = field(default_factory=list)
    homeless: list[Problem] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Judge:
    """Decides on entries of one language.

    `fault` says what is wrong with words in a unit's place. `ours` are fingerprints of what former imports wrote, by
    context: replacing that loses nobody's work. With `overwrite` what comes back wins over whatever the site says.
    """

    fault: Fault
    ours: Mapping[str, str]
    overwrite: bool

    def verdicts(self, units: Iterable[Unit], entries: Mapping[str, Entry]) -> Verdicts:
        """What becomes of the entries for these units."""
        found = Verdicts()
        units = list(units)
        moved = _moved(units, entries)
        for unit in units:
            entry = moved.get(unit.context, entries.get(unit.context))
            if entry is None or entry.source != unit.source:
                found.left[SOURCE_CHANGED if entry else NOT_EXPORTED] += 1
            elif entry.message.pluralizable:
                message = f"{unit.context} has plural forms, which its source has not; write one msgstr"
                found.refused.append(Problem(CHECK, Severity.ERROR, entry.place, message))
            elif not entry.string or entry.is_fuzzy:
                found.left[FUZZY if entry.string else UNTRANSLATED] += 1
            else:
                self._decide(unit, entry, found)
        known = {unit.context for unit in units}
        used = {id(entry) for entry in moved.values()}
        for context, entry in entries.items():
            if context not in known and id(entry) not in used and _is_work(entry):
                message = f"{context} is not in the source (any more); what it says was not brought back"
                found.homeless.append(Problem(CHECK, Severity.WARNING, entry.place, message))
        return found

    def _decide(self, unit: Unit, entry: Entry, found: Verdicts) -> None:
        words = as_lines(from_lines(entry.string)) if unit.is_list else entry.string
        is_changed_here = bool(entry.said) and fingerprint(unit.target) not in {entry.said, self.ours.get(unit.context)}
        if words == unit.target:
            found.confirmed[unit.context] = entry
        elif is_changed_here and fingerprint(entry.string) == entry.said:
            found.left[NEWER] += 1
        elif problem := CHANGED_TWICE if is_changed_here and not self.overwrite else self._problem(unit, words):
            found.refused.append(Problem(CHECK, Severity.ERROR, entry.place, f"{unit.context} {problem}"))
        else:
            found.words[unit.context] = words
            found.confirmed[unit.context] = entry

    def _problem(self, unit: Unit, words: str) -> str | None:
        if invisible := next((each for each in words if is_invisible(each) and each not in unit.source), None):
            return f"has the invisible character U+{ord(invisible):04X}; take it out"
        if unit.is_list:
            return None
        if "\n" in words and "\n" not in unit.source and "#" not in unit.context:
            return "must be one line, as its source is"
        known = set(disagreements(unit.source, unit.target)) if unit.target else set()
        new = [each for each in disagreements(unit.source, words) if each not in known]
        return new[0] if new else self.fault(unit, words)


def is_invisible(char: str) -> bool:
    """Whether a character is a control or a separator of lines that no text of a site has."""
    return char != "\n" and unicodedata.category(char) in {"Cc", "Cs", "Zl", "Zp"}


def _is_work(entry: Entry) -> bool:
    """Whether this was translated since the export."""
    return bool(entry.string) and not entry.is_fuzzy and fingerprint(entry.string) != entry.said


def _moved(units: Iterable[Unit], entries: Mapping[str, Entry]) -> dict[str, Entry]:
    """Entries whose words moved within their part: another number, but the same kind and words as only one has."""
    units = list(units)
    by_context = {unit.context: unit.source for unit in units}
    free = [entry for entry in entries.values() if by_context.get(entry.context) != entry.source]
    found: dict[str, Entry] = {}
    for unit in units:
        if "#" not in unit.context or ((entry := entries.get(unit.context)) and entry.source == unit.source):
            continue
        alike = [entry for entry in free if entry.source == unit.source and _kind(entry.context) == _kind(unit.context)]
        if len(alike) == 1:
            found[unit.context] = alike[0]
    return found


def _kind(context: str) -> str:
    return context.rpartition(".")[0]


def is_complete(units: Iterable[Unit], verdicts: Verdicts) -> bool:
    """Whether every unit's translation is sure; lists may stay empty."""
    return all(unit.is_list or unit.context in verdicts.confirmed for unit in units)


def done_sections(units: Iterable[Unit], verdicts: Verdicts) -> dict[str, str]:
    """The sections all of whose words are sure, with the hash of the source they were made from."""
    hashes: dict[str, set[str]] = {}
    for unit in units:
        if unit.section:
            entry = verdicts.confirmed.get(unit.context)
            hashes.setdefault(unit.section, set()).add(entry.section_hash if entry else "")
    return {section: next(iter(found)) for section, found in hashes.items() if len(found) == 1 and "" not in found}
