"""The people of the demonstration region: roles with a login, never a name of somebody."""

from __future__ import annotations

from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING, Final

from risk_map.demo.history_entries import Entry, at_hour
from risk_map.demo.reference import FIRST_DAY
from risk_map.domain.subject import Role, Subject
from risk_map.store import schema

if TYPE_CHECKING:
    from collections.abc import Iterable

INSPECTORS: Final = 3
"""Inspectors per municipality."""

REGION: Final = Subject("demo.regio", Role.REGIOCOORDINATOR)
SECOND_OF_REGION: Final = Subject("demo.regio2", Role.REGIOCOORDINATOR)
ADMINISTRATOR: Final = Subject("demo.beheer", Role.BEHEERDER)
AUDITOR: Final = Subject("demo.auditor", Role.AUDITOR)
POLICY: Final = Subject("demo.beleid", Role.BELEID)


@cache
def coordinator(town: str) -> Subject:
    """Give the coordinator of a municipality."""
    return Subject(f"demo.coordinator.{town.lower()}", Role.COORDINATOR, town)


@cache
def second_coordinator(town: str) -> Subject:
    """Give who approves the rounds that the coordinator of a municipality drafted."""
    return Subject(f"demo.coordinator2.{town.lower()}", Role.COORDINATOR, town)


@cache
def attention_officer(town: str) -> Subject:
    """Give the aandachtsfunctionaris of a municipality."""
    return Subject(f"demo.aandacht.{town.lower()}", Role.AANDACHTSFUNCTIONARIS, town)


@cache
def inspector(town: str, number: int) -> Subject:
    """Give an inspector of a municipality, from 1."""
    return Subject(f"demo.boa{number}.{town.lower()}", Role.BOA, town)


def grant_roles(towns: Iterable[str]) -> list[Entry]:
    """Let the administrator grant what the regional coordinator proposed; the first one was granted at installation."""
    people = [REGION, SECOND_OF_REGION, ADMINISTRATOR, AUDITOR, POLICY]
    for town in towns:
        people += [coordinator(town), second_coordinator(town), attention_officer(town)]
        people += [inspector(town, number) for number in range(1, INSPECTORS + 1)]
    day = FIRST_DAY - timedelta(days=14)
    granted = [
        {
            "id": f"ROL-{number:03d}",
            "subject_id": person.id,
            "role": person.role.value,
            "gemeentecode": person.municipality,
            "granted": True,
            "proposed_by": AUDITOR.id if person is REGION else REGION.id,
        }
        for number, person in enumerate(people, start=1)
    ]
    return [Entry(at_hour(day, 9), ADMINISTRATOR, "grant_role", tuple((schema.role_grant, row) for row in granted))]
