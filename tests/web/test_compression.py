"""Texts travel compressed, as the client asks for it."""

import gzip
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import brotli
import pytest
from flask.testing import FlaskClient

from web.app import create_app

HOME = "/en/"


def decoded(body: bytes, coding: str | None) -> bytes:
    """A body as it was before it was encoded."""
    decoders: dict[str | None, Callable[[bytes], bytes]] = {"br": brotli.decompress, "gzip": gzip.decompress}
    return decoders.get(coding, bytes)(body)


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip, deflate", "gzip"),
        ("gzip;q=1.0, br;q=0.5", "gzip"),
        ("br;q=0, *", "gzip"),
        ("*", "br"),
        ("*;q=0", None),
        ("br;q=0, gzip;q=0", None),
        ("identity, br;q=0.5", None),
        ("identity;q=0.5, gzip;q=0.5", "gzip"),
        ("zstd", None),
        ("nonsense;;q=x", None),
        ("", None),
    ],
)
def test_choice(client: FlaskClient, accepted: str, coding: str | None) -> None:
    """The client gets the encoding it weighs most, Brotli among equals, and nothing it did not ask for."""
    answer = client.get(HOME, headers={"Accept-Encoding": accepted})
    assert answer.headers.get("Content-Encoding") == coding
    assert decoded(answer.data, coding) == client.get(HOME).data
    assert "Accept-Encoding" in answer.headers["Vary"]


@pytest.mark.parametrize("path", [HOME, "/en/search?q=fees", "/en/none", "/en/sitemap.xml", "/api/v1/openapi.json"])
def test_every_kind_of_text(client: FlaskClient, path: str) -> None:
    """Pages, failures, XML and JSON take fewer bytes and mean the same."""
    plain, small = client.get(path), client.get(path, headers={"Accept-Encoding": "br"})
    assert len(small.data) < len(plain.data)
    assert decoded(small.data, small.headers["Content-Encoding"]) == plain.data
    assert small.headers["Content-Length"] == str(len(small.data))


@pytest.mark.parametrize("path", ["/healthz", "/robots.txt"])
def test_small_answers_stay_plain(client: FlaskClient, path: str) -> None:
    """What is small already is sent as it is."""
    answer = client.get(path, headers={"Accept-Encoding": "br, gzip"})
    assert "Content-Encoding" not in answer.headers
    assert answer.headers["Vary"] == "Accept-Encoding"


def test_one_weak_tag_for_every_encoding(client: FlaskClient) -> None:
    """A copy in one encoding is as good as in another, so the tag is the same and weak, and a 304 varies alike."""
    tags = {client.get(HOME, headers={"Accept-Encoding": each}).headers["ETag"] for each in ("br", "gzip", "")}
    assert len(tags) == 1
    tag = tags.pop()
    assert tag.startswith("W/")
    again = client.get(HOME, headers={"If-None-Match": tag, "Accept-Encoding": "br"})
    assert (again.status_code, again.data, again.headers["Vary"]) == (304, b"", "Accept-Encoding")


def test_assets_are_compressed_once(client: FlaskClient) -> None:
    """The interface's files are sent as small as they get, smaller than a page would be made in a hurry."""
    style = re.search(r"/assets/site\.[0-9a-f]{12}\.css", client.get(HOME).text)
    assert style
    plain = client.get(style[0])
    for coding in ("br", "gzip"):
        answer = client.get(style[0], headers={"Accept-Encoding": coding})
        assert answer.headers["Content-Encoding"] == coding
        assert decoded(answer.data, coding) == plain.data
        assert answer.headers["ETag"] == plain.headers["ETag"]
        assert "immutable" in answer.headers["Cache-Control"]
    assert client.get(style[0], headers={"If-None-Match": plain.headers["ETag"]}).status_code == 304


def test_drawings_are_compressed_and_photographs_are_not(build_of: Callable[..., Any], tmp_path: Path) -> None:
    """An SVG file is text; a compressed copy loses the promise of equal bytes. Other images are small already."""
    drawing = b"<svg>" + b"<path d='M0 0'/>" * 100 + b"</svg>"
    (tmp_path / "flow.abc123.svg").write_bytes(drawing)
    (tmp_path / "step.abc123.png").write_bytes(b"\x89PNG" + bytes(2000))
    build = build_of()
    build.media = tmp_path
    client = create_app(build).test_client()
    headers = {"Accept-Encoding": "br"}
    with client.get("/media/flow.abc123.svg", headers=headers) as answer:
        assert answer.headers["Content-Encoding"] == "br"
        assert answer.headers["ETag"].startswith("W/")
        assert brotli.decompress(answer.data) == drawing
    with client.get("/media/step.abc123.png", headers=headers) as answer:
        assert "Content-Encoding" not in answer.headers
        assert not answer.headers["ETag"].startswith("W/")
    with client.get("/media/flow.abc123.svg", headers={**headers, "Range": "bytes=0-4"}) as answer:
        assert (answer.status_code, answer.data) == (206, b"<svg>")
