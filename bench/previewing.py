"""How soon a saved article is in the browser: `kb preview` on a site of Chinese articles, saved again and again.

Run it as `python -m bench.previewing --articles 1000 --folder /tmp/site`. The time is that
until a client which waits for news as the script of a page does has the page with the new words.
"""

import argparse
import re
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median, quantiles

from bench.chinese_site import CHINESE, write_site
from kb.layout import ARTICLES

PAUSE = 0.7
"""Seconds between two saves: the checks of the one before are done, the build for search is not begun."""


@contextmanager
def running_preview(root: Path) -> Iterator[str]:
    """The address of a preview of a site, for as long as the context lasts."""
    command = [sys.executable, "-m", "cli", "preview", "--site", str(root), "--port", "0"]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    try:
        assert process.stderr is not None
        for line in process.stderr:
            if found := re.search(r"http://[\d.:]+", line):
                yield found[0]
                break
    finally:
        process.terminate()
        process.wait()


def save(path: Path, words: str) -> float:
    """Put words at the end of an article; the moment in which the file was closed."""
    path.write_text(path.read_text(encoding="utf-8").rstrip() + f"\n\n{words}\n", encoding="utf-8")
    return time.perf_counter()


def by_client(address: str, url: str) -> Callable[[str], None]:
    """What returns once a client that waits as pages do has the page with some words."""

    def get(path: str) -> str:
        with urllib.request.urlopen(f"{address}{path}") as response:
            text: str = response.read().decode("utf-8")
            return text

    def wait(words: str) -> None:
        page = get(url)
        while words not in page:
            mark = re.search(r'data-mark="([^"]+)"', page)
            assert mark
            get(f"/preview/news?seen={mark[1]}")
            page = get(url)

    return wait


def measure(path: Path, wait: Callable[[str], None], saves: int) -> list[float]:
    """The seconds from each save to its words."""
    taken = []
    for number in range(saves):
        time.sleep(PAUSE)
        words = f"第 {number} 次保存，时间 {time.time_ns()}。"
        saved = save(path, words)
        wait(words)
        taken.append(time.perf_counter() - saved)
    return taken


def main() -> None:
    """Measure what the options ask for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=1000)
    parser.add_argument("--saves", type=int, default=20)
    parser.add_argument("--folder", type=Path, required=True, help="where the site is written; emptied first")
    options = parser.parse_args()
    write_site(options.folder, options.articles)
    path = sorted((options.folder / ARTICLES).glob(f"*/*.{CHINESE}.md"))[options.articles // 2]
    url = f"/{CHINESE}/{path.parent.name}/{path.name.split('.')[0]}"
    started = time.perf_counter()
    with running_preview(options.folder) as address:
        by_client(address, url)("")
        print(f"{options.articles} articles, first page after {time.perf_counter() - started:.2f} s")
        time.sleep(10)  # the first complete build, for search
        taken = measure(path, by_client(address, url), options.saves)
    slowest = quantiles(taken, n=20)[-1]
    print(f"from save to page: p50 {median(taken):.3f} s, p95 {slowest:.3f} s, {options.saves} saves")


if __name__ == "__main__":
    main()
