"""Readers that start warm: one process that has loaded everything forks for each file.

Each file is still read by a process of its own that raises its own walls and limits. What a reader must load behind
its walls is tested with cold ones (``test_reader``, ``test_sandbox``).
"""

from __future__ import annotations

import json
import mimetypes
import os
import select
import struct
import subprocess
import sys
import traceback
from types import SimpleNamespace

NUMBER = struct.Struct("i")
"""How the mother says the number and then the exit code of a reader."""


class WarmReaders:
    """Gives what ``sandbox`` uses of ``subprocess``, and takes one order after the other.

    Parameters
    ----------
    environment
        As ``sandbox`` gives it to a reader.
    """

    PIPE = subprocess.PIPE
    TimeoutExpired = subprocess.TimeoutExpired

    def __init__(self, environment):
        self._mother = subprocess.Popen(
            (sys.executable, "-I", "-B", __file__),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=environment,
            bufsize=0,
        )

    def close(self):
        self._mother.communicate(timeout=10)

    def Popen(self, command, *, stdout, stderr, cwd, **_):  # noqa: N802 - the name in ``subprocess``
        handles = [f"/proc/{os.getpid()}/fd/{file.fileno()}" for file in (stdout, stderr)]
        reader = SimpleNamespace(pid=None, returncode=None)

        def communicate(order, timeout):
            self._mother.stdin.write(json.dumps([order.decode(), str(cwd), *handles]).encode() + b"\n")
            reader.pid = self._hear()
            if not select.select([self._mother.stdout], [], [], timeout)[0]:
                raise subprocess.TimeoutExpired(command, timeout)
            reader.returncode = self._hear()

        def wait():
            if reader.returncode is None:
                reader.returncode = self._hear()

        reader.communicate, reader.wait = communicate, wait
        return reader

    def _hear(self):
        return NUMBER.unpack(self._mother.stdout.read(NUMBER.size))[0]


def _read(order, folder, answer, complaint):
    os.setsid()
    os.chdir(folder)
    os.environ["TMPDIR"] = folder
    for number, path in ((1, answer), (2, complaint)):
        os.dup2(os.open(path, os.O_RDWR), number)
    sys.stdin = SimpleNamespace(read=lambda: order)
    try:
        code = reader.main()
    except BaseException:  # noqa: BLE001 - as the interpreter ends with what nobody caught
        traceback.print_exc()
        code = 1
    sys.stderr.flush()
    os._exit(code)


def _serve():
    for line in sys.stdin:
        pid = os.fork()
        if not pid:
            _read(*json.loads(line))
        os.write(1, NUMBER.pack(pid))
        os.write(1, NUMBER.pack(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])))


if __name__ == "__main__":
    from risk_map.sources import reader

    sys.meta_path.insert(0, reader.WithoutUnused())
    mimetypes.knownfiles.clear()

    import openpyxl  # noqa: F401 - loaded for all readers
    import pyarrow.compute  # noqa: F401

    from risk_map.sources import tables, vector  # noqa: F401

    _serve()
