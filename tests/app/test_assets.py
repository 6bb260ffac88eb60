from __future__ import annotations

import asyncio
import gzip

import pytest

from risk_map.app import map_files
from risk_map.app.assets import FOLDER, USED_AT_ONCE, AssetsFromMemory, hints

SCRIPT = next((FOLDER / "static/js").glob("index.*.js"))
FONT = next((FOLDER / "static/media").glob("*.woff2"))


def ask(path, *, accept=b"gzip, br", method="GET", middleware=None, query=b""):
    """Answer one request: status, headers and body, or nothing when the application inside had to answer."""
    sent = []

    async def inside(_scope, _receive, _send):
        pass

    async def send(message):
        sent.append(message)

    headers = [(b"accept-encoding", accept)]
    scope = {"type": "http", "method": method, "path": path, "query_string": query, "headers": headers}
    asyncio.run((middleware or AssetsFromMemory(inside))(scope, None, send))
    if not sent:
        return None
    start, body = sent
    return start["status"], dict(start["headers"]), body["body"]


def test_a_script_comes_packed_and_is_kept_by_the_browser():
    status, headers, body = ask(f"/static/js/{SCRIPT.name}")
    assert status == 200
    assert gzip.decompress(body) == SCRIPT.read_bytes()
    assert len(body) < SCRIPT.stat().st_size / 2
    assert headers[b"content-type"].startswith(b"text/javascript")
    assert headers[b"content-encoding"] == b"gzip"
    assert headers[b"content-length"] == str(len(body)).encode()
    assert b"immutable" in headers[b"cache-control"]


@pytest.mark.parametrize(("path", "accept"), [(SCRIPT, b"identity"), (FONT, b"gzip")])
def test_who_cannot_unpack_and_what_is_packed_already_gets_it_plain(path, accept):
    _, headers, body = ask(f"/static/{path.relative_to(FOLDER / 'static').as_posix()}", accept=accept)
    assert body == path.read_bytes()
    assert b"content-encoding" not in headers


@pytest.mark.parametrize(
    ("path", "method"),
    [
        ("/static/js/none.js", "GET"),
        ("/static/../index.html", "GET"),
        ("/static/js/../../index.html", "GET"),
        ("/static/js", "GET"),
        ("/", "GET"),
        ("/_stcore/health", "GET"),
        (f"/static/js/{SCRIPT.name}", "HEAD"),
        ("/app/static/map/map.js", "GET"),
        (f"{map_files.FRAME_PREFIX}index.html", "GET"),
    ],
)
def test_all_else_is_for_the_application_inside(path, method):
    assert ask(path, method=method) is None


def test_a_file_is_read_once(monkeypatch):
    middleware = AssetsFromMemory(None)
    first = ask(f"/static/media/{FONT.name}", middleware=middleware)
    monkeypatch.setattr("risk_map.app.assets._read", None)
    assert ask(f"/static/media/{FONT.name}", middleware=middleware) == first


def test_the_widgets_of_a_first_view_are_hinted_at_once_each_and_exist():
    lines = hints().decode()
    files = [line.split('"')[0] for line in lines.split('href="./')[1:]]
    assert len(files) == len(set(files)) > len(USED_AT_ONCE)
    assert all((FOLDER / file).is_file() for file in files)
    assert all(f"/{name}." in lines for name in USED_AT_ONCE)
    page = (FOLDER / "index.html").read_text(encoding="utf-8")
    assert not [file for file in files if file in page]


def test_a_widget_that_streamlit_does_not_know_gets_no_hint():
    assert hints(["Nothing of the kind"]) == b""


def test_all_that_the_map_is_made_of_is_fetched_ahead_packed_and_kept_by_the_browser():
    addresses = [line.split('"')[0] for line in map_files.hints().decode().split('href=".')[1:]]
    assert len(addresses) == len(map_files.SCRIPTS) + len(map_files.STYLES) + 1
    for address in addresses:
        path, _, query = address.partition("?")
        status, headers, body = ask(path, query=query.encode())
        assert (status, headers[b"content-encoding"]) == (200, b"gzip")
        assert b"immutable" in headers[b"cache-control"]
        assert gzip.decompress(body)


def test_the_frame_asks_for_its_files_by_the_addresses_that_were_fetched_ahead():
    hinted = map_files.hints().decode()
    for path in (*map_files.SCRIPTS, *map_files.STYLES):
        assert f'href=".{map_files.served(path).removeprefix("../..")}"' in hinted
