"""What takes seconds to make is made by one worker, and the others wait for it."""

from __future__ import annotations

import fcntl
import os


def made_once(tmp_path_factory, name, make):
    """Give a path that all workers of this run share; nobody may write there after it was made.

    Parameters
    ----------
    tmp_path_factory
        Of pytest: each worker has a folder in that of the run.
    name
        Under which the workers find each other.
    make
        Takes a path, and makes a file or folder there.
    """
    base = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        base = base.parent
    path, unfinished = base / name, base / f"{name}.unfinished"
    with (base / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not path.exists():
            make(unfinished)
            unfinished.rename(path)
    return path
