"""build.py: it must work before anything is installed, say what to do when it cannot, and do nothing twice."""

import ast
import os
import shutil
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

import build

SCRIPT = build.ROOT / "build.py"
SOURCE = SCRIPT.read_text("utf-8")
posix_only = pytest.mark.skipif(build.WINDOWS, reason="the stand-in programs are shell scripts")


# --- Before the set-up ---


def test_uses_the_standard_library_only() -> None:
    nodes = list(ast.walk(ast.parse(SOURCE)))
    imported = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    imported |= {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)}
    assert {name.split(".")[0] for name in imported} <= sys.stdlib_module_names


def test_old_pythons_can_read_the_script_as_far_as_its_message() -> None:
    assert SOURCE.isascii()
    ast.parse(SOURCE, feature_version=(3, 6))
    # Python 2 knows no annotations, and shows the line that holds the first one.
    annotated = [node.lineno for node in ast.walk(ast.parse(SOURCE)) if isinstance(node, ast.AnnAssign | ast.arg)]
    assert SOURCE.splitlines()[min(annotated) - 1].startswith("NEEDS: str = ")


def test_a_python_that_is_too_old_is_told_what_to_do_in_one_line() -> None:
    pretend = f"import runpy, sys; sys.version_info = (3, 10, 2); runpy.run_path({str(SCRIPT)!r}, run_name='__main__')"
    finished = subprocess.run([sys.executable, "-c", pretend], capture_output=True, text=True, check=False)
    assert (finished.returncode, finished.stderr, finished.stdout) == (2, build.NEEDS + "\n", "")


@pytest.mark.parametrize(
    ("output", "words"),
    [
        ("The virtual environment was not created because ensurepip is not available.", "apt install python3."),
        ("/usr/bin/python3: No module named venv", "apt install python3."),
        ("Retrying after connection broken by 'NewConnectionError('...')'", "PIP_INDEX_URL"),
        ("Temporary failure in name resolution", "HTTPS_PROXY"),
        ("('Cannot connect to proxy.', ...) ProxyError", "HTTPS_PROXY"),
    ],
)
def test_a_known_failure_of_the_set_up_comes_with_its_remedy(output: str, words: str) -> None:
    remedy = build.remedy(output)
    assert remedy is not None
    assert words in remedy
    assert "\n" not in remedy


def test_an_unknown_failure_of_the_set_up_gets_no_guess() -> None:
    assert build.remedy("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES") is None


# --- The virtual environment ---


@pytest.mark.parametrize(("windows", "path"), [(False, "v/bin/kb"), (True, "v/Scripts/kb.exe")])
def test_programs_are_found_where_each_system_keeps_them(windows: bool, path: str) -> None:
    assert build.program("kb", Path("v"), windows=windows).as_posix() == path


def test_programs_do_not_see_another_environment() -> None:
    foreign = {"PYTHONPATH": "/other", "PIP_TARGET": "/other", "VIRTUAL_ENV": "/other"}
    inherited = {**foreign, "PIP_USER": "1", "PATH": "/bin"}
    made = build.environment(inherited, Path("/v"))
    assert "/other" not in made.values()
    assert made["PIP_USER"] == "0"
    assert made["PATH"].split(os.pathsep) == [str(build.program("x", Path("/v")).parent), "/bin"]


