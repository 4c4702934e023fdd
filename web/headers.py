"""The response headers that protect readers and spare them a second download."""

import hashlib
from collections.abc import Collection
from datetime import datetime

from flask import Response, request

from kb.videos import PROVIDERS
from web.frame import active_banners, latest_banner_change
from web.serving import serving

# Everything a page loads comes from the site itself; nothing is inline, nothing may frame it (CSP Level 3).
_POLICY = (
    "default-src 'none'",
    "style-src 'self'",
    "script-src 'self'",
    "img-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
)
CONTENT_SECURITY_POLICY = "; ".join(_POLICY)

# A drawing that is opened by itself is styled by what it holds; it may do nothing else.
DRAWING_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox"
SECURITY_HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}

REVALIDATE = "public, no-cache"
PRIVATE = "private, no-cache"
"""For answers that hold what one visitor asked or chose."""
BRIEFLY = "private, max-age=60"
"""For answers that are asked for again within a minute, when letters are deleted and typed anew."""
IMMUTABLE = "public, max-age=31536000, immutable"


def policy_for(body: str, video_sites: Collection[str]) -> str:
    """The policy of a page with this body: it may play the videos that it holds, from the sites that are allowed."""
    origins = [PROVIDERS[name].origin for name in video_sites if f'data-player="{PROVIDERS[name].origin}/' in body]
    frames = (f"frame-src {' '.join(origins)}",) if origins else ()
    media = ("media-src 'self'",) if "<video " in body else ()
    return "; ".join((*_POLICY, *frames, *media))


def protect(response: Response) -> Response:
    """Set the headers that every response carries, errors and files included."""
    if response.status_code == 304:  # what the client holds came with headers of its own, which these would replace
        return response
    for name, value in SECURITY_HEADERS.items():
        response.headers.setdefault(name, value)
    if response.status_code >= 400:
        response.headers["Cache-Control"] = "no-store"
    return response


def page_etag() -> str:
    """The tag of what this address answers now: it changes with the build, the code and the banners shown."""
    current = serving()
    address = f"{request.script_root}{request.full_path}"
    parts = (current.build_id, current.assets.code_digest, active_banners(current), address)
    return hashlib.sha256(repr(parts).encode("utf-8", "backslashreplace")).hexdigest()[:20]


def unchanged() -> Response | None:
    """An empty 304 if the client already holds this page; asked before the page is made."""
    held = request.if_none_match
    if not held:
        return None
    etag = page_etag()
    return revalidated(Response(status=304), etag) if held.contains_weak(etag) else None


def revalidated(response: Response, etag: str) -> Response:
    """The response as one that caches keep and ask about each time; an empty 304 where the client's copy is as new."""
    response.set_etag(etag, weak=True)
    response.last_modified = _last_modified()
    response.headers["Cache-Control"] = REVALIDATE
    response.make_conditional(request)
    return response


def _last_modified() -> datetime:
    """When what the site shows may last have changed.

    Not before the build went live here, for after a rollback an older build is newer to its readers.
    """
    current = serving()
    moments = (current.build.manifest.built_at, current.live_since, latest_banner_change(current))
    return max(moment for moment in moments if moment is not None)
