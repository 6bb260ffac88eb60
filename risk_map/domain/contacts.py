"""Whom inspectors call: numbers for a suspected victim, and a contact per municipality, with the day of their check."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from risk_map.domain.notation import day

if TYPE_CHECKING:
    from datetime import date

    from risk_map.domain.settings import Table

CHECK_AGAIN: Final = timedelta(days=90)
"""A telephone number that nobody tried for longer may have changed."""


@dataclass(frozen=True, slots=True)
class Contact:
    """An organisation or a function, never a person.

    Parameters
    ----------
    name
        What it is.
    number
        Telephone number; empty while nobody filled it in.
    remark
        When, or what to ask for; may be empty.
    """

    name: str
    number: str = ""
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Contacts:
    """All numbers on a route list.

    Parameters
    ----------
    numbers
        For a suspected victim, in the order in which they are printed.
    municipalities
        Code -> contact during a round.
    checked_on
        Day on which all numbers were last tried; missing when there are none.
    """

    numbers: tuple[Contact, ...] = ()
    municipalities: tuple[tuple[str, Contact], ...] = ()
    checked_on: date | None = None

    @classmethod
    def read(cls, table: Table) -> Contacts:
        """Read ``[contacts]`` of the configuration, or raise ``ConfigError``."""
        table.only("checked_on", "numbers", "municipalities")
        numbers, towns = table.table("numbers"), table.table("municipalities")
        return cls(
            numbers=tuple(_contact(numbers.table(key)) for key in numbers.content),
            municipalities=tuple((code, _contact(towns.table(code))) for code in towns.content),
            checked_on=table.day("checked_on"),
        )

    def of(self, gemeentecode: str) -> Contact:
        """Give the contact of a municipality; without a number when nobody filled one in."""
        return dict(self.municipalities).get(gemeentecode, Contact("coördinator handhaving"))

    def notices(self, today: date) -> tuple[str, ...]:
        """Say in Dutch what has to be done about the numbers; nothing when all is well."""
        if self.checked_on is None:
            return ("Er staan geen telefoonnummers in de configuratie, onder [contacts].",)
        late = today - self.checked_on > CHECK_AGAIN
        old = f"De telefoonnummers zijn het laatst gecontroleerd op {day(self.checked_on)}; bel ze na."
        missing = [contact.name for _, contact in self.municipalities if not contact.number]
        without = f"Nog geen telefoonnummer in de configuratie voor: {', '.join(missing)}."
        return ((old,) if late else ()) + ((without,) if missing else ())


def _contact(table: Table) -> Contact:
    table.only("name", "number", "remark")
    optional = {key: str(table.value(key, str)).strip() for key in ("number", "remark") if key in table.content}
    return Contact(table.text("name"), **optional)
