"""Two invented municipalities by hand, with every trap of the BAG, in each form in which the BAG is delivered.

Westeind (GM9001) is an L; Oosteind (GM9002) lies around it, so that it reaches into Westeind's bounding box::

    451000  +-----+-----------+
            |     |  Oosteind |       Westeind's buurten: x < 150250 is BU90010001, the rest BU90010002
    450500  |     +-----+     |
            | Westeind  |     |
    450000  +-----------+-----+
         150000  150500 151000 152000
"""

from __future__ import annotations

import io
import json
import uuid
import zipfile
from dataclasses import dataclass

import geopandas as gpd
import pandas as pd
from shapely import Point, Polygon, box
from shapely.geometry import mapping

from risk_map.domain.contract import RD_EPSG, conform
from risk_map.domain.frames import ADDRESSES, AREAS

ISSUED, WITHDRAWN = "Naamgeving uitgegeven", "Naamgeving ingetrokken"
IN_USE, FORMED = "Verblijfsobject in gebruik", "Verblijfsobject gevormd"
WEST, EAST = "GM9001", "GM9002"
WEST_LEFT, WEST_RIGHT, EAST_ONLY = "BU90010001", "BU90010002", "BU90020001"
TYPES = {"01": "Verblijfsobject", "02": "Ligplaats", "03": "Standplaats"}
KINDS = {"01": "VBO", "02": "LIG", "03": "STA"}
BENT = ((0, 0), (40, 0), (40, 40), (38, 40), (38, 2), (0, 2))
"""A mooring around a corner: its centroid lies outside."""


def bag_id(number, kind="20", prefix="9001"):
    return f"{prefix}{kind}{number:010d}"


@dataclass(frozen=True)
class Row:
    """One address with its object; ``gemeente`` and ``buurt`` are what must come out."""

    number: int
    at: tuple[float, float]
    house: tuple
    gemeente: str = WEST
    buurt: str | None = WEST_LEFT
    kind: str = "01"
    status: str = IN_USE
    name_status: str = ISSUED
    street: str = "Lindepad"
    town: str = "Westeind"
    postcode: str | None = "9001AB"
    uses: tuple = ("woonfunctie",)
    area: int | None = 80
    buildings: tuple = (1,)
    prefix: str = "9001"
    bronhouder: str = "9001"
    main_of: int | None = None
    shape: tuple | None = None

    @property
    def name_id(self):
        return bag_id(self.number, "20", self.prefix)

    @property
    def object_id(self):
        return bag_id(self.number if self.main_of is None else self.main_of, self.kind, self.prefix)

    @property
    def geometry(self):
        x, y = self.at
        return Polygon([(x + dx, y + dy) for dx, dy in self.shape]) if self.shape else Point(x, y)


def house(number, letter=None, addition=None):
    return (number, letter, addition)


ORDINARY = [Row(n, (150_010 + 5 * n, 450_100), house(2 * n), buildings=(n,)) for n in range(1, 11)]
YEARS = {n: 1900 + n for n in range(1, 60)} | {12: 9999, 40: 1650}

