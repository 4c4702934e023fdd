"""Text in the fewest bytes that the client understands: Brotli or gzip, as its Accept-Encoding weighs them.

Compressed answers keep the weak tag of the plain ones: both mean the same page (RFC 9110, 8.8.3.3). A strong tag would
promise the same bytes, so it becomes weak here.
"""

import gzip
from collections.abc import Callable, Mapping
from functools import lru_cache

import brotli
from flask import Response, request

SMALLEST = 500
"""Bytes below which compression saves nothing worth a header."""
TEXTS = frozenset(
    {
        "application/atom+xml",
        "application/json",
        "application/opensearchdescription+xml",
        "application/x-suggestions+json",
        "application/xml",
        "image/svg+xml",
        "text/css",
        "text/html",
        "text/javascript",
        "text/markdown",
        "text/plain",
    }
)
ENCODERS: Mapping[str, Callable[[bytes], bytes]] = {
    "br": lambda body: brotli.compress(body, mode=brotli.MODE_TEXT, quality=5, lgwin=16),
    "gzip": lambda body: gzip.compress(body, compresslevel=6, mtime=0),
}
"""What a page is compressed with while its reader waits, the better one first: half a millisecond.

A page fits in a window of 64 kB, which is quicker to set up than the usual one.
"""
PATIENT_ENCODERS: Mapping[str, Callable[[bytes], bytes]] = {
    "br": lambda body: brotli.compress(body, mode=brotli.MODE_TEXT, quality=11),
    "gzip": lambda body: gzip.compress(body, compresslevel=9, mtime=0),
}
"""For what is compressed once and sent often: a tenth smaller, at thirty times the work."""


@lru_cache(maxsize=64)
def encoded(content: bytes) -> Mapping[str, bytes]:
    """The content in every encoding, as small as it gets; none for what is small anyway.

    Remembered, because every new build has an application of its own with the same files.
    """
    if len(content) < SMALLEST:
        return {}
    return {coding: encode(content) for coding, encode in PATIENT_ENCODERS.items()}


def accepted_encoding() -> str | None:
    """The encoding that the client of this request likes best, Brotli where it likes both alike; None for none."""
    accepted = request.accept_encodings
    plain = accepted["identity"] if "identity" in accepted.values() else 0
    best = max(ENCODERS, key=lambda coding: accepted[coding])
    return best if accepted[best] > 0 and accepted[best] >= plain else None


def in_encoding(response: Response, encodings: Mapping[str, bytes]) -> Response:
    """The response with the one of its ready-made encodings that the client likes best, if it accepts any."""
    coding = accepted_encoding()
    if coding is not None and coding in encodings:
        _replace_body(response, encodings[coding], coding)
    return response


def compress(response: Response) -> Response:
    """The response in the encoding that the client likes best, if it is a text of some length."""
    status = response.status_code
    if status == 304:  # says what the whole answer would have said
        response.vary.add("Accept-Encoding")
    if response.mimetype not in TEXTS or status == 206 or 300 <= status < 400:
        return response
    response.vary.add("Accept-Encoding")
    coding = accepted_encoding()
    if coding is None or "Content-Encoding" in response.headers:
        return response
    response.direct_passthrough = False
    body = response.get_data()
    if len(body) >= SMALLEST:
        _replace_body(response, ENCODERS[coding](body), coding)
    return response


def _replace_body(response: Response, body: bytes, coding: str) -> None:
    response.set_data(body)
    response.headers["Content-Encoding"] = coding
    response.headers.pop("Accept-Ranges", None)
    tag, is_weak = response.get_etag()
    if tag is not None and not is_weak:
        response.set_etag(tag, weak=True)
