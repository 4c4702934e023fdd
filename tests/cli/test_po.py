"""`kb i18n export` and `import`, as a translator and the person who keeps the site use them."""

import io
import json
import subprocess
from pathlib import Path

import pytest
from babel.messages.pofile import read_po, write_po

from tests.cli.conftest import Run

EN = "articles/deposits/withdrawal-fees.en.md"
ZH = "articles/deposits/withdrawal-fees.zh-Hans.md"
FEES = "articles/deposits/withdrawal-fees.po"


@pytest.fixture
def site(make_site, monkeypatch: pytest.MonkeyPatch) -> Path:  # type: ignore[no-untyped-def]
    """A small site, with us in its folder, whose one English article is stamped."""
    root: Path = make_site()
    monkeypatch.chdir(root)
    return root


@pytest.fixture
def stamped(site: Path, run: Run) -> Path:
    """The same, its English article stamped as current."""
    assert run("i18n", "stamp", "--all").exit_code == 0
    return site


def translate(path: Path, words: dict[str, str], *, fuzzy: bool = False) -> None:
    """What a translator's tool does: other words for the entries with these contexts."""
    catalog = read_po(io.BytesIO(path.read_bytes()))
    left = dict(words)
    for message in catalog:
        if message.id and (new := left.pop(message.context or str(message.id), None)) is not None:
            message.string, message.flags = new, {"fuzzy"} if fuzzy else set()
    assert not left
    buffer = io.BytesIO()
    write_po(buffer, catalog)
    path.write_bytes(buffer.getvalue())


def contexts(path: Path) -> dict[str, str]:
    """The translations in a PO file by context."""
    return {each.context or "": str(each.string) for each in read_po(io.BytesIO(path.read_bytes())) if each.id}


def snapshot(root: Path) -> dict[str, bytes]:
    """Every file of a site but what is under var/."""
    files = (path for path in root.rglob("*") if path.is_file() and "var" not in path.relative_to(root).parts)
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in files}


def test_words_go_out_and_come_back(stamped: Path, run: Run) -> None:
    """Only what was changed differs, and the site is as right as before."""
    exported = run("i18n", "export", "en")
    assert exported.exit_code == 0
    assert "to look at again" in exported.stderr
    before = (stamped / EN).read_text("utf-8")
    po = stamped / "var/po/en" / FEES
    translate(po, {
        "article:withdrawal-fees/title": "What does a withdrawal cost?",
        "article:withdrawal-fees/keywords": "cash out price\nexit fee: now",
        "article:withdrawal-fees#refund/paragraph.1": "Not any more.",
    })  # fmt: skip
    result = run("i18n", "import", "var/po/en")
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr.startswith("3 segments changed in 1 file; 0 stamped; 0 refused; left: ")
    wanted = before.replace("title: What a withdrawal costs", "title: What does a withdrawal cost?")
    wanted = wanted.replace("[cash out price]", '[cash out price, "exit fee: now"]').replace(
        "\nNo.\n", "\nNot any more.\n"
    )
    assert (stamped / EN).read_text("utf-8") == wanted
    assert run("check").exit_code == 0


def test_an_article_without_translation_is_written_from_its_source(site: Path, run: Run) -> None:
    """As a draft while anything is missing, in full once it is complete, and then it is current."""
    run("i18n", "export", "ar")
    po = site / "var/po/ar" / FEES
    article = "article:withdrawal-fees"
    words = {
        f"{article}/title": "كم تكلفة السحب؟",
        f"{article}/summary": "تكلفة سحب USDT هي {{fact:fee-usdt}}.",
        f"{article}#how/heading.1": "كيف تُحسب",
        f"{article}#how/paragraph.1": "{{fact:fee-usdt}} لكل سحب. انظر [التحقق](article:enable-2fa#steps).",
        f"{article}#how/paragraph.2": "قد تضيع الأصول.",
    }
    translate(po, words)
    assert "1 of them new" in run("i18n", "import", str(po)).stderr
    text = (site / "articles/deposits/withdrawal-fees.ar.md").read_text("utf-8")
    assert "status: draft" in text
    assert "手续费从提现数量里扣。" in text
    assert "## كيف تُحسب {#how}" in text
    assert "aliases" not in text
    rest = {
        f"{article}#_intro/paragraph.1": "تُخصم الرسوم من المبلغ.",
        f"{article}#faq/heading.1": "أسئلة شائعة",
        f"{article}#refund/question.1": "هل تُسترد الرسوم؟",
        f"{article}#refund/paragraph.1": "لا.",
    }
    run("i18n", "export", "ar")
    assert {
        key for key, text in contexts(po).items() if not text and not key.endswith(("keywords", "questions"))
    } == set(rest)
    translate(po, rest)
    assert "take out 'status: draft' to publish it" in run("i18n", "import", str(po)).stderr
    text = (site / "articles/deposits/withdrawal-fees.ar.md").read_text("utf-8")
    assert "/// faq | هل تُسترد الرسوم؟ {#refund}\nلا.\n///" in text
    assert "withdrawal-fees.ar.md" not in run("check").stdout


