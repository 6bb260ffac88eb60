from __future__ import annotations

import asyncio
import re
from base64 import b64encode
from hashlib import sha256
from pathlib import Path

import pytest
import streamlit

from risk_map.app.documents import NO_PAGE, DutchDocuments
from risk_map.app.headers import CLOSED_PREFIXES, SafeCookies, SecurityHeaders, inline_script_hashes
from risk_map.domain.background_map import TILE_HOST, BackgroundMap

FRAME = "/component/streamlit_folium.st_folium/index.html"
PAGE = b'<!doctype html>\n<html lang="en"><body><p lang="en">ok</p></body></html>'


def inner_app(body, content_type, seen):
    async def app(scope, receive, send):
        seen.append(scope)
        headers = [(b"content-type", content_type), (b"content-length", str(len(body)).encode())]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        half = len(body) // 2
        await send({"type": "http.response.body", "body": body[:half], "more_body": True})
        await send({"type": "http.response.body", "body": body[half:]})

    return app


def ask(middleware, path="/", *, accept=b"text/html,*/*", body=PAGE, content_type=b"text/html; charset=utf-8"):
    """Answer one request: status, headers, body, and the scopes that reached the application inside."""
    sent, seen = [], []
    scope = {
        "type": "http",
        "method": "GET",
        "path": path,
        "headers": [(b"accept", accept), (b"accept-encoding", b"gzip")],
    }

    async def run():
        await middleware(inner_app(body, content_type, seen))(scope, None, sent_append)

    async def sent_append(message):
        sent.append(message)

    asyncio.run(run())
    headers = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return sent[0]["status"], headers, b"".join(part.get("body", b"") for part in sent[1:]), seen


def directives(headers):
    return dict(part.strip().split(" ", 1) for part in headers["content-security-policy"].split(";"))


def test_a_background_map_that_is_switched_on_gives_pictures_to_the_frame_of_the_map_and_nothing_else():
    plain = directives(ask(SecurityHeaders, FRAME)[1])
    wider = directives(ask(lambda app: SecurityHeaders(app, BackgroundMap(brt=True).hosts), FRAME)[1])
    assert set(wider.pop("img-src").split()) - set(plain.pop("img-src").split()) == {TILE_HOST}
    assert wider == plain
    assert directives(ask(lambda app: SecurityHeaders(app, (TILE_HOST,)))[1]) == directives(ask(SecurityHeaders)[1])
    assert BackgroundMap().hosts == ()


def test_no_other_host_is_ever_allowed():
    for path in ("/", "/component/streamlit_folium.st_folium/index.html", "/app/static/map/map.js"):
        _, headers, _, _ = ask(SecurityHeaders, path)
        assert "http" not in headers["content-security-policy"]
        assert "*" not in headers["content-security-policy"]


def test_the_page_runs_no_script_that_it_did_not_come_with():
    _, headers, _, _ = ask(SecurityHeaders)
    scripts = directives(headers)["script-src"]
    assert "unsafe" not in scripts
    assert "'sha256-" in scripts


def test_only_the_frame_of_the_map_may_build_script():
    _, headers, _, _ = ask(SecurityHeaders, "/component/streamlit_folium.st_folium/index.html")
    assert directives(headers)["script-src"] == "'self' 'unsafe-inline' 'unsafe-eval'"
    assert directives(headers)["frame-ancestors"] == "'self'"


def test_the_hashes_are_of_the_scripts_that_streamlit_serves():
    index = (Path(streamlit.__file__).parent / "static" / "index.html").read_bytes()
    script = re.search(rb"<script>(.*?)</script>", index, re.DOTALL).group(1)
    assert f"'sha256-{b64encode(sha256(script).digest()).decode()}'" in inline_script_hashes()


@pytest.mark.parametrize("prefix", CLOSED_PREFIXES)
def test_what_nobody_needs_is_closed(prefix):
    status, headers, body, seen = ask(SecurityHeaders, f"{prefix}/openapi.json")
    assert (status, body, seen) == (404, b"", [])
    assert "content-security-policy" in headers


def documents(app, hints=b""):
    return DutchDocuments(app, {"", "kaart"}, hints)


def test_documents_are_in_dutch_and_keep_their_length():
    _, headers, body, seen = ask(documents)
    assert body == PAGE.replace(b'<html lang="en"', b'<html lang="nl"')
    assert headers["content-length"] == str(len(body))
    assert b"accept-encoding" not in dict(seen[0]["headers"])


STREAMLIT = b'<html lang="en"><head><title>Streamlit</title></head><body></head></body></html>'


@pytest.mark.parametrize("path", ["/", "/kaart", "/kaart/"])
def test_only_the_page_of_streamlit_gets_hints_in_its_head(path):
    page = STREAMLIT
    hint = b'<link rel="modulepreload" href="./static/js/a.js">'
    _, headers, body, _ = ask(lambda app: documents(app, hint), path, body=page)
    assert body == page.replace(b'"en"', b'"nl"').replace(b"</head>", hint + b"</head>", 1)
    assert headers["content-length"] == str(len(body))
    assert hint not in ask(lambda app: documents(app, hint))[2]


@pytest.mark.parametrize("path", ["/bestaatniet", "/kaart/x", "/pages/kaart.py", "/%3Cscript%3E"])
def test_an_address_without_a_page_says_so_in_dutch_and_repeats_nothing(path):
    status, headers, body, _ = ask(documents, path, body=STREAMLIT)
    assert (status, body) == (404, NO_PAGE)
    assert headers["content-length"] == str(len(NO_PAGE))
    assert b"Deze pagina bestaat niet" in body


def test_another_document_of_the_server_is_left_where_it_is():
    assert ask(documents, FRAME)[0] == 200


@pytest.mark.parametrize(
    ("accept", "content_type"), [(b"*/*", b"text/html"), (b"text/html,*/*", b"application/javascript")]
)
def test_anything_but_a_document_passes_unchanged(accept, content_type):
    _, _, body, _ = ask(documents, accept=accept, content_type=content_type)
    assert body == PAGE


def test_a_websocket_passes_untouched():
    seen = []

    async def app(scope, receive, send):
        seen.append(scope)

    scope = {"type": "websocket", "path": "/_stcore/stream", "headers": []}
    asyncio.run(SecurityHeaders(documents(app))(scope, None, None))
    assert seen == [scope]


@pytest.mark.parametrize(
    ("cookie", "sent"),
    [
        (
            b"_streamlit_user=x; HttpOnly; Max-Age=2592000; Path=/; SameSite=lax",
            b"_streamlit_user=x; HttpOnly; Max-Age=28800; Path=/; SameSite=lax; Secure",
        ),
        (b"_streamlit_user_tokens_1=x; max-age=60", b"_streamlit_user_tokens_1=x; Max-Age=60; Secure"),
        (b'_streamlit_user=""; Max-Age=0; Path=/', b'_streamlit_user=""; Max-Age=0; Path=/; Secure'),
        (b"_streamlit_xsrf=x; Path=/", b"_streamlit_xsrf=x; Path=/"),
    ],
)
def test_the_cookie_of_a_sign_in_holds_a_working_day_and_goes_over_https_only(cookie, sent):
    told = []

    async def app(scope, receive, send):
        await send({"type": "http.response.start", "status": 302, "headers": [(b"set-cookie", cookie)]})

    async def tell(message):
        told.append(message)

    asyncio.run(SafeCookies(app)({"type": "http", "path": "/oauth2callback"}, None, tell))
    assert told[0]["headers"] == [(b"set-cookie", sent)]
