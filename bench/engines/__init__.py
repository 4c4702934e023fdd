"""The engines that are compared, one module each, and the configurations of each that are tried for a language."""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from bench.engines import bm25s_own, fts5, tantivy_own, whoosh_stock
from bench.engines.base import SearchEngine

PEERS: Mapping[str, Callable[[str], Sequence[SearchEngine]]] = MappingProxyType(
    {
        "Whoosh": whoosh_stock.configurations,
        "SQLite FTS5": fts5.configurations,
        "tantivy": tantivy_own.configurations,
        "bm25s": bm25s_own.configurations,
    }
)
