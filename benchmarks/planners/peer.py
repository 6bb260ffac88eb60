"""One peer on one instance, in its own environment: `python peer.py NAME INSTANCE.npz SECONDS SEED` prints JSON."""

from __future__ import annotations

import json
import sys
from importlib import import_module
from pathlib import Path

from instance import Instance


def main() -> None:
    name, path, seconds, seed = sys.argv[1:]
    routes = import_module(f"peer_{name}").solve(Instance.read(Path(path)), float(seconds), int(seed))
    print(json.dumps([[int(node) for node in route] for route in routes]))


if __name__ == "__main__":
    main()
