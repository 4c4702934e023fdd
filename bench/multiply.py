"""More texts out of a few: sentences of several paragraphs put together, with names and numbers that nobody had.

A collection that repeats its texts grows in length only. In a real one every article also brings words of its own,
mostly names and numbers, so each text made here has a new name, made of halves of others, and new figures. The same
seed makes the same texts.
"""

import random
import re
from collections.abc import Iterator, Sequence
from itertools import islice

from bench.sets import Text

SEED = 20261127
SOURCES = 3
"""How many paragraphs a text is made of: enough for a new mixture, few enough for it to have a subject."""

_SENTENCE = re.compile(r"[^。！？!?.؟।]+(?:[。！？!?.؟।]+\s*|$)")
_DIGIT = re.compile(r"\d")


def multiplied(texts: Sequence[Text], count: int, *, seed: int = SEED) -> list[Text]:
    """`count` texts: the given ones first, then made ones, in the same order whatever the count."""
    return [*texts[:count], *islice(_made(texts, seed), max(count - len(texts), 0))]


def _made(texts: Sequence[Text], seed: int) -> Iterator[Text]:
    chance = random.Random(seed)
    sentences = [_SENTENCE.findall(text.body) or [text.body] for text in texts]
    titles = [text.title or text.body[:8] for text in texts]
    number = 0
    while True:
        number += 1
        sources = chance.sample(range(len(texts)), min(SOURCES, len(texts)))
        offered = [sentence for source in sources for sentence in sentences[source]]
        length = min(len(sentences[sources[0]]), len(offered))
        name = _new_name(chance, titles)
        body = "".join(chance.sample(offered, length)).replace(titles[sources[0]], name)
        yield Text(f"made-{number}", name, _DIGIT.sub(lambda _: str(chance.randrange(10)), f"{name} {body}"))


def _new_name(chance: random.Random, titles: Sequence[str]) -> str:
    """The beginning of one title and the end of another."""
    first, second = chance.choice(titles), chance.choice(titles)
    return first[: (len(first) + 1) // 2] + second[len(second) // 2 :]
