"""A server that plays PDOK's rules for OGC API Features, in a process of its own.

Rules (GoKoala, and PDOK's settings): ``limit`` is 10 unless asked, and silently lowered to the maximum; a parameter
that is not known is refused; pages are joined by an opaque cursor with a checksum of the query; coordinates are CRS84
unless asked otherwise, and ``Content-Crs`` says which; ids of features are UUIDs; there is no ``numberMatched``.

Run as ``python pdok_server.py FEATURES.json``; prints its port. ``POST /_control`` sets faults, ``GET /_log`` tells
what was asked.
"""

from __future__ import annotations

import base64
import json
import sys
import time
import zlib
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit

from pyproj import Transformer
from shapely import STRtree, box, transform
from shapely.geometry import mapping, shape

RD = "http://www.opengis.net/def/crs/EPSG/0/28992"
CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
KNOWN = {
    "f",
    "limit",
    "cursor",
    "crs",
    "bbox",
    "bbox-crs",
    "datetime",
    "filter",
    "filter-lang",
    "filter-crs",
    "profile",
}
TO_RD = Transformer.from_crs(4326, 28992, always_xy=True)
TO_LONLAT = Transformer.from_crs(28992, 4326, always_xy=True)


class RefusedError(Exception):
    """HTTP 400."""


class Service:
    """The features, and how the service behaves."""

    def __init__(self, collections):
        self.collections = {
            name: [(feature, shape(feature["geometry"])) for feature in features]
            for name, features in collections.items()
        }
        self.trees = {name: STRtree([each for _, each in features]) for name, features in self.collections.items()}
        self.control({})
        self.log = []

    def control(self, settings):
        """Set the behaviour; what is not named becomes normal again."""
        self.max_limit = settings.get("max_limit", 1000)
        self.salt = settings.get("salt", "")
        self.faults = {int(number): fault for number, fault in settings.get("faults", {}).items()}
        self.fail_after = settings.get("fail_after")
        self.content_crs = settings.get("content_crs")
        self.loop = settings.get("loop", False)
        self.repeat_last = settings.get("repeat_last", False)
        self.rename = settings.get("rename", {})
        self.elsewhere = settings.get("elsewhere")
        self.retry_after = settings.get("retry_after", "0")
        self.blank = settings.get("blank", {})
        self.lose = settings.get("lose", {})
        self.count = 0

    def page(self, base, name, query):
        """Answer a request for items."""
        unknown = set(query) - KNOWN
        if unknown or query.get("f", "json") != "json":
            raise RefusedError(f"unknown query parameter(s): {sorted(unknown)}")
        if "bbox-crs" in query and "bbox" not in query:
            raise RefusedError("bbox-crs without bbox")
        crs = query.get("crs", CRS84)
        if not {crs, query.get("bbox-crs", CRS84)} <= {RD, CRS84}:
            raise RefusedError("unknown crs")
        limit = min(int(query.get("limit", 10)), self.max_limit)
        start = self._start(query)
        found = self._select(name, query)
        features = [self._feature(base, feature, geometry, crs) for feature, geometry in found[start : start + limit]]
        for feature in features:
            feature["properties"].update({key: None for key in (self.blank.get(name),) if key})
        if self.repeat_last and start and features:
            features = [self._feature(base, *found[start - 1], crs), *features]
        links = [{"rel": "self", "href": f"{base}/collections/{name}/items?{urlencode(query)}"}]
        if start + limit < len(found):
            onwards = 0 if self.loop else start + limit
            cursor = self._cursor(query, onwards)
            host = self.elsewhere or base
            links.append(
                {"rel": "next", "href": f"{host}/collections/{name}/items?{urlencode({**query, 'cursor': cursor})}"}
            )
        if start:
            links.append(
                {
                    "rel": "prev",
                    "href": f"{base}/collections/{name}/items?{urlencode({**query, 'cursor': self._cursor(query, 0)})}",
                }
            )
        # The time of the answer differs every time; a client must not take that for other data.
        body = {
            "type": "FeatureCollection",
            "timeStamp": str(time.time()),
            "numberReturned": len(features),
            "links": links,
            "features": features,
        }
        return body, crs

    def item(self, base, name, feature_id, query):
        """Answer a request for one feature."""
        if set(query) - {"f", "crs"}:
            raise RefusedError("unknown query parameter(s)")
        for feature, geometry in self.collections[name]:
            if feature["id"] == feature_id:
                return self._feature(base, feature, geometry, query.get("crs", CRS84))
        return None

    def _checksum(self, query):
        fixed = {key: value for key, value in query.items() if key not in {"cursor", "f"}}
        return f"{zlib.crc32((json.dumps(fixed, sort_keys=True) + self.salt).encode()):08x}"

    def _cursor(self, query, start):
        return base64.urlsafe_b64encode(f"{start}|{self._checksum(query)}".encode()).decode().rstrip("=")

    def _start(self, query):
        if "cursor" not in query:
            return 0
        try:
            text = base64.urlsafe_b64decode(query["cursor"] + "==").decode()
            start, checksum = text.split("|")
        except ValueError as exc:
            raise RefusedError("cursor") from exc
        if checksum != self._checksum(query):
            raise RefusedError("cursor of another query")
        return int(start)

    def _select(self, name, query):
        features = self.collections[name]
        lost = set(self.lose.get(name, ()))
        features_left = range(len(features))
        if "bbox" in query:
            area = box(*map(float, query["bbox"].split(",")))
            if query.get("bbox-crs", CRS84) == CRS84:
                area = transform(area, lambda points: _turn(points, TO_RD))
            features_left = sorted(self.trees[name].query(area, predicate="intersects").tolist())
        return [
            features[number]
            for number in features_left
            if features[number][0]["properties"]["identificatie"] not in lost
        ]

    def _feature(self, base, feature, geometry, crs):
        properties = {self.rename.get(key, key): value for key, value in feature["properties"].items()}
        if "pand.href" in properties:
            properties["pand.href"] = [href.replace("{base}", base) for href in properties["pand.href"]]
        shown = geometry if crs == RD else transform(geometry, lambda points: _turn(points, TO_LONLAT))
        return {"type": "Feature", "properties": properties, "geometry": mapping(shown), "id": feature["id"]}


