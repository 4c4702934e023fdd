"""`stamps.yaml`: what the words of one language that stand in YAML files were translated from.

An article's stamps stand in its front matter. Terms, titles of categories and labels of drawings have no place for
theirs that translators' tools would leave alone, so they share this file, sorted and one a line, as git merges best.
"""

import json
import re
from collections.abc import Mapping

from kb.layout import STAMPS_FILE, TRANSLATIONS
from kb.locales import Locale
from kb.problems import Problem
from kb.validation import validate
from kb.yaml_source import read_yaml

CHECK = "stamps"
HEAD = "# What these words were translated from; kb i18n stamp and kb i18n import keep it.\n"

_PLAIN_ADDRESS = re.compile(r"[a-z]+:[\w.-]+(/[\w.-]+)*")


def stamps_path(locale: Locale) -> str:
    """Where a locale's stamps stand, from the site's folder."""
    return f"{TRANSLATIONS}/{locale.gettext_name}/{STAMPS_FILE}"


def read_stamps(text: str, path: str) -> tuple[dict[str, str], list[Problem]]:
    """The hash of the source's words by address, and what is wrong with the file."""
    document = read_yaml(text, path, check=CHECK)
    if document.value is None:
        return {}, list(document.problems)
    stamps, problems = validate(dict[str, str], document, check=CHECK)
    return stamps or {}, [*document.problems, *problems]


def stamps_text(stamps: Mapping[str, str]) -> str:
    """The file that says this."""
    return HEAD + "".join(f'{_key(address)}: "{stamps[address]}"\n' for address in sorted(stamps))


def _key(address: str) -> str:
    return address if _PLAIN_ADDRESS.fullmatch(address) else json.dumps(address, ensure_ascii=False)
