"""What a source said when a translation was made from it, from the site's git history where it has one."""

import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import replace

from kb.front_matter import parse
from kb.markdown.sections import split_sections
from kb.model import Library, Translation
from kb.translation_state import section_hashes

OLDEST = 100
"""How many versions of a file are looked through."""


class GitHistory:
    """Finds former versions of sources by the hashes that translations are stamped with."""

    def __init__(self, library: Library) -> None:
        self._root = library.root
        self._versions: dict[str, list[Translation]] = {}

    def source_when(self, source: Translation, hashes: Mapping[str, str]) -> Translation | None:
        """The newest version of a source with these hashes of sections, or with the most of them; None without any."""
        if not hashes:
            return None
        if source.path not in self._versions:
            self._versions[source.path] = list(self._read(source))
        best, most = None, 0
        for version in self._versions[source.path]:
            own = section_hashes(version)
            agreeing = sum(own.get(section) == value for section, value in hashes.items())
            if agreeing > most:
                best, most = version, agreeing
        return best

    def _read(self, source: Translation) -> Iterator[Translation]:
        commits = self._git("log", f"-n{OLDEST}", "--format=%H", "--", source.path)
        for commit in (commits or "").split():
            text = self._git("show", f"{commit}:./{source.path}")
            if text is None:
                continue
            file = parse(text, source.path)
            if file.front_matter:
                header = file.front_matter
                yield replace(
                    source, title=header.title, summary=header.summary, body=file.body,
                    sections=split_sections(file.body, file.body_line),
                )  # fmt: skip

    def _git(self, *arguments: str) -> str | None:
        """What git says, or None where there is no git, no repository, or no such version."""
        try:
            done = subprocess.run(
                ["git", "-C", str(self._root), *arguments], capture_output=True, encoding="utf-8", check=False
            )
        except (OSError, UnicodeDecodeError):
            return None
        return done.stdout if done.returncode == 0 else None
