"""The work of a build shared among processes, where there is so much of it that starting them pays."""

import gc
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from types import TracebackType
from typing import Generic, NamedTuple, TypeVar

from kb.errors import BuildError

R = TypeVar("R")
T = TypeVar("T")
Progress = Callable[[str], None]

ENOUGH = 100
"""Articles to render, to analyse or to test, from which on other processes help; they take a second to start."""
PIECES = 4
"""Into how many pieces a process' share of equal things is cut, so that none waits long for the others."""


class Task(NamedTuple, Generic[R]):
    """A piece of work, which other processes can be sent, and what is said when it begins."""

    name: str
    work: Callable[[], R]


def collect_seldom() -> None:
    """Make this process look for reference cycles seldom.

    A build keeps nearly all that it makes, so that looking through it again and again took a third of a republishing.
    """
    gc.set_threshold(100_000, 50, 50)


def available_processes() -> int:
    """How many processes can run at once on this machine."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class Workers:
    """Up to `processes` processes, started when they are first of use; a context, at whose end none is left."""

    def __init__(self, processes: int, progress: Progress) -> None:
        self._processes = processes
        self._progress = progress
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> "Workers":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._pool:
            self._pool.shutdown(cancel_futures=True)

    def help_with(self, articles: int) -> bool:
        """Whether other processes would do the work of so many articles sooner."""
        return self._processes > 1 and articles >= ENOUGH

    def run(self, tasks: Sequence[Task[R]], articles: int) -> list[R]:
        """What the tasks return, in their order; in other processes if they mean the work of enough articles.

        Raises:
            BuildError: a process ended in the middle. What a task raises is raised here.
        """
        if len(tasks) < 2 or not self.help_with(articles):
            return [self._run(task) for task in tasks]
        self._progress(f"{tasks[0].name} and {len(tasks) - 1} more, in {self._processes} processes")
        try:
            futures = [self._started().submit(task.work) for task in tasks]
            return [future.result() for future in futures]
        except BrokenProcessPool as error:
            message = "a process of the build ended before it was done, perhaps for want of memory; try --processes 1"
            raise BuildError(message) from error

    def map(self, name: str, work: Callable[[Sequence[T]], list[R]], items: Sequence[T]) -> list[R]:
        """What `work` returns for the items, which are given to it in pieces, in their order."""
        size = -(-len(items) // (PIECES * self._processes)) if self.help_with(len(items)) else len(items)
        pieces = [items[at : at + size] for at in range(0, len(items), max(size, 1))]
        found = self.run([Task(name, partial(work, piece)) for piece in pieces], len(items))
        return [each for piece in found for each in piece]

    def _run(self, task: Task[R]) -> R:
        self._progress(task.name)
        return task.work()

    def _started(self) -> ProcessPoolExecutor:
        if self._pool is None:
            # `spawn` copies no thread and no lock that happens to be held, and is the same on every system.
            context = multiprocessing.get_context("spawn")
            self._pool = ProcessPoolExecutor(self._processes, context, initializer=begin_process)
        return self._pool


def begin_process() -> None:
    """Ctrl-C ends a worker without a traceback, and none outlives a build that was killed."""
    if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    collect_seldom()
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    if parent := multiprocessing.parent_process():
        parent.join()
        os._exit(1)
