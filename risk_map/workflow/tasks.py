"""What waits for somebody, and what they should know: counts of what the use cases of their role let them see."""

from __future__ import annotations

from datetime import timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple

from risk_map.domain.cases import APPROVED, DRAFT, ISSUED
from risk_map.domain.notation import day, number
from risk_map.domain.subject import Role
from risk_map.governance.permissions import may
from risk_map.store import schema
from risk_map.workflow.administration import backup_stamp, read_backups
from risk_map.workflow.clock import local_day
from risk_map.workflow.decision_reads import count_homes_to_confirm, read_decisions
from risk_map.workflow.policy import due_quarter, read_policy_release
from risk_map.workflow.retention import purge
from risk_map.workflow.round_reads import list_rounds
from risk_map.workflow.signal_reads import TO_ASSESS, count_new_signals
from risk_map.workflow.store import store_of, store_stamp

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    import pandas as pd

    from risk_map.config import Config
    from risk_map.domain.subject import Subject

SOON: Final = timedelta(days=14)
"""So long before a layer stops counting its owner is asked for newer data."""

BACKUP_EVERY: Final = timedelta(days=7)

TABLES: Final = (
    schema.signal,
    schema.signal_event,
    schema.decision,
    schema.confirmation,
    schema.round_event,
    schema.round_stop,
    schema.policy_release,
)
"""A new row in one of these changes what waits for somebody, or what they should know."""

STAGE_PARAMETER: Final = "stand"
"""Name in the address of the page Signalen of which stage its register opens on."""

NOWHERE: Final[Mapping[str, str]] = MappingProxyType({})


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
    place
        What the address of the page says, so that it opens where the work is.
    """

    page: str
    amount: int
    words: str
    place: Mapping[str, str] = NOWHERE


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


def tasks_stamp(subject: Subject, config: Config) -> tuple[int, ...]:
    """Give numbers that differ as soon as anything was recorded that changes what waits or what to know.

    Parameters
    ----------
    subject
        Who looks.
    config
        Says where the store is.
    """
    recorded = store_stamp(config, TABLES)
    return (*recorded, backup_stamp(config)) if subject.role is Role.BEHEERDER else recorded


def homes_to_confirm(subject: Subject, config: Config, now: datetime, *, reason: str = "") -> pd.DataFrame:
    """Give the decisions about a home that wait for somebody: those that another took.

    Parameters
    ----------
    subject, config, now, reason
        As for ``read_decisions``, which says what comes back.
    """
    decisions = read_decisions(subject, config, now, reason=reason).decisions
    with store_of(config).read() as tx:
        own = [row["id"] for row in tx.all(schema.decision, actor=subject.id)]
    found: pd.DataFrame = decisions[decisions["waits"] & ~decisions.index.isin(own)]
    return found


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
    found = []
    for layer in config.layers.values():
        if why := layer.why_invalid(today):
            found.append(f"{layer.title}: telt nu voor nul ({why}).")
        elif layer.valid_until - today <= SOON:
            found.append(f"{layer.title}: geldig tot en met {day(layer.valid_until)}; vraag {layer.owner} om nieuwe.")
    if subject.role not in (Role.BELEID, Role.AUDITOR):
        found += config.contacts.notices(today)
    if subject.role is Role.BEHEERDER:
        found += _backup(subject, config, now)
        found += _past_term(subject, config, now)
    return found


def _signals(subject: Subject, config: Config, now: datetime) -> Iterator[Task]:
    new = count_new_signals(subject, config, now)
    place = {STAGE_PARAMETER: TO_ASSESS}
    yield Task("signalen", new, _words(new, "signaal om te beoordelen", "signalen om te beoordelen"), place)


def _homes(subject: Subject, config: Config, now: datetime) -> Iterator[Task]:
    waiting = count_homes_to_confirm(subject, config, now)
    one, more = "besluit over een woning om te bevestigen", "besluiten over een woning om te bevestigen"
    yield Task("locatie", waiting, _words(waiting, one, more), {"wachtend": "ja"})


def _rounds_to_plan(subject: Subject, config: Config, now: datetime) -> Iterator[Task]:
    rounds = list_rounds(subject, config, now)
    past, state = rounds["on_date"] < local_day(now), rounds["state"]
    own = rounds.index.isin(_made_by(subject, config))
    for waits, doing in (
        ((state == DRAFT) & ~past & ~own, "goed te keuren"),
        ((state == APPROVED) & ~past, "uit te geven"),
        ((state == ISSUED) & past, "te sluiten"),
    ):
        yield _rounds("ronde", rounds[waits], f"ronde om {doing}", f"rondes om {doing}")


def _own_rounds(subject: Subject, config: Config, now: datetime) -> Iterator[Task]:
    rounds = list_rounds(subject, config, now)
    open_now = rounds[rounds["state"] == ISSUED]
    yield _rounds("routelijst", open_now, "ronde die nu voor u openstaat", "rondes die nu voor u openstaan")


def _rounds(page: str, rounds: pd.DataFrame, one: str, more: str) -> Task:
    """Say how many rounds wait; the page opens with the first."""
    first = {"ronde": str(rounds.index[0])} if len(rounds) else NOWHERE
    return Task(page, len(rounds), _words(len(rounds), one, more), first)


def _made_by(subject: Subject, config: Config) -> set[str]:
    """Give the rounds that somebody drafted, reopened or put a stop in: another approves those."""
    with store_of(config).read() as tx:
        made = [
            *tx.all(schema.round_event, state=DRAFT, actor=subject.id),
            *tx.all(schema.round_stop, actor=subject.id),
        ]
    return {str(row["round_id"]) for row in made}


def _figures(subject: Subject, config: Config, now: datetime) -> Iterator[Task]:
    due = due_quarter(read_policy_release(subject, config, now), now)
    yield Task("hotspots", int(due is not None), f"kwartaal om vrij te geven voor beleid: {due}")


def _backup(subject: Subject, config: Config, now: datetime) -> Iterator[str]:
    last = read_backups(subject, config, now)
    if last is None:
        yield "Er is nog geen reservekopie gemaakt."
    elif now - last.at > BACKUP_EVERY:
        yield f"De laatste reservekopie is van {day(local_day(last.at))}."


def _past_term(subject: Subject, config: Config, now: datetime) -> Iterator[str]:
    if over := sum(each.records for each in purge(subject, config, now, dry_run=True).doomed):
        what = _words(over, "gegeven", "gegevens")
        yield f"Van {number(over)} {what} is de bewaartermijn voorbij (risk-map purge --dry-run)."


def _words(count: int, one: str, more: str) -> str:
    return one if count == 1 else more