def test_a_complete_translation_of_a_new_article_is_published(site: Path, run: Run) -> None:
    """It has all of its source and is stamped, so nothing is stale."""
    run("i18n", "export", "en", "enable-2fa")
    po = site / "var/po/en/articles/security/enable-2fa.po"
    english = [
        "Turn on two-factor",
        "Bind an app.",
        "It keeps others out.",
        "Steps",
        "Open it.",
        "Scan it.",
        "Type 6 digits.",
    ]
    names = [*contexts(po)]
    translate(po, {**dict(zip(names, english, strict=False)), names[-1]: "Review takes {{fact:review-time}}."})
    assert run("i18n", "import", str(po)).exit_code == 0
    text = (site / "articles/security/enable-2fa.en.md").read_text("utf-8")
    assert "status: published\nupdated: 2026-10-01\n" in text
    assert "1. Open it.\n2. Scan it.\n3. Type 6 digits.\n\nReview takes {{fact:review-time}}.\n" in text
    assert "enable-2fa.en.md" not in run("check").stdout


REFUSALS = (
    ("/summary", "Each costs 1 USDT.", "lacks the placeholder {{fact:fee-usdt}}"),
    ("/summary", "Each costs {{fact:fee-usdt}}, {{fact:fee-usdt}}.", "{{fact:fee-usdt}} 2 times and its source 1"),
    ("/title", "Two\nlines", "must be one line"),
    (
        "#how/paragraph.1",
        "{{fact:fee-usdt}} each. See [it](article:enable2fa).",
        "lacks the link to article:enable-2fa",
    ),
    ("#how/paragraph.1", "{{fact:fee-usdt}} of 500. See [it](article:enable-2fa#steps).", "has the number 500"),
    ("#how/paragraph.2", "Assets <b>may</b> be lost.", "has the tag </b>"),
    ("#how/paragraph.2", "Assets `may` be lost.", "has the name in code may"),
    ("#how/paragraph.2", "Assets **may be lost.", "opens ** without closing it"),
    ("#how/paragraph.2", "Assets\n\nmay be lost.", "would change what stands around it"),
    ("#how/paragraph.2", "///", "would change what stands around it"),
    ("#how/paragraph.2", "- Assets", "would change what stands around it"),
    ("#how/heading.1", "How {#why}", "has the id {#why}"),
    ("#refund/paragraph.1", "# never", "would change what stands around it"),
    ("#refund/paragraph.1", "```", "would change what stands around it"),
)


@pytest.mark.parametrize(("where", "words", "why"), REFUSALS)
def test_what_would_break_the_page_is_refused_by_file_and_line(
    stamped: Path, run: Run, where: str, words: str, why: str
) -> None:
    """And nothing is written, unless the rest is asked for."""
    run("i18n", "export", "en")
    po = "var/po/en/" + FEES
    good = "article:withdrawal-fees#_intro/paragraph.1"
    translate(Path(po), {f"article:withdrawal-fees{where}": words, good: "It is taken from the amount."})
    before = snapshot(stamped)
    result = run("i18n", "import", po)
    assert result.exit_code == 1
    path, line, _, check, message = result.stdout.split(":", 4)
    assert (path, check.strip()) == (po, "po")
    assert (
        f'msgctxt "article:withdrawal-fees{where}"'
        in Path(po).read_text("utf-8").splitlines()[int(line) - 2 : int(line)]
    )
    assert why in message
    assert result.stderr.startswith("nothing was written: 1 refused")
    assert snapshot(stamped) == before
    assert run("i18n", "import", "--skip-refused", po).exit_code == 1
    assert "It is taken from the amount." in (stamped / EN).read_text("utf-8")


