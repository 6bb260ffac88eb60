"""Every HTML document of the server: in Dutch, quick to open, and a page of our own where there is none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from starlette.datastructures import Headers, MutableHeaders

if TYPE_CHECKING:
    from collections.abc import Collection

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

PAGE_OF_STREAMLIT: Final = b"<title>Streamlit</title>"

NO_PAGE: Final = b"""<!DOCTYPE html>
<html lang="nl">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Deze pagina bestaat niet</title>
<style>
body { margin: 0 auto; padding: 3rem 1.5rem; max-width: 38rem; color: #1b2a3a; font: 1.125rem/1.6 sans-serif; }
h1 { margin: 0; color: #154273; font-size: 1.75rem; }
a { color: #154273; }
</style>
</head>
<body>
<main>
<h1>Deze pagina bestaat niet</h1>
<p>Het adres klopt niet, of de pagina heet nu anders. Er is niets veranderd of kwijt.</p>
<p><a href="/">Naar de startpagina van de risicokaart</a></p>
</main>
</body>
</html>
"""


class DutchDocuments:
    """Middleware that says ``lang="nl"`` in every HTML document; Streamlit has no setting for it.

    Parameters
    ----------
    app
        The application inside.
    pages
        Addresses of the pages, without the slash before it. Streamlit answers any other with its own page, and says
        in English that there is none.
    hints
        What to put in the head of Streamlit's own page, see ``assets.hints``.

    References
    ----------
    WCAG 2.2, 3.1.1 Language of Page.
    """

    def __init__(self, app: ASGIApp, pages: Collection[str], hints: bytes = b"") -> None:
        self._app = app
        self._pages = pages
        self._hints = hints

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; only documents are held back until they are complete."""
        if (
            scope["type"] != "http"
            or scope["method"] != "GET"
            or "text/html" not in Headers(scope=scope).get("accept", "")
        ):
            await self._app(scope, receive, send)
            return
        # Streamlit compresses inside of this middleware: ask for a document that can be read.
        plain = [(name, value) for name, value in scope["headers"] if name != b"accept-encoding"]
        held: list[Message] = []

        async def send_rewritten(message: Message) -> None:
            held.append(message)
            if message["type"] == "http.response.body" and not message.get("more_body", False):
                for part in self._rewritten(held, scope["path"].strip("/")):
                    await send(part)

        await self._app({**scope, "headers": plain}, receive, send_rewritten)

    def _rewritten(self, held: list[Message], path: str) -> list[Message]:
        start = held[0]
        headers = MutableHeaders(scope=start)
        if not headers.get("content-type", "").startswith("text/html"):
            return held
        body = b"".join(part.get("body", b"") for part in held[1:]).replace(b'<html lang="en"', b'<html lang="nl"', 1)
        if PAGE_OF_STREAMLIT in body:
            body = body.replace(b"</head>", self._hints + b"</head>", 1)
            if path not in self._pages:
                start["status"], body = 404, NO_PAGE
        if "content-length" in headers:
            headers["content-length"] = str(len(body))
        return [start, {"type": "http.response.body", "body": body}]
