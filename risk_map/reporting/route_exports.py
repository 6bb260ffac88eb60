"""A route for other programs: GPX, GeoJSON, CSV and XLSX; nothing in them leads to a service outside."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from typing import TYPE_CHECKING, Any, Final
from xml.sax.saxutils import escape

import openpyxl
from openpyxl.styles import Font

from risk_map.domain.projection import rd_to_degrees
from risk_map.reporting.route_sheet import FICTIONAL

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from risk_map.reporting.route_round import KnownPlace, PlannedTeam, Point
    from risk_map.reporting.route_sheet import RouteSheet

DECIMALS: Final = 6
"""Of a degree: a tenth of a metre."""

FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n")
"""A spreadsheet computes a cell that begins so."""

ABOUT_THE_BOOK: Final = "docProps/core.xml"
MOMENTS: Final = re.compile(rb"<dcterms:(created|modified)\b.*?</dcterms:\1>")

HEADER: Final = (
    "nr", "aankomst", "duur", "locatie", "adres", "gemeente", "soort", "bezoektijden", "partners", "let op", "bron",
)  # fmt: skip


def to_gpx(team: PlannedTeam, places: Mapping[str, KnownPlace], sheet: RouteSheet) -> bytes:
    """Write the stops as waypoints and the way as a track, in EPSG:4326 (GPX 1.1).

    Parameters
    ----------
    team
        Whose route.
    places
        Location -> what is known of it.
    sheet
        What is printed for it: its title and its marks.
    """
    points = [places[stop.location_id].point for stop in team.stops]
    marks = [
        f'<wpt lat="{lat}" lon="{lon}"><name>{number}</name><desc>{escape(stop.location_id)}</desc></wpt>'
        for number, (stop, point) in enumerate(zip(team.stops, points, strict=True), start=1)
        for lon, lat in degrees([point] if point else [])
    ]
    track = "".join(f'<trkpt lat="{lat}" lon="{lon}"/>' for lon, lat in degrees(way_of(team, points)))
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<gpx version="1.1" creator="risk_map" xmlns="http://www.topografix.com/GPX/1/1">'
        f"<metadata><name>{escape(f'{sheet.title}, {sheet.team}')}</name>"
        f"<desc>{escape(' · '.join(sheet.marks))}</desc></metadata>{''.join(marks)}"
        f"<trk><name>{escape(team.name)}</name><trkseg>{track}</trkseg></trk></gpx>\n"
    ).encode()


def to_geojson(team: PlannedTeam, places: Mapping[str, KnownPlace], *, fictional: bool) -> bytes:
    """Write the stops as points and the way as a line, in EPSG:4326 (RFC 7946).

    Parameters
    ----------
    team, places
        As for ``to_gpx``.
    fictional
        Whether nothing in it exists; said in every feature.
    """
    points = [places[stop.location_id].point for stop in team.stops]
    told: dict[str, Any] = {"team": team.name, "fictief": fictional}
    features = [
        _feature(
            "Point",
            degrees([point])[0] if point else None,
            {**told, "nr": number, "locatie": stop.location_id, "adres": places[stop.location_id].address},
        )
        for number, (stop, point) in enumerate(zip(team.stops, points, strict=True), start=1)
    ]
    way = way_of(team, points)
    if len(way) > 1:
        features.append(_feature("LineString", degrees(way), {**told, "over_wegen": team.along_roads}))
    return (json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False) + "\n").encode()


def to_csv(sheet: RouteSheet) -> bytes:
    """Write the stops as CSV for a spreadsheet; no cell can be read as a formula."""
    return table_csv(HEADER, _rows(sheet))


def table_csv(header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Write a table as CSV that a Dutch spreadsheet opens; no cell can be read as a formula.

    Parameters
    ----------
    header
        Names of the columns: ours.
    rows
        Cells, as many as there are names.
    """
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=";").writerows([header, *([harmless(cell) for cell in row] for row in rows)])
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def to_xlsx(sheet: RouteSheet) -> bytes:
    """Write the stops as a workbook; every cell is text, and none can be read as a formula."""
    book = openpyxl.Workbook()
    page = book.active
    page.title = "routelijst"
    for row, cells in enumerate([HEADER, *_rows(sheet)], start=1):
        for column, text in enumerate(cells, start=1):
            cell = page.cell(row, column, harmless(text))
            cell.data_type, cell.number_format = "s", "@"
            cell.font = Font(bold=row == 1)
    page.freeze_panes = "A2"
    written = io.BytesIO()
    book.save(written)
    return _without_moments(written)


def _without_moments(book: io.BytesIO) -> bytes:
    """Take out when a workbook was made: the same list gives the same bytes."""
    plain = io.BytesIO()
    with zipfile.ZipFile(book) as made, zipfile.ZipFile(plain, "w") as kept:
        for part in made.infolist():
            content = made.read(part)
            if part.filename == ABOUT_THE_BOOK:
                content = MOMENTS.sub(b"", content)
            kept.writestr(zipfile.ZipInfo(part.filename), content, zipfile.ZIP_DEFLATED)
    return plain.getvalue()


def harmless(text: str) -> str:
    """Give a text that no spreadsheet computes: an apostrophe in front of what looks like a formula."""
    return f"'{text}" if text.lstrip(" ").startswith(FORMULA) else text


def source_words(*, fictional: bool) -> str:
    """Say in a row of a table where it came from: a file goes further than the page around it."""
    return "fictieve gegevens" if fictional else "risk_map"


def degrees(points: Sequence[Point]) -> list[tuple[float, float]]:
    """Give points of EPSG:28992 as longitude and latitude (EPSG:4326)."""
    if not points:
        return []
    easts, norths = zip(*points, strict=True)
    longitudes, latitudes = rd_to_degrees().transform(easts, norths)
    return [(round(x, DECIMALS), round(y, DECIMALS)) for x, y in zip(longitudes, latitudes, strict=True)]


def way_of(team: PlannedTeam, points: Sequence[Point | None]) -> tuple[Point, ...]:
    """Give the way of a team, straight from stop to stop when nobody knows the roads."""
    return team.line or tuple(point for point in (team.start, *points, team.end) if point is not None)


def _feature(kind: str, coordinates: Any, properties: dict[str, Any]) -> dict[str, Any]:  # noqa: ANN401 - point or line
    geometry = None if coordinates is None else {"type": kind, "coordinates": coordinates}
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def _rows(sheet: RouteSheet) -> list[tuple[str, ...]]:
    return [
        (
            str(stop.number),
            stop.arrival,
            stop.duration,
            stop.location_id,
            stop.address,
            stop.municipality,
            stop.kind,
            stop.hours,
            "; ".join(stop.partners),
            " ".join(stop.cautions),
            source_words(fictional=FICTIONAL in sheet.marks),
        )
        for stop in sheet.stops
    ]
