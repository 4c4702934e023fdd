"""How this project grows with its texts: `python3 build.py bench scale`."""

import argparse
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from bench.engines.zhinan import document_of, parts, searcher_of
from bench.measure import Timing, in_new_process, machine, own_memory, seconds, size_on_disk, timed
from bench.multiply import multiplied
from bench.sets import NAMES, SETS, RetrievalSet, read_set
from bench.tables import figure, table
from indexer.evaluation import Question
from kb.errors import HelpCentreError

if TYPE_CHECKING:
    from indexer.engines.base import Index

Q = TypeVar("Q")

SIZES = (2_000, 10_000, 50_000)


@dataclass(frozen=True, slots=True)
class Written:
    """What writing an index took: seconds, and the most memory the process had, in MB."""

    seconds: float
    memory: float


@dataclass(frozen=True, slots=True)
class Asked:
    """What a process took that opened an index and answered: seconds to open, and how its memory grew, in MB."""

    timing: Timing
    opening: float
    memory: float


def measure(given: RetrievalSet, size: int) -> list[str]:
    """One row: the set multiplied to `size` texts, and a process each for writing, executing and searching."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        directory = Path(folder) / "index"
        written = in_new_process(write, directory, given, size)
        executed = in_new_process(execute, directory, given.locale, given.questions)
        searched = in_new_process(search, directory, given.locale, given.questions)
        disk = size_on_disk(directory)
    times = [value for it in (executed.timing, searched.timing) for value in (it.first, it.p50, it.p95)]
    values = [*times, searched.opening, written.seconds, written.memory, searched.memory, disk]
    return [f"{size:,}", *map(figure, values)]


def write(directory: Path, given: RetrievalSet, size: int) -> Written:
    """Index a set, multiplied."""
    from indexer.engines.whoosh import WhooshEngine

    documents = [document_of(text) for text in multiplied(given.texts, size)]
    analysis = parts(given.locale)[1]
    took = seconds(lambda: WhooshEngine().write(directory, documents, analysis))
    return Written(took, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def execute(directory: Path, tag: str, questions: Sequence[Question]) -> Asked:
    """Execute queries that were analysed before, as a search does."""
    from indexer.finding import TAIL_SUPPORT
    from indexer.thesaurus import Thesaurus

    locale, analysis = parts(tag)
    thesaurus = Thesaurus({}, {locale.tag: analysis})
    queries = [thesaurus.query(question.text, locale) for question in questions]
    return _asked(directory, lambda index: partial(index.search, least=TAIL_SUPPORT), queries)


def search(directory: Path, tag: str, questions: Sequence[Question]) -> Asked:
    """Search with analysis, snippets and all."""
    from indexer.model import SearchRequest

    locale, analysis = parts(tag)
    requests = [SearchRequest(question.text, locale) for question in questions]
    return _asked(directory, lambda index: searcher_of(index, locale, analysis).search, requests)


def _asked(directory: Path, way: "Callable[[Index], Callable[[Q], object]]", arguments: Sequence[Q]) -> Asked:
    from indexer.engines.whoosh import WhooshEngine

    before = own_memory()
    started = time.process_time()
    index = WhooshEngine().open(directory)
    opening = time.process_time() - started
    timing = timed(way(index), arguments)
    return Asked(timing, opening, own_memory() - before)


def main(arguments: Sequence[str]) -> int:
    """Print the table; returns the exit code."""
    parser = argparse.ArgumentParser(prog="build.py bench scale", description=__doc__)
    parser.add_argument("--sets", type=Path, default=SETS, metavar="DIR", help="folder of the sets")
    parser.add_argument("--only", default="cmrc-zh-Hans", choices=NAMES, metavar="SET", help="default: %(default)s")
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, metavar="N", help="default: 2000 10000 50000")
    options = parser.parse_args(arguments)
    given = read_set(options.sets / options.only)
    rows = []
    for size in options.sizes:
        print(f"{given.name}, {size:,} texts ...", file=sys.stderr, flush=True)
        rows.append(measure(given, size))
    kinds = ("execution", "search()")
    times = [f"{kind} {name}" for kind in kinds for name in ("first ms", "p50", "p95")]
    headings = [given.name, *times, "open s", "build s", "build peak MB", "memory MB", "disk MB"]
    print(f"{machine()}\n\n{table(headings, rows)}")
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except HelpCentreError as error:
        sys.exit(f"bench: {error}")
