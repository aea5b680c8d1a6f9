"""The headers of every answer: nothing from outside, nothing in frames, nothing kept by
strangers."""

from flask import Flask, Response, request
from flask_login import current_user

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "form-action 'self'; connect-src 'self'; worker-src 'self'; frame-src 'self'; "
    "manifest-src 'self'; base-uri 'none'; frame-ancestors 'none'"
)

ALWAYS = (
    ("Content-Security-Policy", POLICY),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "same-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(), microphone=(), geolocation=()"),
)


def register(app: Flask) -> None:
    """Add the headers to every answer of this app."""
    app.after_request(_add)


def _add(response: Response) -> Response:
    headers = response.headers
    for name, value in ALWAYS:
        if name not in headers:
            headers.add(name, value)
    if request.endpoint != "static" and "Cache-Control" not in headers:
        headers["Cache-Control"] = "private, no-store" if _is_personal() else "no-cache"
    return response


def _is_personal() -> bool:
    # Also what a secret link shows, to whom it shows it, and the token of its form.
    has_token = "token" in (request.view_args or {})
    return has_token or bool(current_user and current_user.is_authenticated)
