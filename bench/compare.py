"""This project beside other engines on public retrieval sets: `python3 build.py bench compare`."""

import argparse
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean

from bench import execution
from bench.engines import PEERS
from bench.engines.zhinan import Zhinan
from bench.measure import machine
from bench.sets import NAMES, SETS, RetrievalSet, read_set
from bench.tables import difference, figure, geometric_mean, share, table
from bench.trial import Trial, run
from indexer.evaluation import Question, evaluate
from kb.errors import HelpCentreError


@dataclass(frozen=True, slots=True)
class Comparison:
    """One set: this project, and the best configuration of each peer by name."""

    given: RetrievalSet
    ours: Trial
    peers: Mapping[str, Trial]

    @property
    def best_peer(self) -> str:
        """Who answers best of the others."""
        return max(self.peers, key=lambda name: self.peers[name].mrr)


def compare(given: RetrievalSet) -> Comparison:
    """Run every engine on a set."""
    peers = {
        name: max((run(engine, given) for engine in configurations(given.language)), key=lambda trial: trial.mrr)
        for name, configurations in PEERS.items()
    }
    return Comparison(given, run(Zhinan(given.locale), given), peers)


def quality(comparisons: Sequence[Comparison]) -> str:
    """MRR@10 of each engine on each set, a peer's with the configuration that did best."""
    rows = []
    for each in comparisons:
        peers = [f"{trial.configuration} {share(trial.mrr)}" for trial in each.peers.values()]
        best = each.peers[each.best_peer].mrr
        own = [share(each.ours.mrr), *peers, each.best_peer, difference(each.ours.mrr - best)]
        rows.append([each.given.name, *own])
    means = [share(fmean(each.peers[name].mrr for each in comparisons)) for name in PEERS]
    ours = fmean(each.ours.mrr for each in comparisons)
    bests = fmean(each.peers[each.best_peer].mrr for each in comparisons)
    rows.append(["mean", share(ours), *means, share(bests), difference(ours - bests)])
    return table(["MRR@10", "Zhinan", *PEERS, "best peer", "difference"], rows)


MEASURES: Mapping[str, Callable[[Trial], float]] = {
    "p50 ms": lambda trial: trial.answers.timing.p50,
    "p95 ms": lambda trial: trial.answers.timing.p95,
    "first ms": lambda trial: trial.answers.timing.first,
    "build s": lambda trial: trial.build,
    "memory MB": lambda trial: trial.answers.memory,
    "disk MB": lambda trial: trial.disk,
}
"""What a query, a first query, an index and a process that answers take."""


def costs(comparison: Comparison) -> str:
    """What each engine took on one set."""
    trials = {"Zhinan": comparison.ours, **comparison.peers}
    rows = [[name, *(figure(measure(trial)) for measure in MEASURES.values())] for name, trial in trials.items()]
    return table([f"{comparison.given.name}, {len(comparison.given.texts)} texts", *MEASURES], rows)


def ratios(comparisons: Sequence[Comparison]) -> str:
    """What this project takes as a multiple of what each peer takes: the geometric mean over all sets."""
    rows = [
        [
            name,
            *(
                figure(geometric_mean([measure(each.ours) / measure(each.peers[name]) for each in comparisons]))
                for measure in MEASURES.values()
            ),
        ]
        for name in PEERS
    ]
    return table(["Zhinan / peer", *MEASURES], rows)


def losses(comparison: Comparison) -> Iterator[str]:
    """The questions that the best peer answers better, the worst first."""
    peer = comparison.peers[comparison.best_peer]
    found = []
    for question in comparison.given.questions:
        own = _reciprocal(comparison.ours.answers.by_question[question.id], question)
        other = _reciprocal(peer.answers.by_question[question.id], question)
        if own < other:
            found.append((own - other, f"{_rank(own):>5}{_rank(other):>5}  {question.id} {question.text}"))
    yield (
        f"{comparison.given.name}: {len(found)} questions that {comparison.best_peer} answers better; "
        "the rank of the right answer here, and there"
    )
    yield from (line for _, line in sorted(found))


def _reciprocal(ranked: Sequence[str], question: Question) -> float:
    return evaluate([question], lambda _: ranked)["all"].mrr


def _rank(reciprocal: float) -> str:
    return f"{1 / reciprocal:.0f}" if reciprocal else "-"


def main(arguments: Sequence[str]) -> int:
    """Print the tables; returns the exit code."""
    parser = argparse.ArgumentParser(prog="build.py bench compare", description=__doc__)
    parser.add_argument("--sets", type=Path, default=SETS, metavar="DIR", help="folder of the sets")
    parser.add_argument("--only", action="append", choices=NAMES, metavar="SET", help="only this set; may be repeated")
    parser.add_argument("--losses", action="store_true", help="list the questions that the best peer answers better")
    parser.add_argument("--no-execution", action="store_true", help="leave out executing the same tokens")
    options = parser.parse_args(arguments)
    started = time.monotonic()
    comparisons = []
    for name in options.only or NAMES:
        print(f"{name} ...", file=sys.stderr, flush=True)
        comparisons.append(compare(read_set(options.sets / name)))
    print(f"{machine()}\n\n{quality(comparisons)}\n")
    print("\n\n".join(costs(each) for each in comparisons), end="\n\n")
    print(ratios(comparisons))
    if options.losses:
        print("", *(line for each in comparisons for line in losses(each)), sep="\n")
    if not options.no_execution:
        print(f"\n{execution.report(comparisons[0].given)}")
    print(f"\n{time.monotonic() - started:.0f} s in all", file=sys.stderr)
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except HelpCentreError as error:
        sys.exit(f"bench: {error}")
