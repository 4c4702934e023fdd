"""Chinese in one script: Traditional characters become Simplified, so that either finds the other."""

import re
from collections.abc import Callable
from functools import lru_cache

from indexer.analysis.normalise import MappedText
from indexer.analysis.scripts import HAN

_HAN = re.compile(f"[{HAN}]")


def simplify(mapped: MappedText) -> MappedText:
    """The same text with Traditional characters made Simplified, each still mapped to where it came from."""
    text = mapped.text
    if not _HAN.search(text):
        return mapped
    converted = _converter()(text)
    if len(converted) == len(text):
        return MappedText(converted, mapped.origins)
    # A phrase that changes length cannot be mapped; characters one by one can.
    pieces = [_converter()(char) for char in text]
    origins = [mapped.original(at, at + 1) for at, piece in enumerate(pieces) for _ in piece]
    return MappedText("".join(pieces), tuple(origins))


@lru_cache(maxsize=1)
def _converter() -> Callable[[str], str]:
    """OpenCC's t2s, which also knows phrases (乾燥 → 干燥, 乾坤 → 乾坤); 3 MB of tables, loaded on first use."""
    from opencc import OpenCC

    convert: Callable[[str], str] = OpenCC("t2s").convert
    return convert
