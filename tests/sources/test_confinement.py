from __future__ import annotations

import signal
import subprocess
import sys
import sysconfig
import time
from pathlib import Path

import pytest

from risk_map.sources.confinement import WALLS

CODE = [sysconfig.get_path(name) for name in ("stdlib", "platstdlib", "purelib", "platlib")]
CODE.append(str(Path(__file__).parents[2] / "risk_map"))

CONFINED = """
import ctypes, os, subprocess, sys, threading
from pathlib import Path
from risk_map.sources.confinement import confine, die_with_parent, limit_resources
walls, folder, readable = sys.argv[1].split("+"), Path(sys.argv[2]), [Path(each) for each in sys.argv[3:]]
standing = confine(readable, folder, walls)

def libc(name, *arguments):
    library = ctypes.CDLL(None, use_errno=True)
    if getattr(library, name)(*arguments) < 0:
        raise OSError(ctypes.get_errno(), name)
"""


def run(code, folder, readable=(), walls=WALLS):
    command = [sys.executable, "-I", "-c", CONFINED + code, "+".join(walls), str(folder), *CODE, *map(str, readable)]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


def standing(folder):
    return run("print(*standing)", folder).stdout.split()


@pytest.fixture
def box(tmp_path):
    """A folder to write in, beside a file that may be read and one that may not."""
    for name in ("desk", "other"):
        (tmp_path / name).mkdir()
    (tmp_path / "mine.txt").write_text("mine")
    (tmp_path / "other" / "secret.txt").write_text("secret")
    return tmp_path


def wall(name):
    def check(box):
        if name not in standing(box / "desk"):
            pytest.skip(f"this kernel has no {name}")

    return check


class TestLandlock:
    @pytest.fixture(autouse=True)
    def needs_the_wall(self, box):
        wall("landlock")(box)

    def outcome(self, code, box):
        code = f"try:\n    {code}\n    print('done')\nexcept OSError as exc:\n    print(type(exc).__name__)"
        done = run(code, box / "desk", [box / "mine.txt"], ["landlock"])
        assert not done.stderr
        return done.stdout.strip()

    def test_the_allowed_file_is_read_and_the_folder_written(self, box):
        assert self.outcome(f"open('{box}/mine.txt').read()", box) == "done"
        assert self.outcome(f"open('{box}/desk/x', 'x').write('y'); open('{box}/desk/x').read()", box) == "done"
        assert self.outcome(f"os.mkdir('{box}/desk/d'); os.rmdir('{box}/desk/d')", box) == "done"

    @pytest.mark.parametrize(
        "code",
        [
            "open('{box}/other/secret.txt').read()",
            "open('{box}/mine.txt', 'a')",
            "open('{box}/other/new.txt', 'x')",
            "os.listdir('{box}/other')",
            "os.unlink('{box}/other/secret.txt')",
            "os.rename('{box}/mine.txt', '{box}/desk/mine.txt')",
            "os.link('{box}/other/secret.txt', '{box}/desk/link')",
            "os.symlink('{box}/other/secret.txt', '{box}/desk/link')",
            "os.mkfifo('{box}/desk/pipe')",
            "os.truncate('{box}/mine.txt', 0)",
            "open('/etc/passwd').read()",
            "open('/etc/hosts').read()",
            "open('/proc/self/environ').read()",
            "os.listdir('/')",
        ],
    )
    def test_every_other_file_is_out_of_reach(self, box, code):
        # A link across the border of what is allowed is refused as if it were another disk.
        assert self.outcome(code.format(box=box), box) in {"PermissionError", "OSError"}
        assert (box / "other" / "secret.txt").read_text() == "secret"
        assert (box / "mine.txt").read_text() == "mine"

    def test_a_link_that_was_there_before_does_not_open_another_file(self, box):
        (box / "desk" / "link").symlink_to(box / "other" / "secret.txt")
        assert self.outcome(f"open('{box}/desk/link').read()", box) == "PermissionError"
        (box / "desk" / "allowed").symlink_to(box / "mine.txt")
        assert self.outcome(f"open('{box}/desk/allowed').read()", box) == "done"


