"""PO files as translators' tools write them, and as mistakes leave them: what can be read is, all else is refused."""

import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from shutil import which

import pytest
from translate.storage.pypo import pofile

from tests.cli.conftest import Run

FEES = Path("var/po/en/articles/deposits/withdrawal-fees.po")
EN = Path("articles/deposits/withdrawal-fees.en.md")
TITLE = "article:withdrawal-fees/title"
TERMS = "- id: fee\n  term: 手续费\n  definition: 从提现里扣，每一笔都一样，与你提多少没有关系，也与你提到哪一个地址没有关系。\n"


@pytest.fixture
def exported(make_site, run: Run, monkeypatch: pytest.MonkeyPatch) -> Path:  # type: ignore[no-untyped-def]
    """A site whose English is stamped but for one changed sentence, and exported; we are in its folder."""
    changes = {"translations/zh_Hans/terms.yaml": TERMS, "translations/en/terms.yaml": TERMS.replace("手续费", "fee")}
    root: Path = make_site(changes=changes)
    monkeypatch.chdir(root)
    assert run("i18n", "stamp", "--all").exit_code == 0
    for arguments in (["init", "-q"], ["add", "-A"], ["commit", "-q", "-m", "Begin"]):
        subprocess.run(["git", "-c", "user.name=E", "-c", "user.email=e@help.example", *arguments], check=True)
    for name in ("articles/deposits/withdrawal-fees.zh-Hans.md", "translations/zh_Hans/terms.yaml"):
        text = Path(name).read_text("utf-8")
        Path(name).write_text(
            text.replace("与数量无关", "提多少都一样").replace("与你提", "不管你提"), encoding="utf-8", newline=""
        )
    assert run("i18n", "export", "en", "--with", "ar").exit_code == 0
    return root


def snapshot(root: Path) -> dict[str, bytes]:
    """Every file of a site but what is under var/ and git's."""
    files = (path for path in root.rglob("*") if path.is_file())
    return {str(path): path.read_bytes() for path in files if not {"var", ".git"} & set(path.relative_to(root).parts)}


def edited(old: str, new: str) -> bytes:
    """The exported article's file with one thing changed."""
    text = FEES.read_text("utf-8")
    assert old in text
    return text.replace(old, new, 1).encode()


def title_as(words: str) -> bytes:
    """The exported article's file with another title, as it stands between quotes."""
    text = FEES.read_text("utf-8")
    found = re.search(rf'msgctxt "{TITLE}"\nmsgid ".*"\nmsgstr ("(.*)")', text)
    assert found
    return (text[: found.start(1)] + f'"{words}"' + text[found.end(1) :]).encode()


def weblate(width: int) -> Callable[[bytes], bytes]:
    """As Weblate saves a file, with its own wrapping and header."""

    def save(raw: bytes) -> bytes:
        file = pofile.parsestring(raw)
        file.wrapper.width = width
        for unit in file.units:
            if not unit.isheader():
                words = unit.target
                unit.target = words
        file.updateheader(add=True, X_Generator="Weblate 5.14", Last_Translator="Li <li@help.example>")
        return bytes(file)

    return save


def gettext(*options: str) -> Callable[[bytes], bytes]:
    """As GNU gettext writes it, which Poedit saves with."""

    def save(raw: bytes) -> bytes:
        return subprocess.run(["msgcat", *options, "-"], input=raw, capture_output=True, check=True).stdout

    return pytest.param(save, marks=pytest.mark.skipif(which("msgcat") is None, reason="no GNU gettext"))  # type: ignore[return-value]


def with_old_entries(raw: bytes) -> bytes:
    """With what Poedit keeps at the end of a file: entries that are no more, and what their source once said."""
    return raw + b'\n#, fuzzy\n#~| msgctxt "x"\n#~| msgid ""\n#~| "old"\n#~ msgctxt "x"\n#~ msgid "a"\n#~ msgstr "b"\n'


def header_reversed(raw: bytes) -> bytes:
    """The header's lines in another order, without the comment above, with what Poedit adds."""
    head, rest = raw.decode().split("\n\n", 1)
    lines = re.findall(r'^".*"$', head, re.MULTILINE)
    return "\n".join(['msgid ""', 'msgstr ""', '"X-Generator: Poedit 3.5\\n"', *reversed(lines), "", rest]).encode()


TOOLS = [
    weblate(77), weblate(-1), weblate(0), gettext(), gettext("--no-wrap"), gettext("--width=40"), gettext("--sort-output"),
    gettext("--no-location"), with_old_entries, header_reversed,
    lambda raw: raw.replace(b"\n", b"\r\n"),
    lambda raw: b"\xef\xbb\xbf" + raw,
    lambda raw: raw.replace(b"charset=utf-8", b"charset=ISO-8859-1"),
]  # fmt: skip


@pytest.mark.parametrize("save", TOOLS)
def test_what_a_tool_only_saves_changes_no_byte(exported: Path, run: Run, save: Callable[[bytes], bytes]) -> None:
    """However it wraps lines, orders headers and comments, or ends lines."""
    before = snapshot(exported)
    for path in Path("var/po/en").rglob("*.po"):
        path.write_bytes(save(path.read_bytes()))
    result = run("i18n", "import", "var/po/en")
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr.startswith("0 segments changed in 0 files; 0 stamped; 0 refused; left: ")
    assert snapshot(exported) == before


