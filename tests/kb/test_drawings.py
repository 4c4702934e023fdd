"""Drawings: one file for all languages, the words in a text file each."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.checks import check_library
from kb.drawings import Drawing, break_lines
from kb.facts import Number
from kb.images import collect_images
from kb.loader import load
from kb.locales import Locale

ZH, EN, AR = Locale("zh-Hans"), Locale("en"), Locale("ar")
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 100" width="200" height="100"><title>{{label:title}}</title>'
    '<text x="100" y="50" data-width="96">{{label:start}}</text></svg>'
)
LABELS = {"zh-Hans": {"title": "流程", "start": "等 {{fact:n}} 次确认"}, "en": {"start": "Wait for confirmations"}}
FACTS = {"n": Number(Decimal(2))}


def test_a_drawing_speaks_the_language_of_its_reader_with_facts_inserted() -> None:
    """And says so to screen readers."""
    svg = Drawing(SVG, LABELS).in_locale(ZH, (), FACTS)
    assert 'lang="zh-Hans"' in svg
    assert "<title>流程</title>" in svg
    assert "等 2 次确认" in svg


def test_a_missing_label_comes_from_the_fallback_chain_and_is_reported() -> None:
    """The drawing is never empty."""
    drawing = Drawing(SVG, LABELS)
    assert "<title>流程</title>" in drawing.in_locale(EN, (ZH,), FACTS)
    assert drawing.missing(EN) == ["title"]
    assert 'direction="rtl"' in drawing.in_locale(AR, (EN, ZH), FACTS)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("等两次确认，再看余额。", ["等两次确认，", "再看余额。"]),
        ("Wait for two confirmations", ["Wait for", "two", "confirmations"]),
        ("等 2 次 BTC 确认", ["等 2 次 BTC", "确认"]),
        ("입금을 기다려요", ["입금을", "기다려요"]),
        ("short", ["short"]),
    ],
)
def test_words_break_into_lines_and_punctuation_never_begins_one(text: str, lines: list[str]) -> None:
    """Six ems wide."""
    assert list(break_lines(text, 6)) == lines


@given(st.text(alphabet="ab中文，。 한글", max_size=60))
def test_breaking_loses_no_character(text: str) -> None:
    """But white space."""
    assert "".join("".join(break_lines(text, 5)).split()) == "".join(text.split())


def test_words_are_filled_in_wherever_they_are_asked_for() -> None:
    """In attributes and after elements as well."""
    svg = '<svg xmlns="http://www.w3.org/2000/svg" aria-label="{{label:title}}"><text><tspan/>{{label:title}}</text></svg>'
    drawn = Drawing(svg, LABELS).in_locale(ZH, (), {})
    assert 'aria-label="流程"' in drawn
    assert "流程</text>" in drawn
    assert "{{" not in drawn


@pytest.mark.parametrize(
    ("size", "lines"), [("20px", 2), ("15pt", 2), ("1.25em", 2), (" 20 ", 2), ("8px", 1), ("0", 1), ("0px", 1)]
)
def test_lengths_may_have_units(size: str, lines: int) -> None:
    """A text of no size is not broken, and breaks nothing."""
    svg = SVG.replace("<text ", f'<text font-size="{size}" ')
    assert Drawing(svg, LABELS).in_locale(ZH, (), FACTS).count("<tspan") == lines


@pytest.mark.parametrize(
    ("svg", "reason"),
    [
        ("<svg><g></svg>", "the drawing is not well-formed XML: mismatched tag: line 1, column 10"),
        ("<svg>{{label:a}}<g></svg>", "the drawing is not well-formed XML: mismatched tag: line 1, column 21"),
        (b"<svg>\xff</svg>", "byte 0xff is not UTF-8; save the file as UTF-8"),
        (
            SVG.replace("<text ", '<text font-size="big" '),
            "font-size='big' of a text that breaks into lines is no length; write one like 16 or 16px",
        ),
    ],
)
def test_a_drawing_that_cannot_be_shown_is_a_broken_image_with_its_reason(make_site, svg, reason: str) -> None:  # type: ignore[no-untyped-def]
    """With labels or without."""
    name = "articles/security/enable-2fa.zh-Hans.md"
    root = make_site(changes={"articles/security/media/a.svg": svg})
    body = (root / name).read_text("utf-8")
    (root / name).write_text(f"{body}\n![图](media/a.svg)\n", encoding="utf-8")
    line = body.count("\n") + 2
    found = [str(each) for each in check_library(load(root), date(2026, 11, 21)) if each.check == "broken-image"]
    assert found == [f"{name}:{line}:1: broken-image: image 'media/a.svg': {reason}"]
    assert collect_images(load(root).library)[0].images == {}


def test_an_unknown_fact_in_a_label_is_named_by_the_file_of_labels(make_site) -> None:  # type: ignore[no-untyped-def]
    """Readers would see the placeholder."""
    name = "articles/security/enable-2fa.zh-Hans.md"
    labels = "articles/security/media/flow.zh-Hans.yaml"
    root = make_site(
        changes={"articles/security/media/flow.svg": SVG, labels: "title: 流程\nstart: 收 {{fact:fee-usdc}}\n"}
    )
    (root / name).write_text((root / name).read_text("utf-8") + "\n![图](media/flow.svg)\n", encoding="utf-8")
    found = [str(each) for each in check_library(load(root), date(2026, 11, 21)) if each.check == "unknown-fact"]
    assert found == [
        f"{labels}:1:1: unknown-fact: label 'start': facts.yaml defines no fact 'fee-usdc' (did you mean 'fee-usdt'?)"
    ]


def test_labels_without_a_place_and_without_words_are_named(make_site) -> None:  # type: ignore[no-untyped-def]
    """By the file a translator edits."""
    name = "articles/deposits/withdrawal-fees.zh-Hans.md"
    root = make_site()
    article = root / name
    article.write_text(
        article.read_text("utf-8").replace("手续费从", "![流程](media/flow.svg)\n\n手续费从"), encoding="utf-8"
    )
    (root / "articles/deposits/media").mkdir(exist_ok=True)
    (root / "articles/deposits/media/flow.svg").write_text(SVG)
    (root / "articles/deposits/media/flow.zh-Hans.yaml").write_text("title: 流程\nstrat: 开始\n", encoding="utf-8")

    lines = [str(each) for each in check_library(load(root), date(2026, 11, 21)) if each.check == "drawing-labels"]
    place = "articles/deposits/media/flow.zh-Hans.yaml:1:1: drawing-labels:"
    assert lines == [
        f"{place} deposits/media/flow.svg shows no label 'strat' (did you mean 'start'?)",
        f"{place} label 'start' of deposits/media/flow.svg has no words here; add them",
    ]
    shelf, problems = collect_images(load(root).library)
    assert problems == []
    shown = shelf.in_locale(ZH, (), {})["deposits/media/flow.svg"]
    assert shown.public_name.startswith("flow.zh-Hans.")
    assert (shown.width, shown.height) == (200, 100)
