"""A server of the app in a process that is forked: what takes long to import was imported before."""

from __future__ import annotations

import os
import sys
from importlib import import_module
from pkgutil import iter_modules

from risk_map import workflow
from risk_map.app import server

# Not the modules of the app: those declare their widgets to the server that runs.
for module in iter_modules(workflow.__path__):
    import_module(f"{workflow.__name__}.{module.name}")
import_module("folium")


def serve(port, environment, log):
    """Serve the app in an environment; what it says goes to a file."""
    os.environ.clear()
    os.environ.update(environment)
    with log.open("wb") as out:
        for stream in (sys.stdout, sys.stderr):
            os.dup2(out.fileno(), stream.fileno())
    sys.exit(server.main(["--port", str(port)]))
