"""An empty folder becomes a site that builds: settings, a category, a first article to change."""

from collections.abc import Sequence
from pathlib import Path

from kb.errors import ConfigError
from kb.layout import ARTICLES, CATEGORY_FILE, SITE_FILE
from kb.locales import Locale
from kb.site_files import IGNORED, article, category_yaml, site_yaml
from kb.starter import starter

CATEGORY = "getting-started"
SLUG = "first-article"


def new_site(root: Path, name: str, locales: Sequence[Locale], base_url: str) -> list[str]:
    """Write a site whose source is the first of `locales`; returns the files written, from the folder.

    Raises:
        ConfigError: a file that would be written is there already; nothing is written.
    """
    refuse_site(root)
    source = locales[0]
    words = starter(source)
    folder = f"{ARTICLES}/{CATEGORY}"
    files = {
        SITE_FILE: site_yaml({source.tag: name}, [each.tag for each in locales], source.tag, base_url),
        f"{folder}/{CATEGORY_FILE}": category_yaml({each.tag: starter(each).category for each in locales}, 1),
        f"{folder}/{SLUG}.{source}.md": article({"title": words.title, "summary": words.summary}, words.body),
        ".gitignore": IGNORED,
    }
    if (root / ".gitignore").exists():
        del files[".gitignore"]
    for path in files:
        if (root / path).exists():
            raise ConfigError(f"{root / path}: there already, and nothing is overwritten; choose another folder")
    for path, text in files.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8", newline="\n")
    return list(files)


def refuse_site(root: Path) -> None:
    """Refuse a folder that is a site, or no folder.

    Raises:
        ConfigError: there is a site, or a file of that name.
    """
    if (root / SITE_FILE).exists():
        raise ConfigError(f"{root}: this folder has a {SITE_FILE} already; choose another folder")
    if (root / ARTICLES).exists():
        raise ConfigError(f"{root}: this folder has {ARTICLES}/ already; choose another folder")
    if root.exists() and not root.is_dir():
        raise ConfigError(f"{root}: this is a file; name a folder")
