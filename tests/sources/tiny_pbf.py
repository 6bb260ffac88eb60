"""Write a small OpenStreetMap extract by hand: plain nodes and ways, no compression.

Format: wiki.openstreetmap.org/wiki/PBF_Format. Nodes are (longitude, latitude); a way is its nodes and its tags.
"""

from __future__ import annotations

import struct


def varint(value):
    parts = bytearray()
    while value > 0x7F:
        parts.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*parts, value])


def zigzag(value):
    return varint(2 * value if value >= 0 else -2 * value - 1)


def number(field, value):
    return varint(field << 3) + value


def text(field, content):
    return varint(field << 3 | 2) + varint(len(content)) + content


def blob(kind, content):
    body = text(1, content)
    header = text(1, kind) + number(3, varint(len(body)))
    return struct.pack(">I", len(header)) + header + body


def write_pbf(path, nodes, ways):
    strings = [b""]

    def place_of(word):
        if word.encode() not in strings:
            strings.append(word.encode())
        return varint(strings.index(word.encode()))

    group = b"".join(
        text(1, number(1, zigzag(key)) + number(8, zigzag(round(lat * 1e7))) + number(9, zigzag(round(lon * 1e7))))
        for key, (lon, lat) in nodes.items()
    )
    for key, (refs, tags) in ways.items():
        steps = [ref - before for ref, before in zip(refs, [0, *refs], strict=False)]
        way = number(1, varint(key))
        way += text(2, b"".join(map(place_of, tags))) + text(3, b"".join(map(place_of, tags.values())))
        group += text(3, way + text(8, b"".join(map(zigzag, steps))))
    table = b"".join(text(1, string) for string in strings)
    path.write_bytes(blob(b"OSMHeader", text(4, b"OsmSchema-V0.6")) + blob(b"OSMData", text(1, table) + text(2, group)))
    return path
