"""Work beside the script: it tells how far it is, stops when asked, and its error reaches whoever looks."""

from __future__ import annotations

import threading
import time

import pytest

from risk_map.app.jobs import Job, RoundsJob
from risk_map.errors import ConflictError

PATIENCE_S = 10


def until(condition):
    end = time.monotonic() + PATIENCE_S
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.005)


def test_a_job_that_is_stopped_gives_what_it_has():
    job = Job(60.0)

    def work():
        steps = 0
        while not job.is_halted():
            job.tell(None)
            steps += 1
            time.sleep(0.001)
        return steps

    job.start(work)
    until(lambda: job.share > 0)
    assert not job.is_done
    assert job.words.startswith("Zoeken naar de beste ronde: 0 van 60")
    job.halt()
    assert job.words == "Stopt met wat er is …"
    assert job.result() > 0
    assert job.is_done


def test_before_the_search_begins_a_job_says_what_it_does():
    gate = threading.Event()
    job = Job(2.0, preparing="Wacht even").start(gate.wait)
    assert (job.share, job.words, job.is_done) == (0.0, "Wacht even", False)
    gate.set()
    assert job.result() is True


def test_the_share_never_passes_the_whole():
    job = Job(1e-6)
    job.tell(None)
    time.sleep(0.01)
    assert job.share == 1.0
    assert Job(0.0).share == 0.0


def test_an_error_of_the_work_is_raised_for_whoever_asks_for_the_result():
    def fail():
        raise ConflictError("Er past niets.")

    with pytest.raises(ConflictError, match="Er past niets"):
        Job(1.0).start(fail).result()


def test_a_job_of_so_many_rounds_says_at_which_it_is():
    job = RoundsJob(0.0, rounds=4)
    assert (job.share, job.words) == (0.0, job.preparing)
    job.tell(3)
    assert (job.share, job.words) == (0.75, "Rondes verdelen: ronde 4 van 4")
    job.halt()
    assert job.words == "Stopt met wat er is …"
