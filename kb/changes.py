"""Which files of a site differ from what git has: the work tree against where it left another branch."""

from pathlib import Path

from kb.history import HistoryError, git

BRANCHES = ("refs/remotes/origin/HEAD", "refs/remotes/origin/main", "refs/remotes/origin/master", "main", "master")
"""Where the default branch is looked for, the first that is there."""


def changed_since(root: Path, base: str | None = None) -> frozenset[str]:
    """The paths, from the site's folder, of files that changed since `base` or the default branch, committed or not.

    What the other branch got since the two parted is no change; new files that git does not ignore are.

    Raises:
        HistoryError: there is no repository, no such base, or no commit that both have.
    """
    try:
        git(root, "rev-parse", "--git-dir")
    except HistoryError as error:
        raise HistoryError(f"{error}; only git knows what changed, so leave out --changed") from error
    commit = _parting(root, base or _default_branch(root))
    changed = git(root, "diff", "--name-only", "--no-renames", "--relative", "-z", commit, "--", ".")
    added = git(root, "ls-files", "--others", "--exclude-standard", "-z", "--", ".")
    return frozenset(name.decode("utf-8", "surrogateescape") for name in (changed + added).split(b"\0") if name)


def _default_branch(root: Path) -> str:
    for name in BRANCHES:
        try:
            git(root, "rev-parse", "--verify", "--quiet", f"{name}^{{commit}}")
        except HistoryError:
            continue
        return name
    raise HistoryError("the repository has no branch main or master to compare with; name a base: --changed BASE")


def _parting(root: Path, base: str) -> str:
    if base.startswith("-"):
        raise HistoryError(f"{base!r} is not a revision of git")
    try:
        git(root, "rev-parse", "--verify", "--quiet", f"{base}^{{commit}}")
    except HistoryError as error:
        raise HistoryError(f"{base!r} is not a revision of this repository; fetch it, or name another base") from error
    try:
        return git(root, "merge-base", "HEAD", base).decode().strip()
    except HistoryError as error:
        message = f"no commit here is also in {base!r}; fetch more of the history, like git fetch --unshallow"
        raise HistoryError(message) from error
