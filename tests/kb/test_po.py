"""PO files: whatever translators change comes back as that and nothing else."""

import io
import random
import subprocess
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from shutil import which
from tempfile import TemporaryDirectory

import pytest
from babel.messages.pofile import read_po, write_po
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.agreement import disagreements
from kb.front_matter import parse
from kb.line_ends import plain
from kb.loader import load
from kb.locales import Locale
from kb.markdown.segments import segments
from kb.model import Library, Translation
from kb.po.export import Exported, exported
from kb.po.importing import plan_import
from kb.translation_state import section_hashes

ROOT = Path(__file__).parents[2]
NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
LETTERS = "abz é ñ ß 手续费用，。！？ かなカナ 수수료 عربي ِ Ω 😀 “”"
"""What random words are made of: nothing that is a mark of Markdown or PO."""


@cache
def library() -> Library:
    """The help centre in the repository."""
    return load(ROOT).library


def export(library: Library, tag: str, folder: Path, noon: datetime, slugs: Iterable[str] = ()) -> list[Exported]:
    """What an export writes, written."""
    files = list(exported(library, Locale(tag), folder, noon, slugs=tuple(slugs), history=None))
    for file in files:
        path = folder / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(file.content)
    return files


def edit(path: Path, change: Callable[[str, str], str | None]) -> dict[str, str]:
    """What a translator does: `change` gives other words for an entry, or None. Returns what was changed by context."""
    catalog = read_po(io.BytesIO(path.read_bytes()))
    done = {}
    for message in catalog:
        if message.id and (new := change(str(message.id), str(message.string))) is not None:
            message.string, message.flags = new, set()
            done[message.context or ""] = new
    buffer = io.BytesIO()
    write_po(buffer, catalog, width=0)
    path.write_bytes(buffer.getvalue())
    return done


@pytest.mark.parametrize("tag", ["zh-Hant", "en", "ja", "ko", "es", "ar"])
def test_an_export_that_nobody_edits_changes_no_byte(tag: str, tmp_path: Path, noon: datetime) -> None:
    """All of the repository, in each of its languages."""
    files = export(library(), tag, tmp_path, noon)
    assert len(files) == len(library().articles) + 4
    plan = plan_import(library(), [tmp_path / file.path for file in files])
    assert (plan.files, plan.changed, plan.stamped, plan.refused) == ({}, [], 0, [])


@pytest.mark.skipif(which("msgfmt") is None, reason="GNU gettext is not installed")
@pytest.mark.parametrize("tag", ["en", "ar"])
def test_gettexts_own_checks_pass(tag: str, tmp_path: Path, noon: datetime) -> None:
    """`msgfmt --check` says nothing of what the export writes itself."""
    for file in export(library(), tag, tmp_path, noon):
        command = ["msgfmt", "--check", "--output-file=/dev/null", str(tmp_path / file.path)]
        result = subprocess.run(command, capture_output=True, text=True, check=False)
        said = "" if file.path == "interface.po" else result.stderr
        assert (result.returncode, said) == (0, ""), file.path


def test_another_reader_of_po_reads_the_same(tmp_path: Path, noon: datetime) -> None:
    """The one that Weblate and Pootle are built on."""
    from translate.storage import pypo

    for file in export(library(), "ar", tmp_path, noon):
        ours = {(each.context or "", each.id): each.string for each in read_po(io.BytesIO(file.content)) if each.id}
        store = pypo.pofile.parsestring(file.content)
        theirs = {
            (unit.getcontext(), str(unit.source)): str(unit.target) for unit in store.units if unit.istranslatable()
        }
        simple = {key: string for key, string in ours.items() if isinstance(key[1], str)}
        assert {key: theirs[key] for key in simple} == simple
        assert len(theirs) == len(ours)


def random_edit(chance: random.Random) -> Callable[[str, str], str | None]:
    """Changes some entries by words before or after, or all of the words where the source asks for nothing."""

    def change(source: str, target: str) -> str | None:
        if chance.random() < 0.7 or not target:
            return None
        words = "".join(chance.choices(LETTERS, k=chance.randint(1, 12))).strip()
        if not words:
            return None
        if chance.random() < 0.3 and not list(disagreements(source, words)) and "\n" not in source:
            return words
        return f"{words} {target}" if chance.random() < 0.5 else f"{target} {words}"

    return change


def words_in(file: str, translation: Translation) -> dict[str, str]:
    """Each piece of an article's file by where it stands in it."""
    article = parse(file, translation.path)
    assert article.front_matter is not None
    assert not article.problems
    header = article.front_matter
    lists = {"keywords": "\n".join(header.keywords), "questions": "\n".join(header.questions)}
    pieces = {f"{number}": piece.text for number, piece in enumerate(segments(article.body))}
    return {"title": header.title, "summary": header.summary, **lists, **pieces}


STYLES = ("{}", "\ufeff{}", "{}\t \n\n", "no final line end")
"""How an article's file may also be written; each with line ends of either kind."""


def styled(text: str, style: str, end: str) -> bytes:
    """An article's file in one of these styles."""
    text = style.format(text) if "{}" in style else text.rstrip("\n")
    return text.replace("\n", end).encode("utf-8")


def site_of(translation: Translation, root: Path, content: bytes) -> Library:
    """A site that has this one article, its translation with other bytes."""
    source = library().source_of(translation)
    assert source is not None
    for name in ("site.yaml", "facts.yaml", f"{Path(source.path).parent}/category.yaml", source.path):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes((ROOT / name).read_bytes())
    (root / translation.path).write_bytes(content)
    return load(root).library


