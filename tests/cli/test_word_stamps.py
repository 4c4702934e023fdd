"""Stamps of words that stand in YAML: terms, titles of categories and labels of drawings fall behind as articles do."""

import json
import re
import subprocess
from pathlib import Path

import pytest

from tests.cli.conftest import Run

LABELS = "articles/deposits/media/flow"
FILES = {
    "translations/zh_Hans/terms.yaml": "- id: fee\n  term: 手续费\n  synonyms: [费用]\n  definition: 从提现里扣。\n",
    "translations/en/terms.yaml": "- id: fee\n  term: fee\n  synonyms: [charge]\n  definition: Taken from it.\n",
    f"{LABELS}.svg": '<svg xmlns="http://www.w3.org/2000/svg"><text>{{start}}</text></svg>\n',
    f"{LABELS}.zh-Hans.yaml": "start: 开始\n",
    f"{LABELS}.en.yaml": "start: Begin\n",
}
STAMPS = "translations/en/stamps.yaml"


@pytest.fixture
def site(make_site, monkeypatch: pytest.MonkeyPatch) -> Path:  # type: ignore[no-untyped-def]
    """A small site with a term and a drawing in two languages, with us in its folder."""
    root: Path = make_site(changes=FILES)
    monkeypatch.chdir(root)
    return root


@pytest.fixture
def stamped(site: Path, run: Run) -> Path:
    """The same, all of it stamped and committed."""
    assert run("i18n", "stamp", "--all").exit_code == 0
    commit()
    return site


def commit() -> None:
    """What is in this folder, committed; the first time a repository is made."""
    for arguments in (["init", "-q"], ["add", "-A"], ["commit", "-q", "-m", "Change"]):
        subprocess.run(["git", "-c", "user.name=E", "-c", "user.email=e@help.example", *arguments], check=True)


def edit(path: str, old: str, new: str) -> None:
    """Change one text of a file as an editor would."""
    text = Path(path).read_text("utf-8")
    assert old in text
    Path(path).write_text(text.replace(old, new), encoding="utf-8", newline="")


def stale(run: Run) -> dict[str, list[str]]:
    """The words in English that `kb i18n status` calls stale."""
    found = json.loads(run("i18n", "status", "-l", "en", "--json").stdout)["locales"][0]["stale_words"]
    assert isinstance(found, dict)
    return found


def fuzzy(run: Run, *options: str) -> dict[str, str]:
    """The fuzzy entries of an English export's YAML words, with what their source said before."""
    assert run("i18n", "export", "en", *options).exit_code == 0
    found = {}
    for name in ("categories.po", "drawings.po", "terms.po"):
        for entry in (each for each in Path("var/po/en", name).read_text("utf-8").split("\n\n") if "#, fuzzy" in each):
            previous = re.search(r'^#\| msgid "(.*)"$', entry, re.MULTILINE)
            context = re.search(r'^msgctxt "(.*)"$', entry, re.MULTILINE)
            assert context
            found[context[1]] = previous[1] if previous else ""
    return found


def test_words_that_were_never_stamped_are_to_be_compared(site: Path, run: Run) -> None:
    """As articles are; stamping all of them says that they are right, and synonyms need none."""
    never = ["category:deposits/title", "category:deposits/description", "category:security/title",
             "label:deposits/flow/start", "term:fee/term", "term:fee/definition"]  # fmt: skip
    assert stale(run) == {"changed": [], "unstamped": never}
    assert sorted(fuzzy(run)) == sorted(never)
    assert "never compared: 3 at category:, 1 at label:, 2 at term:" in run("i18n", "status", "-l", "en").stdout
    result = run("i18n", "stamp", "--all", "-l", "en")
    assert result.stderr.startswith("stamped 1 of 1 translations and 6 of 6 words in YAML")
    assert stale(run) == {"changed": [], "unstamped": []}
    assert "term:fee/synonyms" not in Path(STAMPS).read_text("utf-8")


