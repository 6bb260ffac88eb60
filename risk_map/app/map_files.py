"""The files that the frame of the map is made of: its own script, Leaflet, and our scripts and styles."""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from typing import Final

STATIC: Final = Path(__file__).parents[2] / "static"
STATIC_PREFIX: Final = "/app/static/"
FROM_FRAME: Final = f"../..{STATIC_PREFIX}"
"""Where the app serves ``static/``, seen from the frame of the map (also under a base path)."""

FRAME_PREFIX: Final = "/component/streamlit_folium.st_folium/"
LEAFLET: Final = ("vendor/leaflet/leaflet.js", "vendor/leaflet-draw/leaflet.draw.js")
SCRIPTS: Final = (*LEAFLET, "map/points.js", "map/areas.js", "map/map.js")
STYLES: Final = ("vendor/leaflet/leaflet.css", "map/map.css")


def served(path: str) -> str:
    """Give the address of a file under ``static/``, seen from the frame of the map.

    Parameters
    ----------
    path
        Relative to ``static/``.
    """
    return FROM_FRAME + named(path)


def frame_folder() -> Path:
    """Give the folder of the frame, without importing streamlit-folium and all that it needs."""
    spec = find_spec("streamlit_folium")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("streamlit_folium")
    return Path(spec.origin).parent / "frontend" / "build"


def hints() -> bytes:
    """Give the lines of a document that have a browser fetch the files of the map while the page is still being made.

    Without them the frame asks for them one after the other, each once the one before has run.

    References
    ----------
    HTML Living Standard, 4.6.7.15: link type "prefetch".
    """
    folder = frame_folder()
    own = [f"{FRAME_PREFIX}{path.relative_to(folder).as_posix()}" for path in sorted(folder.glob("static/js/*.js"))]
    addresses = {
        "script": [*own, *(STATIC_PREFIX + named(path) for path in SCRIPTS)],
        "style": [STATIC_PREFIX + named(path) for path in STYLES],
    }
    return "".join(
        f'<link rel="prefetch" as="{kind}" href=".{address}">' for kind, found in addresses.items() for address in found
    ).encode()


@cache
def named(path: str) -> str:
    """Add the hash of a file to its name, so that a browser never keeps an old one.

    Parameters
    ----------
    path
        Relative to ``static/``.
    """
    return f"{path}?v={sha256((STATIC / path).read_bytes()).hexdigest()[:12]}"
