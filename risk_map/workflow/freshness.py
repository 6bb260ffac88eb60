"""Of which day the data of a layer are: the passport says so, and for what people record here, the store does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from risk_map.domain.subject import Role
from risk_map.store import schema
from risk_map.workflow.clock import local_day
from risk_map.workflow.store import store_of

if TYPE_CHECKING:
    from datetime import date, datetime

    from risk_map.config import Config
    from risk_map.domain.subject import Subject

RECORDED: Final = {"signalen": (schema.signal, "observed_on"), "controles": (schema.visit, "visited_on")}
"""Layer -> the table of what people record of it, and the column of the day."""


def days_of_layers(subject: Subject, config: Config, now: datetime) -> dict[str, date]:
    """Give the newest day of which each layer has data; nothing more is told of what was recorded.

    Parameters
    ----------
    subject
        Who asks; policy reads no table of single places, so for them it is what the passports say.
    config
        Gives the passports, and says where the store is.
    now
        What is after it does not count.
    """
    days = {key: layer.refreshed_on for key, layer in config.layers.items()}
    if subject.role is Role.BELEID:
        return days
    with store_of(config).read() as tx:
        for key in RECORDED.keys() & days.keys():
            table, column = RECORDED[key]
            known = [row[column] for row in tx.current(table) if row[column] <= local_day(now)]
            days[key] = max([days[key], *known])
    return days