@pytest.mark.parametrize(
    ("path", "old", "new", "address"),
    [
        ("translations/zh_Hans/terms.yaml", "从提现里扣。", "从余额里扣。", "term:fee/definition"),
        ("articles/deposits/category.yaml", "充值与提现", "充提", "category:deposits/title"),
        (f"{LABELS}.zh-Hans.yaml", "开始", "登录", "label:deposits/flow/start"),
    ],
)
def test_words_whose_source_changes_become_stale(
    stamped: Path, run: Run, path: str, old: str, new: str, address: str
) -> None:
    """Status, check and export say so, the export with what the source said; stamping makes them current."""
    edit(path, old, new)
    assert stale(run) == {"changed": [address], "unstamped": []}
    assert fuzzy(run) == {address: old}
    found = run("check").stdout
    assert f"stale-translation: {address} changed in {path}:" in found
    assert f"run kb i18n stamp {address} -l en (warning)" in found
    assert run("i18n", "stamp", address, "-l", "en").exit_code == 0
    assert stale(run)["changed"] == []
    assert fuzzy(run) == {}


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        ("translations/zh_Hans/terms.yaml", "definition: 从提现里扣。", 'definition:  "从提现里扣。"  # checked'),
        ("translations/zh_Hans/terms.yaml", "[费用]", "[费用, 收费]"),
        (f"{LABELS}.zh-Hans.yaml", "start: 开始", "\n'start': '开始'"),
    ],
)
def test_what_says_the_same_makes_nothing_stale(stamped: Path, run: Run, path: str, old: str, new: str) -> None:
    """Quotes, comments, and synonyms, which each language has of its own."""
    edit(path, old, new)
    assert stale(run) == {"changed": [], "unstamped": []}


def test_an_import_stamps_what_is_sure(stamped: Path, run: Run) -> None:
    """What a translator took the mark off is current, and so is what was translated; the rest stays stale."""
    edit("translations/zh_Hans/terms.yaml", "手续费", "费率")
    edit("translations/zh_Hans/terms.yaml", "从提现里扣。", "从余额里扣。")
    edit(f"{LABELS}.zh-Hans.yaml", "开始", "登录")
    assert len(fuzzy(run)) == 3
    for name, old, new in (
        ("terms.po", "Taken from it.", "Taken from your balance."),
        ("drawings.po", "Begin", "Begin"),
    ):
        path = Path("var/po/en", name)
        entry = next(each for each in path.read_text("utf-8").split("\n\n") if f'"{old}"' in each)
        lines = [line for line in entry.replace(old, new).split("\n") if not line.startswith(("#,", "#|"))]
        edit(str(path), entry, "\n".join(lines))
    result = run("i18n", "import", "var/po/en")
    assert result.exit_code == 0, result.output
    assert result.stderr.startswith("1 segment changed in 2 files; 2 stamped; 0 refused")
    assert "Taken from your balance." in Path("translations/en/terms.yaml").read_text("utf-8")
    assert stale(run) == {"changed": ["term:fee/term"], "unstamped": []}
    again = run("i18n", "import", "var/po/en")
    assert again.stderr.startswith("0 segments changed in 0 files; 0 stamped")


@pytest.mark.parametrize("options", [(), ("--since", "HEAD")])
def test_a_mended_typing_error_in_yaml_needs_no_translating(stamped: Path, run: Run, options: tuple[str, ...]) -> None:
    """What was current before the change is current after it; what was stale stays so."""
    edit("translations/zh_Hans/terms.yaml", "手续费", "费率")
    commit()
    edit("translations/zh_Hans/terms.yaml", "从提现里扣。", "从提现中扣。")
    assert stale(run)["changed"] == ["term:fee/term", "term:fee/definition"]
    result = run("i18n", "stamp", "--unchanged", "term:fee", *options)
    assert (result.exit_code, result.stderr) == (
        0, "stamped 1 of 2 words in YAML; what was stale before stays as it is\n")  # fmt: skip
    assert stale(run)["changed"] == ["term:fee/term"]


def test_an_address_of_nothing_is_refused(stamped: Path, run: Run) -> None:
    """With the nearest there is."""
    result = run("i18n", "stamp", "term:fees")
    assert str(result.exception) == "there are no words at 'term:fees' (did you mean 'term:fee'?)"


def test_stamps_keep_line_ends_and_forget_words_that_are_gone(stamped: Path, run: Run) -> None:
    """The file holds what is translated now, sorted."""
    path = Path(STAMPS)
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    for locale in ("zh_Hans", "en"):
        Path(f"translations/{locale}/terms.yaml").write_text("", encoding="utf-8")
    edit("articles/deposits/category.yaml", "充值与提现", "充提")
    assert run("i18n", "stamp", "category:deposits").exit_code == 0
    raw = path.read_bytes()
    assert b"term:" not in raw
    assert raw.count(b"\r\n") == raw.count(b"\n") == 5


