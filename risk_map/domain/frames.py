"""Contracts of the frames about places: addresses, areas, roads, land use."""

from __future__ import annotations

from typing import Final

from risk_map.domain import identifiers
from risk_map.domain.contract import Column, FrameContract

SYNTHETIC: Final = "SYNTHETISCH"
"""Value of ``bron`` on every row of the demonstration region."""

BRON: Final = Column("bron", "text", "source of the row; SYNTHETISCH for the demonstration region", required=True)

ADDRESSES: Final = FrameContract(
    "addresses",
    "identificatie",
    (
        Column(
            "adresseerbaar_object_identificatie",
            "text",
            "object that the address belongs to",
            required=True,
            pattern=identifiers.BAG_ID,
        ),
        Column(
            "adresseerbaar_object_type",
            "text",
            "kind of object",
            required=True,
            allowed=("Verblijfsobject", "Ligplaats", "Standplaats"),
        ),
        Column("adresseerbaar_object_status", "text", "official status of the object", required=True),
        Column("status", "text", "official status of the nummeraanduiding", required=True),
        Column(
            "adrestype",
            "text",
            "main address of the object, or an extra search key of the same object",
            required=True,
            allowed=("hoofdadres", "nevenadres"),
        ),
        Column("openbare_ruimte_naam", "text", "street", required=True),
        Column("huisnummer", "integer", "house number", required=True, minimum=1),
        Column("huisletter", "text", "house letter, case as registered"),
        Column("toevoeging", "text", "house number addition as registered (NA, 1E5, 02 are real values)"),
        Column("postcode", "text", "four digits and two capitals", pattern=identifiers.POSTCODE),
        Column("woonplaats_naam", "text", "town", required=True),
        Column("gebruiksdoel", "text", "uses, joined by commas; missing for lig- and standplaatsen"),
        Column("oppervlakte", "integer", "usable area in m2", minimum=1),
        Column("pand_identificatie", "text", "buildings, joined by commas", pattern=identifiers.BAG_ID_LIST),
        Column(
            "oorspronkelijk_bouwjaar",
            "integer",
            "year of construction of the first building; 9999 is unknown",
        ),
        Column(
            "gemeentecode",
            "text",
            "municipality by area, never by the digits of an id",
            required=True,
            pattern=identifiers.GEMEENTECODE,
        ),
        Column("buurtcode", "text", "neighbourhood by area", pattern=identifiers.BUURTCODE),
        BRON,
    ),
    index_pattern=identifiers.BAG_ID,
)

AREAS: Final = FrameContract(
    "areas",
    "code",
    (
        Column("niveau", "text", "level", required=True, allowed=("gemeente", "wijk", "buurt")),
        Column("naam", "text", "name", required=True),
        Column("gemeentecode", "text", "municipality", required=True, pattern=identifiers.GEMEENTECODE),
        Column("wijkcode", "text", "district, for a wijk and a buurt", pattern=identifiers.WIJKCODE),
        Column("aantal_inwoners", "integer", "inhabitants", minimum=0),
        Column("aantal_huishoudens", "integer", "households", minimum=0),
        Column("woningvoorraad", "integer", "dwellings", minimum=0),
        Column("omgevingsadressendichtheid", "integer", "addresses per km2 in the surroundings (CBS)", minimum=0),
        Column("oppervlakte_land_in_ha", "number", "land area in hectares", minimum=0),
        BRON,
    ),
    geometry_types=("Polygon", "MultiPolygon"),
    index_pattern=identifiers.AREA_CODE,
)

ROAD_CLASSES: Final = ("hoofdweg", "gebiedsontsluitingsweg", "woonstraat", "landweg", "parkpad")

DIRECTIONS: Final = ("beide", "heen", "terug", "geen")
"""Along the line (from ``from_node`` to ``to_node``) and back, only along it, only back, not at all."""

MODES: Final = ("auto", "fiets", "lopend")
"""Ways of going along a road; each is a column of ``ROADS``."""

ROADS: Final = FrameContract(
    "roads",
    "road_id",
    (
        Column("from_node", "integer", "node where the line begins", required=True),
        Column("to_node", "integer", "node where the line ends", required=True),
        Column(
            "road_class",
            "text",
            "class of road",
            required=True,
            allowed=ROAD_CLASSES,
        ),
        Column("naam", "text", "street name"),
        Column("length_m", "number", "length in metres", required=True, minimum=0),
        Column("speed_kmh", "number", "speed of a car in km/h", required=True, minimum=1),
        Column("speed_given", "boolean", "speed from the source; false: the usual one of its kind of road"),
        *(
            Column(mode, "text", f"which way along the line; missing: as its class allows ({mode})", allowed=DIRECTIONS)
            for mode in MODES
        ),
        BRON,
    ),
    geometry_types=("LineString",),
)

LAND_USE: Final = FrameContract(
    "land_use",
    "land_use_id",
    (
        Column(
            "class",
            "text",
            "kind of land",
            required=True,
            allowed=("bebouwd", "centrum", "bedrijventerrein", "bos", "water", "landbouw", "vakantiepark"),
        ),
        Column("naam", "text", "name"),
        BRON,
    ),
    geometry_types=("Polygon", "MultiPolygon"),
)