def test_fuzzy_and_empty_entries_are_left(stamped: Path, run: Run) -> None:
    """They are not done."""
    run("i18n", "export", "en")
    po = stamped / "var/po/en" / FEES
    translate(po, {"article:withdrawal-fees/title": "Guess"}, fuzzy=True)
    translate(po, {"article:withdrawal-fees#refund/paragraph.1": ""})
    before = snapshot(stamped)
    result = run("i18n", "import", str(po), "--json")
    assert json.loads(result.stdout)["left"] == {"marked fuzzy": 1, "not translated yet": 1}
    assert snapshot(stamped) == before


def git(root: Path, *arguments: str) -> None:
    """Git without anybody's settings."""
    who = ("-c", "user.name=a", "-c", "user.email=a@b.example", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *who, *arguments], cwd=root, check=True, capture_output=True)


def test_what_changed_in_the_source_is_fuzzy_and_says_what_it_was(stamped: Path, run: Run) -> None:
    """From git: only the sentence that changed, with the old one; and once looked at it is stamped."""
    git(stamped, "init", "-q")
    git(stamped, "add", ".")
    git(stamped, "commit", "-qm", "first")
    source = (stamped / ZH).read_text("utf-8")
    (stamped / ZH).write_text(source.replace("选错网络，资产可能找不回。", "选错网络，资产找不回。"), encoding="utf-8")
    run("i18n", "export", "en")
    po = stamped / "var/po/en" / FEES
    fuzzy = [each.context for each in read_po(io.BytesIO(po.read_bytes())) if each.fuzzy]
    assert fuzzy == ["article:withdrawal-fees#how/paragraph.2"]
    assert '#| msgid "选错网络，资产可能找不回。"' in po.read_text("utf-8")
    translate(po, {fuzzy[0]: "Assets sent on the wrong network are lost."})
    assert "1 segment changed in 1 file; 1 stamped" in run("i18n", "import", str(po)).stderr
    assert "stale" not in run("check").stdout


def test_without_history_all_of_a_changed_section_is_fuzzy(stamped: Path, run: Run) -> None:
    """Better looked at once too often."""
    source = (stamped / ZH).read_text("utf-8")
    (stamped / ZH).write_text(source.replace("选错网络，资产可能找不回。", "选错网络，资产找不回。"), encoding="utf-8")
    run("i18n", "export", "en")
    catalog = read_po(io.BytesIO((stamped / "var/po/en" / FEES).read_bytes()))
    fuzzy = [each.context for each in catalog if each.fuzzy]
    assert fuzzy == [f"article:withdrawal-fees#how/{name}" for name in ("heading.1", "paragraph.1", "paragraph.2")]


def test_what_the_source_gained_is_put_where_it_stands(stamped: Path, run: Run) -> None:
    """A paragraph in a section, and a section: once translated they are in the translation, and nothing else is new."""
    source = (stamped / ZH).read_text("utf-8")
    new = source.replace("///\n\n## 常见", "///\n\n1. 新的一步。\n\n## 新节 {#new}\n\n新话。\n\n## 常见")
    (stamped / ZH).write_text(new, encoding="utf-8")
    before = (stamped / EN).read_text("utf-8")
    run("i18n", "export", "en")
    po = stamped / "var/po/en" / FEES
    address = "article:withdrawal-fees#"
    translate(po, {f"{address}how/item.1": "A new step.", f"{address}new/heading.1": "New part"})
    result = run("i18n", "import", str(po))
    assert "left: 2 marked fuzzy" in result.stderr or "fuzzy" in result.stderr
    assert "New part" not in (stamped / EN).read_text("utf-8")
    own = contexts(po)
    translate(po, {key: own[key] for key in own if key.startswith(f"{address}how/")})
    translate(po, {f"{address}new/paragraph.1": "New words."})
    assert run("i18n", "import", str(po)).exit_code == 0
    after = (stamped / EN).read_text("utf-8")
    gained = "\n1. A new step.\n\n## New part {#new}\n\nNew words.\n"
    assert gained in after
    assert after.replace(gained, "").split("---\n")[2] == before.split("---\n")[2]
    assert "stale" not in run("check").stdout


