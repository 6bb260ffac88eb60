"""Contracts of the registers of the municipalities: risk locations, signals, inspections."""

from __future__ import annotations

from typing import Final

from risk_map.domain import identifiers, inspection, location, opening_hours
from risk_map.domain.contract import Column, FrameContract
from risk_map.domain.frames import BRON

LINK_METHODS: Final = ("id", "key", "candidates", "none")
"""By a BAG id; by the full address; not yet, a human chooses among candidates; not at all."""

LINK_COLUMNS: Final = (
    "adresseerbaar_object_identificatie",
    "identificatie",
    "link_method",
    "address",
    "gemeentecode",
    "buurtcode",
)
"""Columns that linking to the BAG fills; the others are the facts of a row."""

_OBJECT = Column(
    "adresseerbaar_object_identificatie",
    "text",
    "linked BAG object; missing while not linked",
    pattern=identifiers.BAG_ID,
)

LOCATIONS: Final = FrameContract(
    "locations",
    "location_id",
    (
        Column(
            "location_type",
            "text",
            "type of risk location",
            required=True,
            allowed=location.codes(location.LOCATION_TYPES),
        ),
        _OBJECT,
        Column("identificatie", "text", "nummeraanduiding of the linked address", pattern=identifiers.BAG_ID),
        Column(
            "link_method",
            "text",
            "how the row was linked to the BAG",
            required=True,
            allowed=LINK_METHODS,
        ),
        Column("address", "text", "address as users read it", required=True),
        Column("capacity", "integer", "number of people that may stay", minimum=0),
        Column("permit", "text", "state of the permit", allowed=location.codes(location.PERMITS)),
        Column("permit_valid_until", "date", "last day of the permit"),
        Column(
            "operator_type",
            "text",
            "type of operator, never who",
            allowed=location.codes(location.OPERATOR_TYPES),
        ),
        Column("snf_certificate", "boolean", "certified by Stichting Normering Flexwonen"),
        Column("training_certificate", "boolean", "staff trained to recognise trafficking (hotels)"),
        Column("sbi_code", "text", "branch code", pattern=r"^[0-9]{2,6}$"),
        Column("sbi_versie", "text", "edition of the branch code", allowed=("2008", "2025")),
        Column("opening_hours", "text", "when it is open, per day of the week", pattern=opening_hours.PATTERN),
        Column("gemeentecode", "text", "municipality of the linked address", pattern=identifiers.GEMEENTECODE),
        Column("buurtcode", "text", "neighbourhood of the linked address", pattern=identifiers.BUURTCODE),
        BRON,
        Column("bron_datum", "date", "date of the row at its source", required=True),
    ),
)

SIGNALS: Final = FrameContract(
    "signals",
    "signal_id",
    (
        Column("observed_on", "date", "day on which the fact was seen", required=True),
        _OBJECT,
        Column(
            "link_method",
            "text",
            "how the row was linked to the BAG",
            required=True,
            allowed=LINK_METHODS,
        ),
        Column("address", "text", "address as users read it", required=True),
        Column("form", "text", "form of exploitation", required=True, allowed=location.codes(location.FORMS)),
        Column(
            "category",
            "text",
            "fact about the place",
            required=True,
            allowed=location.codes(location.SIGNAL_CATEGORIES),
        ),
        Column(
            "source_type",
            "text",
            "kind of source",
            required=True,
            allowed=location.codes(location.SOURCE_TYPES),
        ),
        Column("reliability", "text", "A, B or C", required=True, allowed=location.codes(location.RELIABILITIES)),
        Column("note", "text", f"fact about the place, at most {location.NOTE_MAX_CHARACTERS} characters"),
        BRON,
    ),
)

INSPECTIONS: Final = FrameContract(
    "inspections",
    "inspection_id",
    (
        Column("visited_on", "date", "day of the visit", required=True),
        _OBJECT,
        Column(
            "link_method",
            "text",
            "how the row was linked to the BAG",
            required=True,
            allowed=LINK_METHODS,
        ),
        Column("address", "text", "address as users read it", required=True),
        Column("result", "text", "outcome", required=True, allowed=location.codes(inspection.RESULTS)),
        Column("form", "text", "form of exploitation of the finding", allowed=location.codes(location.FORMS)),
        Column(
            "visit_reason",
            "text",
            "why the place was visited",
            required=True,
            allowed=location.codes(inspection.VISIT_REASONS),
        ),
        *(
            Column(check.code, "text", check.label, allowed=location.codes(inspection.ANSWERS))
            for check in inspection.CHECKS
        ),
        BRON,
    ),
)

REGISTERS: Final = {contract.name: contract for contract in (LOCATIONS, SIGNALS, INSPECTIONS)}
"""Registers that can be imported, by the name that the commands use."""