TRAPS = {
    "three_uses": Row(11, (150_100, 450_120), house(30), uses=("woonfunctie", "winkelfunctie", "logiesfunctie")),
    "unknown_year": Row(12, (150_105, 450_120), house(32), buildings=(12,)),
    "two_buildings": Row(13, (150_110, 450_120), house(34), buildings=(41, 40)),
    "main": Row(14, (150_115, 450_120), house(36), uses=("industriefunctie",), area=1015),
    "secondary": Row(
        15, (150_115, 450_120), house(5, "a"), street="Zijpad", main_of=14, uses=("industriefunctie",), area=1015
    ),
    "secondary_2": Row(
        16, (150_115, 450_120), house(7), street="Zijpad", main_of=14, uses=("industriefunctie",), area=1015
    ),
    "mooring": Row(
        17,
        (150_120, 450_130),
        house(1),
        kind="02",
        status="Plaats aangewezen",
        street="Kade",
        uses=(),
        area=None,
        buildings=(),
        shape=BENT,
    ),
    "pitch": Row(
        18,
        (150_170, 450_130),
        house(2),
        kind="03",
        status="Plaats aangewezen",
        street="Kade",
        uses=(),
        area=None,
        buildings=(),
        shape=((0, 0), (8, 0), (8, 8), (0, 8)),
    ),
    "no_postcode": Row(19, (150_125, 450_120), house(40), postcode=None, uses=("overige gebruiksfunctie",), area=17),
    "addition_NA": Row(20, (150_130, 450_120), house(42, None, "NA")),
    "addition_1E5": Row(21, (150_135, 450_120), house(42, None, "1E5")),
    "addition_02": Row(22, (150_140, 450_120), house(42, None, "02")),
    "letter_small": Row(23, (150_145, 450_120), house(44, "a")),
    "letter_large": Row(24, (150_150, 450_120), house(44, "A")),
    "in_use_twin": Row(25, (150_155, 450_120), house(46)),
    "planned_twin": Row(26, (150_155, 450_121), house(46), status=FORMED, buildings=(26,)),
    "out_of_use": Row(27, (150_160, 450_120), house(48), status="Verblijfsobject buiten gebruik"),
    "rebuilding": Row(28, (150_165, 450_120), house(50), status="Verbouwing verblijfsobject"),
    "not_measured": Row(29, (150_170, 450_120), house(52), status="Verblijfsobject in gebruik (niet ingemeten)"),
    "withdrawn": Row(30, (150_175, 450_120), house(54), status="Verblijfsobject ingetrokken", name_status=WITHDRAWN),
    "not_realised": Row(
        31, (150_180, 450_120), house(56), status="Niet gerealiseerd verblijfsobject", name_status=WITHDRAWN
    ),
    "foreign_prefix": Row(32, (150_400, 450_100), house(58), buurt=WEST_RIGHT, prefix="0424"),
    "buurt_border": Row(33, (150_250, 450_100), house(60)),
    "other_town": Row(34, (150_300, 450_050), house(62), buurt=WEST_RIGHT, town="Middendorp"),
    "far_building": Row(35, (150_995, 450_400), house(64), buurt=WEST_RIGHT, buildings=(35, 50)),
    "renamed": Row(36, (150_310, 450_050), house(66), buurt=WEST_RIGHT, main_of=37),
    "just_outside": Row(39, (149_990, 450_300), house(68), buurt=None),
}
NEIGHBOURS = {
    # In the box of Westeind, but in Oosteind; the first even has an id that was given out by Westeind.
    "neighbour_prefix": Row(
        101,
        (150_700, 450_700),
        house(1),
        gemeente=EAST,
        buurt=EAST_ONLY,
        bronhouder="9002",
        street="Oostlaan",
        town="Oosteind",
        postcode="9002AB",
        buildings=(51,),
    ),
    "neighbour": Row(
        102,
        (150_800, 450_800),
        house(3),
        gemeente=EAST,
        buurt=EAST_ONLY,
        prefix="9002",
        bronhouder="9002",
        street="Oostlaan",
        town="Oosteind",
        postcode="9002AB",
        buildings=(52,),
    ),
    "far_east": Row(
        103,
        (151_800, 450_200),
        house(5),
        gemeente=EAST,
        buurt=EAST_ONLY,
        prefix="9002",
        bronhouder="9002",
        street="Oostlaan",
        town="Oosteind",
        postcode="9002AB",
        buildings=(53,),
    ),
}
WEST_ROWS = [*ORDINARY, *TRAPS.values()]
ALL_ROWS = [*WEST_ROWS, *NEIGHBOURS.values()]
TOWNS = {"Westeind": "9001", "Middendorp": "9003", "Oosteind": "9002"}

PREDECESSOR = bag_id(36, "01")
"""A withdrawn object that still refers to the name of ``renamed``."""


def pand_id(number):
    return bag_id(number, "10")


def pand_box(number):
    # Building 50 lies far outside Westeind and its box; the others under the town.
    x, y = (153_000, 455_000) if number == 50 else (150_000 + 10 * number, 450_095)
    return box(x, y, x + 8, y + 30)