def test_words_that_stand_for_nothing_stay_as_they_are(stamped: Path, run: Run) -> None:
    """The export says where they are, and no import touches them."""
    text = (stamped / EN).read_text("utf-8")
    (stamped / EN).write_text(text.replace("///\n\n## Freq", "///\n\nOnly in English.\n\n## Freq"), encoding="utf-8")
    exported = run("i18n", "export", "en")
    assert f"{EN}:" in exported.stderr
    assert "stands for nothing in the source" in exported.stderr
    po = stamped / "var/po/en" / FEES
    translate(po, {"article:withdrawal-fees#how/paragraph.2": "Assets may be lost."})
    assert run("i18n", "import", str(po)).exit_code == 0
    after = (stamped / EN).read_text("utf-8")
    assert "Assets may be lost.\n///\n\nOnly in English.\n\n## Freq" in after


def test_what_a_translator_has_begun_stays_through_another_export(stamped: Path, run: Run) -> None:
    """Until it is brought back; where the source changed meanwhile it becomes fuzzy."""
    run("i18n", "export", "en")
    po = stamped / "var/po/en" / FEES
    title, answer = "article:withdrawal-fees/title", "article:withdrawal-fees#refund/paragraph.1"
    translate(po, {title: "Half done", answer: "Never."})
    source = (stamped / ZH).read_text("utf-8")
    (stamped / ZH).write_text(source.replace("不可以。", "不可以退。"), encoding="utf-8")
    run("i18n", "export", "en")
    catalog = {each.context: each for each in read_po(io.BytesIO(po.read_bytes()))}
    assert (catalog[title].string, catalog[title].fuzzy) == ("Half done", False)
    assert (catalog[answer].string, catalog[answer].fuzzy) == ("Never.", True)


def test_a_change_in_the_site_since_the_export_is_not_overwritten(stamped: Path, run: Run) -> None:
    """Unless that is asked for; what only the site changed stays without a word."""
    run("i18n", "export", "en")
    po = stamped / "var/po/en" / FEES
    translate(po, {"article:withdrawal-fees/title": "From the translator"})
    text = (stamped / EN).read_text("utf-8")
    text = text.replace("What a withdrawal costs", "From git").replace("\nNo.\n", "\nNo, from git.\n")
    (stamped / EN).write_text(text, encoding="utf-8")
    result = run("i18n", "import", str(po))
    assert (result.exit_code, "was changed in the site since the export" in result.stdout) == (1, True)
    assert run("i18n", "import", "--overwrite", str(po)).exit_code == 0
    assert (stamped / EN).read_text("utf-8") == text.replace("From git", "From the translator")


def test_a_translator_goes_on_with_a_file_that_was_imported(stamped: Path, run: Run) -> None:
    """Looking at the page between two imports needs no new export; going back to the first words works too."""
    run("i18n", "export", "en")
    po = stamped / "var/po/en" / FEES
    for title in ("Withdrawal fees", "What a withdrawal really costs", "What a withdrawal costs"):
        translate(po, {"article:withdrawal-fees/title": title})
        assert run("i18n", "import", str(po)).stderr.startswith("1 segment changed")
        assert f"title: {title}\n" in (stamped / EN).read_text("utf-8")
    translate(po, {"article:withdrawal-fees/title": "Begun"})
    run("i18n", "export", "en")
    assert contexts(po)["article:withdrawal-fees/title"] == "Begun"
    assert run("i18n", "import", str(po)).exit_code == 0


TERMS = """\
# ours
- id: withdrawal
  term: 提现
  synonyms: [提币, 出金]
  definition: 转出资产。
  article: withdrawal-fees
- {id: fee, term: 手续费}
"""


