"""How long publishing takes: a site of Chinese articles from nothing, then again after one of them changed.

Run it as `python -m bench.publishing --articles 1000 --folder /tmp/site`.
"""

import argparse
import cProfile
import pstats
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

from bench.chinese_site import change, write_site
from indexer.builds.publisher import publish
from indexer.builds.store import BuildStore
from indexer.builds.workers import available_processes, collect_seldom
from kb.loader import load

CHANGES = ("手续费按网络收取，以页面显示的为准。", "提交后十分钟内可以撤回。", "审核通过后会发邮件通知你。")


class Stopwatch:
    """The seconds between the steps that a build announces, and how long this process worked in them."""

    def __init__(self) -> None:
        self.steps: list[tuple[str, float, float]] = []

    def __call__(self, step: str) -> None:
        self.steps.append((step, time.perf_counter(), time.process_time()))

    def report(self, title: str) -> None:
        """Print the whole, and each step."""
        self("")
        rows = [(title, self.steps[0], self.steps[-1])]
        rows += [(step[0], step, after) for step, after in pairwise(self.steps)]
        print("   wall     CPU")
        for name, (_, wall, busy), (_, wall_after, busy_after) in rows:
            print(f"{wall_after - wall:7.3f} {busy_after - busy:7.3f}  {name}", flush=True)


def build(root: Path, watch: Callable[[str], None]) -> None:
    """One build in this process."""
    store = BuildStore(root / "var" / "builds")
    watch("loading")
    loaded = load(root)
    with store.lock(wait=1, on_wait=lambda _: None):
        report = publish(loaded, store, now=datetime.now(UTC), processes=available_processes(), progress=watch)
    assert report.manifest, report.problems[:3]
    assert not report.was_current


def measure(root: Path, title: str, profile: bool) -> None:
    """One build, timed or profiled."""
    watch = Stopwatch()
    if profile:
        profiler = cProfile.Profile()
        profiler.runcall(build, root, watch)
        pstats.Stats(profiler).sort_stats("cumulative").print_stats(70)
    else:
        build(root, watch)
    watch.report(title)


def main() -> None:
    """Measure what the options ask for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=1000)
    parser.add_argument("--folder", type=Path, required=True, help="where the site is written; emptied first")
    parser.add_argument("--keep", action="store_true", help="use the site and the build that are there")
    parser.add_argument("--profile", action="store_true", help="profile the republishing")
    options = parser.parse_args()
    collect_seldom()
    if not options.keep:
        write_site(options.folder, options.articles)
        measure(options.folder, f"{options.articles} articles from nothing", profile=False)
    for number, words in enumerate(CHANGES):
        change(options.folder, number + options.articles // 2, words)
        measure(options.folder, "one changed article, in this process", profile=options.profile)
        if options.profile:
            break
    change(options.folder, 0, CHANGES[0])
    started = time.perf_counter()
    subprocess.run([sys.executable, "-m", "cli", "build", "--site", str(options.folder)], check=True)
    print(f"one changed article, `kb build`: {time.perf_counter() - started:.2f} s")


if __name__ == "__main__":
    main()
