"""The passport of a data layer: without a valid one, a layer counts for zero and the map says so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from risk_map.domain.notation import day


@dataclass(frozen=True, slots=True)
class LayerPassport:
    """Where a layer comes from, why it may be used, and until when.

    Parameters
    ----------
    key
        Name of the layer in the configuration.
    title
        Dutch name for users.
    source
        Where the data come from.
    owner
        Organisation or role that answers for the layer.
    legal_basis
        Grondslag: law and article.
    purpose
        Doel: what the layer is used for here.
    refreshed_on
        Date of the data.
    refresh_days
        After this many days the data are too old to be used.
    retention_months
        How long rows of the layer are kept.
    sensitivity
        ``openbaar``, ``intern`` or ``vertrouwelijk``.
    approver
        Role that approved the layer.
    approved_on
        Date of approval.

    Notes
    -----
    AVG (GDPR) article 5(1)(b) and 30: purpose limitation and records of processing.
    """

    key: str
    title: str
    source: str
    owner: str
    legal_basis: str
    purpose: str
    refreshed_on: date
    refresh_days: int
    retention_months: int
    sensitivity: str
    approver: str
    approved_on: date

    @property
    def valid_until(self) -> date:
        """Last day on which the layer may count."""
        return self.refreshed_on + timedelta(days=self.refresh_days)

    def is_valid(self, today: date) -> bool:
        """Say whether the layer may count for a date: approved, and the data not too old.

        A date before the last refresh is looked back on with the permission of today: what was known then is decided
        by the dates of the rows.
        """
        return self.approved_on <= max(today, self.refreshed_on) and today <= self.valid_until

    def why_invalid(self, today: date) -> str:
        """Say in Dutch why the layer does not count on a day; empty when it does."""
        if self.is_valid(today):
            return ""
        if today <= self.valid_until:
            return f"pas goedgekeurd op {day(self.approved_on)}"
        return f"de gegevens waren geldig tot en met {day(self.valid_until)}"
