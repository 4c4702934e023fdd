"""What changed in the source of words that stand in YAML: terms, texts of categories, labels of drawings."""

import json

import click

from cli.content import refuse_errors
from cli.i18n.marked_words import changed_lines
from indexer.analysis.reading import ReadingWords
from kb.errors import ConfigError
from kb.loader import Loaded
from kb.locales import Locale
from kb.model import Library
from kb.po.history import GitHistory
from kb.po.slots import Slot
from kb.stamps_file import stamps_path
from kb.word_diff import Piece, word_diff
from kb.word_stamps import addressed, check_addresses, stale_words


def print_changed_words(loaded: Loaded, address: str, locale: Locale, *, colored: bool, as_json: bool) -> None:
    """Print the stale words at an address, or at what begins with it.

    Raises:
        ConfigError: the locale is what translations are made from.
        ContentError: there are no such words, or their stamps cannot be read.
    """
    library = loaded.library
    if locale == library.site.source_locale:
        raise ConfigError(f"{locale} is what translations are made from; name another locale of the site")
    check_addresses(library, [address])
    refuse_errors(loaded.problems, {stamps_path(locale)})
    stale = stale_words(library, locale)
    changed, unstamped = addressed(stale.changed, [address]), addressed(stale.unstamped, [address])
    found = [(slot, "changed", pieces) for slot, pieces in _compared(library, locale, changed)]
    found += [(slot, "never compared", ()) for slot in unstamped]
    if as_json:
        click.echo(json.dumps([_plain(*each) for each in found], ensure_ascii=False, indent=2))
        return
    for slot, state, pieces in found:
        heading = f"{slot.unit.context} ({state}) {slot.unit.place.path}:{slot.unit.place.line}"
        click.echo(click.style(heading, bold=True) if colored else heading, color=colored)
        lines = (
            list(changed_lines(pieces, colored=colored))
            if pieces
            else [f"  {line}" for line in slot.unit.source.splitlines()]
        )
        lines += [f"  {locale}: {slot.file}", *(f"  | {line}" for line in slot.unit.target.splitlines()), ""]
        click.echo("\n".join(lines), color=colored)
    if any(state == "changed" and not pieces for _, state, pieces in found):
        click.echo("some old words were not found: no committed version has them", err=True)
    again = f"when they say the same: kb i18n stamp {address} -l {locale}"
    click.echo(again if found else f"nothing at {address} changed since; there is nothing to do", err=True)


def _compared(library: Library, locale: Locale, slots: list[Slot]) -> list[tuple[Slot, tuple[Piece, ...]]]:
    """Each with how its source differs from what it was made from; nothing where that is not known."""
    history, cut = GitHistory(library), ReadingWords(library.trade_words(library.site.source_locale))
    stamps = library.stamps.get(locale.tag, {})
    old = [(slot, history.words_when(slot.unit, stamps[slot.unit.context])) for slot in slots]
    return [(slot, word_diff(words, slot.unit.source, cut) if words else ()) for slot, words in old]


def _plain(slot: Slot, state: str, pieces: tuple[Piece, ...]) -> dict[str, object]:
    return {
        "address": slot.unit.context,
        "state": state,
        "pieces": [{"change": piece.change.value, "text": piece.text} for piece in pieces],
        "source": slot.unit.source,
        "source_path": slot.unit.place.path,
        "translation": slot.unit.target,
        "translation_path": slot.file,
    }