def areas():
    """Under the contract ``AREAS``; Westeind's dwellings are known, Oosteind's are not."""
    west = Polygon(
        [
            (150_000, 450_000),
            (151_000, 450_000),
            (151_000, 450_500),
            (150_500, 450_500),
            (150_500, 451_000),
            (150_000, 451_000),
        ]
    )
    east = box(150_000, 450_000, 152_000, 451_000).difference(west)
    left = west.intersection(box(150_000, 450_000, 150_250, 451_000))
    rows = [
        (WEST, "gemeente", "Westeind", WEST, None, west),
        (EAST, "gemeente", "Oosteind", EAST, None, east),
        ("WK900100", "wijk", "Westeind", WEST, "WK900100", west),
        ("WK900200", "wijk", "Oosteind", EAST, "WK900200", east),
        (WEST_LEFT, "buurt", "Links", WEST, "WK900100", left),
        (WEST_RIGHT, "buurt", "Rechts", WEST, "WK900100", west.difference(left)),
        (EAST_ONLY, "buurt", "Oost", EAST, "WK900200", east),
    ]
    codes, levels, names, municipalities, districts, shapes = zip(*rows, strict=True)
    frame = gpd.GeoDataFrame(
        {"niveau": levels, "naam": names, "gemeentecode": municipalities, "wijkcode": districts, "bron": "proef"},
        index=pd.Index(codes, name="code"),
        geometry=list(shapes),
        crs=RD_EPSG,
    )
    return conform(frame.assign(woningvoorraad=pd.Series({WEST: 29})), AREAS)


def expected(rows, *, bron):
    """What must come out, row by row, without any join."""
    records = [
        {
            "identificatie": row.name_id,
            "adresseerbaar_object_identificatie": row.object_id,
            "adresseerbaar_object_type": TYPES[row.kind],
            "adresseerbaar_object_status": row.status,
            "status": row.name_status,
            "adrestype": "nevenadres" if row.main_of == 14 else "hoofdadres",
            "openbare_ruimte_naam": row.street,
            "huisnummer": row.house[0],
            "huisletter": row.house[1],
            "toevoeging": row.house[2],
            "postcode": row.postcode,
            "woonplaats_naam": row.town,
            "gebruiksdoel": ",".join(sorted(row.uses)) or None,
            "oppervlakte": row.area,
            "pand_identificatie": ",".join(map(pand_id, row.buildings)) or None,
            "oorspronkelijk_bouwjaar": YEARS[row.buildings[0]] if row.buildings else None,
            "gemeentecode": row.gemeente,
            "buurtcode": row.buurt,
            "bron": bron,
        }
        for row in rows
    ]
    shapes = gpd.GeoSeries([row.geometry for row in rows], crs=RD_EPSG).representative_point()
    frame = gpd.GeoDataFrame(records, geometry=shapes.array, crs=RD_EPSG)
    return conform(frame.set_index("identificatie").sort_index(), ADDRESSES)


# --- PDOK's OGC API -------------------------------------------------------------------------------------------------


def feature_id(identificatie):
    return str(uuid.uuid5(uuid.NAMESPACE_URL, identificatie))


def collections(rows=None):
    """Give the features of the service: ``{collection: [feature]}``; the server fills in its own address."""
    rows = ALL_ROWS if rows is None else rows
    found = {name: [] for name in ("adres", "verblijfsobject", "ligplaats", "standplaats", "pand")}
    for row in rows:
        point = gpd.GeoSeries([row.geometry]).representative_point()[0]
        number, letter, addition = row.house
        name = {
            "huisletter": letter,
            "toevoeging": addition,
            "postcode": row.postcode,
            "openbare_ruimte_naam": row.street,
            "woonplaats_naam": row.town,
            "bronhouder_identificatie": row.bronhouder,
        }
        found["adres"].append(
            _feature(
                row.name_id,
                point,
                {
                    **name,
                    "huisnummer": str(number),
                    "status": row.name_status,
                    "adresseerbaar_object_identificatie": row.object_id,
                    "adresseerbaar_object_type": TYPES[row.kind],
                },
            )
        )
        if row.main_of is not None and row.main_of != 37:
            continue
        properties = {**name, "huisnummer": number, "status": row.status, "hoofdadres_identificatie": row.name_id}
        if row.kind == "01":
            properties |= {
                "gebruiksdoel": ",".join(sorted(row.uses)),
                "oppervlakte": row.area,
                "pand.href": [f"{{base}}/collections/pand/items/{feature_id(pand_id(each))}" for each in row.buildings],
            }
        found[TYPES[row.kind].lower()].append(_feature(row.object_id, row.geometry, properties))
    for number in sorted({number for row in rows for number in row.buildings}):
        found["pand"].append(
            _feature(pand_id(number), pand_box(number), {"bouwjaar": YEARS[number], "status": "Pand in gebruik"})
        )
    return found


