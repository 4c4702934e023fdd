"""What is installed: locks that agree with the project, and a wheel that works without the repository."""

import ast
import importlib.metadata
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import tomllib
import urllib.error
import urllib.request
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import build

ROOT = build.ROOT
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
CODE = ("kb", "indexer", "web", "cli")
LOCKS = ("bootstrap.lock", "runtime.lock", "test.lock", "bench.lock")
PIN = re.compile(r"^([\w.-]+)==([^\s;]+)(?: ; [^\\]+?)?(?: \\\n    --hash=\S+)+$", re.M)

# Packages that the documentation of another one tells its users to import.
PARTS = {"werkzeug": "flask", "jinja2": "flask", "markupsafe": "flask", "pydantic-core": "pydantic"}


def pins(lock: str) -> dict[str, str]:
    """The pinned version of every package in a lock, by normalised name."""
    text = (build.LOCKS / lock).read_text("utf-8")
    found: dict[str, str] = {canonicalize_name(name): version for name, version in PIN.findall(text)}
    assert len(found) == len(re.findall(r"^\w", text, re.M)), f"{lock} has a pin without hashes, or a package twice"
    return found


def declared(group: str) -> list[Requirement]:
    """What pyproject.toml asks for in the lock of this name."""
    project = PROJECT["project"]
    groups = {
        "bootstrap.lock": PROJECT["build-system"]["requires"],
        "runtime.lock": project["dependencies"],
        "test.lock": project["dependencies"] + project["optional-dependencies"]["test"],
        "bench.lock": project["dependencies"] + project["optional-dependencies"]["bench"],
    }
    return [Requirement(text) for text in groups[group]]


# --- Locks ---


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_pins_what_pyproject_declares_and_nothing_it_no_longer_does(lock: str) -> None:
    versions = pins(lock)
    asked = {canonicalize_name(requirement.name): requirement for requirement in declared(lock)}
    assert asked.keys() <= versions.keys(), "run `python3 build.py lock`"
    assert [name for name, asks in asked.items() if versions[name] not in asks.specifier] == []
    text = (build.LOCKS / lock).read_text("utf-8")
    direct = re.findall(r"^([\w.-]+)==(?:(?!^\w)[\s\S])*?zhinan \(pyproject\.toml\)", text, re.M)
    assert {canonicalize_name(name) for name in direct} == (set() if lock == "bootstrap.lock" else asked.keys())


def test_the_locks_agree_on_every_version() -> None:
    bootstrap, runtime, *larger = map(pins, LOCKS)
    for versions in larger:
        assert runtime.items() <= versions.items()
        assert {name: versions[name] for name in bootstrap.keys() & versions.keys()}.items() <= bootstrap.items()


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_index_and_no_path(lock: str) -> None:
    text = (build.LOCKS / lock).read_text("utf-8")
    assert re.findall(r"https?:|file:|^-{1,2}\w.*| @ |(?<![\w.])/\S+", text, re.M) == []


# --- The project file ---


def test_every_package_in_the_repository_is_in_the_wheel() -> None:
    folders = {path.parent for name in CODE for path in (ROOT / name).rglob("__init__.py")}
    on_disk = {".".join(folder.relative_to(ROOT).parts) for folder in folders}
    assert set(PROJECT["tool"]["setuptools"]["packages"]) == on_disk | {"kb.translations"}
    assert {path.parent for name in CODE for path in (ROOT / name).rglob("*.py")} == folders


def test_no_test_folder_shadows_a_package() -> None:
    assert list((ROOT / "tests").rglob("__init__.py")) == []


def test_what_the_code_imports_is_declared() -> None:
    asked = {canonicalize_name(requirement.name) for requirement in declared("runtime.lock")}
    assert imported_distributions(CODE) - asked == set()


def test_what_the_benchmarks_import_is_declared() -> None:
    asked = {canonicalize_name(requirement.name) for requirement in declared("bench.lock")}
    assert imported_distributions(("bench",)) - {"bench"} - asked == set()


def test_what_is_declared_is_imported_by_the_code_or_as_a_reference_by_its_tests() -> None:
    asked = {canonicalize_name(requirement.name) for requirement in declared("runtime.lock")}
    assert asked - imported_distributions((*CODE, "tests")) == set()


def imported_distributions(folders: tuple[str, ...]) -> set[str]:
    """The names of the installed projects whose modules these folders import."""
    owners = importlib.metadata.packages_distributions()
    foreign = imported_modules(folders) - sys.stdlib_module_names - {*CODE, "_typeshed"}
    projects = [canonicalize_name(owners.get(module, [module])[0]) for module in foreign]
    return {PARTS.get(project, project) for project in projects}


def imported_modules(folders: tuple[str, ...]) -> set[str]:
    """The top-level names that the modules in these folders import."""
    nodes = [
        node
        for folder in folders
        for path in (ROOT / folder).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
    ]
    names = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)}
    return {name.split(".")[0] for name in names}


