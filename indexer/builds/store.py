"""The folder of published builds: which one is live, which came before, and who is writing the next.

`current.json` names the live build and is replaced in one step. A build is written in a folder of its own beside the
others, so that one which fails, or is killed, never touches what is served.
"""

import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from indexer.builds.json_files import replace_file
from kb.errors import BuildError, IndexUnavailableError

POINTER = "current.json"
LOCK = "lock"
HOLDER = "lock.holder"
STAGING = ".staging-"


@dataclass(frozen=True, slots=True)
class Pointer:
    """The live build and the one before it, which `kb build --rollback` returns to."""

    build_id: str
    previous: str | None


class BuildStore:
    """The builds of one site, in a folder that may be deleted whole without losing anything."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory

    def pointer(self) -> Pointer | None:
        """Which build is live, or None before the first.

        Raises:
            IndexUnavailableError: the pointer is damaged.
        """
        path = self.directory / POINTER
        try:
            fields = json.loads(path.read_bytes())
            return Pointer(str(fields["build_id"]), fields.get("previous"))
        except FileNotFoundError:
            return None
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise IndexUnavailableError(f"{path}: damaged; run 'kb build'") from error

    def current(self) -> Path | None:
        """The folder of the live build, if there is one."""
        pointer = self.pointer()
        return None if pointer is None else self.directory / pointer.build_id

    def staging(self, build_id: str) -> Path:
        """A new, empty folder to write a build in."""
        path = self.directory / f"{STAGING}{build_id}"
        path.mkdir(parents=True)
        return path

    def switch(self, staging: Path, build_id: str) -> None:
        """Make a finished build the live one, and remove all but it and the one before."""
        target = self.directory / build_id
        staging.rename(target)
        before = self._readable_pointer()
        self._point(Pointer(build_id, before.build_id if before else None))
        self.clean()

    def rollback(self) -> str:
        """Make the build before the live one live again, and return its id. Doing it twice returns to the newer.

        Raises:
            BuildError: there is no build to return to.
        """
        pointer = self.pointer()
        if pointer is None or pointer.previous is None or not (self.directory / pointer.previous).is_dir():
            raise BuildError("there is no earlier build to return to")
        self._point(Pointer(pointer.previous, pointer.build_id))
        return pointer.previous

    def clean(self) -> None:
        """Remove what interrupted builds left, and builds older than the previous one. Call it under the lock.

        While no pointer says which build is live, finished builds are left alone.
        """
        pointer = self._readable_pointer()
        for path in self.directory.glob("*"):
            is_old = pointer is not None and path.name not in (pointer.build_id, pointer.previous)
            if path.is_dir() and (is_old or path.name.startswith(STAGING)):
                shutil.rmtree(path, ignore_errors=True)

    def _readable_pointer(self) -> Pointer | None:
        try:
            return self.pointer()
        except IndexUnavailableError:
            return None

    @contextmanager
    def lock(self, *, wait: float, on_wait: Callable[[str], None]) -> Iterator[None]:
        """Hold the right to write. A build in another process is waited for, `wait` seconds at most.

        The lock belongs to the process: when it dies, however it dies, the lock is free.

        Raises:
            BuildError: another process still holds the lock; the message names it.
        """
        self.directory.mkdir(parents=True, exist_ok=True)
        lock = FileLock(self.directory / LOCK)
        try:
            lock.acquire(timeout=0)
        except Timeout:
            on_wait(self._holder())
            try:
                lock.acquire(timeout=wait)
            except Timeout as error:
                raise BuildError(f"{self._holder()} is still building this site; try again when it is done") from error
        try:
            (self.directory / HOLDER).write_text(str(os.getpid()), encoding="ascii")
            yield
        finally:
            lock.release()

    def _holder(self) -> str:
        try:
            return f"process {(self.directory / HOLDER).read_text(encoding='ascii')}"
        except OSError:
            return "another process"

    def _point(self, pointer: Pointer) -> None:
        text = json.dumps({"build_id": pointer.build_id, "previous": pointer.previous}) + "\n"
        replace_file(self.directory / POINTER, text)