def _feature(identificatie, geometry, properties):
    return {
        "type": "Feature",
        "id": feature_id(identificatie),
        "properties": {"identificatie": identificatie, **properties},
        "geometry": json.loads(json.dumps(mapping(geometry))),
    }


# --- GeoPackage as PDOK delivers it: the main address folded into the object ---------------------------------------


def write_light(path, rows=None, main_column="nummeraanduiding_hoofdadres_identificatie"):
    rows = [row for row in (ALL_ROWS if rows is None else rows) if row.main_of != 14 and row.name_status == ISSUED]
    for kind, layer in TYPES.items():
        part = [row for row in rows if row.kind == kind]
        frame = gpd.GeoDataFrame(
            {
                "identificatie": [row.object_id for row in part],
                "status": [row.status for row in part],
                "openbare_ruimte_naam": [row.street for row in part],
                "huisnummer": [row.house[0] for row in part],
                "huisletter": [row.house[1] or "" for row in part],
                "toevoeging": [row.house[2] for row in part],
                "postcode": [row.postcode for row in part],
                "woonplaats_naam": [row.town for row in part],
                main_column: [row.name_id for row in part],
                "bronhouder_identificatie": [row.bronhouder for row in part],
            },
            geometry=[row.geometry for row in part],
            crs=RD_EPSG,
        )
        if kind == "01":
            frame = frame.assign(
                gebruiksdoel=[",".join(sorted(row.uses)) for row in part],
                oppervlakte=[row.area for row in part],
                pand_identificatie=[",".join(map(pand_id, row.buildings)) for row in part],
                bouwjaar=[YEARS[row.buildings[0]] for row in part],
                pandstatus="Pand in gebruik",
            )
        frame.to_file(path, layer=layer.lower(), driver="GPKG")
    return path


# --- BAG 2.0 Extract: zips in a zip, with history -------------------------------------------------------------------

SCHEMA = "v20200601"
NAMESPACES = (
    'xmlns:DatatypenNEN3610="www.kadaster.nl/schemas/lvbag/imbag/datatypennen3610/{0}" '
    'xmlns:Objecten="www.kadaster.nl/schemas/lvbag/imbag/objecten/{0}" xmlns:gml="http://www.opengis.net/gml/3.2" '
    'xmlns:Historie="www.kadaster.nl/schemas/lvbag/imbag/historie/{0}" '
    'xmlns:Objecten-ref="www.kadaster.nl/schemas/lvbag/imbag/objecten-ref/{0}" '
    'xmlns:sl-bag-extract="http://www.kadaster.nl/schemas/lvbag/extract-deelbestand-lvc/{0}" '
    'xmlns:sl="http://www.kadaster.nl/schemas/standlevering-generiek/1.0" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
    'xsi:schemaLocation="http://www.kadaster.nl/schemas/lvbag/extract-deelbestand-lvc/{0} '
    'http://www.kadaster.nl/schemas/bag-verstrekkingen/extract-deelbestand-lvc/{0}/BagvsExtractDeelbestandExtractLvc.xsd"'
)
TAGS = {
    "NUM": "Nummeraanduiding",
    "OPR": "OpenbareRuimte",
    "WPL": "Woonplaats",
    "PND": "Pand",
    "VBO": "Verblijfsobject",
    "LIG": "Ligplaats",
    "STA": "Standplaats",
}
PAST = {
    "eindGeldigheid": "<Historie:eindGeldigheid>2015-01-01</Historie:eindGeldigheid>",
    "eindRegistratie": "<Historie:eindRegistratie>2015-01-01T10:00:00.000</Historie:eindRegistratie>",
    "tijdstipInactief": "<Historie:tijdstipInactief>2015-01-01T10:00:00.000</Historie:tijdstipInactief>",
}
PAST_LV = {
    tag: f"<Historie:{tag}>2015-01-01T10:00:00.000</Historie:{tag}>"
    for tag in ("tijdstipEindRegistratieLV", "tijdstipInactiefLV", "tijdstipNietBagLV")
}


