"""Hashes of the code that makes a build, so that what older code wrote is not taken for what this code would write."""

import importlib.util
from functools import lru_cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

RENDERING_LIBRARIES = ("Markdown", "pymdown-extensions", "nh3", "Babel")
INDEXING_LIBRARIES = ("whoosh3", "rjieba", "jieba", "opencc", "PyStemmer", "numpy", "pypinyin")


@lru_cache(maxsize=8)
def code_fingerprint(packages: tuple[str, ...], libraries: tuple[str, ...]) -> str:
    """16 hexadecimal digits that change with any source file of the packages, and with the libraries' versions."""
    digest = sha256()
    for name in libraries:
        digest.update(f"{name}={version(name)}".encode())
    for package in packages:
        spec = importlib.util.find_spec(package)
        folders = spec.submodule_search_locations if spec and spec.submodule_search_locations else []
        for module in sorted(path for folder in folders for path in Path(folder).rglob("*.py")):
            digest.update(module.read_bytes())
    return digest.hexdigest()[:16]


def renderer_fingerprint() -> str:
    """Changes when the same article could be rendered differently."""
    return code_fingerprint(("kb",), RENDERING_LIBRARIES)


def engine_fingerprint() -> str:
    """Changes when the same site could be built differently."""
    return code_fingerprint(("kb", "indexer"), RENDERING_LIBRARIES + INDEXING_LIBRARIES)
