"""What an import would do to a site, before anything is done."""

from collections import Counter
from dataclasses import dataclass, field

from kb.problems import Problem


@dataclass(slots=True)
class Plan:
    """What an import would do. `files` are the new contents by path in the site, `read` the paths they rest on.

    `finished` are drafts of which nothing is left to translate; `brought_back` are fingerprints of what it would write,
    `homeless` says which new words belong to nothing in the source.
    """

    files: dict[str, bytes] = field(default_factory=dict)
    read: set[str] = field(default_factory=set)
    changed: list[str] = field(default_factory=list)
    created: list[str] = field(default_factory=list)
    finished: list[str] = field(default_factory=list)
    brought_back: dict[str, dict[str, str]] = field(default_factory=dict)
    stamped: int = 0
    left: Counter[str] = field(default_factory=Counter)
    refused: list[Problem] = field(default_factory=list)
    homeless: list[Problem] = field(default_factory=list)