@pytest.mark.parametrize(
    ("config", "usable"),
    [
        ("version = 3.11.7\ncommand = /usr/bin/python3 -m venv /v\n", True),
        ("version = 3.11.7\ncommand = /usr/bin/python3 -m venv --clear /v\n", True),
        ("version = 3.11.7\n", True),
        ("version = 3.12.1\ncommand = /usr/bin/python3 -m venv /v\n", False),
        ("version = 3.11.7\ncommand = /usr/bin/python3 -m venv /elsewhere\n", False),
        ("", False),
    ],
)
def test_an_environment_of_another_python_or_place_is_not_reused(config: str, usable: bool) -> None:
    assert build.made_for(config, Path("/v"), (3, 11)) is usable


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A copy of what build.py reads, with programs in `.venv` that print how they were called."""
    root = tmp_path.resolve()
    for name in ("build.py", "pyproject.toml", ".ci/run"):
        (root / name).parent.mkdir(exist_ok=True)
        shutil.copy(build.ROOT / name, root / name)
    shutil.copytree(build.LOCKS, root / "requirements")
    build.program("python", root / ".venv").parent.mkdir(parents=True)
    for stage in build.stages(fast=False, pytest_arguments=()):
        stand_in(root, stage.command[0], 'echo "$(basename "$0") $*"')
    stand_in(root, "python", "exit 1")
    return root


def stand_in(root: Path, name: str, script: str) -> None:
    """Puts a shell script in the place of a program."""
    path = build.program(name, root / ".venv")
    path.write_text(f"#!/bin/sh\n{script}\n", "utf-8")
    path.chmod(0o755)


def set_stamp(root: Path, profile: str) -> None:
    """Records a finished installation."""
    build.stamp(profile, root / ".venv").write_text(build.fingerprint(profile, root=root), "ascii")


def run(root: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Runs the copied build.py."""
    command = [sys.executable, str(root / "build.py"), *arguments]
    inherited = {**os.environ, "CI": ""}
    return subprocess.run(command, capture_output=True, text=True, check=False, env={**inherited, **variables})


@pytest.mark.parametrize("name", ["pyproject.toml", "requirements/bootstrap.lock", "requirements/runtime.lock"])
def test_a_change_of_what_is_installed_changes_the_fingerprint(checkout: Path, name: str) -> None:
    before = build.fingerprint("runtime", root=checkout)
    assert build.fingerprint("runtime", root=checkout) == before
    with (checkout / name).open("a") as file:
        file.write("# changed\n")
    assert build.fingerprint("runtime", root=checkout) != before


@pytest.mark.parametrize(
    ("finished", "wanted", "enough"),
    [
        ("runtime", "runtime", True),
        ("test", "runtime", True),
        ("test", "test", True),
        ("runtime", "test", False),
        ("bench", "runtime", True),
        ("bench", "test", False),
        ("test", "bench", False),
    ],
)
def test_an_installation_is_complete_only_for_what_it_contains(
    checkout: Path, finished: str, wanted: str, enough: bool
) -> None:
    assert not build.is_installed(wanted, root=checkout)
    set_stamp(checkout, finished)
    assert build.is_installed(wanted, root=checkout) is enough


@pytest.mark.slow
def test_without_a_package_index_it_says_so_and_records_no_installation(checkout: Path) -> None:
    shutil.rmtree(checkout / ".venv")
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        index = f"http://127.0.0.1:{closed.getsockname()[1]}/simple"
        own = {"PIP_CONFIG_FILE": os.devnull, "PIP_NO_CACHE_DIR": "1", "PIP_RETRIES": "1", "PIP_FIND_LINKS": ""}
        finished = run(checkout, "build", PIP_INDEX_URL=index, NO_PROXY="127.0.0.1", **own)
    assert finished.returncode == 2
    assert finished.stderr.startswith("build.py: the package index is out of reach: ")
    assert finished.stderr.count("\n") == 1
    assert not list((checkout / ".venv").glob("installed-*"))


# --- Commands ---


@posix_only
@pytest.mark.parametrize("arguments", [(), ("build",)])
def test_a_second_run_only_builds(checkout: Path, arguments: tuple[str, ...]) -> None:
    set_stamp(checkout, "runtime")
    finished = run(checkout, *arguments, VIRTUAL_ENV="/another/environment")
    assert (finished.returncode, finished.stdout) == (0, f"kb build --site {checkout}\n")


@posix_only
@pytest.mark.parametrize("arguments", [("--site", "shop"), ("build", "--site", "shop")])
def test_a_site_is_found_from_the_folder_of_the_caller(checkout: Path, arguments: tuple[str, ...]) -> None:
    set_stamp(checkout, "runtime")
    assert run(checkout, *arguments).stdout == f"kb build --site {Path('shop').absolute()}\n"


