"""Long work beside the script: it goes on while pages are drawn, tells how far it is, and stops when somebody asks.

A script of Streamlit that works for ten seconds answers to nothing meanwhile, and a click on a button throws its work
away: so the work has a thread of its own, that knows nothing of Streamlit, and the page looks at it twice a second.
"""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Event
from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from risk_map.store.audit import Origin, asked_from

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future

AT_ONCE: Final = 2
"""Jobs at the same time on this server; the others wait their turn."""

LOOK_EVERY_S: Final = 0.5

_workers: Final = ThreadPoolExecutor(max_workers=AT_ONCE, thread_name_prefix="job")


@dataclass(slots=True)
class Job:
    """Work under way.

    Parameters
    ----------
    seconds
        How long it searches, once it has begun to.
    preparing, working
        What it does before and after it began, in Dutch.
    """

    seconds: float
    preparing: str = "Gegevens en reistijden ophalen …"
    working: str = "Zoeken naar de beste ronde"
    _halted: Event = field(default_factory=Event)
    _began: float | None = None
    _future: Future[Any] | None = None

    def start(self, work: Callable[[], object]) -> Job:
        """Begin, or wait for a turn."""
        self._future = _workers.submit(_from_the_app, work)
        return self

    def halt(self) -> None:
        """Ask the work to stop with what it has."""
        self._halted.set()

    def is_halted(self) -> bool:
        """Say whether somebody asked it to stop; the work asks this often, from its own thread."""
        return self._halted.is_set()

    def tell(self, _progress: object) -> None:
        """Note that the search has begun; the work calls this often, from its own thread."""
        if self._began is None:
            self._began = time.monotonic()

    @property
    def is_done(self) -> bool:
        """Whether there is a result, or an error."""
        return self._future is not None and self._future.done()

    @property
    def share(self) -> float:
        """How far the search is, 0 to 1."""
        if self._began is None or not self.seconds:
            return 0.0
        return min(1.0, (time.monotonic() - self._began) / self.seconds)

    @property
    def words(self) -> str:
        """How far it is, in Dutch."""
        if self.is_halted():
            return "Stopt met wat er is …"
        if self._began is None:
            return self.preparing
        return f"{self.working}: {self.share * self.seconds:.0f} van {self.seconds:.0f} seconden"

    def result(self) -> Any:  # noqa: ANN401 - whatever the work gives
        """Give the result, or raise the error of the work."""
        return None if self._future is None else self._future.result()


@dataclass(slots=True)
class RoundsJob(Job):
    """Work of which it is known in how many rounds it is done.

    Parameters
    ----------
    rounds
        How many.
    """

    rounds: int = 1
    _step: int | None = None

    def tell(self, progress: object) -> None:
        """Note how many rounds are done."""
        self._step = progress if isinstance(progress, int) else None

    @property
    def share(self) -> float:
        """How far it is, 0 to 1."""
        return (self._step or 0) / self.rounds

    @property
    def words(self) -> str:
        """Which round it is at, in Dutch."""
        if self.is_halted():
            return "Stopt met wat er is …"
        if self._step is None:
            return self.preparing
        return f"Rondes verdelen: ronde {self._step + 1} van {self.rounds}"


def _from_the_app(work: Callable[[], object]) -> object:
    # A thread of its own knows nothing of where the page was asked for.
    with asked_from(Origin.APP):
        return work()


@st.fragment(run_every=LOOK_EVERY_S)
def watch(job: Job, stop: str) -> None:
    """Show how far a job is, with a button that stops it; the whole page is drawn again when it is done.

    Parameters
    ----------
    job
        Which one.
    stop
        Words on the button.
    """
    if job.is_done:
        st.rerun()
    with st.container(key="voortgang"):
        st.progress(job.share, text=job.words)
        st.button(stop, on_click=job.halt, disabled=job.is_halted())
