"""The server: Streamlit as an ASGI application, with our headers around it. ``make run`` starts this module."""

from __future__ import annotations

import argparse
import socket
import sys
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

import streamlit as st
import uvicorn
from starlette.middleware import Middleware
from starlette.responses import RedirectResponse
from starlette.routing import Route
from streamlit.runtime.pages_manager import PagesManager

from risk_map.app import assets, faults, ground, map_files, page_files
from risk_map.app.documents import DutchDocuments
from risk_map.app.headers import SafeCookies, SecurityHeaders
from risk_map.app.pages import BY_KEY, PAGES
from risk_map.app.trials import TrialCookie
from risk_map.config import load_config
from risk_map.errors import ConfigError, RiskMapError
from risk_map.workflow.identity import is_fictional

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

    from starlette.requests import Request

ENTRY: Final = Path(__file__).parents[2] / "streamlit_app.py"
HOST: Final = "127.0.0.1"
DEFAULT_PORT: Final = 8501


def make_app(announce: str = "") -> st.App:
    """Make the application.

    Parameters
    ----------
    announce
        What to print once the server answers; nothing when empty.
    """
    # Without this a deep link on a fresh server runs a file of pages/ without the entry script.
    PagesManager.uses_pages_directory = False

    @asynccontextmanager
    async def lifespan(_app: st.App) -> AsyncIterator[None]:
        if announce:
            sys.stdout.write(announce)
            sys.stdout.flush()
        yield

    around = [
        Middleware(SecurityHeaders, map_hosts=_map_hosts()),
        # Before the documents: what is fetched ahead says that it may be one, and would come unpacked.
        Middleware(assets.AssetsFromMemory),
        Middleware(SafeCookies),
        Middleware(TrialCookie, pages={"", *BY_KEY}, is_demonstration=_is_demonstration),
        Middleware(DutchDocuments, pages={"", *BY_KEY}, hints=page_files.tags() + assets.hints() + map_files.hints()),
    ]
    routes = [ground.ROUTE, Route(f"/{PAGES[0].key}", _to_first_page)]
    return st.App(ENTRY, lifespan=lifespan, middleware=around, routes=routes, on_script_error=faults.take_over)


async def _to_first_page(_request: Request) -> RedirectResponse:
    return RedirectResponse("/")


def _map_hosts() -> tuple[str, ...]:
    """Give the machines that the map may ask; none while the configuration cannot be read, which every page says."""
    try:
        return load_config().background_map.hosts
    except ConfigError:
        return ()


def _is_demonstration() -> bool:
    """Say whether nothing here is real; not while the data cannot be read, which every page says."""
    try:
        return is_fictional(load_config())
    except RiskMapError:
        return False


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve the app on this machine until it is stopped.

    Parameters
    ----------
    arguments
        Command line without the name of the program.

    Returns
    -------
    int
        Exit code: 0 stopped, 1 the port is taken.
    """
    parser = argparse.ArgumentParser(description="Open de risicokaart in de browser.")
    parser.add_argument("--port", type=int, default=DEFAULT_PORT, help="poort (standaard %(default)s)")
    port = parser.parse_args(arguments).port
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            sys.stderr.write(f"Poort {port} is bezet. Kies een andere, bijvoorbeeld: make run PORT={port + 1}\n")
            return 1
    announce = f"\n  De risicokaart staat op  http://{HOST}:{port}\n  Stoppen: Ctrl+C\n\n"
    uvicorn.run(make_app(announce), host=HOST, port=port, log_level="warning", access_log=False, ws="websockets-sansio")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
