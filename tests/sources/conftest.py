"""What a hostile file reaches for: a secret file, and a server that must hear nothing."""

from __future__ import annotations

import http.server
import json
import threading

import pytest

from tests.warm_fixture import warm_reader

__all__ = ["warm_reader"]

SECRET = "geheim-7f3a"  # noqa: S105 - nobody logs in with it


class Internal:
    """A server of the internal network: it answers with a GeoJSON and remembers every request."""

    def __init__(self):
        self.requests = []
        internal = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                internal.requests.append(self.path)
                body = json.dumps({"type": "FeatureCollection", "features": [feature(SECRET)]}).encode()
                self.send_response(200)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                if self.command == "GET":
                    self.wfile.write(body)

            do_HEAD = do_GET  # noqa: N815 - the name that the base class calls

            def log_message(self, *_):
                return

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/intern.geojson"


def feature(text):
    return {"type": "Feature", "properties": {"t": text}, "geometry": {"type": "Point", "coordinates": [5.2, 52.1]}}


@pytest.fixture
def internal():
    served = Internal()
    thread = threading.Thread(target=served.server.serve_forever, daemon=True)
    thread.start()
    yield served
    served.server.shutdown()
    served.server.server_close()
    thread.join()


@pytest.fixture
def secret_file(tmp_path):
    """A file of the server that the user may not see, outside the folder of the upload."""
    folder = tmp_path / "server"
    folder.mkdir()
    path = folder / "secret.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature(SECRET)]}))
    return path


@pytest.fixture
def vrt():
    """Make the text of a GDAL VRT that reads another source as its own."""

    def make(source):
        return (
            '<OGRVRTDataSource><OGRVRTLayer name="laag">'
            f"<SrcDataSource>{source}</SrcDataSource><SrcLayer>secret</SrcLayer>"
            "</OGRVRTLayer></OGRVRTDataSource>"
        )

    return make
