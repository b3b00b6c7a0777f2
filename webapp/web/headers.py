"""Security headers on every answer. Pages carry no inline script or style, so the policy needs no nonce."""

from __future__ import annotations

from flask import Flask, Response, request

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
    "object-src 'none'"
)
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
STRICT_TRANSPORT = "max-age=31536000; includeSubDomains"


def install(app: Flask, *, is_https: bool) -> None:
    """Add the headers to every answer; pages for signed-in people are never stored by anybody."""
    wanted = HEADERS | ({"Strict-Transport-Security": STRICT_TRANSPORT} if is_https else {})
    by_key = {name.lower(): (name, value) for name, value in wanted.items()}

    @app.after_request
    def add_headers(response: Response) -> Response:
        own = {name.lower() for name, _value in response.headers}
        response.headers.extend([pair for key, pair in by_key.items() if key not in own])
        if request.endpoint != "static" and "Cache-Control" not in response.headers:
            response.headers["Cache-Control"] = "no-store"
        return response
