"""The files of a site as text: settings, categories, articles. Text is always quoted, so YAML cannot misread it."""

import json
import re
from collections.abc import Mapping, Sequence

IGNORED = """# Builds and state: made anew, or kept elsewhere, never in git.
var/
"""


_UNPRINTABLE = re.compile(r"[^\x20-\x7e\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]+")
"""What YAML cannot hold."""


def one_line(text: str) -> str:
    """A text in one line, without characters that YAML cannot hold."""
    return " ".join(_UNPRINTABLE.sub(" ", text).split())


def quoted(text: str) -> str:
    """A text as YAML holds it in one line."""
    return json.dumps(one_line(text), ensure_ascii=False)


def listed(texts: Sequence[str]) -> str:
    """A list in one line."""
    return f"[{', '.join(map(quoted, texts))}]"


def site_yaml(
    names: Mapping[str, str],
    locales: Sequence[str],
    source_locale: str,
    base_url: str,
    checks: Mapping[str, tuple[str, str]] | None = None,
) -> str:
    """`site.yaml` with a comment for each key. `checks` maps a check to its setting and why it has it."""
    lines = [
        "# The settings of this help centre.",
        "",
        "# Its name, by language; a language without one takes that of the source.",
        "name:",
        *(f"  {tag}: {quoted(name)}" for tag, name in names.items()),
        "",
        "# Its public address: sitemap, feeds and canonical links need it.",
        f"base_url: {quoted(base_url)}",
        "",
        "# The languages offered, in the order of the language menu.",
        f"locales: [{', '.join(locales)}]",
        "",
        "# The language articles are first written in.",
        f"source_locale: {source_locale}",
        "",
        "# Where an article is not translated, readers see the source; name nearer languages here:",
        "# fallbacks:",
        "#   zh-Hant: [zh-Hans, en]",
    ]
    if checks:
        lines += ["", "# Lowered, because what was imported does not meet them. Remove a line once it does.", "checks:"]
        lines += [f"  {check}: {setting}  # {why}" for check, (setting, why) in checks.items()]
    return "\n".join([*lines, ""])


def category_yaml(titles: Mapping[str, str], order: int) -> str:
    """`category.yaml`: its place on the home page, its drawing, and its title by language."""
    rows = [f"  {tag}: {quoted(title)}" for tag, title in titles.items()]
    return "\n".join([f"order: {order}", "icon: guide", "titles:", *rows, ""])


def article(keys: Mapping[str, object], body: str) -> str:
    """An article's file: its front matter, then its Markdown. Keys without a value are left out."""
    lines = []
    for key, value in keys.items():
        if isinstance(value, list):
            lines += [f"{key}: {listed(value)}"] if value else []
        elif isinstance(value, int) or (value and key in {"updated", "review_by", "status"}):
            lines.append(f"{key}: {value}")
        elif value:
            lines.append(f"{key}: {quoted(str(value))}")
    return "\n".join(["---", *lines, "---", body.strip("\n"), ""])
