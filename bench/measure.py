"""Times and memory. Each measurement runs in a process of its own, so that no engine pays for another's memory.

Times are of the processor, all threads together: on a machine that does nothing else they are what a clock shows, and
on one that is shared they are still what the work takes. Everything read from disk is in the system's cache.
"""

import gc
import math
import os
import platform
import re
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")
Q = TypeVar("Q")

_MEMORY = Path("/proc/self/smaps_rollup")


@dataclass(frozen=True, slots=True)
class Timing:
    """Milliseconds: of the very first call, and of calls with other arguments once caches are warm."""

    first: float
    p50: float
    p95: float


def in_new_process(task: Callable[P, R], *arguments: P.args, **options: P.kwargs) -> R:
    """What `task` returns, run in a fresh interpreter that ends afterwards; an error in it is raised here."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(task, *arguments, **options).result()


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that `share` of all values do not exceed (nearest rank); NaN if there are none."""
    ordered = sorted(values)
    return ordered[max(math.ceil(share * len(ordered)), 1) - 1] if ordered else math.nan


def timed(call: Callable[[Q], object], arguments: Sequence[Q]) -> Timing:
    """Time `call` with every second argument, after it was called once with each of the others.

    What a call with one argument leaves in a cache can therefore only help another: results are never repeated.
    """
    first, *_ = [milliseconds(call, each) for each in arguments[::2]]
    measured = [milliseconds(call, each) for each in arguments[1::2]]
    return Timing(first, percentile(measured, 0.5), percentile(measured, 0.95))


def milliseconds(call: Callable[[Q], object], argument: Q) -> float:
    """How many milliseconds a call takes."""
    started = time.process_time()
    call(argument)
    return (time.process_time() - started) * 1000


def seconds(call: Callable[[], object]) -> float:
    """How many seconds a call takes."""
    started = time.process_time()
    call()
    return time.process_time() - started


def own_memory() -> float:
    """The memory of this process in MB: its own pages and its share of those it shares (PSS); NaN outside Linux."""
    gc.collect()
    if not _MEMORY.exists():
        return math.nan
    found = re.search(r"^Pss: +(\d+) kB", _MEMORY.read_text("ascii"), re.MULTILINE)
    return int(found[1]) / 1024 if found else math.nan


def size_on_disk(directory: Path) -> float:
    """What a folder takes with everything below it, in MB."""
    return sum(path.stat().st_size for path in directory.rglob("*") if path.is_file()) / 2**20


def machine() -> str:
    """One line on what the figures were measured on."""
    return f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}, Python {platform.python_version()}"