# --- The wheel ---


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from a copy, so that nothing is left in the repository."""
    source = tmp_path_factory.mktemp("source")
    for name in (*CODE, "translations", "articles", "tests"):
        shutil.copytree(ROOT / name, source / name, ignore=shutil.ignore_patterns("__pycache__"))
    for path in ROOT.glob("*.*"):
        if path.is_file():
            shutil.copy(path, source)
    target = tmp_path_factory.mktemp("wheel")
    # -P, because the build.py beside the project would stand in for a module of that name.
    flags = ["--no-deps", "--no-build-isolation", "--no-index", "--wheel-dir", str(target)]
    pip(Path(sys.executable), "wheel", *flags, str(source))
    return next(target.glob("zhinan-*.whl"))


def pip(python: Path, command: str, *arguments: str) -> None:
    """Runs pip; skips the test where the package index is out of reach."""
    line = [str(python), "-P", "-m", "pip", command, *arguments]
    variables = build.environment(os.environ, python.parent.parent)
    finished = subprocess.run(line, capture_output=True, text=True, check=False, env=variables)
    output = finished.stdout + finished.stderr
    if finished.returncode and build.NETWORK_SIGNS.search(output):
        pytest.skip("the package index is out of reach")
    assert finished.returncode == 0, output


@pytest.mark.slow
def test_the_wheel_holds_the_code_the_pages_and_the_interface_catalogs(wheel: Path) -> None:
    files = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    assert files == set(expected_files())


def expected_files() -> Iterator[str]:
    """Modules and what they read; catalogs of the interface; no articles, terms or tests."""
    for package in CODE:
        for path in (ROOT / package).rglob("*"):
            if path.is_file() and "__pycache__" not in path.parts:
                yield path.relative_to(ROOT).as_posix()
    for pattern in ("*.pot", "*/LC_MESSAGES/*.po"):
        for path in (ROOT / "translations").glob(pattern):
            yield f"kb/translations/{path.relative_to(ROOT / 'translations').as_posix()}"


# --- An installation without the repository ---

SMALL_SITE = {
    "site.yaml": """
name: {en: Lamp shop, zh-Hans: 灯具店}
base_url: http://127.0.0.1:8000
locales: [en, zh-Hans]
source_locale: en
fallbacks: {zh-Hans: [en]}
""",
    "articles/lamps/category.yaml": """
order: 1
titles: {en: Lamps, zh-Hans: 灯具}
descriptions: {en: Choosing and changing lamps., zh-Hans: 选择和更换灯具。}
""",
    "articles/lamps/change-a-bulb.en.md": """---
title: How do I change a bulb?
summary: Switch the lamp off, let it cool, then turn the bulb to the left.
questions: [my lamp stays dark]
status: published
updated: 2026-11-20
---
Switch the lamp off and let it cool down before you touch the bulb.

## Take the old bulb out {#take-out}

Turn it to the left. If the lamp stays dark with a new bulb, its fuse is broken.
""",
}


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new virtual environment that holds the wheel and its locked dependencies."""
    venv = tmp_path_factory.mktemp("installed")
    subprocess.run([sys.executable, "-m", "venv", str(venv)], check=True)
    for name in build.PROFILES["runtime"]:
        flags = ["--quiet", "--no-deps", "--require-hashes", "--no-build-isolation"]
        pip(build.program("python", venv), "install", *flags, "-r", str(build.LOCKS / name))
    pip(build.program("python", venv), "install", "--quiet", "--no-deps", "--no-index", str(wheel))
    return venv


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """Someone else's help centre, with one article."""
    for name, text in SMALL_SITE.items():
        path = tmp_path / "shop" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.lstrip("\n"), "utf-8")
    return tmp_path / "shop"


@pytest.mark.slow
def test_the_installed_command_builds_and_serves_another_site(installed: Path, site: Path, tmp_path: Path) -> None:
    kb = str(build.program("kb", installed))
    variables = build.environment(os.environ, installed)
    built = subprocess.run(
        [kb, "build", "--site", str(site)], capture_output=True, text=True, check=False, cwd=tmp_path, env=variables
    )
    assert built.returncode == 0, built.stdout + built.stderr
    port = str(free_port())
    address = f"http://127.0.0.1:{port}"
    log = tmp_path / "server.log"
    command = [kb, "serve", "--site", str(site), "--host", "127.0.0.1", "--port", port]
    with (
        log.open("w") as output,
        subprocess.Popen(command, stdout=output, stderr=output, cwd=tmp_path, env=variables) as server,
    ):
        try:
            wait_until_ready(address, server, log)
            assert "Lamp shop" in fetch(f"{address}/en/")
            assert "灯具店" in fetch(f"{address}/zh-Hans/")
            assert "How do I change a bulb?" in fetch(f"{address}/en/lamps/change-a-bulb")
            assert "change-a-bulb" in fetch(f"{address}/api/v1/search?q=lamp+stays+dark&locale=en")
        finally:
            server.terminate()
    assert build.WINDOWS or server.returncode == 0, log.read_text("utf-8")


def free_port() -> int:
    """A port of the loopback address that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until_ready(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    """Returns once the server answers with a build."""
    for _ in range(600):
        assert server.poll() is None, log.read_text("utf-8")
        try:
            fetch(f"{address}/readyz")
        except urllib.error.HTTPError as not_yet:
            not_yet.close()
        except OSError:
            pass
        else:
            return
        time.sleep(0.1)
    pytest.fail(f"the server did not become ready: {log.read_text('utf-8')}")


def fetch(url: str) -> str:
    """The body of a page, asked for without a proxy."""
    with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(url, timeout=30) as response:
        return str(response.read().decode("utf-8"))
