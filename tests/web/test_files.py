"""Files: Markdown, images, health."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient

from web.app import create_app

LIMITS = "deposits-withdrawals/withdrawal-limits"


def test_markdown(client: FlaskClient) -> None:
    """An article answers as Markdown, with links in the reader's locale and its language named."""
    response = client.get(f"/ar/{LIMITS}.md")
    assert response.mimetype == "text/markdown"
    assert response.text.startswith("# Withdrawal limits\n")
    assert "(/ar/contact/contact-support)" in response.text
    assert response.headers["Content-Language"] == "en"
    assert response.headers["Link"] == f'<http://localhost/en/{LIMITS}>; rel="canonical"'


def test_media(build_of: Callable[..., Any], tmp_path: Path) -> None:
    """Images are served under their fingerprinted names, to be kept for ever."""
    (tmp_path / "step.abc123.png").write_bytes(b"\x89PNG")
    build = build_of()
    build.media = tmp_path
    with create_app(build).test_client().get("/media/step.abc123.png") as response:
        assert (response.status_code, response.mimetype) == (200, "image/png")
        assert "immutable" in response.headers["Cache-Control"]


def test_health(client: FlaskClient) -> None:
    """Health checks say which build is served."""
    assert client.get("/healthz").json == {"status": "ok", "build_id": "b1"}
    assert client.get("/readyz").json == {"status": "ready", "build_id": "b1"}
