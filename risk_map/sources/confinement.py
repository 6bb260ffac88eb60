"""What the reading process gives up before it touches a file: network, programs, other files, time and memory.

Runs inside the reading process only, with the standard library only. The driver allow-list is the first wall; these
are the second, made of kernel features that need no rights: resource limits (everywhere), seccomp (no sockets, no
programs, no other processes) and Landlock (no other files) where the kernel has them.

References
----------
Linux ``Documentation/userspace-api/{seccomp_filter,landlock}.rst``.
"""

from __future__ import annotations

import ctypes
import os
import platform
import resource
import signal
import struct
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

WALLS: Final = ("landlock", "seccomp")
"""Walls that the kernel may offer; without them the driver allow-list and the resource limits still stand."""

PR_SET_PDEATHSIG: Final = 1
PR_SET_NO_NEW_PRIVS: Final = 38
PR_SET_SECCOMP: Final = 22
SECCOMP_MODE_FILTER: Final = 2

# socket, connect, socketpair · execve, execveat · ptrace, process_vm_readv, process_vm_writev, kill, pidfd_open,
# pidfd_getfd, pidfd_send_signal · io_uring_setup (opens sockets too), bpf, perf_event_open · unshare, setns, mount ·
# add_key, request_key, keyctl · setsid, setpgid (so that ending the process group ends everything).
REFUSED_CALLS: Final = {
    "x86_64": (
        0xC000003E,
        (41, 42, 53, 59, 322, 101, 310, 311, 62, 434, 438, 424, 425, 321, 298, 272, 308, 165, 248, 249, 250, 112, 109),
    ),
    "aarch64": (
        0xC00000B7,
        (
            198,
            203,
            199,
            221,
            281,
            117,
            270,
            271,
            129,
            434,
            438,
            424,
            425,
            280,
            241,
            97,
            268,
            40,
            217,
            218,
            219,
            157,
            154,
        ),
    ),
}
X32_CALLS: Final = 0x40000000

BPF_LOAD, BPF_JEQ, BPF_JGE, BPF_RETURN = 0x20, 0x15, 0x35, 0x06
SECCOMP_ALLOW, SECCOMP_REFUSE, SECCOMP_KILL = 0x7FFF0000, 0x00050000 | 13, 0x80000000  # 13: EACCES

LANDLOCK_CREATE, LANDLOCK_ADD, LANDLOCK_RESTRICT = 444, 445, 446
LANDLOCK_FILE_RIGHTS: Final = {1: 13, 2: 14, 3: 15, 4: 15, 5: 16}
"""Number of file rights that an edition of Landlock knows; later editions add none."""
LANDLOCK_NETWORK_EDITION, LANDLOCK_SCOPE_EDITION = 4, 6
READ_FILE, READ_DIR = 1 << 2, 1 << 3
# write_file, remove_dir, remove_file, make_dir, make_reg, truncate
WRITE = 1 << 1 | 1 << 4 | 1 << 5 | 1 << 7 | 1 << 8 | 1 << 14

SYSTEM_FOLDERS: Final = (
    "/usr/lib",
    "/usr/local/lib",
    "/lib",
    "/lib64",
    "/etc/ld.so.cache",
    "/dev/null",
    "/dev/urandom",
)
"""Read by the dynamic linker and the C library; they hold no data of users."""


def die_with_parent() -> None:
    """Have the kernel end this process when the one that started it ends."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


def limit_resources(seconds: int, memory_bytes: int) -> None:
    """Bound processor time, address space and written bytes of this process, and forbid core dumps.

    Parameters
    ----------
    seconds
        Processor time; one more and the kernel ends the process.
    memory_bytes
        Address space, and the size of a file that it writes.
    """
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_FSIZE, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def confine(readable: Iterable[Path], writable: Path, walls: Collection[str] = WALLS) -> tuple[str, ...]:
    """Give up network, other programs and other files, for the rest of this process.

    Parameters
    ----------
    readable
        Files and folders that may still be read, besides the system's libraries.
    writable
        The only folder that may be written.
    walls
        Which walls to raise.

    Returns
    -------
    tuple[str, ...]
        Which walls stand. The kernel decides; resource limits stand anyway.

    Notes
    -----
    The walls hold this thread and those that it starts, so call this before a library starts threads.
    """
    library = ctypes.CDLL(None, use_errno=True)
    if library.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
        return ()
    standing = []
    if "landlock" in walls and _landlock(library, readable, writable):
        standing.append("landlock")
    if "seccomp" in walls and _seccomp(library):
        standing.append("seccomp")
    return tuple(standing)


def _seccomp(library: ctypes.CDLL) -> bool:
    known = REFUSED_CALLS.get(platform.machine())
    if known is None:
        return False
    architecture, calls = known
    # Program: other architecture -> kill; a refused call or an x32 call -> EACCES; anything else -> allow.
    refuse_at = len(calls) + 6
    program = [
        (BPF_LOAD, 0, 0, 4),
        (BPF_JEQ, 1, 0, architecture),
        (BPF_RETURN, 0, 0, SECCOMP_KILL),
        (BPF_LOAD, 0, 0, 0),
    ]
    program.append((BPF_JGE, refuse_at - len(program) - 1, 0, X32_CALLS))
    for call in calls:
        program.append((BPF_JEQ, refuse_at - len(program) - 1, 0, call))
    program += [(BPF_RETURN, 0, 0, SECCOMP_ALLOW), (BPF_RETURN, 0, 0, SECCOMP_REFUSE)]
    code = ctypes.create_string_buffer(b"".join(struct.pack("=HBBI", *line) for line in program))
    header = ctypes.create_string_buffer(struct.pack("@HP", len(program), ctypes.addressof(code)))
    return bool(library.prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, header, 0, 0) == 0)


def _landlock(library: ctypes.CDLL, readable: Iterable[Path], writable: Path) -> bool:
    edition = library.syscall(LANDLOCK_CREATE, None, ctypes.c_size_t(0), 1)
    if edition < 1:
        return False
    files = (1 << LANDLOCK_FILE_RIGHTS[min(edition, max(LANDLOCK_FILE_RIGHTS))]) - 1
    # Also no TCP, and no signals or abstract sockets to processes outside, where this edition knows them.
    words = [files]
    if edition >= LANDLOCK_NETWORK_EDITION:
        words.append(0b11)
    if edition >= LANDLOCK_SCOPE_EDITION:
        words.append(0b11)
    attributes = ctypes.create_string_buffer(struct.pack(f"={len(words)}Q", *words), 8 * len(words))
    rules = library.syscall(LANDLOCK_CREATE, attributes, ctypes.c_size_t(8 * len(words)), 0)
    if rules < 0:
        return False
    try:
        for path in (*readable, *map(Path, SYSTEM_FOLDERS)):
            _allow(library, rules, path, READ_FILE | READ_DIR)
        _allow(library, rules, writable, files & (READ_FILE | READ_DIR | WRITE))
        return bool(library.syscall(LANDLOCK_RESTRICT, rules, 0) == 0)
    finally:
        os.close(rules)


def _allow(library: ctypes.CDLL, rules: int, path: Path, rights: int) -> None:
    if not path.exists():
        return
    handle = os.open(path, os.O_PATH | os.O_CLOEXEC)
    try:
        granted = rights if path.is_dir() else rights & READ_FILE
        rule = ctypes.create_string_buffer(struct.pack("=Qi", granted, handle), 12)
        library.syscall(LANDLOCK_ADD, rules, 1, rule, 0)
    finally:
        os.close(handle)
