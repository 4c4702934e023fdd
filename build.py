"""Sets up, builds, serves and tests the help centre: `python3 build.py --help`.

It runs before anything is installed, so it uses the standard library only. Everything that knows articles, search or
HTTP belongs to the `kb` command, which this script installs into `.venv` and calls. It is one file, longer than the
others, because a newcomer has nothing but this file to start with.
"""

import argparse
import hashlib
import os
import platform
import re
import shlex
import shutil
import subprocess
import sys
import time

# Python 2 stops at the next line and prints it; every later one that is too old stops at the check below it.
NEEDS: str = "build.py needs Python 3.11 or newer: install it from your system or python.org, then run python3 build.py"
OLDEST = (3, 11)
if sys.version_info < OLDEST:
    print(NEEDS, file=sys.stderr)
    sys.exit(2)

from collections.abc import Callable, Mapping, Sequence  # noqa: E402
from pathlib import Path  # noqa: E402
from typing import NamedTuple  # noqa: E402

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
LOCKS = ROOT / "requirements"
WINDOWS = os.name == "nt"

# What each profile installs, in this order. `test` and `bench` contain everything of `runtime`.
PROFILES = {
    "runtime": ("bootstrap.lock", "runtime.lock"),
    "test": ("bootstrap.lock", "test.lock"),
    "bench": ("bootstrap.lock", "bench.lock"),
}
PROFILES_CONTAINING = {"runtime": ("runtime", "test", "bench"), "test": ("test",), "bench": ("bench",)}

# Lock file, what it is resolved from, and the locks whose versions it must repeat.
LOCK_SOURCES = (
    ("bootstrap.lock", ("-",), ()),
    ("runtime.lock", ("pyproject.toml",), ("bootstrap.lock",)),
    ("test.lock", ("pyproject.toml", "--extra", "test"), ("bootstrap.lock", "runtime.lock")),
    ("bench.lock", ("pyproject.toml", "--extra", "bench"), ("bootstrap.lock", "runtime.lock")),
)

# Debian's packages that the tests in tests/browser need, and programs that do as well where one is on the PATH.
PACKAGES = {
    "chromium": ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"),
    "npm": ("npm",),
    "fonts-noto-core": (),
    "fonts-noto-cjk": (),
}

# The modules of bench/ that are commands.
BENCHMARKS = ("compare", "lighthouse", "previewing", "publishing", "scale", "serving")

NETWORK_SIGNS = re.compile(
    r"NewConnectionError|NameResolutionError|Connect(?:ion|Timeout)Error|ReadTimeoutError|ProxyError|SSLError"
    r"|Failed to establish a new connection|Connection (?:refused|reset|aborted|timed out|broken)"
    r"|Network is unreachable|name resolution|Failed to connect|Unable to connect"
)
PYTEST_CLOSING = re.compile(r"^=* ?((?:\d+ [a-z]|no tests ran).* in [\d.]+s.*?) ?=*$")
ANSI_COLOUR = re.compile(r"\x1b\[[\d;]*m")


class BuildError(Exception):
    """A step failed; the message says which one and what to do about it."""


class Stage(NamedTuple):
    """One step of `test`: a name for people, and a command whose program lives in the virtual environment."""

    name: str
    command: tuple[str, ...]
    live: bool = False  # shows its output while it runs, not only when it fails


class Outcome(NamedTuple):
    """How one stage ended."""

    name: str
    exit_code: int
    seconds: float
    output: str


# --- The virtual environment -----------------------------------------------------------------------------------------


def program(name: str, venv: Path = VENV, *, windows: bool = WINDOWS) -> Path:
    """The path of a program inside a virtual environment."""
    return venv / "Scripts" / f"{name}.exe" if windows else venv / "bin" / name


