"""Pictures of the main pages, to be looked at, and the one that the README shows.

Run it as `python3 build.py screenshots`.
"""

import argparse
import struct
import sys
import zlib
from collections.abc import Iterator
from itertools import product
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from bench.browsers import FLAGS, chromium, live, served
from kb.errors import HelpCentreError

ROOT = Path(__file__).parents[1]
PAGES = {
    "home": "",
    "category": "deposits-withdrawals/",
    "article": "deposits-withdrawals/deposit-not-arrived",
    "results": "search?q=USDT",
    "no-results": "search?q=zqxjv",
    "glossary": "glossary",
    "missing": "no/such-page",
}
LOCALES = ("zh-Hans", "en", "ar")
WIDTHS = (360, 768, 1280)
THEMES = ("light", "dark")

README_IMAGE = ROOT / "docs" / "images" / "home.png"
README_BYTES = 150_000
SIGNATURE = b"\x89PNG\r\n\x1a\n"


def smaller(png: bytes) -> bytes:
    """The same picture, compressed as far as zlib can; what is not the picture itself is left out.

    The format: https://www.w3.org/TR/png/#5Chunk-layout
    """
    chunks = list(_chunks(png))
    pixels = zlib.decompress(b"".join(data for kind, data in chunks if kind == b"IDAT"))
    kept = [chunk for chunk in chunks if chunk[0] in (b"IHDR", b"PLTE", b"tRNS")]
    kept += [(b"IDAT", zlib.compress(pixels, 9)), (b"IEND", b"")]
    return SIGNATURE + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in kept
    )


def _chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    position = len(SIGNATURE)
    while position < len(png):
        (length,) = struct.unpack(">I", png[position : position + 4])
        yield png[position + 4 : position + 8], png[position + 8 : position + 8 + length]
        position += length + 12


def photograph(browser: Browser, address: str, target: Path) -> int:
    """Writes `<page>.<locale>.<width>.<theme>.png` of each whole page, and returns how many."""
    target.mkdir(parents=True, exist_ok=True)
    for width, theme in product(WIDTHS, THEMES):
        size = {"width": width, "height": 800}
        with browser.new_context(viewport=size, color_scheme=theme) as context:  # type: ignore[arg-type]
            page = context.new_page()
            for (name, path), locale in product(PAGES.items(), LOCALES):
                page.goto(f"{address}/{locale}/{path}")
                page.screenshot(path=target / f"{name}.{locale}.{width}.{theme}.png", full_page=True)
    return len(PAGES) * len(LOCALES) * len(WIDTHS) * len(THEMES)


def picture_of_home(browser: Browser, address: str) -> bytes:
    """The home page as the README shows it.

    Raises:
        HelpCentreError: it is too large to be downloaded with a README.
    """
    with browser.new_context(viewport={"width": 1280, "height": 800}, color_scheme="light") as context:
        page = context.new_page()
        page.goto(f"{address}/zh-Hans/")
        picture = smaller(page.screenshot())
    if len(picture) > README_BYTES:
        raise HelpCentreError(f"the picture for the README has {len(picture)} bytes, more than {README_BYTES}")
    return picture


def main() -> int:
    """Writes all of them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--target", type=Path, default=ROOT / "var" / "screenshots", help="folder for the pictures")
    parser.add_argument("--readme-only", action="store_true", help="only write the one that the README shows")
    options = parser.parse_args()
    try:
        with live(ROOT) as site, served(site) as address, sync_playwright() as driver:
            browser = driver.chromium.launch(executable_path=chromium(), args=list(FLAGS))
            README_IMAGE.write_bytes(picture_of_home(browser, address))
            count = 0 if options.readme_only else photograph(browser, address, options.target)
            browser.close()
    except HelpCentreError as error:
        print(f"screenshots: {error}", file=sys.stderr)
        return 2
    print(f"docs/images/home.png has {README_IMAGE.stat().st_size} bytes; {count} pictures are in {options.target}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
