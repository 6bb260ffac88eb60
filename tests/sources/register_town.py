"""A street plan by hand for linking: every trap of an address once, all ids invented."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd
from shapely import Point

from risk_map.domain.contract import RD_EPSG, conform
from risk_map.domain.frames import ADDRESSES

IN_USE, PLANNED, CLOSED = "Verblijfsobject in gebruik", "Verblijfsobject gevormd", "Verblijfsobject buiten gebruik"
ISSUED, WITHDRAWN = "Naamgeving uitgegeven", "Naamgeving ingetrokken"

# Number of the object, street, house number, letter, addition, postcode, town, status of the object, of the name, kind.
TOWN = (
    (1, "Dorpsstraat", 12, None, None, "1234AB", "Voorbeeld", IN_USE, ISSUED, "hoofdadres"),
    (2, "Dorpsstraat", 12, "a", None, "1234AB", "Voorbeeld", IN_USE, ISSUED, "hoofdadres"),
    (3, "Dorpsstraat", 12, "A", "2", "1234AB", "Voorbeeld", IN_USE, ISSUED, "hoofdadres"),
    (4, "Dorpsstraat", 12, None, "bis", "1234AB", "Voorbeeld", IN_USE, ISSUED, "hoofdadres"),
    (5, "Dorpsstraat", 14, None, "02", "1234AB", "Voorbeeld", IN_USE, ISSUED, "hoofdadres"),
    (6, "Dorpsstraat", 14, None, "NA", "1234AB", "Voorbeeld", IN_USE, ISSUED, "hoofdadres"),
    (7, "Dorpsstraat", 14, None, "1E5", "1234AB", "Voorbeeld", IN_USE, ISSUED, "hoofdadres"),
    (8, "Dorpsstraat", 20, None, None, "1234AB", "Voorbeeld", IN_USE, ISSUED, "hoofdadres"),
    (9, "Dorpsstraat", 20, None, None, "1234AB", "Voorbeeld", PLANNED, ISSUED, "hoofdadres"),
    (10, "Dorpsstraat", 22, None, None, "1234AB", "Voorbeeld", CLOSED, ISSUED, "hoofdadres"),
    (11, "Dorpsstraat", 24, None, None, "1234AB", "Voorbeeld", IN_USE, WITHDRAWN, "hoofdadres"),
    (12, "Plein 1813", 5, None, None, None, "Voorbeeld", IN_USE, ISSUED, "hoofdadres"),
    (13, "Kadeweg", 1, None, None, "1235AB", "Voorbeeld", IN_USE, ISSUED, "hoofdadres"),
    (13, "Achterom", 3, None, None, "1235AC", "Voorbeeld", IN_USE, ISSUED, "nevenadres"),
    (13, "Oude Kade", 9, None, None, "1235AD", "Voorbeeld", IN_USE, WITHDRAWN, "nevenadres"),
    (14, "Kadeweg", 1, None, None, "4321AB", "Elders", IN_USE, ISSUED, "hoofdadres"),
    (15, "Ringlaan", 7, None, "A", "1236AB", "Voorbeeld", IN_USE, ISSUED, "hoofdadres"),
    (16, "Ringlaan", 9, None, "R11", "1236AB", "Voorbeeld", IN_USE, ISSUED, "hoofdadres"),
    (17, "Sint-Jozefstraat", 4, None, None, "1237AB", "Voorbeeld", IN_USE, ISSUED, "hoofdadres"),
    (18, "Molenpad", 4, None, None, "1237AB", "Voorbeeld", IN_USE, ISSUED, "hoofdadres"),
)


def name_id(position):
    """Id of the nummeraanduiding of a row of ``TOWN``, counted from 0."""
    return f"0001200000000{position:03d}"


def object_id(number):
    """Id of an object of ``TOWN``."""
    return f"0001010000000{number:03d}"


def make_town(rows=TOWN):
    """Make the addresses; each object lies 100 m east of the one before it."""
    columns = ["number", "openbare_ruimte_naam", "huisnummer", "huisletter", "toevoeging", "postcode"]
    columns += ["woonplaats_naam", "adresseerbaar_object_status", "status", "adrestype"]
    data = pd.DataFrame(list(rows), columns=columns)
    data["adresseerbaar_object_identificatie"] = [object_id(number) for number in data["number"]]
    data["adresseerbaar_object_type"] = "Verblijfsobject"
    data["pand_identificatie"] = [f"0001100000000{number // 4:03d}" for number in data["number"]]
    data["gemeentecode"] = ["GM9002" if town == "Elders" else "GM9001" for town in data["woonplaats_naam"]]
    data["buurtcode"] = data["gemeentecode"].str.replace("GM", "BU") + "0001"
    data["bron"] = "proef"
    data.index = pd.Index([name_id(position) for position in range(len(data))], name="identificatie")
    geometry = [Point(150_000 + 100 * number, 450_000) for number in data["number"]]
    return conform(gpd.GeoDataFrame(data, geometry=geometry, crs=RD_EPSG), ADDRESSES)
