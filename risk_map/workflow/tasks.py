"""What waits for somebody, and what they should know: counts of what the use cases of their role let them see."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final, NamedTuple

from risk_map.domain.cases import APPROVED, DRAFT, ISSUED
from risk_map.domain.notation import day
from risk_map.domain.subject import Role
from risk_map.governance.permissions import may
from risk_map.workflow.administration import read_backups
from risk_map.workflow.clock import local_day
from risk_map.workflow.decision_reads import read_decisions
from risk_map.workflow.policy import due_quarter, read_policy_release
from risk_map.workflow.round_reads import read_round
from risk_map.workflow.signal_reads import NEW, read_signals
from risk_map.workflow.switch import model_is_on

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from risk_map.config import Config
    from risk_map.domain.subject import Subject

SOON: Final = timedelta(days=14)
"""So long before a layer stops counting its owner is asked for newer data."""

BACKUP_EVERY: Final = timedelta(days=7)


class Task(NamedTuple):
    """Something that waits for somebody.

    Parameters
    ----------
    page
        Key of the page where it is done.
    amount
        How many.
    words
        What, in Dutch, for that count; a whole sentence when there is nothing to count.
    """

    page: str
    amount: int
    words: str


def waiting_for(subject: Subject, config: Config, now: datetime, *, reason: str = "") -> list[Task]:
    """Say what waits for somebody today; nothing that their role may not do is even looked at.

    Parameters
    ----------
    subject, now, reason
        Who, when, and why for the roles that have to say so.
    config
        Says where the data are.
    """
    asked = {
        "assess_signal": _signals,
        "confirm_decision": _homes,
        "approve_round": _rounds_to_plan,
        "record_visit": _own_rounds,
        "make_policy_release": _figures,
    }
    makers = [make for name, make in asked.items() if may(subject, name)]
    return [task for make in makers for task in make(subject, config, now) if task.amount]


def notices(subject: Subject, config: Config, now: datetime) -> list[str]:
    """Say in Dutch what somebody should know before they begin; one sentence each.

    Parameters
    ----------
    subject, now
        Who, and when.
    config
        Gives layers and contacts.
    """
    today = local_day(now)
    found = [] if model_is_on(config) else ["Het model staat uit: alleen signalen en de steekproef tellen."]
    for layer in config.layers.values():
        if why := layer.why_invalid(today):
            found.append(f"{layer.title}: telt nu voor nul ({why}).")
        elif layer.valid_until - today <= SOON:
            found.append(f"{layer.title}: geldig tot en met {day(layer.valid_until)}; vraag {layer.owner} om nieuwe.")
    if subject.role not in (Role.BELEID, Role.AUDITOR):
        found += config.contacts.notices(today)
    if subject.role is Role.BEHEERDER:
        found += _backup(subject, config, now)
    return found


def _signals(subject: Subject, config: Config, now: datetime) -> Iterator[Task]:
    states = read_signals(subject, config, now).signals["state"]
    new = int((states == NEW).sum())
    yield Task("signalen", new, _words(new, "signaal om te beoordelen", "signalen om te beoordelen"))


def _homes(subject: Subject, config: Config, now: datetime) -> Iterator[Task]:
    waiting = int(read_decisions(subject, config, now).decisions["waits"].sum())
    one, more = "besluit over een woning om te bevestigen", "besluiten over een woning om te bevestigen"
    yield Task("locatie", waiting, _words(waiting, one, more))


def _rounds_to_plan(subject: Subject, config: Config, now: datetime) -> Iterator[Task]:
    rounds = read_round(subject, config, now).rounds
    past = rounds["on_date"] < local_day(now)
    for state, late, doing in (
        (DRAFT, False, "goed te keuren"),
        (APPROVED, False, "uit te geven"),
        (ISSUED, True, "te sluiten"),
    ):
        count = int(((rounds["state"] == state) & (past if late else ~past)).sum())
        yield Task("ronde", count, _words(count, f"ronde om {doing}", f"rondes om {doing}"))


def _own_rounds(subject: Subject, config: Config, now: datetime) -> Iterator[Task]:
    rounds = read_round(subject, config, now).rounds
    count = int((rounds["state"] == ISSUED).sum())
    yield Task("routelijst", count, _words(count, "ronde die nu voor u openstaat", "rondes die nu voor u openstaan"))


def _figures(subject: Subject, config: Config, now: datetime) -> Iterator[Task]:
    due = due_quarter(read_policy_release(subject, config, now), now)
    yield Task("hotspots", int(due is not None), f"kwartaal om vrij te geven voor beleid: {due}")


def _backup(subject: Subject, config: Config, now: datetime) -> Iterator[str]:
    last = read_backups(subject, config, now)
    if last is None:
        yield "Er is nog geen reservekopie gemaakt."
    elif now - last.at > BACKUP_EVERY:
        yield f"De laatste reservekopie is van {day(local_day(last.at))}."


def _words(count: int, one: str, more: str) -> str:
    return one if count == 1 else more