def test_stamps_that_cannot_be_read_are_not_written_over(stamped: Path, run: Run) -> None:
    """A conflict of two branches is mended by people."""
    path = Path(STAMPS)
    path.write_bytes(b"<<<<<<< HEAD\n" + path.read_bytes())
    before = path.read_bytes()
    result = run("i18n", "stamp", "--all")
    assert str(result.exception).startswith(f"{STAMPS}:")
    assert path.read_bytes() == before


def test_a_translator_can_lean_on_another_language(stamped: Path, run: Run) -> None:
    """Comments say how it puts each entry, and whether that may be of an earlier source; nobody imports them."""
    edit("translations/zh_Hans/terms.yaml", "从提现里扣。", "从余额里扣。")
    edit("articles/deposits/withdrawal-fees.zh-Hans.md", "与数量无关", "多少都一样")
    commit()
    assert run("i18n", "export", "ar", "--with", "en").exit_code == 0
    terms = Path("var/po/ar/terms.po").read_text("utf-8")
    assert "#. en: fee\n" in terms
    assert "#. en: charge\n" in terms
    assert "#. en, perhaps of an earlier source: Taken from it.\n" in terms
    article = Path("var/po/ar/articles/deposits/withdrawal-fees.po").read_text("utf-8")
    assert "#. en: What a withdrawal costs\n" in article
    assert "#. en, perhaps of an earlier source: " in article
    before = Path("articles/deposits/category.yaml").read_bytes()
    assert run("i18n", "import", "var/po/ar").stderr.startswith("0 segments changed in 0 files; 0 stamped; 0 refused")
    assert Path("articles/deposits/category.yaml").read_bytes() == before
    again = Path("var/po/ar/terms.po").read_bytes()
    assert run("i18n", "export", "ar").exit_code == 0
    assert b"#. en" not in Path("var/po/ar/terms.po").read_bytes()
    assert b"#. en" in again


@pytest.mark.parametrize(
    ("tag", "message"),
    [
        ("zh-Hans", "--with zh-Hans: every entry shows the source already; name another language"),
        ("ar", "--with ar: this is the language to translate to; name another"),
        ("xx", "Invalid value for locale: 'xx' is not a locale of this site; it has zh-Hans, en, ar"),
    ],
)
def test_a_language_that_is_of_no_help_is_refused(site: Path, run: Run, tag: str, message: str) -> None:
    """In one line, and no file is written."""
    result = run("i18n", "export", "ar", "--with", tag)
    assert message in f"{result.stderr}{result.exception}"
    assert not Path("var/po").exists()


def test_the_labels_of_a_drawing_that_moves_keep_their_stamps(stamped: Path, run: Run) -> None:
    """An article in another category takes its drawings along."""
    edit("articles/deposits/withdrawal-fees.zh-Hans.md", "手续费从", "![流程](media/flow.svg)\n\n手续费从")
    commit()
    moved = run("move", "withdrawal-fees", "security")
    assert moved.exit_code == 0, moved.output
    assert Path("articles/security/media/flow.en.yaml").is_file()
    assert stale(run) == {"changed": [], "unstamped": []}


def test_diff_shows_what_changed_in_yaml(stamped: Path, run: Run) -> None:
    """In words, with the old ones from git, and what the translation says."""
    edit("translations/zh_Hans/terms.yaml", "从提现里扣。", "从余额里扣。")
    result = run("i18n", "diff", "term:", "en")
    assert result.stdout == (
        "term:fee/definition (changed) translations/zh_Hans/terms.yaml:1\n"
        "  从[-提现-]{+余额+}里扣。\n  en: translations/en/terms.yaml\n  | Taken from it.\n\n"
    )
    assert result.stderr == "when they say the same: kb i18n stamp term: -l en\n"
    assert json.loads(run("i18n", "diff", "term:fee", "en", "--json").stdout)[0]["state"] == "changed"
    assert run("i18n", "diff", "category:", "en").stderr.startswith("nothing at category: changed since")


def test_diff_of_yaml_says_when_the_old_words_are_nowhere(site: Path, run: Run) -> None:
    """Without git, and where nobody ever compared them."""
    assert run("i18n", "stamp", "term:", "-l", "en").exit_code == 0
    edit("translations/zh_Hans/terms.yaml", "从提现里扣。", "从余额里扣。")
    result = run("i18n", "diff", "term:", "en")
    assert "  从余额里扣。\n" in result.stdout
    assert "some old words were not found: no committed version has them" in result.stderr
    assert "label:deposits/flow/start (never compared)" in run("i18n", "diff", "label:", "en").stdout
