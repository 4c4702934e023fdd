"""What is done once all articles are written: translations are stamped, checks that they cannot meet are lowered."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kb.checks import CHECKS, check_library
from kb.importing.model import Note
from kb.layout import SITE_FILE
from kb.loader import Loaded, load
from kb.locales import Locale
from kb.problems import Problem, Severity, SourceRef
from kb.site_files import IGNORED, site_yaml
from kb.translation_state import section_hashes, stamp

MENDED = {"unsafe-html": ("<", "&lt;"), "broken-image": ("!", "")}
"""Checks that no setting lowers, by what stands at the place they name and what is written instead: a tag becomes
words, an image a link.
"""
MOST_ROUNDS = 3
_QUIET = ("missing-catalog",)
"""Checks that tell an importer nothing: a language without an interface of its own shows the English one."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What `site.yaml` says of an imported site."""

    names: Mapping[str, str]
    locales: Sequence[Locale]
    base_url: str


def finish(site: Path, settings: Settings, today: date) -> tuple[dict[str, int], list[Note]]:
    """Write the settings of a site whose articles are written. Returns the checks lowered, with what each found."""
    (site / ".gitignore").write_text(IGNORED, encoding="utf-8", newline="\n")
    _write_settings(site, settings, {})
    notes: list[Note] = []
    problems: list[Problem] = []
    loaded = load(site)
    for _ in range(MOST_ROUNDS):
        problems = check_library(loaded, today)
        mended = _mend(site, problems)
        if not mended:
            break
        notes += mended
        loaded = load(site)
    _stamp(site, loaded)
    always = {check.id for check in CHECKS if check.is_always_on}
    errors = Counter(each.check for each in problems if each.severity is Severity.ERROR)
    lowered = {check: number for check, number in errors.items() if check not in always}
    quiet = {check for check in _QUIET if any(each.check == check for each in problems)}
    _write_settings(site, settings, {**lowered, **dict.fromkeys(quiet, 0)})
    notes += [
        Note(each.source.path, each.source.line, "to-mend", f"{each.check}: {each.message}")
        for each in problems
        if each.severity is Severity.ERROR and each.check in always
    ]
    return lowered, notes


def _write_settings(site: Path, settings: Settings, lowered: Mapping[str, int]) -> None:
    about = {check.id: check.about for check in CHECKS}
    checks = {
        check: ("warning", f"{number} places: {about[check]}")
        if number
        else ("off", f"{about[check]}; readers see the English one")
        for check, number in sorted(lowered.items())
    }
    tags = [locale.tag for locale in settings.locales]
    text = site_yaml(settings.names, tags, tags[0], settings.base_url, checks)
    (site / SITE_FILE).write_text(text, encoding="utf-8", newline="\n")


def _stamp(site: Path, loaded: Loaded) -> None:
    """Translations are as good as they were: from now on they are compared with the source of today."""
    for translation in loaded.library.translations():
        if source := loaded.library.source_of(translation):
            path = site / translation.path
            text = stamp(path.read_text(encoding="utf-8"), section_hashes(source))
            path.write_text(text, encoding="utf-8", newline="\n")


def _mend(site: Path, problems: Sequence[Problem]) -> list[Note]:
    """Mend what would keep the site from being built, at the places that checks name."""
    places: dict[str, set[tuple[SourceRef, str]]] = defaultdict(set)
    for problem in problems:
        if problem.check in MENDED:
            places[problem.source.path].add((problem.source, problem.check))
    notes: list[Note] = []
    for path, found in places.items():
        lines = (site / path).read_text(encoding="utf-8").split("\n")
        for place, check in sorted(found, reverse=True):
            line, at = lines[place.line - 1], place.column - 1
            wrong, right = MENDED[check]
            if line[at : at + 1] == wrong:
                lines[place.line - 1] = f"{line[:at]}{right}{line[at + 1 :]}"
                notes.append(Note(path, place.line, check, f"{line[at : at + 20]!r} is shown as words or as a link"))
        (site / path).write_text("\n".join(lines), encoding="utf-8", newline="\n")
    return notes
