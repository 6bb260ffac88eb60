"""Work that cannot be interrupted, beside a question whether to go on waiting for it."""

from __future__ import annotations

from concurrent.futures import Future, wait
from threading import Thread
from typing import TYPE_CHECKING, Final, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

Found = TypeVar("Found")

ASK_SECONDS: Final = 0.02

_at_work: Final[set[Thread]] = set()


def is_left_behind() -> bool:
    """Say whether work goes on that nobody waits for any more."""
    return any(thread.is_alive() for thread in tuple(_at_work))


def beside(work: Callable[[], Found], stop: Callable[[], bool]) -> Found | None:
    """Do work in a thread until it is done, or until ``stop`` says that nobody waits for it any more.

    Parameters
    ----------
    work
        Changes nothing that others use: it goes on for a while after ``stop``, and what it finds is then lost.
    stop
        Asked every ``ASK_SECONDS``.

    Returns
    -------
    Found or None
        What it found; nothing when stopped.
    """
    found: Future[Found] = Future()

    def run() -> None:
        try:
            found.set_result(work())
        except BaseException as exc:  # noqa: BLE001 - whoever waits gets it
            found.set_exception(exc)
        finally:
            _at_work.discard(thread)

    # A daemon, so that a program that ends does not wait for it either.
    thread = Thread(target=run, daemon=True)
    _at_work.add(thread)
    thread.start()
    while not wait((found,), ASK_SECONDS).done:
        if stop():
            return None
    return found.result()