class TestSeccomp:
    @pytest.fixture(autouse=True)
    def needs_the_wall(self, box):
        wall("seccomp")(box)

    @pytest.mark.parametrize(
        "code",
        [
            "import socket; socket.socket()",
            "import socket; socket.socketpair()",
            "subprocess.run(['/bin/true'])",
            "os.execv('/bin/true', ['true'])",
            "os.kill(os.getppid(), 0)",
            "os.setsid()",
            "os.setpgid(0, 0)",
            "os.pidfd_open(os.getppid())",
            "libc('ptrace', 16, os.getppid(), 0, 0)",
            "libc('unshare', 0x10000000)",
            "libc('syscall', 425, 1, ctypes.create_string_buffer(120))",
        ],
    )
    def test_network_programs_and_other_processes_are_out_of_reach(self, box, code):
        code = f"try:\n    {code}\n    print('done')\nexcept PermissionError:\n    print('refused')"
        assert run(code, box / "desk", walls=["seccomp"]).stdout.strip() == "refused"

    def test_a_thread_that_is_started_later_is_held_too(self, box):
        code = """
import socket
def attempt():
    try:
        socket.socket()
        print('done')
    except PermissionError:
        print('refused')
thread = threading.Thread(target=attempt); thread.start(); thread.join()
"""
        assert run(code, box / "desk", walls=["seccomp"]).stdout.strip() == "refused"

    def test_ordinary_work_goes_on(self, box):
        code = f"open('{box}/mine.txt').read(); import sqlite3, zipfile; print(sum(range(10)))"
        assert run(code, box / "desk", walls=["seccomp"]).stdout.strip() == "45"


class TestWithoutWalls:
    def test_no_wall_stands_and_nothing_is_refused(self, box):
        done = run(f"print(standing, open('{box}/other/secret.txt').read())", box / "desk", walls=["none"])
        assert done.stdout.strip() == "() secret"

    def test_a_machine_that_seccomp_has_no_table_for_goes_without(self, box):
        code = "import risk_map.sources.confinement as c; c.platform.machine = lambda: 'riscv64'; "
        code += "print(confine([], folder, ['seccomp']))"
        assert run(code, box / "desk", walls=["none"]).stdout.strip() == "()"

    def test_a_kernel_without_landlock_goes_without(self, box):
        code = "import risk_map.sources.confinement as c; c.LANDLOCK_CREATE = 9999; "
        code += "print(confine([], folder, ['landlock']))"
        assert run(code, box / "desk", walls=["none"]).stdout.strip() == "()"


class TestResources:
    def test_memory_above_the_limit_is_not_given(self, box):
        code = "limit_resources(5, 512 * 2**20)\ntry:\n    bytearray(2**30)\nexcept MemoryError:\n    print('refused')"
        assert run(code, box / "desk").stdout.strip() == "refused"

    def test_processor_time_above_the_limit_ends_the_process(self, box):
        assert run("limit_resources(1, 2**30)\nwhile True: pass", box / "desk").returncode == -signal.SIGXCPU

    def test_a_written_file_cannot_grow_above_the_limit(self, box):
        code = f"limit_resources(5, 2**29)\nopen('{box}/desk/x', 'wb').truncate(2**30)"
        done = run(code, box / "desk")
        assert "File too large" in done.stderr

    def test_no_core_is_dumped(self, box):
        code = "import resource; limit_resources(5, 2**29); print(resource.getrlimit(resource.RLIMIT_CORE))"
        assert run(code, box / "desk").stdout.strip() == "(0, 0)"


def test_the_process_ends_with_the_one_that_started_it(box):
    child = CONFINED + "die_with_parent(); print(os.getpid(), flush=True)\nimport time; time.sleep(60)"
    parent = "import subprocess, sys, time; subprocess.Popen(sys.argv[1:]); time.sleep(60)"
    command = [sys.executable, "-I", "-c", parent, sys.executable, "-I", "-c", child, "none", str(box / "desk")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as started:
        pid = int(started.stdout.readline())
        started.kill()
    deadline = time.monotonic() + 10
    while is_running(pid) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not is_running(pid)


def is_running(pid):
    state = Path(f"/proc/{pid}/stat")
    return state.exists() and state.read_text().rsplit(")", 1)[1].split()[0] != "Z"