@given(
    st.integers(0, 10**6), st.integers(0, 10**6), st.sampled_from(STYLES), st.sampled_from(("\n", "\r\n", "\r"))
)  # fmt: skip
@settings(max_examples=60, deadline=None)
def test_random_edits_change_their_segments_and_no_other_byte(which: int, seed: int, style: str, end: str) -> None:
    """What stands between the words that changed is as it was, to the byte; what changed says what came back."""
    translations = [each for each in library().translations() if each.locale.tag != "zh-Hans"]
    translation = translations[which % len(translations)]
    before = (ROOT / translation.path).read_text("utf-8")
    with TemporaryDirectory() as name:
        site = site_of(translation, Path(name), styled(before, style, end))
        (file,) = export(site, translation.locale.tag, Path(name, "po"), NOON, [translation.slug])
        assert plan_import(site, [Path(name, "po", file.path)]).files == {}
        done = edit(Path(name, "po", file.path), random_edit(random.Random(seed)))
        plan = plan_import(site, [Path(name, "po", file.path)])
    assert (plan.refused, sorted(plan.changed)) == ([], sorted(done))
    if not done:
        return
    content = plan.files[translation.path].decode("utf-8")
    plain_before = styled(before, style, "\n").decode("utf-8").removeprefix("\ufeff")
    after = plain(content)
    assert content == ("\ufeff" if style.startswith("\ufeff") else "") + after.replace("\n", end)
    old, new = words_in(before, translation), words_in(after, translation)
    assert list(old) == list(new)
    said = sorted(new[key] for key in old if old[key] != new[key])
    assert said == sorted("\n".join(dict.fromkeys(text.split("\n"))) for text in done.values())
    assert without_words(after) == without_words(plain_before)


def without_words(file: str) -> str:
    """A file with the words of its pieces cut out: in the body by place, at its head by line."""
    article = parse(file, "")
    body = article.body
    for piece in reversed(segments(body)):
        body = body[: piece.start] + body[piece.end :]
    head = file[: len(file) - len(article.body)]
    kept, skipping = [], False
    for line in head.splitlines(keepends=True):
        skipping = line.startswith(("title:", "summary:", "keywords:", "questions:")) or (
            skipping and line.startswith((" ", "-")) and not line.startswith("---")
        )
        if not skipping:
            kept.append(line)
    return "".join(kept) + body


AWKWARD = (
    "\ufeff---\r\n# kept\r\ntitle:   What a withdrawal costs   # kept too\r\nkeywords: [ 'cash out price' , fee ]\r\n"
    "summary: >\r\n  Each USDT withdrawal\r\n  costs {{fact:fee-usdt}}.\r\n\r\nupdated: 2026-11-02\r\n---\r\n\r\n"
    "The fee is taken\r\nfrom the amount.   \r\n\r\n## How it works {#how}\r\n\r\nEach withdrawal costs {{fact:fee-usdt}}, "
    "whatever the amount. See [two-factor authentication](article:enable-2fa#steps).\r\n\r\n/// warning\r\nAssets sent on "
    "the wrong network may be lost.\t\r\n///\r\n\r\n\r\n## Frequently asked questions {#faq}\r\n\r\n"
    "/// faq | Can I get the fee back? {#refund}\r\nNo."
)


@pytest.mark.parametrize("text", [AWKWARD, AWKWARD.replace("\r\n", "\n"), AWKWARD.replace("\r\n", "\n", 3)])
def test_byte_order_mark_line_ends_and_spaces_stay(make_site, tmp_path: Path, noon: datetime, text: str) -> None:  # type: ignore[no-untyped-def]
    """Also where a file mixes line ends and its last line has none; only the words differ."""
    root = make_site(changes={"articles/deposits/withdrawal-fees.en.md": text.encode()})
    site = load(root).library
    (file,) = export(site, "en", tmp_path / "po", noon, ["withdrawal-fees"])
    assert plan_import(site, [tmp_path / "po" / file.path]).files == {}

    def change(source: str, target: str) -> str | None:
        return {"No.": "Not any more.", "The fee is taken\nfrom the amount.": "It is taken\nfrom the amount."}.get(
            target
        )

    assert len(edit(tmp_path / "po" / file.path, change)) == 2
    plan = plan_import(site, [tmp_path / "po" / file.path])
    wanted = text.replace("\nNo.", "\nNot any more.").replace("The fee", "It")
    after = plan.files["articles/deposits/withdrawal-fees.en.md"].decode("utf-8")
    assert after[: after.index("source:")] + after[after.index("---", 8) :] == wanted


def test_a_section_is_stamped_with_what_was_exported(make_site, tmp_path: Path, noon: datetime) -> None:  # type: ignore[no-untyped-def]
    """Not with what the source says by the time of the import: that is still to be translated."""
    root = make_site()
    site = load(root).library
    source = root / "articles/deposits/withdrawal-fees.zh-Hans.md"
    (file,) = export(site, "en", tmp_path / "po", noon, ["withdrawal-fees"])
    edit(tmp_path / "po" / file.path, lambda _source, target: target)
    source.write_text(source.read_text("utf-8").replace("选错网络", "选错了网络"), encoding="utf-8")
    plan = plan_import(load(root).library, [tmp_path / "po" / file.path])
    after = parse(plan.files["articles/deposits/withdrawal-fees.en.md"].decode("utf-8"), "").front_matter
    assert after is not None
    exported_hashes = section_hashes(site.articles["withdrawal-fees"].translations["zh-Hans"])
    assert after.source == {id: value for id, value in exported_hashes.items() if id != "how"}
    assert plan.left["source changed since the export"] == 1
