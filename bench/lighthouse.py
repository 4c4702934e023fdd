"""How Lighthouse judges the main pages: its npm package, with the settings it has for phones, in the system's Chromium.

Run it as `python3 build.py bench lighthouse`; see docs/benchmarks.md.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import quote

from bench.browsers import FLAGS, MissingProgramError, chromium, live, node_modules, served
from bench.tables import table
from kb.errors import HelpCentreError

SOURCE = Path(__file__).parent / "npm"
PAGES = {
    "home": "",
    "article": "deposits-withdrawals/deposit-not-arrived",
    "results": f"search?q={quote('充值未到账')}",
}
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
HEADINGS = ("page", *CATEGORIES, "LCP ms", "TBT ms", "CLS", "kB", "requests")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one run says of a page: scores from 0 to 100, times in milliseconds, bytes on the wire, and each audit that
    cost points, by its name.
    """

    scores: tuple[int, ...]
    largest_paint: float
    blocked: float
    shift: float
    size: float
    requests: float
    faults: Mapping[str, str]


def verdict(report: Mapping[str, Any]) -> Verdict:
    """What matters of Lighthouse's report."""
    audits, categories = report["audits"], report["categories"]
    requests = audits["network-requests"]["details"]["items"]
    counted = {each["id"] for name in CATEGORIES for each in categories[name]["auditRefs"] if each["weight"]}
    faults = {
        name: str(audits[name]["title"])
        for name in sorted(counted)
        if audits[name]["score"] is not None and audits[name]["score"] < 0.9
    }
    return Verdict(
        tuple(round(100 * (categories[name]["score"] or 0)) for name in CATEGORIES),
        audits["largest-contentful-paint"]["numericValue"],
        audits["total-blocking-time"]["numericValue"],
        audits["cumulative-layout-shift"]["numericValue"],
        sum(each.get("transferSize", 0) for each in requests),
        len(requests),
        faults,
    )


def judged(url: str, program: Path, folder: Path) -> Verdict:
    """One run of Lighthouse on a page.

    Raises:
        HelpCentreError: it made no report.
    """
    node = shutil.which("node")
    if node is None:
        raise MissingProgramError("node is not installed")
    target = folder / "report.json"
    flags = " ".join(("--headless=new", "--no-sandbox", "--no-first-run", *(f'"{flag}"' for flag in FLAGS)))
    options = ["--output=json", f"--output-path={target}", "--quiet", "--no-enable-error-reporting"]
    command = [node, str(program), url, *options, f"--chrome-flags={flags}"]
    variables = {**os.environ, "CHROME_PATH": chromium()}
    finished = subprocess.run(command, env=variables, capture_output=True, text=True, check=False)
    if finished.returncode or not target.exists():
        raise HelpCentreError(f"Lighthouse failed: {finished.stderr.strip()[-500:]}")
    return verdict(json.loads(target.read_text("utf-8")))


def row(name: str, runs: Sequence[Verdict]) -> list[str]:
    """A page's medians."""
    scores = [statistics.median(run.scores[number] for run in runs) for number in range(len(CATEGORIES))]
    return [
        name,
        *(f"{score:.0f}" for score in scores),
        f"{statistics.median(run.largest_paint for run in runs):.0f}",
        f"{statistics.median(run.blocked for run in runs):.0f}",
        f"{statistics.median(run.shift for run in runs):.3f}",
        f"{statistics.median(run.size for run in runs) / 1000:.1f}",
        f"{statistics.median(run.requests for run in runs):.0f}",
    ]


def faults(name: str, runs: Sequence[Verdict]) -> Iterator[str]:
    """What cost a page points in any run."""
    found = {audit: title for run in runs for audit, title in run.faults.items()}
    return (f"{name}: {audit}: {title}" for audit, title in found.items())


def main() -> int:
    """Prints the table of the main pages, and what cost them points."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--site", type=Path, default=Path(), help="folder of the site (default: this one)")
    parser.add_argument("--locale", default="zh-Hans", help="language of the pages (default: %(default)s)")
    parser.add_argument("--runs", type=int, default=3, help="runs of each page, of which the median counts")
    options = parser.parse_args()
    try:
        program = node_modules(SOURCE, options.site / "var" / "npm") / "lighthouse" / "cli" / "index.js"
        with live(options.site) as site, served(site) as address, TemporaryDirectory() as folder:
            runs = {
                name: [judged(f"{address}/{options.locale}/{path}", program, Path(folder)) for _ in range(options.runs)]
                for name, path in PAGES.items()
            }
    except HelpCentreError as error:
        print(f"bench lighthouse: {error}", file=sys.stderr)
        return 2
    print(table(HEADINGS, [row(name, found) for name, found in runs.items()]))
    for name, found in runs.items():
        for fault in faults(name, found):
            print(fault)
    return 0


if __name__ == "__main__":
    sys.exit(main())