@pytest.mark.parametrize("save", [weblate(77), weblate(-1), lambda raw: raw.replace(b"\n", b"\r\n")])
def test_another_export_leaves_files_that_say_the_same(
    exported: Path, run: Run, save: Callable[[bytes], bytes]
) -> None:
    """To the last byte, so that a folder in git changes only where words do."""
    files = {path: save(path.read_bytes()) for path in Path("var/po/en").rglob("*.po")}
    for path, content in files.items():
        path.write_bytes(content)
    assert run("i18n", "export", "en", "--with", "ar").exit_code == 0
    assert {path: path.read_bytes() for path in files} == files


def test_another_export_keeps_what_translators_noted(exported: Path, run: Run) -> None:
    """In comments of their own and in the header, also where words of the file have changed."""
    FEES.write_bytes(edited(f'msgctxt "{TITLE}"', f'# ask the editors\nmsgctxt "{TITLE}"').replace(
        b'"Last-Translator: ', b'"Last-Translator: Li '))  # fmt: skip
    source = Path("articles/deposits/withdrawal-fees.zh-Hans.md")
    source.write_text(source.read_text("utf-8").replace("不可以。", "不能。"), encoding="utf-8", newline="")
    assert run("i18n", "export", "en").exit_code == 0
    text = FEES.read_text("utf-8")
    assert 'msgid "不能。"' in text
    assert "# ask the editors\n" in text
    assert "Last-Translator: Li " in text


REFUSED: list[tuple[Callable[[], bytes], str]] = [
    (lambda: b"", "there is nothing in this file; export it again"),
    (lambda: b"\xde\x12\x04\x95\x00\x00\x00\x00", ":1:1: encoding: byte 0xde is not UTF-8"),
    (lambda: FEES.read_bytes()[:-3], "cannot be read: mend the quotes, the keyword or a backslash"),
    (lambda: edited("msgstr", "<<<<<<< HEAD\nmsgstr"), "cannot be read: mend the quotes"),
    (lambda: FEES.read_bytes() + FEES.read_bytes()[FEES.read_bytes().index(b"\n\n") :], "this entry is on line 25 too; leave"),
    (lambda: edited("Language: en", "Language: tlh"), "its header says Language: tlh; name one of zh-Hans, en, ar with"),
    (lambda: edited("Language: en", "Language: zh_Hans"), "zh-Hans is what translations are made from"),
    (lambda: edited(f'msgctxt "{TITLE}"\n', ""), "has no msgctxt, so it is a message of the interface, of which there is no translations/en/"),
    (lambda: FEES.read_bytes().replace(b"article:withdrawal-fees", b"article:refunds"), "there is no article 'refunds'"),
    (lambda: title_as("Fees \\203"), "cannot be read: mend the quotes, the keyword or a backslash"),
    (lambda: title_as("Fees \x07"), f"{TITLE} has the invisible character U+0007; take it out"),
    (lambda: title_as("Fe\\res"), f"{TITLE} has the invisible character U+000D; take it out"),
    (lambda: title_as("Fees \u2028 now"), f"{TITLE} has the invisible character U+2028; take it out"),
    (lambda: title_as("Fees\\nnow"), f"{TITLE} must be one line, as its source is"),
    (lambda: re.sub(rb'(msgctxt "[^"]*title"\nmsgid ".*"\n)msgstr', rb'\1msgid_plural "x"\nmsgstr[0] "a"\nmsgstr[1]',
                    FEES.read_bytes()), f"{TITLE} has plural forms, which its source has not; write one msgstr"),
]  # fmt: skip


@pytest.mark.parametrize(("broken", "message"), REFUSED)
def test_a_broken_file_is_refused_in_one_line(
    exported: Path, run: Run, broken: Callable[[], bytes], message: str
) -> None:
    """With the place where there is one, and nothing of it is written."""
    path = Path("broken.po")
    path.write_bytes(broken())
    before = snapshot(exported)
    result = run("i18n", "import", str(path))
    assert result.exit_code != 0
    said = f"{result.stdout}{result.exception or ''}".strip()
    assert message in said
    assert said.startswith("broken.po:") or said.startswith("broken.po")
    assert snapshot(exported) == before


def test_words_that_belong_to_nothing_are_named(exported: Path, run: Run) -> None:
    """A translator's work is not dropped in silence; the rest is brought back."""
    FEES.write_bytes(title_as("Fees").replace(b"withdrawal-fees/title", b"withdrawal-fees/titel"))
    result = run("i18n", "import", str(FEES))
    assert result.exit_code == 0
    place = f"{FEES.as_posix()}:{FEES.read_text('utf-8').split('titel')[0].count(chr(10)) + 2}:1"
    message = "article:withdrawal-fees/titel is not in the source (any more); what it says was not brought back"
    assert result.stdout == f"{place}: po: {message} (warning)\n"


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_an_import_that_is_stopped_half_way_leaves_all_as_it_was(
    exported: Path, run: Run, monkeypatch: pytest.MonkeyPatch, error: BaseException
) -> None:
    """Also the files that were written already, and no temporary file stays."""
    FEES.write_bytes(title_as("Fees"))
    terms = Path("var/po/en/terms.po")
    terms.write_text(terms.read_text("utf-8").replace('msgstr "fee"', 'msgstr "charge"'), encoding="utf-8")
    before = snapshot(exported)
    replace, done = Path.replace, []

    def stop(path: Path, target: Path) -> Path:
        done.append(target)
        if len(done) == 2:
            raise error
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", stop)
    result = run("i18n", "import", "var/po/en")
    assert result.exit_code != 0
    assert len(done) > 2
    assert snapshot(exported) == before
    monkeypatch.undo()
    monkeypatch.chdir(exported)
    assert run("i18n", "import", "var/po/en").stderr.startswith("2 segments changed in 2 files")
    assert b"title: Fees\n" in EN.read_bytes()