def _turn(points, transformer):
    x, y = transformer.transform(points[:, 0], points[:, 1])
    return list(zip(x, y, strict=True))


class Handler(BaseHTTPRequestHandler):
    """One request."""

    protocol_version = "HTTP/1.1"

    @property
    def service(self):
        return self.server.service

    def log_message(self, *arguments):
        """Stay silent."""

    def do_POST(self):
        settings = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.service.control(settings)
        self.service.log.clear()
        self._send({"done": True})

    def do_GET(self):
        if self.path == "/_log":
            self._send(self.service.log)
            return
        self.service.log.append({"path": self.path, "headers": dict(self.headers)})
        self.service.count += 1
        fault = self.service.faults.get(self.service.count)
        if self.service.fail_after is not None and self.service.count > self.service.fail_after:
            fault = "503"
        asked = {"Retry-After": self.service.retry_after} if fault == "429" else {}
        if fault in {"503", "500", "429", "404"}:
            self._send({"title": fault}, status=int(fault), headers=asked)
        elif fault == "silent":
            time.sleep(2)
        elif fault == "redirect":
            self._send({}, status=302, headers={"Location": "http://127.0.0.1:9/elsewhere"})
        else:
            self._answer(fault)

    def _answer(self, fault):
        parts = urlsplit(self.path)
        base = f"http://{self.headers['Host']}/bag/ogc/v2"
        query = dict(parse_qsl(parts.query, keep_blank_values=True))
        steps = parts.path.removeprefix("/bag/ogc/v2/collections/").split("/")
        try:
            if len(steps) == 2 and steps[0] in self.service.collections:
                body, crs = self.service.page(base, steps[0], query)
                self._send(body, headers={"Content-Crs": f"<{self.service.content_crs or crs}>"}, fault=fault)
                return
            item = self.service.item(base, steps[0], steps[2], query) if len(steps) == 3 else None
        except (RefusedError, ValueError) as exc:
            self._send({"title": "Bad Request", "detail": str(exc)}, status=400)
            return
        self._send(item or {"title": "Not Found"}, status=200 if item else 404)

    def _send(self, body, status=200, headers=None, fault=None):
        data = json.dumps(body).encode()
        if fault == "truncate":
            data = data[: len(data) // 2]
        self.send_response(status)
        self.send_header("Content-Type", "application/geo+json")
        self.send_header("Content-Length", str(len(data)))
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.end_headers()
        if fault == "cut":
            data = data[: len(data) // 2]
            self.close_connection = True
        self.wfile.write(data)


def main():
    """Serve until the parent ends."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.service = Service(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")))
    print(server.server_address[1], flush=True)  # noqa: T201 - how the parent learns the port
    server.serve_forever()


if __name__ == "__main__":
    main()