@posix_only
def test_serve_builds_and_then_becomes_the_server(checkout: Path) -> None:
    set_stamp(checkout, "runtime")
    stand_in(checkout, "kb", 'echo "$$ $*"')
    command = [sys.executable, str(checkout / "build.py"), "serve", "--port", "8123"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        built, served = process.communicate()[0].splitlines()
    assert built.endswith(f" build --site {checkout}")
    assert served == f"{process.pid} serve --site {checkout} --host 127.0.0.1 --port 8123"


@posix_only
def test_a_benchmark_gets_the_arguments_after_its_name(checkout: Path) -> None:
    set_stamp(checkout, "bench")
    stand_in(checkout, "python", 'echo "$*"; exit 3')
    finished = run(checkout, "bench", "scale", "--only", "xquad-en", "--sizes", "10")
    assert (finished.returncode, finished.stdout) == (3, "-P -m bench.scale --only xquad-en --sizes 10\n")


def test_every_benchmark_is_a_module_that_can_be_run() -> None:
    runnable = {path.stem for path in (build.ROOT / "bench").glob("*.py") if "__main__" in path.read_text("utf-8")}
    assert {*build.BENCHMARKS, "screenshots"} == runnable


@posix_only
def test_serve_does_not_start_after_a_failed_build(checkout: Path) -> None:
    set_stamp(checkout, "runtime")
    stand_in(checkout, "kb", 'echo "$1"; exit 1')
    finished = run(checkout, "serve")
    assert (finished.returncode, finished.stdout) == (1, "build\n")


@posix_only
def test_ctrl_c_ends_a_run_without_a_traceback(checkout: Path) -> None:
    set_stamp(checkout, "runtime")
    stand_in(checkout, "kb", "echo started; exec sleep 20")
    command = [sys.executable, str(checkout / "build.py")]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "started\n"
        os.killpg(process.pid, signal.SIGINT)
        errors = process.communicate()[1]
    assert (process.returncode, errors.strip()) == (130, "")


@pytest.mark.parametrize("arguments", [("publish",), ("serve", "--port", "many"), ("build", "--", "-q")])
def test_a_wrong_argument_is_refused(arguments: tuple[str, ...]) -> None:
    with pytest.raises(SystemExit, match="2"):
        build.parse(arguments)


# --- Tests ---


def test_the_quick_selection_leaves_out_slow_tests_and_passes_arguments_on() -> None:
    quick = build.stages(fast=True, pytest_arguments=["-k", "zh"])[-1]
    everything = build.stages(fast=False, pytest_arguments=[])[-1]
    assert quick.command == ("pytest", "-m", "not slow and not browser", "-k", "zh")
    assert everything.command == ("pytest",)


@posix_only
def test_every_stage_runs_even_when_the_first_fails(checkout: Path) -> None:
    set_stamp(checkout, "test")
    stand_in(checkout, "ruff", 'echo "ruff found something"; exit 1')
    stand_in(
        checkout,
        "pytest",
        'echo "pytest $*"; echo "SKIPPED [1] a.py:1: no Chromium"; echo "=== 3 passed, 1 skipped in 0.02s ==="',
    )
    finished = run(checkout, "test", "--", "-k", "zh")
    lines = finished.stdout.splitlines()
    names = [stage.name for stage in build.stages(fast=False, pytest_arguments=())]
    assert finished.returncode == 1
    assert [line[3:].split(":")[0] for line in lines if line.startswith("== ")] == names
    assert lines.count("ruff found something") == 2
    assert not [line for line in lines if line.startswith("kb ")], "a stage that passes is quiet"
    assert "pytest -k zh" in lines
    assert [line.split("  ")[0] for line in lines[-2 - len(names) : -2]] == names
    assert lines[-2:] == ["SKIPPED [1] a.py:1: no Chromium", "3 passed, 1 skipped in 0.02s"]


@posix_only
@pytest.mark.parametrize("exit_code", [0, 1, 5])
def test_the_ci_script_returns_whether_everything_passed(checkout: Path, exit_code: int) -> None:
    set_stamp(checkout, "test")
    stand_in(checkout, "pytest", f"exit {exit_code}")
    command = ["bash", str(checkout / ".ci/run")]
    finished = subprocess.run(command, capture_output=True, cwd="/", check=False, env={**os.environ, "CI": ""})
    assert finished.returncode == min(exit_code, 1)


@pytest.mark.parametrize(
    ("output", "line"),
    [
        ("=== 12 passed, 1 warning in 65.20s (0:01:05) ===\n", ["12 passed, 1 warning in 65.20s (0:01:05)"]),
        ("\x1b[31m== \x1b[1m1 failed\x1b[0m, 2 passed in 0.50s ==\x1b[0m\n", ["1 failed, 2 passed in 0.50s"]),
        ("2 passed, 5 subtests passed in 0.50s\n", ["2 passed, 5 subtests passed in 0.50s"]),
        ("no tests ran in 0.01s\n", ["no tests ran in 0.01s"]),
        ("Segmentation fault\n", []),
    ],
)
def test_the_closing_line_of_pytest_is_recognised(output: str, line: list[str]) -> None:
    assert build.closing_line(output) == line


# --- Debian's packages for the browser tests ---


@pytest.fixture
def system(checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An installed checkout's system: a folder of programs, which is all that is on the PATH but a shell's own."""
    set_stamp(checkout, "test")
    programs = tmp_path_factory.mktemp("system")
    for name in ("env", "basename", "sh"):
        (programs / name).symlink_to(shutil.which(name) or "")
    return programs


def command_of(system: Path, name: str, script: str) -> None:
    """Puts a shell script on the PATH of that system."""
    (system / name).write_text(f"#!/bin/sh\n{script}\n", "utf-8")
    (system / name).chmod(0o755)


@posix_only
def test_what_browser_tests_lack_is_said_before_they_are_skipped(checkout: Path, system: Path) -> None:
    finished = run(checkout, "test", PATH=str(system), CHROMIUM="")
    assert finished.stdout.startswith("without chromium, npm browser tests are left out (--with-packages ")
    assert finished.returncode == 0


@posix_only
def test_a_browser_may_be_named(checkout: Path, system: Path) -> None:
    finished = run(checkout, "test", PATH=str(system), CHROMIUM="/opt/browser")
    assert finished.stdout.startswith("without npm browser tests ")


@posix_only
def test_the_quick_selection_asks_for_no_packages(checkout: Path, system: Path) -> None:
    assert "without" not in run(checkout, "test", "--fast", PATH=str(system), CHROMIUM="", CI="true").stdout


@posix_only
@pytest.mark.parametrize("wish", [{"CI": "true"}, {}])
def test_missing_packages_are_installed_where_asked_for(checkout: Path, system: Path, wish: dict[str, str]) -> None:
    command_of(system, "apt-get", f'echo "$DEBIAN_FRONTEND $*" >> {system}/log')
    command_of(system, "sudo", 'shift; exec "$@"')
    command_of(system, "dpkg-query", '[ "$3" = fonts-noto-core ] && printf installed')
    arguments = [] if wish else ["--with-packages"]
    finished = run(checkout, "test", *arguments, PATH=str(system), CHROMIUM="", **wish)
    assert (system / "log").read_text("utf-8").splitlines() == [
        "noninteractive --quiet update",
        "noninteractive --quiet install --yes --no-install-recommends chromium npm fonts-noto-cjk",
    ]
    assert "without" not in finished.stdout


@posix_only
def test_packages_that_cannot_be_installed_fail_nothing(checkout: Path, system: Path) -> None:
    command_of(system, "apt-get", "echo 'Could not resolve host'; exit 100")
    command_of(system, "sudo", 'shift; exec "$@"')
    finished = run(checkout, "test", "--with-packages", PATH=str(system), CHROMIUM="")
    assert "without chromium, npm browser tests are left out (apt-get update failed)" in finished.stdout
    assert finished.returncode == 0