def _element(kind, identificatie, status, body, ended=None, occurrence=1):
    tag = TAGS[kind]
    return (
        f"<sl:stand><sl-bag-extract:bagObject><Objecten:{tag}>"
        f'<Objecten:identificatie domein="NL.IMBAG.{tag}">{identificatie}</Objecten:identificatie>{body}'
        f"<Objecten:status>{status}</Objecten:status><Objecten:geconstateerd>N</Objecten:geconstateerd>"
        "<Objecten:documentdatum>2010-01-01</Objecten:documentdatum><Objecten:documentnummer>X</Objecten:documentnummer>"
        f"<Objecten:voorkomen><Historie:Voorkomen><Historie:voorkomenidentificatie>{occurrence}"
        "</Historie:voorkomenidentificatie><Historie:beginGeldigheid>2010-01-01</Historie:beginGeldigheid>"
        f"{PAST.get(ended, '')}<Historie:tijdstipRegistratie>2010-01-01T10:00:00.000</Historie:tijdstipRegistratie>"
        "<Historie:BeschikbaarLV><Historie:tijdstipRegistratieLV>2010-01-01T10:00:01.000</Historie:tijdstipRegistratieLV>"
        f"{PAST_LV.get(ended, '')}</Historie:BeschikbaarLV></Historie:Voorkomen></Objecten:voorkomen>"
        f"</Objecten:{tag}></sl-bag-extract:bagObject></sl:stand>"
    )


def _gml(geometry):
    if geometry.geom_type == "Point":
        return (
            '<Objecten:geometrie><Objecten:punt><gml:Point srsName="urn:ogc:def:crs:EPSG::28992" srsDimension="3">'
            f"<gml:pos>{geometry.x} {geometry.y} 0.0</gml:pos></gml:Point></Objecten:punt></Objecten:geometrie>"
        )
    positions = " ".join(f"{x} {y}" for x, y in geometry.exterior.coords)
    return (
        '<Objecten:geometrie><gml:Polygon srsName="urn:ogc:def:crs:EPSG::28992" srsDimension="2"><gml:exterior>'
        f"<gml:LinearRing><gml:posList>{positions}</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon>"
        "</Objecten:geometrie>"
    )


def _refs(tag, target, ids):
    lines = "".join(
        f'<Objecten-ref:{target}Ref domein="NL.IMBAG.{target}">{each}</Objecten-ref:{target}Ref>' for each in ids
    )
    return f"<Objecten:{tag}>{lines}</Objecten:{tag}>" if ids else ""


def _name(row, streets):
    number, letter, addition = row.house
    optional = "".join(
        f"<Objecten:{tag}>{value}</Objecten:{tag}>"
        for tag, value in (("huisletter", letter), ("huisnummertoevoeging", addition), ("postcode", row.postcode))
        if value
    )
    # A name says its town only when that differs from the town of its street.
    town = _refs("ligtIn", "Woonplaats", [TOWNS[row.town]] if row.town == "Middendorp" else [])
    return (
        f"<Objecten:huisnummer>{number}</Objecten:huisnummer>{optional}"
        f"<Objecten:typeAdresseerbaarObject>{TYPES[row.kind]}</Objecten:typeAdresseerbaarObject>"
        f"{_refs('ligtAan', 'OpenbareRuimte', [streets[row.street]])}{town}"
    )


def _object(row, rows, main=None):
    others = [each.name_id for each in rows if each.main_of == row.number and row.main_of is None]
    uses = "".join(f"<Objecten:gebruiksdoel>{use}</Objecten:gebruiksdoel>" for use in row.uses)
    area = f"<Objecten:oppervlakte>{row.area}</Objecten:oppervlakte>" if row.area else ""
    return (
        f"{_refs('heeftAlsHoofdadres', 'Nummeraanduiding', [main or row.name_id])}"
        f"{_refs('heeftAlsNevenadres', 'Nummeraanduiding', others)}{_gml(row.geometry)}{uses}{area}"
        f"{_refs('maaktDeelUitVan', 'Pand', [pand_id(each) for each in row.buildings])}"
    )


