"""The background of the map as a script that a browser fetches once: it is too large to go along with every click."""

from __future__ import annotations

from collections import OrderedDict
from hashlib import sha256
from threading import Lock
from typing import TYPE_CHECKING, Final

from starlette.responses import Response
from starlette.routing import Route

if TYPE_CHECKING:
    from starlette.requests import Request

FROM_FRAME: Final = "../../"
"""Where the server is, seen from the frame of the map."""

MOST_KEPT: Final = 16
"""More than there are states of the data that somebody can still be looking at."""

FOR_EVER: Final = "private, max-age=31536000, immutable"
"""Its name is the hash of its content."""

_kept: OrderedDict[str, bytes] = OrderedDict()
_lock = Lock()


def offer(background: str) -> tuple[str, str]:
    """Have the server give a background to whoever asks for it.

    Parameters
    ----------
    background
        JSON of ``layers.draw_background``: borders, roads, land use and names of places: open data, and nothing else.

    Returns
    -------
    str, str
        Its address, seen from the frame of the map; and what it is called in that frame. The name is in the script of
        the map, so that another background is another map.
    """
    name = sha256(background.encode()).hexdigest()
    called = f"ground{name[:12]}"
    script = f"var {called}={background};".encode()
    with _lock:
        _kept[name] = script
        _kept.move_to_end(name)
        while len(_kept) > MOST_KEPT:
            _kept.popitem(last=False)
    return f"{FROM_FRAME}ondergrond/{name}.js", called


async def _answer(request: Request) -> Response:
    script = _kept.get(request.path_params["name"])
    if script is None:
        return Response(status_code=404)
    return Response(script, media_type="text/javascript", headers={"cache-control": FOR_EVER})


ROUTE: Final = Route("/ondergrond/{name}.js", _answer)
"""For the server."""