def test_categories_terms_and_drawings_are_written_where_they_stand(site: Path, run: Run) -> None:
    """What is missing is added, with its file where there is none; comments stay."""
    drawing = site / "articles/deposits/media/flow.svg"
    drawing.parent.mkdir()
    drawing.write_text('<svg xmlns="http://www.w3.org/2000/svg"><text>{{label:start}}</text></svg>', encoding="utf-8")
    drawing.with_suffix(".zh-Hans.yaml").write_text("start: 开始 # hint\n", encoding="utf-8")
    (site / "translations/zh_Hans").mkdir(parents=True)
    (site / "translations/zh_Hans/terms.yaml").write_text(TERMS, encoding="utf-8")
    (site / "translations/en").mkdir()
    (site / "translations/en/terms.yaml").write_text("- {id: fee, term: fee} # cheap\n", encoding="utf-8")
    assert run("i18n", "export", "en").exit_code == 0
    folder = site / "var/po/en"
    translate(
        folder / "categories.po", {"category:security/title": "Safety", "category:deposits/description": "In: out"}
    )
    translate(folder / "drawings.po", {"label:deposits/flow/start": "Start"})
    translate(folder / "terms.po", {
        "term:fee/term": "charge", "term:withdrawal/term": "withdrawal", "term:withdrawal/synonyms": "cash out\ntake: out",
        "term:withdrawal/definition": "Sending out.",
    })  # fmt: skip
    result = run("i18n", "import", "var/po/en")
    assert (result.exit_code, result.stdout) == (0, "")
    read = {path: content.decode() for path, content in snapshot(site).items() if path.endswith(".yaml")}
    assert "en: Safety, ar: أمان الحساب}" in read["articles/security/category.yaml"]
    assert 'descriptions: {zh-Hans: 钱进钱出。, en: "In: out"}' in read["articles/deposits/category.yaml"]
    assert read["articles/deposits/media/flow.en.yaml"] == "start: Start\n"
    assert read["translations/en/terms.yaml"] == (
        "- {id: fee, term: charge} # cheap\n- id: withdrawal\n  term: withdrawal\n"
        '  synonyms: [cash out, "take: out"]\n  definition: Sending out.\n  article: withdrawal-fees\n'
    )
    assert run("i18n", "import", "var/po/en").stderr.startswith("0 segments changed in 0 files")


def test_messages_of_the_interface_are_the_catalog_itself(site: Path, run: Run) -> None:
    """An entry that came back is written into it, also one with plural forms; all other lines stay."""
    catalog = (
        '# ours\nmsgid ""\nmsgstr ""\n"Language: en\\n"\n"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n'
        '#, fuzzy\nmsgid "Search"\nmsgstr "Serach"\n\nmsgid "%(count)s hit"\nmsgid_plural "%(count)s hits"\n'
        'msgstr[0] ""\nmsgstr[1] ""\n\n# last\nmsgid "Menu"\nmsgstr   "Menu"'
    )
    path = site / "translations/en/LC_MESSAGES/messages.po"
    path.parent.mkdir(parents=True)
    path.write_bytes(catalog.replace("\n", "\r\n").encode())
    run("i18n", "export", "en")
    po = site / "var/po/en/interface.po"
    assert po.read_bytes() == path.read_bytes()
    text = po.read_bytes().decode().replace("#, fuzzy\r\n", "").replace("Serach", "Look up")
    text = text.replace('[0] ""', '[0] "%(count)s result"').replace('[1] ""', '[1] "%(count)s results"')
    po.write_bytes(text.encode())
    assert "not brought back yet" in str(run("i18n", "export", "en").exception)
    assert "2 segments changed in 1 file" in run("i18n", "import", str(po)).stderr
    assert path.read_bytes().decode() == text
    po.write_bytes(text.replace("%(count)s results", "%(n)s results").encode())
    assert run("i18n", "import", str(po)).exit_code == 1


MISTAKES = (
    (("i18n", "export", "fr"), "'fr' is not a locale of this site"),
    (("i18n", "export", "zh-Hans"), "zh-Hans is what translations are made from"),
    (("i18n", "export", "en", "fees"), "there is no article 'fees'"),
    (("i18n", "import", "nowhere.po"), "nowhere.po"),
    (("i18n", "import", "articles"), "there are no PO files in this folder"),
    (("i18n", "import", "broken.po"), "broken.po:1:1: catalog: cannot be read"),
    (("i18n", "import", "nameless.po"), "its header says no language; name one of zh-Hans, en, ar with --locale"),
)


@pytest.mark.parametrize(("arguments", "message"), MISTAKES)
def test_a_mistake_is_one_line_and_nothing_is_written(
    site: Path, run: Run, arguments: tuple[str, ...], message: str
) -> None:
    """Exit code 2, without a traceback."""
    (site / "broken.po").write_text('msgid "open\nmsgstr ""\n', encoding="utf-8")
    (site / "nameless.po").write_text(
        'msgctxt "article:withdrawal-fees/title"\nmsgid "a"\nmsgstr "b"\n', encoding="utf-8"
    )
    before = snapshot(site)
    result = run(*arguments)
    assert result.exit_code != 0
    assert message in f"{result.stderr}{result.exception}"
    assert snapshot(site) == before
