"""What people fill in about a signal: values of closed lists, and at most a short note."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from risk_map.domain.location import ANONYMOUS, FORMS, RELIABILITIES, SIGNAL_CATEGORIES, SOURCE_TYPES, WEAK
from risk_map.domain.notation import day
from risk_map.errors import InputError
from risk_map.store.refusals import sentence_of
from risk_map.store.retention import SIGNAL_MONTHS, WEAK_SIGNAL_MONTHS
from risk_map.workflow.checks import check_term, check_text, refuse_expired

if TYPE_CHECKING:
    from datetime import date

NOTE: Final = "De notitie"


def problem_with_note(text: str | None) -> str:
    """Say in one Dutch sentence why a note may not be kept, while it is being written; empty when it may.

    Parameters
    ----------
    text
        What somebody typed.
    """
    try:
        check_text(text, NOTE)
    except InputError as problem:
        return str(problem)
    return ""


@dataclass(frozen=True, slots=True)
class NewSignal:
    """A signal as it is reported: only values of closed lists, and at most a short note.

    Parameters
    ----------
    place
        Id of a location in the register, or the BAG id of an object or of an address.
    observed_on
        Day on which the fact was seen.
    form, category, source_type, reliability
        Codes of the closed lists of the domain.
    note
        Fact about the place.
    """

    place: str
    observed_on: date
    form: str
    category: str
    source_type: str
    reliability: str
    note: str | None = None

    def checked(self, today: date) -> dict[str, Any]:
        """Give the columns of the signal, each allowed.

        Parameters
        ----------
        today
            No signal is seen after it.

        Raises
        ------
        InputError
            When a value is not allowed.
        """
        if self.observed_on > today:
            raise InputError(f"De dag waarop het is gezien ligt in de toekomst; vandaag is hier {day(today)}.")
        if self.source_type == ANONYMOUS and self.reliability != WEAK:
            raise InputError(sentence_of("signal_anonymous"))
        months = WEAK_SIGNAL_MONTHS if self.reliability == WEAK else SIGNAL_MONTHS
        refuse_expired(self.observed_on, months, today, "de dag waarop het is gezien")
        return {
            "observed_on": self.observed_on,
            "form": check_term(self.form, FORMS, "De vorm"),
            "category": check_term(self.category, SIGNAL_CATEGORIES, "De categorie"),
            "source_type": check_term(self.source_type, SOURCE_TYPES, "Het brontype"),
            "reliability": check_term(self.reliability, RELIABILITIES, "De betrouwbaarheid"),
            "note": check_text(self.note, NOTE),
        }


@dataclass(frozen=True, slots=True)
class Change:
    """What somebody knows better about a signal; what stays as it is, is absent.

    Parameters
    ----------
    form, category, reliability
        Codes of the closed lists of the domain.
    note
        Fact about the place.
    """

    form: str | None = None
    category: str | None = None
    reliability: str | None = None
    note: str | None = None

    def checked(self) -> dict[str, str | None]:
        """Give the columns of the change, each allowed, or raise ``InputError``."""
        return {
            "form": self.form and check_term(self.form, FORMS, "De vorm"),
            "category": self.category and check_term(self.category, SIGNAL_CATEGORIES, "De categorie"),
            "reliability": self.reliability and check_term(self.reliability, RELIABILITIES, "De betrouwbaarheid"),
            "note": check_text(self.note, NOTE),
        }