def environment(inherited: Mapping[str, str], venv: Path = VENV) -> dict[str, str]:
    """The environment variables for programs of `venv`: as inherited, less what would reach into another Python."""
    foreign = ("PYTHONHOME", "PYTHONPATH", "PYTHONSTARTUP", "PIP_TARGET", "PIP_PREFIX", "__PYVENV_LAUNCHER__")
    kept = {name: value for name, value in inherited.items() if name not in foreign}
    path = os.pathsep.join(part for part in (str(program("python", venv).parent), kept.get("PATH")) if part)
    ours = {"VIRTUAL_ENV": str(venv), "PATH": path, "PIP_USER": "0", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    return {"PYTHONIOENCODING": "utf-8"} | kept | ours


def made_for(config: str, venv: Path, version: tuple[int, int]) -> bool:
    """Whether the text of a `pyvenv.cfg` is of this Python version and this place (a moved one has stale paths)."""
    settings: dict[str, str] = dict(re.findall(r"^(\w[\w-]*) *= *(.*?) *$", config, re.MULTILINE))
    same_version = settings.get("version", "").startswith(f"{version[0]}.{version[1]}.")
    return same_version and settings.get("command", str(venv)).endswith(str(venv))


def fingerprint(profile: str, *, root: Path = ROOT) -> str:
    """A digest of all that decides what an installation of `profile` contains."""
    digest = hashlib.sha256(f"{sys.version_info[:2]} {sys.platform} {platform.machine()} {root}".encode())
    for path in (root / "pyproject.toml", *(root / "requirements" / name for name in PROFILES[profile])):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def stamp(profile: str, venv: Path = VENV) -> Path:
    """The file that holds the fingerprint of what was installed completely."""
    return venv / f"installed-{profile}.txt"


def is_installed(profile: str, *, root: Path = ROOT) -> bool:
    """Whether the virtual environment already holds `profile` exactly as locked."""
    venv = root / ".venv"
    stamps = {name: stamp(name, venv) for name in PROFILES_CONTAINING[profile]}
    return program("python", venv).exists() and any(
        path.exists() and path.read_text("ascii") == fingerprint(name, root=root) for name, path in stamps.items()
    )


def install(profile: str) -> None:
    """Makes `.venv` hold `profile` exactly as locked and the `kb` command; does nothing where it already does."""
    if is_installed(profile):
        return
    for name in PROFILES:
        stamp(name).unlink(missing_ok=True)
    make_venv()
    pip = [str(program("python")), "-m", "pip", "install", "--no-deps"]
    for name in PROFILES[profile]:
        run_quietly(
            f"installing requirements/{name}",
            [*pip, "--require-hashes", "--no-build-isolation", "-r", str(LOCKS / name)],
        )
    # "compat" puts the checkout on sys.path by a plain .pth file: no import hook, so `kb` starts fastest.
    editable = ["--no-build-isolation", "--config-settings", "editable_mode=compat", "--editable", str(ROOT)]
    run_quietly("installing the kb command", [*pip, *editable])
    stamp(profile).write_text(fingerprint(profile), "ascii")


def make_venv() -> None:
    """Makes `.venv`, or completes it; makes it anew where it belongs to another Python or another folder."""
    config = VENV / "pyvenv.cfg"
    usable = config.exists() and made_for(config.read_text("utf-8"), VENV, sys.version_info[:2])
    if usable and program("python").exists() and can_import_pip(program("python")):
        return
    clear = [] if usable and program("python").exists() else ["--clear"]
    run_quietly("making .venv", [sys.executable, "-m", "venv", *clear, str(VENV)])


def can_import_pip(python: Path) -> bool:
    """Whether this interpreter starts and has pip."""
    return subprocess.run([python, "-c", "import pip"], capture_output=True, check=False).returncode == 0


def remedy(output: str) -> str | None:
    """The cause and what to do about it, where the output of a failed command tells."""
    if "ensurepip" in output or "No module named venv" in output:
        package = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
        return (
            f"this Python cannot make virtual environments: on Debian and Ubuntu run `apt install {package}`, "
            "elsewhere install Python from python.org"
        )
    if NETWORK_SIGNS.search(output):
        return (
            "the package index is out of reach: check the network, set HTTPS_PROXY if there is a proxy or "
            "PIP_INDEX_URL if there is a mirror, and run this again; a finished installation needs no network"
        )
    return None


def run_quietly(label: str, command: Sequence[str]) -> None:
    """Runs a command of the set-up behind one line of text; shows what it printed only when it fails.

    Raises: BuildError, with the remedy where the cause is a known one.
    """
    print(f"{label} ...", end=" ", flush=True)
    started = time.monotonic()
    finished = subprocess.run(
        command,
        cwd=ROOT,
        env=environment(os.environ),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    print(f"{time.monotonic() - started:.1f} s" if finished.returncode == 0 else "failed", flush=True)
    if finished.returncode:
        known = remedy(finished.stdout)
        if known is None:
            print(finished.stdout, file=sys.stderr)
        raise BuildError(f"{known or 'a command failed, its output is above'} (command: {shlex.join(command)})")


# --- Commands --------------------------------------------------------------------------------------------------------


def build(options: argparse.Namespace) -> int:
    """Builds the site and returns the exit code."""
    install("runtime")
    command = [program("kb"), "build", "--site", options.site]
    return subprocess.run(command, env=environment(os.environ), check=False).returncode


def serve(options: argparse.Namespace) -> int:
    """Builds the site and serves it until interrupted; on Unix this process becomes the server."""
    exit_code = build(options)
    if exit_code:
        return exit_code
    address = ["--host", options.host, "--port", str(options.port)]
    command = [str(program("kb")), "serve", "--site", str(options.site), *address]
    if WINDOWS:
        return wait_through_interrupts(command)
    sys.stdout.flush()
    os.execve(command[0], command, environment(os.environ))


def wait_through_interrupts(command: Sequence[str]) -> int:
    """Runs a command that receives Ctrl-C from the console as well, and lets it end in its own time."""
    with subprocess.Popen(command, env=environment(os.environ)) as child:
        while True:
            try:
                return child.wait()
            except KeyboardInterrupt:
                continue


def bench(options: argparse.Namespace) -> int:
    """Runs one benchmark with the arguments that follow its name, and returns its exit code."""
    install("bench")
    command = [program("python"), "-P", "-m", f"bench.{options.benchmark}", *options.benchmark_arguments]
    return subprocess.run(command, env=environment(os.environ), check=False).returncode


def screenshots(options: argparse.Namespace) -> int:
    """Takes pictures of the main pages with the browser that the tests use."""
    install("test")
    command = [program("python"), "-P", "-m", "bench.screenshots", *options.screenshots_arguments]
    return subprocess.run(command, cwd=ROOT, env=environment(os.environ), check=False).returncode


def lock(options: argparse.Namespace) -> int:
    """Resolves the dependencies anew into requirements/; versions stay as they are unless asked to upgrade."""
    import tomllib

    variables = environment(os.environ)
    uv = shutil.which("uv", path=variables["PATH"])
    if uv is None:
        raise BuildError("uv is not installed; run `python3 -m pip install uv`, then this again")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    for name, sources, constraints in LOCK_SOURCES:
        print(f"resolving requirements/{name}", flush=True)
        command = [uv, *lock_command(name, sources, constraints, upgrade=options.upgrade)]
        stdin = "\n".join(project["build-system"]["requires"])
        finished = subprocess.run(command, cwd=ROOT, env=variables, input=stdin, text=True, check=False)
        if finished.returncode:
            return finished.returncode
    return 0


def lock_command(name: str, sources: Sequence[str], constraints: Sequence[str], *, upgrade: bool) -> list[str]:
    """The arguments of uv that resolve one lock for every supported Python and system."""
    fixed = ["pip", "compile", "--quiet", "--generate-hashes", "--custom-compile-command", "python3 build.py lock"]
    everywhere = ["--universal", "--python-version", "3.11", "--fork-strategy", "fewest"]
    same_versions = [part for other in constraints for part in ("--constraint", f"requirements/{other}")]
    fresh = ["--upgrade"] if upgrade else []
    return [*fixed, *everywhere, *fresh, *same_versions, *sources, "--output-file", f"requirements/{name}"]


# --- Tests -----------------------------------------------------------------------------------------------------------


def stages(*, fast: bool, pytest_arguments: Sequence[str], site: Path = ROOT) -> tuple[Stage, ...]:
    """What `test` runs, the quickest first."""
    selection = ("-m", "not slow and not browser") if fast else ()
    return (
        Stage("lint", ("ruff", "check", ".")),
        Stage("format", ("ruff", "format", "--check", ".")),
        Stage("import contracts", ("lint-imports", "--no-logo")),
        Stage("message catalogs", ("kb", "i18n", "extract", "--check")),
        Stage("articles", ("kb", "check", "--site", str(site))),
        Stage("types", ("mypy",)),
        Stage("tests", ("pytest", *selection, *pytest_arguments), live=True),
    )


def test(options: argparse.Namespace) -> int:
    """Runs every stage, also after one has failed, and returns 1 if any did."""
    install("test")
    missing = [] if options.fast else missing_packages()
    if missing:
        hindrance = add_packages(missing) if options.with_packages else "--with-packages installs them"
        if hindrance:
            print(f"without {', '.join(missing)} browser tests are left out ({hindrance})", flush=True)
    outcomes = [run_stage(stage) for stage in stages(fast=options.fast, pytest_arguments=options.pytest_arguments)]
    print(summary(outcomes), flush=True)
    return int(any(outcome.exit_code for outcome in outcomes))


def missing_packages() -> list[str]:
    """The packages for browser tests that this system lacks; fonts can only be told where Debian's dpkg is."""
    given = {"chromium"} if os.environ.get("CHROMIUM") else set()
    return [name for name in PACKAGES if name not in given and not has_package(name)]


def has_package(name: str) -> bool:
    """Whether a package, or a program that does as well, is there."""
    programs = PACKAGES[name]
    if programs or not shutil.which("dpkg-query"):
        return not programs or any(map(shutil.which, programs))
    query = ["dpkg-query", "--show", "--showformat=${db:Status-Status}", name]
    return subprocess.run(query, capture_output=True, text=True, check=False).stdout == "installed"


def add_packages(names: Sequence[str]) -> str:
    """Installs packages of Debian where this user may; returns why it could not, or nothing."""
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    if not shutil.which("apt-get") or not (is_root or shutil.which("sudo")):
        return "they can be installed where there is apt-get and the right to use it"
    apt = [*([] if is_root else ["sudo", "-n"]), "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "--quiet"]
    for arguments in (["update"], ["install", "--yes", "--no-install-recommends", *names]):
        try:
            run_quietly(f"apt-get {arguments[0]}", [*apt, *arguments])
        except BuildError:
            return f"apt-get {arguments[0]} failed"
    return ""


def run_stage(stage: Stage) -> Outcome:
    """Runs one stage; its output appears while it runs or when it has failed."""
    name, *arguments = stage.command
    command = [str(program(name)), *arguments]
    print(f"== {stage.name}: {shlex.join(stage.command)}", flush=True)
    started = time.monotonic()
    lines = []
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment(os.environ),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
    ) as child:
        for line in child.stdout or ():
            lines.append(line)
            if stage.live:
                print(line, end="", flush=True)
    output = "".join(lines)
    if child.returncode and not stage.live:
        print(output, end="", flush=True)
    return Outcome(stage.name, child.returncode, time.monotonic() - started, output)


def summary(outcomes: Sequence[Outcome]) -> str:
    """A table of the stages, and below it pytest's own closing line where there is one."""
    rows = [f"{it.name:<18}{'failed' if it.exit_code else 'ok':<8}{it.seconds:8.1f} s" for it in outcomes]
    output = outcomes[-1].output
    return "\n".join(["", *rows, *skipped(output), *closing_line(output)])


def skipped(output: str) -> list[str]:
    """How many tests pytest skipped for which reason, as `SKIPPED [3] tests/browser/conftest.py:80: no Chromium`."""
    return [line for line in ANSI_COLOUR.sub("", output).splitlines() if line.startswith("SKIPPED [")]


def closing_line(output: str) -> list[str]:
    """Pytest's last line without its frame, or nothing where pytest did not reach its end."""
    matches = map(PYTEST_CLOSING.match, ANSI_COLOUR.sub("", output).splitlines())
    return [match[1] for match in matches if match][-1:]


# --- The command line ------------------------------------------------------------------------------------------------

COMMANDS: Mapping[str, Callable[[argparse.Namespace], int]] = {
    "build": build,
    "serve": serve,
    "test": test,
    "bench": bench,
    "screenshots": screenshots,
    "lock": lock,
}


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    """The options; what follows `--` is for pytest."""
    end = arguments.index("--") if "--" in arguments else len(arguments)
    site = argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS)
    site.add_argument("--site", type=Path, metavar="DIR", help="folder that holds site.yaml (default: this one)")
    parser = argparse.ArgumentParser(description="Set up, build, serve and test the help centre.", parents=[site])
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    commands.add_parser("build", parents=[site], help="build the site (the default)")
    server = commands.add_parser("serve", parents=[site], help="build the site and serve it")
    server.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
    server.add_argument("--port", type=int, default=8000, help="port to listen on (default: %(default)s)")
    tester = commands.add_parser(
        "test", help="run everything CI runs", usage="build.py test [options] [-- PYTEST_ARGS]"
    )
    tester.add_argument("--fast", action="store_true", help="leave out the tests marked slow or browser")
    tester.add_argument(
        "--with-packages",
        action="store_true",
        default=os.environ.get("CI") == "true",
        help="install Debian's packages that the browser tests need (the default where CI=true)",
    )
    bencher = commands.add_parser("bench", help="measure speed and quality; see docs/benchmarks.md")
    bencher.add_argument("benchmark", choices=BENCHMARKS)
    bencher.add_argument("benchmark_arguments", nargs=argparse.REMAINDER, metavar="...", help="its own; try --help")
    pictures = commands.add_parser("screenshots", help="take pictures of the main pages into var/screenshots/")
    pictures.add_argument("screenshots_arguments", nargs=argparse.REMAINDER, metavar="...", help="try --help")
    locker = commands.add_parser("lock", help="resolve the dependencies anew into requirements/ (needs uv)")
    locker.add_argument("--upgrade", action="store_true", help="take the newest versions")
    options = parser.parse_args(arguments[:end])
    options.command = options.command or "build"
    options.site = Path(getattr(options, "site", ROOT)).absolute()
    options.pytest_arguments = list(arguments[end + 1 :])
    if options.pytest_arguments and options.command != "test":
        parser.error("only `test` takes arguments after --")
    return options


def main(arguments: Sequence[str]) -> int:
    """Runs one command and returns its exit code: 2 where the set-up failed, 130 after Ctrl-C."""
    options = parse(arguments)
    try:
        return COMMANDS[options.command](options)
    except BuildError as error:
        print(f"build.py: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print(file=sys.stderr)
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
