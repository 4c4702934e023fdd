"""Documentation that can fail: what the product has and the docs do not say."""

import importlib.util
import re
from dataclasses import fields
from pathlib import Path

import build
from cli.main import kb
from indexer.analysis.analyzers import ANALYZERS, Analysis
from indexer.engines.execution import PART, SILENT, TERM
from indexer.engines.fields import K1, WEIGHTS, B
from indexer.finding import ALWAYS_LISTED, CLEARLY_BETTER, SUPPORT, TAIL_SCORE, TAIL_SUPPORT
from indexer.ranking import ABOUT, LENT, NEXT_SECTION
from indexer.thesaurus import SYNONYM
from kb.checks import CHECKS
from kb.front_matter import FrontMatter
from kb.rendering.blocks import BLOCKS
from kb.site import Site

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"


def text(name: str) -> str:
    """A page of the documentation."""
    return (DOCS / name).read_text(encoding="utf-8")


def test_every_path_that_the_architecture_names_exists() -> None:
    """In backquotes, with a slash or a suffix."""
    named = re.findall(r"`([\w./-]+(?:/|\.(?:py|yaml|md|toml|po)))`", text("architecture.md"))
    kept = [name for name in named if not name.startswith("var/")]
    assert len(kept) > 30
    assert [name for name in kept if not (ROOT / name).exists()] == []


def test_every_package_has_its_question() -> None:
    """The architecture has a section for each top-level folder with code."""
    headings = re.findall(r"^## (.+)$", text("architecture.md"), re.MULTILINE)
    for package in ("kb/", "indexer/", "web/", "cli/", "bench/", "tests/"):
        assert any(f"`{package}`" in heading and heading.endswith("?") for heading in headings), package


def test_every_benchmark_is_documented() -> None:
    """With the command that runs it."""
    page = text("benchmarks.md")
    assert [name for name in build.BENCHMARKS if f"build.py bench {name}" not in page] == []


def test_every_setting_is_documented() -> None:
    """In the table of site.yaml's keys."""
    page = text("site-settings.md")
    assert [each.name for each in fields(Site) if f"`{each.name}`" not in page] == []


def test_every_front_matter_key_and_block_is_documented() -> None:
    """In the guide for writers."""
    page = text("writing.md")
    assert [each.name for each in fields(FrontMatter) if f"`{each.name}`" not in page] == []
    assert [block for block in BLOCKS if f"/// {block}" not in page and f"`{block}`" not in page] == []


def _generator():  # type: ignore[no-untyped-def]
    spec = importlib.util.spec_from_file_location("docs_reference", DOCS / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_generated_files_are_current() -> None:
    """Run .venv/bin/python docs/generate.py after changing a command, a check, or a type that is read from a file."""
    pages = _generator().PAGES
    assert {path.name for path in pages} >= {"cli.md", "checks.md", "site.json", "front-matter.json"}
    assert [path.name for path, page in pages.items() if path.read_text(encoding="utf-8") != page()] == []


def test_the_generated_pages_name_every_command_and_check() -> None:
    """Read back from the pages themselves."""
    assert [name for name in kb.commands if f"`kb {name}`" not in text("cli.md")] == []
    assert [check.id for check in CHECKS if f"`{check.id}`" not in text("checks.md")] == []


def test_links_between_pages_lead_somewhere() -> None:
    """In the README and in docs/."""
    broken = []
    for page in [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *DOCS.rglob("*.md")]:
        for target in re.findall(r"\]\((?!https?:|#|article:|category:|media/)([^)#\s]+)", page.read_text("utf-8")):
            if not (page.parent / target).exists():
                broken.append(f"{page.name}: {target}")
    assert broken == []


def test_every_route_is_documented(make_site, noon) -> None:  # type: ignore[no-untyped-def]
    """In the page of addresses."""
    from indexer.builds.published import open_current
    from indexer.builds.publisher import publish
    from indexer.builds.store import BuildStore
    from kb.loader import load
    from web.app import create_app

    root = make_site()
    store = BuildStore(root / "var" / "builds")
    publish(load(root), store, now=noon)
    build = open_current(store)
    page = text("urls.md")
    rules = [str(rule) for rule in create_app(build).url_map.iter_rules()]
    build.close()
    assert len(rules) > 10
    assert [rule for rule in rules if f"`{rule}`" not in page] == []


def test_the_weights_on_the_page_are_those_of_the_code() -> None:
    """Each with its figure, so that neither is changed alone."""
    page = text("search.md")
    for field, weight in WEIGHTS.items():
        assert re.search(rf"^\| `{field}`[^|]*\| {weight} \|", page, re.MULTILINE), field
    told = {
        f"k1 = {K1}, b = {B}",
        f"| a synonym for what was typed | {SYNONYM} |",
        f"| a term, against other words | {TERM} |",
        f"| a part of a longer word | {PART} |",
        f"| a silent word | {SILENT} |",
        f"each further one adds {NEXT_SECTION} of",
        f"does {ABOUT} times as well",
        f"also gets {LENT} of its score in the other",
        f"Below {SUPPORT} the answer is empty, and articles below {TAIL_SUPPORT} are left off",
        f"those after the first {ALWAYS_LISTED} that score less than {TAIL_SCORE} of what the best one does",
        f"supported {CLEARLY_BETTER} times as well",
    }
    assert {words for words in told if words not in page} == set()


def test_every_language_has_its_place_in_the_matrix() -> None:
    """By its tag; what is not in the table of analyzers is not promised."""
    named = set(re.findall(r"`([a-z]{2})`", text("languages.md").split("## Adding a language")[0]))
    assert named == set(ANALYZERS)


def test_the_language_that_the_page_adds_can_be_added() -> None:
    """Its row and its case, as they stand there."""
    row, case = (
        re.search(rf"```{kind}\n(.*?)```", text("languages.md"), re.DOTALL)[1] for kind in ("python", "markdown")
    )  # type: ignore[index]
    names: dict[str, object] = {}
    exec(row, names)
    polish = names["POLISH"]
    assert isinstance(polish, Analysis)
    fields_of_case = dict(line.split(": ", 1) for line in case.splitlines() if re.match(r"(text|words|ngrams): ", line))
    for kind in ("words", "ngrams"):
        terms = " ".join(token.text for token in getattr(polish, kind).tokens(fields_of_case["text"]))
        assert terms == fields_of_case[kind]
