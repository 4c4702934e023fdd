"""Dataclasses as JSON files, fields and entries in their own order, so that equal builds are equal byte for byte."""

import os
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar, cast

from pydantic import TypeAdapter, ValidationError

from kb.errors import IndexUnavailableError

T = TypeVar("T")


@lru_cache(maxsize=16)
def _adapter(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


def write_json(path: Path, value: object) -> None:
    """Write a dataclass to a file."""
    kind: Any = type(value)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(_adapter(kind).dump_json(value) + b"\n")


def read_json(path: Path, kind: type[T]) -> T:
    """The dataclass in a file that `write_json` wrote.

    Raises:
        IndexUnavailableError: the file is missing, or holds something else.
    """
    try:
        value: T = _adapter(cast(Any, kind)).validate_json(path.read_bytes())
    except OSError as error:
        raise IndexUnavailableError(f"{path}: {error.strerror}; run 'kb build'") from error
    except ValidationError as error:
        raise IndexUnavailableError(f"{path}: not what this version wrote; run 'kb build --force'") from error
    return value


def replace_file(path: Path, text: str) -> None:
    """Give a file new content in one step: readers see the old or the new, also after a power cut."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    with temporary.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)