def extract_elements(rows=None):
    """Give the XML elements per kind, history and withdrawn occurrences mixed in."""
    rows = WEST_ROWS if rows is None else rows
    streets = {street: bag_id(number, "30") for number, street in enumerate(sorted({row.street for row in rows}), 1)}
    found = {kind: [] for kind in TAGS}
    for row in rows:
        found["NUM"].append(_element("NUM", row.name_id, row.name_status, _name(row, streets), occurrence=2))
        if row.main_of != 14:
            found[KINDS[row.kind]].append(
                _element(KINDS[row.kind], row.object_id, row.status, _object(row, rows), occurrence=9)
            )
    first = rows[0]
    # Every way in which an occurrence can be over, each with a value that would show if it were used.
    for occurrence, ended in enumerate((*PAST, *PAST_LV), 1):
        found["VBO"].append(
            _element("VBO", first.object_id, "Verblijfsobject ingetrokken", _object(first, rows), ended, occurrence)
        )
        found["NUM"].append(_element("NUM", first.name_id, WITHDRAWN, _name(first, streets), ended, occurrence + 2))
    renamed = TRAPS["renamed"]
    found["VBO"].append(
        _element("VBO", PREDECESSOR, "Verblijfsobject ingetrokken", _object(renamed, rows, renamed.name_id))
    )
    found["OPR"] = [
        _element(
            "OPR",
            identificatie,
            ISSUED,
            f"<Objecten:naam>{street}</Objecten:naam><Objecten:type>Weg</Objecten:type>"
            + _refs("ligtIn", "Woonplaats", [TOWNS["Westeind"]]),
        )
        for street, identificatie in streets.items()
    ]
    square = (
        _gml(box(150_000, 450_000, 151_000, 451_000))
        .replace("<gml:Polygon", "<Objecten:vlak><gml:Polygon")
        .replace("</gml:Polygon>", "</gml:Polygon></Objecten:vlak>")
    )
    found["WPL"] = [
        _element("WPL", identificatie, "Woonplaats aangewezen", f"<Objecten:naam>{town}</Objecten:naam>{square}")
        for town, identificatie in TOWNS.items()
    ]
    found["PND"] = [
        _element(
            "PND",
            pand_id(number),
            "Pand in gebruik",
            f"{_gml(pand_box(number))}<Objecten:oorspronkelijkBouwjaar>{YEARS[number]}</Objecten:oorspronkelijkBouwjaar>",
        )
        for number in sorted({number for row in rows for number in row.buildings})
    ]
    return found


def extract_xml(kind, elements, schema=SCHEMA):
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<sl-bag-extract:bagStand {NAMESPACES.format(schema)}>'
        "<sl-bag-extract:bagInfo/><sl:standBestand><sl:dataset>LVBAG</sl:dataset><sl:inhoud><sl:gebied>GEMEENTE</sl:gebied>"
        f"<sl:leveringsId>1</sl:leveringsId><sl:objectTypen><sl:objectType>{kind}</sl:objectType></sl:objectTypen></sl:inhoud>"
        f"{''.join(elements)}</sl:standBestand></sl-bag-extract:bagStand>"
    )


def zipped(members):
    """Give the bytes of a zip of ``{name: text or bytes}``."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def write_extract(path, elements=None, area="9001", date="01022024", schema=SCHEMA):
    """Write an extract as Kadaster nests it; each kind in two XML files, as large deliveries are."""
    inner = {}
    for kind, parts in (extract_elements() if elements is None else elements).items():
        if not parts:
            continue
        half = len(parts) // 2
        files = {f"{area}{kind}{date}-000001.xml": parts[:half], f"{area}{kind}{date}-000002.xml": parts[half:]}
        inner[f"{area}{kind}{date}.zip"] = zipped(
            {name: extract_xml(kind, part, schema) for name, part in files.items() if part}
        )
    path.write_bytes(zipped({"Leveringsdocument-BAG-Extract.xml": "<x/>", f"{area}GEM{date}.zip": zipped(inner)}))
    return path
