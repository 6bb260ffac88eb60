"""What is known about places themselves, before anybody weighs it: the register, and the address in the BAG."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pandas as pd

from risk_map.domain.home import is_home
from risk_map.governance.permissions import use_case
from risk_map.scoring.places import OBJECT
from risk_map.workflow.sight import sight_of
from risk_map.workflow.standing import standing_of

if TYPE_CHECKING:
    from risk_map.config import Config
    from risk_map.domain.snapshot import Snapshot
    from risk_map.domain.subject import Subject

OF_REGISTER: Final = [
    "address", "location_type", "gemeentecode", "buurtcode", "link_method", "capacity", "permit", "permit_valid_until",
    "operator_type", "snf_certificate", "training_certificate", "sbi_code", "opening_hours", "bron",
    "bron_datum",
]  # fmt: skip
OF_ADDRESS: Final = ["gebruiksdoel", "oppervlakte", "oorspronkelijk_bouwjaar", "adresseerbaar_object_status"]


@use_case("read_places")
def read_places(subject: Subject, config: Config, snapshot: Snapshot, *, reason: str = "") -> pd.DataFrame:
    """Give what is known about the locations that a subject may see, without any score.

    Parameters
    ----------
    subject, reason
        Who asks, and why for the roles that have to say so.
    config
        Says where the store is.
    snapshot
        All municipalities; not changed.

    Returns
    -------
    pd.DataFrame
        Index ``location_id``, by address: ``OF_REGISTER``, the columns ``OF_ADDRESS`` of the linked address (missing
        where it is linked to none), ``home``, and ``buurt`` and ``wijk``: their names.

    Raises
    ------
    PermissionDeniedError
        When the role sees no location at all, or gave no reason.
    """
    standing = standing_of(subject, "read_places", config, snapshot, reason=reason)
    sight = sight_of(subject, "read_places", snapshot, standing, reason=reason)
    seen = snapshot.locations[sight.locations]
    linked = snapshot.addresses[OF_ADDRESS].reindex(seen["identificatie"]).set_axis(seen.index)
    names, wijken = snapshot.areas["naam"], snapshot.areas["wijkcode"]
    found = pd.DataFrame(seen[[*OF_REGISTER, OBJECT]]).join(linked)
    found = found.assign(
        home=is_home(found), buurt=seen["buurtcode"].map(names), wijk=seen["buurtcode"].map(wijken).map(names)
    )
    return found.drop(columns=OBJECT).sort_values("address", kind="stable")
